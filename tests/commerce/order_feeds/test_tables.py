"""Tables with a row per line: by plain words, or by a profile; invoices of the UCI, Superstore and CDNOW kinds."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from royal_cli.errors import FeedError, UsageError
from tests.commerce.order_feeds.reading import read

INVOICES = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,WHITE HANGING HEART,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
536365,71053,WHITE METAL LANTERN,6,2010-12-01 08:27:00,3.39,17850.0,United Kingdom
536365,POST,POSTAGE,1,2010-12-01 08:26:00,18.0,17850.0,United Kingdom
C536379,D,Discount,-1,2010-12-01 09:41:00,27.5,14527.0,EIRE
536589,21777,,-10,2010-12-01 16:50:00,0.0,,Channel Islands
536590,85123a,WHITE HANGING HEART,1,2010-12-01 17:00:00,0.001,,RSA
536590,85123a,WHITE HANGING HEART,1,2010-12-01 17:00:00,0.001,,RSA
A563185,B,Adjust bad debt,1,2011-08-12 14:50:00,11062.06,,United Kingdom
536591,BANK CHARGES,Bank Charges,1,2010-12-02 15:08:00,15.0,15823,USA
536592,AMAZONFEE,AMAZON FEE,-1,2010-12-02 15:08:00,13541.33,,United Kingdom
536592,71053,WHITE METAL LANTERN,3,2010-12-02 15:08:00,3.39,,United Kingdom
"""


def test_invoices_are_told_apart(tmp_path: Path) -> None:
    file = read(INVOICES, folder=tmp_path, currency="GBP")

    assert file.known.unused == ()
    assert file.rejects == []
    assert {order: fields.get("kind") for order, fields in file.orders.items()} == {
        "536365": None, "C536379": "credit", "536589": "adjustment", "536590": None, "A563185": "adjustment",
        "536591": None, "536592": None,
    }  # fmt: skip
    assert [(line["code"], line["kind"]) for line in file.lines if line["kind"]] == [
        ("POST", "shipping"), ("D", "discount"), ("B", "adjustment"), ("BANK CHARGES", "fee"), ("AMAZONFEE", "fee"),
    ]  # fmt: skip


def test_invoices_keep_what_they_say(tmp_path: Path) -> None:
    file = read(INVOICES, folder=tmp_path, currency="GBP", timezone="Europe/London")
    first, second = file.of("536365")[:2]

    assert file.orders["536365"]["created_at"] == datetime(2010, 12, 1, 8, 26, tzinfo=UTC)
    assert file.orders["536365"]["customer_key"] == "17850"
    assert "customer_key" not in file.orders["536589"]
    assert (first["code"], first["quantity"], first.price) == ("85123A", 6, "2.55")
    assert second.line == 3
    assert [(line["code"], line.price) for line in file.of("536590")] == [("85123a", "0.001")] * 2
    assert [line["title"] for line in file.of("536589")] == [None]


def test_countries_in_any_words(tmp_path: Path) -> None:
    file = read(INVOICES, folder=tmp_path, currency="GBP")
    codes = {order: fields.get("country_code") for order, fields in file.orders.items()}

    assert codes["536365"] == "GB"
    assert codes["C536379"] == "IE"
    assert codes["536590"] == "ZA"
    assert codes["536591"] == "US"
    assert codes["536589"] is None
    assert json.loads(file.orders["536589"]["shipping_address"]) == {"country": "Channel Islands"}


def test_a_letter_means_nothing_where_all_orders_have_it(tmp_path: Path) -> None:
    rows = "Order ID,Order Date,SKU,Quantity,Price\nC100,2026-01-02,A,1,5.00\nA101,2026-01-02,B,1,5.00\n"

    assert [order.get("kind") for order in read(rows, folder=tmp_path).orders.values()] == [None, None]


def test_goods_that_come_back_in_a_sale_do_not_make_it_a_credit(tmp_path: Path) -> None:
    rows = (
        """Order ID,Order Date,SKU,Quantity,Price
        1,2026-01-02,A,2,5.00
        1,2026-01-02,B,-1,5.00
        2,2026-01-02,B,-1,5.00
    """.replace("    ", "").rstrip()
        + "\n"
    )
    file = read(rows, folder=tmp_path)

    assert file.orders["1"].get("kind") is None
    assert file.orders["2"]["kind"] == "credit"


