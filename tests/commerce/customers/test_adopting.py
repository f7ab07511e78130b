"""Orders find their customers, who are created once."""

from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from tests.commerce.customers.orders import address, imported, staged, store, writer

ANNA = "anna@example.nl"


def _customer(connection: Connection, id: int | None) -> dict[str, Any]:
    row = connection.execute(text("SELECT * FROM customers WHERE id = :id"), {"id": id}).mappings().one()
    return dict(row)


def _rows(connection: Connection, columns: str, table: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(text(f"SELECT {columns} FROM {table} ORDER BY id"))]


def test_one_customer_per_email_whatever_its_case_and_channel(engine: Engine) -> None:
    with writer(engine) as connection:
        found, _ = staged(
            connection,
            {"customer_email": "Anna@Example.nl", "on": "shopify"},
            {"customer_email": " anna@example.nl", "on": "woocommerce"},
            {"customer_email": "bob@example.nl", "on": "woocommerce"},
        )
        assert found[0] == found[1] != found[2]
        assert _rows(connection, "email", "customers") == [("anna@example.nl",), ("bob@example.nl",)]
        assert _rows(connection, "*", "customer_aliases") == []


def test_an_alias_is_known_again_on_its_channel_only(engine: Engine) -> None:
    with writer(engine) as connection:
        first, _ = staged(connection, {"customer_key": "17850"}, {"customer_key": "13047"}, {"customer_key": "17850"})
        second, _ = staged(connection, {"customer_key": "17850"}, {"customer_key": "17850", "on": "bol"})

        assert first[0] == first[2] != first[1]
        assert second[0] == first[0] != second[1]
        assert len(_rows(connection, "id", "customers")) == 3


def test_a_key_and_an_address_name_the_same_customer_in_any_order(engine: Engine) -> None:
    """The key has the address in one order of the file only, and another order has the address alone."""
    with writer(engine) as connection:
        found, _ = staged(
            connection, {"customer_key": "7"}, {"customer_email": ANNA}, {"customer_key": "7", "customer_email": ANNA}
        )
        assert len({*found}) == 1
        assert _rows(connection, "external_id, email", "customer_aliases") == [("7", ANNA)]


def test_a_customer_known_by_key_alone_gets_the_address_later(engine: Engine) -> None:
    with writer(engine) as connection:
        (by_key,), _ = staged(connection, {"customer_key": "7"})
        found, _ = staged(connection, {"customer_key": "7", "customer_email": ANNA}, {"customer_email": ANNA})

        assert found == [by_key, by_key]
        assert _customer(connection, by_key)["email"] == ANNA


def test_another_address_of_a_known_customer_does_not_replace_the_first_and_takes_nobody_elses(engine: Engine) -> None:
    with writer(engine) as connection:
        (anna,), _ = staged(connection, {"customer_key": "7", "customer_email": ANNA})
        (bob,), _ = staged(connection, {"customer_email": "bob@example.nl"})
        (carl,), _ = staged(connection, {"customer_key": "8"})
        found, _ = staged(
            connection,
            {"customer_key": "7", "customer_email": "anna@work.example"},
            {"customer_key": "8", "customer_email": "bob@example.nl"},
        )
        assert found == [anna, carl]
        assert [_customer(connection, id)["email"] for id in (anna, bob, carl)] == [ANNA, "bob@example.nl", None]


def test_an_order_that_names_nobody_has_no_customer(engine: Engine) -> None:
    with writer(engine) as connection:
        found, _ = staged(
            connection,
            {"first_name": "Walk-in"},
            {"customer_key": " ", "customer_email": ""},
            {"customer_email": "not stated"},
            {"customer_email": "noreply@clemarche.com"},
            {"customer_email": f"{'a' * 250}@example.nl"},
        )
        assert found == [None] * 5
        assert _rows(connection, "id", "customers") == []


