"""Etsy's listings: no ids, ten columns of images, variations that are only named."""

from pathlib import Path
from typing import Any

import pytest

from tests.commerce.feeds.formats.reading import Feed, read

HEADER = (
    "TITLE,DESCRIPTION,PRICE,CURRENCY_CODE,QUANTITY,TAGS,MATERIALS,IMAGE1,IMAGE2,"
    "VARIATION 1 TYPE,VARIATION 1 NAME,VARIATION 1 VALUES,VARIATION 2 TYPE,VARIATION 2 NAME,VARIATION 2 VALUES,SKU"
)


def shop(folder: Path, *rows: str, header: str = HEADER, **options: Any) -> Feed:
    return read("\n".join([header, *rows]) + "\n", folder=folder, **options)


def test_a_listing_without_a_sku_is_known_by_its_title(tmp_path: Path) -> None:
    feed = shop(tmp_path, '"Toy Box, Oak",Solid,12.7,USD,3,,,,,,,,,,,')

    assert feed.known.form.name == "etsy"
    assert [(row.key, row.sku, row.price, row.stock) for row in feed.rows] == [
        ("toy-box-oak", None, "12.70 USD", {"": 3})
    ]


def test_a_listing_with_a_sku_is_known_by_it(tmp_path: Path) -> None:
    row = shop(tmp_path, "Toy Box,Solid,12.7,USD,3,,,,,,,,,,,BOX | 4-5")["BOX | 4-5"]

    assert (row.key, row.sells, row.options) == ("BOX | 4-5", True, [])


@pytest.mark.parametrize(
    "row",
    [
        'Tee,Soft,12,GBP,31,,,,,Custom,Size,"S,M",,,,"TEE-S,TEE-M"',
        'Tee,Soft,12,GBP,31,,,,,,,,,,,"TEE-S,TEE-M"',
        'Tee,Soft,12,GBP,31,,,,,Custom,Size,"S,M",,,,',
        'Tee,Soft,12,GBP,31,,,,,,,,Custom,Size,"S,M",TEE',
    ],
)
def test_of_a_listing_with_variations_neither_price_nor_stock_of_any_is_known(tmp_path: Path, row: str) -> None:
    feed = shop(tmp_path, row)
    (tee,) = feed.rows

    assert (tee.sells, tee.stock, tee.options) == (False, {}, [])
    assert (tee.product["base_price"], tee.product["currency"]) == (1200, "GBP")
    assert [(warning.value, warning.code) for warning in feed.warnings] == [("Tee", "variations")]


def test_tags_have_blanks_where_etsy_writes_underscores(tmp_path: Path) -> None:
    feed = shop(tmp_path, 'Box,Oak,9,USD,1,"toy_box,oak",,,,,,,,,,', "Cup,Clay,9,USD,1,__CLEAR__,,,,,,,,,,")

    assert feed.rows[0].product["tags"] == '["toy box","oak"]'
    assert feed.rows[1].clears == {"product.tags"}


def test_images_come_in_the_order_of_their_columns_and_each_once(tmp_path: Path) -> None:
    urls = [f"https://shop.example/{n}.jpg" for n in range(1, 11)]
    header = HEADER.replace("IMAGE1,IMAGE2", ",".join(f"IMAGE{n}" for n in range(1, 11)))
    feed = shop(tmp_path, f"Box,Oak,9,USD,1,,,{','.join([*urls[:9], urls[0]])},,,,,,,", header=header)

    assert [url for url, _ in feed.rows[0].images] == urls[:9]


def test_an_export_of_a_shop_without_variations_has_no_columns_for_them(tmp_path: Path) -> None:
    header = "TITLE,DESCRIPTION,PRICE,CURRENCY_CODE,QUANTITY,TAGS,MATERIALS,IMAGE1,SKU"
    feed = shop(tmp_path, "Ring,Gold,3696,USD,10,,,,RING-1", header=header)

    assert (feed.known.form.name, feed["RING-1"].price) == ("etsy", "3696.00 USD")


def test_a_sku_that_a_spreadsheet_has_shortened_rejects_its_listing(tmp_path: Path) -> None:
    feed = shop(tmp_path, "Mug,Clay,6.82,GBP,9,,,,,,,,,,,2.76361122876764E+019")

    assert [(reject.column, reject.code) for reject in feed.rejects] == [("SKU", "scientific")]


def test_a_listing_without_a_title_or_a_sku_is_rejected(tmp_path: Path) -> None:
    feed = shop(tmp_path, ",Clay,6.82,GBP,9,,,,,,,,,,,")

    assert [reject.code for reject in feed.rejects] == ["missing_key"]


def test_real_listings_keep_every_line_of_their_long_descriptions(shared: Path) -> None:
    feed = read(shared / "data" / "products" / "etsy_woodplans.csv")

    assert len({row.key for row in feed.rows}) == 133
    assert feed.rows[0].line == 2
    # The first listing ends on line 19 of the file.
    assert feed.rows[1].line == 20
    assert "\n- Depth: 24 in\n" in feed.rows[0].product["description"]


GERMAN = (
    "TITEL,BESCHREIBUNG,PREIS,WÄHRUNGSCODE,STÜCKZAHL,TAGS,MATERIALIEN,BILD1,BILD2,"
    "VARIATIONSTYP 1,VARIATIONSNAME 1,VARIATIONSWERT 1,BESTANDSEINHEIT"
)
FRENCH = (
    'TITRE,DESCRIPTION,PRIX,CODE_DEVISE,QUANTITÉ,TAGS,MATÉRIAUX,"IMAGE 1","IMAGE 2",'
    '"TYPE VARIATION 1","NOM VARIATION 1","VALEURS VARIATION 1",RÉFÉRENCE'
)
ITALIAN = (
    "TITOLO,DESCRIZIONE,PREZZO,CURRENCY_CODE,QUANTITÀ,TAG,MATERIALI,IMMAGINE1,IMMAGINE2,"
    "TIPO VARIANTE 1,NOME VARIANTE 1,VALORI VARIANTE 1,SKU"
)


@pytest.mark.parametrize("header", [GERMAN, FRENCH, ITALIAN])
def test_headers_are_in_the_language_of_the_shop(tmp_path: Path, header: str) -> None:
    rows = (
        "Cup,Clay,46.50,USD,3,clay_cup,Clay,https://e.test/1.jpg,https://e.test/2.jpg,,,,CUP",
        'Tee,Soft,12,USD,9,,Cotton,https://e.test/3.jpg,,Custom,Size,"S,M",',
    )
    feed = shop(tmp_path, *rows, header=header)
    cup, tee = feed.rows

    assert feed.known.form.name == "etsy"
    assert (cup.key, cup.price, cup.stock, cup.product["tags"]) == ("CUP", "46.50 USD", {"": 3}, '["clay cup"]')
    assert [url for url, _ in cup.images] == ["https://e.test/1.jpg", "https://e.test/2.jpg"]
    assert (tee.key, tee.sells, feed.codes) == ("tee", False, ["variations"])


def test_listings_that_share_a_sku_are_known_by_their_titles(tmp_path: Path) -> None:
    feed = shop(
        tmp_path, "Ring,Gold,10,USD,1,,,,,,,,,,,R", "Box,Oak,9,USD,3,,,,,,,,,,,B", "Big Ring,Gold,12,USD,2,,,,,,,,,,,R"
    )

    assert [(row.key, row.sku) for row in feed.rows] == [("ring", "R"), ("B", "B"), ("big-ring", "R")]
