"""royal's own table as a workbook: numbers are numbers, all other cells are text and never a formula."""

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import compress
from typing import Any

from royal_cli.commerce.catalog.exporting.block import Block
from royal_cli.commerce.catalog.exporting.lines import Column
from royal_cli.commerce.catalog.exporting.report import Report
from royal_cli.commerce.catalog.exporting.royal_table import RoyalTable
from royal_cli.errors import UsageError

#: Excel's specifications and limits.
MOST_ROWS, MOST_CHARACTERS = 1_048_576, 32_767
#: Digits that a number keeps in a workbook; one with more stays text.
_MOST_DIGITS = 15
_NUMBERS = re.compile(
    r"position|price|compare at price|cost|weight|length|width|height|(?:stock|(?:compare at )?price): .*"
)
_BOOLEANS = re.compile(r"allow backorder|price includes vat|included: .*")
_DECIMAL = re.compile(r"-?\d+(?:\.(\d+))?")
#: Characters that XML has not, and what a workbook reads as the code of one.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_WIDTHS = {
    "title": 40, "description": 60, "images": 40, "category": 30, "tags": 25, "product": 20, "sku": 20, "gtin": 16,
}  # fmt: skip
_CHUNK = 1 << 20


def royal_xlsx(blocks: Iterable[Block], table: RoyalTable, report: Report) -> Iterator[bytes]:
    """The bytes of the workbook once all rows are known, and before that nothing for each block."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Products")
    sheet.freeze_panes = "A2"
    for number, name in enumerate(table.header, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(name, max(10, len(name) + 4))
    rows = _Rows(sheet, table, report)
    try:
        rows.write_header()
        for block in blocks:
            rows.write(block)
            yield b""
    except BaseException:
        # A sheet that is given up has to be ended, or it complains when it is thrown away.
        sheet.close()
        raise
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.header))}{rows.count}"
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


class _Rows:
    def __init__(self, sheet: Any, table: RoyalTable, report: Report) -> None:
        self.count = 0
        self._sheet = sheet
        self._table = table
        self._report = report
        self._styles: dict[str, Any] = {}
        self._make = [self._maker(name) for name in table.header]

    def _maker(self, column: str) -> Callable[[str], Any]:
        if _NUMBERS.fullmatch(column):
            return self._number
        return "true".__eq__ if _BOOLEANS.fullmatch(column) else self._text

    def write_header(self) -> None:
        from openpyxl.styles import Font

        cells = [self._plain(name) for name in self._table.header]
        for cell in cells:
            cell.font = Font(bold=True)
        self._append(cells)

    def write(self, block: Block) -> None:
        found = self._table.block(block)
        skus = [sku or product or "" for product, sku in zip(found["product"], found["sku"], strict=True)]
        columns = [self._fitting(name, found[name], skus) for name in self._table.header]
        # A row that lost its name would be taken for another one.
        named = [not _unfit(sku) and not _unfit(key or "") for sku, key in zip(skus, found["product"], strict=True)]
        for row in compress(zip(*columns, strict=True), named):
            self._append([make(text) if text else None for make, text in zip(self._make, row, strict=True)])

    def _append(self, cells: Sequence[Any]) -> None:
        if self.count == MOST_ROWS:
            hint = "Export a part of it, such as one --category, or the table as CSV: --to royal"
            raise UsageError(f"These products take more than the {MOST_ROWS:,} rows of a worksheet.", hint=hint)
        self._sheet.append(cells)
        self.count += 1

    def _fitting(self, name: str, column: Column, skus: Sequence[str]) -> Column:
        """Without texts that a cell cannot hold."""
        joined = "".join(filter(None, column))
        if not _UNFIT.search(joined) and (
            len(joined) <= MOST_CHARACTERS or max(map(len, filter(None, column))) <= MOST_CHARACTERS
        ):
            return column
        reasons = [_unfit(text) if text else None for text in column]
        for reason, sku in zip(reasons, skus, strict=True):
            if reason:
                self._report.leave(name, reason, sku)
        return [None if reason else text for reason, text in zip(reasons, column, strict=True)]

    def _text(self, text: str) -> Any:
        """openpyxl takes what begins with = for a formula, and some that begin with # for errors."""
        return self._plain(text) if text[0] in "=#" else text

    def _plain(self, text: str) -> Any:
        cell = self._cell()
        cell.value, cell.data_type = text, "s"
        return cell

    def _number(self, text: str) -> Any:
        """With the decimals that it is written with."""
        told = _DECIMAL.fullmatch(text)
        if not told or sum(map(str.isdigit, text)) > _MOST_DIGITS:
            return self._plain(text)
        cell = self._cell()
        style = "0." + "0" * len(told[1]) if told[1] else "0"
        if style not in self._styles:
            cell.number_format = style
            self._styles[style] = cell._style
        cell.value, cell._style = Decimal(text), self._styles[style]
        return cell

    def _cell(self) -> Any:
        from openpyxl.cell import WriteOnlyCell

        return WriteOnlyCell(self._sheet)


def _unfit(text: str) -> str | None:
    if len(text) > MOST_CHARACTERS:
        return f"it has more than the {MOST_CHARACTERS:,} characters of a cell"
    return "a cell cannot hold all of its characters" if _UNFIT.search(text) else None
