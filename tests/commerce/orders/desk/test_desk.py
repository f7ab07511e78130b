"""Notes, tags and holds: what they change, that they can be taken back, and what they refuse."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, text

from royal_cli.commerce.by_hand import Asked
from royal_cli.commerce.orders.desk.changed import OrdersChanged
from royal_cli.commerce.orders.desk.holds import hold, release
from royal_cli.commerce.orders.desk.notes import add_note
from royal_cli.commerce.orders.desk.tags import add_tags, remove_tags
from royal_cli.commerce.orders.flow.asked import Which
from royal_cli.commerce.orders.reading.detail import show_order
from royal_cli.commerce.orders.reading.detail_rows import OrderDetail
from royal_cli.commerce.undo import undo
from royal_cli.db.database import reading, transaction
from royal_cli.errors import Conflict, NotFound, UsageError
from tests.commerce.orders.made import MONDAY, in_a_shop, line, order

ANNA = "operator:anna"


def of(*numbers: str) -> Which:
    return Which(numbers=numbers)


def asked(reason: str | None = None, **more: Any) -> Asked:
    return Asked(actor=ANNA, reason=reason, **more)


def shown(engine: Engine, number: str) -> OrderDetail:
    with reading(engine) as session:
        return show_order(session, number, history=True)


def operations(engine: Engine) -> list[tuple[str, str, str | None]]:
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT kind, actor, reason FROM operations ORDER BY id")).all()
        return [(row.kind, row.actor, row.reason) for row in rows]


def test_an_order_is_held_with_the_reason_and_released_again(engine: Engine) -> None:
    in_a_shop(engine, "1001", "1002")

    done = hold(engine, of("1001"), asked("  odd   address "))

    found = shown(engine, "1001")
    assert found.hold_reason == "odd address"
    assert found.held_at is not None
    assert found.held_at > MONDAY
    assert shown(engine, "1002").held_at is None
    assert (done.orders, [change.after for change in done.changes]) == (1, ["odd address"])
    assert operations(engine) == [("order.hold", ANNA, "  odd   address ")]

    release(engine, of("1001"), asked("called"))

    found = shown(engine, "1001")
    assert (found.held_at, found.hold_reason) == (None, None)
    assert found.history is not None
    assert [event.kind for event in found.history] == ["order.hold", "order.release"]


def test_a_second_hold_changes_the_reason_and_not_since_when(engine: Engine) -> None:
    in_a_shop(engine, "1001")
    hold(engine, of("1001"), asked("odd address"))
    since = shown(engine, "1001").held_at

    hold(engine, of("1001"), asked("stock is broken"))

    assert (shown(engine, "1001").held_at, shown(engine, "1001").hold_reason) == (since, "stock is broken")


def test_a_hold_and_a_release_are_undone_to_the_moment(engine: Engine) -> None:
    in_a_shop(engine, "1001")
    held = hold(engine, of("1001"), asked("odd address"))
    before = shown(engine, "1001")
    released = release(engine, of("1001"), asked())

    undo(engine, released.operation or "")
    after = shown(engine, "1001")
    assert (after.held_at, after.hold_reason) == (before.held_at, "odd address")

    undo(engine, held.operation or "")
    assert (shown(engine, "1001").held_at, shown(engine, "1001").hold_reason) == (None, None)


def test_nothing_is_done_where_nothing_is_held(engine: Engine) -> None:
    in_a_shop(engine, "1001")

    done = release(engine, of("1001"), asked())

    assert (done.operation, done.changes) == (None, [])
    assert operations(engine) == []


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_a_hold_needs_a_reason(engine: Engine, reason: str | None) -> None:
    in_a_shop(engine, "1001")

    with pytest.raises(UsageError, match="will want to know why"):
        hold(engine, of("1001"), asked(reason))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"order_status": "cancelled"}, "1001 is cancelled"),
        ({"order_status": "closed"}, "1001 is closed"),
        ({"kind": "credit"}, "1001 is of kind credit"),
    ],
)
def test_what_is_over_is_not_held(engine: Engine, values: dict[str, Any], said: str) -> None:
    in_a_shop(engine, "1000")
    with transaction(engine) as session:
        order(session.connection(), "1001", line("PEN", 1, 100), **values)

    with pytest.raises(Conflict, match=said):
        hold(engine, of("1000", "1001"), asked("x"))
    assert shown(engine, "1000").held_at is None


def test_tags_are_added_behind_those_there_are_in_any_letter_case(engine: Engine) -> None:
    with transaction(engine) as session:
        order(session.connection(), "1001", line("PEN", 1, 100), tags=["VIP", "Gift"])
        order(session.connection(), "1002", line("PEN", 1, 100))

    done = add_tags(engine, ["gift", "Call first"], of("1001", "1002", "#1001"), asked())

    assert done.orders == 2
    assert shown(engine, "1001").tags == ["VIP", "Gift", "Call first"]
    assert shown(engine, "1002").tags == ["gift", "Call first"]

    undo(engine, done.operation or "")

    assert (shown(engine, "1001").tags, shown(engine, "1002").tags) == (["VIP", "Gift"], [])


def test_tags_are_taken_away(engine: Engine) -> None:
    with transaction(engine) as session:
        order(session.connection(), "1001", line("PEN", 1, 100), tags=["VIP", "Größe"])

    assert remove_tags(engine, ["other"], of("1001"), asked()).operation is None

    done = remove_tags(engine, ["vip", "GRÖSSE", "größe"], of("1001"), asked())
    assert shown(engine, "1001").tags == []

    undo(engine, done.operation or "")
    assert shown(engine, "1001").tags == ["VIP", "Größe"]


def test_notes_are_kept_with_who_wrote_them_beside_the_channels_own(engine: Engine) -> None:
    with transaction(engine) as session:
        order(session.connection(), "1001", line("PEN", 1, 100), notes="ring twice")
    add_note(engine, "1001", None, " calls back\non Friday ", asked())
    second = add_note(engine, "#1001", "shop", "called", Asked(actor="operator:bob"))

    found = shown(engine, "1001")
    assert found.channel_note == "ring twice"
    assert [(note.note, note.author) for note in found.notes] == [
        ("calls back\non Friday", ANNA), ("called", "operator:bob"),
    ]  # fmt: skip

    undo(engine, second.operation or "")
    assert [note.author for note in shown(engine, "1001").notes] == [ANNA]
    undo(engine, "last")
    assert [note.author for note in shown(engine, "1001").notes] == [ANNA, "operator:bob"]


@pytest.mark.parametrize("note", ["", "  \n", "x" * 10_001, "a\0b"])
def test_a_note_says_something_that_can_be_kept(engine: Engine, note: str) -> None:
    in_a_shop(engine, "1001")

    with pytest.raises(UsageError):
        add_note(engine, "1001", None, note, asked())


Work = Callable[[Engine, Which, Asked], OrdersChanged]
WORK: dict[str, Work] = {
    "hold": hold,
    "release": release,
    "tag": lambda engine, which, asked: add_tags(engine, ["gift"], which, asked),
}


@pytest.mark.parametrize("work", WORK)
def test_a_dry_run_changes_nothing_and_shows_all(engine: Engine, work: str) -> None:
    with transaction(engine) as session:
        held: dict[str, Any] = {"held_at": MONDAY, "hold_reason": "x"} if work == "release" else {}
        order(session.connection(), "1001", line("PEN", 1, 100), **held)
    before = shown(engine, "1001")

    done = WORK[work](engine, of("1001"), asked("y", dry_run=True))

    assert (done.operation, done.dry_run, len(done.changes)) == (None, True, 1)
    assert shown(engine, "1001") == before


@pytest.mark.parametrize("work", WORK)
def test_one_unknown_number_stops_all_of_them(engine: Engine, work: str) -> None:
    in_a_shop(engine, "1001")

    with pytest.raises(NotFound, match="There is no order '1009'"):
        WORK[work](engine, of("1001", "1009"), asked("y"))
    assert operations(engine) == []


def test_who_is_asked_sees_what_is_done(engine: Engine) -> None:
    in_a_shop(engine, "1001")
    seen: list[OrdersChanged] = []

    done = hold(engine, of("1001"), asked("odd address"), seen.append)

    assert [change.after for change in seen[0].changes] == ["odd address"]
    assert done.operation
