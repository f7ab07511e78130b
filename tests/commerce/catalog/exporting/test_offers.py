"""Tables of offers for bol and Amazon: what is in them, and what is left out for which reason."""

from typing import Any

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.catalog.exporting.feed import Target
from royal_cli.commerce.catalog.exporting.report import Report
from royal_cli.db.database import transaction
from royal_cli.errors import UsageError
from tests.commerce.catalog.exporting.exported import exported, left_out, table
from tests.commerce.catalog.reading.made_catalogue import product, variant

EAN = "4006381333931"
TOLD: dict[Target, dict[str, Any]] = {
    Target.bol: {"condition": "new", "delivery_code": "1-2d"},
    Target.amazon: {"condition": "new"},
}
both = pytest.mark.parametrize("to", [Target.bol, Target.amazon])


def mug(engine: Engine, *variants: dict[str, Any], **changes: Any) -> None:
    """A product with variants that can be offered, but for what is told of them."""
    offered = {"sku": "MUG", "price": 1_250, "price_includes_vat": True, "gtin": EAN, "stock": {"Main": 3, "Gent": 2}}
    with transaction(engine) as session:
        product(session, "MUGS", *(variant(**{**offered, **each}) for each in variants or ({},)), **changes)


def lines(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines()]


def test_an_offer_for_bol(engine: Engine) -> None:
    mug(engine, title="Blue mug")

    assert table(engine, Target.bol, **TOLD[Target.bol]) == [
        {
            "EAN": EAN, "Condition": "NEW", "Price": "12.50", "Deliverycode": "1-2d", "Stock": "5", "Publish": "TRUE",
            "Reference": "MUG", "Title": "Blue mug", "FulfillmentMethod": "FBR",
        }
    ]  # fmt: skip


def test_an_offer_for_amazon(engine: Engine) -> None:
    mug(engine, {}, {"sku": "JUG", "gtin": "036000291452"}, {"sku": "POT", "gtin": None, "asin": "B01I53BE4O"})

    assert lines(exported(engine, Target.amazon, condition="used-very-good")) == [
        ["sku", "product-id", "product-id-type", "price", "item-condition", "quantity", "add-delete"],
        ["MUG", EAN, "4", "12.50", "2", "5", "a"],
        ["JUG", "036000291452", "3", "12.50", "2", "5", "a"],
        ["POT", "B01I53BE4O", "1", "12.50", "2", "5", "a"],
    ]


def test_a_short_gtin_is_an_ean_for_bol(sqlite_engine: Engine) -> None:
    mug(sqlite_engine, {"gtin": "036000291452"})

    assert [row["EAN"] for row in table(sqlite_engine, Target.bol, **TOLD[Target.bol])] == ["0036000291452"]


@both
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        # T10: missing stock is not 0.
        ({"stock": {}}, "nothing is known of its stock"),
        ({"price": None}, "it has no price"),
        ({"price": 0}, "its price is not above 0"),
        ({"price": 12_505, "price_scale": 3}, "its price has more decimals than its currency"),
        ({"price_includes_vat": False}, "its price is without VAT"),
        ({"price_includes_vat": None}, "whether its price includes VAT is unknown; --with-vat says that it does"),
        ({"gtin": "4006381333932"}, "its GTIN has a wrong check digit"),
        ({"gtin": "2990017000019"}, "its GTIN is not one for trade"),
        ({"gtin": "14006381333938"}, "its GTIN is that of a case"),
        ({"status": "draft"}, "it is a draft or archived"),
    ],
)
def test_what_cannot_be_offered_is_left_out(
    sqlite_engine: Engine, to: Target, changes: dict[str, Any], reason: str
) -> None:
    mug(sqlite_engine, changes)
    report = Report()

    assert len(exported(sqlite_engine, to, report, **TOLD[to]).splitlines()) == 1
    assert left_out(report) == {reason: ["MUG"]}
    assert (report.rows, report.products, report.variants) == (0, 0, 0)


@pytest.mark.parametrize(
    ("to", "changes", "reason"),
    [
        (Target.bol, {"gtin": None}, "it has no GTIN"),
        (Target.bol, {"currency": "USD"}, "its price is in USD"),
        (Target.bol, {"price": 99}, "its price is not between 1 and 9,999 EUR"),
        (Target.bol, {"sku": "M" * 101}, "its SKU has more than 100 characters"),
        (Target.amazon, {"gtin": None}, "it has neither an ASIN nor a GTIN"),
        (Target.amazon, {"sku": "M" * 41}, "its SKU is longer than 40 characters or holds other than plain ones"),
        (Target.amazon, {"sku": "MÜG"}, "its SKU is longer than 40 characters or holds other than plain ones"),
    ],
)
def test_each_marketplace_has_its_own_limits(
    sqlite_engine: Engine, to: Target, changes: dict[str, Any], reason: str
) -> None:
    mug(sqlite_engine, changes)
    report = Report()

    assert len(exported(sqlite_engine, to, report, **TOLD[to]).splitlines()) == 1
    assert list(left_out(report)) == [reason]