def test_rows_of_an_order_may_stand_apart(tmp_path: Path) -> None:
    rows = """Order ID,Order Date,SKU,Quantity,Price
1,2026-01-02,A,2,5.00
2,2026-01-02,A,1,5.00
1,2026-01-02,B,-1,5.00
"""
    file = read(rows, folder=tmp_path)

    assert file.orders["1"].get("kind") is None
    assert [line["code"] for line in file.of("1")] == ["A", "B"]


SUPERSTORE = """Row ID,Order ID,Order Date,Ship Date,Customer ID,Customer Name,Country/Region,City,State/Province,\
Postal Code,Product ID,Product Name,Sales,Quantity,Discount,Profit
1,US-103800,03/01/19,07/01/19,DP-13000,Darren Powers,United States,Houston,Texas,07095,OFF-1,Notes,16.448,2,0.2,5.5512
2,US-112326,28/12/19,,PO-19195,Phillina Ober,United States,Naperville,Illinois,60540,OFF-2,Binding,3.54,2,0.8,-5.487
3,US-112327,13/01/19,14/01/19,PO-19195,Phillina Ober,Canada,Naperville,Ontario,60540,OFF-3,Labels,10,3,0,2
"""


def test_totals_with_a_share_off_and_a_profit(tmp_path: Path) -> None:
    file = read(SUPERSTORE, folder=tmp_path, currency="USD")
    book, binding, labels = file.lines

    # 16.448 is 80 % of 20.56; of that 16.448 - 5.5512 = 10.90 is cost.
    assert (book.price, book["total"], book["discount"], book["cost"]) == ("10.28", 1645, 411, 1090)
    assert (binding.price, binding["total"], binding["discount"], binding["cost"]) == ("8.85", 354, 1416, 903)
    # A third of 10.00 times three is 10.00 again.
    assert (labels.price, labels["total"], labels["discount"]) == ("3.333333", 1000, 0)
    assert (book["external_id"], book["fulfilled_quantity"], binding["fulfilled_quantity"]) == ("1", 2, None)


def test_a_day_beyond_twelve_decides_for_all_dates(tmp_path: Path) -> None:
    file = read(SUPERSTORE, folder=tmp_path, currency="USD", timezone="America/New_York")

    assert file.orders["US-103800"]["created_at"] == datetime(2019, 1, 3, 5, tzinfo=UTC)
    assert file.orders["US-103800"]["shipped_at"] == datetime(2019, 1, 7, 5, tzinfo=UTC)
    assert json.loads(file.orders["US-103800"]["shipping_address"]) == {
        "city": "Houston", "province": "Texas", "postal_code": "07095", "country": "United States",
        "country_code": "US",
    }  # fmt: skip
    assert file.orders["US-103800"]["first_name"] == "Darren"
    assert file.orders["US-103800"]["last_name"] == "Powers"


@pytest.mark.parametrize(
    ("dates", "month", "day"),
    [
        ("12/31/2019,01/02/2019", 1, 2),
        ("31/12/2019,01/02/2019", 2, 1),
        ("31.12.2019,01.02.2019", 2, 1),
        ("31-12-19,01-02-19", 2, 1),
        ("12/30/19,01/02/19", 1, 2),
        ("2019/12/31,2019/01/02", 1, 2),
        ("20191231,20190102", 1, 2),
        ("31 Dec 2019,2 January 2019", 1, 2),
        ("Dec 31 2019,2. Feb 2019", 2, 2),
        ("31-déc-2019,02-févr-2019", 2, 2),
        ("12/31/2019 11:59 PM,1/2/2019 8:26", 1, 2),
    ],
)
def test_dates_as_shops_write_them(tmp_path: Path, dates: str, month: int, day: int) -> None:
    first, second = dates.split(",")
    rows = f"Order ID,Order Date,SKU,Quantity,Price\n1,{first},A,1,1\n2,{second},A,1,1\n"
    found = read(rows, folder=tmp_path).orders["2"]["created_at"]

    assert (found.year, found.month, found.day) == (2019, month, day)


def test_dates_that_may_be_either_are_asked_for(tmp_path: Path) -> None:
    rows = "Order ID,Order Date,SKU,Quantity,Price\n1,03/04/2019,A,1,1\n2,05/06/2019,A,1,1\n"

    with pytest.raises(FeedError, match=r"0[35]/0[46]/2019") as error:
        read(rows, folder=tmp_path)
    assert error.value.hint == "say it: --dates dmy, mdy or ymd"
    assert read(rows, folder=tmp_path, dates="dmy").orders["1"]["created_at"].month == 4
    assert read(rows, folder=tmp_path, dates="mdy").orders["1"]["created_at"].month == 3


