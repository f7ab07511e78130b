"""Units are reserved where routing says, as a whole or in part, and given back."""

import pytest
from sqlalchemy import Engine, text

from royal_cli.commerce.orders.flow.allocate import allocate, release
from royal_cli.commerce.orders.flow.asked import Which
from royal_cli.commerce.undo import undo
from royal_cli.db.database import transaction
from royal_cli.errors import Conflict, Refused
from tests.commerce.orders.flow.floor import ASKED, counts, goods, is_sound, one, sell
from tests.commerce.stock.shelves import channel, keep_back, place, put, shelves, variant


def test_a_whole_order_is_reserved_at_the_location_that_is_asked_first(engine: Engine) -> None:
    place(engine, "Utrecht", priority=1)
    place(engine, "Berlin", priority=2)
    put(engine, {(sku, name): 5 for sku in ("MUG", "BOWL") for name in ("Utrecht", "Berlin")})
    sell(engine, "1001", goods("MUG", 2), goods("BOWL", 1))

    done = allocate(engine, one("1001"), ASKED)

    assert [(row.sku, row.quantity, row.location, row.why) for row in done.reserved] == [
        ("MUG", 2, "Utrecht", "Utrecht: priority 1, has both lines; Berlin not needed"),
        ("BOWL", 1, "Utrecht", "Utrecht: priority 1, has both lines; Berlin not needed"),
    ]
    assert (done.orders, done.units, done.left_out) == (1, 3, [])
    assert shelves(engine)["MUG", "Utrecht"] == (3, 2, 0, 0)
    assert counts(engine) == {"MUG": (2, 0, 0, 0, 2), "BOWL": (1, 0, 0, 0, 1)}
    assert is_sound(engine)


def test_reserving_twice_reserves_once(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 5})
    sell(engine, "1001", goods("MUG", 2))
    allocate(engine, one("1001"), ASKED)

    again = allocate(engine, one("1001"), ASKED)

    assert (again.operation, again.units) == (None, 0)
    assert shelves(engine)["MUG", "Main"] == (3, 2, 0, 0)


def test_what_is_not_all_there_is_left_alone_unless_a_part_will_do(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 1, ("BOWL", "Main"): 9})
    sell(engine, "1001", goods("MUG", 3), goods("BOWL", 1))

    with pytest.raises(Conflict, match=r"Order 1001 was not reserved. MUG: 2 of 3 are nowhere free"):
        allocate(engine, one("1001"), ASKED)
    assert shelves(engine) == {("MUG", "Main"): 1, ("BOWL", "Main"): 9}

    done = allocate(engine, one("1001"), ASKED, partial=True)

    assert counts(engine) == {"MUG": (3, 0, 0, 0, 1), "BOWL": (1, 0, 0, 0, 1)}
    assert [(left.sku, left.quantity, left.code) for left in done.left_out] == [("MUG", 2, "short")]


def test_unknown_stock_is_not_none_and_an_unmatched_line_is_said(engine: Engine) -> None:
    variant(engine, "MUG")
    sell(engine, "1001", goods("MUG", 1), goods("MYSTERY", 1))

    done = allocate(engine, one("1001"), ASKED, partial=True)

    assert done.units == 0
    assert [(left.sku, left.code) for left in done.left_out] == [("MUG", "unknown_stock"), ("MYSTERY", "unmatched")]


def test_a_held_order_is_refused_with_the_reason_and_left_out_of_several(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 5})
    sell(engine, "1001", goods("MUG", 1))
    sell(engine, "1002", goods("MUG", 1))
    with transaction(engine) as session:
        session.connection().execute(
            text("UPDATE orders SET held_at = created_at, hold_reason = 'addresses differ' WHERE order_number = '1001'")
        )

    with pytest.raises(Refused, match=r"Order 1001 is on hold: addresses differ."):
        allocate(engine, one("1001"), ASKED)
    done = allocate(engine, Which(every_open=True), ASKED)

    assert [row.order for row in done.reserved] == ["1002"]
    assert [(left.order, left.code) for left in done.left_out] == [("1001", "refused")]


