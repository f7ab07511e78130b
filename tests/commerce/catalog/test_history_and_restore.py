"""The history of a product, and one field given back."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from royal_cli.commerce.catalog.importing.importer import Request
from royal_cli.commerce.catalog.reading.history import PastChange, product_history
from royal_cli.commerce.catalog.restore import restore_field
from royal_cli.commerce.undo import undo
from royal_cli.errors import Conflict, NotFound, UsageError
from tests.commerce.catalog.made_feeds import NO_LIMITS, import_rows, ledger_agrees, rows

MUG = {"sku": "MUG", "title": "Mug", "price": 950, "stock": {"Main": 4}, "tags": '["kitchen"]'}
REQUEST = Request(limits=NO_LIMITS, wait=0.0, reason="a mistake")


def history(engine: Engine, sku: str = "MUG", field: str | None = None) -> list[PastChange]:
    with Session(engine) as session:
        return product_history(session, sku, field=field)


def test_a_product_knows_every_change_with_who_and_from_what(engine: Engine) -> None:
    import_rows(engine, MUG, {"sku": "BOWL", "title": "Bowl"})
    import_rows(engine, {**MUG, "price": 990, "stock": {"Main": 2}}, actor="operator:anna")

    assert [(c.key, c.field, c.before, c.after, c.actor) for c in history(engine)[:2]] == [
        ("MUG @ Main", "available", "4", "2", "operator:anna"),
        ("MUG", "price", "9.50", "9.90", "operator:anna"),
    ]
    assert [(c.key, c.field, c.action) for c in history(engine, "BOWL")] == [
        ("BOWL", None, "create product variants"),
        ("BOWL", None, "create products"),
    ]


@pytest.mark.parametrize(
    ("changed", "field", "query"),
    [
        ({"price": 990}, "price", "SELECT price FROM product_variants"),
        ({"title": "Cup"}, "title", "SELECT title FROM products"),
        ({"stock": {"Main": 9}}, "available", "SELECT available FROM inventory_levels"),
        ({"tags": '["x"]'}, "tags", "SELECT CAST(tags AS TEXT) FROM products"),
    ],
)
def test_a_field_gets_its_value_back(engine: Engine, changed: dict[str, object], field: str, query: str) -> None:
    import_rows(engine, MUG)
    before = rows(engine, query)
    import_rows(engine, {**MUG, **changed})
    after = rows(engine, query)
    (change,) = history(engine, field=field)
    _, operation = restore_field(engine, change.change, REQUEST)

    assert rows(engine, query) == before
    assert ledger_agrees(engine)
    assert operation is not None
    undo(engine, operation)
    assert rows(engine, query) == after


def test_a_dry_run_says_what_would_be_set(engine: Engine) -> None:
    import_rows(engine, MUG)
    import_rows(engine, {**MUG, "price": 990})
    (change,) = history(engine, field="price")
    proposal, operation = restore_field(engine, change.change, REQUEST, dry_run=True)

    assert operation is None
    assert proposal.fields["price"].after == {"amount": "9.50", "currency": "EUR"}
    assert rows(engine, "SELECT price FROM product_variants") == [(990,)]


def test_what_was_empty_is_emptied_again(engine: Engine) -> None:
    import_rows(engine, MUG)
    import_rows(engine, {**MUG, "cost_price": 400})
    (change,) = history(engine, field="cost_price")
    restore_field(engine, change.change, REQUEST)

    assert rows(engine, "SELECT cost_price, price FROM product_variants") == [(None, 950)]


def test_an_amount_of_another_currency_is_not_given_back(engine: Engine) -> None:
    import_rows(engine, MUG)
    import_rows(engine, {**MUG, "price": 990})
    (change,) = history(engine, field="price")
    import_rows(engine, {**MUG, "price": 990, "currency": "USD"})

    with pytest.raises(Conflict, match="currency"):
        restore_field(engine, change.change, REQUEST)


def test_what_cannot_be_restored_is_said(engine: Engine) -> None:
    import_rows(engine, {**MUG, "option1_name": "Size", "option1_value": "S"})
    import_rows(engine, {**MUG, "sku": "CUP", "key": "MUG", "option1_name": "Size", "option1_value": "S"})
    (change,) = history(engine, "CUP", field="sku")

    with pytest.raises(UsageError, match="sku cannot be restored alone"):
        restore_field(engine, change.change, REQUEST)
    for unknown in ("0", "x", "9" * 30):
        with pytest.raises(NotFound):
            restore_field(engine, unknown, REQUEST)
