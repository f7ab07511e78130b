"""What is changed at customers by hand, and what they agreed to."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from royal_cli.commerce.customers.consents import list_consents, note_consent
from royal_cli.commerce.customers.editing import Edit, edit_customers
from royal_cli.commerce.customers.reading.detail import detail
from royal_cli.commerce.customers.reading.find import find_customer
from royal_cli.commerce.customers.reading.rows import CustomerType, Medium
from royal_cli.commerce.undo import undo
from royal_cli.errors import Conflict, NotFound, UsageError
from tests.commerce.customers.orders import imported, writer
from tests.commerce.customers.people import ANNA, BOB, DRY, NOW, WORK, one, stored, two_annas_and_bob

SPRING, SUMMER = datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)


def _shown(engine: Engine, who: str) -> Any:
    with engine.connect() as connection:
        return detail(connection, find_customer(connection, who), newest=10)


def test_fields_are_set_cleared_and_given_back(engine: Engine) -> None:
    two_annas_and_bob(engine)
    before = stored(engine)
    done = edit_customers(
        engine, [ANNA, BOB], Edit(first_name=" Ann ", phone="", type=CustomerType.vip, note="x", add_tags=["a"]), NOW
    )

    assert done.customers == [ANNA, BOB]
    for who in (ANNA, BOB):
        found = _shown(engine, who)
        assert (found.phone, found.type, found.note, found.tags) == (None, "vip", "x", ["a"])
    edit_customers(engine, [ANNA], Edit(type=CustomerType.unknown, remove_tags=["A"]), NOW)
    assert (_shown(engine, ANNA).type, _shown(engine, ANNA).tags) == (None, [])

    undo(engine, "last")
    undo(engine, done.operation or "")
    assert stored(engine) == before


def test_what_is_so_already_is_no_operation(engine: Engine) -> None:
    two_annas_and_bob(engine)
    assert edit_customers(engine, [ANNA], Edit(first_name="Anna"), NOW).operation is None
    assert edit_customers(engine, [ANNA], Edit(email=ANNA.upper()), NOW).operation is None
    assert edit_customers(engine, [ANNA], Edit(note="new"), DRY).operation is None
    assert _shown(engine, ANNA).note is None


def test_a_new_address_leaves_the_old_one_known(engine: Engine) -> None:
    two_annas_and_bob(engine)
    before = stored(engine)
    edit_customers(engine, [ANNA], Edit(email="Anna.Vos@example.nl"), NOW)
    with writer(engine) as connection:
        anna = find_customer(connection, "anna.vos@example.nl")
        assert imported(connection, {"customer_email": ANNA, "on": "new shop"}) == [anna]
        connection.rollback()

    edit_customers(engine, [ANNA], Edit(email=ANNA), NOW)
    assert [alias.id for alias in _shown(engine, ANNA).aliases] == ["6193211", "anna.vos@example.nl"]
    undo(engine, "last")
    undo(engine, one(engine, "SELECT public_id FROM operations WHERE kind = 'customer.edit' ORDER BY id LIMIT 1"))
    assert stored(engine) == before


def test_an_address_is_of_one_person_only(engine: Engine) -> None:
    two_annas_and_bob(engine)
    with pytest.raises(Conflict, match="Another customer"):
        edit_customers(engine, [BOB], Edit(email=ANNA), NOW)
    edit_customers(engine, [ANNA], Edit(email="new@example.nl"), NOW)
    with pytest.raises(Conflict, match="Another customer"):
        edit_customers(engine, [BOB], Edit(email=ANNA), NOW)


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (Edit(), "Nothing says what to change"),
        (Edit(email="2a6f@verkopen.bol.com"), "belongs to a marketplace"),
        (Edit(email="anna at example"), "no e-mail address"),
        (Edit(phone="1" * 51), "no phone number"),
        (Edit(note="x" * 501), "up to 500"),
    ],
)
def test_what_cannot_be_is_said(engine: Engine, edit: Edit, says: str) -> None:
    two_annas_and_bob(engine)
    with pytest.raises(UsageError) as error:
        edit_customers(engine, [ANNA], edit, NOW)
    assert says in f"{error.value.message} {error.value.hint}"


def test_an_order_is_no_consent(engine: Engine) -> None:
    two_annas_and_bob(engine)
    assert _shown(engine, ANNA).accepts_marketing is None
    assert one(engine, "SELECT count(*) FROM customers WHERE accepts_marketing") == 0


def test_the_newest_word_counts_whenever_it_is_noted(engine: Engine) -> None:
    two_annas_and_bob(engine)
    assert note_consent(engine, ANNA, Medium.email, False, "phone call", SUMMER, NOW).holds
    late = note_consent(engine, ANNA, Medium.email, True, "newsletter form", SPRING, NOW)
    note_consent(engine, ANNA, Medium.sms, True, "checkout", SPRING, NOW)

    assert not late.holds
    anna = _shown(engine, ANNA)
    assert (anna.accepts_marketing, anna.marketing_consent_updated_at) == (False, SUMMER)
    with Session(engine) as session:
        said = [(row.medium, row.given, row.at, row.holds) for row in list_consents(session, ANNA)]
    assert said == [
        ("email", False, SUMMER, True), ("sms", True, SPRING, True), ("email", True, SPRING, False),
    ]  # fmt: skip


def test_a_consent_is_taken_back_by_an_undo_and_what_was_said_before_counts_again(engine: Engine) -> None:
    two_annas_and_bob(engine)
    note_consent(engine, ANNA, Medium.email, True, "newsletter form", SPRING, NOW)
    note_consent(engine, ANNA, Medium.email, False, "phone call", SUMMER, NOW)
    undo(engine, "last")

    anna = _shown(engine, ANNA)
    assert (anna.accepts_marketing, anna.marketing_consent_updated_at) == (True, SPRING)


def test_the_same_word_is_not_noted_twice(engine: Engine) -> None:
    two_annas_and_bob(engine)
    for at in (SPRING, None):
        assert (
            note_consent(engine, ANNA, Medium.email, True, "newsletter form", at, NOW).operation is not None
            or at is None
        )
        assert note_consent(engine, ANNA, Medium.email, True, "newsletter form", at, NOW).operation is None
    assert one(engine, "SELECT count(*) FROM customer_consents") == 1


def test_a_consent_has_a_place_and_has_happened(engine: Engine) -> None:
    two_annas_and_bob(engine)
    with pytest.raises(UsageError, match="in the future"):
        note_consent(engine, ANNA, Medium.email, True, "form", datetime.now(UTC) + timedelta(days=1), NOW)
    with pytest.raises(UsageError, match="Where was it said"):
        note_consent(engine, ANNA, Medium.email, True, "  ", None, NOW)
    with pytest.raises(NotFound):
        note_consent(engine, "nobody@example.nl", Medium.email, True, "form", None, NOW)
    assert note_consent(engine, WORK, Medium.email, True, "form", None, DRY).operation is None
    assert one(engine, "SELECT count(*) FROM customer_consents") == 0
