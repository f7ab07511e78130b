"""The tree of categories is changed as an operator means it, and every change can be taken back."""

from typing import Any

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.catalog.categories.editing import (
    TreeChange,
    create_category,
    delete_category,
    merge_categories,
    move_categories,
    rename_category,
)
from royal_cli.commerce.catalog.reading.categories import list_categories, show_category
from royal_cli.commerce.undo import undo
from royal_cli.db.database import reading
from royal_cli.errors import Conflict, NotFound, Refused, UsageError
from tests.commerce.catalog.dumps import DRY, NOW, dump, last
from tests.commerce.catalog.made_feeds import import_rows, rows

SHOP = [
    ("A", "Apparel > Shirts"),
    ("B", "Apparel > Shirts > Linen"),
    ("C", "Apparel > Caps"),
    ("D", "Tees > Linen"),
    ("E", "Tees > Print > Large"),
    ("F", "Kitchen"),
]


@pytest.fixture
def shop(engine: Engine) -> Engine:
    import_rows(engine, *({"sku": sku, "title": sku, "category_path": path} for sku, path in SHOP))
    return engine


def paths(engine: Engine) -> list[str]:
    return [path for (path,) in rows(engine, "SELECT path FROM categories ORDER BY path")]


def places(engine: Engine) -> dict[str, str | None]:
    """The category of each product."""
    query = "SELECT p.sku, c.path FROM products p LEFT JOIN categories c ON c.id = p.category_id"
    return {sku: path for sku, path in rows(engine, query)}  # noqa: C416


def told(change: TreeChange) -> list[tuple[Any, ...]]:
    return [(found.before, found.after, found.action) for found in change.changes]


def test_a_renamed_category_takes_the_paths_below_it_along(shop: Engine) -> None:
    change = rename_category(shop, "Apparel > Shirts", "Tops", NOW)

    assert told(change) == [
        ("Apparel > Shirts", "Apparel > Tops", "change"),
        ("Apparel > Shirts > Linen", "Apparel > Tops > Linen", "change"),
    ]
    assert places(shop)["B"] == "Apparel > Tops > Linen"
    assert rows(shop, "SELECT slug FROM categories WHERE path = 'Apparel > Tops'") == [("apparel-shirts",)]


def test_a_name_that_is_taken_beside_it_is_refused(shop: Engine) -> None:
    with pytest.raises(Conflict, match="'Apparel > Caps' already") as refused:
        rename_category(shop, "Apparel > Shirts", "Caps", NOW)

    assert refused.value.hint == 'royal product category merge "Apparel > Shirts" --into "Apparel > Caps"'


@pytest.mark.parametrize("name", ["", "  ", "A > B", "A>B"])
def test_a_name_is_one_step_of_a_path(shop: Engine, name: str) -> None:
    with pytest.raises(UsageError, match="no name for a category"):
        rename_category(shop, "Kitchen", name, NOW)


def test_a_path_never_grows_longer_than_it_may_be(shop: Engine) -> None:
    rename_category(shop, "Tees", "T" * 480, NOW)
    with pytest.raises(UsageError, match="more than 500 letters"):
        rename_category(shop, "Print", "P" * 20, NOW)


def test_a_moved_category_takes_all_below_it_along(shop: Engine) -> None:
    move_categories(shop, ["Tees", "Caps"], "Kitchen", NOW)

    assert paths(shop) == [
        "Apparel", "Apparel > Shirts", "Apparel > Shirts > Linen", "Kitchen", "Kitchen > Caps", "Kitchen > Tees",
        "Kitchen > Tees > Linen", "Kitchen > Tees > Print", "Kitchen > Tees > Print > Large",
    ]  # fmt: skip
    assert rows(shop, "SELECT level FROM categories WHERE name = 'Large'") == [(3,)]


def test_a_category_can_be_moved_to_the_root(shop: Engine) -> None:
    move_categories(shop, ["Apparel > Shirts"], None, NOW)

    assert rows(shop, "SELECT path, level, parent_id FROM categories WHERE name = 'Shirts'") == [("Shirts", 0, None)]
    assert places(shop)["B"] == "Shirts > Linen"


@pytest.mark.parametrize("under", ["Tees", "Tees > Print > Large"])
def test_a_category_never_goes_below_itself(shop: Engine, under: str) -> None:
    with pytest.raises(UsageError, match="itself or below it"):
        move_categories(shop, ["Tees"], under, NOW)


