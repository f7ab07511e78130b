"""Undo brings back what was, keeps what came since, and can itself be undone."""

import pytest
from sqlalchemy import Engine, text

from royal_cli.commerce.catalog.categories.editing import create_category, rename_category
from royal_cli.commerce.catalog.collection_edit import (
    add_to_collection,
    create_collection,
    delete_collection,
    remove_from_collection,
)
from royal_cli.commerce.catalog.product_delete import delete_products
from royal_cli.commerce.undo import undo
from royal_cli.errors import NotFound
from tests.commerce.catalog.dumps import NOW, dump
from tests.commerce.catalog.made_feeds import NO_LIMITS, everything, import_rows, ledger_agrees, rows

MUG = {"sku": "MUG-BLUE", "title": "Blue mug", "price": 950, "cost_price": 400, "stock": {"Main": 12}}
SHIRT = {
    "key": "shirt",
    "sku": "SHIRT-S",
    "title": "Shirt",
    "tags": '["summer","cotton"]',
    "category_path": "Clothes > Shirts",
    "option1_name": "Size",
    "option1_value": "S",
    "price": 2500,
    "allow_backorder": True,
    "images": [("https://shop.example/shirt.jpg", "a shirt")],
    "stock": {"Main": 3, "Gent": 1},
    "markets": {"Norway": 29900},
}


def last(engine: Engine) -> str:
    return str(rows(engine, "SELECT public_id FROM operations ORDER BY id DESC LIMIT 1")[0][0])


def test_undoing_the_first_import_leaves_nothing(engine: Engine) -> None:
    import_rows(engine, MUG, SHIRT)
    done = undo(engine, last(engine))

    assert done.status == "undone"
    assert everything(engine) == {name: [] for name in everything(engine)}
    assert rows(engine, "SELECT count(*) FROM inventory_movements") == [(0,)]


def test_undoing_the_undo_brings_everything_back(engine: Engine) -> None:
    import_rows(engine, MUG, SHIRT)
    before = everything(engine)
    first = last(engine)
    undo(engine, first)
    undo(engine, last(engine))

    assert everything(engine) == before
    assert ledger_agrees(engine)
    assert rows(engine, "SELECT status FROM operations WHERE public_id = :id", id=first) == [("applied",)]
    assert import_rows(engine, MUG, SHIRT).operation is None


def test_undoing_a_change_brings_back_every_field(engine: Engine) -> None:
    import_rows(engine, MUG, SHIRT)
    before = everything(engine)
    import_rows(
        engine,
        {**MUG, "title": "Mug", "price": 1990, "vendor": "Potter", "stock": {"Main": 2}, "category_path": "Kitchen"},
        {**SHIRT, "tags": "[]", "allow_backorder": False, "status": "draft",
         "images": [("https://shop.example/2.jpg", None)],
         "stock": {"Gent": 8}, "markets": {"Norway": 19900, "Chile": 1}},
    )  # fmt: skip
    done = undo(engine, last(engine))

    assert done.conflicts == 0
    assert everything(engine) == before
    assert ledger_agrees(engine)


def test_what_was_changed_since_is_listed_and_kept(engine: Engine) -> None:
    import_rows(engine, MUG)
    import_rows(engine, {**MUG, "title": "Mug", "price": 1000})
    second = last(engine)
    import_rows(engine, {**MUG, "title": "Mug", "price": 1100})
    done = undo(engine, second)

    assert done.status == "partly_undone"
    assert [(c.key, c.field, c.before, c.after, c.now) for c in done.examples] == [
        ("MUG-BLUE", "price", "9.50", "10.00", "11.00")
    ]
    assert rows(engine, "SELECT p.title, v.price FROM products p, product_variants v") == [("Blue mug", 1100)]


def test_force_takes_back_what_was_changed_since(engine: Engine) -> None:
    import_rows(engine, MUG)
    import_rows(engine, {**MUG, "price": 1000})
    second = last(engine)
    import_rows(engine, {**MUG, "price": 1100})
    undo(engine, second, force=True)

    assert rows(engine, "SELECT price FROM product_variants") == [(950,)]


def test_an_amount_is_never_taken_back_without_its_currency(engine: Engine) -> None:
    import_rows(engine, {**MUG, "cost_price": None})
    import_rows(engine, {**MUG, "cost_price": None, "currency": "USD", "price": 1050})
    second = last(engine)
    import_rows(engine, {**MUG, "cost_price": None, "currency": "USD", "price": 1075})
    undo(engine, second)

    assert rows(engine, "SELECT currency, price FROM product_variants") == [("USD", 1075)]


def test_a_created_product_that_was_changed_since_stays_as_a_whole(engine: Engine) -> None:
    import_rows(engine, MUG, SHIRT)
    first = last(engine)
    import_rows(engine, {**SHIRT, "title": "Linen shirt"})
    done = undo(engine, first)

    assert done.status == "partly_undone"
    assert rows(engine, "SELECT sku FROM product_variants") == [("SHIRT-S",)]
    assert [row[:2] for row in everything(engine)["stock"]] == [("SHIRT-S", "Gent"), ("SHIRT-S", "Main")]
    assert ledger_agrees(engine)


def test_a_variant_that_was_ordered_stays_whatever_is_said(engine: Engine) -> None:
    import_rows(engine, MUG)
    with engine.begin() as connection:
        variant = connection.scalar(text("SELECT id FROM product_variants"))
        location = connection.scalar(text("SELECT id FROM locations"))
        connection.execute(
            text(
                "INSERT INTO inventory_movements (product_variant_id, location_id, movement_type, quantity_change,"
                " previous_quantity, new_quantity, reference_type, reference_id, created_at)"
                " VALUES (:variant, :location, 'sale', -1, 12, 11, 'order', 1, CURRENT_TIMESTAMP)"
            ),
            {"variant": variant, "location": location},
        )
    done = undo(engine, last(engine), force=True)

    assert done.rows_removed == 0
    assert rows(engine, "SELECT sku FROM products") == [("MUG-BLUE",)]


