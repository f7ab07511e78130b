"""What an import makes of rows: identities, fields, stock, categories, counts."""

from typing import Any

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.catalog.importing import importer
from royal_cli.commerce.importing.counts import Outcome, Rows
from royal_cli.db.database import opened
from royal_cli.errors import FeedError
from tests.commerce.catalog.made_feeds import everything, import_rows, ledger_agrees, rows

MUG = {"sku": "MUG-BLUE", "title": "Blue mug", "price": 950, "cost_price": 400, "stock": {"Main": 12}}
SHIRT_S = {
    "key": "shirt",
    "sku": "SHIRT-S",
    "title": "Shirt",
    "option1_name": "Size",
    "option1_value": "S",
    "price": 2500,
    "images": [("https://shop.example/front.jpg", "front"), ("https://shop.example/back.jpg", None)],
}
SHIRT_M = {"key": "shirt", "sku": "SHIRT-M", "option1_name": "Size", "option1_value": "M", "price": 2500}


def test_a_first_import_creates_everything(engine: Engine) -> None:
    done = import_rows(engine, MUG, SHIRT_S, SHIRT_M)

    assert done.counts.rows == Rows(read=3, created=3, updated=0, unchanged=0, rejected=0)
    assert done.counts.products == Outcome(created=2, updated=0, unchanged=0)
    assert rows(engine, "SELECT sku, price, currency FROM product_variants ORDER BY sku") == [
        ("MUG-BLUE", 950, "EUR"),
        ("SHIRT-M", 2500, "EUR"),
        ("SHIRT-S", 2500, "EUR"),
    ]
    assert ledger_agrees(engine)


def test_the_same_feed_again_changes_nothing_and_leaves_no_trace(engine: Engine) -> None:
    import_rows(engine, MUG, SHIRT_S, SHIRT_M)
    again = import_rows(engine, MUG, SHIRT_S, SHIRT_M)

    assert again.counts.rows == Rows(read=3, created=0, updated=0, unchanged=3, rejected=0)
    assert again.operation is None
    assert rows(engine, "SELECT count(*) FROM operations") == [(1,)]


def test_only_what_differs_is_updated_and_journalled(engine: Engine) -> None:
    import_rows(engine, MUG, SHIRT_S)
    done = import_rows(engine, {**MUG, "price": 990}, SHIRT_S)

    assert done.counts.rows == Rows(read=2, created=0, updated=1, unchanged=1, rejected=0)
    assert rows(engine, "SELECT entity, field, before, after FROM changes WHERE action = 'update'") == [
        ("product_variants", "price", "950", "990")
    ]


def test_what_the_feed_does_not_say_is_kept(engine: Engine) -> None:
    import_rows(engine, {**MUG, "vendor": "Potter", "gtin": "4006381333931"})
    import_rows(engine, {"sku": "MUG-BLUE", "vendor": None, "price": 950})

    assert rows(engine, "SELECT p.vendor, p.title, v.gtin, v.cost_price FROM products p, product_variants v") == [
        ("Potter", "Blue mug", "4006381333931", 400)
    ]


def test_what_the_feed_clears_is_emptied(engine: Engine) -> None:
    import_rows(engine, {**MUG, "vendor": "Potter", "category_path": "Kitchen > Mugs"})
    done = import_rows(
        engine,
        {"sku": "MUG-BLUE", "vendor": None, "cost_price": None, "category_path": None,
         "clears": ["product.vendor", "variant.cost_price", "product.category_path"]},
    )  # fmt: skip

    assert done.counts.rows.updated == 1
    assert rows(
        engine, "SELECT p.vendor, p.category_id, v.cost_price, v.price FROM products p, product_variants v"
    ) == [(None, None, None, 950)]


def test_a_title_cannot_be_cleared(engine: Engine) -> None:
    import_rows(engine, MUG)
    done = import_rows(engine, {"sku": "MUG-BLUE", "vendor": "Potter", "clears": ["product.title"]})

    assert done.counts.rows == Rows(read=1, created=0, updated=0, unchanged=0, rejected=1)
    assert done.rejects.counts == {"cannot_clear": 1}
    assert rows(engine, "SELECT title, vendor FROM products") == [("Blue mug", None)]


def test_t10_a_missing_quantity_is_unknown_and_not_zero(engine: Engine) -> None:
    import_rows(engine, {**MUG, "stock": {"Main": 12}}, {**SHIRT_S, "stock": {}})

    assert rows(
        engine, "SELECT v.sku FROM inventory_levels l JOIN product_variants v ON v.id = l.product_variant_id"
    ) == [("MUG-BLUE",)]


