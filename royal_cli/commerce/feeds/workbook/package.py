"""The parts of a workbook: which sheets it has, what its cells share, and how to read each."""

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from royal_cli.commerce.feeds import xml_stream
from royal_cli.commerce.feeds.source import Source
from royal_cli.errors import FeedError

if TYPE_CHECKING:
    from lxml import etree

_USUAL_BOOK = "xl/workbook.xml"
_ROOT = "_rels/.rels"


class Sheet(NamedTuple):
    """A sheet by its name; `part` holds its rows."""

    name: str
    part: str
    is_hidden: bool


class Related(NamedTuple):
    """Another part that one refers to: what it is to it, and where it lies."""

    kind: str
    part: str


class Package:
    """A workbook's parts, found by the references between them and not by their usual names."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._names = {_plain(name): name for name in source.parts}
        self._book = self._part_of(_ROOT, "officeDocument") or _USUAL_BOOK
        self._related = self._relations(self._book)
        #: Days are counted from 1904, as on a Mac of old.
        self.from_1904 = False
        #: The cached results were never computed by a spreadsheet.
        self.is_uncalculated = False
        self.sheets = self._sheets()

    @property
    def strings(self) -> str | None:
        """The part of the texts that cells share."""
        return self._kind("sharedStrings")

    @property
    def styles(self) -> str | None:
        return self._kind("styles")

    def elements(self, part: str, *names: str) -> "Iterator[etree._Element]":
        """The elements of a part with these local names, one after another; FeedError where it is damaged."""
        from lxml import etree

        name = self._names.get(_plain(part))
        if name is None:
            raise self._damaged(f"its part {part} is missing")
        try:
            with self._source.open_part(name) as file:
                _refuse_types(self._source, file.peek(1 << 12)[: 1 << 12])  # type: ignore[attr-defined]
                yield from xml_stream.elements(file, names, limit=self._source.limits.line, **xml_stream.SAFE)
        except xml_stream.Endless as error:
            raise self._damaged(f"{part} goes on without an end") from error
        except etree.XMLSyntaxError as error:
            raise self._damaged(f"line {error.lineno} of {part} is no well-formed XML") from error

    def _sheets(self) -> list[Sheet]:
        found: list[Sheet] = []
        for element in self.elements(self._book, "workbookPr", "sheet", "calcPr"):
            match element.tag.rpartition("}")[2]:
                case "workbookPr":
                    self.from_1904 = element.get("date1904") in ("1", "true")
                case "calcPr":
                    self.is_uncalculated = element.get("fullCalcOnLoad") in ("1", "true")
                case _:
                    found += self._sheet(element)
        return found

    def _sheet(self, element: "etree._Element") -> Iterator[Sheet]:
        reference = next((value for name, value in element.items() if str(name).endswith("}id")), "")
        related = self._related.get(str(reference))
        if related and related.kind == "worksheet":
            is_hidden = element.get("state", "visible") != "visible"
            yield Sheet(str(element.get("name", "")), related.part, is_hidden)

    def _kind(self, kind: str) -> str | None:
        return next((one.part for one in self._related.values() if one.kind == kind), None)

    def _part_of(self, relations: str, kind: str) -> str | None:
        if _plain(relations) not in self._names:
            return None
        found = (self._read_relation(element, "") for element in self.elements(relations, "Relationship"))
        return next((one.part for _, one in found if one.kind == kind), None)

    def _relations(self, part: str) -> dict[str, Related]:
        folder, _, name = part.rpartition("/")
        elements = self.elements(f"{folder}/_rels/{name}.rels", "Relationship")
        return dict(self._read_relation(element, folder) for element in elements)

    def _read_relation(self, element: "etree._Element", folder: str) -> tuple[str, Related]:
        target = str(element.get("Target", ""))
        part = target if target.startswith("/") else posixpath.join(folder, target)
        kind = str(element.get("Type", "")).rpartition("/")[2]
        return str(element.get("Id", "")), Related(kind, posixpath.normpath(part).lstrip("/"))

    def _damaged(self, what: str) -> FeedError:
        hint = "open it in a spreadsheet, save it again, and import that"
        return FeedError(f"The workbook {self._source.name} is damaged: {what}.", hint=hint)


def _plain(name: str) -> str:
    """Names of parts differ in case and slashes from one program to the next."""
    return name.replace("\\", "/").lstrip("/").casefold()


def _refuse_types(source: Source, head: bytes) -> None:
    if b"<!DOCTYPE" in head.replace(b"\0", b""):
        hint = "open it in a spreadsheet, save it again, and import that"
        raise FeedError(f"{source.name} defines XML entities of its own, which are not read for safety.", hint=hint)
