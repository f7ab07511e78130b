"""What royal exports it reads back: nothing changes, and in an empty database it is the same catalogue."""

from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.catalog.exporting.feed import Target
from royal_cli.commerce.catalog.exporting.report import Report
from royal_cli.commerce.catalog.reading.rows import Filters
from royal_cli.db import schema
from royal_cli.db.database import opened, transaction
from royal_cli.errors import RoyalError
from tests.commerce.catalog.exporting.exported import EVERYTHING, exported, imported, left_out, whole
from tests.commerce.catalog.made_feeds import import_rows
from tests.commerce.catalog.reading.made_catalogue import product, variant
from tests.conftest import SHARED

EXAMPLES = Path(__file__).parents[4] / "examples"
FEEDS = (
    "shopify_dup_skus_apostrophe.csv",
    "shopify_fashion_nl_messy.csv",
    "shopify_swimwear_shared_sku.csv",
    "shopify_template_markets.csv",
    "woocommerce_sample_products.csv",
    "woocommerce_unit_test_sample.csv",
    "google_ski_wear.tsv",
)
#: All of which copies are made in a moment.
SMALL = sorted(
    path.name
    for path in (SHARED / "data" / "products").glob("*.*")
    if path.stat().st_size < 500_000 and ".rejects." not in path.name
)
both = pytest.mark.parametrize("to", [Target.royal, Target.ndjson])


def comes_back(engine: Engine, another_url: str, to: Target, folder: Path, name: str = "export") -> Report:
    """Read the export of a catalogue into that catalogue, and into an empty one."""
    report = Report()
    feed = folder / f"{name}.{to}"
    feed.write_text(exported(engine, to, report, filters=EVERYTHING), encoding="utf-8", newline="")
    before = whole(engine)

    again = imported(engine, feed)

    assert (again.operation, again.rows.created, again.rows.updated, again.rows.rejected) == (None, 0, 0, 0)
    schema.upgrade(another_url)
    with opened(another_url) as another:
        assert imported(another, feed).rows.rejected == 0
        assert whole(another) == before
    return report


@both
@pytest.mark.parametrize("name", ["catalogue.csv", "products.ndjson"])
def test_the_examples_come_back_as_they_were(
    engine: Engine, another_database_url: str, tmp_path: Path, name: str, to: Target
) -> None:
    imported(engine, EXAMPLES / name)

    assert comes_back(engine, another_database_url, to, tmp_path).left_out == []


@both
@pytest.mark.parametrize("name", FEEDS)
def test_the_catalogue_of_a_real_shop_comes_back_as_it_was(
    engine: Engine, another_database_url: str, shared: Path, tmp_path: Path, name: str, to: Target
) -> None:
    feed = tmp_path / name
    feed.symlink_to(shared / "data" / "products" / name)
    imported(engine, feed)

    assert comes_back(engine, another_database_url, to, tmp_path).left_out == []


@pytest.mark.parametrize("name", SMALL)
def test_whatever_can_be_imported_comes_back_as_it_was(
    sqlite_engine: Engine, sqlite_url: str, shared: Path, tmp_path: Path, name: str
) -> None:
    feed = tmp_path / name
    feed.symlink_to(shared / "data" / "products" / name)
    try:
        done = imported(sqlite_engine, feed)
    except RoyalError as error:
        pytest.skip(f"it is refused: {error}")
    if done.operation is None:
        pytest.skip("it only updates what a catalogue has")

    for to in (Target.royal, Target.ndjson):
        another = sqlite_url.replace("royal.db", f"{to}.db")
        assert comes_back(sqlite_engine, another, to, tmp_path).left_out == []


