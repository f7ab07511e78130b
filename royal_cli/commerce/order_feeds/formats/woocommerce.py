"""WooCommerce's orders, as its own analytics and the usual plugins export them: a row per item, or per order.

What an item comes to (`item_total`) is after its discounts, and without taxes where the shop adds those.
"""

from collections.abc import Mapping

from royal_cli.commerce.feeds.formats.declare import Format, Seen
from royal_cli.commerce.feeds.formats.sheet import has_any
from royal_cli.commerce.order_feeds import amounts, lines, statuses
from royal_cli.commerce.order_feeds.batch import OrderBatch
from royal_cli.commerce.order_feeds.formats import tables, woocommerce_items
from royal_cli.commerce.order_feeds.sheet import OrderSheet

_ADDRESS = {
    "first name": "first_name", "last name": "last_name", "company": "company", "address 1": "address1",
    "address": "address1", "address 1 2": "address1", "address 2": "address2", "city": "city", "state": "province",
    "state name": "province", "state code": "province", "postcode": "postal_code", "zip": "postal_code",
    "country": "country_code", "country code": "country_code", "country name": "country", "phone": "phone",
}  # fmt: skip

COLUMNS = {
    "order id": "id", "order number": "order", "order no": "order", "id": "id", "number": "order",
    "order date": "order.created_at", "date": "order.created_at", "date created": "order.created_at",
    "paid date": "order.processed_at", "date paid": "order.processed_at",
    "completed date": "order.shipped_at", "date completed": "order.shipped_at",
    "status": "status", "order status": "status", "order currency": "currency", "currency": "currency",
    "shipping total": "order.shipping_total", "order shipping": "order.shipping_total",
    "order shipping amount": "order.shipping_total", "shipping cost": "order.shipping_total",
    "fee total": "order.fee_total", "fees total": "order.fee_total",
    "tax total": "order.tax_total", "order total tax amount": "order.tax_total", "order tax": "order.tax_total",
    "total tax": "order.tax_total", "shipping tax total": "shipping tax", "fee tax total": "fee tax",
    "discount total": "discount", "cart discount": "cart discount", "cart discount amount": "cart discount",
    "order total": "order.total", "order total amount": "order.total", "total": "order.total",
    "refunded total": "refunded", "order refund amount": "refunded", "total refunded": "refunded",
    "n revenue": "order.subtotal", "customer": "order.customer_name",
    "customer id": "customer", "customer user": "customer", "user id": "customer",
    "customer email": "order.customer_email", "customer note": "order.notes",
    "item id": "line.external_id", "line item id": "line.external_id", "item name": "line.title",
    "product name": "line.title", "sku": "line.code", "item sku": "line.code", "product sku": "line.code",
    "quantity": "line.quantity", "item quantity": "line.quantity", "qty": "line.quantity",
    "quantity refund": "line.quantity", "item total": "line.total", "line total": "line.total",
    "order line total": "line.total", "item subtotal": "before", "line subtotal": "before",
    "order line subtotal": "before", "item cost": "line.price", "item price": "line.price",
    "product price": "line.price",
    "item total tax": "line.tax", "item tax": "line.tax", "line tax": "line.tax",
    "item refunded qty": "line.refunded_quantity",
    **{written: f"{address}.{key}" for address in ("billing", "shipping") for word, key in _ADDRESS.items()
       for written in (f"{address} {word}", f"{word} {address}")},
    **dict.fromkeys(("billing email", "email billing", "billing email address"), "billing email"),
}  # fmt: skip

_LINE = ("line.title", "line.code", "line.quantity")

#: What a status says of the order, of its payment, of its parcels.
_STATUSES: Mapping[str, tuple[str | None, ...]] = {
    "pending": ("open", "pending", "unfulfilled"), "pending payment": ("open", "pending", "unfulfilled"),
    "processing": ("open", "paid", "unfulfilled"), "on hold": ("open", "pending", "unfulfilled"),
    "completed": ("closed", "paid", "fulfilled"), "cancelled": ("cancelled", None, None),
    "canceled": ("cancelled", None, None), "refunded": ("closed", "refunded", None),
    "failed": ("cancelled", "voided", None), "trash": ("cancelled", None, None),
    "checkout draft": ("open", "pending", "unfulfilled"), "draft": ("open", "pending", "unfulfilled"),
}  # fmt: skip
_IN_OTHER_WORDS = {
    "wartend": "pending", "zahlung ausstehend": "pending", "in bearbeitung": "processing",
    "in wartestellung": "on hold",
    "abgeschlossen": "completed", "fertiggestellt": "completed", "storniert": "cancelled", "rückerstattet": "refunded",
    "fehlgeschlagen": "failed", "wachtend op betaling": "pending", "in behandeling": "processing",
    "in de wacht": "on hold", "afgerond": "completed", "voltooid": "completed", "geannuleerd": "cancelled",
    "terugbetaald": "refunded", "mislukt": "failed", "attente paiement": "pending", "en cours": "processing",
    "en attente": "on hold", "terminée": "completed", "annulée": "cancelled", "remboursée": "refunded",
    "échouée": "failed", "pendiente de pago": "pending", "procesando": "processing", "en espera": "on hold",
    "completado": "completed", "cancelado": "cancelled", "reembolsado": "refunded", "fallido": "failed",
}  # fmt: skip
_WORDS = {
    spelled: word
    for known, word in [*((word, word) for word in _STATUSES), *_IN_OTHER_WORDS.items()]
    for spelled in (known, known.replace(" ", "-"), f"wc-{known.replace(' ', '-')}")
}


