"""What is exported of real catalogues keeps the rules of who takes it."""

import csv
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.catalog.exporting.feed import Target
from tests.benchmarks import feed
from tests.commerce.catalog.exporting.exported import EVERYTHING, exported, imported
from tests.commerce.catalog.exporting.rules import faults_of_amazon, faults_of_bol, faults_of_google
from tests.commerce.catalog.exporting.test_google import LINK

EXAMPLES = Path(__file__).parents[4] / "examples"
SHOPS = (
    "shopify_apparel.csv", "shopify_titlecase_headers.csv", "shopify_fashion_nl_messy.csv",
    "shopify_home_and_garden.csv", "google_ski_wear.tsv", "woocommerce_sample_products.csv", "prisjakt_fixed.xml",
    "google_rss_example.xml", "yml_pharmacy.xml",
)  # fmt: skip


@pytest.fixture
def shops(engine: Engine, shared: Path, tmp_path: Path) -> Engine:
    """The example and the catalogues of several real shops, one after the other."""
    imported(engine, EXAMPLES / "catalogue.csv")
    for name in SHOPS:
        source = tmp_path / name
        source.symlink_to(shared / "data" / "products" / name)
        imported(engine, source)
    return engine


def faults(engine: Engine) -> tuple[list[int], list[str]]:
    """How much is in the feeds of Google, bol and Amazon, and what is wrong with it."""
    told: dict[str, Any] = {"condition": "new", "with_vat": True, "filters": EVERYTHING}
    google = exported(engine, Target.google, link=LINK, filters=EVERYTHING)
    bol = exported(engine, Target.bol, delivery_code="1-2d", **told)
    amazon = exported(engine, Target.amazon, currency="EUR", **told)
    written = [google.count("<item>"), len(bol.splitlines()) - 1, len(amazon.splitlines()) - 1]
    return written, [*faults_of_google(google), *faults_of_bol(bol), *faults_of_amazon(amazon)]


def test_real_catalogues_keep_the_rules(shops: Engine) -> None:
    """Only one of these shops has brands, images and numbers of its articles; none a GTIN, stock and prices in EUR."""
    assert faults(shops) == ([99, 0, 0], [])


def test_all_that_can_be_sold_is_in_the_feeds(engine: Engine, tmp_path: Path) -> None:
    source = tmp_path / "feed.csv"
    feed.write(source, 300)
    imported(engine, source)
    with source.open(newline="", encoding="utf-8") as file:
        sold = [row for row in csv.DictReader(file) if row["gtin"] and row["status"] == "active"]

    assert faults(engine) == ([len(sold)] * 3, [])
