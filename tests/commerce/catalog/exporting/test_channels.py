"""The tables that Shopify and WooCommerce take, read back by royal's readers of them."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.catalog.exporting.feed import Target
from royal_cli.commerce.catalog.exporting.report import Report
from royal_cli.commerce.catalog.exporting.shopify import handle
from royal_cli.db import schema
from royal_cli.db.database import opened, transaction
from royal_cli.errors import UsageError
from tests.commerce.catalog.exporting.exported import EVERYTHING, exported, imported, left_out, table
from tests.commerce.catalog.made_feeds import rows
from tests.commerce.catalog.reading.made_catalogue import product, variant

shops = pytest.mark.parametrize("to", [Target.shopify, Target.woocommerce])
EXAMPLES = Path(__file__).parents[4] / "examples"
SOLD = (
    "SELECT v.sku, v.gtin, v.option1_name, v.option1_value, v.option2_value, v.currency, v.price,"
    # What is no higher than the price is none to compare with, and what costs nothing is not on sale.
    " CASE WHEN v.compare_at_price > v.price AND v.price > 0 THEN v.compare_at_price END,"
    " v.price_scale, CASE WHEN v.option1_value IS NOT NULL THEN v.image_url END,"
    " (SELECT sum(available) FROM inventory_levels l WHERE l.product_variant_id = v.id)"
    " FROM product_variants v ORDER BY v.sku"
)


def shirts(engine: Engine) -> None:
    with transaction(engine) as session:
        product(
            session,
            "Shirt No. 1",
            variant("S", price=2_000, compare_at_price=2_500, option1_name="Size", option1_value="S, slim",
                    stock={"Main": 4, "Gent": 3}, weight=250_000, weight_unit="g"),
            variant("M", price=2_000, option1_name="Size", option1_value="M", allow_backorder=True),
            title="=Shirt", tags=["cotton", "summer"], vendor="Weber", category="Clothes, new > Shirts",
            images=[{"url": "https://img.example/1.jpg", "alt_text": "Front", "position": 1, "is_primary": True},
                    {"url": "https://img.example/2.jpg", "alt_text": None, "position": 2, "is_primary": False},
                    {"url": "https://img.example/3.jpg", "alt_text": None, "position": 3, "is_primary": False}],
        )  # fmt: skip


@shops
def test_the_examples_arrive_in_another_royal_as_they_are(
    engine: Engine, another_database_url: str, tmp_path: Path, to: Target
) -> None:
    imported(engine, EXAMPLES / "catalogue.csv")
    report = Report()
    feed = tmp_path / "feed.csv"
    feed.write_text(exported(engine, to, report), encoding="utf-8")

    schema.upgrade(another_database_url)
    with opened(another_database_url) as another:
        assert imported(another, feed).rows.rejected == 0
        assert rows(another, SOLD) == rows(engine, SOLD)
    assert report.left_out == []


@shops
@pytest.mark.parametrize(
    "name", ["shopify_fashion_nl_messy.csv", "woocommerce_sample_products.csv", "google_ski_wear.tsv"]
)
def test_a_real_catalogue_arrives_in_another_royal_as_it_is(
    sqlite_engine: Engine, empty_sqlite_url: str, shared: Path, tmp_path: Path, name: str, to: Target
) -> None:
    source = tmp_path / name
    source.symlink_to(shared / "data" / "products" / name)
    imported(sqlite_engine, source)
    report = Report()
    feed = tmp_path / "feed.csv"
    feed.write_text(exported(sqlite_engine, to, report, filters=EVERYTHING), encoding="utf-8", newline="")

    another_url = empty_sqlite_url.replace("royal.db", "another.db")
    schema.upgrade(another_url)
    left = {sku for skus in left_out(report).values() for sku in skus}
    with opened(another_url) as another:
        assert imported(another, feed).rows.rejected == 0
        assert rows(another, SOLD) == [row for row in rows(sqlite_engine, SOLD) if row[0] not in left]


def said(row: dict[str, str]) -> dict[str, str]:
    return {name: cell for name, cell in row.items() if cell}


def test_shopify_gets_a_row_per_variant_and_one_for_a_further_image(engine: Engine) -> None:
    shirts(engine)

    first, second, third = map(said, table(engine, Target.shopify))

    assert first == {
        "Handle": handle("Shirt No. 1"), "Title": "=Shirt", "Vendor": "Weber", "Tags": "cotton, summer",
        "Published": "TRUE", "Status": "active", "Option1 Name": "Size", "Option1 Value": "S, slim",
        "Variant SKU": "S", "Variant Grams": "250", "Variant Weight Unit": "g", "Variant Inventory Tracker": "shopify",
        "Variant Inventory Qty": "7", "Variant Inventory Policy": "deny", "Variant Fulfillment Service": "manual",
        "Variant Price": "20.00", "Variant Compare At Price": "25.00",
        "Image Src": "https://img.example/1.jpg", "Image Position": "1", "Image Alt Text": "Front",
    }  # fmt: skip
    assert second == {
        "Handle": handle("Shirt No. 1"), "Option1 Value": "M", "Variant SKU": "M", "Variant Price": "20.00",
        "Variant Inventory Policy": "continue", "Variant Fulfillment Service": "manual",
        "Image Src": "https://img.example/2.jpg", "Image Position": "2",
    }  # fmt: skip
    assert third == {
        "Handle": handle("Shirt No. 1"), "Image Src": "https://img.example/3.jpg", "Image Position": "3",
    }  # fmt: skip


def test_a_handle_is_the_sku_or_like_no_other() -> None:
    assert handle("blue-mug-2") == "blue-mug-2"
    assert handle("Blue Mug").startswith("blue-mug-")
    assert len({handle("Blue Mug"), handle("blue mug"), handle("BLUE-MUG"), handle("blue-mug")}) == 4


def test_woocommerce_gets_a_variable_product_and_its_variations(engine: Engine) -> None:
    shirts(engine)

    shirt, small, medium = map(said, table(engine, Target.woocommerce))

    assert shirt == {
        "Type": "variable", "SKU": "Shirt No. 1", "Name": "=Shirt", "Published": "1", "Brands": "Weber",
        "Categories": "Clothes\\, new > Shirts", "Tags": "cotton, summer",
        "Images": "https://img.example/1.jpg, https://img.example/2.jpg, https://img.example/3.jpg",
        "Attribute 1 name": "Size", "Attribute 1 value(s)": "S\\, slim, M", "Attribute 1 visible": "1",
        "Attribute 1 global": "1",
    }  # fmt: skip
    assert small == {
        "Type": "variation", "SKU": "S", "Parent": "Shirt No. 1", "Name": "=Shirt", "Published": "1", "Position": "1",
        "In stock?": "1", "Stock": "7", "Backorders allowed?": "0", "Weight (kg)": "0.25",
        "Sale price": "20.00", "Regular price": "25.00",
        "Attribute 1 name": "Size", "Attribute 1 value(s)": "S\\, slim", "Attribute 1 visible": "1",
        "Attribute 1 global": "1",
    }  # fmt: skip
    assert (medium["Regular price"], medium["Backorders allowed?"]) == ("20.00", "1")
    assert medium.keys().isdisjoint({"Stock", "In stock?", "Sale price"})


@shops
@pytest.mark.parametrize(
    ("variants", "reason", "skus"),
    [
        ([variant("GIFT")], "it has no price", ["GIFT"]),
        ([variant("A", price=100), variant("B", price=100)], "it has no named option that tells it apart", ["A", "B"]),
        (
            [variant(sku, price=100, option1_name="Size", option1_value="S") for sku in ("A", "B")],
            "another variant of its product has the same options",
            ["B"],
        ),
        (
            [variant(name, price=100, option1_name=name, option1_value="S") for name in ("Size", "Maat")],
            "its options are others than those of its product's first variant",
            ["Maat"],
        ),
    ],
)
def test_what_a_shop_would_take_for_something_else_is_left_out(
    sqlite_engine: Engine, to: Target, variants: list[dict[str, Any]], reason: str, skus: list[str]
) -> None:
    with transaction(sqlite_engine) as session:
        product(session, "THING", *variants)
    report = Report()

    found = table(sqlite_engine, to, report)

    assert left_out(report)[reason] == skus
    assert not set(skus) & {row.get("Variant SKU") or row.get("SKU") for row in found}
    assert bool(found) is (len(variants) > len(skus))


@shops
def test_prices_in_another_currency_are_left_out(engine: Engine, to: Target) -> None:
    with transaction(engine) as session:
        product(session, "MUG", variant("MUG", price=900))
        product(session, "JUG", variant("JUG", price=900, currency="USD"))
    report = Report()

    found = table(engine, to, report, currency="USD")

    assert [row.get("Variant SKU") or row["SKU"] for row in found] == ["JUG"]
    assert left_out(report)["its price is in EUR"] == ["MUG"]


@shops
def test_of_several_currencies_one_has_to_be_chosen(engine: Engine, to: Target) -> None:
    with transaction(engine) as session:
        product(session, "MUG", variant("MUG", price=900))
        product(session, "JUG", variant("JUG", price=900, currency="USD"))

    with pytest.raises(UsageError, match="Prices are in EUR and USD"):
        exported(engine, to)


def test_woocommerce_has_no_two_products_with_one_sku(sqlite_engine: Engine) -> None:
    with transaction(sqlite_engine) as session:
        product(
            session, "TEE", *(variant(sku, price=1, option1_name="Size", option1_value=sku) for sku in ("TEE", "S"))
        )
        product(session, "OLD", variant("OLD", price=1), status="archived")
    report = Report()

    assert table(sqlite_engine, Target.woocommerce, report) == []
    assert left_out(report) == {"one of its variants has its SKU, which WooCommerce does not allow": ["TEE"]}


def test_pounds_are_grams_for_shopify_and_kilograms_for_woocommerce(sqlite_engine: Engine) -> None:
    with transaction(sqlite_engine) as session:
        sides = {"length": "10", "width": "2.5", "unit": "in"}
        product(session, "ANVIL", variant("ANVIL", price=1, weight=2_000, weight_unit="lb", dimensions=sides))

    (shopify,), (woocommerce,) = (table(sqlite_engine, to) for to in (Target.shopify, Target.woocommerce))

    assert (shopify["Variant Grams"], shopify["Variant Weight Unit"]) == ("907.18474", "lb")
    assert woocommerce["Weight (kg)"] == "0.90718474"
    assert (woocommerce["Length (cm)"], woocommerce["Width (cm)"], woocommerce["Height (cm)"]) == ("25.4", "6.35", "")
