"""What a file is taken for, and what is said of one that is no file of orders."""

from pathlib import Path

import pytest

from royal_cli.commerce.feeds.profile import parse
from royal_cli.commerce.feeds.recognise import recognise as recognise_products
from royal_cli.commerce.feeds.source import open_feed
from royal_cli.errors import BrokenFeed, FeedError, UsageError
from tests.commerce.order_feeds.reading import read

PLAIN = "Order ID,Order Date,SKU,Quantity,Price\n1,2026-01-02,A,1,5.00\n"
PROFILE = """
kind = "orders"
[columns]
"Bon" = "order"
"Datum" = "date"
"Artikel" = "sku"
"Aantal" = "quantity"
"Stuks" = "price"
"""


def test_a_table_of_products_is_sent_where_it_belongs(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="looks like a table of products, not like orders") as error:
        read("Artikelnr;Bezeichnung;Preis;Bestand\nA;Becher;5,00;3\n", folder=tmp_path)
    assert error.value.hint == "royal product import orders.csv"


def test_an_export_of_products_is_sent_where_it_belongs(tmp_path: Path) -> None:
    rows = "Handle,Title,Vendor,Variant SKU,Variant Price,Option1 Name,Option1 Value\na,Mug,V,A,5,Title,Default\n"

    with pytest.raises(FeedError, match="looks like a Shopify product export") as error:
        read(rows, folder=tmp_path)
    assert "royal product import" in (error.value.hint or "")


def test_orders_in_the_import_of_products_are_sent_where_they_belong(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(PLAIN)

    with open_feed(str(tmp_path / "orders.csv")) as source, pytest.raises(FeedError) as error:
        recognise_products(source)
    assert error.value.hint == "`royal order import` takes orders"


def test_an_export_of_orders_in_the_import_of_products_is_named(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(
        "Name,Email,Total,Lineitem name,Lineitem quantity,Lineitem price\n#1,a@b.example,5,Mug,1,5\n"
    )

    with (
        open_feed(str(tmp_path / "orders.csv")) as source,
        pytest.raises(FeedError, match="is a Shopify order export") as error,
    ):
        recognise_products(source)
    assert error.value.hint == "`royal order import orders.csv` takes it"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("Order ID,Order Date,SKU,Quantity\n1,2026-01-02,A,1\n", "a price or what the line comes to"),
        ("Order ID,Order Date,SKU,Price\n1,2026-01-02,A,1\n", "a quantity"),
        ("Order ID,SKU,Quantity,Price\n1,A,1,1\n", "its date"),
    ],
)
def test_what_a_table_lacks_is_said(tmp_path: Path, rows: str, says: str) -> None:
    with pytest.raises(FeedError, match=f"no column that is plainly {says}") as error:
        read(rows, folder=tmp_path)
    assert "--profile" in (error.value.hint or "")


def test_two_columns_that_could_be_the_same_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="Quantity, Qty could each be the quantity"):
        read("Order ID,Order Date,SKU,Quantity,Qty,Price\n1,2026-01-02,A,1,1,5\n", folder=tmp_path)


def test_a_total_that_may_be_that_of_the_order_is_not_used(tmp_path: Path) -> None:
    file = read("Order ID,Order Date,SKU,Quantity,Price,Total\n1,2026-01-02,A,1,5,5\n", folder=tmp_path)

    assert file.known.unused == ("Total",)
    assert "total" not in file.orders["1"]


@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BrokenFeed):
        read(content, folder=tmp_path)


def test_a_web_page(tmp_path: Path) -> None:
    with pytest.raises(BrokenFeed, match="web page"):
        read("<!DOCTYPE html><html><body>Log in</body></html>", folder=tmp_path)


def test_a_header_without_rows(tmp_path: Path) -> None:
    file = read("Order ID,Order Date,SKU,Quantity,Price\n", folder=tmp_path)

    assert (file.orders, file.rejects) == ({}, [])


def test_prose_is_no_file_of_orders(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="no kind of feed that royal knows"):
        read("Dear Sir, please find our orders below.\nYours, Anna\n", folder=tmp_path)


def test_an_encoding_other_than_utf_8(tmp_path: Path) -> None:
    rows = "Order ID;Order Date;SKU;Description;Quantity;Price\n1;2026-01-02;A;Café »Möwe«;1;5,00\n"

    for encoding in ("cp1252", "utf-16", "utf-8-sig"):
        (line,) = read(rows.encode(encoding), folder=tmp_path).lines
        assert (line["title"], line.price) == ("Café »Möwe«", "5.00")


def test_a_workbook(tmp_path: Path) -> None:
    from datetime import datetime

    from openpyxl import Workbook

    book = Workbook()
    assert book.active
    book.active.append(["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"])
    book.active.append([536365, "85123A", "HEART", 6, datetime(2010, 12, 1, 8, 26), 2.55, 17850])  # noqa: DTZ001
    book.active.append(["C536379", "D", "Discount", -1, datetime(2010, 12, 1, 9, 41), 27.5, 14527])  # noqa: DTZ001
    book.save(tmp_path / "invoices.xlsx")
    file = read(tmp_path / "invoices.xlsx", currency="GBP")

    assert list(file.orders) == ["536365", "C536379"]
    assert file.orders["536365"]["created_at"].hour == 8
    assert (file.orders["536365"]["customer_key"], file.orders["C536379"]["kind"]) == ("17850", "credit")
    assert [line.price for line in file.lines] == ["2.55", "27.50"]


