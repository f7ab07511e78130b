"""Orders in JSON: bol's Retailer API, single and as a list, and royal's own NDJSON."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from royal_cli.errors import FeedError
from tests.commerce.order_feeds.reading import read

ONE: dict[str, Any] = {
    "orderId": "A2K8290LP8",
    "pickupPoint": False,
    "orderPlacedDateTime": "2026-02-10T09:15:00+01:00",
    "shipmentDetails": {
        "salutation": "FEMALE", "firstName": "Anna", "surname": "de Wit", "streetName": "Kade", "houseNumber": "1",
        "houseNumberExtension": "b", "zipCode": "2611AA", "city": "Delft", "countryCode": "NL",
        "email": "2k4@verkopen.bol.com", "language": "nl",
    },
    "billingDetails": {"company": "Wit BV", "streetName": "Laan", "houseNumber": "9", "countryCode": "BE"},
    "orderItems": [
        {
            "orderItemId": "601", "cancellationRequest": False,
            "fulfilment": {"method": "FBR", "latestDeliveryDate": "2026-02-12"},
            "offer": {"offerId": "6ff736b5", "reference": "MUG-RED"},
            "product": {"ean": "8712345678906", "title": "Mug, red"},
            "quantity": 3, "quantityShipped": 1, "quantityCancelled": 1, "unitPrice": 12.5, "totalPrice": 37.0,
            "discounts": [{"quantity": 1, "amount": 0.5}], "commission": 5.18,
        },
        {
            "orderItemId": "602", "offer": {"offerId": "1", "reference": ""}, "product": {"ean": "8712345678913"},
            "quantity": 1, "quantityShipped": 0, "quantityCancelled": 0, "unitPrice": 1.99, "totalPrice": 1.99,
        },
    ],
}  # fmt: skip


@pytest.mark.parametrize("written", [json.dumps(ONE), json.dumps(ONE, indent=2), json.dumps({"orders": [ONE]})])
def test_an_order_of_bol(tmp_path: Path, written: str) -> None:
    file = read(written, folder=tmp_path, name="order.json", currency="USD")
    order, (mug, bowl) = file.orders["A2K8290LP8"], file.lines

    assert file.known.form.name == "bol"
    assert order["created_at"] == datetime(2026, 2, 10, 8, 15, tzinfo=UTC)
    assert (order["currency"], order["prices_include_vat"], order["locale"]) == ("EUR", True, "nl")
    assert (order["first_name"], order["last_name"], order["country_code"]) == ("Anna", "de Wit", "NL")
    assert order["customer_email"] == "2k4@verkopen.bol.com"
    assert json.loads(order["shipping_address"])["address1"] == "Kade 1 b"
    assert json.loads(order["billing_address"]) == {"company": "Wit BV", "address1": "Laan 9", "country_code": "BE"}
    assert (mug["external_id"], mug["code"], mug["gtin"], mug["title"]) == (
        "601", "MUG-RED", "8712345678906", "Mug, red",
    )  # fmt: skip
    assert (mug.price, mug["discount"], mug["total"]) == ("12.50", 50, 3700)
    assert (mug["quantity"], mug["fulfilled_quantity"], mug["cancelled_quantity"]) == (3, 1, 1)
    assert (bowl["code"], bowl["gtin"], bowl["total"]) == (None, "8712345678913", 199)


def test_the_list_of_bol_knows_no_amounts(tmp_path: Path) -> None:
    item = {"orderItemId": "6", "ean": "8712345678906", "quantity": 2, "quantityShipped": 0, "quantityCancelled": 2}
    reduced = {"orderId": "77", "orderPlacedDateTime": "2026-02-10T09:15:00+01:00", "orderItems": [item]}
    file = read(json.dumps({"orders": [reduced]}), folder=tmp_path, name="orders.json")
    (line,) = file.lines

    assert file.known.describe() == "bol order file · JSON, list orders · 7 columns, 0 not used"
    assert "total" not in file.orders["77"]
    assert (line["gtin"], line["quantity"], line.price, line["total"]) == ("8712345678906", 2, None, None)
    assert file.orders["77"]["order_status"] == "cancelled"


OWN: dict[str, Any] = {
    "order": "1001", "id": "gid-77", "created_at": "2026-11-20T09:00:00Z", "currency": "EUR", "kind": "sale",
    "prices_include_vat": True, "shipping_total": "4.95", "total": "29.90", "financial_status": "paid",
    "customer": {"key": "C7", "email": "anna@example.com", "first_name": "Anna", "last_name": "de Wit"},
    "shipping_address": {"address1": "Kade 1", "city": "Delft", "postal_code": "2611 AA", "country_code": "NL"},
    "tags": ["gift", "rush"],
    "lines": [
        {"id": "1", "sku": "MUG-RED", "title": "Mug, red", "quantity": 2, "price": "12.50", "discount": "0.05",
         "total": "24.95", "fulfilled_quantity": 1},
        {"id": "2", "kind": "fee", "title": "Gift wrap", "quantity": 1, "price": "1.005"},
    ],
}  # fmt: skip


def test_royals_own_ndjson(tmp_path: Path) -> None:
    other = {"order": "1002", "created_at": "2026-11-21T09:00:00+02:00", "currency": "JPY", "notes": "no lines"}
    file = read(f"{json.dumps(OWN)}\n{json.dumps(other)}\n", folder=tmp_path, name="orders.ndjson")
    order, (mug, wrap) = file.orders["gid-77"], file.lines

    assert file.rejects == []
    assert file.warnings == []
    assert file.known.unused == ()
    assert (order["order_number"], order["kind"], order["financial_status"]) == ("1001", "sale", "paid")
    assert (order["total"], order["shipping_total"], order["prices_include_vat"]) == (2990, 495, True)
    assert (order["customer_key"], order["customer_email"], order["first_name"]) == ("C7", "anna@example.com", "Anna")
    assert json.loads(order["tags"]) == ["gift", "rush"]
    assert (mug["external_id"], mug["code"], mug.price, mug["discount"], mug["total"], mug["fulfilled_quantity"]) == (
        "1", "MUG-RED", "12.50", 5, 2495, 1,
    )  # fmt: skip
    assert (wrap["kind"], wrap.price) == ("fee", "1.005")
    assert file.orders["1002"]["created_at"] == datetime(2026, 11, 21, 7, tzinfo=UTC)
    assert file.of("1002") == []


def test_royals_own_table(tmp_path: Path) -> None:
    rows = """order,created at,currency,total,email,shipping country,sku,quantity,price,line total,line kind