@both
def test_of_two_articles_with_one_gtin_neither_is_offered(engine: Engine, to: Target) -> None:
    """Nobody could tell which of them a customer gets."""
    mug(engine, {}, {"sku": "JUG", "gtin": f"0{EAN}"}, {"sku": "OLD", "status": "archived"})
    report = Report()

    assert len(exported(engine, to, report, **TOLD[to]).splitlines()) == 1
    assert left_out(report)["another variant bears its GTIN"] == ["MUG", "JUG"]


@both
def test_an_archived_article_with_the_same_gtin_is_in_nobodys_way(engine: Engine, to: Target) -> None:
    mug(engine, {}, {"sku": "OLD", "status": "archived"})

    assert len(exported(engine, to, **TOLD[to]).splitlines()) == 2


@both
def test_prices_are_said_to_include_vat(sqlite_engine: Engine, to: Target) -> None:
    mug(sqlite_engine, {"price_includes_vat": None})

    assert len(exported(sqlite_engine, to, with_vat=True, **TOLD[to]).splitlines()) == 2


def test_where_prices_are_shown_without_tax_nobody_asks_for_it(sqlite_engine: Engine) -> None:
    mug(sqlite_engine, {"price_includes_vat": None, "currency": "USD"})

    assert lines(exported(sqlite_engine, Target.amazon, condition="new"))[1][3] == "12.50"


@pytest.mark.parametrize(("units", "offered", "told"), [(1_200, "999", ["MUG"]), (-4, "0", []), (0, "0", [])])
def test_bol_is_told_units_that_it_takes(sqlite_engine: Engine, units: int, offered: str, told: list[str]) -> None:
    mug(sqlite_engine, {"stock": {"Main": units}})
    report = Report()

    assert [row["Stock"] for row in table(sqlite_engine, Target.bol, report, **TOLD[Target.bol])] == [offered]
    assert [sku for skus in left_out(report).values() for sku in skus] == told


def test_prices_and_stock_of_offers_that_amazon_has(engine: Engine) -> None:
    """T10: what is not known is left as Amazon has it."""
    unpriced: dict[str, Any] = {"price": None, "compare_at_price": None}
    mug(engine, {}, {"sku": "JUG", "stock": {}}, {"sku": "POT", **unpriced}, {"sku": "PAN", "stock": {}, **unpriced})
    report = Report()

    assert lines(exported(engine, Target.amazon, report, columns=["sku", "quantity", "price"])) == [
        ["sku", "quantity", "price"],
        ["MUG", "5", "12.50"],
        ["JUG", "", "12.50"],
        ["POT", "5", ""],
    ]
    assert left_out(report) == {
        "nothing is known of its stock": ["JUG"],
        "it has no price": ["POT"],
        "it has no price and nothing is known of its stock": ["PAN"],
    }


@pytest.mark.parametrize("columns", [["sku"], ["price", "quantity"], ["sku", "price", "price"], ["sku", "product-id"]])
def test_amazon_has_no_table_of_other_columns(sqlite_engine: Engine, columns: list[str]) -> None:
    with pytest.raises(UsageError, match="a table for offers and one for their prices and stock"):
        exported(sqlite_engine, Target.amazon, condition="new", columns=columns)


def test_a_table_for_amazon_has_one_currency(engine: Engine) -> None:
    mug(engine, {}, {"sku": "JUG", "gtin": None, "asin": "B01I53BE4O", "currency": "SEK", "price": 9_900})

    with pytest.raises(UsageError, match="Prices are in EUR and SEK"):
        exported(engine, Target.amazon, condition="new")
    assert [row[0] for row in lines(exported(engine, Target.amazon, condition="new", currency="SEK"))] == ["sku", "JUG"]


def test_condition_and_delivery_are_never_made_up(sqlite_engine: Engine) -> None:
    """T63: a delivery promise of 24 hours that nobody made."""
    with pytest.raises(UsageError, match="bol wants to know the condition"):
        exported(sqlite_engine, Target.bol, delivery_code="1-2d")
    with pytest.raises(UsageError, match="bol wants to know the delivery code"):
        exported(sqlite_engine, Target.bol, condition="NEW")
    with pytest.raises(UsageError, match="bol knows no delivery code '24h'"):
        exported(sqlite_engine, Target.bol, condition="NEW", delivery_code="24h")
