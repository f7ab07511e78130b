"""Shortcuts for columns in which every cell is written the plain way.

Each looks at a whole column with one regular expression, and gives either exactly what the converter of `values`
would, or None: then that converter has to go through the cells.
"""

import re
from collections.abc import Sequence
from operator import methodcaller
from typing import NamedTuple

from royal_cli.commerce.feeds.rows import CLEAR

_UNUSUAL_WORD = re.compile(rf"\n[^\S\n]*(?:['#]|{CLEAR}|Err:)|[\x00-\x09\x0b-\x1f\"\\]", re.IGNORECASE)
_AMOUNTS = re.compile(r"\n(?:(?:[0-9]{1,15}\.[0-9]{2})?\n)*")
_LARGE = re.compile(r"\n(?:(?:[0-9]{1,12}(?:\.[0-9]{1,3})?)?\n)*")
_WORD_BEHIND = re.compile(r"[0-9] ([A-Za-z]+)\Z")
_SMALL = re.compile(r"\n(?:(?:[0-9]{1,12}(?:\.[0-9]{1,2})?)?\n)*")
_CODES = re.compile(r"\n(?:(?:[0-9]{8}|[0-9]{12,14})?\n)*")

#: What the digits of a GTIN add up to too much where their character codes are added instead.
_OFFSETS = {8: 48 * 16, 12: 48 * 24, 13: 48 * 25, 14: 48 * 28}

_strip = methodcaller("strip")


def _lines(cells: Sequence[str]) -> str | None:
    """The column as one text with a cell per line; None where a cell has several lines."""
    text = "\n" + "\n".join(cells) + "\n"
    return text if text.count("\n") == len(cells) + 1 else None


def amounts(cells: Sequence[str]) -> list[int | None] | None:
    """Amounts with a point and two decimals, in hundredths."""
    text = _lines(cells)
    if text is None or not _AMOUNTS.fullmatch(text):
        return None
    return [int(cell) if cell else None for cell in text.replace(".", "")[1:-1].split("\n")]


class Stated(NamedTuple):
    """A column whose cells all end with the same word, and what is in front of it."""

    word: str
    cells: list[str]


def stated(cells: Sequence[str]) -> Stated | None:
    """Take the currency or the unit off a column in which every cell that says something ends with it."""
    word = next((match[1] for cell in cells if cell and (match := _WORD_BEHIND.search(cell))), "")
    text = _lines(cells) if word else None
    if text is None or text.count(f" {word}\n") != len(cells) - cells.count(""):
        return None
    return Stated(word, text.replace(f" {word}\n", "\n")[1:-1].split("\n"))


def weights(cells: Sequence[str], *, is_large: bool) -> list[int | None] | None:
    """Numbers in thousandths. Three decimals are none of a thousands group only where the unit is a large one."""
    text = _lines(cells)
    if text is None or not (_LARGE if is_large else _SMALL).fullmatch(text):
        return None
    parts = [cell.partition(".") for cell in cells]
    return [int(whole + decimals.ljust(3, "0")) if whole else None for whole, _, decimals in parts]


def gtins(cells: Sequence[str]) -> list[str | None] | None:
    text = _lines(cells)
    if text is None or not _CODES.fullmatch(text):
        return None
    right = all(_is_right(cell) for cell in cells if cell)
    return [cell or None for cell in cells] if right else None


def _is_right(digits: str) -> bool:
    """GS1's check digit, with the codes of the characters instead of the digits themselves."""
    codes = digits.encode()
    total = sum(codes[-1::-2]) + 3 * sum(codes[-2::-2])
    return (total - _OFFSETS[len(codes)]) % 10 == 0 and total != _OFFSETS[len(codes)]


def lists(cells: Sequence[str], separator: str) -> list[str | None] | None:
    """Lists as canonical JSON, which plain words need no escapes in."""
    text = _lines(cells)
    if text is None or _UNUSUAL_WORD.search(text):
        return None
    return [_list(cell, separator) if cell else None for cell in cells]


def _list(cell: str, separator: str) -> str | None:
    words = '","'.join(dict.fromkeys(filter(None, map(_strip, cell.split(separator)))))
    return f'["{words}"]' if words else None
