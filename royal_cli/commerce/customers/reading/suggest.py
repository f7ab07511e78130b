"""E-mail addresses that begin as the operator has begun to type."""

from sqlalchemy import select
from sqlmodel import Session

from royal_cli.commerce.catalog.reading.search import legible, starts
from royal_cli.commerce.catalog.reading.suggest import LIMIT
from royal_cli.commerce.customers.tables import CUSTOMERS


def customers(session: Session, text: str) -> list[str]:
    connection = session.connection()
    query = select(CUSTOMERS.c.email).where(starts(connection, [CUSTOMERS.c.email], legible(text, "The text")))
    return [email for email in connection.scalars(query.order_by(CUSTOMERS.c.email).limit(LIMIT)) if email]
