"""Duplicates become one product, nothing is added up that nobody asked to add, and undo takes them apart again."""

from typing import Any

import pytest
from sqlalchemy import Engine, text

from royal_cli.commerce.catalog.merging.products import Merge, Prefer, merge_products
from royal_cli.commerce.catalog.merging.stock import Stock
from royal_cli.commerce.undo import undo
from royal_cli.errors import Conflict, NotFound, Refused, UsageError
from tests.commerce.catalog.dumps import DRY, NOW, dump, last, order
from tests.commerce.catalog.made_feeds import import_rows, ledger_agrees, rows

MUG: dict[str, Any] = {
    "sku": "MUG", "title": "Blue mug", "price": 1000, "gtin": "8712345678906", "category_path": "Kitchen",
    "tags": '["a","b"]', "images": [("https://shop.example/1.jpg", "front")], "stock": {"Main": 3},
    "markets": {"Norway": 9900},
}  # fmt: skip
TWIN: dict[str, Any] = {
    "sku": "MUG-2", "title": "Mug, blue", "description": "A mug.", "price": 1100, "cost_price": 400,
    "category_path": "Mugs", "tags": '["b","c"]', "stock": {"Main": 5, "Gent": 2},
    "images": [("https://shop.example/1.jpg", None), ("https://shop.example/2.jpg", "back")],
    "markets": {"Norway": 9500, "Chile": 7000},
}  # fmt: skip


def shirt(key: str, *sizes: str, **fields: Any) -> list[dict[str, Any]]:
    return [
        {"key": key, "sku": f"{key}-{size}", "title": key, "option1_name": "Size", "option1_value": size,
         "price": 2500, **fields}
        for size in sizes
    ]  # fmt: skip


@pytest.fixture
def shop(engine: Engine) -> Engine:
    import_rows(engine, MUG, TWIN, *shirt("TEE", "S", "M"), *shirt("SHIRT", "M", "L", stock={"Main": 4}))
    return engine


def product(engine: Engine, sku: str) -> tuple[Any, ...]:
    (found,) = rows(
        engine,
        "SELECT p.title, p.description, c.path, CAST(p.tags AS TEXT), v.price, v.cost_price, v.gtin FROM products p"
        " JOIN product_variants v ON v.product_id = p.id LEFT JOIN categories c ON c.id = p.category_id"
        " WHERE p.sku = :sku",
        sku=sku,
    )
    return tuple(str(value).replace(", ", ",") if str(value).startswith("[") else value for value in found)


def stock(engine: Engine) -> list[tuple[Any, ...]]:
    return rows(
        engine,
        "SELECT v.sku, o.name, l.available, l.committed FROM inventory_levels l JOIN product_variants v"
        " ON v.id = l.product_variant_id JOIN locations o ON o.id = l.location_id WHERE v.sku LIKE 'MUG%'"
        " ORDER BY v.sku, o.name",
    )


def prices(engine: Engine) -> list[tuple[Any, ...]]:
    return rows(
        engine,
        "SELECT v.sku, m.market, m.price FROM market_prices m JOIN product_variants v ON v.id = m.product_variant_id"
        " ORDER BY v.sku, m.market",
    )


def twins(engine: Engine, **how: Any) -> Merge:
    return merge_products(engine, ["MUG-2"], "MUG", how.pop("asked", NOW), **how)


def test_what_the_one_that_stays_does_not_know_is_filled(shop: Engine) -> None:
    done = twins(shop, stock=Stock.add)

    assert product(shop, "MUG") == ("Blue mug", "A mug.", "Kitchen", '["a","b","c"]', 1000, 400, "8712345678906")
    assert (done.products_gone, done.variants_moved, done.variants_merged) == (1, 0, 1)
    assert done.skus_gone == ["MUG-2"]


def test_the_values_of_the_one_that_goes_can_be_preferred(shop: Engine) -> None:
    twins(shop, stock=Stock.keep, prefer=Prefer.source)

    assert product(shop, "MUG") == ("Mug, blue", "A mug.", "Mugs", '["b","c","a"]', 1100, 400, "8712345678906")
    assert prices(shop) == [("MUG", "Chile", 7000), ("MUG", "Norway", 9500)]


