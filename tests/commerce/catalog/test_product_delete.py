"""What is deleted is gone with all that hangs on it, and comes back whole."""

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.catalog.categories.editing import delete_category
from royal_cli.commerce.catalog.product_delete import Deletion, delete_products
from royal_cli.commerce.undo import undo
from royal_cli.errors import NotFound, Refused
from tests.commerce.catalog.dumps import DRY, NOW, dump, last, order
from tests.commerce.catalog.made_feeds import LIMITS, NO_LIMITS, import_rows, ledger_agrees, rows

MUG = {
    "sku": "MUG", "title": "Mug", "price": 950, "category_path": "Kitchen", "tags": '["a","b"]',
    "images": [("https://shop.example/mug.jpg", "a mug")], "stock": {"Main": 12, "Gent": 1},
    "markets": {"Norway": 9900},
}  # fmt: skip
SHIRTS = [
    {"key": "shirt", "sku": f"SHIRT-{size}", "title": "Shirt", "option1_name": "Size", "option1_value": size,
     "price": 2500, "stock": {"Main": number}}
    for number, size in enumerate("SML")
]  # fmt: skip


@pytest.fixture
def shop(engine: Engine) -> Engine:
    import_rows(engine, MUG, *SHIRTS, {"sku": "BOWL", "title": "Bowl"})
    import_rows(engine, {**MUG, "stock": {"Main": 10}})
    return engine


def skus(engine: Engine) -> list[str]:
    return [sku for (sku,) in rows(engine, "SELECT sku FROM product_variants ORDER BY sku")]


def test_a_product_goes_with_its_stock_and_prices_and_comes_back_under_its_ids(shop: Engine) -> None:
    before = dump(shop)
    gone = delete_products(shop, ["MUG", "shirt"], NOW, limits=NO_LIMITS)
    left = skus(shop)
    undone = undo(shop, "last")

    assert (gone.products, gone.variants, gone.units, gone.market_prices) == (2, 4, 14, 1)
    assert [(row.sku, row.whole, row.variants, row.units) for row in gone.going] == [
        ("MUG", True, 1, 11), ("shirt", True, 3, 3)
    ]  # fmt: skip
    assert left == ["BOWL"]
    assert undone.conflicts == 0
    assert dump(shop) == before
    assert ledger_agrees(shop)


def test_one_variant_of_several_goes_alone_and_the_last_one_takes_its_product_along(shop: Engine) -> None:
    one = delete_products(shop, ["SHIRT-S"], NOW, limits=NO_LIMITS)
    others = delete_products(shop, ["SHIRT-M", "SHIRT-L"], NOW, limits=NO_LIMITS)

    assert (one.products, one.variants, one.going[0].whole) == (0, 1, False)
    assert (others.products, others.variants, others.going[0].whole) == (1, 2, True)
    assert rows(shop, "SELECT sku FROM products ORDER BY sku") == [("BOWL",), ("MUG",)]


def test_unknown_stock_is_not_nothing(shop: Engine) -> None:
    """T10"""
    assert delete_products(shop, ["BOWL"], DRY, limits=NO_LIMITS).units is None


def test_undoing_the_undo_deletes_it_again(shop: Engine) -> None:
    delete_products(shop, ["MUG"], NOW, limits=NO_LIMITS)
    without = dump(shop)
    undo(shop, "last")
    undo(shop, "last")
    again = dump(shop)
    undo(shop, "last")

    assert again == without
    assert "MUG" in skus(shop)
    assert ledger_agrees(shop)


def test_what_came_back_and_was_sold_since_stays(shop: Engine) -> None:
    delete_products(shop, ["MUG"], NOW, limits=NO_LIMITS)
    undo(shop, "last")
    back = last(shop)
    order(shop, "MUG")
    undone = undo(shop, back, force=True)

    assert undone.status == "undone"
    assert "MUG" in skus(shop)
    assert ledger_agrees(shop)


def test_what_was_ordered_is_never_deleted(shop: Engine) -> None:
    order(shop, "SHIRT-M")
    with pytest.raises(Refused, match="There are orders for SHIRT-M: they must stay") as refused:
        delete_products(shop, ["MUG", "shirt"], NOW, limits=NO_LIMITS)

    assert refused.value.hint == "Archive instead: royal product edit SHIRT-M --status archived"
    assert len(skus(shop)) == 5


def test_a_sku_that_nothing_has_stops_everything(shop: Engine) -> None:
    with pytest.raises(NotFound, match="'MUGG'") as missing:
        delete_products(shop, ["BOWL", "MUGG"], NOW, limits=NO_LIMITS)

    assert missing.value.hint == "Did you mean MUG?"
    assert "BOWL" in skus(shop)


def test_more_than_ten_skus_are_held_to_the_share_that_may_vanish(shop: Engine) -> None:
    import_rows(shop, *({"sku": f"CUP-{n:02}", "title": "Cup"} for n in range(12)))
    many = [f"CUP-{n:02}" for n in range(11)]
    with pytest.raises(Refused, match="11 of 15 active products would leave the catalogue"):
        delete_products(shop, many, NOW, limits=LIMITS)

    assert delete_products(shop, many, NOW, limits=LIMITS, allow={"vanish"}).products == 11
    assert delete_products(shop, ["CUP-11"], NOW, limits=LIMITS).products == 1


def test_nothing_is_deleted_before_somebody_has_agreed(shop: Engine) -> None:
    def no(found: Deletion) -> None:
        raise Refused(f"{found.variants}")

    with pytest.raises(Refused, match="3"):
        delete_products(shop, ["shirt"], NOW, limits=NO_LIMITS, confirm=no)
    assert len(skus(shop)) == 5


def test_a_product_comes_back_without_a_category_that_is_gone(shop: Engine) -> None:
    delete_products(shop, ["MUG"], NOW, limits=NO_LIMITS)
    deleted = last(shop)
    delete_category(shop, "Kitchen", recursive=False, products_to=None, asked=NOW)
    undone = undo(shop, deleted)

    assert [(c.key, c.field, c.before, c.why) for c in undone.examples] == [
        ("MUG", "category_id", "Kitchen", "what it belonged to no longer exists")
    ]
    assert rows(shop, "SELECT category_id FROM products WHERE sku = 'MUG'") == [(None,)]


def test_a_product_whose_sku_was_given_away_does_not_come_back(shop: Engine) -> None:
    delete_products(shop, ["MUG"], NOW, limits=NO_LIMITS)
    deleted = last(shop)
    import_rows(shop, {"sku": "MUG", "title": "Another mug"})
    undone = undo(shop, deleted)

    assert {(c.entity, c.why) for c in undone.examples} == {
        ("products", "another row has taken its place"),
        ("product_variants", "another row has taken its place"),
        ("inventory_levels", "what it belonged to no longer exists"),
        ("inventory_movements", "what it belonged to no longer exists"),
        ("market_prices", "what it belonged to no longer exists"),
    }
    assert rows(shop, "SELECT title FROM products WHERE sku = 'MUG'") == [("Another mug",)]
