"""How a feed is written: as delimited text, a workbook, XML, a JSON document or JSON lines; its header and its rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar, Protocol

from royal_cli.commerce.feeds import delimited, dialect, json_document, ndjson, xml_items
from royal_cli.commerce.feeds.formats.declare import AnyFormat, Container, Seen
from royal_cli.commerce.feeds.headers import fold
from royal_cli.commerce.feeds.json_objects import PRODUCTS, Nesting
from royal_cli.commerce.feeds.profile import FileHints
from royal_cli.commerce.feeds.rows import REASON_COLUMNS, RawChunk
from royal_cli.commerce.feeds.source import Source
from royal_cli.commerce.feeds.workbook.table import Table, open_table

#: How a file of rejected rows begins. It is written in one way, whatever its feed and the profile for that say.
_REJECTS = ",".join(REASON_COLUMNS).encode()

#: How well a format suits what is seen of a feed, from 0 for not at all.
Suits = Callable[[Seen], int]


class Writing(Protocol):
    """One way of writing; `container` is what formats say of it."""

    @property
    def container(self) -> Container: ...

    def describe(self) -> str: ...

    def rows(self, source: Source, form: AnyFormat | None = None) -> Iterator[RawChunk]:
        """The rows as they stand in the feed; without a format, whatever in it may be a row."""

    def seen(self, source: Source) -> Seen:
        """What recognition looks at."""


@dataclass(frozen=True, slots=True)
class Delimited:
    dialect: dialect.Dialect
    container: ClassVar[Container] = "delimited"

    def describe(self) -> str:
        return self.dialect.describe().removeprefix("CSV, ")

    def rows(self, source: Source, form: AnyFormat | None = None) -> Iterator[RawChunk]:
        return delimited.read(source, self.dialect)

    def seen(self, source: Source) -> Seen:
        return _seen(delimited.header(source, self.dialect), self.container)


@dataclass(frozen=True, slots=True)
class Workbook:
    table: Table
    container: ClassVar[Container] = "delimited"

    def describe(self) -> str:
        return self.table.describe()

    def rows(self, source: Source, form: AnyFormat | None = None) -> Iterator[RawChunk]:
        return self.table.read()

    def seen(self, source: Source) -> Seen:
        return _seen(self.table.header, self.container)


@dataclass(frozen=True, slots=True)
class Xml:
    #: The elements that may be rows, as far as no format says which.
    items: tuple[str, ...]
    container: ClassVar[Container] = "xml"

    def describe(self) -> str:
        return "XML"

    def rows(self, source: Source, form: AnyFormat | None = None) -> Iterator[RawChunk]:
        if form is None:
            return xml_items.read(source, self.items)
        return xml_items.read(source, form.items, attributes=form.attributes)

    def seen(self, source: Source) -> Seen:
        root = xml_items.root_of(source)
        return _seen(_first_header(self.rows(source)), self.container, root.name if root else "")


@dataclass(frozen=True, slots=True)
class JsonLines:
    nesting: Nesting = PRODUCTS
    container: ClassVar[Container] = "json"

    def describe(self) -> str:
        return "NDJSON"

    def rows(self, source: Source, form: AnyFormat | None = None) -> Iterator[RawChunk]:
        return ndjson.read(source, self.nesting)

    def seen(self, source: Source) -> Seen:
        return _seen(_first_header(self.rows(source)), self.container)


@dataclass(frozen=True, slots=True)
class JsonDocument:
    #: Where its list of products stands, as "data.products"; "" for the document itself, `ONE` for a single product.
    path: str
    nesting: Nesting = PRODUCTS
    container: ClassVar[Container] = "json"

    def describe(self) -> str:
        if self.path == json_document.ONE:
            return f"JSON, one {self.nesting.noun}"
        return f"JSON, list {self.path}" if self.path else "JSON"

    def rows(self, source: Source, form: AnyFormat | None = None) -> Iterator[RawChunk]:
        return json_document.read(source, self.path, self.nesting)

    def seen(self, source: Source) -> Seen:
        return _seen(_first_header(self.rows(source)), self.container)


def find(
    source: Source, hints: FileHints, items: tuple[str, ...], suits: Suits, nesting: Nesting = PRODUCTS
) -> Writing:
    """How a source is written. `suits` chooses where a source has several tables."""
    if source.is_workbook:

        def suits_table(header: tuple[str, ...]) -> int:
            return suits(_seen(header, Workbook.container))

        return Workbook(open_table(source, suits_table, sheet=hints.sheet, header_line=hints.header_line))
    start = source.head[:4096].decode("utf-8-sig", errors="ignore").replace("\0", "").lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        return Xml(items)
    if start.startswith(("{", "[")):
        return _json(source, hints, suits, nesting)
    return Delimited(_dialect(source, hints))


def _json(source: Source, hints: FileHints, suits: Suits, nesting: Nesting) -> Writing:
    if ndjson.is_lines(source, nesting):
        return JsonLines(nesting)

    def suits_list(chunk: RawChunk) -> int:
        return suits(_seen(chunk.header, JsonDocument.container))

    return JsonDocument(json_document.find(source, suits_list, hints.sheet, nesting), nesting)


def _dialect(source: Source, hints: FileHints) -> dialect.Dialect:
    if source.head.startswith(_REJECTS):
        return dialect.of(source, encoding="utf-8", delimiter=",", quoting=dialect.Quoting.DOUBLED, header_line=1)
    return dialect.of(
        source,
        encoding=hints.encoding,
        delimiter=hints.delimiter,
        quoting=dialect.Quoting(hints.quoting) if hints.quoting else None,
        header_line=hints.header_line,
        is_headless=hints.header == "none",
    )


def _first_header(chunks: Iterator[RawChunk]) -> tuple[str, ...]:
    return next((chunk.header for chunk in islice(chunks, 1)), ())


def _seen(header: tuple[str, ...], container: Container, root: str = "") -> Seen:
    return Seen(header, frozenset(map(fold, header)), container, root)