def test_stock_changes_by_a_movement(engine: Engine) -> None:
    import_rows(engine, MUG)
    import_rows(engine, {**MUG, "stock": {"Main": 9}})

    assert rows(
        engine, "SELECT previous_quantity, quantity_change, new_quantity FROM inventory_movements ORDER BY id"
    ) == [(None, 12, 12), (12, -3, 9)]
    assert ledger_agrees(engine)


def test_stock_of_several_locations_and_prices_of_several_markets_arrive(engine: Engine) -> None:
    import_rows(engine, {**MUG, "stock": {"Utrecht": 3, "Gent": -1}, "markets": {"Norway": 12900}})

    assert everything(engine)["stock"] == [("MUG-BLUE", "Gent", -1), ("MUG-BLUE", "Utrecht", 3)]
    assert everything(engine)["market_prices"] == [("MUG-BLUE", "Norway", "NOK", 12900, None)]


def test_a_negative_stock_and_a_price_of_zero_are_taken_with_a_warning(engine: Engine) -> None:
    done = import_rows(engine, {**MUG, "price": 0, "stock": {"Main": -4}})

    assert done.warnings.counts == {"negative_stock": 1, "price_zero": 1}
    assert rows(engine, "SELECT available FROM inventory_levels") == [(-4,)]


def test_odd_prices_and_alike_titles_are_warned_of(engine: Engine) -> None:
    done = import_rows(
        engine,
        {"sku": "A", "title": "Tea pot", "price": 300, "cost_price": 400},
        {"sku": "B", "title": "TEA-POT", "price": 900, "compare_at_price": 900},
    )

    assert done.warnings.counts == {
        "price_below_cost": 1,
        "compare_at_not_above_price": 1,
        "near_duplicate_title": 2,
    }


def test_category_paths_become_a_tree(engine: Engine) -> None:
    import_rows(
        engine, {**MUG, "category_path": "Kitchen > Mugs"}, {**SHIRT_S, "category_path": "Kitchen > Pans > Iron"}
    )

    assert rows(
        engine,
        "SELECT c.path, c.level, p.path FROM categories c LEFT JOIN categories p ON p.id = c.parent_id ORDER BY c.path",
    ) == [
        ("Kitchen", 0, None),
        ("Kitchen > Mugs", 1, "Kitchen"),
        ("Kitchen > Pans", 1, "Kitchen"),
        ("Kitchen > Pans > Iron", 2, "Kitchen > Pans"),
    ]


def test_images_of_all_rows_of_a_product_are_kept_once_and_in_order(engine: Engine) -> None:
    more = {
        "key": "shirt",
        "sells": False,
        "images": [("https://shop.example/front.jpg", None), ("https://shop.example/side.jpg", None)],
    }
    done = import_rows(engine, SHIRT_S, more)

    assert done.counts.rows == Rows(read=2, created=2, updated=0, unchanged=0, rejected=0)
    with engine.connect() as connection:
        from sqlmodel import select

        from royal_cli.db.products import Product

        images = connection.execute(select(Product.images)).scalar_one()
    assert [
        (image["url"][-9:], image["alt_text"], image["position"], image["is_primary"]) for image in images or []
    ] == [
        ("front.jpg", "front", 1, True),
        ("/back.jpg", None, 2, False),
        ("/side.jpg", None, 3, False),
    ]


def test_variants_without_a_sku_get_one_that_stays_the_same(engine: Engine) -> None:
    cap = [
        {"key": "sun-cap", "title": "Sun cap", "option1_name": "Colour", "option1_value": value, "price": 1500}
        for value in ("Red", "Sea blue")
    ]
    import_rows(engine, *cap)
    again = import_rows(engine, *cap)

    assert rows(engine, "SELECT sku, sku_derived, source_sku FROM product_variants ORDER BY id") == [
        ("sun-cap-Red", True, None),
        ("sun-cap-Sea-blue", True, None),
    ]
    assert again.counts.rows.unchanged == 2


def test_variants_that_share_a_sku_are_told_apart_and_none_is_lost(engine: Engine) -> None:
    sizes = [
        {
            "key": "bikini",
            "sku": "BK-1",
            "title": "Bikini",
            "option1_name": "Size",
            "option1_value": size,
            "price": 8900,
        }
        for size in ("S", "M")
    ]
    first = import_rows(engine, *sizes)
    again = import_rows(engine, *sizes)

    assert rows(engine, "SELECT sku, sku_derived, source_sku FROM product_variants ORDER BY id") == [
        ("bikini-S", True, "BK-1"),
        ("bikini-M", True, "BK-1"),
    ]
    assert first.counts.skus_derived == 2
    assert again.operation is None


