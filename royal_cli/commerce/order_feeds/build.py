"""From the rows of a chunk to a batch: convert the columns, let the format say what they mean, refuse what is wrong."""

from collections.abc import Sequence

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.batch import Reject
from royal_cli.commerce.feeds.rows import Ragged
from royal_cli.commerce.order_feeds import fields
from royal_cli.commerce.order_feeds.batch import SPOILT, SPOILT_HINT, OrderBatch
from royal_cli.commerce.order_feeds.sheet import OrderSheet


def build(sheet: OrderSheet, orders: Sequence[str]) -> OrderBatch:
    """Every row of the sheet is in the batch, or in its rejects."""
    chunk = sheet.chunk
    sheet.orders = orders
    if sheet.form.choose:
        sheet.form.choose(sheet)
    batch = OrderBatch(list(chunk.numbers), list(chunk.lines), list(orders), [True] * sheet.size)
    _refuse_nameless(sheet)
    fields.convert(sheet, batch)
    sheet.form.shape(sheet, batch)
    _refuse_whole_orders(sheet, batch)
    sheet.problems.settle(batch)
    batch.rejects += map(_reject, chunk.ragged)
    return batch


def _refuse_nameless(sheet: OrderSheet) -> None:
    role = next((role for role in sheet.form.key_roles if sheet.has(role)), sheet.form.key_roles[0])
    if not all(sheet.orders):
        values.identifier(sheet.cells(role), sheet.problems, sheet.header(role), key=True)
    for row, order in enumerate(sheet.orders):
        if not order:
            hint = f"fill in {sheet.header(role)}: without it nobody knows which order this belongs to"
            sheet.problems.reject(row, sheet.header(role), "", "missing_key", hint)


def _refuse_whole_orders(sheet: OrderSheet, batch: OrderBatch) -> None:
    """An order that lacks a line is another order: none of its rows goes in where one does not."""
    batch.spoilt = {sheet.orders[row] for row in sheet.problems.rejected} | _of_ragged(sheet)
    batch.spoilt.discard("")
    if batch.spoilt:
        for row, order in enumerate(sheet.orders):
            if order in batch.spoilt:
                sheet.problems.reject(row, "", "", SPOILT, SPOILT_HINT)


def _of_ragged(sheet: OrderSheet) -> set[str]:
    """The orders that misfit rows name, as far as the cell still stands in its place."""
    places = [place for role in sheet.form.key_roles for place in sheet.binding.places.get(role, ())]
    return {
        ragged.cells[place].strip() for ragged in sheet.chunk.ragged for place in places if place < len(ragged.cells)
    }


def _reject(ragged: Ragged) -> Reject:
    return Reject(ragged.number, ragged.line, "", "", ragged.code, ragged.hint)
