"""Customers are found, listed, shown and exported."""

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from royal_cli.commerce.customers.consents import note_consent
from royal_cli.commerce.customers.editing import Edit, edit_customers
from royal_cli.commerce.customers.emails import is_relay
from royal_cli.commerce.customers.erasing import erase_customer
from royal_cli.commerce.customers.exporting import personal_data, write_privately
from royal_cli.commerce.customers.reading.find import find_customer
from royal_cli.commerce.customers.reading.listing import every_customer, list_customers
from royal_cli.commerce.customers.reading.rows import CustomerType, Filters, Medium, Sort
from royal_cli.commerce.customers.totals import recount
from royal_cli.errors import Conflict, NotFound, RoyalError, UsageError
from royal_cli.money import Money
from tests.commerce.customers.orders import NOON, address, imported, store, writer
from tests.commerce.customers.people import ANNA, BOB, NOW, WORK, two_annas_and_bob

RELAY = "bol/2a6f@verkopen.bol.com"


def _found(engine: Engine, text: str) -> int:
    with engine.connect() as connection:
        return find_customer(connection, text)


def _listed(engine: Engine, sort: Sort = Sort.last, descending: bool = True, **filters: Any) -> list[str]:
    with Session(engine) as session:
        rows = every_customer(session, Filters(**filters), sort=sort, descending=descending)
        return [row.customer for row in rows]


@pytest.mark.parametrize(
    "meant",
    [ANNA, " ANNA@example.nl ", "6193211", "shopify/6193211", "Shopify/6193211", "+31 6 12345678", "0612345678",
     "06-1234 5678", "0031612345678"],
)  # fmt: skip
def test_a_customer_has_many_names(engine: Engine, meant: str) -> None:
    two_annas_and_bob(engine)
    assert _found(engine, meant) == _found(engine, ANNA)


@pytest.mark.parametrize(
    "nobody", ["", "anna", "shopify/1", "bol/6193211", "customer/999", "+31 6 87654321", "12345678x"]
)
def test_what_names_nobody_is_not_found(engine: Engine, nobody: str) -> None:
    two_annas_and_bob(engine)
    with pytest.raises(NotFound, match="There is no customer"):
        _found(engine, nobody)


def test_what_names_several_asks_which(engine: Engine) -> None:
    with writer(engine) as connection:
        imported(connection, {"customer_key": "7", "customer_phone": "020 1234567"}, on="shopify")
        imported(connection, {"customer_key": "7", "customer_phone": "+31 20 1234567"}, on="bol")
    for text_ in ("7", "0201234567"):
        with pytest.raises(Conflict, match="several customers: shopify/7, bol/7") as error:
            _found(engine, text_)
        assert error.value.details["candidates"] == ["shopify/7", "bol/7"]


def test_the_name_in_a_list_finds_the_customer_again(engine: Engine) -> None:
    two_annas_and_bob(engine)
    erased = erase_customer(engine, BOB, NOW).customer
    names = [*_listed(engine), *_listed(engine, erased=True)]

    assert erased in names
    assert len({_found(engine, name) for name in names}) == 4


def test_the_list_says_what_customers_spent_in_each_currency(engine: Engine) -> None:
    two_annas_and_bob(engine)
    with writer(engine) as connection:
        store(connection, find_customer(connection, ANNA), total=300, currency="TND", day=-1)
        recount(connection, "SELECT id FROM customers")
    with Session(engine) as session:
        rows = {row.customer: row for row in list_customers(session).rows}

    anna = rows[ANNA]
    assert anna.spent == [Money(7000, "EUR", 2), Money(300, "TND", 3)]
    assert (anna.orders, anna.total_spent, anna.average_order) == (3, Money(7000, "EUR", 2), Money(3500, "EUR", 2))
    assert (anna.first_order_at, anna.last_order_at) == (NOON - timedelta(days=1), NOON + timedelta(days=3))
    assert (anna.name, anna.country, anna.city, anna.channels) == ("Anna Jansen", "NL", "Amsterdam", ["shopify"])
    assert rows[WORK].spent == [Money(100_000, "JPY", 0)]


def test_filters(engine: Engine) -> None:
    two_annas_and_bob(engine)
    edit_customers(engine, [BOB], Edit(type=CustomerType.vip, add_tags=["Regular"]), NOW)
    note_consent(engine, BOB, Medium.sms, True, "form", None, NOW)
    note_consent(engine, ANNA, Medium.sms, True, "form", datetime(2026, 1, 1, tzinfo=UTC), NOW)
    note_consent(engine, ANNA, Medium.sms, False, "phone", None, NOW)

    everybody = {ANNA, WORK, RELAY, BOB}
    expected: list[tuple[dict[str, Any], set[str]]] = [
        ({}, everybody),
        ({"type": CustomerType.vip}, {BOB}),
        ({"type": CustomerType.unknown}, everybody - {BOB}),
        ({"tag": "regular"}, {BOB}),
        ({"consent": Medium.sms}, {BOB}),
        ({"consent": Medium.email}, set()),
        ({"channel": "bol"}, {RELAY}),
        ({"country": "nl"}, everybody - {BOB}),
        ({"min_spent": Money(50, "EUR", 0)}, {ANNA}),
        ({"min_spent": Money(70, "EUR", 0)}, {ANNA}),
        ({"min_spent": Money(7001, "EUR", 2)}, set()),
        ({"min_spent": Money(1, "JPY", 0)}, {WORK}),
        ({"since": NOON + timedelta(days=8)}, {WORK, RELAY}),
        ({"new_since": NOON + timedelta(days=1)}, {WORK, RELAY}),
        ({"search": "JANSEN anna"}, {ANNA}),
        ({"search": "work bv"}, {WORK}),
        ({"search": "2A6F"}, {RELAY}),
        ({"search": "6193211"}, {ANNA}),
        ({"search": "12345678"}, {ANNA}),
        ({"erased": True}, set()),
    ]
    for filters, wanted in expected:
        assert set(_listed(engine, **filters)) == wanted, filters
    with pytest.raises(NotFound, match="no channel"):
        _listed(engine, channel="ebay")


