"""Stock as Shopify's inventory CSV has it: one row per location, and a column for what was counted anew."""

from collections.abc import Sequence

from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats.fields import NOT_STOCKED, quantities
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
    if (counted := _available(sheet)) is not None:
        batch.stock = {sheet.options.default_location: counted}


def _available(sheet: Sheet) -> list[int | None] | None:
    if sheet.has("on_hand_new"):
        columns = [_units(sheet, role) for role in ("available", "on_hand", "on_hand_new")]
        found = [_recounted(sheet, row, *units) for row, units in enumerate(zip(*columns, strict=True))]
        gone = [cell.strip().casefold() in NOT_STOCKED for cell in sheet.cells("on_hand_new")]
        return [None if is_gone else units for units, is_gone in zip(found, gone, strict=True)]
    role = "available" if sheet.has("available") else "on_hand"
    return _units(sheet, role) if sheet.has(role) else None


def _units(sheet: Sheet, role: str) -> list[int | None]:
    return quantities(sheet, sheet.header(role), sheet.cells(role), "")


def _recounted(sheet: Sheet, row: int, available: int | None, was: int | None, now: int | None) -> int | None:
    """What is committed or put aside stays so where somebody has counted again what is on hand."""
    if now is None:
        return was if available is None else available
    if available is None:
        return now
    if was is None:
        hint = "say what was on hand before; how many of the new ones are available cannot be known without it"
        sheet.problems.warn(row, sheet.header("on_hand_new"), str(now), "on_hand_before", hint)
        return None
    return available + now - was


def _refuse_nameless(sheet: Sheet, names: Sequence[str]) -> None:
    for row, name in enumerate(names):
        if not name:
            hint = "name the location of this stock"
            sheet.problems.reject(row, sheet.header("location"), "", "missing_location", hint)


def _variants(batch: Batch) -> list[tuple[str | None, ...]]:
    options = [batch.variant[name] for name in _OPTIONS if name in batch.variant]
    return list(zip(batch.keys, batch.skus, *options, strict=True))
