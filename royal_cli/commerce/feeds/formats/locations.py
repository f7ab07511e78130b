"""Stock that stands in one row per location, as in Shopify's inventory CSV."""

from collections.abc import Sequence

from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats.fields import quantities
from royal_cli.commerce.feeds.formats.sheet import Sheet

_OPTIONS = ("option1_value", "option2_value", "option3_value")


def count(sheet: Sheet, batch: Batch) -> None:
    """Gather the locations of a variant on its first row; the others then add nothing to their product."""
    role = "available" if sheet.has("available") else "on_hand"
    if not sheet.has(role):
        return
    names = [name.strip() for name in sheet.cells("location")]
    counted = quantities(sheet, sheet.header(role), sheet.cells(role), "")
    _refuse_nameless(sheet, names)
    batch.stock = {name: [None] * sheet.size for name in dict.fromkeys(names) if name}
    first: dict[tuple[str | None, ...], int] = {}
    for row, variant in enumerate(_variants(batch)):
        if row not in sheet.problems.rejected:
            place = first.setdefault(variant, row)
            batch.sells[row] = batch.sells[row] and place == row
            batch.stock[names[row]][place] = counted[row]


def _refuse_nameless(sheet: Sheet, names: Sequence[str]) -> None:
    for row, name in enumerate(names):
        if not name:
            hint = "name the location of this stock"
            sheet.problems.reject(row, sheet.header("location"), "", "missing_location", hint)


def _variants(batch: Batch) -> list[tuple[str | None, ...]]:
    options = [batch.variant[name] for name in _OPTIONS if name in batch.variant]
    return list(zip(batch.keys, batch.skus, *options, strict=True))