def test_a_merge_takes_products_and_children_and_joins_children_of_one_name(shop: Engine) -> None:
    change = merge_categories(shop, ["Tees"], "Apparel > Shirts", NOW)

    assert told(change) == [
        ("Tees", "Apparel > Shirts", "merge"),
        ("Tees > Linen", "Apparel > Shirts > Linen", "merge"),
        ("Tees > Print", "Apparel > Shirts > Print", "change"),
        ("Tees > Print > Large", "Apparel > Shirts > Print > Large", "change"),
    ]
    assert places(shop) == {
        "A": "Apparel > Shirts",
        "B": "Apparel > Shirts > Linen",
        "C": "Apparel > Caps",
        "D": "Apparel > Shirts > Linen",
        "E": "Apparel > Shirts > Print > Large",
        "F": "Kitchen",
    }


def test_a_merge_into_what_is_below_it_is_refused(shop: Engine) -> None:
    with pytest.raises(UsageError, match="is below it"):
        merge_categories(shop, ["Tees"], "Tees > Print", NOW)


def test_a_child_called_like_its_parent_can_be_merged_into_it(engine: Engine) -> None:
    import_rows(engine, {"sku": "A", "title": "A", "category_path": "Mugs > Mugs > Mugs"})
    before = dump(engine)
    merge_categories(engine, ["Mugs > Mugs"], "Mugs", NOW)
    merged = paths(engine)
    undo(engine, "last")

    assert merged == ["Mugs"]
    assert dump(engine) == before


def test_several_merge_at_once_also_where_one_is_in_the_other(shop: Engine) -> None:
    merge_categories(shop, ["Tees", "Tees > Print", "Apparel > Caps"], "Kitchen", NOW)

    assert paths(shop) == [
        "Apparel", "Apparel > Shirts", "Apparel > Shirts > Linen", "Kitchen", "Kitchen > Large", "Kitchen > Linen",
    ]  # fmt: skip
    assert places(shop)["C"] == "Kitchen"


def test_a_category_is_created_with_all_that_it_is_in(shop: Engine) -> None:
    change = create_category(shop, "Kitchen>Pans > Iron", NOW)
    again = create_category(shop, "Kitchen > Pans > Iron", NOW)

    assert told(change) == [(None, "Kitchen > Pans", "create"), (None, "Kitchen > Pans > Iron", "create")]
    assert (again.operation, again.categories) == (None, 0)
    undo(shop, str(change.operation))
    assert "Kitchen > Pans" not in paths(shop)


def test_a_category_with_something_in_it_is_deleted_only_when_it_is_said_what_becomes_of_it(shop: Engine) -> None:
    with pytest.raises(Refused, match="has categories below it: 3"):
        delete_category(shop, "Tees", recursive=False, products_to=None, asked=NOW)
    with pytest.raises(Refused, match="'Kitchen' has products in it: 1"):
        delete_category(shop, "Kitchen", recursive=False, products_to=None, asked=NOW)
    with pytest.raises(UsageError, match="would be deleted"):
        delete_category(shop, "Tees", recursive=True, products_to="Tees > Print", asked=NOW)

    delete_category(shop, "Kitchen", recursive=False, products_to="Caps", asked=NOW)
    change = delete_category(shop, "Tees", recursive=True, products_to=None, asked=NOW)

    assert (change.categories, change.products) == (4, 2)
    assert places(shop) == {
        "A": "Apparel > Shirts", "B": "Apparel > Shirts > Linen", "C": "Apparel > Caps",
        "D": None, "E": None, "F": "Apparel > Caps",
    }  # fmt: skip


def test_every_change_of_the_tree_is_taken_back_exactly(shop: Engine) -> None:
    before = dump(shop)
    operations = [
        rename_category(shop, "Apparel > Shirts", "Tops", NOW),
        move_categories(shop, ["Tees"], "Apparel", NOW),
        merge_categories(shop, ["Apparel > Tees"], "Tops", NOW),
        create_category(shop, "Kitchen > Mugs", NOW),
        delete_category(shop, "Apparel", recursive=True, products_to="Kitchen", asked=NOW),
    ]
    after = dump(shop)
    for change in reversed(operations):
        assert undo(shop, str(change.operation)).conflicts == 0
    assert dump(shop) == before

    undo(shop, last(shop))  # the first operation applies again
    assert paths(shop)[1:4] == ["Apparel > Caps", "Apparel > Tops", "Apparel > Tops > Linen"]
    assert after["products"] != before["products"]


