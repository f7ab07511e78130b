"""The rows of a sheet as they stand in its XML, each cell as text."""

from collections.abc import Generator
from typing import TYPE_CHECKING, NamedTuple

from royal_cli.commerce.feeds.rows import TYPED
from royal_cli.commerce.feeds.source import Source
from royal_cli.commerce.feeds.values import UNCALCULATED
from royal_cli.commerce.feeds.workbook.numbers import BUILT_IN, Look, look_of, plain
from royal_cli.commerce.feeds.workbook.package import Package, Sheet
from royal_cli.commerce.feeds.workbook.strings import Strings, text_of
from royal_cli.errors import FeedError

if TYPE_CHECKING:
    from lxml import etree

_LETTERS = {letter: place for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 1)}


class Row(NamedTuple):
    """A row that says something: its line in the sheet, and its texts by column, counted from 1."""

    line: int
    cells: dict[int, str]


class Cells:
    """Reads the cells of a workbook."""

    def __init__(self, source: Source, package: Package) -> None:
        self._name = source.name
        self._package = package
        self._strings = Strings(source, package)
        self._looks = _looks(package)
        #: Letters of a column -> its number.
        self._columns: dict[str, int] = {}

    def rows(self, sheet: Sheet) -> Generator[Row]:
        """The rows that are not empty; only where cells are counts, and not what the sheet says of its size."""
        line = 0
        for element in self._package.elements(sheet.part, "row", "sheetData"):
            if element.tag.endswith("}sheetData"):
                return
            try:
                line = int(element.get("r") or line + 1)
                cells = self._row(element)
            except (ValueError, IndexError, KeyError) as error:
                hint = "open it in a spreadsheet, save it again, and import that"
                at = f"Line {line} of sheet {sheet.name} in {self._name}"
                raise FeedError(f"{at} is damaged.", hint=hint) from error
            if cells:
                yield Row(line, cells)

    def _row(self, row: "etree._Element") -> dict[int, str]:
        found: dict[int, str] = {}
        columns = self._columns
        column = 0
        for cell in row:
            place = cell.get("r")
            if place:
                letters = place.rstrip("0123456789")
                column = columns.get(letters) or self._column(letters)
            else:
                column += 1
            if len(cell) and (text := self._text(cell)):
                found[column] = text
        return found

    def _column(self, letters: str) -> int:
        number = 0
        for letter in letters.upper():
            number = number * 26 + _LETTERS[letter]
        self._columns[letters] = number
        return number

    def _text(self, cell: "etree._Element") -> str:
        kind = cell.get("t", "n")
        has_formula = False
        value = None
        for child in cell:
            tag = child.tag
            if tag.endswith("}v"):
                value = child.text
            elif tag.endswith("}f"):
                has_formula = True
            elif tag.endswith("}is"):
                return text_of(child)
        if value is None or (value == "0" and has_formula and self._package.is_uncalculated):
            return UNCALCULATED if has_formula and kind != "str" else ""
        match kind:
            case "s":
                return self._strings[int(value)]
            case "n":
                style = cell.get("s")
                return self._looks[int(style)](value) if style else plain(value)
            case "b":
                return "TRUE" if value.strip() in ("1", "true") else "FALSE"
            case "d":
                return value + TYPED
        return value


def _looks(package: Package) -> list[Look]:
    """How numbers are to be read, by the number of the style of their cell."""
    if not package.styles:
        return []
    codes = dict(BUILT_IN)
    used: list[int] = []
    for element in package.elements(package.styles, "numFmt", "cellXfs"):
        if element.tag.endswith("}numFmt"):
            codes[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
        else:
            used = [int(style.get("numFmtId", "0")) for style in element]
    looks = {id: look_of(codes[id], from_1904=package.from_1904) for id in set(used) if codes.get(id)}
    return [looks.get(id, plain) for id in used]
