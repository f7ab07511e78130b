"""Puts together all that is known of one customer."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlmodel import Session

from royal_cli.commerce.catalog.reading.touched import last_operation
from royal_cli.commerce.customers.emails import is_relay
from royal_cli.commerce.customers.reading.detail_rows import (
    Alias,
    Consent,
    CurrencyTotal,
    CustomerDetail,
    KnownAddress,
    OrderPlaced,
)
from royal_cli.commerce.customers.reading.find import find_customer
from royal_cli.commerce.customers.reading.handles import handles
from royal_cli.commerce.customers.reading.summary import full_name, money
from royal_cli.commerce.customers.tables import ADDRESSES, ALIASES, CHANNELS, CONSENTS, CUSTOMERS, ORDERS, TOTALS
from royal_cli.money import Money, exponent


def show_customer(session: Session, text: str, *, newest: int = 10) -> CustomerDetail:
    """The customer that the text names, with so many of their newest orders; NotFound and Conflict as for
    `find_customer`."""
    connection = session.connection()
    return detail(connection, find_customer(connection, text), newest=newest)


def detail(connection: Connection, id: int, *, newest: int) -> CustomerDetail:
    customer = connection.execute(select(CUSTOMERS).where(CUSTOMERS.c.id == id)).one()
    said = customer.marketing_consent_updated_at
    return CustomerDetail(
        customer=handles(connection, [id])[id],
        name=full_name(customer),
        email=customer.email,
        phone=customer.phone,
        date_of_birth=customer.date_of_birth,
        type=customer.customer_type,
        status=customer.account_status,
        tags=customer.tags or [],
        note=customer.notes,
        accepts_marketing=None if said is None else customer.accepts_marketing,
        marketing_consent_updated_at=said,
        orders=customer.total_orders,
        first_order_at=customer.first_order_at,
        last_order_at=customer.last_order_at,
        created_at=customer.created_at,
        updated_at=customer.updated_at,
        erased_at=customer.erased_at,
        last_operation=last_operation(connection, rows_of(connection, id)),
        totals=list(_totals(connection, id)),
        aliases=list(_aliases(connection, id)),
        addresses=list(_addresses(connection, id)),
        newest_orders=list(_orders(connection, id, newest)),
        consents=list(_consents(connection, id)),
    )


def rows_of(connection: Connection, id: int) -> dict[str, list[int]]:
    """The rows that a customer consists of by table, so that the journal can be asked about them."""
    parts = (ALIASES, ADDRESSES, CONSENTS)
    return {
        "customers": [id],
        **{part.name: list(connection.scalars(select(part.c.id).where(part.c.customer_id == id))) for part in parts},
    }


def _totals(connection: Connection, id: int) -> Iterator[CurrencyTotal]:
    """The currency of most orders first."""
    query = select(TOTALS).where(TOTALS.c.customer_id == id)
    for row in connection.execute(query.order_by(TOTALS.c.total_orders.desc(), TOTALS.c.currency)):
        spent, average, lifetime = (
            money(row, name) for name in ("total_spent", "average_order_value", "lifetime_value")
        )
        yield CurrencyTotal(row.currency, row.total_orders, spent, average, lifetime)


def _aliases(connection: Connection, id: int) -> Iterator[Alias]:
    query = (
        select(ALIASES, CHANNELS.c.name)
        .outerjoin(CHANNELS, CHANNELS.c.id == ALIASES.c.channel_id)
        .where(ALIASES.c.customer_id == id)
        .order_by(CHANNELS.c.name.is_(None), CHANNELS.c.name, ALIASES.c.id)
    )
    for row in connection.execute(query):
        yield Alias(row.name, row.external_id, row.email, is_relay(row.email or ""))


def _addresses(connection: Connection, id: int) -> Iterator[KnownAddress]:
    """Those in use first."""
    query = select(ADDRESSES).where(ADDRESSES.c.customer_id == id, ADDRESSES.c.is_active)
    for row in connection.execute(query.order_by(ADDRESSES.c.is_default.desc(), ADDRESSES.c.type, ADDRESSES.c.id)):
        yield KnownAddress(
            type=row.type,
            name=full_name(row),
            company=row.company,
            address1=row.address1,
            address2=row.address2,
            postal_code=row.postal_code,
            city=row.city,
            province=row.province,
            country_code=row.country_code,
            phone=row.phone,
            is_default=row.is_default,
        )


def _orders(connection: Connection, id: int, newest: int) -> Iterator[OrderPlaced]:
    query = (
        select(ORDERS, CHANNELS.c.name)
        .outerjoin(CHANNELS, CHANNELS.c.id == ORDERS.c.channel_id)
        .where(ORDERS.c.customer_id == id)
        .order_by(ORDERS.c.created_at.desc(), ORDERS.c.id.desc())
        .limit(newest)
    )
    for row in connection.execute(query):
        yield OrderPlaced(
            number=row.order_number,
            channel=row.name,
            placed_at=row.created_at,
            kind=row.kind,
            total=money(row, "total"),
            refunded=_refunded(row),
            payment=row.financial_status,
            fulfillment=row.fulfillment_status,
            status=row.order_status,
        )


def _refunded(order: Row[Any]) -> Money:
    return Money(order.refunded_total, order.currency, exponent(order.currency))


def _consents(connection: Connection, id: int) -> Iterator[Consent]:
    """The newest first."""
    query = select(CONSENTS).where(CONSENTS.c.customer_id == id)
    for row in connection.execute(query.order_by(CONSENTS.c.given_at.desc(), CONSENTS.c.id.desc())):
        yield Consent(row.medium, row.is_given, row.source, row.given_at)