def test_a_dry_run_tells_the_same_and_writes_nothing(shop: Engine) -> None:
    before = dump(shop)
    dry = merge_categories(shop, ["Tees"], "Apparel", DRY)
    unchanged = dump(shop)
    done = merge_categories(shop, ["Tees"], "Apparel", NOW)

    assert unchanged == before
    assert (dry.operation, dry.dry_run) == (None, True)
    assert (dry.changes, dry.products) == (done.changes, done.products)


def test_what_is_asked_about_is_what_is_done(shop: Engine) -> None:
    seen: list[TreeChange] = []
    change = rename_category(shop, "Kitchen", "Cooking", NOW, seen.append)

    assert [found.changes for found in seen] == [change.changes]

    def no(found: TreeChange) -> None:
        raise Refused("Nothing was done.")

    with pytest.raises(Refused):
        rename_category(shop, "Cooking", "Kitchen", NOW, no)
    assert "Cooking" in paths(shop)


def test_undoing_a_rename_keeps_what_came_below_it_since(shop: Engine) -> None:
    rename_category(shop, "Tees", "T-shirts", NOW)
    renamed = last(shop)
    create_category(shop, "T-shirts > Long", NOW)
    undone = undo(shop, renamed)

    assert undone.conflicts == 0
    assert [path for path in paths(shop) if "Long" in path] == ["Tees > Long"]


def test_a_name_that_somebody_has_taken_since_is_not_taken_back(shop: Engine) -> None:
    rename_category(shop, "Kitchen", "Cooking", NOW)
    renamed = last(shop)
    create_category(shop, "Kitchen", NOW)
    undone = undo(shop, renamed, force=True)

    assert [(c.key, c.field, c.why) for c in undone.examples] == [("Cooking", "name", "another category is called so")]
    assert {"Kitchen", "Cooking"} <= {*paths(shop)}


def test_undo_never_makes_a_circle(shop: Engine) -> None:
    move_categories(shop, ["Tees > Print"], None, NOW)
    moved = last(shop)
    move_categories(shop, ["Tees"], "Print", NOW)
    undone = undo(shop, moved, force=True)

    assert [(c.key, c.field, c.why) for c in undone.examples] == [("Print", "parent_id", "it would be below itself")]
    assert "Print > Tees > Linen" in paths(shop)


def test_products_do_not_return_to_a_category_that_is_gone(shop: Engine) -> None:
    merge_categories(shop, ["Caps"], "Kitchen", NOW)
    merged = last(shop)
    create_category(shop, "Apparel > Caps", NOW)
    delete_category(shop, "Apparel > Caps", recursive=False, products_to=None, asked=NOW)
    create_category(shop, "Apparel > Caps", NOW)
    undone = undo(shop, merged)

    assert [(c.entity, c.key, c.why) for c in undone.examples] == [
        ("categories", "Apparel > Caps", "another row has taken its place"),
        ("products", "C", "what it belonged to no longer exists"),
    ]
    assert places(shop)["C"] == "Kitchen"


def test_an_import_is_not_undone_into_a_category_that_is_gone(shop: Engine) -> None:
    import_rows(shop, {"sku": "F", "title": "F", "category_path": "Mugs"})
    moved = last(shop)
    delete_category(shop, "Kitchen", recursive=True, products_to=None, asked=NOW)
    undone = undo(shop, moved)

    assert [(c.key, c.field, c.why) for c in undone.examples] == [
        ("F", "category", "what it belonged to no longer exists")
    ]
    assert places(shop)["F"] == "Mugs"


def test_a_category_is_called_by_path_slug_or_a_name_that_only_one_has(shop: Engine) -> None:
    with reading(shop) as session:
        assert show_category(session, "apparel-shirts").path == "Apparel > Shirts"
        assert show_category(session, "caps").path == "Apparel > Caps"
        assert show_category(session, "apparel>SHIRTS").path == "Apparel > Shirts"
        with pytest.raises(Conflict, match="'Apparel > Shirts > Linen', 'Tees > Linen'"):
            show_category(session, "Linen")
        with pytest.raises(NotFound, match="'Capes'") as missing:
            show_category(session, "Capes")
    assert missing.value.hint == "Did you mean 'Apparel > Caps'?"


