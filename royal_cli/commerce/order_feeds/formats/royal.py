"""royal's own orders: a table with a row per line, and NDJSON with an order per line.

A table says what it says of an order on any of its rows; the first one counts. A row without anything of a line only
adds to its order. Only `order` (or `id`), `created at` and a currency are needed; amounts are such as 12.50, times
such as 2026-11-27T09:00:00+01:00.

    order                   its number, as people call it
    id                      what the channel calls it for good; empty: the number
    kind                    sale, credit (money back for earlier sales), adjustment (of the books; nothing was sold)
    currency, prices include vat
    subtotal, tax total, shipping total, discount total, fee total, total, paid total, refunded total
    financial status        pending, authorized, partially paid, paid, partially refunded, refunded, voided
    fulfillment status      unfulfilled, partial, fulfilled
    order status            open, closed, cancelled
    created at, processed at, shipped at, delivered at, cancelled at, refunded at
    customer                the customer's number
    email, phone, first name, last name, name, country
    billing first name …    also last name, name, company, address1, address2, city, province, postal code, country,
    shipping first name …   country code, phone
    locale, tags (with commas between them), notes, source, referring site

    line id, line kind (product, shipping, fee, discount, adjustment), sku, gtin, title, variant title
    quantity                less than zero where goods come back
    price                   of one unit, with as many decimals as it has
    discount, tax, line total, cost             of the whole line; the total is after its discount
    fulfilled quantity, cancelled quantity, refunded quantity

In NDJSON the same stands in objects:

    {"order": "1001", "id": "gid-77", "created_at": "2026-11-27T09:00:00Z", "currency": "EUR",
     "prices_include_vat": true, "shipping_total": "4.95", "total": "29.90", "financial_status": "paid",
     "customer": {"key": "C7", "email": "anna@example.com", "first_name": "Anna", "last_name": "de Wit"},
     "shipping_address": {"address1": "Kade 1", "city": "Delft", "postal_code": "2611 AA", "country_code": "NL"},
     "tags": ["gift"], "lines": [{"id": "1", "sku": "MUG-RED", "title": "Mug, red", "quantity": 2, "price": "12.50",
     "discount": "0.05", "total": "24.95"}]}
"""

from royal_cli.commerce.feeds.formats.declare import Format, Seen
from royal_cli.commerce.feeds.formats.sheet import bind, has_any
from royal_cli.commerce.feeds.json_objects import Nesting
from royal_cli.commerce.order_feeds.batch import ADDRESS_KEYS, OrderBatch
from royal_cli.commerce.order_feeds.formats import tables
from royal_cli.commerce.order_feeds.sheet import OrderSheet

_OF_ORDERS = {
    "order": "order", "id": "id", "kind": "order.kind", "currency": "currency",
    "prices include vat": "order.prices_include_vat",
    **{name: f"order.{name.replace(' ', '_')}" for name in (
        "subtotal", "tax total", "shipping total", "discount total", "fee total", "total", "paid total",
        "refunded total", "financial status", "fulfillment status", "order status", "created at", "processed at",
        "shipped at", "delivered at", "cancelled at", "refunded at", "locale", "tags", "notes", "referring site",
        "first name", "last name",
    )},
    "country": "shipping.country",
    "source": "order.source_name", "customer": "order.customer_key", "email": "order.customer_email",
    "phone": "order.customer_phone", "name": "order.customer_name",
    "customer key": "order.customer_key", "customer email": "order.customer_email",
    "customer phone": "order.customer_phone", "customer name": "order.customer_name",
    "customer first name": "order.first_name", "customer last name": "order.last_name",
    **{f"{address} {infix}{key.replace('_', ' ')}": f"{address}.{key}"
       for address in ("billing", "shipping") for infix in ("", "address ") for key in (*ADDRESS_KEYS, "name")},
}  # fmt: skip

_OF_LINES = {
    "line id": "line.external_id", "line kind": "line.kind", "line total": "line.total",
    **{name: f"line.{name.replace(' ', '_')}" for name in (
        "gtin", "title", "variant title", "quantity", "price", "discount", "tax", "cost", "fulfilled quantity",
        "cancelled quantity", "refunded quantity",
    )},
    "sku": "line.code",
}  # fmt: skip

COLUMNS = {
    **_OF_ORDERS, **_OF_LINES, **{f"line {word}": role for word, role in _OF_LINES.items() if "line" not in word},
    "line fulfillment status": "line.fulfillment_status",
}  # fmt: skip

#: Roles of which a row says something that is a line.
_SELLING = ("line.code", "line.gtin", "line.title", "line.quantity", "line.price", "line.total", "line.external_id")

#: Orders in JSON: royal's own, and those of channels.
ORDERS = Nesting(
    noun="order",
    refusal="not_an_order",
    keys=("order", "id", "orderId", "currency"),
    names=("order", "orderId", "order_number"),
    rows=("lines", "orderItems"),
    prefix="line",
    lists=frozenset(["lines", "orderItems", "tags", "discounts", "additionalServices"]),
)


def _fits(seen: Seen) -> int:
    """The header consists of our own words."""
    binding = bind(seen.header, ROYAL)
    if not binding.places.keys() & {"order", "id"} or "order.created_at" not in binding.places:
        return 0
    return 97 if not binding.unused else 0


def keys(sheet: OrderSheet) -> list[str]:
    """The channel's own name of an order, else its number."""
    numbers = sheet.names("order")
    return (
        [own or number for own, number in zip(sheet.names("id"), numbers, strict=True)] if sheet.has("id") else numbers
    )


def shape(sheet: OrderSheet, batch: OrderBatch) -> None:
    batch.order["order_number"] = sheet.at_starts(
        [number or sheet.orders[row] for number, row in zip(sheet.stated("order").cells, sheet.starts, strict=True)]
    )
    batch.sells = has_any(sheet, _SELLING)


ROYAL = Format(
    name="royal", title="royal order file", columns=COLUMNS, containers=frozenset({"delimited", "json"}),
    fits=_fits, keys=keys, shape=shape, survey=tables.survey, key_roles=("order", "id"), key_words="an order or an id",
)  # fmt: skip
