"""Real feeds of real shops, imported twice: what is stored agrees with the file, and the second time changes nothing.

The figures were counted by a script of its own over Python's csv and ElementTree: products are distinct keys,
variants distinct rows that sell, images distinct addresses per product; sums are of exact decimals.
"""

from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.catalog.importing.feed_import import FeedRequest, ImportSummary, import_feed
from royal_cli.commerce.catalog.importing.importer import Request
from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.errors import FeedError
from tests.commerce.catalog.made_feeds import NO_LIMITS, ledger_agrees, rows


class Counted(NamedTuple):
    """What the file holds. `prices`, `costs`, `compare_ats` and `stock` are (sum, how many)."""

    products: int
    variants: int
    images: int
    prices: tuple[str, int]
    costs: tuple[str, int] = ("0", 0)
    compare_ats: tuple[str, int] = ("0", 0)
    stock: tuple[int, int] = (0, 0)
    rejected: int = 0


FEEDS = {
    "shopify_apparel.csv": Counted(20, 22, 20, ("1295", 22), stock=(22, 22)),
    "shopify_dup_skus_apostrophe.csv": Counted(8, 14, 60, ("239.86", 14), ("10.65", 5), stock=(255, 14)),
    "shopify_fashion_nl_messy.csv": Counted(
        196, 1477, 1161, ("92731.64", 1477), ("1238", 15), ("87469.59", 781), (449602, 1477)
    ),
    "shopify_home_and_garden.csv": Counted(20, 21, 21, ("2345.84", 21), compare_ats=("2031.98", 16), stock=(65, 21)),
    "shopify_negative_stock.csv": Counted(37, 722, 72, ("64980", 722), ("49140", 702), stock=(-39, 722)),
    "shopify_no_qty_zero_price.csv": Counted(86, 168, 513, ("102555.81", 168), ("21", 4), ("22502", 141)),
    "shopify_partial_inventory_nl.csv": Counted(814, 814, 0, ("0", 0), stock=(1007678, 814)),
    "shopify_swimwear_shared_sku.csv": Counted(48, 130, 192, ("12100", 130), compare_ats=("656", 4)),
    "shopify_template_markets.csv": Counted(3, 16, 11, ("602.99", 16), ("158.5", 4), ("217.84", 4), (95, 16)),
    # One handle stands twice, and one of its variants with two stocks: 22 of the 7,534 units are in the second row.
    "shopify_titlecase_headers.csv": Counted(99, 299, 100, ("14662.46", 299), stock=(7512, 299), rejected=1),
    # Every row has one cell more than the header.
    "shopify_2024_columns_ragged.csv": Counted(0, 0, 0, ("0", 0), rejected=28),
    # The price is the sale price where there is one, and the regular price then the compare-at price.
    "woocommerce_sample_products.csv": Counted(15, 21, 23, ("701", 21), compare_ats=("196", 6)),
    "woocommerce_unit_test_sample.csv": Counted(5, 5, 10, ("259.99", 5), compare_ats=("40", 2), stock=(21, 3)),
    "woocommerce_us_units_bom.csv": Counted(100, 100, 0, ("18475.43", 100)),
    "google_atom_example.xml": Counted(7, 7, 7, ("1113", 7)),
    "google_rss_example.xml": Counted(1, 1, 1, ("2280", 1)),
    "google_rss_no_price.xml": Counted(25, 25, 0, ("0", 0)),
    "google_rss_woodplans.xml": Counted(133, 133, 808, ("716.50", 133), compare_ats=("2387.79", 133)),
    "google_csv_woodplans.csv": Counted(133, 133, 133, ("716.50", 133), compare_ats=("2387.79", 133)),
    "google_ski_wear.tsv": Counted(6, 22, 9, ("5108", 22)),
    "awin_swimwear_same_shop.csv": Counted(48, 48, 48, ("4392", 48)),
    "prisjakt_fixed.xml": Counted(17, 17, 17, ("16644", 17), compare_ats=("10309", 11)),
    # 78 TND and 19.99 EUR.
    "facebook_catalog_fr_comment_header.csv": Counted(3, 3, 3, ("97.99", 3), stock=(50, 1)),
    "heureka_example.xml": Counted(18, 18, 18, ("127001", 18)),
    # One offer stands there three times, twice under another name than the first time.
    "yml_pharmacy.xml": Counted(3, 3, 3, ("622", 3), rejected=2),
    "amazon_listings_all.txt": Counted(3, 3, 0, ("30.02", 3), stock=(3, 3)),
    # The grouped product is none to sell; the dynamic bundle costs what its parts do; bundles have no stock.
    "magento2_catalog_product.csv": Counted(6, 5, 1, ("66", 4), stock=(300, 3)),
    "etsy_woodplans.csv": Counted(133, 133, 808, ("2387.79", 133), stock=(7645, 133)),
    # 24 prices in EUR, 11847.75 together, and one in USD; the pictures are paths of the shop and no addresses.
    "akeneo_tablets.csv": Counted(25, 25, 0, ("12833.24", 25)),
    "prestashop_products_import.csv": Counted(7, 7, 7, ("3200", 7), ("2250", 7), stock=(915, 7)),
    "wix_car_care.csv": Counted(93, 209, 215, ("10721.84", 209), stock=(503, 88)),
    # SKU 13 stands there twice, with the same price.
    "pipe_delimited_fr.csv": Counted(44, 44, 44, ("1041.60", 44)),
    # 48,194 rows of 46,156 UPCs; 2,008 name a UPC under another title than its first row, 30 under the same.
    "large_bestbuy_48k.csv.gz": Counted(46_156, 46_156, 0, ("0", 0), rejected=2_008),
}

