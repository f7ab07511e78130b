"""Amazon's listings reports: numbers of several types, units in whose warehouse, headers in other languages."""

from pathlib import Path

import pytest

from tests.commerce.feeds.formats.reading import Feed, read

HEADER = "item-name|seller-sku|price|quantity|product-id-type|asin1|product-id|fulfillment-channel|status"


def report(folder: Path, *rows: str, header: str = HEADER, name: str = "report.txt") -> Feed:
    """A report with tabs where these have bars."""
    return read("".join(f"{row}\n" for row in (header, *rows)).replace("|", "\t"), folder=folder, name=name)


def test_the_real_report_has_what_was_counted(shared: Path) -> None:
    """Counted with the csv module, tab separated: rows, distinct seller-sku, prices and quantities added up."""
    feed = read(shared / "data" / "products" / "amazon_listings_all.txt")

    assert feed.known.form.name == "amazon"
    assert [row.key for row in feed.rows] == ["1234567", "35-GFRR-W3VC", "ATV2"]
    assert [row.price for row in feed.rows] == ["20.00 EUR", "0.02 EUR", "10.00 EUR"]
    assert [row.stock for row in feed.rows] == [{"": 1}, {"": 1}, {"": 1}]
    assert feed["ATV2"].product["title"] == "Apple TV 2, MC572FD_A"


def test_in_the_real_report_the_type_of_a_number_says_what_it_is(shared: Path) -> None:
    """Types 3, 4 and 1: a UPC, an EAN, an ASIN."""
    rows = read(shared / "data" / "products" / "amazon_listings_all.txt").rows

    assert [row.variant.get("gtin") for row in rows] == ["680242554716", "3800065711135", None]
    assert [row.variant.get("asin") for row in rows] == ["B01I53BE4O", "B004ADOCTI", "B0041IZHVO"]


def test_a_listing_that_is_not_shown_is_mentioned_and_its_product_stays_as_it_is(shared: Path) -> None:
    feed = read(shared / "data" / "products" / "amazon_listings_all.txt")

    assert [(warning.line, warning.code) for warning in feed.warnings] == [(4, "listing_inactive")]
    assert not any("status" in {**row.product, **row.variant} for row in feed.rows)


@pytest.mark.parametrize("quantity", ["", "0", "7"])
def test_units_in_amazons_warehouse_are_unknown(tmp_path: Path, quantity: str) -> None:
    feed = report(
        tmp_path,
        f"Cup|CUP-FBA|9.00|{quantity}|1|B000000001|B000000001|AMAZON_EU|Active",
        "Cup|CUP-FBM|9.00|0|1|B000000001|B000000001|DEFAULT|Active",
    )

    assert (feed["CUP-FBA"].stock, feed["CUP-FBM"].stock) == ({}, {"": 0})


@pytest.mark.parametrize(
    ("kind", "number", "gtin"),
    [
        ("1", "B000000001", None),
        ("2", "0306406152", None),
        ("2", "9780306406157", "9780306406157"),
        ("3", "036000291452", "036000291452"),
        ("4", "4006381333931", "4006381333931"),
        ("", "4006381333931", None),
    ],
)
def test_numbers_by_their_type(tmp_path: Path, kind: str, number: str, gtin: str | None) -> None:
    feed = report(tmp_path, f"Cup|CUP|9.00|1|{kind}||{number}|DEFAULT|Active")

    assert feed["CUP"].variant.get("gtin") == gtin
    assert feed["CUP"].variant.get("asin") == (number if kind == "1" else None)


def test_quotation_marks_in_names_are_just_that(tmp_path: Path) -> None:
    feed = report(
        tmp_path,
        'Frame 24" wide|FRAME|9.00|1|1|B000000001|B000000001|DEFAULT|Active',
        '"Best" cup|CUP|9.00|1|1|B000000002|B000000002|DEFAULT|Active',
        "Mug|MUG|9.00|1|1|B000000003|B000000003|DEFAULT|Active",
    )

    assert [row.product["title"] for row in feed.rows] == ['Frame 24" wide', '"Best" cup', "Mug"]


@pytest.mark.parametrize(
    "header",
    [
        "Artikelbezeichnung|Händler-SKU|Preis|Menge|Produkt-ID-Typ|ASIN 1|Produkt-ID|Versender|Status",
        "nom-produit|sku-vendeur|prix|quantité|type-id-produit|asin1|id-produit|canal-traitement|état",
        "Nome dell'articolo|SKU venditore|Prezzo|Quantità|Tipo di identificativo del prodotto|ASIN 1"
        "|Identificativo del prodotto|Canale di gestione|stato",
        "Título del producto|SKU del vendedor|Precio|Cantidad|Tipo de identificador de producto|ASIN 1"
        "|Identificador del producto|Canal de gestión logística|estado",
        "商品名|出品者SKU|価格|数量|商品IDタイプ|asin1|商品ID|フルフィルメント・チャンネル|ステータス",
    ],
)
def test_headers_in_other_languages(tmp_path: Path, header: str) -> None:
    feed = report(tmp_path, "Cup|CUP|9.00|4|4|B000000001|4006381333931|DEFAULT|Active", header=header)

    assert feed.known.form.name == "amazon"
    assert (feed["CUP"].product["title"], feed["CUP"].price, feed["CUP"].stock) == ("Cup", "9.00 EUR", {"": 4})
    assert (feed["CUP"].variant["asin"], feed["CUP"].variant["gtin"]) == ("B000000001", "4006381333931")


def test_the_report_of_open_listings_has_no_titles_and_prices_for_businesses_are_not_the_price(tmp_path: Path) -> None:
    feed = report(
        tmp_path, "CUP|B000000001|9.00|4|8.50", header="sku|asin|price|quantity|Business Price", name="open.txt"
    )

    assert feed.known.form.name == "amazon"
    assert (feed["CUP"].price, feed["CUP"].stock, feed["CUP"].product) == ("9.00 EUR", {"": 4}, {})


def test_a_table_of_ones_own_that_mentions_asins_stays_a_table(tmp_path: Path) -> None:
    feed = report(tmp_path, "CUP|Cup|B000000001|9.00|4", header="sku|title|asin|price|quantity")

    assert feed.known.form.name == "table"


def test_limits_of_repricing_beside_open_listings_are_no_prices(tmp_path: Path) -> None:
    header = "sku|asin|price|quantity|Minimum seller allowed price|Maximum seller allowed price"
    feed = report(tmp_path, "CUP|B000000001|9.00|4|8.50|12.00", header=header, name="open.txt")

    assert (feed.known.form.name, feed["CUP"].price, feed["CUP"].stock) == ("amazon", "9.00 EUR", {"": 4})
