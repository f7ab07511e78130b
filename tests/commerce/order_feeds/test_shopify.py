"""Shopify's order export: totals on the first row of an order only, discounts worked out, VAT on top or included."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

from tests.commerce.order_feeds.reading import OrderFile, read

_COLUMNS = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,"
    "Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,"
    "Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,"
    "Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,"
    "Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,"
    "Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,"
    "Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,"
    "Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,"
    "Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Phone,Duties,Shipping Province Name"
)
HEADER = next(csv.reader([_COLUMNS]))


def orders(tmp_path: Path, *rows: dict[str, str], header: list[str] = HEADER, **options: object) -> OrderFile:
    text = io.StringIO()
    writer = csv.DictWriter(text, header, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return read(text.getvalue(), folder=tmp_path, **options)  # type: ignore[arg-type]


def first(**fields: str) -> dict[str, str]:
    """The first row of order #1001, an order of two mugs at 10.00."""
    stated = {
        "Name": "#1001", "Email": "anna@example.com", "Financial_Status": "paid", "Fulfillment_Status": "unfulfilled",
        "Currency": "EUR", "Subtotal": "20.00", "Shipping": "4.95", "Taxes": "0.00", "Total": "24.95",
        "Discount_Amount": "0.00", "Created_at": "2025-12-06 10:37:33 -0500", "Refunded_Amount": "0.00",
        "Outstanding_Balance": "0.00", "Id": "5001", **line(), **fields,
    }  # fmt: skip
    return {name.replace("_", " "): value for name, value in stated.items()}


def line(**fields: str) -> dict[str, str]:
    stated = {
        "Name": "#1001", "Lineitem_quantity": "2", "Lineitem_name": "Mug", "Lineitem_price": "10.00",
        "Lineitem_sku": "MUG", "Lineitem_fulfillment_status": "pending", "Lineitem_discount": "0.00", **fields,
    }  # fmt: skip
    return {name.replace("_", " "): value for name, value in stated.items()}


def test_an_order_of_several_rows(tmp_path: Path) -> None:
    file = orders(
        tmp_path,
        first(Subtotal="27.50", Total="32.45", Tags="wholesale, gift", Notes="Ring twice", Source="web",
              Phone="'+31612345678", Paid_at="2025-12-06 10:40:00 -0500"),
        line(Lineitem_quantity="3", Lineitem_name="Bowl", Lineitem_price="2.50", Lineitem_sku="BOWL",
             Lineitem_fulfillment_status="fulfilled"),
    )  # fmt: skip
    order = file.orders["5001"]

    assert list(file.orders) == ["5001"]
    assert order["order_number"] == "#1001"
    assert order["created_at"] == datetime(2025, 12, 6, 15, 37, 33, tzinfo=UTC)
    assert order["processed_at"] == datetime(2025, 12, 6, 15, 40, tzinfo=UTC)
    assert (order["total"], order["shipping_total"], order["tax_total"], order["discount_total"]) == (3245, 495, 0, 0)
    assert (order["financial_status"], order["fulfillment_status"]) == ("paid", "unfulfilled")
    assert json.loads(order["tags"]) == ["wholesale", "gift"]
    assert (order["notes"], order["source_name"], order["customer_phone"]) == ("Ring twice", "web", "+31612345678")
    assert "subtotal" not in order
    assert [(one["code"], one["quantity"], one.price, one["fulfillment_status"]) for one in file.lines] == [
        ("MUG", 2, "10.00", "unfulfilled"), ("BOWL", 3, "2.50", "fulfilled"),
    ]  # fmt: skip


def test_addresses(tmp_path: Path) -> None:
    file = orders(
        tmp_path,
        first(Billing_Name="Anna de Wit", Billing_Address1="Kade 1", Billing_City="Delft", Billing_Zip="'2611",
              Billing_Country="NL", Shipping_Name="Jan Kok", Shipping_Street="Rue 2, Etage 3", Shipping_City="Lyon",
              Shipping_Province="ARA", Shipping_Province_Name="Auvergne-Rhône-Alpes", Shipping_Country="FR"),
    )  # fmt: skip
    order = file.orders["5001"]

    assert (order["first_name"], order["last_name"], order["country_code"]) == ("Anna", "de Wit", "FR")
    assert json.loads(order["billing_address"]) == {
        "first_name": "Anna", "last_name": "de Wit", "address1": "Kade 1", "city": "Delft", "postal_code": "2611",
        "country_code": "NL",
    }  # fmt: skip
    assert json.loads(order["shipping_address"])["province"] == "Auvergne-Rhône-Alpes"
    assert json.loads(order["shipping_address"])["address1"] == "Rue 2, Etage 3"