def test_pictures_come_together_each_once(shop: Engine) -> None:
    twins(shop, stock=Stock.keep)
    ((images,),) = rows(shop, "SELECT CAST(images AS TEXT) FROM products WHERE sku = 'MUG'")

    assert [images.count(f"{n}.jpg") for n in (1, 2)] == [1, 1]
    assert "front" in images


def test_stock_is_never_added_up_silently(shop: Engine) -> None:
    before = dump(shop)
    with pytest.raises(Refused, match="Main: 3 of MUG and 5 of MUG-2"):
        twins(shop)

    assert dump(shop) == before


@pytest.mark.parametrize(("how", "in_main"), [(Stock.add, 8), (Stock.keep, 3)])
def test_the_operator_says_what_becomes_of_the_stock(shop: Engine, how: Stock, in_main: int) -> None:
    twins(shop, stock=how)

    assert stock(shop) == [("MUG", "Gent", 2, 0), ("MUG", "Main", in_main, 0)]
    assert ledger_agrees(shop)


def test_what_is_promised_to_orders_comes_along_in_any_case(shop: Engine) -> None:
    with shop.begin() as connection:
        connection.execute(text("UPDATE inventory_levels SET committed = 1"))
    twins(shop, stock=Stock.keep)

    assert stock(shop) == [("MUG", "Gent", 2, 1), ("MUG", "Main", 3, 2)]


def test_orders_prices_and_movements_move_along(shop: Engine) -> None:
    order(shop, "MUG-2")
    twins(shop, stock=Stock.add)

    assert rows(
        shop,
        "SELECT p.sku, v.sku, o.sku FROM order_line_items o JOIN products p ON p.id = o.product_id"
        " JOIN product_variants v ON v.id = o.product_variant_id",
    ) == [("MUG", "MUG", "MUG-2")]
    assert prices(shop) == [("MUG", "Chile", 7000), ("MUG", "Norway", 9900)]


@pytest.mark.parametrize("prefer", [None, Prefer.source])
@pytest.mark.parametrize("how", list(Stock))
def test_undo_takes_them_apart_exactly(shop: Engine, how: Stock, prefer: Prefer | None) -> None:
    order(shop, "MUG-2")
    before = dump(shop, without="inventory_movements" if how is Stock.keep else "")
    twins(shop, stock=how, prefer=prefer)
    merged = (stock(shop), prices(shop), product(shop, "MUG"))
    undone = undo(shop, "last")

    assert undone.conflicts == 0
    # A ledger is only ever added to: what was written off is written back.
    assert dump(shop, without="inventory_movements" if how is Stock.keep else "") == before
    assert ledger_agrees(shop)

    undo(shop, "last")
    assert (stock(shop), prices(shop), product(shop, "MUG")) == merged
    assert ledger_agrees(shop)


def test_variants_move_and_those_with_the_same_options_become_one(shop: Engine) -> None:
    before = dump(shop)
    done = merge_products(shop, ["SHIRT"], "TEE", NOW)
    merged = rows(
        shop, "SELECT p.sku, v.sku FROM product_variants v JOIN products p ON p.id = v.product_id"
        " WHERE v.sku NOT LIKE 'MUG%' ORDER BY v.sku"
    )  # fmt: skip
    undo(shop, "last")

    assert merged == [("TEE", "SHIRT-L"), ("TEE", "TEE-M"), ("TEE", "TEE-S")]
    assert (done.variants_moved, done.variants_merged, done.skus_gone) == (1, 1, ["SHIRT", "SHIRT-M"])
    assert dump(shop) == before


def test_a_feed_finds_a_variant_that_moved_by_its_sku(shop: Engine) -> None:
    merge_products(shop, ["SHIRT"], "TEE", NOW)
    import_rows(shop, {**shirt("SHIRT", "L")[0], "price": 2600})

    assert rows(shop, "SELECT sku FROM products WHERE sku IN ('SHIRT', 'TEE')") == [("TEE",)]
    assert rows(shop, "SELECT price FROM product_variants WHERE sku = 'SHIRT-L'") == [(2600,)]


