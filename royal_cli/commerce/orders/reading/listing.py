"""The list of orders: first the ids of a page, by an index if its order has one, then the figures of these only."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, func, select
from sqlmodel import Session

from royal_cli.commerce.catalog.reading import cursor as cursors
from royal_cli.commerce.orders.reading.conditions import conditions
from royal_cli.commerce.orders.reading.rows import Filters, Listing, OrderRow, Sort
from royal_cli.commerce.orders.reading.sorting import Sorting, sorting
from royal_cli.commerce.orders.reading.summary import summaries
from royal_cli.commerce.orders.tables import ORDERS

T = TypeVar("T")

_AT_ONCE = 500
#: So many orders are looked at one by one before all are searched.
_HEAD = 2_000


def list_orders(
    session: Session,
    filters: Filters | None = None,
    *,
    sort: Sort = Sort.placed,
    descending: bool = True,
    limit: int = 50,
    cursor: str | None = None,
    count: bool = False,
) -> Listing:
    """One page of the orders that pass the filters; `cursor` is the `next` of the page before."""
    connection, filters = session.connection(), filters or Filters()
    asked = (filters, sort, descending)
    by = sorting(sort, descending)
    found = _found(connection, filters, by, cursor, asked, limit + 1)
    page = found[:limit]
    return Listing(
        rows=[row for ids in _portions([row.id for row in page]) for row in summaries(connection, ids)],
        next=cursors.encode(page[-1][1:], asked) if len(found) > limit else None,
        total=_total(connection, filters) if count else None,
    )


def every_order(
    session: Session,
    filters: Filters | None = None,
    *,
    sort: Sort = Sort.placed,
    descending: bool = True,
    cursor: str | None = None,
) -> Iterator[OrderRow]:
    """All of them, as they are asked for; the memory they take does not grow with their number."""
    connection, filters = session.connection(), filters or Filters()
    query = _ids(connection, filters, sorting(sort, descending), cursor, (filters, sort, descending))
    for ids in connection.execute(query.execution_options(yield_per=_AT_ONCE)).scalars().partitions():
        yield from summaries(connection, ids)


def _found(
    connection: Connection, filters: Filters, by: Sorting, cursor: str | None, asked: object, limit: int
) -> Sequence[Row[Any]]:
    """The ids of a page with their keys. What many orders are like fills it from the first ones."""
    if by.indexed and filters != Filters():
        found = list(islice(_among_first(connection, filters, by, cursor, asked), limit))
        if len(found) == limit:
            return found
    return connection.execute(_ids(connection, filters, by, cursor, asked).limit(limit)).all()


def _among_first(
    connection: Connection, filters: Filters, by: Sorting, cursor: str | None, asked: object
) -> Iterator[Row[Any]]:
    """Those of the first orders that pass the filters."""
    first = connection.execute(_after(_keyed(by), by, cursor, asked).limit(_HEAD)).all()
    passing = [*conditions(connection, filters)]
    for rows in _portions(first):
        query = select(ORDERS.c.id).where(ORDERS.c.id.in_([row.id for row in rows]), *passing)
        ids = set(connection.scalars(query))
        yield from (row for row in rows if row.id in ids)


def _ids(connection: Connection, filters: Filters, by: Sorting, cursor: str | None, asked: object) -> Select[Any]:
    return _after(_keyed(by).where(*conditions(connection, filters)), by, cursor, asked)


def _keyed(by: Sorting) -> Select[Any]:
    return select(ORDERS.c.id, *(key.expression.label(f"key{number}") for number, key in enumerate(by.keys)))


def _after(query: Select[Any], by: Sorting, cursor: str | None, asked: object) -> Select[Any]:
    """In order, from the cursor on."""
    columns = [key.expression for key in by.keys]
    if cursor is not None:
        query = query.where(cursors.beyond(by.keys, columns, cursors.decode(by.keys, cursor, asked)))
    pairs = zip(by.keys, columns, strict=True)
    return query.order_by(*(column.desc() if key.descending else column for key, column in pairs))


def _total(connection: Connection, filters: Filters) -> int:
    query = select(func.count()).select_from(ORDERS).where(*conditions(connection, filters))
    return connection.scalar(query) or 0


def _portions(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    return (rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE))