#: Lists of stock, prices, offers: they create nothing unless told to. `rejected` is with --create.
LISTS = {
    # 83 rows without a SKU, 15 with #REF!, and four SKUs with two stocks each, 332 units together.
    "apparel_stock.csv": Counted(1591, 9165, 0, ("0", 0), stock=(242_037, 9165), rejected=106),
    "apparel_multichannel_mrp.csv": Counted(254, 1330, 0, ("0", 0)),
    "bol_offers_export.csv": Counted(9, 9, 0, ("186.77", 9), stock=(9, 9)),
}

#: Market -> the sum of its prices, and how many are numbers: the other cells say "Nill".
MARKETS = {
    "Ajio": ("2897954.45", 1293), "Amazon": ("2906391.45", 1293), "Amazon FBA": ("2906391.45", 1293),
    "Flipkart": ("2900354.45", 1293), "Limeroad": ("2900166.45", 1293), "Myntra": ("2900042.45", 1299),
    "Paytm": ("2894366.45", 1293), "Snapdeal": ("2895966.45", 1293),
}  # fmt: skip

REFUSED = {
    "prisjakt_broken_ampersand.xml": "Line 389 of prisjakt_broken_ampersand.xml holds a bare &.",
    "marketplace_air_conditioners_in.csv": "has no column that names its products (a SKU,",
    "pos_articles_de_cp1252.csv": "has no column that names its products (a SKU,",
}


def imported(engine: Engine, feed: Path, rejects: Path, *, create: bool | None = None) -> ImportSummary:
    wanted = FeedRequest(name=str(feed), options=FeedOptions(currency="EUR"), rejects_file=rejects)
    request = Request(limits=NO_LIMITS, wait=0.0, create=create)
    return import_feed(engine, wanted, request, recognised=lambda line: None)


def stored(engine: Engine) -> Counted:
    def amounts(column: str) -> tuple[str, int]:
        found = rows(engine, f"SELECT {column}, price_scale FROM product_variants WHERE {column} IS NOT NULL")
        total = sum((Decimal(amount).scaleb(-scale) for amount, scale in found), Decimal(0))
        return str(total), len(found)

    (products,), (variants,) = (
        rows(engine, f"SELECT count(*) FROM {table}")[0] for table in ("products", "product_variants")
    )
    length = "jsonb_array_length" if engine.dialect.name == "postgresql" else "json_array_length"
    (images,) = rows(engine, f"SELECT COALESCE(sum({length}(images)), 0) FROM products")[0]
    units, levels = rows(engine, "SELECT COALESCE(sum(available), 0), count(*) FROM inventory_levels")[0]
    return Counted(
        products,
        variants,
        int(images),
        amounts("price"),
        amounts("cost_price"),
        amounts("compare_at_price"),
        (int(units), levels),
    )


def plain(counted: Counted) -> tuple[object, ...]:
    """Sums as numbers: 1295 and 1295.00 are the same."""
    return tuple((Decimal(part[0]), part[1]) if isinstance(part, tuple) else part for part in counted)