def test_several_at_once_come_in_their_order(shop: Engine) -> None:
    import_rows(
        shop, {"sku": "MUG-3", "title": "Mug", "vendor": "Potter", "description": "Third", "stock": {"Main": 1}}
    )
    before = dump(shop)
    done = merge_products(shop, ["MUG-2", "MUG-3"], "MUG", NOW, stock=Stock.add)
    vendor = rows(shop, "SELECT vendor, description FROM products WHERE sku = 'MUG'")
    merged = stock(shop)
    undo(shop, "last")

    assert vendor == [("Potter", "A mug.")]
    assert merged == [("MUG", "Gent", 2, 0), ("MUG", "Main", 9, 0)]
    assert done.skus_gone == ["MUG-2", "MUG-3"]
    assert dump(shop) == before


def test_the_same_gtin_is_the_same_variant_whatever_its_options(engine: Engine) -> None:
    import_rows(
        engine,
        {**shirt("TEE", "S")[0], "gtin": "8712345678906"},
        {**shirt("SHIRT", "Small")[0], "gtin": "08712345678906"},
    )
    assert merge_products(engine, ["SHIRT"], "TEE", NOW).variants_merged == 1
    assert rows(engine, "SELECT sku, option1_value FROM product_variants") == [("TEE-S", "S")]


def test_the_same_options_with_other_gtins_are_a_contradiction(engine: Engine) -> None:
    import_rows(engine, {**MUG, "stock": {}}, {**TWIN, "stock": {}, "gtin": "8712345678913"})
    with pytest.raises(Conflict, match="the GTINs 8712345678913 and 8712345678906"):
        twins(engine)

    twins(engine, prefer=Prefer.source)
    assert product(engine, "MUG")[-1] == "8712345678913"


def test_options_and_gtin_of_different_variants_are_a_contradiction(engine: Engine) -> None:
    small, medium = shirt("TEE", "S", "M")
    import_rows(engine, small, {**medium, "gtin": "8712345678906"}, {**shirt("SHIRT", "S")[0], "gtin": "8712345678906"})
    with pytest.raises(Conflict, match="SHIRT-S has the options of TEE-S, but the GTIN of TEE-M"):
        merge_products(engine, ["SHIRT"], "TEE", NOW, prefer=Prefer.into)


def test_amounts_of_another_currency_fill_nothing(engine: Engine) -> None:
    import_rows(engine, {**MUG, "stock": {}}, {**TWIN, "stock": {}, "currency": "USD"})
    twins(engine)

    assert rows(engine, "SELECT currency, price, cost_price FROM product_variants") == [("EUR", 1000, None)]


def test_a_dry_run_shows_the_same_fields(shop: Engine) -> None:
    before = dump(shop)
    dry = twins(shop, asked=DRY, stock=Stock.add)
    unchanged = dump(shop)
    done = twins(shop, stock=Stock.add)

    assert unchanged == before
    assert dry.changes == done.changes
    assert ("MUG", "cost_price", None, "4.00") in [(c.key, c.field, c.before, c.after) for c in dry.changes]
    assert ("MUG @ Gent", "product_variant_id", "MUG-2", "MUG") in [
        (c.key, c.field, c.before, c.after) for c in dry.changes
    ]


def test_a_product_is_not_merged_into_itself(shop: Engine) -> None:
    with pytest.raises(UsageError, match="into itself"):
        merge_products(shop, ["MUG-2", "MUG"], "MUG", NOW)
    with pytest.raises(NotFound, match="'CUP'"):
        merge_products(shop, ["CUP"], "MUG", NOW)


def test_what_was_sold_since_stays_where_it_is(shop: Engine) -> None:
    twins(shop, stock=Stock.add)
    merged = last(shop)
    import_rows(shop, {"sku": "MUG", "stock": {"Main": 7}})
    undone = undo(shop, merged)

    assert [(c.key, c.field, c.before, c.after, c.now) for c in undone.examples] == [
        ("MUG @ Main", "available", "3", "8", "7")
    ]
    assert stock(shop) == [("MUG", "Main", 7, 0), ("MUG-2", "Gent", 2, 0), ("MUG-2", "Main", 5, 0)]
    assert ledger_agrees(shop)
