"""A copy of the database on the other kind of server: every row, every id, every type."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from royal_cli.commerce.undo import undo
from royal_cli.db import copying, schema
from royal_cli.db.database import opened
from royal_cli.errors import Conflict, UsageError
from tests.commerce.catalog.made_feeds import everything, import_rows, ledger_agrees, rows

SHIRT = {
    "key": "shirt", "sku": "SHIRT-S", "title": "Shirt", "tags": '["zomer","é"]', "category_path": "Clothes > Shirts",
    "option1_name": "Size", "option1_value": "S", "price": 2500, "allow_backorder": True,
    "dimensions": '{"length":"30","width":"20","height":"2","unit":"cm"}',
    "images": [("https://shop.example/shirt.jpg", "a shirt")], "stock": {"Main": 3, "Gent": -1},
    "markets": {"Norway": 29900},
}  # fmt: skip
MUG = {"sku": "MUG", "title": "Mug", "price": 950}


@pytest.fixture
def elsewhere(database_url: str, request: pytest.FixtureRequest) -> str:
    """The URL of an empty royal database of the other kind."""
    other = "postgres_url" if database_url.startswith("sqlite") else "sqlite_url"
    url: str = request.getfixturevalue(other)
    return url


def catalogue(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Everything, with the products' lists as lists: the databases write them down in their own ways."""
    found = everything(engine)
    found["products"] = [(*row[:6], *(text and json.loads(text) for text in row[6:])) for row in found["products"]]
    return found


def test_everything_arrives_and_works_as_before(engine: Engine, database_url: str, elsewhere: str) -> None:
    import_rows(engine, SHIRT, MUG)
    import_rows(engine, {**SHIRT, "images": [("https://shop.example/2.jpg", None)], "price": 2600})
    done = {table.table: table.rows for table in copying.copy(database_url, elsewhere)}

    with opened(elsewhere) as other:
        assert catalogue(other) == catalogue(engine)
        assert ledger_agrees(other)
        assert (done["products"], done["operations"]) == (2, 2)
        again = {**SHIRT, "images": [("https://shop.example/2.jpg", None)], "price": 2600}
        assert import_rows(other, again, MUG).operation is None
        ((last,),) = rows(other, "SELECT public_id FROM operations ORDER BY id DESC LIMIT 1")
        assert undo(other, last).conflicts == 0
        assert import_rows(other, SHIRT, MUG).operation is None


def test_a_copy_and_back_is_the_same(
    engine: Engine, database_url: str, elsewhere: str, another_database_url: str
) -> None:
    import_rows(engine, SHIRT, MUG)
    copying.copy(database_url, elsewhere)
    schema.upgrade(another_database_url)
    copying.copy(elsewhere, another_database_url)

    with opened(another_database_url) as back:
        assert everything(back) == everything(engine)


def test_ids_that_were_given_out_before_are_not_given_out_again(
    engine: Engine, database_url: str, elsewhere: str
) -> None:
    import_rows(engine, SHIRT, MUG)
    ((highest,),) = rows(engine, "SELECT max(id) FROM products")
    ((operation,),) = rows(engine, "SELECT public_id FROM operations")
    undo(engine, operation)
    copying.copy(database_url, elsewhere)

    with opened(elsewhere) as other:
        import_rows(other, MUG)
        ((new,),) = rows(other, "SELECT id FROM products")
        assert new > highest


def test_a_copy_that_was_broken_off_goes_on(
    engine: Engine, database_url: str, elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_rows(engine, *({"sku": f"LAMP-{n}", "title": f"Lamp {n}", "price": n} for n in range(1, 30)))
    monkeypatch.setattr(copying, "CHUNK", 10)

    def break_off(table: str, done: int, total: int) -> None:
        if table == "product_variants" and done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copying.copy(database_url, elsewhere, progress=break_off)
    done = {table.table: (table.rows, table.copied) for table in copying.copy(database_url, elsewhere)}

    assert done["products"] == (29, 0)
    assert done["product_variants"] == (29, 9)
    with opened(elsewhere) as other:
        assert catalogue(other) == catalogue(engine)


def test_a_second_copy_finds_nothing_to_do(engine: Engine, database_url: str, elsewhere: str) -> None:
    import_rows(engine, SHIRT)
    copying.copy(database_url, elsewhere)

    assert sum(table.copied for table in copying.copy(database_url, elsewhere)) == 0


def test_a_database_with_other_rows_is_left_as_it_is(engine: Engine, database_url: str, elsewhere: str) -> None:
    import_rows(engine, SHIRT)
    with opened(elsewhere) as other:
        import_rows(other, MUG)
        before = everything(other)

        with pytest.raises(Conflict, match="holds other data already"):
            copying.copy(database_url, elsewhere)
        assert everything(other) == before


def test_a_row_that_differs_afterwards_is_named(engine: Engine, database_url: str, elsewhere: str) -> None:
    import_rows(engine, MUG)

    def meddle(table: str, done: int, total: int) -> None:
        if table == "product_variants":
            with opened(elsewhere) as other, other.begin() as connection:
                connection.execute(text("UPDATE product_variants SET price = 1"))

    with pytest.raises(Conflict, match="Row 1 of product_variants is not the same"):
        copying.copy(database_url, elsewhere, progress=meddle)


def test_a_database_is_not_copied_onto_itself(database_url: str) -> None:
    with pytest.raises(UsageError, match="onto itself"):
        copying.copy(database_url, database_url)


def test_a_file_is_the_same_by_whatever_name(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(UsageError, match="onto itself"):
        copying.copy(sqlite_url, "sqlite:///./royal.db")
