"""Amazon's order reports: a price is that of all units of an item, VAT is in it or not, pending orders have none."""

import csv
import io
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.commerce.order_feeds.reading import OrderFile, read

ALL_ORDERS = (
    "amazon-order-id merchant-order-id purchase-date last-updated-date order-status fulfillment-channel sales-channel "
    "order-channel ship-service-level product-name sku asin item-status quantity currency item-price item-tax "
    "shipping-price shipping-tax gift-wrap-price gift-wrap-tax item-promotion-discount ship-promotion-discount "
    "ship-city ship-state ship-postal-code ship-country promotion-ids"
)
UNSHIPPED = (
    "order-id order-item-id purchase-date payments-date reporting-date promise-date days-past-promise buyer-email "
    "buyer-name buyer-phone-number sku product-name quantity-purchased quantity-shipped quantity-to-ship "
    "ship-service-level recipient-name ship-address-1 ship-address-2 ship-city ship-state ship-postal-code ship-country"
)
SHIPMENTS = (
    "amazon-order-id merchant-order-id shipment-id shipment-item-id amazon-order-item-id purchase-date payments-date "
    "shipment-date buyer-email buyer-name sku product-name quantity-shipped currency item-price item-tax "
    "shipping-price shipping-tax ship-city ship-country item-promotion-discount ship-promotion-discount carrier "
    "tracking-number fulfillment-channel sales-channel"
)


