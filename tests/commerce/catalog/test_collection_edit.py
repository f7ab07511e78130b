"""Collections hold what somebody has put into them, and undo knows them."""

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.catalog.collection_edit import (
    add_to_collection,
    create_collection,
    delete_collection,
    remove_from_collection,
    rename_collection,
)
from royal_cli.commerce.catalog.reading.collections import list_collections, show_collection
from royal_cli.commerce.catalog.reading.detail import show_product
from royal_cli.commerce.undo import undo
from royal_cli.db.database import reading
from royal_cli.errors import Conflict, NotFound, UsageError
from tests.commerce.catalog.dumps import DRY, NOW, dump, last
from tests.commerce.catalog.made_feeds import import_rows, rows


@pytest.fixture
def shop(engine: Engine) -> Engine:
    import_rows(
        engine,
        *({"sku": sku, "title": sku} for sku in ("MUG", "BOWL", "PAN")),
        {"key": "shirt", "sku": "SHIRT-S", "title": "Shirt", "option1_name": "Size", "option1_value": "S"},
    )
    create_collection(engine, "Summer", "For the garden", NOW)
    return engine


def members(engine: Engine, name: str) -> list[str]:
    with reading(engine) as session:
        return [member.sku for member in show_collection(session, name, limit=None).members]


def test_products_go_in_and_out_by_their_own_sku_or_a_variants(shop: Engine) -> None:
    add_to_collection(shop, "summer", ["MUG", "SHIRT-S", "MUG"], NOW)
    add_to_collection(shop, "Summer", ["BOWL", "MUG"], NOW)
    done = remove_from_collection(shop, "summer", ["MUG", "PAN"], NOW)

    assert members(shop, "summer") == ["BOWL", "shirt"]
    assert (done.products, [(c.key, c.before, c.after) for c in done.changes]) == (1, [("MUG", "Summer", "")])
    with reading(shop) as session:
        assert show_product(session, "shirt").collections == ["Summer"]
        assert [(row.name, row.slug, row.products) for row in list_collections(session)] == [("Summer", "summer", 2)]


def test_an_unknown_sku_or_collection_is_not_found(shop: Engine) -> None:
    with pytest.raises(NotFound, match="'CUP'"):
        add_to_collection(shop, "summer", ["MUG", "CUP"], NOW)
    with pytest.raises(NotFound, match="collection 'winter'"):
        add_to_collection(shop, "winter", ["MUG"], NOW)

    assert members(shop, "summer") == []


def test_a_collection_is_there_once_and_keeps_its_slug(shop: Engine) -> None:
    assert create_collection(shop, "SUMMER", None, NOW).operation is None
    create_collection(shop, "Summer!", None, NOW)
    with pytest.raises(Conflict, match="'Summer!' already"):
        rename_collection(shop, "summer", "Summer!", NOW)
    with pytest.raises(UsageError):
        rename_collection(shop, "summer", "  ", NOW)
    rename_collection(shop, "summer", "Holidays", NOW)

    assert rows(shop, "SELECT name, slug FROM collections ORDER BY id") == [
        ("Holidays", "summer"), ("Summer!", "summer-2")
    ]  # fmt: skip


def test_everything_is_taken_back_exactly(shop: Engine) -> None:
    before = dump(shop)
    operations = [
        create_collection(shop, "Gifts", None, NOW).operation,
        add_to_collection(shop, "gifts", ["MUG", "PAN"], NOW).operation,
        add_to_collection(shop, "summer", ["MUG"], NOW).operation,
        remove_from_collection(shop, "gifts", ["PAN"], NOW).operation,
        rename_collection(shop, "summer", "Garden", NOW).operation,
        delete_collection(shop, "gifts", NOW).operation,
    ]
    assert members(shop, "summer") == ["MUG"]
    for operation in reversed(operations):
        assert undo(shop, str(operation)).conflicts == 0

    assert dump(shop) == before


def test_a_collection_with_products_in_it_is_not_taken_back(shop: Engine) -> None:
    created = last(shop)
    add_to_collection(shop, "summer", ["MUG"], NOW)
    undone = undo(shop, created)

    assert [(c.entity, c.key, c.why) for c in undone.examples] == [
        ("collections", "Summer", "it was changed or used since")
    ]
    assert members(shop, "summer") == ["MUG"]


def test_a_dry_run_writes_nothing(shop: Engine) -> None:
    before = dump(shop)
    dry = add_to_collection(shop, "summer", ["MUG"], DRY)

    assert (dry.operation, dry.dry_run, dry.products) == (None, True, 1)
    assert dump(shop) == before
