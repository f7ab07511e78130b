"""GTINs: digits that a machine reads, so a damaged one is refused and never mended."""

import re
from collections.abc import Sequence
from typing import Any

from royal_cli.commerce.feeds.values.cells import Cells, Odd, read_column
from royal_cli.commerce.feeds.values.problems import Problems

_ZERO = ord("0")
_LENGTHS = frozenset([8, 12, 13, 14])
_MANGLED = re.compile(r"[0-9](?:[.,][0-9]+)?[Ee]\+?[0-9]+")
_SPACING = re.compile(r"[ \u00a0\u2009-]+")

_SCIENTIFIC: Odd[Any] = Odd(
    "gtin_scientific", "a spreadsheet shortened this GTIN and its digits are lost; export the column as text"
)
_LENGTH: Odd[Any] = Odd("gtin_length", "a GTIN has 8, 12, 13 or 14 digits; a spreadsheet may have cut leading zeros")
_INVALID: Odd[Any] = Odd("gtin_invalid", "a GTIN consists of 8, 12, 13 or 14 digits")


def gtin(
    cells: Sequence[str], problems: Problems, column: str, *, clears: str | None = None, strict: bool = False
) -> list[str | None]:
    """GTIN-8, -12 (UPC), -13 (EAN, ISBN) and -14 as bare digits. A wrong check digit is kept with a warning."""
    return read_column(cells, _GTINS, problems, column, clears, strict)


def has_right_check_digit(digits: str) -> bool:
    """GS1 General Specifications, 7.9: weights 3 and 1 from the right, the sum divides by ten."""
    figures = digits.encode()
    odd, even = figures[-1::-2], figures[-2::-2]
    return (sum(odd) + 3 * sum(even) - _ZERO * (len(odd) + 3 * len(even))) % 10 == 0


def _gtin(cell: str) -> str | Odd[str]:
    digits = cell
    if not cell.isdigit():
        if _MANGLED.fullmatch(cell):
            return _SCIENTIFIC
        digits = _SPACING.sub("", cell).removesuffix(".0")
    if not (digits.isascii() and digits.isdigit()) or not digits.strip("0"):
        return _INVALID
    if len(digits) not in _LENGTHS:
        return _LENGTH
    if not has_right_check_digit(digits):
        return Odd("gtin_check_digit", "the last digit does not fit the others; compare it with the label", digits)
    return digits


_GTINS: Cells[str] = Cells(_gtin, null_words=True)
