"""A profile in the making: proposed, tried on the rows it was made for, saved."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from royal_cli.commerce.feeds import profile
from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.commerce.feeds.profile import FileHints
from royal_cli.commerce.feeds.proposing.proposal import Proposal, propose
from royal_cli.commerce.feeds.proposing.said import Said, Saying
from royal_cli.commerce.feeds.proposing.sample import SAMPLE_ROWS, Sample, take
from royal_cli.commerce.feeds.proposing.written import written
from royal_cli.commerce.feeds.recognise import as_table, known_format, recognise
from royal_cli.commerce.feeds.rehearsal import Rehearsal, rehearse
from royal_cli.commerce.feeds.source import Limits, Source, open_feed
from royal_cli.errors import UsageError


@dataclass(frozen=True)
class Making:
    source: Source
    file: FileHints
    #: What the settings say of feeds.
    options: FeedOptions
    sample: Sample

    @property
    def saying(self) -> Saying:
        return Saying(self.sample.header)

    def proposal(self, said: Said) -> Proposal:
        return propose(self.sample, said, self.options)

    def text(self, proposal: Proposal, name: str, title: str | None) -> str:
        return written(proposal, name=name, title=title or name, file=self.file)

    def rehearse(self, text: str, name: str) -> Rehearsal:
        """How the rows of the sample arrive by a profile of this text."""
        known = recognise(self.source, profile=profile.parse(text, f"{name}.toml"))
        return rehearse(self.source, known, known.options(self.options), limit=SAMPLE_ROWS)


@contextmanager
def making(feed: str, file: FileHints, options: FeedOptions, limits: Limits, *, is_table: bool) -> Iterator[Making]:
    """Open a table to make a profile for it. `is_table`: also where royal knows the feed without one."""
    with open_feed(feed, limits=limits) as source:
        if not is_table:
            _refuse_known(source, feed, file)
        sample = take(source, as_table(source, file), options.currency)
        yield Making(source, file, options, sample)


def _refuse_known(source: Source, feed: str, file: FileHints) -> None:
    if form := known_format(source, file):
        message = f"{source.name} needs no profile: royal knows the columns of a {form.title}."
        also = "; --feed table makes one all the same" if "delimited" in form.containers else ""
        raise UsageError(message, hint=f"royal product import {feed} --dry-run{also}")


def save(path: Path, text: str) -> None:
    """The whole text or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.part")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