def test_dates_of_both_kinds_are_refused(tmp_path: Path) -> None:
    rows = "Order ID,Order Date,SKU,Quantity,Price\n1,13/04/2019,A,1,1\n2,05/26/2019,A,1,1\n"

    with pytest.raises(FeedError, match="Some dates have the day first and others the month"):
        read(rows, folder=tmp_path)


def test_a_date_far_down_that_is_open_is_refused_alone(tmp_path: Path) -> None:
    rows = "".join(f"{order},2019-01-02,A,1,1\n" for order in range(6000))
    file = read(f"Order ID,Order Date,SKU,Quantity,Price\n{rows}9999,03/04/2019,A,1,1\n", folder=tmp_path)

    assert file.refused == [(6002, "Order Date", "ambiguous_date")]
    assert len(file.orders) == 6000


def test_a_zone_that_nobody_states_is_told_once(tmp_path: Path) -> None:
    file = read(INVOICES, folder=tmp_path, timezone="Europe/London")

    assert [warning.code for warning in file.warnings] == ["no_zone"]
    assert "Europe/London" in file.warnings[0].hint
    zoned = INVOICES.replace(":00,", ":00+01:00,")
    assert read(zoned, folder=tmp_path).warnings == []


CDNOW = """ 00001 19970101  1   11.77
 00002 19970112  1   12.00
 00002 19970112  5   77.00
"""
CDNOW_PROFILE = """
kind = "orders"
channel = "CDNOW"
[columns]
"column 1" = "customer"
"column 2" = "date"
"column 3" = "quantity"
"column 4" = "line total"
[constants]
title = "CDs"
[values]
currency = "USD"
[file]
delimiter = " "
header = "none"
"""


def test_purchases_without_a_number_or_a_header(tmp_path: Path) -> None:
    file = read(CDNOW, folder=tmp_path, name="cdnow.txt", profile=CDNOW_PROFILE)

    assert [order[:15] for order in file.orders] == ["00001-19970101-", "00002-19970112-", "00002-19970112-"]
    assert len(file.orders) == 3
    assert [order["customer_key"] for order in file.orders.values()] == ["00001", "00002", "00002"]
    assert [(line["total"], line.price, line["title"]) for line in file.lines] == [
        (1177, "11.77", "CDs"), (1200, "12.00", "CDs"), (7700, "15.40", "CDs"),
    ]  # fmt: skip
    assert [line.line for line in file.lines] == [1, 2, 3]
    assert (
        file.known.describe()
        == "table of order lines by profile (profile.toml) · blanks, UTF-8, no header · 4 columns, 0 not used"
    )


def test_a_purchase_without_a_number_is_the_same_in_any_part_of_the_file(tmp_path: Path) -> None:
    """Its name does not depend on the rows before it: a corrected row alone must not overwrite another purchase."""
    whole = read(CDNOW, folder=tmp_path, name="whole.txt", profile=CDNOW_PROFILE)
    part = read(CDNOW.splitlines()[2].replace("77.00", "77.0"), folder=tmp_path, name="part.txt", profile=CDNOW_PROFILE)
    twice = read(CDNOW + CDNOW, folder=tmp_path, name="twice.txt", profile=CDNOW_PROFILE)

    assert list(part.orders) == list(whole.orders)[2:]
    assert list(twice.orders) == [*whole.orders, *(f"{order}-2" for order in whole.orders)]


GERMAN = """Bestellnummer;Bestelldatum;Artikelnr;Bezeichnung;Menge;Einzelpreis;Kundennr;Name des Kunden;Land;Währung
4711;05.09.2026 10:12;K-100;Kerzenhalter;2;1.249,50;17;Müller, Anna;Österreich;EUR
4711;05.09.2026 10:12;VERSAND;Versand;1;4,90;17;Müller, Anna;Österreich;EUR
"""
DUTCH = """Bestelnummer\tBesteldatum\tArtikelnummer\tOmschrijving\tAantal\tStukprijs\tKlantnaam\tLand
77\t31-12-2025\tB-1\tKan\t3\t€ 12,50\tJan de Wit\tDuitsland
"""
FRENCH = """N° de commande;Date de commande;Référence;Désignation;Quantité;Prix unitaire;Pays
9;2025-12-31;R1;Bol;1;7,5;Royaume-Uni
"""


@pytest.mark.parametrize(
    ("rows", "order", "price", "country"),
    [(GERMAN, "4711", "1249.50", "AT"), (DUTCH, "77", "12.50", "DE"), (FRENCH, "9", "7.50", "GB")],
)
def test_words_of_other_languages(tmp_path: Path, rows: str, order: str, price: str, country: str) -> None:
    file = read(rows.encode("cp1252"), folder=tmp_path)

    assert file.known.unused == ()
    assert file.rejects == []
    assert file.of(order)[0].price == price
    assert file.orders[order]["country_code"] == country


