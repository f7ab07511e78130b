"""Tags are added and taken away, whatever others there are."""

import json

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.catalog.editing.tags import add_tags, count_tags, remove_tags, with_tags, without_tags
from royal_cli.commerce.undo import undo
from tests.commerce.catalog.editing.doing import do, found_by, named
from tests.commerce.catalog.made_feeds import everything, import_rows, rows

MUGS = [
    {"sku": "MUG-1", "title": "Mug one", "tags": '["Blue","new"]'},
    {"sku": "MUG-2", "title": "Mug two", "tags": '["new"]'},
    {"sku": "MUG-3", "title": "Mug three"},
]


def tags(engine: Engine) -> dict[str, list[str] | None]:
    found = rows(engine, "SELECT sku, CAST(tags AS TEXT) FROM products")
    return {str(sku): json.loads(text) if text else None for sku, text in found}


@pytest.mark.parametrize(
    ("has", "tag", "added", "removed"),
    [
        ([], ["a"], ["a"], []),
        (["b", "a"], ["A", "c", "C"], ["b", "a", "c"], ["b"]),
        (["Straße"], ["STRASSE"], ["Straße"], []),
    ],
)
def test_the_case_of_no_tag_matters(has: list[str], tag: list[str], added: list[str], removed: list[str]) -> None:
    assert with_tags(has, tag) == added
    assert without_tags(has, tag) == removed


def test_tags_are_added_removed_and_undone(engine: Engine) -> None:
    import_rows(engine, *MUGS)
    before = everything(engine)
    added = do(engine, add_tags(["blue", "sale"], named("MUG-1", "MUG-3")))

    assert tags(engine) == {"MUG-1": ["Blue", "new", "sale"], "MUG-2": ["new"], "MUG-3": ["blue", "sale"]}
    assert added.operation is not None
    undo(engine, added.operation)
    assert everything(engine) == before
    done = do(engine, remove_tags(["NEW"], found_by()))
    assert tags(engine) == {"MUG-1": ["Blue"], "MUG-2": [], "MUG-3": None}
    assert done.products.updated == 2


def test_a_filter_finds_products_by_their_tag(engine: Engine) -> None:
    import_rows(engine, *MUGS)
    done = do(engine, add_tags(["found"], found_by(tag="NEW")))

    assert {change.key for change in done.changes} == {"MUG-1", "MUG-2"}
    assert do(engine, add_tags(["found"], found_by(tag="ne"))).changes == []


def test_tags_are_counted_the_most_frequent_first(engine: Engine) -> None:
    import_rows(engine, *MUGS, {"sku": "OLD", "title": "Old", "tags": '["new"]', "status": "archived"})

    with engine.connect() as connection:
        assert [(found.tag, found.products) for found in count_tags(connection)] == [("new", 2), ("Blue", 1)]