@pytest.mark.parametrize(
    "relay",
    [
        "q2k7x1@marketplace.amazon.de", "Q2k7x1@Marketplace.Amazon.co.uk", "2a6f@verkopen.bol.com",
        "2a6f@klantbericht.bol.com", "7affc8f5@members.ebay.com", "91dde8@relay.walmart.com",
        "8awg+cub31@user.allegromail.pl", "cauw31zq@kaufland-marktplatz.de", "rga.b0d@notification.mirakl.net",
        "815db1@pc.fw.rakuten.ne.jp", "v4bd3@scs.tiktokw.us",
    ],
)  # fmt: skip
def test_a_marketplace_s_address_is_an_alias_and_nobody_s_own(engine: Engine, relay: str) -> None:
    """T68: nobody writes to it as to the customer, and it never finds the customer of another channel."""
    with writer(engine) as connection:
        found, _ = staged(
            connection,
            {"customer_email": relay, "on": "market"},
            {"customer_email": relay, "on": "market"},
            {"customer_email": relay, "on": "another market"},
        )
        assert found[0] == found[1] != found[2]
        assert _rows(connection, "email", "customers") == [(None,), (None,)]
        assert _rows(connection, "external_id, email", "customer_aliases") == [(relay.lower(), relay.lower())] * 2


def test_the_buyer_s_key_counts_more_than_the_relay_address_of_one_order(engine: Engine) -> None:
    with writer(engine) as connection:
        found, _ = staged(
            connection,
            {"customer_key": "B7", "customer_email": "one@verkopen.bol.com"},
            {"customer_key": "B7", "customer_email": "two@verkopen.bol.com"},
        )
        assert found[0] == found[1]
        assert _rows(connection, "external_id, email", "customer_aliases") == [("B7", "one@verkopen.bol.com")]


@pytest.mark.parametrize("own", ["x1@privaterelay.appleid.com", "anna@marketplace.example", "bob@bol.com"])
def test_an_address_that_somebody_chose_is_their_own(engine: Engine, own: str) -> None:
    with writer(engine) as connection:
        staged(connection, {"customer_email": own})
        assert _rows(connection, "email", "customers") == [(own,)]


def test_names_and_phone_fill_what_is_empty_and_replace_nothing(engine: Engine) -> None:
    with writer(engine) as connection:
        (anna,), _ = staged(connection, {"customer_email": ANNA})
        staged(
            connection, {"customer_email": ANNA, "first_name": "Anna", "last_name": "Vos", "customer_phone": "+31 6 1"}
        )
        staged(connection, {"customer_email": ANNA, "first_name": "A.", "last_name": "de Vos", "customer_phone": "0"})

        found = _customer(connection, anna)
        assert (found["first_name"], found["last_name"], found["phone"]) == ("Anna", "Vos", "+31 6 1")
        changed = connection.execute(
            text("SELECT field, before, after FROM changes WHERE action = 'update' ORDER BY id")
        )
        assert [tuple(row) for row in changed] == [
            ("first_name", None, "Anna"), ("last_name", None, "Vos"), ("phone", None, "+31 6 1"),
        ]  # fmt: skip


def test_first_and_last_name_are_of_one_person(engine: Engine) -> None:
    with writer(engine) as connection:
        first, _ = staged(
            connection,
            {"customer_email": ANNA, "last_name": "Vos", "day": 1},
            {"customer_email": ANNA, "first_name": "Piet", "last_name": "Bakker", "day": 0},
        )
        assert _customer(connection, first[0])["first_name"] is None

        staged(connection, {"customer_email": ANNA, "first_name": "Piet", "last_name": "Bakker"})
        assert _customer(connection, first[0])["first_name"] is None

        staged(connection, {"customer_email": ANNA, "first_name": "Anna", "last_name": "Vos"})
        assert _customer(connection, first[0])["first_name"] == "Anna"