def test_a_profile_says_what_columns_are(tmp_path: Path) -> None:
    file = read("Bon;Datum;Artikel;Aantal;Stuks\n7;2026-01-02;A;2;5,00\n", folder=tmp_path, profile=PROFILE)

    assert file.known.describe().startswith("table of order lines by profile (profile.toml) · semicolon")
    assert (file.lines[0]["code"], file.lines[0].price) == ("A", "5.00")


def test_a_profile_names_prefixes_and_codes(tmp_path: Path) -> None:
    said = f'{PROFILE}\n[orders]\ncredits = ["R"]\nadjustments = "K-"\n[codes]\n"TAS" = "fee"\n"POST" = "product"\n'
    rows = "Bon;Datum;Artikel;Aantal;Stuks\nR7;2026-01-02;tas;1;1\nK-x;2026-01-02;POST;1;1\nC8;2026-01-02;A;1;1\n"
    file = read(rows, folder=tmp_path, profile=said)

    assert {order: fields.get("kind") for order, fields in file.orders.items()} == {
        "R7": "credit", "K-x": "adjustment", "C8": None,
    }  # fmt: skip
    assert [line["kind"] for line in file.lines] == ["fee", None, None]


def test_the_rejected_rows_of_a_file_without_a_header_are_read_again(tmp_path: Path) -> None:
    """Their file has one: it was written by an import."""
    profile = """
        kind = "orders"
        [columns]
        "column 1" = "customer"
        "column 2" = "date"
        "column 3" = "quantity"
        "column 4" = "line total"
        [file]
        delimiter = " "
        header = "none"
    """
    rows = (
        "royal_line,royal_column,royal_value,royal_code,royal_hint,column 1,column 2,column 3,column 4\n"
        "7,column 3,x,not_a_number,write digits,00001,19970101,2,11.77\n"
    )
    file = read(rows, folder=tmp_path, profile=profile)

    assert [(line["quantity"], line["total"]) for line in file.lines] == [(2, 1177)]


@pytest.mark.parametrize(
    ("profile", "says"),
    [
        ('kind = "invoices"', "kind must be products or orders"),
        ('kind = "orders"\nkey = "A"', "key is not known here"),
        ('kind = "orders"\n[codes]\n"POST" = "postage"', "POST must be one of 'product', 'shipping'"),
        ('kind = "orders"\n[values]\ndates = "day first"', "dates must be one of 'dmy', 'mdy', 'ymd'"),
        ('kind = "orders"\n[orders]\ncredit = "C"', "credit is not known here"),
        ('[orders]\ncredits = "C"', "orders is not known here"),
        ('kind = "orders"\n[stock]\n"A" = "Main"', "stock is not known here"),
    ],
)
def test_mistakes_in_a_profile_are_named(profile: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        parse(profile, "profile.toml")


def test_a_profile_of_products_reads_no_orders(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"profile\.toml reads products, not orders") as error:
        read(PLAIN, folder=tmp_path, profile='key = "SKU"\n')
    assert error.value.hint == "`royal product import` takes it"


def test_a_profile_of_orders_reads_no_products(tmp_path: Path) -> None:
    (tmp_path / "products.csv").write_text("Artikel;Stuks\nA;5,00\n")

    with (
        open_feed(str(tmp_path / "products.csv")) as source,
        pytest.raises(UsageError, match=r"profile\.toml reads orders, not products") as error,
    ):
        recognise_products(source, profile=parse(PROFILE, "profile.toml"))
    assert error.value.hint == "`royal order import` takes it"


def test_words_that_no_order_file_has_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="stock is no column of a table of order lines by profile"):
        read(
            "Bon;Voorraad\n1;1\n",
            folder=tmp_path,
            profile='kind = "orders"\n[columns]\n"Bon" = "order"\n"Voorraad" = "stock"\n',
        )


def test_the_example_with_its_profile() -> None:
    from royal_cli.commerce.feeds.profile import load

    root = Path(__file__).parents[3]
    profile = load(root / "config" / "profiles" / "orders.toml")
    file = read(root / "examples" / "orders.csv", profile=profile)

    assert profile.channel == "Market"
    assert file.rejects == []
    assert file.known.unused == ()
    assert {order: fields.get("kind") for order, fields in file.orders.items()} == {
        "20260901": None, "20260902": None, "20260903": None, "20260904": None, "R20260905": "credit",
        "K20260906": "adjustment",
    }  # fmt: skip
    assert [(line["code"], line.price, line["discount"], line["kind"]) for line in file.of("20260903")] == [
        ("HOJ-L-NAVY", "149.00", 3725, None), ("PORTO", "6.95", None, "shipping"),
    ]  # fmt: skip
    assert file.of("20260904")[1].price == "0.333"
