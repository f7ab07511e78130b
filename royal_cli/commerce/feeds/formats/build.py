"""From the rows of a chunk to a batch: convert the columns, let the format say what the rows mean, reject the rest."""

from collections.abc import Sequence

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.batch import PRODUCT_FIELDS, VARIANT_FIELDS, Batch, Reject
from royal_cli.commerce.feeds.formats import fields, groups, images, prices
from royal_cli.commerce.feeds.formats.sheet import Sheet
from royal_cli.commerce.feeds.rows import CLEAR, Ragged

#: Options tell variants apart: without one, a variant would be another.
_CLEARABLE = frozenset(
    {f"product.{field}" for field in PRODUCT_FIELDS}
    | {f"variant.{field}" for field in VARIANT_FIELDS if not field.startswith("option")}
)


def build(sheet: Sheet, keys: Sequence[str]) -> Batch:
    """Every row of the sheet is in the batch, or in its rejects."""
    chunk = sheet.chunk
    _explain_missing_keys(sheet, keys)
    if sheet.form.choose:
        sheet.form.choose(sheet)
    batch = Batch(
        numbers=list(chunk.numbers), lines=list(chunk.lines), keys=list(keys), aliases=None,
        sells=[True] * sheet.size, skus=_skus(sheet),
    )  # fmt: skip
    for step in (
        fields.convert, fields.weigh, fields.measure, fields.count_stock,
        prices.price, prices.price_markets, images.collect, sheet.form.shape,
    ):  # fmt: skip
        step(sheet, batch)
    _clear_only_fields(sheet)
    sheet.problems.settle(batch)
    batch.cleared = sheet.problems.cleared_of_kept()
    batch.rejects += map(_reject, chunk.ragged)
    groups.say_once(batch)
    groups.state_figures(batch)
    return batch


def _skus(sheet: Sheet) -> list[str | None]:
    return values.identifier(sheet.cells("sku"), sheet.problems, sheet.header("sku"), key=True)


def _explain_missing_keys(sheet: Sheet, keys: Sequence[str]) -> None:
    if all(keys):
        return
    for role in sheet.form.key_roles:
        if sheet.has(role):
            values.identifier(sheet.cells(role), sheet.problems, sheet.header(role), key=True)
    present = [sheet.header(role) for role in sheet.form.key_roles if sheet.has(role)] or [sheet.form.key_words]
    for row, key in enumerate(keys):
        if not key:
            sheet.problems.reject(row, present[0], "", "missing_key", f"fill in {' or '.join(present)}")


def _clear_only_fields(sheet: Sheet) -> None:
    """Options, SKUs and stock are not emptied by a cell; say so instead of keeping quiet."""
    for row, fields_ in sheet.problems.cleared.items():
        for name in fields_ - _CLEARABLE:
            fields_.discard(name)
            if name != "sale_price":
                sheet.problems.warn(row, name, CLEAR, "not_clearable", "this cannot be emptied through a feed")


def _reject(ragged: Ragged) -> Reject:
    return Reject(ragged.number, ragged.line, "", "", ragged.code, ragged.hint)
