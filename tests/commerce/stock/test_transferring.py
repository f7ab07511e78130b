"""Units on their way from one location to another."""

from typing import Any

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.stock.adjusting import Adjustment, adjust
from royal_cli.commerce.stock.changing import MovedUnits, StockChange
from royal_cli.commerce.stock.transferring import Step, Transfer, transfer
from royal_cli.commerce.stock.wanted import Asking
from royal_cli.commerce.undo import undo
from royal_cli.errors import Conflict, UsageError
from tests.commerce.catalog.dumps import NOW
from tests.commerce.stock.shelves import place, proven, put, shelves, variant


def send(engine: Engine, units: int, step: Step = Step.whole, *, of: str = "Main", to: str = "Gent") -> StockChange:
    return transfer(engine, Transfer(asking=Asking(skus=["MUG"], units=units, location=of), to=to, step=step), NOW)


def receive(engine: Engine, units: int, at: str = "Gent") -> StockChange:
    return send(engine, units, Step.receive, of=at, to=at)


def sell(engine: Engine, units: int, location: str) -> None:
    adjust(engine, Adjustment(asking=Asking(skus=["MUG"], units=-units, location=location)), NOW)


def test_units_leave_here_and_arrive_there_and_come_back_by_an_undo(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 12, ("MUG", "Gent"): 1})

    done = send(engine, 5)

    assert done.moves == [
        MovedUnits("MUG", "Main", "available", 12, -5, 7),
        MovedUnits("MUG", "Gent", "available", 1, 5, 6),
    ]
    assert shelves(engine) == {("MUG", "Main"): 7, ("MUG", "Gent"): 6}
    assert undo(engine, "last").status == "undone"
    assert shelves(engine) == {("MUG", "Main"): 12, ("MUG", "Gent"): 1}
    assert proven(engine)


def test_what_is_sent_is_incoming_until_it_is_received(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 12, ("MUG", "Gent"): 1})

    send(engine, 5, Step.send)
    assert shelves(engine) == {("MUG", "Main"): 7, ("MUG", "Gent"): (1, 0, 5, 0)}
    receive(engine, 3)
    assert shelves(engine) == {("MUG", "Main"): 7, ("MUG", "Gent"): (4, 0, 2, 0)}
    with pytest.raises(Conflict, match="there are 2 incoming at Gent"):
        receive(engine, 3)
    assert proven(engine)


def test_a_level_begins_with_what_arrives_and_ends_with_the_undo(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 12})
    place(engine, "Gent")

    done = send(engine, 5)
    assert done.moves[1] == MovedUnits("MUG", "Gent", "available", None, 5, 5)
    assert shelves(engine) == {("MUG", "Main"): 7, ("MUG", "Gent"): 5}
    undone = undo(engine, "last")
    assert (undone.status, undone.rows_removed) == ("undone", 1)
    assert shelves(engine) == {("MUG", "Main"): 12}
    assert proven(engine)
    assert undo(engine, "last").status == "undone"
    assert shelves(engine) == {("MUG", "Main"): 7, ("MUG", "Gent"): 5}
    assert proven(engine)


def test_of_an_undo_both_ends_stay_where_one_has_to(engine: Engine) -> None:
    """Else five units would be back here, and four of them still there."""
    put(engine, {("MUG", "Main"): 12})
    place(engine, "Gent")
    done = send(engine, 5)
    sell(engine, 1, "Gent")
    assert done.operation is not None

    undone = undo(engine, done.operation, force=True)

    assert [(conflict.key, conflict.why) for conflict in undone.examples] == [
        ("MUG @ Gent", "that would be less than none: its units are elsewhere"),
        ("MUG @ Main", "the other end of its transfer stays"),
        ("MUG @ Gent", "it was changed or used since"),
    ]
    assert shelves(engine) == {("MUG", "Main"): 7, ("MUG", "Gent"): 4}
    assert proven(engine)


@pytest.mark.parametrize(
    ("units", "to", "error", "says"),
    [
        (13, "Gent", Conflict, "there are 12 available at Main"),
        (0, "Gent", UsageError, "One unit is the least"),
        (-1, "Gent", UsageError, "One unit is the least"),
        (1, "Main", UsageError, "from Main to Main"),
    ],
)
def test_what_cannot_be_moved(engine: Engine, units: int, to: str, error: Any, says: str) -> None:
    put(engine, {("MUG", "Main"): 12, ("MUG", "Gent"): 1})

    with pytest.raises(error, match=says):
        send(engine, units, to=to)
    assert shelves(engine) == {("MUG", "Main"): 12, ("MUG", "Gent"): 1}


def test_what_is_owed_cannot_be_moved(engine: Engine) -> None:
    variant(engine, "MUG", allow_backorder=True)
    put(engine, {("MUG", "Main"): 1, ("MUG", "Gent"): 1})

    with pytest.raises(Conflict, match="there are 1 available"):
        send(engine, 2)


def test_from_where_nobody_has_said_how_much_there_is_nothing_is_moved(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 12})
    place(engine, "Gent")

    with pytest.raises(Conflict, match="nobody has said"):
        send(engine, 1, of="Gent", to="Main")
