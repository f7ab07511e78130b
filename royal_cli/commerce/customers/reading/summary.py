"""Puts a customer, as it is stored, together into one row of the list."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select

from royal_cli.commerce.customers.reading.handles import aliases, handle
from royal_cli.commerce.customers.reading.rows import CustomerRow, Medium
from royal_cli.commerce.customers.tables import ADDRESSES, CHANNELS, CONSENTS, CUSTOMERS, ORDERS, TOTALS
from royal_cli.money import Money, exponent


def summaries(connection: Connection, ids: Sequence[int]) -> Iterator[CustomerRow]:
    """In the order of the ids."""
    customers = {row.id: row for row in connection.execute(select(CUSTOMERS).where(CUSTOMERS.c.id.in_(ids)))}
    called, spent, home = aliases(connection, ids), _spent(connection, ids), _homes(connection, ids)
    went_to = _countries(connection, [id for id in ids if id not in home])
    channels, consents = _channels(connection, ids), given_consents(connection, ids)
    for id in ids:
        customer, address = customers[id], home.get(id)
        yield CustomerRow(
            customer=handle(id, customer.email, called.get(id, ())),
            name=full_name(customer),
            orders=customer.total_orders,
            spent=spent[id],
            last_order_at=customer.last_order_at,
            type=customer.customer_type,
            email=customer.email,
            first_name=customer.first_name,
            last_name=customer.last_name,
            phone=customer.phone,
            total_spent=money(customer, "total_spent"),
            average_order=money(customer, "average_order_value"),
            first_order_at=customer.first_order_at,
            country=address.country_code if address else went_to.get(id),
            city=address.city if address else None,
            channels=channels[id],
            consents=consents[id],
            tags=customer.tags or [],
            created_at=customer.created_at,
            erased_at=customer.erased_at,
        )


def full_name(person: Row[Any]) -> str | None:
    return " ".join(part for part in (person.first_name, person.last_name) if part) or None


def money(row: Row[Any], name: str) -> Money | None:
    """An amount in minor units of the row's own currency."""
    amount, currency = row._mapping[name], row.currency
    return None if amount is None or currency is None else Money(amount, currency, exponent(currency))


def given_consents(connection: Connection, ids: Sequence[int]) -> Mapping[int, list[str]]:
    """The media that each customer agrees to: the newest word on each counts."""
    newest: dict[tuple[int, str], bool] = {}
    query = select(CONSENTS.c.customer_id, CONSENTS.c.medium, CONSENTS.c.is_given).where(
        CONSENTS.c.customer_id.in_(ids)
    )
    for row in connection.execute(query.order_by(CONSENTS.c.given_at, CONSENTS.c.id)):
        newest[row.customer_id, row.medium] = row.is_given
    found: dict[int, list[str]] = defaultdict(list)
    for medium in Medium:
        for id in ids:
            if newest.get((id, medium.value)):
                found[id].append(medium.value)
    return found


def _spent(connection: Connection, ids: Sequence[int]) -> Mapping[int, list[Money]]:
    query = select(TOTALS).where(TOTALS.c.customer_id.in_(ids), TOTALS.c.total_spent.is_not(None))
    found: dict[int, list[Money]] = defaultdict(list)
    for row in connection.execute(query.order_by(TOTALS.c.total_orders.desc(), TOTALS.c.currency)):
        found[row.customer_id].append(Money(row.total_spent, row.currency, exponent(row.currency)))
    return found


def _homes(connection: Connection, ids: Sequence[int]) -> Mapping[int, Row[Any]]:
    """Where each of them lives: the default shipping address, else the default one for bills."""
    query = select(ADDRESSES).where(ADDRESSES.c.customer_id.in_(ids), ADDRESSES.c.is_active)
    ordered = query.order_by(ADDRESSES.c.is_default, ADDRESSES.c.type, ADDRESSES.c.id)
    return {row.customer_id: row for row in connection.execute(ordered)}


def _countries(connection: Connection, ids: Sequence[int]) -> Mapping[int, str]:
    """Where the newest orders of those without an address went."""
    place = func.row_number().over(partition_by=ORDERS.c.customer_id, order_by=ORDERS.c.created_at.desc())
    known = (ORDERS.c.customer_id.in_(ids), ORDERS.c.country_code.is_not(None))
    found = select(ORDERS.c.customer_id, ORDERS.c.country_code, place.label("place")).where(*known).subquery()
    rows = connection.execute(select(found.c.customer_id, found.c.country_code).where(found.c.place == 1))
    return {row.customer_id: row.country_code for row in rows}


def _channels(connection: Connection, ids: Sequence[int]) -> Mapping[int, list[str]]:
    """Where each of them has bought."""
    query = (
        select(ORDERS.c.customer_id, CHANNELS.c.name)
        .join(CHANNELS, CHANNELS.c.id == ORDERS.c.channel_id)
        .where(ORDERS.c.customer_id.in_(ids))
        .distinct()
        .order_by(CHANNELS.c.name)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.customer_id].append(row.name)
    return found
