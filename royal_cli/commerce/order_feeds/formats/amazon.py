"""Amazon's order reports: new and unshipped orders, all orders, shipments from Amazon's warehouses.

`item-price` is what a line comes to, of all its units (never the price of one), before promotions. In Europe and most
other places it includes VAT, of which `item-tax` says how much; in America taxes are on top. Orders that are pending
have no amounts yet. A report states no total of an order: it is what its lines, shipping and gift wrapping come to.
The buyer's e-mail address is one of Amazon's, which passes mails on.
"""

from collections.abc import Mapping
from functools import lru_cache
from itertools import chain

from royal_cli.commerce.feeds.formats.declare import Format, Seen
from royal_cli.commerce.order_feeds import amounts, countries, lines, statuses
from royal_cli.commerce.order_feeds.batch import OrderBatch
from royal_cli.commerce.order_feeds.formats import tables
from royal_cli.commerce.order_feeds.sheet import OrderSheet

_SHIP = {
    "1": "address1", "2": "address2", "3": "address3", "address 1": "address1", "address 2": "address2",
    "address 3": "address3", "city": "city", "state": "province", "postal code": "postal_code",
    "country": "country_code", "phone number": "phone",
}  # fmt: skip

COLUMNS = {
    "order id": "order", "amazon order id": "order",
    "order item id": "line.external_id", "amazon order item id": "line.external_id",
    "purchase date": "order.created_at", "payments date": "order.processed_at", "shipment date": "order.shipped_at",
    "buyer email": "order.customer_email", "buyer name": "order.customer_name",
    "buyer phone number": "order.customer_phone", "sku": "line.code", "product name": "line.title",
    "quantity purchased": "line.quantity", "quantity": "line.quantity", "quantity ordered": "line.quantity",
    "quantity shipped": "shipped", "currency": "currency", "item price": "line.total", "item tax": "line.tax",
    "shipping price": "shipping", "shipping tax": "shipping tax", "gift wrap price": "gift wrap",
    "gift wrap tax": "gift wrap tax", "item promotion discount": "promotion",
    "ship promotion discount": "ship promotion",
    "order status": "status", "item status": "item status", "sales channel": "sales channel",
    "recipient name": "shipping.name", "ship phone number": "shipping.phone", "delivery instructions": "order.notes",
    **{f"ship {word}": f"shipping.{key}" for word, key in _SHIP.items()},
    **{f"bill {word}": f"billing.{key}" for word, key in _SHIP.items()},
}  # fmt: skip

#: What stands on each line, and is the order's.
_ADDED_UP = {
    "shipping_total": ("shipping",), "fee_total": ("gift wrap",), "discount_total": ("ship promotion",),
    "tax_total": ("line.tax", "shipping tax", "gift wrap tax"),
}  # fmt: skip

#: Where prices are stated without the taxes on them.
_TAX_ON_TOP = frozenset(["US", "CA", "USD", "CAD"])

_CURRENCIES = {
    "US": "USD", "CA": "CAD", "MX": "MXN", "BR": "BRL", "GB": "GBP", "SE": "SEK", "PL": "PLN", "TR": "TRY", "AE": "AED",
    "SA": "SAR", "EG": "EGP", "IN": "INR", "JP": "JPY", "AU": "AUD", "SG": "SGD", "ZA": "ZAR",
    **dict.fromkeys(("DE", "FR", "IT", "ES", "NL", "BE", "IE"), "EUR"),
}  # fmt: skip
#: Ends of the shops' names that are no country's code.
_ENDINGS = {"com": "US", "co.uk": "GB", "co.jp": "JP", "co.za": "ZA"}

#: What a status says of the order, of its payment, of its parcels.
_STATUSES: Mapping[str, tuple[str, str | None, str | None]] = {
    "pending": ("open", "pending", "unfulfilled"), "pendingavailability": ("open", "pending", "unfulfilled"),
    "unshipped": ("open", "paid", "unfulfilled"), "partiallyshipped": ("open", "paid", "partial"),
    "shipped": ("closed", "paid", "fulfilled"), "complete": ("closed", "paid", "fulfilled"),
    "shipping": ("open", "paid", "unfulfilled"), "cancelled": ("cancelled", None, None),
    "canceled": ("cancelled", None, None), "unfulfillable": ("cancelled", None, None),
}  # fmt: skip


def _fits(seen: Seen) -> int:
    if not seen.words & {"order id", "amazon order id"} or not {"purchase date", "sku", "product name"} <= seen.words:
        return 0
    return 98 if seen.count("order item id", "amazon order id", "item price", "ship service level") > 1 else 0


