"""WooCommerce's orders: a row per item or per order, in the words of several exports."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.commerce.order_feeds.reading import read

ITEMS = """order_number,order_date,paid_date,completed_date,status,order_currency,shipping_total,tax_total,\
discount_total,order_total,customer_email,customer_note,billing_first_name,billing_last_name,billing_address_1,\
billing_city,billing_postcode,billing_country,shipping_first_name,shipping_country,product_name,sku,quantity,item_total
10001,2026-04-26 21:32:57,2026-04-26 22:53:57,2026-04-27 08:00:00,completed,EUR,4.95,2.10,0.00,27.05,\
ryan@example.com,Ring twice,Ryan,Moore,Kade 1,Delft,2611 AA,NL,Ryan,NL,Mug,MUG,2,18.00
10001,2026-04-26 21:32:57,2026-04-26 22:53:57,2026-04-27 08:00:00,completed,EUR,,,,,\
ryan@example.com,Ring twice,Ryan,Moore,Kade 1,Delft,2611 AA,NL,Ryan,NL,Bowl,BOWL,1,2.00
10002,2026-04-28 10:00:00,,,wc-on-hold,EUR,0,0,0,5.00,,,Anna,Kok,,,,BE,,,Bowl,BOWL,3,5.00
"""


def test_a_row_per_item(tmp_path: Path) -> None:
    file = read(ITEMS, folder=tmp_path, timezone="Europe/Amsterdam")
    order = file.orders["10001"]

    assert file.rejects == []
    assert order["created_at"] == datetime(2026, 4, 26, 19, 32, 57, tzinfo=UTC)
    assert (order["total"], order["shipping_total"], order["tax_total"], order["discount_total"]) == (2705, 495, 210, 0)
    assert (order["order_status"], order["financial_status"], order["fulfillment_status"]) == (
        "closed", "paid", "fulfilled",
    )  # fmt: skip
    assert (order["customer_email"], order["notes"]) == ("ryan@example.com", "Ring twice")
    assert json.loads(order["billing_address"])["postal_code"] == "2611 AA"
    assert [(line["code"], line["quantity"], line.price, line["total"]) for line in file.lines] == [
        ("MUG", 2, "9.00", 1800), ("BOWL", 1, "2.00", 200), ("BOWL", 3, "1.666667", 500),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "order", "financial", "fulfillment"),
    [
        ("pending", "open", "pending", "unfulfilled"),
        ("processing", "open", "paid", "unfulfilled"),
        ("on-hold", "open", "pending", "unfulfilled"),
        ("wc-completed", "closed", "paid", "fulfilled"),
        ("cancelled", "cancelled", "voided", None),
        ("refunded", "closed", "refunded", None),
        ("failed", "cancelled", "voided", None),
        ("In Bearbeitung", "open", "paid", "unfulfilled"),
        ("Voltooid", "closed", "paid", "fulfilled"),
        ("teleported", None, None, None),
    ],
)
def test_statuses(tmp_path: Path, word: str, order: str | None, financial: str | None, fulfillment: str | None) -> None:
    found = read(ITEMS.replace("wc-on-hold", word), folder=tmp_path).orders["10002"]

    assert found.get("order_status") == order
    assert found.get("financial_status") == financial
    assert found.get("fulfillment_status") == fulfillment


def test_a_discount_that_the_items_are_not_after(tmp_path: Path) -> None:
    rows = ITEMS.replace("4.95,2.10,0.00,27.05", "4.95,2.10,1.00,26.05")

    assert read(rows, folder=tmp_path).orders["10001"]["discount_total"] == 100


def test_a_discount_that_the_items_are_after_already(tmp_path: Path) -> None:
    rows = ITEMS.replace("4.95,2.10,0.00,27.05", "4.95,2.10,3.00,27.05")

    assert read(rows, folder=tmp_path).orders["10001"]["discount_total"] == 0


ADVANCED = """Order Number,Order Status,Order Date,Customer Note,First Name (Billing),Last Name (Billing),\
Company (Billing),Address 1&2 (Billing),City (Billing),State Code (Billing),Postcode (Billing),Country Code (Billing),\
Email (Billing),Phone (Billing),First Name (Shipping),Payment Method Title,Cart Discount Amount,Order Subtotal Amount,\
Shipping Method Title,Order Shipping Amount,Order Refund Amount,Order Total Amount,Order Total Tax Amount,SKU,Item #,\
Item Name,Quantity (- Refund),Item Cost,Coupon Code,Discount Amount
77,Processing,2026-04-26 21:32,,Ryan,Moore,,Kade 1 2 hoog,Delft,ZH,2611 AA,NL,ryan@example.com,,Ryan,iDEAL,0,20,Post,5,\
0,29.25,4.25,MUG,1,Mug,2,10,,
"""


def test_the_words_of_another_export(tmp_path: Path) -> None:
    file = read(ADVANCED, folder=tmp_path)
    (line,) = file.lines

    assert file.known.form.name == "woocommerce"
    assert file.orders["77"]["customer_email"] == "ryan@example.com"
    assert file.orders["77"]["tax_total"] == 425
    assert json.loads(file.orders["77"]["billing_address"])["address1"] == "Kade 1 2 hoog"
    assert (line["code"], line["quantity"], line.price) == ("MUG", 2, "10.00")


ORDER = (
    "order_id,order_number,order_date,status,order_currency,shipping_total,tax_total,order_total,billing_first_name,\
billing_email,customer_id"
)
SAID = "812,W-812,2026-04-26 21:32:57,processing,EUR,5.00,0.00,24.00,Ryan,ryan@example.com,0"

ONE_CELL = f"""{ORDER},line_items
{SAID},id:7|name:Mug: red|product_id:3|sku:MUG|quantity:2|subtotal:20.00|total:18.00|total_tax:0.00;\
id:8|name:Bowl|sku:|quantity:1|subtotal:1.00|total:1.00
"""
NUMBERED_CELLS = f"""{ORDER},line_item_1,line_item_2
{SAID},name:Mug: red|sku:MUG|quantity:2|sub_total:20.00|total:18.00,name:Bowl|quantity:1|sub_total:1.00|total:1.00
"""
COLUMNS = f"""{ORDER},Product Item 1 Name,Product Item 1 SKU,Product Item 1 Quantity,Product Item 1 Subtotal,\
Product Item 1 Total,Product Item 2 Name,Product Item 2 SKU,Product Item 2 Quantity,Product Item 2 Subtotal,\
Product Item 2 Total
{SAID},Mug: red,MUG,2,20.00,18.00,Bowl,,1,1.00,1.00
"""
JSON = f"""{ORDER},line_items
{SAID},"[{{""name"":""Mug: red"",""sku"":""MUG"",""quantity"":2,""subtotal"":""20.00"",""total"":""18.00""}},\
{{""name"":""Bowl"",""quantity"":1,""subtotal"":1,""total"":1}}]"
"""


@pytest.mark.parametrize("rows", [ONE_CELL, NUMBERED_CELLS, COLUMNS, JSON])
def test_a_row_per_order(tmp_path: Path, rows: str) -> None:
    file = read(rows, folder=tmp_path)
    mug, bowl = file.lines

    assert file.orders["812"]["order_number"] == "W-812"
    assert "customer_key" not in file.orders["812"]
    assert (mug["title"], mug["code"], mug["quantity"], mug.price) == ("Mug: red", "MUG", 2, "10.00")
    assert (mug["discount"], mug["total"]) == (200, 1800)
    assert (bowl["title"], bowl["code"], bowl["total"]) == ("Bowl", None, 100)
    assert (mug.number, bowl.number, mug.line, bowl.line) == (1, 2, 2, 2)


def test_a_bad_item_of_a_row_keeps_its_order_out(tmp_path: Path) -> None:
    file = read(ONE_CELL.replace("quantity:2", "quantity:two"), folder=tmp_path)

    assert file.refused == [(2, "Item Quantity", "not_a_number"), (2, "", "other_row")]


def test_analytics_have_no_prices(tmp_path: Path) -> None:
    rows = """Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,Coupon(s),\
N. Revenue
2026-04-26 21:32:57,77,€20.00,completed,Ryan Moore,new,"2× Mug, red, 1× Bowl",3,,20
"""
    file = read(rows, folder=tmp_path)

    assert [(line["title"], line["quantity"], line["total"]) for line in file.lines] == [
        ("Mug, red", 2, None), ("Bowl", 1, None),
    ]  # fmt: skip
    assert "total" not in file.orders["77"]
    assert file.orders["77"]["subtotal"] == 2000
