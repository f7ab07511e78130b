"""What the stock is worth and how long it lasts. Costs are in cents."""

from datetime import UTC, datetime
from typing import Any

import pytest

from royal_cli.commerce.reports.words import Choices
from royal_cli.errors import UsageError
from tests.commerce.reports.shop import Shop, at, line


def inventory(shop: Shop, **choices: Any) -> Any:
    """Held against the sales of ten days that are over: 6 to 15 March."""
    now = datetime(2026, 3, 16, 12, tzinfo=UTC)
    return shop.report("inventory", since="2026-03-06", until="2026-03-15", now=now, choices=Choices(**choices))


def sold(shop: Shop, sku: str, quantity: int, day: str = "2026-03-10", **said: Any) -> None:
    shop.order(day, line(quantity=quantity, product_variant_id=shop.variant(sku)), **said)


def test_the_value_is_at_cost_and_what_has_none_is_told(shop: Shop) -> None:
    shop.variant("MUG", cost_price=410)
    shop.variant("PEN", cost_price=1235, price_scale=4)
    shop.stock("MUG", 10, committed=2, damaged=5)
    shop.stock("PEN", 3)
    shop.stock("BOWL", 7)

    report = inventory(shop)

    # 12 * 4.10, and 3 * 0.1235 = 0.3705, rounded once
    assert [(str(row.value), row.units, row.variants) for row in report.values] == [("49.57 EUR", 15, 2)]
    assert (report.without_cost, report.units_without_cost, report.units) == (1, 7, 22)
    assert {row.sku: row.on_hand for row in report.rows} == {"MUG": 17, "PEN": 3, "BOWL": 7}
    assert any("no known cost" in note for note in report.notes)


def test_the_cost_of_the_product_counts_where_the_variant_has_none(shop: Shop) -> None:
    id = shop.insert(
        "products", sku="TEE", title="Tee", currency="GBP", price_scale=2, cost_price=300, created_at=at("2026-01-01"),
        updated_at=at("2026-01-01"),
    )  # fmt: skip
    shop.once("product_variants", "TEE-S", product_id=id, sku="TEE-S", created_at=at("2026-01-01"),
              updated_at=at("2026-01-01"))  # fmt: skip
    shop.stock("TEE-S", 4)

    assert [str(row.value) for row in inventory(shop).values] == ["12.00 GBP"]


def test_cover_is_what_is_available_by_what_is_sold_a_day(shop: Shop) -> None:
    shop.stock("MUG", 45)
    shop.stock("PEN", 45)
    sold(shop, "MUG", 18)
    sold(shop, "MUG", 2, order_status="cancelled")
    sold(shop, "MUG", 5, day="2026-03-05")
    shop.order("2026-03-11", line(quantity=4, cancelled_quantity=2, product_variant_id=shop.variant("MUG")))

    rows = {row.sku: row for row in inventory(shop).rows}

    assert (rows["MUG"].sold, rows["MUG"].per_day, rows["MUG"].cover_days) == (20, 2.0, 22)
    assert (rows["PEN"].sold, rows["PEN"].per_day, rows["PEN"].cover_days) == (0, None, None)


def test_days_without_stock_do_not_count(shop: Shop) -> None:
    """Sold out on the 8th at midnight, filled again on the 13th: five of ten days."""
    shop.stock("MUG", 30)
    sold(shop, "MUG", 10, day="2026-03-07")
    moves = [
        ("2026-03-01", "count", 10, None, 10),
        ("2026-03-08", "sale", -10, 10, 0),
        ("2026-03-13", "purchase", 30, 0, 30),
    ]
    for day, kind, change, previous, new in moves:
        shop.insert(
            "inventory_movements", product_variant_id=shop.variant("MUG"), location_id=shop.location("Main"),
            movement_type=kind, quantity_change=change, previous_quantity=previous, new_quantity=new,
            created_at=at(day),
        )  # fmt: skip

    (row,) = inventory(shop).rows

    assert (row.days_without_stock, row.per_day, row.cover_days) == (5.0, 2.0, 15)


def test_what_was_not_sold_is_dead_the_most_valuable_first(shop: Shop) -> None:
    shop.variant("MUG", cost_price=100)
    shop.variant("OAK", cost_price=9000)
    for sku, units in {"MUG": 5, "OAK": 2, "GONE": 0, "SOLD": 9}.items():
        shop.stock(sku, units)
    sold(shop, "SOLD", 1)
    sold(shop, "OAK", 1, day="2026-03-01")

    report = inventory(shop)

    assert [(row.sku, row.is_dead) for row in report.dead_stock] == [("OAK", True), ("MUG", True)]
    assert report.dead == 2
    assert (str(report.values[0].dead_value), report.values[0].dead_share) == ("185.00 EUR", 1.0)


def test_turnover_is_how_often_a_year_the_stock_is_sold(shop: Shop) -> None:
    """10.00 of cost in ten days is 365.00 a year; 73.00 lies there."""
    shop.variant("MUG", cost_price=100)
    shop.stock("MUG", 73)
    sold(shop, "MUG", 10)

    (row,) = inventory(shop).values

    assert (str(row.cost_of_sold), row.turnover) == ("10.00 EUR", 5.0)


def test_what_runs_out_is_counted(shop: Shop) -> None:
    shop.stock("LOW", 5, reorder_point=5)
    shop.stock("ENOUGH", 6, reorder_point=5)
    shop.stock("GONE", 0)
    shop.stock("BELOW", -2)
    shop.variant("NEVER SAID")

    report = inventory(shop)

    assert (report.below_reorder_point, report.out_of_stock, report.negative) == (1, 2, 1)
    assert (report.variants, report.without_stock_figure) == (4, 1)


def test_locations_are_together_in_a_row_and_apart_in_their_own(shop: Shop) -> None:
    shop.variant("MUG", category="Kitchen > Mugs", cost_price=100)
    shop.stock("MUG", 3)
    shop.stock("MUG", 4, location="Shop")

    report = inventory(shop)

    assert [(row.sku, row.available, row.category) for row in report.rows] == [("MUG", 7, "Kitchen")]
    assert {row.name: (row.units, str(row.value)) for row in report.locations} == {
        "Main": (3, "3.00 EUR"),
        "Shop": (4, "4.00 EUR"),
    }
    assert [(row.name, row.units) for row in report.categories] == [("Kitchen", 7)]


def test_what_lasts_the_shortest_comes_first(shop: Shop) -> None:
    for sku, units in {"LONG": 100, "SHORT": 1, "NEVER": 5}.items():
        shop.stock(sku, units)
    sold(shop, "LONG", 1)
    sold(shop, "SHORT", 1)

    assert [row.sku for row in inventory(shop).rows] == ["SHORT", "LONG", "NEVER"]
    assert [row.sku for row in inventory(shop, sort="available", limit=2).rows] == ["LONG", "NEVER"]


def test_what_stock_cannot_be_sorted_by_is_refused(shop: Shop) -> None:
    with pytest.raises(UsageError, match="colour"):
        inventory(shop, sort="colour")


def test_a_shop_without_stock_has_no_value(shop: Shop) -> None:
    report = inventory(shop)

    assert (report.variants, report.values, report.rows) == (0, [], [])
    assert any("royal product stock set" in note for note in report.notes)
