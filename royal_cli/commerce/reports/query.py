"""Asks the database for the sums of many rows."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, text

from royal_cli.commerce.reports.period import Period
from royal_cli.commerce.sql import is_postgres
from royal_cli.db.orders import Order

#: Of one run of SQLite's sorter; pages that reports read once need no cache.
_SORTED_KB = 4_096
_MOMENT = Order.metadata.tables["orders"].c.created_at.type


def of_period(connection: Connection, query: str, period: Period, **values: object) -> Iterator[Row[Any]]:
    """The rows of a query that has the bounds of a period in it, `:start` and `:end`."""
    return ask(connection, query, start=period.start, end=period.end, **values)


def ask(connection: Connection, query: str, **values: object) -> Iterator[Row[Any]]:
    """One by one, as the database finds them."""
    make_room(connection)
    moments = [bindparam(name, type_=_MOMENT) for name, value in values.items() if _is_moment(query, name, value)]
    yield from connection.execute(text(query).bindparams(*moments), values)


def _is_moment(query: str, name: str, value: object) -> bool:
    return isinstance(value, datetime) and f":{name}" in query


def make_room(connection: Connection) -> None:
    """A million orders are grouped in memory, and no query runs long enough for PostgreSQL's compiler to pay.

    SQLite sorts what it groups in runs as large as its cache: those that fit the processor's own are the fastest.
    """
    if is_postgres(connection):
        connection.execute(text("SET LOCAL work_mem = '128MB'"))
        connection.execute(text("SET LOCAL jit = off"))
    else:
        connection.execute(text(f"PRAGMA cache_size = -{_SORTED_KB}"))


def rounded(connection: Connection, expression: str) -> str:
    """Halves away from zero, on both databases."""
    if is_postgres(connection):
        return f"CAST(TRUNC(({expression}) + 0.5 * SIGN({expression})) AS BIGINT)"
    return f"CAST(ROUND({expression}) AS INTEGER)"


def fenced(connection: Connection, query: str) -> str:
    """A query to select from, whose columns are computed once.

    Both databases would else put an expression wherever its name stands, and compute it as many times.
    """
    return f"{query} OFFSET 0" if is_postgres(connection) else f"{query} LIMIT -1 OFFSET 0"


def whole(value: Any) -> int:
    """A sum; PostgreSQL adds integers up to a decimal, and nothing to NULL."""
    return int(value or 0)


def execute(connection: Connection, statement: str) -> None:
    """A statement that makes a table of many rows."""
    make_room(connection)
    connection.execute(text(statement))


def moment_of(value: Any) -> datetime:
    """A time that went through SQL untyped: SQLite keeps it as text, in UTC."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