def report(folder: Path, header: str, *rows: dict[str, str], encoding: str = "utf-8", **options: Any) -> OrderFile:
    text = io.StringIO()
    names = {name.replace("-", "_"): name for name in header.split()}
    writer = csv.DictWriter(text, names.values(), restval="", delimiter="\t", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({names[name]: value for name, value in row.items()} for row in rows)
    return read(text.getvalue().encode(encoding), folder=folder, name="orders.txt", **options)


def item(**fields: str) -> dict[str, str]:
    return {
        "amazon_order_id": "028-1", "purchase_date": "2026-03-01T22:30:00+00:00", "order_status": "Shipped",
        "fulfillment_channel": "Merchant", "sales_channel": "Amazon.de", "product_name": "Becher", "sku": "MUG",
        "item_status": "Shipped", "quantity": "3", "currency": "EUR", "item_price": "29.99", "item_tax": "4.79",
        "shipping_price": "3.99", "shipping_tax": "0.64", "ship_city": "Köln", "ship_country": "DE", **fields,
    }  # fmt: skip


def test_an_item_price_is_that_of_all_units(tmp_path: Path) -> None:
    file = report(tmp_path, ALL_ORDERS, item(), encoding="cp1252")
    (line,) = file.lines

    assert (line["quantity"], line.price, line["total"], line["tax"]) == (3, "9.996667", 2999, 479)
    assert round(line.gross, 2) == Decimal("29.99")
    assert file.orders["028-1"]["shipping_total"] == 399
    assert file.orders["028-1"]["tax_total"] == 479 + 64
    assert "total" not in file.orders["028-1"]
    assert json.loads(file.orders["028-1"]["shipping_address"]) == {"city": "Köln", "country_code": "DE"}


@pytest.mark.parametrize(
    ("channel", "currency", "included"),
    [
        ("Amazon.de", "EUR", True),
        ("Amazon.co.uk", "GBP", True),
        ("Amazon.se", "SEK", True),
        ("Amazon.com", "USD", False),
        ("Amazon.ca", "CAD", False),
        ("Amazon.co.jp", "JPY", True),
        ("Amazon.com.au", "AUD", True),
        ("Non-Amazon", "USD", False),
        ("Non-Amazon", "EUR", True),
    ],
)
def test_vat_is_included_where_the_shop_includes_it(
    tmp_path: Path, channel: str, currency: str, included: bool
) -> None:
    file = report(tmp_path, ALL_ORDERS, item(sales_channel=channel, currency=currency, item_price="30",
                                             item_tax="", shipping_price="", shipping_tax=""))  # fmt: skip

    assert file.orders["028-1"]["prices_include_vat"] is included


def test_a_pending_order_has_no_amounts(tmp_path: Path) -> None:
    pending = item(order_status="Pending", item_status="Unshipped", currency="", item_price="", item_tax="",
                   shipping_price="", shipping_tax="", sales_channel="Amazon.se")  # fmt: skip
    file = report(tmp_path, ALL_ORDERS, pending)
    order, (line,) = file.orders["028-1"], file.lines

    assert order["currency"] == "SEK"
    assert (order["order_status"], order["financial_status"], order["fulfillment_status"]) == (
        "open", "pending", "unfulfilled",
    )  # fmt: skip
    assert not {"total", "shipping_total", "tax_total"} & order.keys()
    assert (line["quantity"], line.price, line["total"]) == (3, None, None)


@pytest.mark.parametrize(
    ("status", "order", "fulfillment"),
    [
        ("Shipped - Delivered to Buyer", "closed", "fulfilled"),
        ("Unshipped", "open", "unfulfilled"),
        ("PartiallyShipped", "open", "partial"),
        ("Partially Shipped", "open", "partial"),
        ("Cancelled", "cancelled", None),
        ("Pending - Waiting for Pick Up", "open", "unfulfilled"),
    ],
)
def test_statuses(tmp_path: Path, status: str, order: str, fulfillment: str | None) -> None:
    found = report(tmp_path, ALL_ORDERS, item(order_status=status)).orders["028-1"]

    assert (found["order_status"], found.get("fulfillment_status")) == (order, fulfillment)


def test_a_cancelled_line_of_no_units_does_not_say_how_many_they_were(tmp_path: Path) -> None:
    gone = item(order_status="Cancelled", item_status="Cancelled", quantity="0", item_price="", currency="")
    file = report(tmp_path, ALL_ORDERS, gone)

    assert file.rejects == []
    assert [(line["code"], line["quantity"]) for line in file.lines] == [("MUG", None)]


def test_promotions_and_gift_wrapping(tmp_path: Path) -> None:
    file = report(tmp_path, ALL_ORDERS, item(item_promotion_discount="2.00", ship_promotion_discount="3.99",
                                             gift_wrap_price="1.50", gift_wrap_tax="0.24"))  # fmt: skip
    (line,) = file.lines

    assert (line["discount"], line["total"]) == (200, 2799)
    assert (file.orders["028-1"]["discount_total"], file.orders["028-1"]["fee_total"]) == (399, 150)
    assert file.orders["028-1"]["tax_total"] == 479 + 64 + 24


def test_rows_of_an_order_that_stand_apart_add_up(tmp_path: Path) -> None:
    file = report(tmp_path, ALL_ORDERS, item(), item(amazon_order_id="028-2"), item(sku="BOWL"))

    assert file.orders["028-1"]["shipping_total"] == 798
    assert file.orders["028-2"]["shipping_total"] == 399
    stated = [amount for amount in file.batches[0].order["shipping_total"] if amount is not None]
    assert stated == [798, 399]


def test_orders_to_be_shipped(tmp_path: Path) -> None:
    row = {
        "order_id": "028-1", "order_item_id": "77", "purchase_date": "2026-03-01T22:30:00+00:00",
        "payments_date": "2026-03-01T22:40:00+00:00", "buyer_email": "x1@marketplace.amazon.de",
        "buyer_name": "Erika Muster", "sku": "MUG", "product_name": "Becher", "quantity_purchased": "3",
        "quantity_shipped": "1", "recipient_name": "Erika Muster", "ship_address_1": "Gasse 1", "ship_city": "Köln",
        "ship_postal_code": "50667", "ship_country": "DE",
    }  # fmt: skip
    file = report(tmp_path, UNSHIPPED, row)
    order, (line,) = file.orders["028-1"], file.lines

    assert file.known.form.name == "amazon"
    assert (line["external_id"], line["quantity"], line["fulfilled_quantity"]) == ("77", 3, 1)
    assert (order["order_status"], order["financial_status"], order.get("fulfillment_status")) == ("open", "paid", None)
    assert order["processed_at"] == datetime(2026, 3, 1, 22, 40, tzinfo=UTC)
    assert (order["customer_email"], order["first_name"]) == ("x1@marketplace.amazon.de", "Erika")


def test_parcels_from_amazons_warehouses(tmp_path: Path) -> None:
    row = {
        "amazon_order_id": "028-1", "amazon_order_item_id": "77", "purchase_date": "2026-03-01T22:30:00+00:00",
        "shipment_date": "2026-03-02T08:00:00+00:00", "buyer_email": "x1@marketplace.amazon.de", "sku": "MUG",
        "product_name": "Becher", "quantity_shipped": "2", "currency": "EUR", "item_price": "20.00", "item_tax": "3.19",
        "item_promotion_discount": "-1.00", "sales_channel": "Amazon.de",
    }  # fmt: skip
    file = report(tmp_path, SHIPMENTS, row)
    order, (line,) = file.orders["028-1"], file.lines

    assert (line["quantity"], line.price, line["discount"], line["total"]) == (2, "10.00", 100, 1900)
    assert (order["order_status"], order["fulfillment_status"]) == ("closed", "fulfilled")
    assert order["shipped_at"] == datetime(2026, 3, 2, 8, tzinfo=UTC)