def test_german_postage_and_names(tmp_path: Path) -> None:
    file = read(GERMAN, folder=tmp_path)

    assert (file.orders["4711"]["first_name"], file.orders["4711"]["last_name"]) == ("Anna", "Müller")
    assert [line["kind"] for line in file.lines] == [None, "shipping"]


def test_an_order_goes_in_whole_or_not_at_all(tmp_path: Path) -> None:
    rows = """Order ID,Order Date,SKU,Quantity,Price
1,2026-01-02,A,1,5.00
1,2026-01-02,B,one,5.00
2,2026-13-02,A,1,5.00
3,2026-01-02,A,1,5.oo
4,2026-01-02,A,1
,2026-01-02,A,1,5.00
5,2026-01-02,A,1,5.00
4,2026-01-02,B,1,5.00
1,2026-01-02,C,1,5.00
"""
    file = read(rows, folder=tmp_path)

    assert file.refused == [
        (2, "", "other_row"), (3, "Quantity", "not_a_number"), (4, "Order Date", "date"), (5, "Price", "not_a_number"),
        (6, "", "too_few_fields"), (7, "Order ID", "missing_key"), (9, "", "other_row"), (10, "", "other_row"),
    ]  # fmt: skip
    assert list(file.orders) == ["5"]
    assert file.batches[0].spoilt == {"1", "2", "3", "4"}
    assert {reject.line: reject.value for reject in file.rejects}[3] == "one"
    assert "other row" not in {reject.hint for reject in file.rejects}


def test_a_currency_does_not_change_inside_an_order(tmp_path: Path) -> None:
    rows = """Order ID,Order Date,SKU,Quantity,Price,Currency
1,2026-01-02,A,1,5.00,EUR
1,2026-01-02,B,1,5.00,USD
2,2026-01-02,A,1,500,JPY
3,2026-01-02,A,1,USD 5.00,EUR
"""
    file = read(rows, folder=tmp_path)

    assert [(line, code) for line, _, code in file.refused] == [
        (2, "other_row"), (3, "currency_changes"), (5, "currency_changes"),
    ]  # fmt: skip
    assert file.orders["2"]["currency"] == "JPY"
    assert file.of("2")[0].price == "500"


def test_a_currency_that_nobody_says_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not say in which currency") as error:
        read(INVOICES, folder=tmp_path, currency=None)
    assert error.value.hint == "say it: --currency EUR"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("Paid", {"financial_status": "paid"}),
        ("Partially refunded", {"financial_status": "partially_refunded"}),
        ("Teilweise erstattet", {"financial_status": "partially_refunded"}),
        ("Terugbetaald", {"financial_status": "refunded"}),
        ("Remboursée", {"financial_status": "refunded"}),
        ("Shipped", {"order_status": "closed", "fulfillment_status": "fulfilled"}),
        ("Gedeeltelijk verzonden", {"fulfillment_status": "partial"}),
        ("Unshipped", {"order_status": "open", "fulfillment_status": "unfulfilled"}),
        ("Pending", {"order_status": "open"}),
        ("Storniert", {"order_status": "cancelled"}),
    ],
)
def test_a_status_may_be_one_of_the_payment_or_of_the_parcels(tmp_path: Path, word: str, said: dict[str, str]) -> None:
    found = read(
        f"Order ID,Order Date,Status,SKU,Quantity,Unit Price\n7,2026-03-01T10:00:00Z,{word},MUG,1,9.50\n",
        folder=tmp_path,
    )

    statuses = ("order_status", "financial_status", "fulfillment_status")
    assert {name: found.orders["7"][name] for name in statuses if name in found.orders["7"]} == said
    assert "unknown_value" not in [warning.code for warning in found.warnings]


def test_a_column_of_its_own_says_more_than_a_status(tmp_path: Path) -> None:
    found = read(
        "Order ID,Order Date,Status,Payment Status,SKU,Quantity,Unit Price\n"
        "7,2026-03-01T10:00:00Z,Refunded,paid,MUG,1,9.50\n8,2026-03-01T10:00:00Z,Lost,paid,MUG,1,9.50\n",
        folder=tmp_path,
    )

    assert found.orders["7"]["financial_status"] == "paid"
    assert [(warning.line, warning.code) for warning in found.warnings] == [(3, "unknown_value")]