def test_the_list_counts_products_in_and_below_each_category(shop: Engine) -> None:
    create_category(shop, "Kitchen > Pans", NOW)
    import_rows(shop, {"sku": "A", "title": "A", "status": "archived"})
    with reading(shop) as session:
        shown = [(row.path, row.level, row.products, row.products_below) for row in list_categories(session)]
        below = [row.path for row in list_categories(session, under="Kitchen", with_empty=True)]
        detail = show_category(session, "Apparel")

    assert shown == [
        ("Apparel", 0, 0, 2),
        ("Apparel > Caps", 1, 1, 1),
        ("Apparel > Shirts", 1, 0, 1),
        ("Apparel > Shirts > Linen", 2, 1, 1),
        ("Kitchen", 0, 1, 1),
        ("Tees", 0, 0, 2),
        ("Tees > Linen", 1, 1, 1),
        ("Tees > Print", 1, 0, 1),
        ("Tees > Print > Large", 2, 1, 1),
    ]
    assert below == ["Kitchen", "Kitchen > Pans"]
    assert [(row.name, row.products_below) for row in detail.children] == [("Caps", 1), ("Shirts", 1)]


def test_a_feed_that_still_says_the_old_path_finds_the_category(shop: Engine) -> None:
    rename_category(shop, "Apparel > Shirts", "Tops", NOW)
    move_categories(shop, ["Apparel > Tops"], None, NOW)
    merge_categories(shop, ["Tees"], "Tops", NOW)
    before = paths(shop)
    run = import_rows(
        shop,
        {"sku": "A", "title": "A", "category_path": "Apparel > Shirts"},
        {"sku": "D", "title": "D", "category_path": "Tees > Linen"},
        {"sku": "G", "title": "G", "category_path": "Apparel > Tops > Silk"},
        {"sku": "H", "title": "H", "category_path": "Apparel > Hats"},
    )

    assert paths(shop) == sorted([*before, "Apparel > Hats", "Tops > Silk"])
    assert [places(shop)[sku] for sku in "ADGH"] == ["Tops", "Tops > Linen", "Tops > Silk", "Apparel > Hats"]
    assert (run.counts.products.updated, run.counts.products.created) == (0, 2)
    first, *_ = run.warnings.examples["category_moved"]
    assert first.hint == "Apparel > Shirts is called Tops since it was renamed or moved"
    assert run.warnings.counts["category_moved"] == 3


def test_a_path_that_is_created_anew_means_the_new_category(shop: Engine) -> None:
    rename_category(shop, "Kitchen", "Cooking", NOW)
    create_category(shop, "Kitchen", NOW)
    import_rows(shop, {"sku": "F", "title": "F", "category_path": "Kitchen"})

    assert places(shop)["F"] == "Kitchen"


def test_products_that_were_moved_out_of_a_deleted_category_are_not_brought_back_by_a_feed(shop: Engine) -> None:
    rename_category(shop, "Kitchen", "Cooking", NOW)
    delete_category(shop, "Cooking", recursive=False, products_to="Caps", asked=NOW)
    import_rows(shop, {"sku": "F", "title": "F", "category_path": "Kitchen"})

    assert places(shop)["F"] == "Apparel > Caps"
    with reading(shop) as session:
        assert show_category(session, "Caps").aliases == ["Cooking", "Kitchen"]
        assert show_category(session, "Kitchen").path == "Apparel > Caps"


def test_an_import_is_undone_into_a_category_that_was_renamed_since(shop: Engine) -> None:
    import_rows(shop, {"sku": "F", "title": "F", "category_path": "Tees > Linen"})
    moved = last(shop)
    rename_category(shop, "Kitchen", "Cooking", NOW)
    rename_category(shop, "Tees", "T-shirts", NOW)
    undone = undo(shop, moved)

    assert undone.conflicts == 0
    assert places(shop)["F"] == "Cooking"


def test_a_created_category_with_something_in_it_is_not_taken_back(shop: Engine) -> None:
    created = create_category(shop, "Pans", NOW)
    import_rows(shop, {"sku": "F", "title": "F", "category_path": "Pans"})
    undone = undo(shop, str(created.operation))

    assert [(c.key, c.why) for c in undone.examples] == [("Pans", "there is something in it")]
