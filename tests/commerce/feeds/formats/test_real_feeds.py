"""Real feeds at the level of batches, against figures that were counted without any of this code.

Counted with Python's csv and ElementTree: products are distinct keys (handle; parent SKU or else SKU, id, name;
item_group_id or else id), variants the rows that sell, images the distinct addresses of a product added up, prices
exact decimals (of a sale price where there is one). A Shopify row sells if it is the first of its handle or has an
option value, a SKU, a price, a quantity or a barcode; a WooCommerce row unless it is variable or grouped.
"""

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from royal_cli.errors import FeedError
from tests.commerce.feeds.formats.reading import Feed, read


class Counted(NamedTuple):
    feed: str
    rows: int
    products: int
    variants: int
    images: int
    prices: str
    priced: int
    stock: int = 0
    counted: int = 0
    compared: int = 0
    costed: int = 0
    without_sku: int = 0
    rejected: int = 0


FEEDS = {
    "shopify_apparel.csv": Counted("shopify", 22, 20, 22, 20, "1295", 22, 22, 22, without_sku=22),
    "shopify_dup_skus_apostrophe.csv": Counted("shopify", 61, 8, 14, 60, "239.86", 14, 255, 14, costed=5),
    "shopify_fashion_nl_messy.csv": Counted(
        "shopify", 1775, 196, 1477, 1161, "92731.64", 1477, 449602, 1477, compared=781, costed=15, without_sku=1441
    ),
    "shopify_home_and_garden.csv": Counted(
        "shopify", 21, 20, 21, 21, "2345.84", 21, 65, 21, compared=16, without_sku=21
    ),
    "shopify_negative_stock.csv": Counted(
        "shopify", 722, 37, 722, 72, "64980", 722, -39, 722, costed=702, without_sku=20
    ),
    "shopify_no_qty_zero_price.csv": Counted(
        "shopify", 548, 86, 168, 513, "102555.81", 168, compared=141, costed=4, without_sku=36
    ),
    "shopify_partial_inventory_nl.csv": Counted("shopify", 814, 814, 814, 0, "0", 0, 1007678, 814, without_sku=1),
    "shopify_swimwear_shared_sku.csv": Counted("shopify", 194, 48, 130, 192, "12100", 130, compared=4, without_sku=2),
    "shopify_template_markets.csv": Counted("shopify", 17, 3, 16, 11, "602.99", 16, 95, 16, compared=4, costed=4),
    "shopify_titlecase_headers.csv": Counted("shopify", 300, 99, 300, 100, "14668.50", 300, 7534, 300, without_sku=100),
    "shopify_2024_columns_ragged.csv": Counted("shopify", 28, 0, 0, 0, "0", 0, rejected=28),
    # Of 26 addresses three are those of variations only, which keep theirs for themselves.
    "woocommerce_sample_products.csv": Counted("woocommerce", 24, 15, 21, 23, "701", 21, compared=6),
    "woocommerce_unit_test_sample.csv": Counted(
        "woocommerce", 7, 5, 5, 10, "259.99", 5, 21, 3, compared=2, without_sku=3
    ),
    "woocommerce_us_units_bom.csv": Counted("woocommerce", 100, 100, 100, 0, "18475.43", 100),
    "google_atom_example.xml": Counted("google", 7, 7, 7, 7, "1113", 7),
    "google_rss_example.xml": Counted("google", 1, 1, 1, 1, "2280", 1),
    "google_rss_no_price.xml": Counted("google", 25, 25, 25, 0, "0", 0),
    "google_rss_woodplans.xml": Counted("google", 133, 133, 133, 808, "716.50", 133, compared=133),
    "google_csv_woodplans.csv": Counted("google", 133, 133, 133, 133, "716.50", 133, compared=133),
    "google_ski_wear.tsv": Counted("google", 22, 6, 22, 9, "5108", 22),
    # Made for an affiliate network and for another platform, with Google's columns.
    "awin_swimwear_same_shop.csv": Counted("google", 48, 48, 48, 48, "4392", 48),
    "prisjakt_fixed.xml": Counted("google", 17, 17, 17, 17, "16644", 17, compared=11),
    # 97.99 in two currencies.
    "facebook_catalog_fr_comment_header.csv": Counted("facebook", 3, 3, 3, 3, "97.99", 3, 50, 1),
    "heureka_example.xml": Counted("heureka", 18, 18, 18, 18, "127001", 18, without_sku=18),
    # One offer stands there three times.
    "yml_pharmacy.xml": Counted("yml", 5, 3, 5, 3, "1386", 5),
    "amazon_listings_all.txt": Counted("amazon", 3, 3, 3, 0, "30.02", 3, 3, 3),
    "bol_offers_export.csv": Counted("bol", 9, 9, 9, 0, "186.77", 9, 9, 9, without_sku=9),
    # The set of three is none to sell; of the two bundles one costs what its parts do. A bundle has no stock.
    "magento2_catalog_product.csv": Counted("magento2", 6, 6, 5, 1, "66", 4, 300, 3),
    "etsy_woodplans.csv": Counted("etsy", 133, 133, 133, 808, "2387.79", 133, 7645, 133, without_sku=133),
    # 24 prices in EUR, 11847.75 together, and one that stands there in USD only; images are paths of the shop.
    "akeneo_tablets.csv": Counted("akeneo", 25, 25, 25, 0, "12833.24", 25),
    "prestashop_products_import.csv": Counted("prestashop", 7, 7, 7, 7, "3200", 7, 915, 7, costed=7),
    # What a combination adds to a price that stands in the other file is no price. Four cost what their product does.
    "prestashop_combinations_import.csv": Counted("prestashop", 27, 4, 27, 0, "0", 0, 278, 27, costed=23),
    # Variants, and products without any: prices are those of the product and the surcharge.
    "wix_car_care.csv": Counted("wix", 256, 93, 209, 215, "10721.84", 209, 503, 88, without_sku=53),
    "pipe_delimited_fr.csv": Counted("table", 45, 44, 45, 44, "1080.60", 45),
    # 83 rows without a SKU, and 15 where a formula failed.
    "apparel_stock.csv": Counted("table", 9271, 1591, 9173, 0, "0", 0, 242_369, 9173, rejected=98),
    "apparel_multichannel_mrp.csv": Counted("table", 1330, 254, 1330, 0, "0", 0),
}