def test_who_bought_again_is_new_no_longer(engine: Engine) -> None:
    """T73: a customer is new by the first order, and only as long as somebody asks for that time."""
    with writer(engine) as connection:
        imported(connection, {"customer_email": ANNA, "day": 0}, {"customer_email": ANNA, "day": 40})
        imported(connection, {"customer_email": BOB, "day": 40})
        recount(connection, "SELECT id FROM customers")

    assert _listed(engine, new_since=NOON + timedelta(days=30)) == [BOB]
    assert set(_listed(engine, since=NOON + timedelta(days=30))) == {ANNA, BOB}


@pytest.mark.parametrize(
    ("sort", "descending", "names"),
    [
        (Sort.last, True, [RELAY, WORK, ANNA, BOB, "file/1"]),
        (Sort.last, False, [BOB, ANNA, WORK, RELAY, "file/1"]),
        (Sort.spent, True, [ANNA, RELAY, WORK, BOB, "file/1"]),
        (Sort.orders, True, [ANNA, RELAY, WORK, BOB, "file/1"]),
        (Sort.email, False, [WORK, ANNA, BOB, RELAY, "file/1"]),
        (Sort.name, False, [WORK, ANNA, BOB, RELAY, "file/1"]),
    ],
)
def test_sorting_a_page_at_a_time(engine: Engine, sort: Sort, descending: bool, names: list[str]) -> None:
    """The last one has nothing that could be sorted by."""
    two_annas_and_bob(engine)
    with writer(engine) as connection:
        imported(connection, {"customer_key": "1"}, on="file")
        connection.execute(text("DELETE FROM orders WHERE customer_id = (SELECT max(id) FROM customers)"))
        recount(connection, "SELECT max(id) FROM customers")
        connection.execute(text("UPDATE customers SET total_orders = NULL WHERE id = (SELECT max(id) FROM customers)"))

    found: list[str] = []
    cursor = None
    with Session(engine) as session:
        while True:
            page = list_customers(session, sort=sort, descending=descending, limit=2, cursor=cursor, count=True)
            assert page.total == 5
            found += [row.customer for row in page.rows]
            cursor = page.next
            if cursor is None:
                break
        with pytest.raises(UsageError, match="cursor"):
            list_customers(session, sort=sort, descending=not descending, cursor="x")
    assert found == names


def test_all_that_is_held_about_a_person_is_exported(engine: Engine) -> None:
    """Every text of theirs that stands anywhere in the database stands in the export."""
    two_annas_and_bob(engine)
    edit_customers(engine, [ANNA], Edit(phone="06-99999999", note="likes blue"), NOW)
    note_consent(engine, ANNA, Medium.email, True, "newsletter form", None, NOW)
    with writer(engine) as connection:
        order = connection.scalar(text("SELECT id FROM orders WHERE total = 5000"))
        connection.execute(
            text(
                "INSERT INTO order_notes (order_id, note, author, created_at)"
                " VALUES (:id, 'asked for a receipt', 'eve', :at)"
            ),
            {"id": order, "at": "2026-03-02 12:00:00.000000"},
        )
    with Session(engine) as session:
        person = personal_data(session, ANNA)
        others = personal_data(session, BOB)

    written = json.dumps(asdict(person), default=str)
    for word in (
        ANNA, "6193211", "Keizersgracht 1", "1015 CN", "+31 6 12345678", "06-99999999", "020-5551234", "likes blue",
        "newsletter form", "asked for a receipt", "Jansen",
    ):  # fmt: skip
        assert word in written, word
    assert len(person.orders) == len(person.customer.newest_orders) == 2
    assert ANNA not in json.dumps(asdict(others), default=str)


def test_what_is_exported_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "anna.json"
    write_privately(path, ["{", "}"])

    assert path.read_text() == "{}"
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(UsageError, match="is a folder"):
        write_privately(tmp_path, ["{}"])
    with pytest.raises(NotFound, match="no folder"):
        write_privately(tmp_path / "nowhere" / "anna.json", ["{}"])


def test_half_an_export_is_none(tmp_path: Path) -> None:
    def failing() -> Any:
        yield "{"
        raise OSError(28, "No space left on device")

    with pytest.raises(RoyalError, match="No space left"):
        write_privately(tmp_path / "anna.json", failing())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("email", "relay"),
    [("a@marketplace.amazon.com.br", True), ("a@notmarketplace.amazon.de", False),
     ("a@verkopen.bol.com.evil.example", False), ("a@MEMBERS.EBAY.CO.UK", True),
     ("a@user.allegromail.pl", True), ("a@privaterelay.appleid.com", False)],
)  # fmt: skip
def test_relays(email: str, relay: bool) -> None:
    assert is_relay(email) is relay


def test_an_address_in_a_list_is_where_the_customer_lives(engine: Engine) -> None:
    with writer(engine) as connection:
        imported(connection, {"customer_email": ANNA, "country_code": "BE"})
        imported(connection, {"customer_email": BOB, "country_code": "BE", "billing_address": address(city="Delft")})
    with Session(engine) as session:
        assert [(row.country, row.city) for row in list_customers(session, sort=Sort.email, descending=False).rows] == [
            ("BE", None), ("NL", "Delft"),
        ]  # fmt: skip