def test_an_address_is_kept_once_and_the_newest_order_s_is_the_default(engine: Engine) -> None:
    with writer(engine) as connection:
        imported(
            connection,
            {"customer_email": ANNA, "shipping_address": address("Keizersgracht 1"), "day": 1},
            {"customer_email": ANNA, "shipping_address": address("keizersgracht  1", postal_code="1015cn"), "day": 2},
            {"customer_email": ANNA, "shipping_address": address("Dam 1"), "day": 0},
            {"customer_email": ANNA, "billing_address": address("Dam 1"), "shipping_address": {"city": "Delft"}},
        )
        columns = "type, address1, postal_code, is_default"
        assert sorted(_rows(connection, columns, "customer_addresses")) == [
            ("billing", "Dam 1", "1015 CN", 1),
            ("shipping", "Dam 1", "1015 CN", 0),
            ("shipping", "keizersgracht  1", "1015cn", 1),
        ]

        imported(connection, {"customer_email": ANNA, "shipping_address": address("Old street 5"), "day": -9})
        imported(connection, {"customer_email": ANNA, "shipping_address": address("Dam 1"), "day": 9})
        assert sorted(_rows(connection, columns, "customer_addresses")) == [
            ("billing", "Dam 1", "1015 CN", 1),
            ("shipping", "Dam 1", "1015 CN", 1),
            ("shipping", "Old street 5", "1015 CN", 0),
            ("shipping", "keizersgracht  1", "1015cn", 0),
        ]


def test_a_field_too_long_for_an_address_is_no_reason_to_fail(engine: Engine) -> None:
    with writer(engine) as connection:
        odd = address(postal_code="9" * 40, country_code="Netherlands", phone="1" * 90)
        staged(connection, {"customer_email": ANNA, "billing_address": odd, "customer_phone": "2" * 90})

        assert _rows(connection, "postal_code, country_code, phone", "customer_addresses") == [
            ("9" * 20, None, "1" * 50)
        ]


def test_the_same_file_again_changes_nothing(engine: Engine) -> None:
    file = [
        {"customer_key": "7", "customer_email": ANNA, "first_name": "Anna", "shipping_address": address(), "day": day}
        for day in range(3)
    ]
    with writer(engine) as connection:
        first = imported(connection, *file)
        written = _rows(connection, "id, action", "changes")
        again, _ = staged(connection, *file)

        assert again == first
        assert _rows(connection, "id, action", "changes") == written


def test_the_journal_knows_every_row_that_was_created(engine: Engine) -> None:
    with writer(engine) as connection:
        staged(
            connection,
            *({"customer_key": str(key), "billing_address": address(), "customer_email": ANNA} for key in range(5)),
            {"customer_email": "bob@example.nl"},
        )
        created = connection.execute(
            text("SELECT entity, entity_id, COALESCE(last_entity_id, entity_id) FROM changes WHERE action = 'create'")
        )
        told = {(entity, id) for entity, first, last in created for id in range(first, last + 1)}
        stored = {
            (table, row[0])
            for table in ("customers", "customer_aliases", "customer_addresses")
            for row in _rows(connection, "id", table)
        }
        assert told == stored
        assert len(stored) == 2 + 5 + 1


def test_many_orders_at_once(engine: Engine) -> None:
    """Every fifth order has no customer; the others are of a thousand keys, and of two thousand addresses."""
    orders = [
        {}
        if number % 5 == 0
        else {"customer_key": f"K{number % 1000}", "shipping_address": address(f"Street {number % 1000}")}
        if number % 2
        else {"customer_email": f"c{number % 4000}@example.nl", "first_name": f"C{number % 4000}"}
        for number in range(20_000)
    ]
    keys = {order["customer_key"] for order in orders if "customer_key" in order}
    emails = {order["customer_email"] for order in orders if "customer_email" in order}
    with writer(engine) as connection:
        found, _ = staged(connection, *orders)

        assert sum(customer is None for customer in found) == 4_000
        assert len({*found} - {None}) == len(keys) + len(emails)
        assert len(_rows(connection, "id", "customer_addresses")) == len(keys)


def test_an_order_stored_by_somebody_else_keeps_its_customer(engine: Engine) -> None:
    with writer(engine) as connection:
        (anna,), _ = staged(connection, {"customer_email": ANNA})
        id = store(connection, anna)
        assert connection.scalar(text(f"SELECT customer_id FROM orders WHERE id = {id}")) == anna