@pytest.fixture
def products(shared: Path) -> Path:
    return shared / "data" / "products"


def counted(feed: Feed) -> Counted:
    sold = [row for row in feed.rows if row.sells]
    priced = [row for row in sold if row.price]
    return Counted(
        feed=feed.known.form.name,
        rows=len(feed.rows) + len(feed.rejects),
        products=len({row.key for row in feed.rows}),
        variants=len(sold),
        images=len({(row.key, url) for row in feed.rows for url, _ in row.images}),
        prices=str(sum((Decimal(str(row.price).split()[0]) for row in priced), Decimal(0)).normalize()),
        priced=len(priced),
        stock=sum(units for row in sold for units in row.stock.values()),
        counted=sum(len(row.stock) for row in sold),
        compared=sum("compare_at_price" in row.variant for row in sold),
        costed=sum("cost_price" in row.variant for row in sold),
        without_sku=sum(row.sku is None for row in sold),
        rejected=len(feed.rejects),
    )


@pytest.mark.parametrize("name", FEEDS)
def test_a_real_feed_has_the_products_variants_images_stock_and_prices_that_were_counted(
    products: Path, name: str
) -> None:
    expected = FEEDS[name]
    found = counted(read(products / name))

    assert found._replace(prices=expected.prices) == expected
    assert Decimal(found.prices) == Decimal(expected.prices)


@pytest.mark.parametrize("name", FEEDS)
def test_every_row_is_either_accepted_or_rejected_and_numbered_as_in_the_feed(products: Path, name: str) -> None:
    feed = read(products / name)
    numbers = [row.number for row in feed.rows] + [reject.number for reject in feed.rejects]

    assert sorted(numbers) == list(range(1, FEEDS[name].rows + 1))