def test_a_later_feed_with_only_one_of_them_keeps_the_derived_sku(engine: Engine) -> None:
    small, medium = (
        {
            "key": "bikini",
            "sku": "BK-1",
            "title": "Bikini",
            "option1_name": "Size",
            "option1_value": size,
            "price": 8900,
        }
        for size in ("S", "M")
    )
    import_rows(engine, small, medium)
    import_rows(engine, {**medium, "price": 7900})

    assert rows(engine, "SELECT sku, price FROM product_variants ORDER BY id") == [
        ("bikini-S", 8900),
        ("bikini-M", 7900),
    ]


def test_derived_skus_that_would_read_alike_differ(engine: Engine) -> None:
    import_rows(
        engine,
        {"key": "lamp", "title": "Lamp", "option1_name": "Kind", "option1_value": "a/b", "price": 1},
        {"key": "lamp", "option1_name": "Kind", "option1_value": "a b", "price": 2},
    )

    skus = [sku for (sku,) in rows(engine, "SELECT sku FROM product_variants ORDER BY id")]
    assert len(set(skus)) == 2
    assert all(sku.startswith("lamp-a-b") for sku in skus)


def test_a_repeated_row_counts_once_and_a_contradicting_one_is_rejected(engine: Engine) -> None:
    done = import_rows(engine, MUG, MUG, {**MUG, "price": 800})

    assert done.counts.rows == Rows(read=3, created=1, updated=0, unchanged=1, rejected=1)
    assert done.rejects.counts == {"duplicate_variant": 1}
    assert done.warnings.counts["repeated_row"] == 1
    assert rows(engine, "SELECT price FROM product_variants") == [(950,)]


def test_rows_of_a_product_may_stand_apart(engine: Engine) -> None:
    done = import_rows(engine, SHIRT_S, MUG, {**SHIRT_M, "vendor": "Weaver"})

    assert done.counts.products == Outcome(created=2, updated=0, unchanged=0)
    assert rows(engine, "SELECT title, vendor FROM products WHERE sku = 'shirt'") == [("Shirt", "Weaver")]


def test_a_variation_finds_its_parent_by_another_name_even_before_it(engine: Engine) -> None:
    import_rows(
        engine,
        {"key": "id:44", "sku": None, "option1_name": "Size", "option1_value": "L", "price": 100},
        {"key": "hoodie", "alias": "id:44", "title": "Hoodie", "sells": False},
    )

    assert rows(engine, "SELECT p.sku, v.sku FROM products p JOIN product_variants v ON v.product_id = p.id") == [
        ("hoodie", "hoodie-L")
    ]


def test_a_new_product_without_a_title_is_rejected_with_all_its_rows(engine: Engine) -> None:
    nameless = {"key": "ghost", "sku": "GHOST-1", "price": 100}
    done = import_rows(
        engine, MUG, nameless, {"key": "ghost", "sells": False, "images": [("https://x.example/1", None)]}
    )

    assert done.counts.rows == Rows(read=3, created=1, updated=0, unchanged=0, rejected=2)
    assert done.rejects.counts == {"no_title": 2}


def test_another_feed_that_knows_the_variants_by_sku_adopts_them(engine: Engine) -> None:
    import_rows(engine, SHIRT_S, SHIRT_M)
    done = import_rows(
        engine,
        {"sku": "SHIRT-S", "title": "Shirt - size S", "price": 2600},
        {"sku": "SHIRT-M", "title": "Shirt - size M", "price": 2600},
    )

    assert done.counts.products == Outcome(created=0, updated=0, unchanged=2)
    assert rows(engine, "SELECT title FROM products") == [("Shirt",)]
    assert rows(engine, "SELECT sku, price FROM product_variants ORDER BY sku") == [
        ("SHIRT-M", 2600),
        ("SHIRT-S", 2600),
    ]
    assert done.warnings.counts["product_kept"] == 2


def test_a_sku_under_another_product_is_refused(engine: Engine) -> None:
    import_rows(engine, MUG, SHIRT_S)
    done = import_rows(engine, {"key": "shirt", "sku": "MUG-BLUE", "title": "Shirt", "price": 1})

    assert done.rejects.counts == {"sku_elsewhere": 1}
    assert rows(engine, "SELECT price FROM product_variants WHERE sku = 'MUG-BLUE'") == [(950,)]


