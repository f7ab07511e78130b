"""The stock ledger as people look at it: what moved, when, by how much, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select
from sqlmodel import Session

from royal_cli.commerce.catalog.chosen import choose
from royal_cli.commerce.catalog.reading import cursor as cursors
from royal_cli.commerce.catalog.reading.cursor import Key
from royal_cli.commerce.catalog.reading.figures import VARIANTS
from royal_cli.commerce.stock.locations import LOCATIONS, find_location
from royal_cli.db.journal import Operation
from royal_cli.db.orders import Order
from royal_cli.db.stock import InventoryMovement

MOVEMENTS = InventoryMovement.metadata.tables["inventory_movements"]
_OPERATIONS = Operation.metadata.tables["operations"]
_ORDERS = Order.metadata.tables["orders"]
_KEYS = [Key(MOVEMENTS.c.id, int, descending=True)]
_AT_ONCE = 500


class MovementKind(StrEnum):
    sale = "sale"
    purchase = "purchase"
    adjustment = "adjustment"
    transfer = "transfer"
    returned = "return"
    counted = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which movements are meant: all that is said must hold. From `since` on, and before `until`."""

    skus: tuple[str, ...] = ()
    location: str | None = None
    types: tuple[MovementKind, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class MovementRow:
    """`change` with `before` and `after` is about what is available; the other changes stand beside it.

    `before` is None where nothing was known. `order` is the number of the order that it was for, `operation` what a
    movement by hand, by a feed or by an undo belongs to.
    """

    at: datetime
    sku: str
    location: str
    type: str
    change: int
    before: int | None
    after: int | None
    committed: int
    incoming: int
    damaged: int
    reason: str | None
    order: str | None
    operation: str | None
    by: str | None
    notes: str | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """A page, the newest first. `next` is the cursor of the one after it, None on the last; `total` counts all, if that
    was asked."""

    rows: list[MovementRow]
    next: str | None
    total: int | None


def list_movements(
    session: Session, filters: Filters, *, limit: int = 50, cursor: str | None = None, count: bool = False
) -> Ledger:
    """One page of the movements that pass the filters. NotFound for a SKU or a location that is not there."""
    connection = session.connection()
    found = connection.execute(_rows(connection, filters, cursor).limit(limit + 1)).all()
    page = found[:limit]
    return Ledger(
        rows=[_row(row) for row in page],
        next=cursors.encode([page[-1].id], filters) if len(found) > limit else None,
        total=_total(connection, filters) if count else None,
    )


def every_movement(session: Session, filters: Filters, *, cursor: str | None = None) -> Iterator[MovementRow]:
    """All of them, as they are asked for."""
    connection = session.connection()
    query = _rows(connection, filters, cursor).execution_options(yield_per=_AT_ONCE)
    for rows in connection.execute(query).partitions():
        yield from map(_row, rows)


def _rows(connection: Connection, filters: Filters, cursor: str | None) -> Select[Any]:
    of_operation = and_(MOVEMENTS.c.reference_type == "operation", MOVEMENTS.c.reference_id == _OPERATIONS.c.id)
    of_order = and_(MOVEMENTS.c.reference_type == "order", MOVEMENTS.c.reference_id == _ORDERS.c.id)
    query = (
        select(
            MOVEMENTS,
            VARIANTS.c.sku,
            LOCATIONS.c.name.label("location"),
            _OPERATIONS.c.public_id.label("operation"),
            _ORDERS.c.order_number,
        )
        .join(VARIANTS, VARIANTS.c.id == MOVEMENTS.c.product_variant_id)
        .join(LOCATIONS, LOCATIONS.c.id == MOVEMENTS.c.location_id)
        .outerjoin(_OPERATIONS, of_operation)
        .outerjoin(_ORDERS, of_order)
        .where(*_conditions(connection, filters))
        .order_by(MOVEMENTS.c.id.desc())
    )
    if cursor is not None:
        query = query.where(MOVEMENTS.c.id < cursors.decode(_KEYS, cursor, filters)[0])
    return query


def _total(connection: Connection, filters: Filters) -> int:
    return connection.scalar(select(func.count(MOVEMENTS.c.id)).where(*_conditions(connection, filters))) or 0


def _conditions(connection: Connection, filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.skus:
        chosen = choose(connection, filters.skus)
        whole = [choice.product_id for choice in chosen if choice.variant_id is None]
        single = [choice.variant_id for choice in chosen if choice.variant_id is not None]
        of_products = select(VARIANTS.c.id).where(VARIANTS.c.product_id.in_(whole))
        variants = [*single, *connection.scalars(of_products)]
        yield MOVEMENTS.c.product_variant_id.in_(variants)
    if filters.location is not None:
        yield MOVEMENTS.c.location_id == find_location(connection, filters.location)
    if filters.types:
        yield MOVEMENTS.c.movement_type.in_([kind.value for kind in filters.types])
    if filters.since is not None:
        yield MOVEMENTS.c.created_at >= filters.since
    if filters.until is not None:
        yield MOVEMENTS.c.created_at < filters.until


def _row(row: Row[Any]) -> MovementRow:
    return MovementRow(
        at=row.created_at,
        sku=row.sku,
        location=row.location,
        type=row.movement_type,
        change=row.quantity_change,
        before=row.previous_quantity,
        after=row.new_quantity,
        committed=row.committed_change,
        incoming=row.incoming_change,
        damaged=row.damaged_change,
        reason=row.reason,
        order=row.order_number,
        operation=row.operation,
        by=row.created_by,
        notes=row.notes,
    )
