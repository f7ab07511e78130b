"""Order numbers and channels that begin as the operator has begun to type."""

from sqlalchemy import select
from sqlmodel import Session

from royal_cli.commerce.catalog.reading.search import legible, starts
from royal_cli.commerce.catalog.reading.suggest import LIMIT
from royal_cli.commerce.orders.tables import CHANNELS, ORDERS

#: Numbers have no index of their own, and who types one has seen the order lately.
_NEWEST = 20_000


def order_numbers(session: Session, text: str) -> list[str]:
    """Of the newest orders, without the # that a shell would take for a comment."""
    connection = session.connection()
    newest = select(ORDERS.c.order_number).order_by(ORDERS.c.created_at.desc(), ORDERS.c.id.desc())
    recent = newest.limit(_NEWEST).subquery("recent")
    bare = legible(text, "The text").removeprefix("#")
    columns = [recent.c.order_number]
    beginning = starts(connection, columns, bare) | starts(connection, columns, f"#{bare}")
    found = connection.scalars(select(recent.c.order_number).where(beginning).limit(LIMIT))
    return sorted({number.removeprefix("#") for number in found})


def channels(session: Session, text: str) -> list[str]:
    connection = session.connection()
    query = select(CHANNELS.c.name).where(starts(connection, [CHANNELS.c.name], legible(text, "The text")))
    return list(connection.scalars(query.order_by(CHANNELS.c.name).limit(LIMIT)))
