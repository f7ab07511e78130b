"""Which column names each row, and which one the product that a row is a variant of."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from royal_cli.commerce.feeds.formats.doubts import is_of_orders
from royal_cli.commerce.feeds.formats.sheet import bind
from royal_cli.commerce.feeds.formats.table import TABLE
from royal_cli.commerce.feeds.proposing.price_words import kind_of
from royal_cli.commerce.feeds.proposing.sample import Sample, SampledColumn
from royal_cli.commerce.feeds.proposing.words import field_of, is_of_a_carton, speaks_of_stock, spoken

_MIXED = re.compile(r"(?=.*[^\W\d_])(?=.*\d)\S{2,40}")
_LONGEST_KEY = 120


class KeyChoice(NamedTuple):
    key: SampledColumn | None
    by_name: bool = True
    why: str = ""
    #: Where no column is certain: those that a person might choose, the likeliest first.
    likely: tuple[SampledColumn, ...] = ()


def choose(sample: Sample) -> KeyChoice:
    named = [column for column in sample.columns if _is_called_so(column) and _is_key(column, 0.9)]
    exact = [column for column in named if bind((column.header,), TABLE).places.get("sku")] or named
    if len(exact) == 1:
        return KeyChoice(exact[0], why=_told(exact[0]))
    coded = [] if exact else [column for column in sample.columns if _is_code(column) and _is_key(column, 1)]
    if len(coded) == 1:
        return KeyChoice(coded[0], by_name=False, why="codes, another one in every row")
    gtins = [column for column in sample.columns if _holds_gtins(column) and _is_key(column, 0.99)]
    if not exact and not coded and len(gtins) == 1:
        return KeyChoice(gtins[0], by_name=False, why="GTINs, since no column holds article numbers")
    return KeyChoice(None, likely=tuple(exact or coded or gtins or _nearest(sample)))


def _is_called_so(column: SampledColumn) -> bool:
    """What only counts the rows names others tomorrow, whatever it is called; a SKU may begin at 1."""
    return _role(column, "sku") and (not column.looks.counts_rows or "sku" in spoken(column.header))


def _told(column: SampledColumn) -> str:
    repeats = column.looks.repeats
    return f"{repeats} row{'s repeat' if repeats > 1 else ' repeats'} it" if repeats else "another one in every row"


def _role(column: SampledColumn, word: str) -> bool:
    places = bind((column.header,), TABLE).places
    return word in places or (not places and field_of(column.header) == word)


def _is_key(column: SampledColumn, uniqueness: float) -> bool:
    looks = column.looks
    return looks.filled * 10 >= looks.rows * 9 and looks.uniqueness >= uniqueness and not looks.is_empty


def _holds_gtins(column: SampledColumn) -> bool:
    return column.looks.gtins >= 0.9 and not is_of_a_carton(column.header)


def _is_code(column: SampledColumn) -> bool:
    """Letters with digits, or numbers of one length: what article numbers look like and quantities do not."""
    looks = column.looks
    if looks.rows < 3 or looks.counts_rows or looks.codes < 0.9 or _holds_gtins(column) or _is_something_else(column):
        return False
    cells = [cell.strip() for cell in column.cells if cell.strip()]
    mixed = sum(1 for cell in cells if _MIXED.fullmatch(cell))
    figures = {len(cell) for cell in cells if cell.isdecimal()}
    return mixed * 10 >= len(cells) * 9 or (looks.whole == 1 and len(figures) == 1 and min(figures) >= 4)


def _is_something_else(column: SampledColumn) -> bool:
    looks, header = column.looks, column.header
    shapes = (looks.addresses, looks.dates, looks.sizes, looks.weights, looks.priced, looks.fractions)
    spoken = field_of(header) not in ("", "sku", "mpn") or kind_of(header) or speaks_of_stock(header)
    return bool(spoken) or is_of_orders(header) or max(shapes) > 0.5


def _nearest(sample: Sample) -> list[SampledColumn]:
    """Texts that mostly differ: poor names of products, but a person may know that they do."""
    able = [
        column for column in sample.columns
        if _is_key(column, 0.5) and column.looks.length <= _LONGEST_KEY and not column.looks.counts_rows
        and column.looks.addresses < 0.5 and not kind_of(column.header) and column.looks.numbers < 0.5
    ]  # fmt: skip
    return sorted(able, key=lambda column: -column.looks.uniqueness)


def product(sample: Sample, key: SampledColumn, title: SampledColumn | None) -> tuple[SampledColumn | None, str]:
    """The column that names the product of several variants, or why the one that is called so does not."""
    named = [column for column in sample.columns if column is not key and _role(column, "product")]
    repeating = [column for column in named if column.looks.repeats and column.looks.filled]
    if not repeating:
        return None, ""
    if len(repeating) > 1:
        return None, "several columns could name the product"
    if title and not _is_same_within(repeating[0].cells, title.cells):
        return None, f"rows of one {repeating[0].header} differ in {title.header}"
    return repeating[0], "rows share it"


def _is_same_within(groups: Sequence[str], cells: Sequence[str]) -> bool:
    found: dict[str, set[str]] = {}
    for group, cell in zip(groups, cells, strict=True):
        if group.strip():
            found.setdefault(group.strip(), set()).add(" ".join(cell.split()))
    return sum(1 for texts in found.values() if len(texts) == 1) * 10 >= len(found) * 9
