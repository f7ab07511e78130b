"""The list of stock: what lies of each variant at each location."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select
from sqlmodel import Session

from royal_cli.commerce.catalog.reading import cursor as cursors
from royal_cli.commerce.catalog.reading.conditions import conditions
from royal_cli.commerce.catalog.reading.cursor import Key
from royal_cli.commerce.catalog.reading.figures import LEVELS, PRODUCTS, VARIANTS
from royal_cli.commerce.catalog.reading.rows import Filters as ProductFilters
from royal_cli.commerce.catalog.reading.rows import Status
from royal_cli.commerce.catalog.reading.search import legible
from royal_cli.commerce.stock.locations import LOCATIONS, find_location

_AT_ONCE = 500


class Sort(StrEnum):
    sku = "sku"
    available = "available"
    updated = "updated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which levels are meant: all that is said must hold.

    `below_reorder`: what is available and incoming together has come down to the reorder point. `unknown`: variants of
    which nobody has said how much there is, at the location or anywhere.
    """

    skus: tuple[str, ...] = ()
    location: str | None = None
    search: str | None = None
    below_reorder: bool = False
    negative: bool = False
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class StockRow:
    """One variant at one location. `on_hand` is what lies there: available, committed and damaged.

    Where nobody has said how much there is, location and quantities are None.
    """

    sku: str
    title: str
    location: str | None
    available: int | None
    committed: int | None
    incoming: int | None
    damaged: int | None
    on_hand: int | None
    reorder_point: int | None
    reorder_quantity: int | None
    max_stock_level: int | None
    last_counted_at: datetime | None
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class StockListing:
    """A page. `next` is the cursor of the one after it, None on the last; `total` counts all, if that was asked."""

    rows: list[StockRow]
    next: str | None
    total: int | None


def list_stock(
    session: Session,
    filters: Filters,
    *,
    sort: Sort = Sort.sku,
    descending: bool = False,
    limit: int = 50,
    cursor: str | None = None,
    count: bool = False,
) -> StockListing:
    """One page of the levels that pass the filters; `cursor` is the `next` of the page before."""
    connection, keys, asked = session.connection(), _keys(sort, descending), (filters, sort, descending)
    query = _rows(connection, filters, keys, cursor, asked)
    found = connection.execute(query.limit(limit + 1)).all()
    page = found[:limit]
    after = [getattr(page[-1], f"key{number}") for number, _ in enumerate(keys)] if len(found) > limit else None
    return StockListing(
        rows=[_row(row) for row in page],
        next=None if after is None else cursors.encode(after, asked),
        total=_total(connection, filters) if count else None,
    )


def _total(connection: Connection, filters: Filters) -> int:
    return connection.scalar(select(func.count()).select_from(_matching(connection, filters).subquery())) or 0


def every_level(
    session: Session,
    filters: Filters,
    *,
    sort: Sort = Sort.sku,
    descending: bool = False,
    cursor: str | None = None,
) -> Iterator[StockRow]:
    """All of them, as they are asked for; the memory they take does not grow with their number."""
    query = _rows(session.connection(), filters, _keys(sort, descending), cursor, (filters, sort, descending))
    for rows in session.connection().execute(query.execution_options(yield_per=_AT_ONCE)).partitions():
        yield from map(_row, rows)


def _keys(sort: Sort, descending: bool) -> list[Key]:
    by_name = [Key(VARIANTS.c.sku, str, descending), Key(func.coalesce(LOCATIONS.c.name, ""), str, descending)]
    match sort:
        case Sort.available:
            return [Key(func.coalesce(LEVELS.c.available, 0), int, descending), *by_name]
        case Sort.updated:
            return [Key(func.coalesce(LEVELS.c.updated_at, VARIANTS.c.updated_at), datetime, descending), *by_name]
    return by_name


_COLUMNS = (
    *(LEVELS.c[name] for name in ("available", "committed", "incoming", "damaged")),
    *(LEVELS.c[name] for name in ("reorder_point", "reorder_quantity", "max_stock_level")),
    *(LEVELS.c[name] for name in ("last_counted_at", "updated_at")),
)


def _rows(
    connection: Connection, filters: Filters, keys: Sequence[Key], cursor: str | None, asked: object
) -> Select[Any]:
    expressions = [key.expression for key in keys]
    query = _matching(connection, filters).add_columns(
        VARIANTS.c.sku,
        PRODUCTS.c.title,
        VARIANTS.c.title.label("variant_title"),
        LOCATIONS.c.name.label("location"),
        *_COLUMNS,
        *(expression.label(f"key{number}") for number, expression in enumerate(expressions)),
    )
    if cursor is not None:
        query = query.where(cursors.beyond(keys, expressions, cursors.decode(keys, cursor, asked)))
    return query.order_by(*(key.expression.desc() if key.descending else key.expression for key in keys))


def _matching(connection: Connection, filters: Filters) -> Select[Any]:
    of_variant = LEVELS.c.product_variant_id == VARIANTS.c.id
    variants = VARIANTS.join(PRODUCTS, PRODUCTS.c.id == VARIANTS.c.product_id)
    location = None if filters.location is None else find_location(connection, filters.location)
    if filters.unknown:
        there = of_variant if location is None else and_(of_variant, LEVELS.c.location_id == location)
        rows = variants.outerjoin(LEVELS, there).outerjoin(LOCATIONS, LOCATIONS.c.id == LEVELS.c.location_id)
    else:
        rows = variants.join(LEVELS, of_variant).join(LOCATIONS, LOCATIONS.c.id == LEVELS.c.location_id)
    return (
        select(VARIANTS.c.id.label("variant_id")).select_from(rows).where(*_conditions(connection, filters, location))
    )


def _conditions(connection: Connection, filters: Filters, location: int | None) -> Iterator[ColumnElement[bool]]:
    if filters.unknown:
        yield LEVELS.c.id.is_(None)
    elif location is not None:
        yield LEVELS.c.location_id == location
    if filters.skus:
        skus = [legible(sku, "The SKU").strip() for sku in filters.skus]
        yield or_(VARIANTS.c.sku.in_(skus), PRODUCTS.c.sku.in_(skus))
    if filters.search:
        yield from conditions(connection, ProductFilters(search=filters.search, status=Status.any))
    if filters.below_reorder:
        yield LEVELS.c.available + LEVELS.c.incoming <= LEVELS.c.reorder_point
    if filters.negative:
        yield LEVELS.c.available < 0


def _row(row: Row[Any]) -> StockRow:
    held = None if row.available is None else row.available + row.committed + row.damaged
    return StockRow(
        sku=row.sku,
        title=" · ".join(filter(None, (row.title, row.variant_title))),
        location=row.location,
        on_hand=held,
        **{column.name: getattr(row, column.name) for column in _COLUMNS},
    )
