"""Shopify's order export: a row per line item, of which the first of each order bears its totals.

The subtotal is what is left after discounts, and the discount amount may include one of the shipping: what the order
is reduced by beside its lines is therefore worked out from its totals.
"""

from typing import NamedTuple

from royal_cli.commerce.feeds.formats.declare import Format, Seen
from royal_cli.commerce.feeds.formats.sheet import has_any
from royal_cli.commerce.order_feeds import amounts, codes, lines
from royal_cli.commerce.order_feeds.batch import OrderBatch
from royal_cli.commerce.order_feeds.formats import tables
from royal_cli.commerce.order_feeds.sheet import OrderSheet
from royal_cli.money import exponent, to_text

_ADDRESS = {
    "name": "name", "street": "street", "address1": "address1", "address2": "address2", "company": "company",
    "city": "city", "zip": "postal_code", "province": "province_code", "province name": "province",
    "country": "country_code", "phone": "phone",
}  # fmt: skip

COLUMNS = {
    "name": "order", "id": "id", "email": "order.customer_email", "phone": "order.customer_phone",
    "financial status": "order.financial_status", "fulfillment status": "order.fulfillment_status",
    "created at": "order.created_at", "paid at": "order.processed_at", "fulfilled at": "order.shipped_at",
    "cancelled at": "order.cancelled_at", "currency": "currency", "subtotal": "subtotal",
    "shipping": "order.shipping_total", "taxes": "order.tax_total", "taxes included": "order.prices_include_vat",
    "total": "order.total", "discount amount": "discount", "refunded amount": "order.refunded_total",
    "outstanding balance": "outstanding", "duties": "order.fee_total", "notes": "order.notes", "note": "order.notes",
    "tags": "order.tags", "source": "order.source_name", "lineitem name": "line.title", "lineitem sku": "line.code",
    "lineitem quantity": "line.quantity", "lineitem price": "line.price", "lineitem discount": "line.discount",
    "lineitem fulfillment status": "line.fulfillment_status",
    **{f"{address} {word}": f"{address}.{key}"
       for address in ("billing", "shipping") for word, key in _ADDRESS.items()},
}  # fmt: skip

_LINE = ("line.title", "line.code", "line.quantity")


def _fits(seen: Seen) -> int:
    return 99 if seen.count("name", "lineitem name", "lineitem quantity", "lineitem price") == 4 else 0


def _keys(sheet: OrderSheet) -> list[str]:
    """The id, which stands on the first row of an order only; exports without ids go by their names."""
    names, ids = sheet.names("order"), sheet.names("id")
    known: dict[str, str] = sheet.remember("ids", dict)
    known.update((name, id) for name, id in zip(names, ids, strict=True) if name and id)
    return [known.get(name, name) for name in names]


def _choose(sheet: OrderSheet) -> None:
    """Older exports have the province's code only."""
    for address in ("billing", "shipping"):
        if not sheet.has(f"{address}.province") and sheet.has(f"{address}.province_code"):
            role = f"{address}.province_code"
            sheet.state(f"{address}.province", sheet.header(role), sheet.cells(role))


def _shape(sheet: OrderSheet, batch: OrderBatch) -> None:
    batch.order["order_number"] = sheet.at_starts([name.strip() or None for name in sheet.stated("order").cells])
    batch.sells = has_any(sheet, _LINE)
    nothing: list[str | None] = [None] * sheet.size
    batch.line["kind"] = codes.kinds(sheet, batch.line.get("code", nothing), batch.line.get("title", nothing))
    _put_discounts(sheet, batch)
    _put_paid(sheet, batch)


class _Stated(NamedTuple):
    """What an order says it comes to, in minor units; 0 where it does not say."""

    total: int
    shipping: int
    tax: int
    fees: int
    #: All discounts together, those of the shipping included.
    discount: int


def _put_discounts(sheet: OrderSheet, batch: OrderBatch) -> None:
    line = batch.line
    nothing: amounts.Amounts = [None] * sheet.size
    full = lines.gross(sheet, *(line.get(name, nothing) for name in ("price", "price_scale", "quantity")))
    own = line.setdefault("discount", list(nothing))
    subtotals = amounts.of_runs(sheet, "subtotal") if sheet.has("subtotal") else [None] * len(sheet.runs)
    discounts = amounts.of_runs(sheet, "discount") if sheet.has("discount") else [None] * len(sheet.runs)
    columns = [batch.order.get(name, nothing) for name in ("total", "shipping_total", "tax_total", "fee_total")]
    found: amounts.Amounts = []
    for (start, end), subtotal, discount in zip(sheet.runs, subtotals, discounts, strict=True):
        rows = range(start, end)
        if subtotal is None or any(full[row] is None for row in rows if batch.sells[row]):
            found.append(discount)
            continue
        goods = sum(full[row] or 0 for row in rows if line["kind"][row] is None)
        extras = sum(full[row] or 0 for row in rows if line["kind"][row] is not None)
        of_lines = sum(own[row] or 0 for row in rows)
        total, shipping, tax, fees = (column[start] or 0 for column in columns)
        stated = _Stated(total, shipping, tax, fees, discount or 0)
        reduced = _reduction(stated, subtotal, goods, extras)
        if of_lines > reduced >= 0:
            # The prices are those after the discounts of the lines.
            own[start:end] = [None] * (end - start)
            of_lines = 0
        if discount is not None and reduced > discount:
            _mention_difference(sheet, start, reduced - discount)
        found.append(reduced - of_lines)
    batch.order["discount_total"] = sheet.at_starts(found)


def _mention_difference(sheet: OrderSheet, row: int, amount: int) -> None:
    """The lines come to more than the subtotal, and not because of a discount: some may have been taken out since."""
    shown = to_text(amount, exponent(sheet.row_currencies[row]))
    hint = "so much less than the lines is charged, and it is no stated discount; it goes in as one: look at the order"
    sheet.problems.warn(row, sheet.header("discount"), shown, "discount_differs", hint)


def _reduction(stated: _Stated, subtotal: int, goods: int, extras: int) -> int:
    """By how much the goods and the shipping of an order are reduced; `extras` are lines such as a tip."""
    left = stated.total - subtotal - stated.shipping - stated.fees
    for inside in (extras, 0):
        of_goods = goods + inside - subtotal
        rest = left - (extras - inside)
        for tax in (0, stated.tax):
            if rest == tax:
                return of_goods
            if 0 < tax - rest == stated.discount - of_goods:
                return of_goods + (tax - rest)
    return goods + extras - subtotal


def _put_paid(sheet: OrderSheet, batch: OrderBatch) -> None:
    """Of orders that are paid in part the balance tells how much; the balance of others is not kept up to date."""
    if not sheet.has("outstanding") or "financial_status" not in batch.order or "total" not in batch.order:
        return
    open_ = amounts.of_runs(sheet, "outstanding")
    paid = [
        total - rest if status == "partially_paid" and total is not None and rest is not None else None
        for start, rest in zip(sheet.starts, open_, strict=True)
        for status, total in [(batch.order["financial_status"][start], batch.order["total"][start])]
    ]
    batch.order["paid_total"] = sheet.at_starts(paid)


SHOPIFY = Format(
    name="shopify", title="Shopify order export", columns=COLUMNS, fits=_fits, keys=_keys, choose=_choose, shape=_shape,
    survey=tables.survey, key_roles=("order",), key_words="a Name",
)  # fmt: skip
