"""Stock as Shopify's inventory CSV has it: one row per location, and a column for what was counted anew."""

from collections.abc import Sequence

from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats.fields import quantities
from royal_cli.commerce.feeds.formats.sheet import Sheet

_OPTIONS = ("option1_value", "option2_value", "option3_value")


def count(sheet: Sheet, batch: Batch) -> None:
    """Gather the locations of a variant on its first row; the others then add nothing to their product."""
    counted = _available(sheet)
    if counted is None:
        return
    names = [name.strip() for name in sheet.cells("location")]
    _refuse_nameless(sheet, names)
    batch.stock = {name: [None] * sheet.size for name in dict.fromkeys(names) if name}
    first: dict[tuple[str | None, ...], int] = {}
    for row, variant in enumerate(_variants(batch)):
        if row not in sheet.problems.rejected:
            place = first.setdefault(variant, row)
            batch.sells[row] = batch.sells[row] and place == row
            batch.stock[names[row]][place] = counted[row]


def count_in_one(sheet: Sheet, batch: Batch) -> None:
    """The same where no column names a location."""
    counted = _available(sheet)
    if counted is not None:
        batch.stock = {sheet.options.default_location: counted}


def _available(sheet: Sheet) -> list[int | None] | None:
    """What may be sold. What is committed or put aside stays so where somebody has counted again."""
    available, on_hand, counted = (_units(sheet, role) for role in ("available", "on_hand", "on_hand_new"))
    before = available or on_hand
    if counted is None:
        return before
    if before is None or on_hand is None:
        return [now if now is not None or before is None else before[row] for row, now in enumerate(counted)]
    return [_recounted(*units) for units in zip(before, on_hand, counted, strict=True)]


def _units(sheet: Sheet, role: str) -> list[int | None] | None:
    return quantities(sheet, sheet.header(role), sheet.cells(role), "") if sheet.has(role) else None


def _recounted(before: int | None, was: int | None, now: int | None) -> int | None:
    if now is None:
        return before
    return now if before is None or was is None else before + now - was


def _refuse_nameless(sheet: Sheet, names: Sequence[str]) -> None:
    for row, name in enumerate(names):
        if not name:
            hint = "name the location of this stock"
            sheet.problems.reject(row, sheet.header("location"), "", "missing_location", hint)


def _variants(batch: Batch) -> list[tuple[str | None, ...]]:
    options = [batch.variant[name] for name in _OPTIONS if name in batch.variant]
    return list(zip(batch.keys, batch.skus, *options, strict=True))
