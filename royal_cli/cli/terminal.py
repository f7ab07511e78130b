"""What the person or script at the other end asked for: format, colour, questions, settings."""

import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from royal_cli.cli.views import View
    from royal_cli.settings import Settings


class Format(StrEnum):
    table = "table"
    json = "json"
    ndjson = "ndjson"
    csv = "csv"


class ReaderGone(Exception):
    """Whoever read our output has closed it, as `head` does: nothing is wrong."""


@dataclass(frozen=True)
class Terminal:
    """One call of one command."""

    #: The words of the command, such as ("product", "list").
    words: tuple[str, ...] = ()
    view: "View[Any] | None" = None
    parts: "Sequence[View[Any]]" = ()
    format: Format = Format.table
    fields: tuple[str, ...] = ()
    quiet: bool = False
    verbose: bool = False
    no_color: bool = False
    no_input: bool = False
    profile: str | None = None
    overrides: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def settings(self) -> "Settings":
        from royal_cli.cli.logs import log
        from royal_cli.settings import load

        settings = load(self.overrides, profile=self.profile)
        log("debug" if self.verbose else "error" if self.quiet else settings.log_level)
        return settings

    def check_settings(self) -> None:
        """Say what is wrong with the configuration, for a command that needs none of it but its place."""
        _ = self.settings

    @property
    def interactive(self) -> bool:
        """Whether a question may be asked: somebody is there, and did not forbid it."""
        forbidden = self.no_input or os.environ.get("CI") or os.environ.get("ROYAL_NO_PROMPT")
        return not forbidden and sys.stdin.isatty() and sys.stderr.isatty()


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_current: ContextVar[Terminal] = ContextVar("terminal")


def terminal() -> Terminal:
    """The call that is being answered."""
    return _current.get()


@contextmanager
def answering(call: Terminal) -> Iterator[None]:
    before = _current.set(call)
    try:
        yield
    finally:
        _current.reset(before)


def decorated(stream: TextIO) -> bool:
    """Whether the stream is looked at by a person, on something that can do more than plain text."""
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def coloured(stream: TextIO) -> bool:
    return decorated(stream) and not os.environ.get("NO_COLOR") and not terminal().no_color


def one_line(text: str) -> str:
    """The text without what would move the cursor or change the colours of a terminal; feeds are full of it."""
    return _CONTROL.sub(" ", text)


def write(text: str, stream: TextIO | None = None) -> None:
    """Write at once, so that a reader that has gone is noticed here and nowhere else."""
    stream = stream or sys.stdout
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError as error:
        raise ReaderGone from error


def write_bytes(data: bytes) -> None:
    """Write to stdout what has its own encoding, or none."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError as error:
        raise ReaderGone from error


def note(text: str) -> None:
    """A line for the operator, on stderr. --quiet leaves it out, and --json: there stderr is one error, or nothing."""
    if not terminal().quiet and terminal().format is not Format.json:
        write(f"{one_line(text)}\n", sys.stderr)
