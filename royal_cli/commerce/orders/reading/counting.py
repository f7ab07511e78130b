"""How many orders there are."""

from sqlalchemy import func, select
from sqlmodel import Session

from royal_cli.commerce.orders.tables import ORDERS


def count_orders(session: Session) -> int:
    return session.connection().scalar(select(func.count()).select_from(ORDERS)) or 0
