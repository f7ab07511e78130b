"""Which file is imported and how it is read, and the file once it is recognised."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.commerce.feeds.profile import FileHints, Profile
from royal_cli.commerce.feeds.recognition import Recognised
from royal_cli.commerce.feeds.source import Limits, Source

Options = TypeVar("Options", bound=FeedOptions)
Batch = TypeVar("Batch")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRequest(Generic[Options]):
    """Which file, how to read it, and where its by-products go."""

    name: str
    options: Options
    #: The file that holds it, where that is not what it is called.
    at: Path | None = None
    feed: str | None = None
    profile: Profile | None = None
    file: FileHints | None = None
    #: Options that the operator states, which go before those of the profile.
    flags: dict[str, Any] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    dry_run: bool = False
    #: Where a dry run saves what it found, for `royal apply`.
    plan_file: Path | None = None
    rejects_file: Path | None = None
    #: How many changed fields the summary lists; None for all.
    shown_changes: int | None = 20


@dataclass(slots=True)
class RecognisedFile(Generic[Options, Batch]):
    """A source with what it was recognised as: what an import stages."""

    source: Source
    known: Recognised
    options: Options
    read: Callable[[Source, Recognised, Options], Iterator[Batch]]

    @property
    def name(self) -> str:
        return self.source.name

    @property
    def digest(self) -> str:
        return self.source.digest

    @property
    def size(self) -> int:
        return self.source.size

    @property
    def position(self) -> int:
        return self.source.position

    def batches(self) -> Iterator[Batch]:
        return self.read(self.source, self.known, self.options)
