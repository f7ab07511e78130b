"""Columns of text: plain text, HTML, identifiers, lists, addresses of images, words with a meaning."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from royal_cli.commerce.feeds.rows import CLEAR, SEPARATOR, TYPED
from royal_cli.commerce.feeds.values.cells import (
    NOT_A_DATE,
    SEVERAL,
    Cells,
    Odd,
    is_date,
    read_column,
    report,
    special,
    without_formula,
    without_odd,
)
from royal_cli.commerce.feeds.values.problems import Problems

V = TypeVar("V")

#: How __CLEAR__, a formula that failed, and a spreadsheet's apostrophe begin, also after blanks in HTML.
_SUSPICIOUS = frozenset("_#E'= \t\r\n\u00a0")
_RARE_IN_IDENTIFIERS = (CLEAR, "'", '="', "#", "Err:", SEPARATOR, TYPED, "E+", "e+")
_PROTECTED = re.compile(r"'(?:[=+\-@]|[\d\s.,/-]+\Z)")
_MANGLED = re.compile(r"[0-9](?:[.,][0-9]+)?[Ee]\+[0-9]{1,3}")
_ADDRESS = re.compile(r"(?:https?:)?//[^\s/?#]+\.?[^\s]*", re.IGNORECASE)

_TRUE = "true yes y 1 1.0 on ja oui si sí sì sim wahr vrai vero verdadero waar tak ano igen да"
_FALSE = "false no n 0 0.0 off nein nee non não nao falsch faux falso onwaar nie ne nem нет"
_TRUTHS = {**dict.fromkeys(_TRUE.split(), True), **dict.fromkeys(_FALSE.split(), False)}


def text(
    cells: Sequence[str], problems: Problems, column: str, *, clears: str | None = None, strict: bool = False
) -> list[str | None]:
    """Trimmed text. An apostrophe goes only where a spreadsheet put it: before a number or a formula's sign."""
    values: list[str | None] = [cell.strip() or None for cell in cells]
    _replace_odd(values, cells, _text, problems, column, clears, strict)
    return values


def html(
    cells: Sequence[str], problems: Problems, column: str, *, clears: str | None = None, strict: bool = False
) -> list[str | None]:
    """Text as it stands in the feed; only a cell of nothing but blanks is empty."""
    values = [cell.removesuffix(TYPED) if cell.strip() else None for cell in cells]
    _replace_odd(values, cells, _html, problems, column, clears, strict)
    return values


def _replace_odd(
    values: list[str | None],
    cells: Sequence[str],
    read: Callable[[str], str | Odd[str]],
    problems: Problems,
    column: str,
    clears: str | None,
    strict: bool,
) -> None:
    """Read the few cells again whose first character, or a separator in them, makes them suspicious."""
    suspects = [row for row, value in enumerate(values) if value is not None and value[0] in _SUSPICIOUS]
    everything = "".join(cells)
    if SEPARATOR in everything or TYPED in everything:
        suspects += [row for row, cell in enumerate(cells) if SEPARATOR in cell.strip() or is_date(cell)]
    for row in dict.fromkeys(suspects):
        value = NOT_A_DATE if is_date(cells[row]) else read((values[row] or "").strip())
        if isinstance(value, Odd):
            values[row] = report(value, problems, row, column, cells[row], clears, strict)
        elif read is _text:
            values[row] = value or None


def _text(cell: str) -> str | Odd[str]:
    value = _html(cell)
    if not isinstance(value, str):
        return value
    return value[1:] if _PROTECTED.match(value) else without_formula(value).strip()


def _html(cell: str) -> str | Odd[str]:
    return special(cell) or (SEVERAL if SEPARATOR in cell else cell)


def identifier(
    cells: Sequence[str],
    problems: Problems,
    column: str,
    *,
    clears: str | None = None,
    key: bool = False,
) -> list[str | None]:
    """SKUs, part numbers, ids: text without a spreadsheet's apostrophe. As `key`, an odd cell rejects its row."""
    everything = "".join(cells)
    if not any(sign in everything for sign in _RARE_IN_IDENTIFIERS):
        return [cell.strip() or None for cell in cells]
    known = zip(cells, _IDENTIFIERS.look_up(cells), strict=True)
    found = [NOT_A_DATE if is_date(cell) else value for cell, value in known]
    return without_odd(found, cells, problems, column, clears, strict=key)


