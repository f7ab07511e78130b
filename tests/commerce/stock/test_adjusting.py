"""Stock changed by a difference: the level, the ledger, and what is refused."""

from typing import Any

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.stock.adjusting import Adjustment, AdjustmentType, Shelf, adjust
from royal_cli.commerce.stock.changing import MovedUnits, StockChange
from royal_cli.commerce.stock.wanted import Asking
from royal_cli.commerce.undo import undo
from royal_cli.errors import Conflict, NotFound
from tests.commerce.catalog.dumps import DRY, NOW, last
from tests.commerce.catalog.made_feeds import rows
from tests.commerce.stock.shelves import place, proven, put, shelves, variant


def change(engine: Engine, sku: str, units: int, location: str = "Main", **how: Any) -> StockChange:
    return adjust(engine, Adjustment(asking=Asking(skus=[sku], units=units, location=location), **how), NOW)


def listed(engine: Engine, *lines: str, **how: Any) -> StockChange:
    return adjust(engine, Adjustment(asking=Asking(lines=lines, location="Main"), **how), NOW)


def test_a_difference_is_one_movement_and_is_undone_by_the_opposite_one(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 12})

    done = change(engine, "MUG", -3)

    assert done.moves == [MovedUnits("MUG", "Main", "available", 12, -3, 9)]
    assert shelves(engine) == {("MUG", "Main"): 9}
    change(engine, "MUG", 5, type=AdjustmentType.purchase)
    assert done.operation is not None
    undone = undo(engine, done.operation)

    assert (undone.status, undone.movements_taken_back) == ("undone", 1)
    assert shelves(engine) == {("MUG", "Main"): 17}
    assert rows(
        engine,
        "SELECT movement_type, previous_quantity, quantity_change, new_quantity, reason FROM inventory_movements"
        " ORDER BY id",
    ) == [
        ("adjustment", None, 12, 12, None),
        ("adjustment", 12, -3, 9, "product stock adjust"),
        ("purchase", 9, 5, 14, "product stock adjust"),
        ("adjustment", 14, 3, 17, "undo"),
    ]
    assert proven(engine)


def test_an_undo_can_be_undone(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 12})
    change(engine, "MUG", -3)
    undo(engine, "last")
    assert shelves(engine) == {("MUG", "Main"): 12}

    undo(engine, "last")
    assert shelves(engine) == {("MUG", "Main"): 9}
    undo(engine, "last")
    assert shelves(engine) == {("MUG", "Main"): 12}
    assert proven(engine)


def test_what_is_undone_twice_moves_nothing_the_second_time(engine: Engine) -> None:
    """An undo that was kept in part may be asked for again."""
    put(engine, {("MUG", "Main"): 12, ("CUP", "Main"): 1})
    done = listed(engine, "MUG,-3", "CUP,+4")
    change(engine, "CUP", -2)
    assert done.operation is not None
    first = undo(engine, done.operation)

    assert (first.status, first.conflicts, first.movements_taken_back) == ("partly_undone", 1, 1)
    assert shelves(engine) == {("MUG", "Main"): 15 - 3, ("CUP", "Main"): 3}
    again = undo(engine, done.operation)
    assert (again.conflicts, again.movements_taken_back) == (1, 0)
    change(engine, "CUP", 1)
    assert undo(engine, done.operation).movements_taken_back == 1
    assert shelves(engine) == {("MUG", "Main"): 12, ("CUP", "Main"): 0}
    assert proven(engine)


def test_broken_units_are_still_there_but_cannot_be_sold(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 12})

    change(engine, "MUG", 3, is_damage=True)
    assert shelves(engine) == {("MUG", "Main"): (9, 0, 0, 3)}
    change(engine, "MUG", -1, is_damage=True)
    assert shelves(engine) == {("MUG", "Main"): (10, 0, 0, 2)}
    change(engine, "MUG", -2, shelf=Shelf.damaged)
    assert shelves(engine) == {("MUG", "Main"): 10}
    change(engine, "MUG", 50, shelf=Shelf.incoming)
    assert shelves(engine) == {("MUG", "Main"): (10, 0, 50, 0)}
    assert proven(engine)