def _choose(sheet: OrderSheet) -> None:
    """Where orders have no currency yet, that of the shop they come from is theirs; where the lines are of parcels,
    their units are those that were sent; a cancelled line of 0 units does not say how many they were."""
    if sheet.has("sales channel"):
        usual = [_CURRENCIES.get(shop_country(cell), "") for cell in sheet.cells("sales channel")]
        sheet.state("usual_currency", sheet.header("sales channel"), usual)
    if sheet.has("shipped"):
        role = "line.fulfilled_quantity" if sheet.has("line.quantity") else "line.quantity"
        sheet.state(role, sheet.header("shipped"), sheet.cells("shipped"))
    words = zip(sheet.cells("status"), sheet.cells("item status"), sheet.cells("line.quantity"), strict=True)
    known = ["" if cell.strip() == "0" and _is_cancelled(status, item) else cell for status, item, cell in words]
    sheet.state("line.quantity", sheet.header("line.quantity"), known)
    if sheet.has("status"):
        sheet.state("status word", sheet.header("status"), list(map(_bare, sheet.cells("status"))))


def _is_cancelled(*words: str) -> bool:
    return not {*map(_bare, words)}.isdisjoint(("cancelled", "canceled", "unfulfillable"))


@lru_cache(maxsize=256)
def _bare(status: str) -> str:
    """The first part of "Shipped - Delivered to Buyer", in one word."""
    return status.partition(" - ")[0].replace(" ", "").casefold()


@lru_cache(maxsize=256)
def shop_country(channel: str) -> str:
    """The country of Amazon.de, or of "Amazon.co.uk"; "" where a channel is none of Amazon's shops."""
    name, _, ending = channel.strip().casefold().partition(".")
    if name != "amazon":
        return ""
    return _ENDINGS.get(ending) or countries.code(ending.rpartition(".")[2]) or ""


def _shape(sheet: OrderSheet, batch: OrderBatch) -> None:
    batch.order["order_number"] = sheet.at_starts([sheet.orders[row] for row in sheet.starts])
    batch.order["source_name"] = sheet.at_starts([cell.strip() or None for cell in sheet.stated("sales channel").cells])
    _put_prices(sheet, batch)
    _put_order_amounts(sheet, batch)
    _say_whether_vat_is_included(sheet, batch)
    _put_statuses(sheet, batch)


def _put_prices(sheet: OrderSheet, batch: OrderBatch) -> None:
    line = batch.line
    if "total" not in line or "quantity" not in line:
        return
    full = amounts.prices(sheet, "line.total")
    line["price"], line["price_scale"] = lines.unit_prices(*full, line["quantity"], sheet.row_currencies)
    if sheet.has("promotion"):
        # Some reports write it below zero.
        line["discount"] = [None if one is None else abs(one) for one in amounts.of_rows(sheet, "promotion")]
        line["total"] = [
            None if total is None else total - (less or 0)
            for total, less in zip(line["total"], line["discount"], strict=True)
        ]


def _put_order_amounts(sheet: OrderSheet, batch: OrderBatch) -> None:
    for field, roles in _ADDED_UP.items():
        parts = [tables.sums(sheet, role) for role in roles if sheet.has(role)]
        if parts:
            sums = [_together(found) for found in zip(*parts, strict=True)]
            batch.order[field] = sheet.at_starts(list(map(_positive, sums)) if field == "discount_total" else sums)


def _together(found: tuple[int | None, ...]) -> int | None:
    known = [one for one in found if one is not None]
    return sum(known) if known else None


def _positive(amount: int | None) -> int | None:
    return None if amount is None else abs(amount)


def _say_whether_vat_is_included(sheet: OrderSheet, batch: OrderBatch) -> None:
    """By the shop and the currency: what holds for the merchant's own prices says nothing of Amazon's reports."""
    shops = [shop_country(cell) for cell in sheet.stated("sales channel").cells]
    includes = [
        sheet.options.price_includes_vat if not (shop or code) else not {shop, code} & _TAX_ON_TOP
        for shop, code in zip(shops, sheet.currencies, strict=True)
    ]
    batch.order["prices_include_vat"] = sheet.at_starts(includes)


def _put_statuses(sheet: OrderSheet, batch: OrderBatch) -> None:
    """Reports without a status are of orders to be shipped, or of what was shipped."""
    told: list[tuple[str | None, ...]]
    if sheet.has("status"):
        found = statuses.of_runs(sheet, "status word", {word: word for word in _STATUSES})
        told = [_STATUSES[word] if word else (None, None, None) for word in found]
    else:
        status = "shipped" if sheet.has("order.shipped_at") else "unshipped"
        told = [_STATUSES[status]] * len(sheet.starts)
    for place, field in enumerate(("order_status", "financial_status", "fulfillment_status")):
        batch.order[field] = sheet.at_starts([one[place] for one in told])
    if "fulfilled_quantity" in batch.line:
        # The units say it better.
        del batch.order["fulfillment_status"]


AMAZON = Format(
    name="amazon", title="Amazon order report", columns=COLUMNS, fits=_fits, keys=lambda sheet: sheet.names("order"),
    choose=_choose, shape=_shape, survey=tables.surveying(*chain.from_iterable(_ADDED_UP.values())),
    key_roles=("order",), key_words="an order-id",
)  # fmt: skip