def test_past_invoices_are_never_reserved(engine: Engine) -> None:
    """Nobody has said that they are open."""
    put(engine, {("MUG", "Main"): 5})
    sell(engine, "536365", goods("MUG", 1), order_status=None, fulfillment_status=None, financial_status=None)

    assert allocate(engine, Which(every_open=True), ASKED).units == 0
    with pytest.raises(Refused, match="Nobody has said whether order 536365 is still open"):
        allocate(engine, one("536365"), ASKED)
    assert allocate(engine, Which(numbers=("536365",), unknown_is_open=True), ASKED).units == 1


def test_a_channel_keeps_to_its_safety_stock(engine: Engine) -> None:
    mug = variant(engine, "MUG")
    put(engine, {("MUG", "Main"): 5})
    keep_back(engine, mug, 4, channel(engine, "bol"))
    sell(engine, "1001", goods("MUG", 2), channel_name="bol")

    with pytest.raises(Conflict, match="MUG: 1 of 2 is nowhere free"):
        allocate(engine, one("1001"), ASKED)


def test_backorder_only_where_the_variant_allows_it(engine: Engine) -> None:
    variant(engine, "MUG", allow_backorder=True)
    put(engine, {("MUG", "Main"): 1})
    sell(engine, "1001", goods("MUG", 3))

    done = allocate(engine, one("1001"), ASKED)

    assert [(row.quantity, row.waits) for row in done.reserved] == [(1, False), (2, True)]
    assert shelves(engine)["MUG", "Main"] == (-2, 3, 0, 0)
    assert is_sound(engine)


def test_open_orders_are_served_in_the_order_in_which_they_came(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 3})
    sell(engine, "1002", goods("MUG", 2), day=2)
    sell(engine, "1001", goods("MUG", 2), day=1)
    sell(engine, "1003", goods("MUG", 1), day=3)

    done = allocate(engine, Which(every_open=True), ASKED)

    assert [row.order for row in done.reserved] == ["1001", "1003"]
    assert [left.order for left in done.left_out] == ["1002"]
    assert is_sound(engine)


def test_a_release_gives_everything_back(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 5})
    sell(engine, "1001", goods("MUG", 2))
    allocate(engine, one("1001"), ASKED)

    done = release(engine, one("1001"), ASKED)

    assert (done.units, shelves(engine)["MUG", "Main"]) == (2, 5)
    assert counts(engine)["MUG"] == (2, 0, 0, 0, 0)
    assert is_sound(engine)


def test_both_are_undone(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 5})
    sell(engine, "1001", goods("MUG", 2))
    reserved = allocate(engine, one("1001"), ASKED)
    given_back = release(engine, one("1001"), ASKED)

    undo(engine, given_back.operation or "")
    assert shelves(engine)["MUG", "Main"] == (3, 2, 0, 0)
    undo(engine, reserved.operation or "")
    assert shelves(engine)["MUG", "Main"] == 5
    assert is_sound(engine)


def test_a_release_is_not_undone_once_the_units_are_sold(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 2})
    sell(engine, "1001", goods("MUG", 2))
    sell(engine, "1002", goods("MUG", 2))
    allocate(engine, one("1001"), ASKED)
    given_back = release(engine, one("1001"), ASKED)
    allocate(engine, one("1002"), ASKED)

    with pytest.raises(Refused, match="MUG @ Main, the units that it gave back are sold by now"):
        undo(engine, given_back.operation or "")
    assert is_sound(engine)


def test_a_dry_run_shows_it_and_writes_nothing(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 5})
    sell(engine, "1001", goods("MUG", 2))

    done = allocate(engine, one("1001"), type(ASKED)(actor="operator:anna", dry_run=True))

    assert (done.operation, done.dry_run, done.units) == (None, True, 2)
    assert shelves(engine) == {("MUG", "Main"): 5}