def _fits(seen: Seen) -> int:
    header = frozenset(woocommerce_items.shaped(seen.header))
    roles = {COLUMNS[word] for word in header if word in COLUMNS}
    if {"order no", "n revenue"} <= seen.words and "line.title" in roles:
        return 96
    has_parts = {"order.created_at", "status", "line.quantity", "billing.first_name"} <= roles
    return 96 if has_parts and roles & {"order", "id"} and roles & {"line.title", "line.code"} else 0


def _keys(sheet: OrderSheet) -> list[str]:
    """The id of an order; exports with its number alone go by that."""
    numbers = sheet.names("order")
    return [id or number for id, number in zip(sheet.names("id"), numbers, strict=True)] if sheet.has("id") else numbers


def _choose(sheet: OrderSheet) -> None:
    """Guests are customer 0; the e-mail address of who pays is that of the customer."""
    if sheet.has("customer"):
        known = [cell if cell.strip() != "0" else "" for cell in sheet.cells("customer")]
        sheet.state("order.customer_key", sheet.header("customer"), known)
    if sheet.has("billing email"):
        own = sheet.cells("order.customer_email")
        both = [one if one.strip() else other for one, other in zip(own, sheet.cells("billing email"), strict=True)]
        sheet.state("order.customer_email", sheet.header("billing email"), both)


def _shape(sheet: OrderSheet, batch: OrderBatch) -> None:
    numbers = sheet.stated("order").cells if sheet.has("order") else [""] * len(sheet.starts)
    batch.order["order_number"] = sheet.at_starts(
        [number.strip() or sheet.orders[row] for number, row in zip(numbers, sheet.starts, strict=True)]
    )
    batch.sells = has_any(sheet, _LINE)
    _put_statuses(sheet, batch)
    _put_prices(sheet, batch)
    _put_discounts(sheet, batch)
    if sheet.has("refunded"):
        refunded = amounts.of_runs(sheet, "refunded")
        batch.order["refunded_total"] = sheet.at_starts([None if one is None else abs(one) for one in refunded])


def _put_statuses(sheet: OrderSheet, batch: OrderBatch) -> None:
    if not sheet.has("status"):
        return
    found = [_STATUSES[word] if word else (None, None, None) for word in statuses.of_runs(sheet, "status", _WORDS)]
    paid = batch.order.get("processed_at", [None] * sheet.size)
    for place, field in enumerate(("order_status", "financial_status", "fulfillment_status")):
        batch.order[field] = sheet.at_starts([words[place] for words in found])
    for row, words in zip(sheet.starts, found, strict=True):
        if words[0] == "cancelled" and paid[row] is None:
            batch.order["financial_status"][row] = "voided"


def _put_prices(sheet: OrderSheet, batch: OrderBatch) -> None:
    """The price is the one before discounts, where the export has it."""
    line = batch.line
    if "total" not in line or "quantity" not in line:
        return
    if sheet.has("before"):
        full = amounts.prices(sheet, "before")
        line["price"], line["price_scale"] = lines.unit_prices(*full, line["quantity"], sheet.row_currencies)
    elif "price" not in line:
        full = amounts.prices(sheet, "line.total")
        line["price"], line["price_scale"] = lines.unit_prices(*full, line["quantity"], sheet.row_currencies)
    gross = lines.gross(sheet, line["price"], line["price_scale"], line["quantity"])
    line["discount"] = [
        None if whole is None or total is None else whole - total
        for whole, total in zip(gross, line["total"], strict=True)
    ]


def _put_discounts(sheet: OrderSheet, batch: OrderBatch) -> None:
    """The items are after discounts, where that is what the order adds up to; else the order states what goes off."""
    nothing: amounts.Amounts = [None] * sheet.size
    off = next(filter(sheet.has, ("discount", "cart discount")), "")
    stated = amounts.of_runs(sheet, off) if off else [None] * len(sheet.runs)
    taxes = [amounts.of_runs(sheet, role) if sheet.has(role) else [0] * len(sheet.runs)
             for role in ("shipping tax", "fee tax")]  # fmt: skip
    totals = batch.line.get("total", nothing)
    order = {name: batch.order.get(name, nothing) for name in ("total", "shipping_total", "fee_total", "tax_total")}
    found: amounts.Amounts = []
    for (start, end), discount, *further in zip(sheet.runs, stated, *taxes, strict=True):
        total, tax = order["total"][start], order["tax_total"][start] or 0
        goods = sum(totals[row] or 0 for row in range(start, end))
        rest = None if total is None else (
            total - goods - (order["shipping_total"][start] or 0) - (order["fee_total"][start] or 0)
        )  # fmt: skip
        beside = sum(one or 0 for one in further)
        if beside and rest == tax + beside:
            # The tax of the goods alone: that of shipping and fees is beside it.
            order["tax_total"][start], tax = tax + beside, tax + beside
        is_after = rest in (0, tax)
        found.append(0 if is_after else discount)
    batch.order["discount_total"] = sheet.at_starts(found)


WOOCOMMERCE = Format(
    name="woocommerce", title="WooCommerce order export", columns=COLUMNS, fits=_fits, keys=_keys, choose=_choose,
    shape=_shape, divide=woocommerce_items.divide, survey=tables.survey, key_roles=("order", "id"),
    key_words="an order number or an order id",
)  # fmt: skip
