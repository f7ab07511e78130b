"""What the filters of the order list mean in SQL."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, Text, and_, cast, exists, or_, select

from royal_cli.commerce.catalog.reading.search import contains, has_tag, legible
from royal_cli.commerce.orders.reading.find import find_channel
from royal_cli.commerce.orders.reading.rows import Filters
from royal_cli.commerce.orders.tables import ALIASES, CHANNELS, CODES, CUSTOMERS, LINES, ORDERS, PRODUCTS, VARIANTS
from royal_cli.money import Money, exponent, rescale

#: A line of it was sold under a code that is a product, and nobody knows which.
UNMATCHED = (
    exists()
    .where(
        LINES.c.order_id == ORDERS.c.id,
        LINES.c.sold_code_id == CODES.c.id,
        CODES.c.kind == "product",
        CODES.c.product_variant_id.is_(None),
    )
    .correlate(ORDERS)
)


def conditions(connection: Connection, filters: Filters) -> Iterator[ColumnElement[bool]]:
    """All must hold."""
    words = (
        (ORDERS.c.order_status, filters.status),
        (ORDERS.c.financial_status, filters.payment),
        (ORDERS.c.fulfillment_status, filters.fulfillment),
        (ORDERS.c.risk_level, filters.risk),
        (ORDERS.c.kind, filters.kind),
    )
    yield from (_says(column, word.value) for column, word in words if word is not None)
    if filters.channel is not None:
        yield ORDERS.c.channel_id == find_channel(connection, filters.channel)
    if filters.since is not None:
        yield ORDERS.c.created_at >= filters.since
    if filters.until is not None:
        yield ORDERS.c.created_at < filters.until
    if filters.customer is not None:
        yield _of_customer(connection, legible(filters.customer, "The customer").strip())
    if filters.sku is not None:
        yield _with_sku(connection, legible(filters.sku, "The SKU").strip())
    if filters.country is not None:
        yield ORDERS.c.country_code == legible(filters.country, "The country").strip().upper()
    if filters.tag is not None:
        yield has_tag(connection, ORDERS.c.tags, legible(filters.tag, "The tag"))
    for word in legible(filters.search or "", "The text").split():
        yield _mentions(connection, word)
    if filters.min_total is not None:
        yield _comparable(filters.min_total) & (ORDERS.c.total >= _minor(filters.min_total))
    if filters.max_total is not None:
        yield _comparable(filters.max_total) & (ORDERS.c.total <= _minor(filters.max_total))
    if filters.held:
        yield ORDERS.c.held_at.is_not(None)
    if filters.unmatched:
        yield UNMATCHED


def _says(column: Column[str], word: str) -> ColumnElement[bool]:
    return column.is_(None) if word == "unknown" else column == word


def _of_customer(connection: Connection, text: str) -> ColumnElement[bool]:
    """By the address that is written on the order, by the customer's own, or by what a channel calls the customer."""
    email = text.lower()
    called = (ALIASES.c.channel_id.in_(_channels(connection)), ALIASES.c.external_id == text)
    people = (
        select(CUSTOMERS.c.id).where(CUSTOMERS.c.email == email).union(select(ALIASES.c.customer_id).where(*called))
    )
    # Looked up beforehand: PostgreSQL finds the orders by an index only where it sees the ids.
    ids = list(connection.scalars(people))
    return or_(ORDERS.c.customer_email.in_({text, email}), ORDERS.c.customer_id.in_(ids))


def _with_sku(connection: Connection, text: str) -> ColumnElement[bool]:
    """Through the indexes of the lines, one after the other."""
    variants = select(VARIANTS.c.id).where(VARIANTS.c.sku == text)
    products = select(PRODUCTS.c.id).where(PRODUCTS.c.sku == text)
    codes = select(CODES.c.id).where(CODES.c.channel_id.in_(_channels(connection)), CODES.c.code_key == text.lower())
    found = _sold(LINES.c.product_variant_id, variants).union(
        _sold(LINES.c.product_id, products), _sold(LINES.c.sold_code_id, codes)
    )
    return ORDERS.c.id.in_(found)


def _sold(column: Column[int], ids: Select[tuple[int]]) -> Select[tuple[int]]:
    return select(LINES.c.order_id).where(column.in_(ids))


def _channels(connection: Connection) -> list[int]:
    """All of them: the keys of aliases and codes begin with the channel."""
    return list(connection.scalars(select(CHANNELS.c.id)))


def _mentions(connection: Connection, word: str) -> ColumnElement[bool]:
    """Numbers, addresses and names of the order itself, and the name of its customer."""
    written = [ORDERS.c.order_number, ORDERS.c.external_id, ORDERS.c.customer_email]
    named = [CUSTOMERS.c.first_name, CUSTOMERS.c.last_name, CUSTOMERS.c.email]
    of_customer = exists().where(CUSTOMERS.c.id == ORDERS.c.customer_id, contains(connection, named, word))
    return or_(
        contains(connection, written, word.removeprefix("#") or word),
        _addressed(connection, ORDERS.c.shipping_address, word),
        _addressed(connection, ORDERS.c.billing_address, word),
        of_customer.correlate(ORDERS),
    )


def _addressed(connection: Connection, address: Column[Any], word: str) -> ColumnElement[bool]:
    """Whether the word stands in a name. Nearly all addresses do not have it anywhere, which is found out faster."""
    names = [address[name].as_string() for name in ("first_name", "last_name", "company")]
    return and_(contains(connection, [cast(address, Text)], word), contains(connection, names, word))


def _comparable(total: Money) -> ColumnElement[bool]:
    return ORDERS.c.currency == total.currency


def _minor(total: Money) -> int:
    """In the currency's own digits, which is what orders are kept in."""
    return rescale(total.amount, total.scale, exponent(total.currency))