def test_a_variant_that_is_renamed_is_found_by_its_options(engine: Engine) -> None:
    import_rows(engine, SHIRT_S, SHIRT_M)
    done = import_rows(engine, {**SHIRT_S, "sku": "SH-SMALL"})

    assert done.warnings.counts["sku_renamed"] == 1
    assert rows(engine, "SELECT sku FROM product_variants ORDER BY id") == [("SH-SMALL",), ("SHIRT-M",)]


def test_t13_a_finer_price_keeps_its_digits_and_the_others_their_value(engine: Engine) -> None:
    import_rows(engine, {**MUG, "price": 950, "cost_price": 400})
    import_rows(engine, {"sku": "MUG-BLUE", "cost_price": 4125, "price_scale": 3, "currency": "EUR"})

    assert rows(engine, "SELECT price, cost_price, price_scale FROM product_variants") == [(9500, 4125, 3)]
    again = import_rows(engine, {**MUG, "price": 950, "cost_price": None})
    assert again.operation is None


def test_a_complete_feed_archives_what_it_does_not_have(engine: Engine) -> None:
    import_rows(engine, MUG, SHIRT_S)
    done = import_rows(engine, MUG, complete=True)

    assert done.counts.archived == 1
    assert rows(engine, "SELECT sku, status, archived_at IS NULL FROM products ORDER BY sku") == [
        ("MUG-BLUE", "active", True),
        ("shirt", "archived", False),
    ]


def test_amounts_of_two_currencies_never_share_a_row(engine: Engine) -> None:
    import_rows(engine, {**MUG, "price": 950, "cost_price": 400})
    mixed = import_rows(engine, {"sku": "MUG-BLUE", "price": 1100, "currency": "USD", "price_scale": 2})
    whole = import_rows(engine, {"sku": "MUG-BLUE", "price": 1100, "cost_price": 450, "currency": "USD"})

    assert mixed.rejects.counts == {"currency_conflict": 1}
    assert whole.warnings.counts == {"currency_changed": 1}
    assert rows(engine, "SELECT price, cost_price, currency FROM product_variants") == [(1100, 450, "USD")]


def test_what_would_not_fit_is_refused_and_never_cut(engine: Engine) -> None:
    done = import_rows(
        engine,
        MUG,
        {**MUG, "sku": "S" * 5_000, "key": "a"},
        {**MUG, "sku": "B-1", "key": "K" * 300},
        {**MUG, "sku": "C-1", "key": "c", "product_type": "T" * 256},
        {**MUG, "sku": "D-1", "key": "d", "category_path": " > ".join(["Kitchen"] * 60)},
        {**MUG, "sku": "E-1", "key": "e", "asin": "B0000000000"},
    )

    assert done.counts.rows == Rows(read=6, created=1, updated=0, unchanged=0, rejected=5)
    assert done.rejects.counts == {"too_long": 5}


@pytest.mark.parametrize("fields", [{"stock": {"L" * 256: 1}}, {"markets": {"M" * 101: 1}}])
def test_a_location_or_market_with_an_endless_name_stops_the_feed(engine: Engine, fields: dict[str, Any]) -> None:
    with pytest.raises(FeedError, match="characters"):
        import_rows(engine, {**MUG, **fields})


def test_a_category_that_no_product_gets_is_not_created(engine: Engine) -> None:
    import_rows(engine, SHIRT_S, SHIRT_M)
    import_rows(engine, {"sku": "SHIRT-S", "title": "Shirt S", "category_path": "Elsewhere", "price": 2500})

    assert rows(engine, "SELECT path FROM categories") == []


def test_after_a_large_load_postgresql_knows_how_large_its_tables_are(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importer, "_LARGE_LOAD", 100)
    with opened(postgres_url) as engine:
        import_rows(engine, *({**MUG, "sku": f"MUG-{number}"} for number in range(120)))

        assert rows(
            engine, "SELECT relname, CAST(reltuples AS INTEGER) FROM pg_class WHERE relname LIKE 'product%s' ORDER BY 1"
        ) == [("product_feed_runs", -1), ("product_feeds", -1), ("product_variants", 120), ("products", 120)]


def test_two_unknown_skus_with_the_same_options_rename_nothing(engine: Engine) -> None:
    tee = {"key": "TEE", "title": "Tee", "option1_name": "Size", "option1_value": "M", "markets": {"Norway": 9900}}
    import_rows(engine, {**tee, "sku": "TEE-M"})
    import_rows(engine, {**tee, "sku": "NEW-1"}, {**tee, "sku": "NEW-2"})

    assert rows(engine, "SELECT sku FROM product_variants ORDER BY id") == [("TEE-M",), ("NEW-1",), ("NEW-2",)]