1001,2026-11-20T09:00:00Z,EUR,29.95,anna@example.com,NL,MUG,2,12.50,25.00,
1001,,,,,,POST,1,4.95,4.95,shipping
1002,2026-11-20T10:00:00Z,EUR,,,,,,,,
"""
    file = read(rows, folder=tmp_path)

    assert file.known.describe() == "royal order file · comma, UTF-8 · 11 columns, 0 not used"
    assert file.orders["1001"]["total"] == 2995
    assert [(line["code"], line["total"], line["kind"]) for line in file.lines] == [
        ("MUG", 2500, None), ("POST", 495, "shipping"),
    ]  # fmt: skip
    assert file.orders["1002"]["order_number"] == "1002"


def test_lines_of_json_that_are_no_orders(tmp_path: Path) -> None:
    written = f'{json.dumps(OWN)}\n["no order"]\n{{"order": "1003"\n{{"order": "1004", "lines": "none"}}\n'
    file = read(written, folder=tmp_path, name="orders.ndjson")

    assert [(reject.line, reject.code) for reject in file.rejects] == [
        (2, "not_an_order"), (3, "malformed_json"), (4, "malformed_lines"),
    ]  # fmt: skip
    assert list(file.orders) == ["gid-77"]


def test_a_document_that_holds_no_orders(tmp_path: Path) -> None:
    with pytest.raises(FeedError):
        read('{"weather": [{"city": "Delft", "degrees": 3}]}', folder=tmp_path, name="weather.json")