def test_a_dry_run_says_the_same_and_changes_nothing(engine: Engine) -> None:
    import_rows(engine, MUG, SHIRT)
    before = everything(engine)
    dry = undo(engine, last(engine), dry_run=True)
    unchanged = everything(engine)
    done = undo(engine, last(engine))

    assert unchanged == before
    assert (dry.dry_run, dry.operation, dry.rows_removed) == (True, None, done.rows_removed)


def test_undoing_twice_does_nothing_the_second_time(engine: Engine) -> None:
    import_rows(engine, MUG)
    first = last(engine)
    undo(engine, first)
    again = undo(engine, first)

    assert again.operation is None
    assert rows(engine, "SELECT count(*) FROM operations") == [(2,)]


def test_an_unknown_operation_is_not_found(engine: Engine) -> None:
    with pytest.raises(NotFound, match="zzz"):
        undo(engine, "zzz")


def test_ids_are_not_used_again_after_an_undo(engine: Engine) -> None:
    import_rows(engine, MUG)
    (first,) = rows(engine, "SELECT id FROM products")
    undo(engine, last(engine))
    import_rows(engine, SHIRT)

    assert rows(engine, "SELECT id FROM products") != [first]


def test_when_a_product_was_archived_comes_back_too(engine: Engine) -> None:
    import_rows(engine, MUG)
    import_rows(engine, {"sku": "MUG-BLUE", "status": "archived"})
    before = dump(engine)
    import_rows(engine, {"sku": "MUG-BLUE", "status": "active"})
    undo(engine, last(engine))

    assert dump(engine) == before
    assert rows(engine, "SELECT count(*) FROM products WHERE archived_at IS NOT NULL") == [(1,)]


def test_what_was_taken_back_since_does_not_hold_a_created_product(engine: Engine) -> None:
    import_rows(engine, MUG)
    created = last(engine)
    import_rows(engine, {**MUG, "stock": {"Main": 7}})
    undo(engine, last(engine))

    assert undo(engine, created).status == "undone"
    undo(engine, last(engine))  # there it is again
    assert undo(engine, created).status == "undone"
    assert rows(engine, "SELECT count(*) FROM products") == [(0,)]


def test_nothing_comes_back_into_a_collection_that_is_gone(engine: Engine) -> None:
    import_rows(engine, MUG, SHIRT)
    for name in ("Summer", "Sale"):
        create_collection(engine, name, None, NOW)
        add_to_collection(engine, name, ["MUG-BLUE", "shirt"], NOW)
    remove_from_collection(engine, "Summer", ["MUG-BLUE"], NOW)
    removed = last(engine)
    delete_products(engine, ["shirt"], NOW, limits=NO_LIMITS)
    deleted = last(engine)
    delete_collection(engine, "Summer", NOW)
    kept, restored = undo(engine, removed, force=True), undo(engine, deleted)

    assert rows(engine, "SELECT sku, CAST(collection_ids AS TEXT) FROM products ORDER BY sku") == [
        ("MUG-BLUE", "[2]"), ("shirt", "[2]"),
    ]  # fmt: skip
    assert [c.why for c in kept.examples] == ["a collection that it was in no longer exists"]
    assert [(c.field, c.before) for c in restored.examples] == [("collection_ids", "Summer, Sale")]


def test_a_path_that_is_a_category_again_means_no_other(engine: Engine) -> None:
    create_category(engine, "Mugs", NOW)
    rename_category(engine, "Mugs", "Cups", NOW)
    renamed = last(engine)
    create_category(engine, "Mugs", NOW)
    rename_category(engine, "Mugs", "Bowls", NOW)
    undo(engine, renamed, force=True)

    assert rows(engine, "SELECT path FROM category_aliases WHERE path IN (SELECT path FROM categories)") == []


def test_a_sku_that_another_variant_has_by_now_is_not_given_back(engine: Engine) -> None:
    import_rows(engine, {**MUG, "gtin": "8712345678906"})
    import_rows(engine, {**MUG, "key": "MUG-BLUE", "sku": "MUG-B", "gtin": "8712345678906"})
    renamed = last(engine)
    assert rows(engine, "SELECT sku FROM product_variants") == [("MUG-B",)]
    import_rows(engine, {"key": "OTHER", "sku": "MUG-BLUE", "title": "Another"})
    done = undo(engine, renamed, force=True)

    assert [(c.field, c.why) for c in done.examples] == [("sku", "another row has this SKU by now")]


def test_a_currency_stays_under_an_amount_that_came_since(engine: Engine) -> None:
    import_rows(engine, {"sku": "CUP", "title": "Cup"})
    import_rows(engine, {"sku": "CUP", "price": 900})
    priced = last(engine)
    import_rows(engine, {"sku": "CUP", "cost_price": 400, "currency": "EUR", "price_scale": 2})
    done = undo(engine, priced, force=True)

    assert rows(engine, "SELECT currency, price, cost_price FROM product_variants") == [("EUR", 900, 400)]
    assert {c.why for c in done.examples} == {"an amount beside it was set since"}


def test_amounts_of_a_row_without_a_currency_can_be_done_again(engine: Engine) -> None:
    import_rows(engine, {"sku": "CUP", "title": "Cup"})
    import_rows(engine, {"sku": "CUP", "price": 900, "cost_price": 400})
    undo(engine, last(engine))
    undo(engine, last(engine))

    assert rows(engine, "SELECT currency, price, cost_price FROM product_variants") == [("EUR", 900, 400)]