@pytest.mark.parametrize("name", FEEDS)
def test_a_real_feed_arrives_as_it_is_and_the_second_time_changes_nothing(
    engine: Engine, shared: Path, tmp_path: Path, name: str
) -> None:
    feed, expected = shared / "data" / "products" / name, FEEDS[name]
    first = imported(engine, feed, tmp_path / "rejects.csv")
    after_first = stored(engine)
    second = imported(engine, feed, tmp_path / "rejects.csv")

    assert plain(after_first._replace(rejected=first.rows.rejected)) == plain(expected)
    assert first.rows.read == first.rows.created + first.rows.unchanged + first.rows.rejected
    assert second.operation is None
    assert (second.rows.created, second.rows.updated) == (0, 0)
    assert ledger_agrees(engine)


@pytest.mark.parametrize("name", LISTS)
def test_a_real_list_creates_what_it_has_only_if_told_to(
    engine: Engine, shared: Path, tmp_path: Path, name: str
) -> None:
    feed, expected = shared / "data" / "products" / name, LISTS[name]
    untold = imported(engine, feed, tmp_path / "rejects.csv")
    assert (untold.rows.rejected, untold.operation) == (untold.rows.read, None)
    assert stored(engine).products == 0

    told = imported(engine, feed, tmp_path / "rejects.csv", create=True)
    assert plain(stored(engine)._replace(rejected=told.rows.rejected)) == plain(expected)
    assert rows(engine, "SELECT DISTINCT status FROM products") == [("draft",)]
    again = imported(engine, feed, tmp_path / "rejects.csv")
    assert (again.operation, again.rows.unchanged) == (None, told.rows.created)
    assert ledger_agrees(engine)


def test_the_prices_of_every_channel_are_those_of_its_market(engine: Engine, shared: Path, tmp_path: Path) -> None:
    imported(engine, shared / "data/products/apparel_multichannel_mrp.csv", tmp_path / "rejects.csv", create=True)

    found = rows(engine, "SELECT market, price, price_scale FROM market_prices")
    markets = {market: [Decimal(amount).scaleb(-scale) for name, amount, scale in found if name == market]
               for market, _, _ in found}  # fmt: skip
    assert {market: (str(sum(prices)), len(prices)) for market, prices in markets.items()} == MARKETS


@pytest.mark.parametrize("name", REFUSED)
def test_a_real_feed_that_cannot_be_read_is_refused_with_the_true_reason(
    engine: Engine, shared: Path, tmp_path: Path, name: str
) -> None:
    for _ in range(2):
        with pytest.raises(FeedError) as refused:
            imported(engine, shared / "data" / "products" / name, tmp_path / "rejects.csv")
        assert REFUSED[name] in refused.value.message
    assert stored(engine).products == 0


def test_combinations_before_their_products_wait_in_the_rejects_and_go_in_after_them(
    engine: Engine, shared: Path, tmp_path: Path
) -> None:
    folder, rejects = shared / "data" / "products", tmp_path / "combinations.rejects.csv"
    early = imported(engine, folder / "prestashop_combinations_import.csv", rejects)
    assert [reject.code for reject in early.rejects] == ["no_title"]
    assert "first import the feed that describes it" in early.rejects[0].hint

    imported(engine, folder / "prestashop_products_import.csv", tmp_path / "rejects.csv")
    assert imported(engine, rejects, tmp_path / "again.csv").rows.rejected == 0
    # 27 rows, of which two are one; what they add to a price is no price.
    assert plain(stored(engine)) == plain(Counted(7, 7 + 26, 7, ("3200", 7), ("4600", 30), stock=(915 + 268, 33)))


def test_combinations_may_come_first_where_they_may_create(engine: Engine, shared: Path, tmp_path: Path) -> None:
    folder = shared / "data" / "products"
    imported(engine, folder / "prestashop_combinations_import.csv", tmp_path / "rejects.csv", create=True)
    imported(engine, folder / "prestashop_products_import.csv", tmp_path / "rejects.csv")

    assert plain(stored(engine)) == plain(Counted(7, 7 + 26, 7, ("3200", 7), ("4600", 30), stock=(915 + 268, 33)))
    assert rows(engine, "SELECT title, status FROM products WHERE sku = 'prestashop:1'") == [("iPod Nano", "active")]
