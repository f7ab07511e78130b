"""What a feed is, and its rows as batches: the one entrance to reading feeds.

with open_feed("feed.csv") as source:
    known = recognise(source)
    print(known.describe())
    for batch in batches(source, known, known.options(FeedOptions(currency="EUR"))):
        ...
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from royal_cli.commerce.feeds import writing
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats import FORMATS, build
from royal_cli.commerce.feeds.formats.declare import Format, Seen
from royal_cli.commerce.feeds.formats.doubts import explain
from royal_cli.commerce.feeds.formats.groups import regroup
from royal_cli.commerce.feeds.formats.royal_json import header_of
from royal_cli.commerce.feeds.formats.sheet import Binding, Sheet, bind
from royal_cli.commerce.feeds.formats.table import MAPPED, TABLE, has_rows_within
from royal_cli.commerce.feeds.headers import closest, listed
from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.commerce.feeds.profile import FileHints, Profile
from royal_cli.commerce.feeds.rows import RawChunk
from royal_cli.commerce.feeds.source import Source
from royal_cli.commerce.feeds.values import ColumnEvidence
from royal_cli.errors import FeedError, UsageError

_PROFILE = "`royal product profile create {}` proposes a profile that says what its columns are; import with --profile"

_FIGURE = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Recognised:
    """A feed whose format, writing and columns are known."""

    form: Format
    writing: writing.Writing
    profile: Profile | None
    header: tuple[str, ...]
    #: Columns that the import does not use.
    unused: tuple[str, ...]
    #: What it is called where it only lists stock or prices, and so creates nothing unless told; else "".
    listing: str = ""

    def describe(self) -> str:
        """One line, such as "Shopify product export · comma, UTF-8 · 48 columns, 14 not used"."""
        title = self.listing or self.form.title
        if self.profile is not None:
            title = f"{title} ({self.profile.name})"
        return f"{title} · {self.writing.describe()} · {self._columns()}"

    def _columns(self) -> str:
        count = len(self.header)
        return f"{count} column{'s' * (count != 1)}, {len(self.unused)} not used"

    def options(self, settings: FeedOptions, **flags: Any) -> FeedOptions:
        """What holds for this feed: a flag that is not None, else the profile, else the settings."""
        options = self.profile.options(settings) if self.profile else settings
        return replace(options, **{name: value for name, value in flags.items() if value is not None})


def recognise(
    source: Source, feed: str | None = None, profile: Profile | None = None, file: FileHints | None = None
) -> Recognised:
    """Find out what a feed is. `feed` names the format, `file` (flags) goes before what the profile says of the file.

    FeedError where no format fits or no column names the products, UsageError for an unknown format.
    """
    named = feed or (profile.feed if profile else None)
    form = _named(named, profile) if named else None
    written = _find(source, form, profile, file)
    seen = written.seen(source)
    form = form or _best(source, seen)
    _check_container(source, form, seen)
    prepare = form.prepare or _as_it_is
    binding = _bind(form, prepare(RawChunk(seen.header, [], [], [])).header, profile)
    _check_columns(source, form, binding, profile, bool(named))
    is_list = form.listing and not (form.name == "royal" and seen.container == "json")
    listing = form.listing(binding) if form.listing and is_list else ""
    return Recognised(form, written, profile, seen.header, tuple(binding.unused), listing)


def as_table(source: Source, file: FileHints | None = None) -> Recognised:
    """A table whose columns nobody has explained yet: none of them is used."""
    written = _find(source, None, None, file)
    seen = written.seen(source)
    if written.container != "delimited":
        first = next(written.rows(source, MAPPED), None)
        seen = seen._replace(header=header_of(first.header) if first else ())
    if not seen.header or (written.container == "xml" and has_rows_within(seen.header)):
        raise FeedError(f"{source.name} is no table. {_told(seen)}", hint=_how_to_tell(seen))
    header = seen.header
    return Recognised(MAPPED, written, None, header, header)


def known_format(source: Source, file: FileHints | None = None) -> Format | None:
    """The format whose columns need no explanation; None where the feed is a table like any other."""
    seen = _find(source, None, None, file).seen(source)
    scores = {form.fits(seen): form for form in reversed(FORMATS) if seen.container in form.containers}
    best = scores[max(scores)]
    is_any_table = best.name == "table" or (best.name == "royal" and bind(seen.header, best).unused)
    return None if is_any_table or not max(scores) else best


def raw_rows(source: Source, known: Recognised) -> Iterator[RawChunk]:
    """The rows as they stand in the feed."""
    return known.writing.rows(source, known.form)


def batches(source: Source, known: Recognised, options: FeedOptions) -> Iterator[Batch]:
    """The rows as canonical columns; the rows of a product are not split over batches. See `Recognised.options`."""
    evidence: dict[str, ColumnEvidence] = {}
    bindings: dict[tuple[str, ...], Binding] = {}

    def sheet(chunk: RawChunk, surveyed: object = None) -> Sheet:
        if chunk.header not in bindings:
            bindings[chunk.header] = _bind(known.form, chunk.header, known.profile)
        return Sheet(chunk, known.form, bindings[chunk.header], options, evidence, surveyed)

    prepare = known.form.study(source) if known.form.study else known.form.prepare or _as_it_is
    survey = known.form.survey
    surveyed = survey(map(sheet, map(prepare, raw_rows(source, known)))) if survey else None
    chunks = map(prepare, raw_rows(source, known))
    for chunk, keys in regroup(chunks, lambda chunk: known.form.keys(sheet(chunk, surveyed))):
        yield build.build(sheet(chunk, surveyed), keys)


def _as_it_is(chunk: RawChunk) -> RawChunk:
    return chunk


_ITEMS = tuple(sorted({item for form in FORMATS for item in form.items}))


def _find(source: Source, form: Format | None, profile: Profile | None, file: FileHints | None) -> writing.Writing:
    return writing.find(source, _hints(file, profile), _ITEMS, partial(_suits, form, profile))


def _hints(file: FileHints | None, profile: Profile | None) -> FileHints:
    """What the operator says of the file itself, else what the profile does."""
    stated, known = file or FileHints(), profile.file if profile else FileHints()
    return known._replace(**{name: said for name, said in stated._asdict().items() if said is not None})


def _suits(form: Format | None, profile: Profile | None, seen: Seen) -> int:
    """How well what is seen suits: the columns that a profile or a format knows, or any format at all."""
    if profile and profile.meant:
        return len(profile.meant.keys() & seen.words)
    if form is None:
        return max(_scores(seen).values(), default=0)
    binding = bind(seen.header, form)
    return len(binding.places) if any(role in binding.places for role in form.key_roles) else 0


def _scores(seen: Seen) -> dict[str, int]:
    return {form.name: form.fits(seen) for form in FORMATS if seen.container in form.containers}


def _named(feed: str, profile: Profile | None) -> Format:
    forms = {form.name: form for form in FORMATS}
    if feed not in forms:
        near = closest(feed, forms)
        hint = f"did you mean {near}?" if near else f"royal reads {', '.join(forms)}"
        raise UsageError(f"There is no feed format {feed}.", hint=hint)
    return MAPPED if profile and profile.meant and feed == "table" else forms[feed]


def _best(source: Source, seen: Seen) -> Format:
    scores = _scores(seen)
    best = max(FORMATS, key=lambda form: scores.get(form.name, 0))
    if not scores.get(best.name):
        if seen.container == "delimited" and (why := explain(bind(seen.header, TABLE))):
            raise FeedError(f"{source.name} {why}", hint=_PROFILE.format(source.name))
        raise FeedError(f"{source.name} is no kind of feed that royal knows. {_told(seen)}", hint=_how_to_tell(seen))
    return best


def _told(seen: Seen) -> str:
    if seen.header:
        return f"{f'Below <{seen.root}> its' if seen.root else 'Its'} columns are {listed(seen.header)}."
    if seen.container != "xml":
        return "It holds no list of objects."
    items = listed(f"<{name}>" for name in _ITEMS)
    return f"Below <{seen.root}> stands nothing that such feeds call a product ({items})."


def _how_to_tell(seen: Seen) -> str:
    if seen.container == "xml":
        known = ", ".join(sorted(form.name for form in FORMATS if "xml" in form.containers and form is not TABLE))
        shape = "and flat <product> elements below <products>"
        return f"of XML royal reads what channels read ({known}) {shape}; export anything else as a table, or as JSON"
    if seen.container == "delimited" and any(map(_FIGURE.fullmatch, seen.header)):
        return "that row looks like data: write the names of the columns above it, or point at them with --header-line"
    names = ", ".join(sorted(form.name for form in FORMATS))
    return f"`royal product profile create FILE` makes a profile of it; or say with --feed what it is ({names})"


def _check_container(source: Source, form: Format, seen: Seen) -> None:
    if seen.container not in form.containers:
        known = " or ".join(sorted(form.containers))
        raise FeedError(f"{source.name} is {seen.container}, but a {form.title} is {known}.", hint="leave out --feed")
    if seen.container == "xml" and not seen.header:
        items = " or ".join(f"<{name}>" for name in form.items)
        raise FeedError(f"{source.name} holds no {items} below <{seen.root}>.", hint="export the feed again")


def _bind(form: Format, header: tuple[str, ...], profile: Profile | None) -> Binding:
    binding = bind(header, form, profile.meant if profile else None)
    if profile:
        binding.constants.update(profile.roles(form))
    return binding


def _check_columns(source: Source, form: Format, binding: Binding, profile: Profile | None, is_asked_for: bool) -> None:
    if profile:
        profile.check(form, binding)
    if not any(role in binding.places for role in form.key_roles):
        message = f"{source.name} has no column that names its products; a {form.title} needs {form.key_words}."
        hint = f"its columns are {listed(binding.header)}; a profile can say which one it is (key = …)"
        if form.name == "table" and (why := explain(bind(binding.header, TABLE))):
            message, hint = f"{source.name} {why}", _PROFILE.format(source.name)
        raise FeedError(message, hint=hint)
    if form.check:
        form.check(binding, is_asked_for)
