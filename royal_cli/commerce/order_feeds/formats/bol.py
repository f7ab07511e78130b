"""Orders of bol's Retailer API in JSON (v8 to v10): one order, or the list of orders, which has no prices.

Consumer prices are in euros and include VAT. `totalPrice` is what a line comes to after its discounts; the list gives
EANs and quantities only, and then nothing is known of what the order comes to.
"""

from royal_cli.commerce.feeds.formats.declare import Format, Seen
from royal_cli.commerce.order_feeds import lines
from royal_cli.commerce.order_feeds.batch import OrderBatch
from royal_cli.commerce.order_feeds.formats import tables
from royal_cli.commerce.order_feeds.sheet import OrderSheet

_ADDRESS = {
    "firstname": "first_name", "surname": "last_name", "company": "company", "streetname": "street",
    "housenumber": "house_number", "housenumberextension": "house_number_extension",
    "extraaddressinformation": "address2", "zipcode": "postal_code", "city": "city", "countrycode": "country_code",
}  # fmt: skip

COLUMNS = {
    "orderid": "order", "orderplaceddatetime": "order.created_at", "datetimeorderplaced": "order.created_at",
    "line orderitemid": "line.external_id", "line ean": "line.gtin", "line product ean": "line.gtin",
    "line offer reference": "line.code", "line offerreference": "line.code", "line product title": "line.title",
    "line title": "line.title", "line quantity": "line.quantity", "line quantityshipped": "line.fulfilled_quantity",
    "line quantitycancelled": "line.cancelled_quantity", "line unitprice": "line.price",
    "line offerprice": "line.price", "line totalprice": "line.total",
    "shipmentdetails email": "order.customer_email", "billingdetails email": "billing email",
    "shipmentdetails phone": "shipping.phone", "shipmentdetails deliveryphonenumber": "order.customer_phone",
    "shipmentdetails language": "order.locale",
    **{f"shipmentdetails {word}": f"shipping.{key}" for word, key in _ADDRESS.items()},
    **{f"billingdetails {word}": f"billing.{key}" for word, key in _ADDRESS.items()},
}  # fmt: skip


def _fits(seen: Seen) -> int:
    return 99 if "orderid" in seen.words and seen.words & {"line orderitemid", "orderplaceddatetime"} else 0


def _choose(sheet: OrderSheet) -> None:
    """Everything is in euros; the company that pays writes from its own address."""
    sheet.state("usual_currency", "currency", ["EUR"] * sheet.size)
    if sheet.has("billing email"):
        own = sheet.cells("order.customer_email")
        both = [one or other for one, other in zip(own, sheet.cells("billing email"), strict=True)]
        sheet.state("order.customer_email", sheet.header("order.customer_email"), both)


def _shape(sheet: OrderSheet, batch: OrderBatch) -> None:
    batch.order["order_number"] = sheet.at_starts([sheet.orders[row] for row in sheet.starts])
    batch.order["financial_status"] = sheet.at_starts(["paid"] * len(sheet.starts))
    batch.order["prices_include_vat"] = sheet.at_starts([True] * len(sheet.starts))
    line = batch.line
    _tell_cancelled(sheet, batch)
    if {"total", "price", "quantity"} <= line.keys():
        full = lines.gross(sheet, line["price"], line["price_scale"], line["quantity"])
        line["discount"] = [
            None if whole is None or total is None else whole - total
            for whole, total in zip(full, line["total"], strict=True)
        ]


def _tell_cancelled(sheet: OrderSheet, batch: OrderBatch) -> None:
    """An order all of whose units are cancelled is."""
    if not {"quantity", "cancelled_quantity"} <= batch.line.keys():
        return
    units = list(zip(batch.line["quantity"], batch.line["cancelled_quantity"], strict=True))
    batch.order["order_status"] = sheet.at_starts(
        ["cancelled" if all(count and count == gone for count, gone in units[start:end]) else None
         for start, end in sheet.runs]
    )  # fmt: skip


BOL = Format(
    name="bol", title="bol order file", columns=COLUMNS,
    containers=frozenset({"delimited", "json"}), fits=_fits,
    keys=lambda sheet: sheet.names("order"), choose=_choose, shape=_shape, survey=tables.survey,
    key_roles=("order",), key_words="an orderId",
)  # fmt: skip
