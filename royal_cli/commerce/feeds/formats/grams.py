"""Shopify states every weight in grams, often converted from the unit that the shop shows."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats.sheet import Sheet

_IN_GRAMS = {"g": Decimal(1), "kg": Decimal(1000), "lb": Decimal("453.59237"), "oz": Decimal("28.349523125")}
_FINER = {"lb": "oz", "kg": "g"}
_STEP = Decimal("0.001")


def weigh(sheet: Sheet, batch: Batch) -> None:
    """Weights in the unit of their row where that loses nothing, else in grams."""
    header = sheet.header("grams")
    stated = values.decimal(
        sheet.cells("grams"), sheet.problems, header, decimal_mark=sheet.options.decimal_mark or ".",
        clears="variant.weight",
    )  # fmt: skip
    units = [_unit(cell) for cell in sheet.cells("grams_unit")]
    found = [_weight(grams, unit) if grams else None for grams, unit in zip(stated, units, strict=True)]
    _refuse_lost_digits(sheet, header, stated, found)
    batch.variant["weight"] = [weight[0] if weight else None for weight in found]
    batch.variant["weight_unit"] = [weight[1] if weight else None for weight in found]


def _unit(cell: str) -> str:
    unit = values.WEIGHT_UNITS.get(cell.strip().casefold(), "g")
    return unit if unit in _IN_GRAMS else "g"


def _refuse_lost_digits(
    sheet: Sheet, header: str, stated: Sequence[str | None], found: Sequence[tuple[int, str] | None]
) -> None:
    for row, (grams, weight) in enumerate(zip(stated, found, strict=True)):
        if grams and weight is None:
            sheet.problems.warn(row, header, grams, "weight_digits", "give a weight in grams of at most three decimals")


@lru_cache(maxsize=8192)
def _weight(text: str, unit: str) -> tuple[int, str] | None:
    """Thousandths of a unit that mean exactly these grams; None where no unit can say them."""
    grams = Decimal(text)
    if grams < 0:
        return None
    for name in (unit, _FINER.get(unit, "g"), "g"):
        if _in(grams, name) * _IN_GRAMS[name] == grams:
            return int(_in(grams, name) * 1000), name
    # 283.4952313 g is how a spreadsheet cuts the 283.49523125 g of 10 oz.
    is_cut = (_in(grams, unit) * _IN_GRAMS[unit]).quantize(grams, ROUND_HALF_UP) == grams
    return (int(_in(grams, unit) * 1000), unit) if is_cut else None


def _in(grams: Decimal, unit: str) -> Decimal:
    return (grams / _IN_GRAMS[unit]).quantize(_STEP, ROUND_HALF_UP)