REFUSED = {
    "marketplace_air_conditioners_in.csv": "name is the title; image is the image; not known: main_category",
    "pos_articles_de_cp1252.csv": "Gruppe is the category path; vkNetto or vkBrutto could be the price",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_feed_of_a_kind_that_royal_does_not_read_is_refused_and_not_guessed(products: Path, name: str) -> None:
    with pytest.raises(FeedError, match=re.escape(REFUSED[name])) as refused:
        read(products / name)

    assert "has no column that names its products" in refused.value.message
    assert "--profile" in str(refused.value.hint)


def test_apostrophes_of_a_spreadsheet_are_no_part_of_barcodes_and_skus(products: Path) -> None:
    wax = read(products / "shopify_dup_skus_apostrophe.csv")
    rings = read(products / "shopify_fashion_nl_messy.csv")

    assert wax["og1oz-light-black-usa"].variant["gtin"] == "0850064060010"
    assert {"111", "4", "8720892119308"} <= {row.sku for row in rings.rows}
    assert not any(row.sku.startswith("'") for row in rings.rows if row.sku)


def test_one_sku_for_all_sizes_stays_as_it_is_for_the_catalogue_to_tell_apart(products: Path) -> None:
    feed = read(products / "shopify_swimwear_shared_sku.csv")
    shared_skus = {sku: n for sku, n in Counter(row.sku for row in feed.rows if row.sku).items() if n > 1}

    assert len(shared_skus) == 41
    assert sum(shared_skus.values()) == 124


def test_the_same_sku_under_two_handles_is_told_of_both(products: Path) -> None:
    feed = read(products / "shopify_dup_skus_apostrophe.csv")
    keys: dict[str, set[str]] = {}
    for row in feed.rows:
        keys.setdefault(row.sku or "", set()).add(row.key)

    assert sum(len(found) > 1 for sku, found in keys.items() if sku) == 3


def test_a_feed_without_a_quantity_column_says_nothing_of_stock(products: Path) -> None:
    feed = read(products / "shopify_no_qty_zero_price.csv")

    assert all(not batch.stock for batch in feed.batches)


def test_an_inventory_update_says_nothing_of_what_it_has_no_columns_for(products: Path) -> None:
    feed = read(products / "shopify_partial_inventory_nl.csv")

    assert set(feed.batches[0].variant) == {"gtin"}
    assert set(feed.batches[0].product) == {"title", "vendor"}


def test_barcodes_in_scientific_notation_are_refused(products: Path) -> None:
    feed = read(products / "shopify_template_markets.csv")

    assert feed.codes.count("gtin_scientific") == 16
    assert not any("gtin" in row.variant for row in feed.rows)


def test_grams_that_a_spreadsheet_cut_are_the_ounces_they_came_from(products: Path) -> None:
    feed = read(products / "shopify_template_markets.csv")
    jeans = [row for row in feed.rows if row.key == "example-pants" and row.sells]

    assert [(row.variant["weight"], row.variant["weight_unit"]) for row in jeans] == [
        (8_000, "oz"),
        (10_000, "oz"),
        (14_000, "oz"),
    ]


def test_a_market_column_counts_for_all_variants_of_its_product_and_an_unpriced_one_has_no_price(
    products: Path,
) -> None:
    feed = read(products / "shopify_template_markets.csv")
    us = feed.markets["United States"]
    included = {row.key: said for row, said in zip(feed.rows, us.included, strict=True)}

    assert set(feed.markets) == {"United States", "International"}
    assert included == {"example-shirt": True, "example-pants": True, "example-hat": False}
    assert set(us.price) == {None}


def test_prices_of_markets_have_no_currency_of_their_own(products: Path) -> None:
    feed = read(products / "shopify_fashion_nl_messy.csv")
    sweden = feed.markets["Sweden"]

    # 1,775 rows, of which 1,082 leave the cell empty.
    assert sum(price is not None for price in sweden.price) == 693
    assert sweden.currency is None


def test_option_names_stand_on_every_variant_of_a_product(products: Path) -> None:
    feed = read(products / "shopify_dup_skus_apostrophe.csv")
    wax = [row for row in feed.rows if row.key == "mustache-wax" and row.sells]

    assert {tuple(option.partition(":")[0] for option in row.options) for row in wax} == {("size", "style")}


def test_a_title_that_is_the_default_title_is_no_option(products: Path) -> None:
    feed = read(products / "shopify_apparel.csv")

    assert [row.options for row in feed.rows[:4]] == [[], ["Size: Small"], ["Size: Medium"], ["Size: Large"]]


def test_units_of_measure_stand_in_the_headers_of_woocommerce(products: Path) -> None:
    row = read(products / "woocommerce_us_units_bom.csv")["woo-import-0002"]

    assert (row.variant["weight"], row.variant["weight_unit"]) == (2_570, "lb")
    assert row.variant["dimensions"] == '{"length":"15","width":"10","height":"8","unit":"in"}'


def test_variations_of_woocommerce_belong_to_their_parent_and_have_its_options(products: Path) -> None:
    feed = read(products / "woocommerce_sample_products.csv")
    hoodies = [row for row in feed.rows if row.key == "cc-hoodie"]

    assert [row.sells for row in hoodies] == [False, *[True] * 6]
    assert hoodies[0].alias == "id:742"
    assert feed["cc-hoodie-red"].options == ["Color: Red", "Logo: No"]
    assert feed["cc-hoodie-red"].variant["title"] == "Hoodie - Red, No"


def test_a_sale_price_is_the_price_and_the_regular_one_is_compared_to(products: Path) -> None:
    row = read(products / "google_csv_woodplans.csv").rows[0]

    assert (row.price, row.money("compare_at_price")) == ("3.81 USD", "12.70 USD")


def test_the_postage_of_a_google_feed_is_never_taken_for_the_price(products: Path) -> None:
    feed = read(products / "google_atom_example.xml")

    assert {row.price for row in feed.rows} == {"159.00 USD"}


def test_prices_with_two_decimal_marks_and_currencies_in_one_file_are_each_read_as_they_are_meant(
    products: Path,
) -> None:
    feed = read(products / "facebook_catalog_fr_comment_header.csv")

    assert [row.price for row in feed.rows] == ["49.000 TND", "29.000 TND", "19.99 EUR"]


def test_all_rows_of_a_ragged_feed_are_rejected_with_the_number_of_their_fields(products: Path) -> None:
    feed = read(products / "shopify_2024_columns_ragged.csv")

    assert {reject.code for reject in feed.rejects} == {"too_many_fields"}
    assert "58 fields under a header of 57" in feed.rejects[0].hint


def test_each_channel_of_a_price_list_is_a_market_and_an_old_price_is_none(products: Path) -> None:
    feed = read(products / "apparel_multichannel_mrp.csv")

    assert feed.known.describe() == "price list · comma, UTF-8 · 17 columns, 5 not used"
    assert feed.known.unused == ("index", "Catalog", "TP", "MRP Old", "Final MRP Old")
    assert set(feed.markets) == {
        "Ajio", "Amazon", "Amazon FBA", "Flipkart", "Limeroad", "Myntra", "Paytm", "Snapdeal"
    }  # fmt: skip
    assert all(row.price is None for row in feed.rows)


def test_nill_is_no_price_and_a_weight_without_a_unit_is_none(products: Path) -> None:
    feed = read(products / "apparel_multichannel_mrp.csv")
    line = next(row.number - 1 for row in feed.rows if row.sku == "Os1041_S")

    assert {name: market.price[line] for name, market in feed.markets.items() if market.price[line]} == {
        "Myntra": 2895_00
    }
    assert not any("weight" in row.variant for row in feed.rows)


def test_a_stock_list_tells_rows_without_a_sku_from_broken_ones(products: Path) -> None:
    feed = read(products / "apparel_stock.csv")

    assert feed.known.describe() == "stock list · comma, UTF-8 · 7 columns, 1 not used"
    assert Counter(reject.code for reject in feed.rejects) == {"missing_key": 83, "spreadsheet_error": 15}
    assert feed["AN201-RED-L"].stock == {"": 5}


def test_a_table_without_skus_is_known_by_its_upcs_with_their_leading_zeros(products: Path) -> None:
    feed = read(products / "large_bestbuy_48k.csv.gz")

    assert feed.known.describe().startswith("table · comma, UTF-8, quotes escaped with a backslash · 5 columns")
    assert len({row.key for row in feed.rows}) == 46_156
    assert feed.rows[0].key == feed.rows[0].variant["gtin"] == "096009010836"
    assert feed.rows[0].product["title"] == "Fists of Bruce Lee - Dolby - DVD"
    assert not any(row.price or row.stock for row in feed.rows)
