"""One customer of several, and several again."""

from typing import Any

import pytest
from sqlalchemy import Engine, text

from royal_cli.commerce.customers.consents import note_consent
from royal_cli.commerce.customers.editing import Edit, edit_customers
from royal_cli.commerce.customers.erasing import erase_customer
from royal_cli.commerce.customers.merging import CustomerMerge, merge_customers
from royal_cli.commerce.customers.reading.detail import detail
from royal_cli.commerce.customers.reading.find import find_customer
from royal_cli.commerce.customers.reading.rows import CustomerType, Medium
from royal_cli.commerce.undo import undo
from royal_cli.errors import NotFound, Refused
from tests.commerce.customers.orders import imported, writer
from tests.commerce.customers.people import ANNA, BOB, DRY, NOW, WORK, one, stored, two_annas_and_bob

RELAY = "bol/2a6f@verkopen.bol.com"


def _shown(engine: Engine, who: str) -> Any:
    with engine.connect() as connection:
        return detail(connection, find_customer(connection, who), newest=10)


def test_everything_goes_over_and_the_totals_follow(engine: Engine) -> None:
    two_annas_and_bob(engine)
    done = merge_customers(engine, [WORK, RELAY], ANNA, NOW)

    assert (done.into, done.gone) == (ANNA, [WORK, RELAY])
    assert (done.orders, done.aliases, done.addresses, done.consents) == (2, 1, 2, 0)
    anna = _shown(engine, ANNA)
    assert anna.orders == 4
    assert [(total.currency, total.spent.amount, total.orders) for total in anna.totals] == [
        ("EUR", 5000 + 2500 - 500 + 1999, 3), ("JPY", 100_000, 1),
    ]  # fmt: skip
    assert {(alias.channel, alias.id) for alias in anna.aliases} == {
        ("shopify", "6193211"), ("bol", "2a6f@verkopen.bol.com"), (None, WORK),
    }  # fmt: skip
    assert one(engine, "SELECT count(*) FROM customers") == 2


def test_an_address_of_both_is_kept_once_and_the_one_who_stays_keeps_the_default(engine: Engine) -> None:
    two_annas_and_bob(engine)
    merge_customers(engine, [WORK, RELAY], ANNA, NOW)

    addresses = [(place.type, place.address1, place.is_default) for place in _shown(engine, ANNA).addresses]
    assert sorted(addresses) == [
        ("billing", "Dam 1", False), ("billing", "Keizersgracht 1", True), ("shipping", "Keizersgracht 1", True),
    ]  # fmt: skip


def test_the_next_order_under_any_of_the_addresses_finds_the_one_who_stays(engine: Engine) -> None:
    two_annas_and_bob(engine)
    merge_customers(engine, [WORK, RELAY], ANNA, NOW)
    with writer(engine) as connection:
        anna = find_customer(connection, ANNA)
        found = imported(
            connection,
            {"customer_email": WORK.upper(), "on": "woocommerce"},
            {"customer_email": WORK, "on": "a new shop"},
            {"customer_email": "2a6f@verkopen.bol.com", "on": "bol"},
            {"customer_key": "6193211"},
        )
        assert found == [anna] * 4


def test_an_undo_gives_all_of_them_back_as_they_were(engine: Engine) -> None:
    two_annas_and_bob(engine)
    edit_customers(engine, [WORK], Edit(type=CustomerType.wholesale, add_tags=["office"], note="pays late"), NOW)
    note_consent(engine, WORK, Medium.email, True, "fair", None, NOW)
    before = stored(engine)

    merge_customers(engine, [WORK, RELAY], ANNA, NOW)
    assert _shown(engine, ANNA).type == "wholesale"
    assert _shown(engine, ANNA).accepts_marketing
    undone = undo(engine, "last")

    assert (undone.status, undone.conflicts) == ("undone", 0)
    assert stored(engine) == before