#: What a catalogue may hold that a table can easily get wrong.
TRAPS: dict[str, tuple[dict[str, Any], ...]] = {
    "text that begins like a formula": ({"sku": "=SUM-1", "title": "=1+1", "vendor": "@home", "description": "-5 °C"},),
    "text over several lines": ({"sku": "LAMP", "title": 'The "lamp"', "description": "  One,\r\ntwo;\nthree "},),
    "a key that begins with an apostrophe": ({"key": "'T-HOOFT", "sku": "'T-1", "title": "Tafel", "mpn": "'A"},),
    "three decimals": (
        {"sku": "SCREW", "title": "Screw", "price": 1_255, "price_scale": 3, "cost_price": 5, "currency": "EUR"},
        {"sku": "DATES", "title": "Dates", "price": 12_500, "price_scale": 3, "currency": "TND"},
        {"sku": "TEA", "title": "Tea", "price": 1_250, "price_scale": 0, "currency": "JPY"},
        {"sku": "SAFFRON", "title": "Saffron", "weight": 1_361, "weight_unit": "g"},
        {"sku": "BOLT", "title": "Bolt", "dimensions": '{"length":"1.255","height":"2","unit":"cm"}'},
    ),
    "images with texts, more than there are variants": (
        {
            "sku": "VASE",
            "title": "Vase",
            "images": [("https://img.example/1.jpg", "Front"), ("https://img.example/2,3.jpg", None),
                       ("https://img.example/4.jpg", "Left, from behind")],
        },
    ),
    "a product that has no variant": ({"key": "POSTER", "title": "Poster", "sells": False, "weight": 5_000,
                                       "weight_unit": "g"},),
    "a price and a size of the product itself": (
        {"key": "SHIRT", "title": "Shirt", "sells": False},
        {"key": "SHIRT", "sku": "SHIRT-S", "price": 1_000, "option1_name": "Size", "option1_value": "S"},
        {"key": "SHIRT", "sku": "SHIRT", "price": 1_100, "option1_name": "Size", "option1_value": "M"},
    ),
    "variants whose SKU royal derived": (
        {"key": "SOCK", "title": "Sock", "sku": None, "option1_name": "Size", "option1_value": "38/40"},
        {"key": "SOCK", "sku": None, "option1_name": "Size", "option1_value": "41/43"},
        {"key": "CAP", "title": "Cap", "sku": None, "stock": {"Main": 0}},
    ),
    "stock, unknown and none": (
        {"sku": "A", "title": "Jug", "stock": {"Main": 0, "Café ‘Zuid’": -2}},
        {"sku": "B", "title": "Jar", "stock": {}},
    ),
    "an archived product in a draft's company": (
        {"sku": "OLD", "title": "Old lamp", "status": "archived"},
        {"sku": "NEW", "title": "New lamp", "status": "draft", "allow_backorder": True, "price_includes_vat": False},
    ),
}  # fmt: skip


@both
def test_what_is_easily_lost_comes_back(engine: Engine, another_database_url: str, tmp_path: Path, to: Target) -> None:
    import_rows(engine, *chain.from_iterable(TRAPS.values()))

    assert comes_back(engine, another_database_url, to, tmp_path).left_out == []


@both
def test_figures_of_a_product_with_variants_stay_its_own(
    engine: Engine, another_database_url: str, tmp_path: Path, to: Target
) -> None:
    with transaction(engine) as session:
        product(
            session, "MUG", variant("MUG-S", price=950), variant("MUG-L"),
            base_price=1_000, cost_price=400, weight=250_000, weight_unit="g",
        )  # fmt: skip

    assert comes_back(engine, another_database_url, to, tmp_path).left_out == []


def test_a_part_of_a_catalogue_names_its_variants_by_the_skus_they_have(engine: Engine, tmp_path: Path) -> None:
    import_rows(
        engine,
        {"key": "SOCK", "title": "Sock", "sku": None, "vendor": "Wolle", "option1_value": "38"},
        {"key": "CAP", "title": "Cap", "sku": "CAP"},
    )
    feed = tmp_path / "part.csv"
    feed.write_text(exported(engine, filters=Filters(vendor="wolle")), encoding="utf-8")

    assert "SOCK,SOCK-38," in feed.read_text(encoding="utf-8")
    assert imported(engine, feed).operation is None


@both
def test_what_cannot_be_said_is_left_out_and_told(engine: Engine, tmp_path: Path, to: Target) -> None:
    with transaction(engine) as session:
        product(session, "PAN", variant("PAN"), tags=["salt, pepper", "kitchen"])
        product(session, "POT", base_price=1_000, images=[{"url": "https://img.example/a b.jpg", "alt_text": None}])
    report = Report()
    feed = tmp_path / "feed"
    feed.write_text(exported(engine, to, report), encoding="utf-8")

    assert left_out(report) == {
        "a part of it holds a comma or what else ends a part": ["PAN"],
        "the address holds what ends an address": ["POT"],
        "the product has no variant that could bear them": ["POT"],
    }
    assert imported(engine, feed).operation is None


@both
@pytest.mark.parametrize("title", ["'90", "#N/A", "__CLEAR__", " wide "])
def test_a_title_that_would_be_read_as_something_else_is_left_out(
    sqlite_engine: Engine, tmp_path: Path, title: str, to: Target
) -> None:
    with transaction(sqlite_engine) as session:
        product(session, "BOOK", variant("BOOK"), title=title)
    report = Report()
    feed = tmp_path / "feed"
    feed.write_text(exported(sqlite_engine, to, report), encoding="utf-8")

    assert left_out(report) == {"it would be read as something else": ["BOOK"]}
    assert imported(sqlite_engine, feed).operation is None