@pytest.mark.parametrize(
    ("units", "how", "says"),
    [
        (-3, {}, "there are 2 available at Main, and 4 committed"),
        (3, {"is_damage": True}, "there are 2 available"),
        (-2, {"shelf": Shelf.damaged}, "there are 1 damaged"),
        (-2, {"is_damage": True}, "there are 1 damaged"),
        (-1, {"shelf": Shelf.incoming}, "there are 0 incoming"),
    ],
)
def test_less_than_none_is_refused(engine: Engine, units: int, how: dict[str, Any], says: str) -> None:
    put(engine, {("MUG", "Main"): (2, 4, 0, 1)})

    with pytest.raises(Conflict, match=says):
        change(engine, "MUG", units, **how)
    assert shelves(engine) == {("MUG", "Main"): (2, 4, 0, 1)}
    assert rows(engine, "SELECT count(*) FROM operations") == [(0,)]


def test_what_may_be_sold_without_stock_may_be_owed(engine: Engine) -> None:
    variant(engine, "MUG", allow_backorder=True)
    put(engine, {("MUG", "Main"): 2})

    change(engine, "MUG", -3)
    assert shelves(engine) == {("MUG", "Main"): -1}


def test_unknown_and_five_more_is_not_five(engine: Engine) -> None:
    """T10: a missing stock is not 0."""
    variant(engine, "MUG")
    place(engine, "Main")

    for how in ({}, {"shelf": Shelf.incoming}):
        with pytest.raises(Conflict, match="nobody has said how much of it is at Main"):
            change(engine, "MUG", 5, **how)
    assert shelves(engine) == {}


def test_a_list_does_what_it_can_and_says_why_the_rest_is_left(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 2, ("CUP", "Main"): 5, ("CUP", "Gent"): 5})
    variant(engine, "LAMP")

    done = listed(
        engine, "sku,change,location\n", "MUG,-1\n", "MUG,-1,Main\n", "MUG,-1\n", "CUP,+2,Gent\n", "LAMP,1\n",
        "NOTHING,1\n", "CUP,many\n",
    )  # fmt: skip

    assert shelves(engine) == {("MUG", "Main"): 0, ("CUP", "Main"): 5, ("CUP", "Gent"): 7}
    assert [(unable.line, unable.code) for unable in done.rejects] == [
        (4, "too_few"), (6, "stock_unknown"), (7, "unknown_sku"), (8, "not_a_number"),
    ]  # fmt: skip
    assert proven(engine)


def test_a_dry_run_tells_the_same_and_moves_nothing(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 12})
    wanted = Adjustment(asking=Asking(skus=["MUG"], units=-3, location="main"))

    told = adjust(engine, wanted, DRY)
    assert (told.operation, told.moves) == (None, [MovedUnits("MUG", "Main", "available", 12, -3, 9)])
    assert shelves(engine) == {("MUG", "Main"): 12}


def test_no_such_variant_and_no_such_place(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 12})

    with pytest.raises(NotFound, match="CUP"):
        change(engine, "CUP", 1)
    with pytest.raises(NotFound, match="There is no location 'Mian'") as error:
        change(engine, "MUG", 1, "Mian")
    assert error.value.hint
    assert "Did you mean 'Main'?" in error.value.hint


def test_the_reason_is_in_the_ledger_and_in_the_journal(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 12})
    asked = type(NOW)(wait=0.0, reason="broken in the window", actor="anna")

    adjust(engine, Adjustment(asking=Asking(skus=["MUG"], units=-3, location="Main")), asked)
    assert rows(engine, "SELECT reason, created_by FROM inventory_movements ORDER BY id DESC LIMIT 1") == [
        ("broken in the window", "anna")
    ]
    assert rows(engine, "SELECT public_id, reason, actor, kind FROM operations") == [
        (last(engine), "broken in the window", "anna", "product.stock.adjust")
    ]