def _identifier(cell: str) -> str | Odd[str]:
    if SEPARATOR in cell:
        return SEVERAL
    if _MANGLED.fullmatch(cell):
        return Odd("scientific", "a spreadsheet shortened this number; format the column as text and export again")
    return cell


_IDENTIFIERS: Cells[str] = Cells(_identifier)


def words(
    cells: Sequence[str],
    problems: Problems,
    column: str,
    *,
    separators: str = ",",
    clears: str | None = None,
    strict: bool = False,
) -> list[tuple[str, ...] | None]:
    """Lists such as tags: split at any of `separators`, trimmed, without empty and repeated words."""
    return read_column(cells, _word_lists(separators), problems, column, clears, strict)


@lru_cache(maxsize=64)
def _word_lists(separators: str) -> Cells[tuple[str, ...]]:
    border = re.compile(f"[{re.escape(separators + SEPARATOR)}]")

    def split(cell: str) -> tuple[str, ...] | None:
        parts = (part.strip() for part in border.split(cell))
        return tuple(dict.fromkeys(part for part in parts if part)) or None

    return Cells(split)


def as_json(lists: Sequence[tuple[str, ...] | None]) -> list[str | None]:
    """Lists as the canonical JSON text that a batch carries."""
    return [None if one is None else json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in lists]


def urls(
    cells: Sequence[str],
    problems: Problems,
    column: str,
    *,
    separators: str = ",",
    clears: str | None = None,
    strict: bool = False,
) -> list[tuple[str, ...] | None]:
    """Web addresses, split only where a new one begins, since an address may contain commas.

    An address that is none is refused with a warning (`strict`: rejects the row); the others of its cell are kept.
    """
    if _are_single(cells, separators):
        return [(cell,) if cell else None for cell in cells]
    split = _border(separators).split
    values: list[tuple[str, ...] | None] = []
    for row, cell in enumerate(cells):
        trimmed = cell.strip()
        odd = special(trimmed) if trimmed else None
        if odd is not None:
            report(odd, problems, row, column, cell, clears, strict)
        found = [] if odd else [part.strip() for part in split(trimmed)]
        values.append(tuple(_good(found, problems, row, column, strict)) or None)
    return values


def _are_single(cells: Sequence[str], separators: str) -> bool:
    """Every cell is one plain address or empty."""
    everything = "".join(cells)
    if any(sign in everything for sign in separators) or len(everything.split(maxsplit=1)) > 1:
        return False
    return not [cell for cell in cells if cell and not (cell.startswith(("https://", "http://")) and len(cell) > 8)]


@lru_cache(maxsize=64)
def _border(separators: str) -> re.Pattern[str]:
    # A blank belongs into no address either, but into many a name of a file: it must not cut one short.
    never_in_one = "".join(sign for sign in separators if sign in "|\n\t") + SEPARATOR
    return re.compile(
        rf"\s*[{re.escape(never_in_one)}]\s*|\s*(?<!;base64)[{re.escape(separators)}]\s*(?=(?:https?:)?//|\Z)",
        re.IGNORECASE,
    )


def _good(found: list[str], problems: Problems, row: int, column: str, strict: bool) -> list[str]:
    good = [address for address in found if _ADDRESS.fullmatch(address)]
    for address in found:
        if address and address not in good:
            hint = "write the whole address, beginning with https://, with blanks as %20"
            (problems.reject if strict else problems.warn)(row, column, address, "not_a_url", hint)
    return good


def boolean(
    cells: Sequence[str], problems: Problems, column: str, *, clears: str | None = None, strict: bool = False
) -> list[bool | None]:
    """TRUE, yes, 1, ja, oui … and their opposites."""
    return read_column(cells, _BOOLEANS, problems, column, clears, strict)


def choice(
    cells: Sequence[str],
    problems: Problems,
    column: str,
    options: Mapping[str, V],
    *,
    clears: str | None = None,
    strict: bool = False,
) -> list[V | None]:
    """Words out of a fixed set, such as a status; the keys of `options` are in lower case."""
    return read_column(cells, Cells(_chooser(options, "unknown_value")), problems, column, clears, strict)


def _chooser(options: Mapping[str, V], code: str) -> Callable[[str], V | Odd[V]]:
    refusal: Odd[V] = Odd(code, f"use one of: {', '.join(list(options)[:12])}")

    def choose(cell: str) -> V | Odd[V]:
        return options.get(cell.casefold(), refusal)

    return choose


_BOOLEANS: Cells[bool] = Cells(_chooser(_TRUTHS, "not_a_boolean"), null_words=True)
