"""What a reader must know to trust the figures, in sentences."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from royal_cli.commerce.reports.asked import Span
from royal_cli.commerce.reports.period import local_day
from royal_cli.db.orders import Order

_ORDERS = Order.metadata.tables["orders"]


def nothing_sold(connection: Connection, span: Span) -> Iterator[str]:
    """Why there are no figures: the shop has no orders, or none of these days."""
    last = connection.scalar(select(func.max(_ORDERS.c.created_at)))
    if last is None:
        yield "There are no orders yet: royal order import FILE"
    else:
        day = local_day(last, span.period.zone)
        yield f"No order was placed in this period; the last one was on {day}: --period all has everything."


def unknown_totals(count: int) -> Iterator[str]:
    if count:
        orders = "1 order has" if count == 1 else f"{count:,} orders have"
        yield f"{orders} no known total: counted, and in no amount."
