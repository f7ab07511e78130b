"""Awin's product data: columns that say the same better or worse, parents, stock that nobody counted."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.commerce.feeds.formats.reading import Feed, read

DOWNLOAD = (
    "aw_deep_link,product_name,aw_product_id,merchant_product_id,merchant_image_url,description,merchant_category,"
    "search_price,merchant_name,merchant_id,category_name,currency"
)


def download(folder: Path, *rows: str, more: str = "") -> Feed:
    """Rows that say name, own id, category and price, then what the columns in `more` hold."""
    header = f"{DOWNLOAD},{more}" if more else DOWNLOAD
    lines = []
    for row in rows:
        name, id, category, price, *rest = row.split("|")
        usual = (
            f"https://awin.example,{name},9{id},{id},https://x.example/{id}.jpg,Good,{category},{price},Shop,7,Home,GBP"
        )
        lines.append(",".join([usual, *rest]))
    return read("\n".join([header, *lines]) + "\n", folder=folder)


def test_the_real_feed_is_written_in_googles_words_and_has_what_was_counted(shared: Path) -> None:
    """Counted with the csv module: rows, distinct ids and image links, prices without " EUR" added up."""
    feed = read(shared / "data" / "products" / "awin_swimwear_same_shop.csv")

    assert feed.known.form.name == "google"
    assert (len(feed.rows), len({row.key for row in feed.rows}), feed.rejects) == (48, 48, [])
    assert sum(Decimal(str(row.price).removesuffix(" EUR")) for row in feed.rows) == Decimal("4392")
    assert feed["sophie-top-black"].variant["mpn"] == "SS-2025-01-01"
    assert feed["sophie-top-black"].price == "89.00 EUR"


def test_a_download_names_products_by_the_advertisers_own_id(tmp_path: Path) -> None:
    feed = download(tmp_path, "Cup|C-1|Cups|9.50", "Mug|C-2|Mugs|8.0 EUR")

    assert feed.known.form.name == "awin"
    assert [row.key for row in feed.rows] == ["C-1", "C-2"]
    assert [row.price for row in feed.rows] == ["9.50 GBP", "8.00 EUR"]
    assert [url for url, _ in feed["C-1"].images] == ["https://x.example/C-1.jpg"]


def test_an_upload_has_other_names_for_the_same(tmp_path: Path) -> None:
    header = "product_id,product_name,price,deep_link,image_url,brand_name,rrp_price,currency"
    row = "C-1,Cup,9.50,https://x.example/cup,https://x.example/1.jpg,Nordlys,12.00,GBP"
    feed = read(f"{header}\n{row}\n", folder=tmp_path)

    assert feed.known.form.name == "awin"
    assert (feed["C-1"].price, feed["C-1"].money("compare_at_price")) == ("9.50 GBP", "12.00 GBP")
    assert feed["C-1"].product["vendor"] == "Nordlys"


@pytest.mark.parametrize(
    ("old", "recommended", "compared"),
    [("11.00", "12.00", "11.00 GBP"), ("", "12.00", "12.00 GBP"), ("0.00", "12.00", "12.00 GBP"), ("0.00", "0", None)],
)
def test_the_old_price_goes_before_the_recommended_one_and_nothing_is_none(
    tmp_path: Path, old: str, recommended: str, compared: str | None
) -> None:
    feed = download(tmp_path, f"Cup|C-1|Cups|9.50|{recommended}|{old}", more="rrp_price,product_price_old")

    assert (feed["C-1"].price, feed["C-1"].money("compare_at_price")) == ("9.50 GBP", compared)


def test_the_advertisers_category_goes_before_awins(tmp_path: Path) -> None:
    feed = download(
        tmp_path, "Cup|C-1|Cups|9.50|Kitchen > Cups", "Mug|C-2|Mugs|8|", "Jug|C-3||7|",
        more="merchant_product_category_path",
    )  # fmt: skip

    assert [row.product["category_path"] for row in feed.rows] == ["Kitchen > Cups", "Mugs", "Home"]


def test_a_barcode_is_in_one_of_several_columns(tmp_path: Path) -> None:
    feed = download(
        tmp_path, "Cup|C-1|Cups|9|4006381333931||", "Mug|C-2|Cups|9||036000291452|", "Jug|C-3|Cups|9|||96385074",
        more="ean,upc,product_GTIN",
    )  # fmt: skip

    assert [row.variant["gtin"] for row in feed.rows] == ["4006381333931", "036000291452", "96385074"]


def test_products_of_one_parent_are_variants(tmp_path: Path) -> None:
    feed = download(
        tmp_path, "Tee|T-S|Tees|9|TEE|Red|S", "Tee|T-M|Tees|9|TEE|Red|M", "Cup|C-1|Cups|9||Blue|",
        more="parent_product_id,colour,Fashion:size",
    )  # fmt: skip

    assert [row.key for row in feed.rows] == ["TEE", "TEE", "C-1"]
    assert [row.options for row in feed.rows] == [["Colour: Red", "Size: S"], ["Colour: Red", "Size: M"], []]


def test_stock_is_known_where_it_was_counted(tmp_path: Path) -> None:
    feed = download(
        tmp_path, "Cup|C-1|Cups|9|1|5", "Mug|C-2|Mugs|8|1|0", "Jug|C-3|Jugs|7|0|0", more="in_stock,stock_quantity"
    )

    assert [row.stock for row in feed.rows] == [{"": 5}, {}, {"": 0}]
    assert feed.codes == ["no_quantity"]


def test_what_is_in_stock_without_a_number_says_nothing_of_the_number(tmp_path: Path) -> None:
    assert download(tmp_path, "Cup|C-1|Cups|9|1", more="in_stock")["C-1"].stock == {}
