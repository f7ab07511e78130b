"""What the filters of the customer list mean in SQL."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, Select, exists, or_, select

from royal_cli.commerce.catalog.reading.search import contains, has_tag, legible
from royal_cli.commerce.customers.reading.rows import CustomerType, Filters, Medium
from royal_cli.commerce.customers.tables import ADDRESSES, ALIASES, CONSENTS, CUSTOMERS, ORDERS, TOTALS
from royal_cli.commerce.orders.reading.find import find_channel
from royal_cli.money import Money, exponent, rescale


def conditions(connection: Connection, filters: Filters) -> Iterator[ColumnElement[bool]]:
    """All must hold."""
    yield CUSTOMERS.c.erased_at.is_not(None) if filters.erased else CUSTOMERS.c.erased_at.is_(None)
    for word in legible(filters.search or "", "The text").split():
        yield _mentions(connection, word)
    if filters.type is not None:
        unknown = filters.type is CustomerType.unknown
        column = CUSTOMERS.c.customer_type
        yield column.is_(None) if unknown else column == filters.type.value
    if filters.tag is not None:
        yield has_tag(connection, CUSTOMERS.c.tags, legible(filters.tag, "The tag"))
    if filters.country is not None:
        yield _in_country(legible(filters.country, "The country").strip().upper())
    if filters.channel is not None:
        yield _on_channel(find_channel(connection, filters.channel))
    if filters.min_spent is not None:
        yield CUSTOMERS.c.id.in_(_spent(filters.min_spent))
    if filters.since is not None:
        yield CUSTOMERS.c.last_order_at >= filters.since
    if filters.new_since is not None:
        yield CUSTOMERS.c.first_order_at >= filters.new_since
    if filters.consent is not None:
        yield agrees(filters.consent)


def agrees(medium: Medium) -> ColumnElement[bool]:
    """Whether the newest word of the customer on a medium is yes."""
    newest = (
        select(CONSENTS.c.is_given)
        .where(CONSENTS.c.customer_id == CUSTOMERS.c.id, CONSENTS.c.medium == medium.value)
        .order_by(CONSENTS.c.given_at.desc(), CONSENTS.c.id.desc())
        .limit(1)
        .correlate(CUSTOMERS)
        .scalar_subquery()
    )
    return newest.is_(True)


def _mentions(connection: Connection, word: str) -> ColumnElement[bool]:
    written = [CUSTOMERS.c.first_name, CUSTOMERS.c.last_name, CUSTOMERS.c.email, CUSTOMERS.c.phone]
    called = [ALIASES.c.external_id, ALIASES.c.email]
    aliased = select(ALIASES.c.customer_id).where(contains(connection, called, word))
    companies = select(ADDRESSES.c.customer_id).where(contains(connection, [ADDRESSES.c.company], word))
    return or_(contains(connection, written, word), CUSTOMERS.c.id.in_(aliased), CUSTOMERS.c.id.in_(companies))


def _in_country(code: str) -> ColumnElement[bool]:
    lives = exists().where(ADDRESSES.c.customer_id == CUSTOMERS.c.id, ADDRESSES.c.country_code == code)
    bought = exists().where(ORDERS.c.customer_id == CUSTOMERS.c.id, ORDERS.c.country_code == code)
    return or_(lives.correlate(CUSTOMERS), bought.correlate(CUSTOMERS))


def _on_channel(channel: int) -> ColumnElement[bool]:
    called = exists().where(ALIASES.c.customer_id == CUSTOMERS.c.id, ALIASES.c.channel_id == channel)
    bought = exists().where(ORDERS.c.customer_id == CUSTOMERS.c.id, ORDERS.c.channel_id == channel)
    return or_(called.correlate(CUSTOMERS), bought.correlate(CUSTOMERS))


def _spent(least: Money) -> Select[tuple[int]]:
    amount = rescale(least.amount, least.scale, exponent(least.currency))
    of_currency = select(TOTALS.c.customer_id).where(TOTALS.c.currency == least.currency)
    return of_currency.where(TOTALS.c.total_spent >= amount)