def test_without_ids_an_order_goes_by_its_name(tmp_path: Path) -> None:
    old = [name for name in HEADER if name not in ("Id", "Lineitem discount", "Duties", "Outstanding Balance")]
    file = orders(tmp_path, first(), line(Lineitem_sku="B"), header=old)

    assert list(file.orders) == ["#1001"]
    assert len(file.of("#1001")) == 2


def discount(file: OrderFile) -> tuple[int, list[int | None]]:
    """What goes off beside the lines, and off each line."""
    return file.orders["5001"]["discount_total"], [one["discount"] for one in file.lines]


def test_a_discount_of_the_order(tmp_path: Path) -> None:
    assert discount(orders(tmp_path, first(Subtotal="18.00", Discount_Amount="2.00", Total="22.95"))) == (200, [0])


def test_a_discount_of_a_line_that_the_subtotal_is_after(tmp_path: Path) -> None:
    file = orders(tmp_path, first(Subtotal="17.00", Discount_Amount="3.00", Lineitem_discount="1.00", Total="21.95"))

    assert discount(file) == (200, [100])


def test_prices_that_are_after_the_discount_of_their_line(tmp_path: Path) -> None:
    file = orders(tmp_path, first(Lineitem_discount="1.00", Subtotal="20.00", Total="24.95"))

    assert discount(file) == (0, [None])


def test_a_discount_of_the_shipping(tmp_path: Path) -> None:
    file = orders(tmp_path, first(Discount_Amount="4.95", Total="20.00"))

    assert discount(file) == (495, [0])


def test_a_discount_of_goods_and_shipping_with_taxes_on_top(tmp_path: Path) -> None:
    file = orders(
        tmp_path, first(Subtotal="18.00", Discount_Amount="6.95", Taxes="3.78", Total="21.78"),
    )  # fmt: skip

    assert discount(file) == (695, [0])


def test_totals_that_do_not_add_up_are_left_to_the_import(tmp_path: Path) -> None:
    file = orders(tmp_path, first(Total="99.00"))

    assert file.rejects == []
    assert discount(file) == (0, [0])


def test_lines_that_are_not_charged_are_told(tmp_path: Path) -> None:
    file = orders(tmp_path, first(Subtotal="12.50", Total="17.45"))

    assert discount(file) == (750, [0])
    assert [(warning.code, warning.value) for warning in file.warnings] == [("discount_differs", "7.50")]


def test_whether_taxes_are_included_is_stated_or_left_open(tmp_path: Path) -> None:
    assert "prices_include_vat" not in orders(tmp_path, first()).orders["5001"]
    said = orders(tmp_path, {**first(), "Taxes Included": "true"}, header=[*HEADER, "Taxes Included"])
    assert said.orders["5001"]["prices_include_vat"] is True


def test_a_tip_and_duties_are_fees(tmp_path: Path) -> None:
    tip = line(Lineitem_name="Tip", Lineitem_sku="", Lineitem_quantity="1", Lineitem_price="3.00")
    file = orders(tmp_path, first(Duties="1.50", Total="29.45"), tip)

    assert [one["kind"] for one in file.lines] == [None, "fee"]
    assert file.orders["5001"]["fee_total"] == 150
    assert file.orders["5001"]["discount_total"] == 0


def test_what_is_paid_refunded_and_cancelled(tmp_path: Path) -> None:
    part = orders(tmp_path, first(Financial_Status="partially_paid", Outstanding_Balance="10.00")).orders["5001"]
    assert (part["financial_status"], part["paid_total"]) == ("partially_paid", 1495)

    # The balance of an order that is paid is not kept up to date.
    paid = orders(tmp_path, first(Outstanding_Balance="24.95")).orders["5001"]
    assert "paid_total" not in paid

    back = orders(tmp_path, first(Financial_Status="partially_refunded", Refunded_Amount="5.00")).orders["5001"]
    assert (back["financial_status"], back["refunded_total"]) == ("partially_refunded", 500)

    gone = orders(tmp_path, first(Financial_Status="voided", Cancelled_at="2025-12-07 09:00:00 +0100")).orders["5001"]
    assert (gone["financial_status"], gone["cancelled_at"]) == ("voided", datetime(2025, 12, 7, 8, tzinfo=UTC))


def test_an_unknown_status_is_told_and_stays_unknown(tmp_path: Path) -> None:
    file = orders(tmp_path, first(Financial_Status="levitating"))

    assert "financial_status" not in file.orders["5001"]
    assert [(warning.code, warning.value) for warning in file.warnings] == [("unknown_value", "levitating")]


def test_a_price_that_cannot_be_read_keeps_the_whole_order_out(tmp_path: Path) -> None:
    file = orders(tmp_path, first(), line(Lineitem_price="1O.00"), {**first(Id="5002"), "Name": "#1002"})

    assert file.refused == [(2, "", "other_row"), (3, "Lineitem price", "not_a_number")]
    assert list(file.orders) == ["5002"]
    assert file.batches[0].spoilt == {"5001"}
