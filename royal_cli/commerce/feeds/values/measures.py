"""Weights and lengths with their units, exact: a weight counts thousandths of its unit, a length is decimal text."""

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

from royal_cli.commerce.feeds.values.cells import Cells, Odd, without_odd
from royal_cli.commerce.feeds.values.numbers import (
    AMBIGUOUS,
    MOST_DIGITS,
    NEGATIVE,
    NOT_A_NUMBER,
    TOO_LARGE,
    UNDECIDED,
    ColumnEvidence,
    Number,
    look_up_in_groups,
    read_number,
    take_apart,
)
from royal_cli.commerce.feeds.values.problems import Problems
from royal_cli.money import to_text

_WEIGHT_WORDS = {
    "mg": "mg milligram milligrams",
    "g": "g gr gram grams gramm gramme grammes gramos",
    "kg": "kg kgs kilo kilos kilogram kilograms kilogramm kilogramme kilogrammes kilogramos",
    "oz": "oz ounce ounces onces unzen",
    "lb": "lb lbs pound pounds pfund livres",
}
_LENGTH_WORDS = {
    "mm": "mm millimeter millimeters millimetre millimetres",
    "cm": "cm centimeter centimeters centimetre centimetres zentimeter",
    "m": "m meter meters metre metres",
    "in": 'in inch inches zoll " ″',
    "ft": "ft foot feet ' ′",
    "yd": "yd yard yards",
}
WEIGHT_UNITS = {word: unit for unit, words in _WEIGHT_WORDS.items() for word in words.split()}
LENGTH_UNITS = {word: unit for unit, words in _LENGTH_WORDS.items() for word in words.split()}

#: The next finer unit, and how many of it make one.
_FINER = {"kg": ("g", 1000), "g": ("mg", 1000), "lb": ("oz", 16)}

#: In these a point before three digits is a decimal point: a parcel weighs grams, not tonnes.
_LARGE_UNITS = frozenset(["kg", "lb", "m"])

_UNIT_MISSING: Odd[Any] = Odd("unit_missing", "write the unit into the cell or the header, such as 1.36 kg")
_UNIT_UNKNOWN: Odd[Any] = Odd("unit_unknown", "use one of the units g, kg, oz, lb, mg (lengths: mm, cm, m, in, ft)")
_TOO_FINE: Odd[Any] = Odd("too_fine", "write at most three decimals, or use a smaller unit")


class Measure(NamedTuple):
    """`figures` counts 10**-scale of `unit`; `mark` is the decimal mark that the cell proves."""

    figures: int
    scale: int
    unit: str
    mark: str = ""


class Measures(NamedTuple):
    """A column of weights in thousandths of their units."""

    thousandths: list[int | None]
    unit: list[str | None]


class Lengths(NamedTuple):
    """A column of lengths as plain decimal text, with their units."""

    value: list[str | None]
    unit: list[str | None]


def weight(
    cells: Sequence[str],
    problems: Problems,
    column: str,
    *,
    unit: str | Sequence[str | None] | None = None,
    decimal_mark: str | None = None,
    evidence: ColumnEvidence | None = None,
    clears: str | None = None,
    strict: bool = False,
) -> Measures:
    """Weights such as "1.36 lb", or a number in `unit` (for all rows or row by row).

    What does not fit thousandths goes to a finer unit without loss (0.0005 kg is 0.5 g), or is refused.
    """
    found = look_up_in_groups(cells, unit, partial(_measures, True), decimal_mark, evidence)
    kept = without_odd(found, cells, problems, column, clears, strict)
    return Measures([m[0] if m else None for m in kept], [m[2] if m else None for m in kept])


def length(
    cells: Sequence[str],
    problems: Problems,
    column: str,
    *,
    unit: str | Sequence[str | None] | None = None,
    decimal_mark: str | None = None,
    evidence: ColumnEvidence | None = None,
    clears: str | None = None,
    strict: bool = False,
) -> Lengths:
    """Lengths such as "20 in", or a number in `unit` (for all rows or row by row)."""
    found = look_up_in_groups(cells, unit, partial(_measures, False), decimal_mark, evidence)
    kept = without_odd(found, cells, problems, column, clears, strict)
    return Lengths([to_text(m[0], m[1]) if m else None for m in kept], [m[2] if m else None for m in kept])


@lru_cache(maxsize=512)
def _measures(is_weight: bool, unit: str | None, decimal_mark: str) -> Cells[Measure]:
    units = WEIGHT_UNITS if is_weight else LENGTH_UNITS
    finish = _in_thousandths if is_weight else _as_it_is

    def read(cell: str) -> Measure | Odd[Measure]:
        parts = take_apart(cell)
        if parts is None or parts.before:
            return NOT_A_NUMBER
        own = _unit(parts.after or unit, units)
        number = read_number(parts.body, decimal_mark)
        if number is AMBIGUOUS and decimal_mark == UNDECIDED and own in _LARGE_UNITS and "." in parts.body:
            number = read_number(parts.body, ".")
        if isinstance(number, Odd):
            return number
        if isinstance(own, Odd):
            return own
        return NEGATIVE if parts.negative and number.figures else finish(number, own)

    return Cells(read, null_words=True)


def _unit(word: str | None, units: Mapping[str, str]) -> str | Odd[Any]:
    if not word:
        return _UNIT_MISSING
    return units.get(word.casefold().rstrip(" .").strip(), _UNIT_UNKNOWN)


def _as_it_is(number: Number, unit: str) -> Measure:
    return Measure(number.figures, number.scale, unit, number.mark)


def _in_thousandths(number: Number, unit: str) -> Measure | Odd[Measure]:
    figures, scale = number.figures, number.scale
    while scale > 3 and unit in _FINER:
        unit, factor = _FINER[unit]
        figures *= factor
        while scale and figures % 10 == 0:
            figures, scale = figures // 10, scale - 1
    if scale > 3:
        return _TOO_FINE
    figures *= 10 ** (3 - scale)
    return Measure(figures, 3, unit, number.mark) if figures < 10**MOST_DIGITS else TOO_LARGE
