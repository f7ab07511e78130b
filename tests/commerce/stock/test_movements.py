"""The stock ledger as people look at it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from royal_cli.commerce.stock.movements import Filters, MovementKind, MovementRow, every_movement, list_movements
from royal_cli.db.database import reading
from royal_cli.db.tables import METADATA
from royal_cli.errors import NotFound
from tests.commerce.stock.shelves import NOON, put, variant

_SOLD = {"movement_type": "sale", "committed_change": 1, "reference_type": "order", "reference_id": 1}


@pytest.fixture
def shop(engine: Engine) -> Engine:
    """A mug is sold an hour after noon, and two are broken the next day."""
    put(engine, {("MUG", "Main"): 5, ("MUG", "Gent"): 2, ("CUP", "Main"): 1})
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO orders (order_number, currency, created_at, updated_at) VALUES ('1001', 'EUR', :a, :a)"),
            {"a": "2026-03-02 12:00:00+00"},
        )
        operation = {"public_id": "k7m2p9qx", "kind": "k", "status": "applied", "actor": "anna", "started_at": NOON}
        connection.execute(METADATA.tables["operations"].insert(), operation)
        mug = {"product_variant_id": 1, "location_id": 1}
        broken = {
            "movement_type": "adjustment", "damaged_change": 2, "reference_type": "operation", "reference_id": 1,
            "reason": "fell", "notes": "shelf 4", "created_by": "anna",
        }  # fmt: skip
        for moved, change, new, hours in ((_SOLD, -1, 4, 1), (broken, -2, 2, 24)):
            units = {"quantity_change": change, "previous_quantity": new - change, "new_quantity": new}
            line = {**mug, **moved, **units, "created_at": NOON + timedelta(hours=hours)}
            connection.execute(METADATA.tables["inventory_movements"].insert(), line)
    return engine


def found(engine: Engine, **filters: Any) -> list[tuple[str, str, int]]:
    with reading(engine) as session:
        return [(row.sku, row.type, row.change) for row in list_movements(session, Filters(**filters)).rows]


def test_the_newest_is_first_with_who_why_and_what_it_was_for(shop: Engine) -> None:
    with reading(shop) as session:
        broken, sold, *_ = list_movements(session, Filters()).rows

    assert broken == MovementRow(
        at=NOON + timedelta(days=1), sku="MUG", location="Main", type="adjustment", change=-2, before=4, after=2,
        committed=0, incoming=0, damaged=2, reason="fell", order=None, operation="k7m2p9qx", by="anna",
        notes="shelf 4",
    )  # fmt: skip
    assert (sold.order, sold.operation, sold.committed, sold.by) == ("1001", None, 1, None)


CUP, GENT, MUG = ("CUP", "adjustment", 1), ("MUG", "adjustment", 2), ("MUG", "adjustment", 5)
SOLD, BROKEN = ("MUG", "sale", -1), ("MUG", "adjustment", -2)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [BROKEN, SOLD, CUP, GENT, MUG]),
        ({"skus": ("CUP",)}, [CUP]),
        ({"skus": ("P-MUG",)}, [BROKEN, SOLD, GENT, MUG]),
        ({"skus": ("CUP", "MUG"), "location": "gent"}, [GENT]),
        ({"types": (MovementKind.sale, MovementKind.counted)}, [SOLD]),
        ({"since": NOON + timedelta(hours=1)}, [BROKEN, SOLD]),
        ({"until": NOON + timedelta(hours=1)}, [CUP, GENT, MUG]),
        ({"since": NOON + timedelta(minutes=1), "until": NOON + timedelta(days=1)}, [SOLD]),
    ],
)
def test_filters(shop: Engine, filters: dict[str, Any], expected: list[tuple[str, str, int]]) -> None:
    assert found(shop, **filters) == expected


def test_pages_stay_where_they_are_while_lines_are_added(shop: Engine) -> None:
    with reading(shop) as session:
        first = list_movements(session, Filters(), limit=2, count=True)
    variant(shop, "JUG")
    put(shop, {("JUG", "Main"): 9})
    with reading(shop) as session:
        second = list_movements(session, Filters(), limit=2, cursor=first.next)
        third = list_movements(session, Filters(), limit=2, cursor=second.next)

    assert first.total == 5
    assert [row.change for row in (*first.rows, *second.rows, *third.rows)] == [-2, -1, 1, 2, 5]
    assert third.next is None
    with reading(shop) as session:
        assert [row.change for row in every_movement(session, Filters())] == [9, -2, -1, 1, 2, 5]


def test_a_sku_that_nothing_has(shop: Engine) -> None:
    with pytest.raises(NotFound, match="'NONE'"):
        found(shop, skus=("NONE",))