def test_an_undo_of_the_undo_merges_again(engine: Engine) -> None:
    two_annas_and_bob(engine)
    merge_customers(engine, [WORK, RELAY], ANNA, NOW)
    merged = stored(engine)
    undo(engine, "last")
    undo(engine, "last")

    assert stored(engine) == merged


def test_one_without_an_address_takes_that_of_the_other(engine: Engine) -> None:
    """And an undo gives it back, although an address can only be of one customer at a time."""
    two_annas_and_bob(engine)
    before = stored(engine)
    done = merge_customers(engine, [ANNA], RELAY, NOW)

    assert (done.gone, done.orders, done.addresses) == ([ANNA], 2, 2)
    found = _shown(engine, RELAY)
    assert (found.email, found.name, found.orders) == (ANNA, "Anna Jansen", 3)
    undo(engine, "last")
    assert stored(engine) == before


def test_what_is_unknown_is_filled_and_nothing_is_replaced(engine: Engine) -> None:
    two_annas_and_bob(engine)
    edit_customers(engine, [ANNA], Edit(type=CustomerType.vip, add_tags=["a", "B"], note="one"), NOW)
    edit_customers(engine, [WORK], Edit(phone="1", type=CustomerType.retail, add_tags=["b", "c"], note="two"), NOW)
    merge_customers(engine, [WORK], ANNA, NOW)

    anna = _shown(engine, ANNA)
    assert (anna.name, anna.phone, anna.type, anna.tags, anna.note) == (
        "Anna Jansen", "+31 6 12345678", "vip", ["a", "B", "c"], "one\ntwo",
    )  # fmt: skip


def test_the_newest_word_on_letters_counts_whoever_said_it(engine: Engine) -> None:
    two_annas_and_bob(engine)
    note_consent(engine, ANNA, Medium.email, True, "form", None, NOW)
    note_consent(engine, WORK, Medium.email, False, "phone", None, NOW)
    merge_customers(engine, [WORK], ANNA, NOW)

    anna = _shown(engine, ANNA)
    assert anna.accepts_marketing is False
    assert [(consent.given, consent.source) for consent in anna.consents] == [(False, "phone"), (True, "form")]


def test_done_twice_it_changes_nothing_more(engine: Engine) -> None:
    two_annas_and_bob(engine)
    merge_customers(engine, [WORK, RELAY], ANNA, NOW)
    before = stored(engine)
    again = merge_customers(engine, [WORK, RELAY, ANNA], ANNA, NOW)

    assert (again.operation, again.gone) == (None, [])
    assert stored(engine) == before


def test_a_rehearsal_says_the_same_and_writes_nothing(engine: Engine) -> None:
    two_annas_and_bob(engine)
    before = stored(engine)
    rehearsed = merge_customers(engine, [WORK, RELAY], ANNA, DRY)
    assert stored(engine) == before

    shown: list[CustomerMerge] = []
    done = merge_customers(engine, [WORK, RELAY], ANNA, NOW, confirm=shown.append)
    assert [change.key for change in rehearsed.changes] == [change.key for change in done.changes]
    assert shown[0].changes == done.changes


def test_nobody_is_merged_with_somebody_who_is_not_there(engine: Engine) -> None:
    two_annas_and_bob(engine)
    with pytest.raises(NotFound, match="There is no customer"):
        merge_customers(engine, ["nobody@example.nl"], ANNA, NOW)
    gone = erase_customer(engine, BOB, NOW).customer
    for who, into in (([gone], ANNA), ([ANNA], gone)):
        with pytest.raises(Refused, match="nobody left"):
            merge_customers(engine, who, into, NOW)
    assert one(engine, "SELECT count(*) FROM operations WHERE kind = 'customer.merge'") == 0


def test_blocked_stays_blocked(engine: Engine) -> None:
    two_annas_and_bob(engine)
    with writer(engine) as connection:
        connection.execute(text("UPDATE customers SET account_status = 'blocked' WHERE email = :w"), {"w": WORK})
    merge_customers(engine, [WORK], ANNA, NOW)

    assert _shown(engine, ANNA).status == "blocked"
