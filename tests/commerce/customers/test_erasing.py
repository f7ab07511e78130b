"""A person goes and the books stay."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, event, make_url, text

from royal_cli.commerce.by_hand import Asked, Hand, carry_out
from royal_cli.commerce.customers.consents import note_consent
from royal_cli.commerce.customers.editing import Edit, edit_customers
from royal_cli.commerce.customers.erasing import Erasure, erase_customer
from royal_cli.commerce.customers.erasures import alias_digest, email_digest
from royal_cli.commerce.customers.merging import merge_customers
from royal_cli.commerce.customers.reading.rows import Medium
from royal_cli.commerce.customers.totals import recount
from royal_cli.commerce.undo import undo
from royal_cli.errors import NotFound, Refused, UsageError
from tests.commerce.customers.orders import NOON, address, imported, staged, store, writer
from tests.commerce.customers.people import ANNA, BOB, DRY, NOW, WORK, one, stored, two_annas_and_bob, where_is

#: All that Anna was called, and how she could be reached. None of it is on anything that stays.
WORDS = (
    ANNA, WORK, "jansen", "12345678", "5551234", "6193211", "keizersgracht", "dam 1", "work bv", "2a6f", "ring twice",
    "likes blue", "newsletter form", "her gate", "06-99999999",
)  # fmt: skip


def _a_life(engine: Engine) -> None:
    """All that can be noted of somebody: a merge, consents, notes, edits, an undone import, reasons with her name."""
    two_annas_and_bob(engine)
    because = Asked(wait=0.0, reason="Anna Jansen called", actor="operator:eve")
    edit_customers(engine, [ANNA], Edit(note="likes blue", phone="06-99999999"), because)
    edit_customers(engine, [ANNA], Edit(phone="+31 6 12345678"), NOW)
    note_consent(engine, ANNA, Medium.email, True, "newsletter form", None, because)
    merge_customers(engine, [WORK, "bol/2a6f@verkopen.bol.com"], ANNA, NOW)
    undo(engine, "last")
    merge_customers(engine, [WORK, "2a6f@verkopen.bol.com"], ANNA, because)
    carry_out(engine, "order.import", NOW, _order_and_note)
    undo(engine, "last")
    carry_out(engine, "order.import", NOW, _order_and_note)
    with writer(engine) as connection:
        paid = one(engine, "SELECT min(id) FROM orders WHERE customer_email = :anna", anna=ANNA)
        connection.execute(
            text(
                "INSERT INTO refunds (order_id, number, request_key, amount, reason, refunded_at)"
                " VALUES (:id, 1, 'a', 100, 'Ms Jansen was not amused', :at), (:id, 2, 'b', 100, 'broken', :at)"
            ),
            {"id": paid, "at": "2026-03-02 12:00:00.000000"},
        )


def _order_and_note(hand: Hand) -> None:
    """An order of hers and what somebody noted about it, created by one operation that can be undone."""
    shop = hand.connection.scalar(text("SELECT id FROM channels WHERE name = 'shopify'"))
    anna = hand.connection.scalar(text("SELECT id FROM customers WHERE email = :anna"), {"anna": ANNA})
    order = hand.create(
        "orders",
        {
            "order_number": "#X1", "external_id": "#X1", "channel_id": shop, "customer_id": anna, "kind": "sale",
            "currency": "EUR", "total": 700, "refunded_total": 0, "customer_email": ANNA, "created_at": NOON,
            "updated_at": NOON, "shipping_address": address(),
        },
    )  # fmt: skip
    hand.create(
        "order_notes", {"order_id": order, "note": "Behind her gate", "author": "operator:eve", "created_at": NOON}
    )


def test_nothing_in_the_database_names_the_person_any_more(engine: Engine) -> None:
    _a_life(engine)
    assert all(where_is(engine, *WORDS).values())

    erase_customer(engine, ANNA, NOW)

    assert where_is(engine, *WORDS) == {word: [] for word in WORDS}


def test_nor_does_the_file_of_sqlite_or_its_log(sqlite_engine: Engine) -> None:
    """Some builds of SQLite write over what is deleted, others leave it where it was."""
    event.listen(sqlite_engine, "connect", lambda connection, _: connection.execute("PRAGMA secure_delete = OFF"))
    _a_life(sqlite_engine)
    erase_customer(sqlite_engine, ANNA, NOW)

    database = Path(make_url(sqlite_engine.url).database or "")
    log = database.with_name(f"{database.name}-wal")
    written = database.read_bytes() + (log.read_bytes() if log.exists() else b"")
    assert [word for word in WORDS if word.encode() in written.lower()] == []


def test_the_books_stay_as_they_were(engine: Engine) -> None:
    _a_life(engine)
    with writer(engine) as connection:
        recount(connection, "SELECT id FROM customers")
    amounts = "SELECT order_number, customer_id, currency, total, refunded_total, created_at FROM orders ORDER BY id"
    totals = stored(engine, "customer_totals")
    with engine.connect() as connection:
        books = [tuple(row) for row in connection.execute(text(amounts))]

    erase_customer(engine, ANNA, NOW)

    with engine.connect() as connection:
        assert [tuple(row) for row in connection.execute(text(amounts))] == books
    assert stored(engine, "customer_totals") == totals
    assert one(engine, "SELECT count(*) FROM refunds WHERE reason = 'broken' AND amount = 100") == 1
    assert one(engine, "SELECT country_code FROM orders WHERE order_number = '#X1'") == "NL"


def test_others_are_left_alone(engine: Engine) -> None:
    _a_life(engine)
    before = where_is(engine, BOB, "Muller")
    erase_customer(engine, ANNA, NOW)

    assert where_is(engine, BOB, "Muller") == before
    assert one(engine, "SELECT first_name FROM customers WHERE email = :bob", bob=BOB) == "Bob"


def test_an_erasure_is_shown_first_and_writes_nothing_then(engine: Engine) -> None:
    _a_life(engine)
    before = stored(engine)
    found = erase_customer(engine, ANNA, DRY)

    assert stored(engine) == before
    assert found.operation is None
    counted = {part.what: part.rows for part in found.goes}
    assert [counted[what] for what in ("e-mail addresses", "aliases", "consents")] == [3, 3, 1]
    assert found.stays[0].rows == 5


def test_nobody_is_asked_twice_for_something_else(engine: Engine) -> None:
    _a_life(engine)
    shown: list[Erasure] = []
    done = erase_customer(engine, ANNA, NOW, confirm=shown.append)

    assert shown[0].goes == done.goes
    assert done.operation is not None


def test_an_erasure_cannot_be_undone(engine: Engine) -> None:
    _a_life(engine)
    done = erase_customer(engine, ANNA, NOW)
    with pytest.raises(Refused, match="nothing is left"):
        undo(engine, done.operation or "", force=True)


def test_what_was_done_before_brings_nobody_back_when_it_is_undone(engine: Engine) -> None:
    _a_life(engine)
    with engine.connect() as connection:
        query = "SELECT public_id FROM operations WHERE kind <> 'undo' AND status = 'applied' ORDER BY id DESC"
        operations = connection.scalars(text(query)).all()
    erase_customer(engine, ANNA, NOW)
    for operation in operations:
        undo(engine, operation, force=True)

    assert where_is(engine, *WORDS) == {word: [] for word in WORDS}


def test_orders_from_before_come_in_without_the_person(engine: Engine) -> None:
    _a_life(engine)
    erase_customer(engine, ANNA, NOW)
    old = {"day": -20, "first_name": "Anna", "shipping_address": address(), "notes": "Ring twice"}
    with writer(engine) as connection:
        customers, without = staged(
            connection,
            {**old, "customer_email": "Anna@Example.nl"},
            {**old, "customer_key": "6193211"},
            {**old, "customer_email": "2a6f@verkopen.bol.com", "on": "bol"},
            {**old, "customer_email": WORK},
            {**old, "customer_email": "carla@example.it"},
        )
        emptied = connection.execute(
            text(
                "SELECT customer_key, customer_email, customer_phone, first_name, last_name, billing_address,"
                " shipping_address, notes FROM stage_orders WHERE id <= 4"
            )
        ).all()
        countries = connection.scalars(text("SELECT country_code FROM stage_orders WHERE id <= 4")).all()

        assert without == [1, 2, 3, 4]
        assert {value for row in emptied for value in row} == {None}
        assert countries == ["NL"] * 4
        erased = one(engine, "SELECT id FROM customers WHERE erased_at IS NOT NULL")
        assert customers[:4] == [erased] * 4
        assert customers[4] not in (None, erased)
        assert (
            connection.scalar(text("SELECT count(*) FROM customers WHERE email IN (:a, :w)"), {"a": ANNA, "w": WORK})
            == 0
        )


def test_who_comes_back_is_a_new_customer_and_can_be_erased_again(engine: Engine) -> None:
    two_annas_and_bob(engine)
    erase_customer(engine, ANNA, NOW)
    with writer(engine) as connection:
        imported(connection, {"customer_email": ANNA, "customer_key": "6193211", "last_name": "Jansen", "day": 9999})

    assert one(engine, "SELECT erased_at FROM customers WHERE email = :anna", anna=ANNA) is None
    erase_customer(engine, ANNA, NOW)

    assert one(engine, "SELECT count(*) FROM customers WHERE erased_at IS NOT NULL") == 2
    digests = {row[2] for row in stored(engine, "customer_erasures")["customer_erasures"]}
    assert digests == {email_digest(ANNA), alias_digest("shopify", "6193211")}


def test_orders_on_their_way_are_sent_first(engine: Engine) -> None:
    two_annas_and_bob(engine)
    with writer(engine) as connection:
        bob = connection.scalar(text("SELECT id FROM customers WHERE email = :bob"), {"bob": BOB})
        store(connection, bob, order_number="#77", order_status="open", fulfillment_status="partial")
    with pytest.raises(Refused, match="still to be sent: #77"):
        erase_customer(engine, BOB, NOW)

    assert erase_customer(engine, BOB, NOW, allow_open=True).operation


def test_a_reason_that_names_the_person_is_no_reason(engine: Engine) -> None:
    two_annas_and_bob(engine)
    for reason in ("Ms JANSEN asked", f"mail from {ANNA}", "see +31 6 12345678"):
        with pytest.raises(UsageError, match="names the person"):
            erase_customer(engine, ANNA, Asked(wait=0.0, reason=reason))
    assert erase_customer(engine, ANNA, Asked(wait=0.0, reason="ticket 4711, annals of March")).operation


def test_nobody_is_erased_twice_and_nobody_else_instead(engine: Engine) -> None:
    two_annas_and_bob(engine)
    done = erase_customer(engine, ANNA, NOW)
    with pytest.raises(NotFound, match="was erased on"):
        erase_customer(engine, ANNA, NOW)
    with pytest.raises(Refused, match="nobody left"):
        erase_customer(engine, done.customer, NOW)


def test_the_journal_names_nobody_in_the_entry_of_an_erasure(engine: Engine) -> None:
    two_annas_and_bob(engine)
    done = erase_customer(engine, ANNA, NOW)
    with engine.connect() as connection:
        operation = connection.execute(
            text("SELECT id, source, parameters, reason FROM operations WHERE public_id = :id"), {"id": done.operation}
        ).one()
        changes = connection.execute(
            text("SELECT entity, action, field FROM changes WHERE operation_id = :id ORDER BY id"), {"id": operation.id}
        ).all()
    assert tuple(operation)[1:] == (None, None, None)
    assert [tuple(change) for change in changes] == [
        ("customer_erasures", "create", None), ("customer_erasures", "create", None),
        ("customers", "update", "erased_at"),
    ]  # fmt: skip
