"""The list of customers: first the ids of a page, then the figures of these only."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, func, select
from sqlmodel import Session

from royal_cli.commerce.catalog.reading import cursor as cursors
from royal_cli.commerce.customers.reading.conditions import conditions
from royal_cli.commerce.customers.reading.rows import CustomerRow, Filters, Listing, Sort
from royal_cli.commerce.customers.reading.sorting import sorting
from royal_cli.commerce.customers.reading.summary import summaries
from royal_cli.commerce.customers.tables import CUSTOMERS

_AT_ONCE = 500


def list_customers(
    session: Session,
    filters: Filters | None = None,
    *,
    sort: Sort = Sort.last,
    descending: bool = True,
    limit: int = 50,
    cursor: str | None = None,
    count: bool = False,
) -> Listing:
    """One page of the customers that pass the filters; `cursor` is the `next` of the page before."""
    connection, filters = session.connection(), filters or Filters()
    asked = (filters, sort, descending)
    found = connection.execute(_ids(connection, filters, sort, descending, cursor).limit(limit + 1)).all()
    page = found[:limit]
    ids = [row.id for row in page]
    return Listing(
        rows=[row for at in range(0, len(ids), _AT_ONCE) for row in summaries(connection, ids[at : at + _AT_ONCE])],
        next=cursors.encode(page[-1][1:], asked) if len(found) > limit else None,
        total=_total(connection, filters) if count else None,
    )


def every_customer(
    session: Session,
    filters: Filters | None = None,
    *,
    sort: Sort = Sort.last,
    descending: bool = True,
    cursor: str | None = None,
) -> Iterator[CustomerRow]:
    """All of them, as they are asked for; the memory they take does not grow with their number."""
    connection, filters = session.connection(), filters or Filters()
    query = _ids(connection, filters, sort, descending, cursor)
    for ids in connection.execute(query.execution_options(yield_per=_AT_ONCE)).scalars().partitions():
        yield from summaries(connection, ids)


def _ids(connection: Connection, filters: Filters, sort: Sort, descending: bool, cursor: str | None) -> Select[Any]:
    """Their ids with the keys they are sorted by, in order, from the cursor on."""
    keys = sorting(sort, descending)
    columns = [key.expression for key in keys]
    labelled = (column.label(f"key{number}") for number, column in enumerate(columns))
    query = select(CUSTOMERS.c.id, *labelled).where(*conditions(connection, filters))
    if cursor is not None:
        values = cursors.decode(keys, cursor, (filters, sort, descending))
        query = query.where(cursors.beyond(keys, columns, values))
    pairs = zip(keys, columns, strict=True)
    return query.order_by(*(column.desc() if key.descending else column for key, column in pairs))


def _total(connection: Connection, filters: Filters) -> int:
    query = select(func.count()).select_from(CUSTOMERS).where(*conditions(connection, filters))
    return connection.scalar(query) or 0
