"""Real feeds of real shops, imported twice: what is stored agrees with the file, and the second time changes nothing.

The figures were counted by a script of its own over Python's csv and ElementTree: products are distinct keys,
variants distinct rows that sell, images distinct addresses per product; sums are of exact decimals.
"""

from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.catalog.feed_import import FeedRequest, ImportSummary, import_feed
from royal_cli.commerce.catalog.importer import Request
from royal_cli.commerce.feeds.options import FeedOptions
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
}


def imported(engine: Engine, feed: Path, rejects: Path) -> ImportSummary:
    request = FeedRequest(name=str(feed), options=FeedOptions(currency="EUR"), rejects_file=rejects)
    return import_feed(engine, request, Request(limits=NO_LIMITS, wait=0.0), recognised=lambda line: None)


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
    assert first.rows.read == first.rows.created + first.rows.rejected
    assert second.operation is None
    assert (second.rows.created, second.rows.updated) == (0, 0)
    assert ledger_agrees(engine)
