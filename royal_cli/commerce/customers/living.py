"""Finds customers that something can still be done with, and holds them while it is done."""

from collections.abc import Iterable

from sqlalchemy import Connection, select, text

from royal_cli.commerce import sql
from royal_cli.commerce.customers.reading.find import find_customer
from royal_cli.commerce.customers.tables import CUSTOMERS
from royal_cli.errors import Refused


def find_living(connection: Connection, text: str) -> int:
    """As `find_customer`; Refused for one who was erased."""
    id = find_customer(connection, text)
    erased_at = connection.scalar(select(CUSTOMERS.c.erased_at).where(CUSTOMERS.c.id == id))
    if erased_at is not None:
        raise Refused(
            f"{text} was erased on {erased_at:%Y-%m-%d}: there is nobody left to change.",
            hint="An order placed after that has a customer of its own.",
        )
    return id


def hold_orders(connection: Connection, customers: Iterable[int]) -> None:
    """Keep others from working on the orders of these customers meanwhile. On SQLite there is one writer anyway."""
    if sql.is_postgres(connection):
        named = ", ".join(map(str, customers))
        connection.execute(text(f"SELECT id FROM orders WHERE customer_id IN ({named}) ORDER BY id FOR UPDATE"))
