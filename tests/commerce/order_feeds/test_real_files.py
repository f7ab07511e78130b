"""Files of orders that others wrote are read to the last row; their sums are counted here without any of our code."""

import csv
import gzip
import io
import json
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from tests.commerce.order_feeds.reading import OrderFile, read

CENT = Decimal("0.01")


def rows_of(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def totals(file: OrderFile) -> Iterator[Decimal]:
    return (Decimal(order["total"]) / 100 for order in file.orders.values() if "total" in order)


def test_half_a_year_of_invoices(shared: Path) -> None:
    path = shared / "data" / "orders" / "uci_online_retail_to_2011-06-30.csv.gz"
    file, rows = read(path, currency="GBP", timezone="Europe/London"), rows_of(path)
    credits = {row["InvoiceNo"] for row in rows if row["InvoiceNo"].startswith("C")}
    kinds = {order: fields.get("kind") for order, fields in file.orders.items()}

    assert file.rejects == []
    assert [warning.code for warning in file.warnings] == ["no_zone"]
    assert file.known.unused == ()
    assert len(file.lines) == len(rows) == 245_903
    assert file.orders.keys() == {row["InvoiceNo"] for row in rows}
    assert len(file.orders) == 12_795
    assert {order for order, kind in kinds.items() if kind == "credit"} == credits
    assert len(credits) == 2_006
    customers = {order["customer_key"] for order in file.orders.values() if "customer_key" in order}
    assert customers == {row["CustomerID"].removesuffix(".0") for row in rows if row["CustomerID"]}
    assert len(customers) == 3_002
    assert round(sum(line.gross for line in file.lines), 2) == Decimal("4397950.76")
    assert round(sum(line.gross for line in file.lines if line["quantity"] > 0), 2) == Decimal("4826466.49")
    assert [line.price for line in file.lines if line.fields["price_scale"] == 3] == [
        row["UnitPrice"] for row in rows if len(row["UnitPrice"].partition(".")[2]) == 3
    ]


def written(header: list[str], rows: Iterable[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue()


def test_invoices_are_read_the_same_in_the_words_of_their_second_edition(shared: Path, tmp_path: Path) -> None:
    """The other edition calls three columns otherwise, and writes months first and customers whole."""
    rows = rows_of(shared / "data" / "orders" / "uci_online_retail_to_2011-06-30.csv.gz")[:6000]
    header = ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID", "Country"]
    first = written(list(rows[0]), (list(row.values()) for row in rows))
    second = written(header, map(_in_second_edition, rows))
    one = read(first, folder=tmp_path, currency="GBP", timezone="Europe/London")
    other = read(second, folder=tmp_path, currency="GBP", timezone="Europe/London", dates="mdy")

    assert len(one.orders) > 100
    assert other.orders == one.orders
    assert [line.fields for line in other.lines] == [line.fields for line in one.lines]


def _in_second_edition(row: dict[str, str]) -> list[str]:
    day, clock = row["InvoiceDate"].split()
    year, month, number = map(int, day.split("-"))
    when = f"{month}/{number}/{year} {clock[:5].lstrip('0')}"
    customer = row["CustomerID"].removesuffix(".0")
    return [*list(row.values())[:4], when, row["UnitPrice"], customer, row["Country"]]


def test_superstore(shared: Path) -> None:
    path = shared / "data" / "orders" / "superstore_us_dates_bom.csv.gz"
    file, rows = read(path, currency="USD"), rows_of(path)
    sales = sum(Decimal(row["Sales"]).quantize(CENT, ROUND_HALF_UP) for row in rows)
    profit = sum(Decimal(row["Profit"]).quantize(CENT, ROUND_HALF_UP) for row in rows)

    assert file.rejects == []
    assert len(file.lines) == 10_194
    assert file.orders.keys() == {row["Order ID"] for row in rows}
    assert Decimal(sum(line["total"] for line in file.lines)) / 100 == sales
    assert Decimal(sum(line["total"] - line["cost"] for line in file.lines)) / 100 == profit
    # What a line comes to is its price times its quantity, less its discount: to the cent.
    off = [line for line in file.lines
           if line.gross.quantize(CENT, ROUND_HALF_UP) - Decimal(line["discount"]) / 100
           != Decimal(line["total"]) / 100]  # fmt: skip
    assert off == []
    first = file.orders["US-2019-103800"]
    assert (first["created_at"].year, first["created_at"].month, first["created_at"].day) == (2019, 1, 3)


def test_shopify(shared: Path) -> None:
    path = shared / "data" / "orders" / "shopify_orders_dev_store.csv"
    file, rows = read(path), rows_of(path)
    stated = [row for row in rows if row["Total"]]

    assert file.rejects == []
    assert (len(file.lines), len(file.orders)) == (121, 51)
    assert {order["currency"] for order in file.orders.values()} == {"INR"}
    assert sum(totals(file)) == sum(Decimal(row["Total"]) for row in stated)
    goods = sum(line.gross for line in file.lines)
    assert goods == sum(Decimal(row["Subtotal"]) for row in stated)
    assert {order["discount_total"] for order in file.orders.values()} == {0}


def test_woocommerce(shared: Path) -> None:
    path = shared / "data" / "orders" / "woocommerce_orders_bom.csv"
    file, rows = read(path), rows_of(path)

    assert file.rejects == []
    assert (len(file.lines), len(file.orders)) == (len(rows), len({row["order_number"] for row in rows}))
    assert sum(totals(file)) == sum(Decimal(row["order_total"]) for row in rows if row["order_total"])
    assert Decimal(sum(line["total"] for line in file.lines)) / 100 == sum(Decimal(row["item_total"]) for row in rows)
    paid = {row["order_number"] for row in rows if row["status"] in ("completed", "processing")}
    assert {order for order, fields in file.orders.items() if fields["financial_status"] == "paid"} == paid


def test_amazon(shared: Path) -> None:
    path = shared / "data" / "orders" / "amazon_flat_file_orders.txt"
    file, rows = read(path), rows_of(path, "\t")

    assert file.rejects == []
    assert (len(file.lines), len(file.orders)) == (6, 4)
    assert Decimal(sum(line["total"] for line in file.lines)) / 100 == sum(Decimal(row["item-price"]) for row in rows)
    shipping = sum(order["shipping_total"] for order in file.orders.values())
    assert Decimal(shipping) / 100 == sum(Decimal(row["shipping-price"]) for row in rows)
    # Two of them came to 1.29 together.
    assert file.of("234-5678901-2345678")[1].price == "0.645"


def test_bol(shared: Path) -> None:
    path = shared / "data" / "orders" / "bol_orders_list.json"
    file, stated = read(path), json.loads(path.read_text())["orders"]

    assert file.rejects == []
    assert list(file.orders) == [order["orderId"] for order in stated]
    assert len(file.lines) == sum(len(order["orderItems"]) for order in stated) == 5
    assert list(totals(file)) == []
