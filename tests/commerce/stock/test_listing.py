"""The list of stock, and what its filters mean."""

from typing import Any

import pytest
from sqlalchemy import Engine, text

from royal_cli.commerce.stock.listing import Filters, Sort, StockRow, every_level, list_stock
from royal_cli.db.database import reading
from royal_cli.errors import NotFound, UsageError
from tests.commerce.stock.shelves import NOON, place, put, variant


@pytest.fixture
def shop(engine: Engine) -> Engine:
    """Five mugs here and two there, too few cups, more jugs sold than there are, and nobody knows about pots."""
    variant(engine, "POT")
    variant(engine, "JUG", allow_backorder=True)
    put(engine, {
        ("MUG", "Main"): (5, 2, 0, 1), ("MUG", "Gent"): 2, ("CUP", "Main"): (1, 0, 3, 0), ("JUG", "Main"): -4,
    })  # fmt: skip
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE inventory_levels SET reorder_point = CASE id WHEN 1 THEN 5 WHEN 3 THEN 3 ELSE 0 END")
        )
    return engine


def found(engine: Engine, **filters: Any) -> list[tuple[str, str | None, int | None]]:
    with reading(engine) as session:
        return [(row.sku, row.location, row.available) for row in list_stock(session, Filters(**filters)).rows]


def test_a_row_has_all_that_is_known_of_a_level(shop: Engine) -> None:
    with reading(shop) as session:
        rows = list_stock(session, Filters(skus=("MUG",), location="main")).rows

    assert rows == [
        StockRow(
            sku="MUG", title="Mug", location="Main", available=5, committed=2, incoming=0, damaged=1, on_hand=8,
            reorder_point=5, reorder_quantity=None, max_stock_level=None, last_counted_at=None, updated_at=NOON,
        )
    ]  # fmt: skip


MUG, MUG_2, CUP, JUG = ("MUG", "Main", 5), ("MUG", "Gent", 2), ("CUP", "Main", 1), ("JUG", "Main", -4)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [CUP, JUG, MUG_2, MUG]),
        ({"location": "gent"}, [MUG_2]),
        ({"skus": ("MUG",)}, [MUG_2, MUG]),
        ({"skus": ("P-MUG", "CUP")}, [CUP, MUG_2, MUG]),
        ({"search": "mug"}, [MUG_2, MUG]),
        ({"negative": True}, [JUG]),
        ({"negative": True, "skus": ("MUG",)}, []),
        ({"skus": ("NONE",)}, []),
    ],
)
def test_filters(shop: Engine, filters: dict[str, Any], expected: list[tuple[str, str, int]]) -> None:
    assert found(shop, **filters) == expected


def test_what_is_on_its_way_is_not_reordered_again(shop: Engine) -> None:
    """T30: of three cups that are coming and one that is here four are left, which is more than three."""
    assert found(shop, below_reorder=True) == [JUG, MUG]


def test_what_nobody_has_said_the_stock_of_is_unknown_and_not_below_anything(shop: Engine) -> None:
    """T10: a missing stock is not 0, and nothing to reorder."""
    assert found(shop, unknown=True) == [("POT", None, None)]
    assert found(shop, unknown=True, location="Gent") == [
        ("CUP", None, None), ("JUG", None, None), ("POT", None, None),
    ]  # fmt: skip
    assert found(shop, skus=("POT",)) == []
    assert found(shop, skus=("POT",), below_reorder=True) == []


@pytest.mark.parametrize(
    ("sort", "descending", "expected"),
    [
        (Sort.sku, True, [MUG, MUG_2, JUG, CUP]),
        (Sort.available, False, [JUG, CUP, MUG_2, MUG]),
        (Sort.available, True, [MUG, MUG_2, CUP, JUG]),
        (Sort.updated, False, [CUP, JUG, MUG_2, MUG]),
    ],
)
def test_every_order_in_pages_of_one_row(
    shop: Engine, sort: Sort, descending: bool, expected: list[tuple[str, str, int]]
) -> None:
    seen, cursor = [], None
    for _ in expected:
        with reading(shop) as session:
            page = list_stock(session, Filters(), sort=sort, descending=descending, limit=1, cursor=cursor, count=True)
        seen += [(row.sku, row.location, row.available) for row in page.rows]
        cursor = page.next
        assert page.total == len(expected)

    assert (seen, cursor) == (expected, None)
    with reading(shop) as session:
        rows = every_level(session, Filters(), sort=sort, descending=descending)
        assert [(row.sku, row.location, row.available) for row in rows] == expected


def test_a_cursor_of_another_list_and_a_location_that_is_not_there(shop: Engine) -> None:
    place(shop, "Utrecht")
    with reading(shop) as session:
        cursor = list_stock(session, Filters(), limit=1).next
        with pytest.raises(UsageError, match="belongs to another list"):
            list_stock(session, Filters(negative=True), cursor=cursor)
        with pytest.raises(NotFound, match="There is no location 'Utrech'"):
            list_stock(session, Filters(location="Utrech"))
