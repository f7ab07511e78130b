"""What happened to a product, its variants, their stock and their prices: every field, who, when, from what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, or_, select
from sqlmodel import Session

from royal_cli.commerce.catalog.reading.find import find_product
from royal_cli.commerce.operations import name_of, readable
from royal_cli.db.journal import Change, Operation
from royal_cli.db.products import MarketPrice, ProductVariant
from royal_cli.db.stock import InventoryLevel

_OPERATIONS = Operation.metadata.tables["operations"]
_CHANGES = Change.metadata.tables["changes"]
_VARIANTS = ProductVariant.metadata.tables["product_variants"]
_OF_VARIANTS = {
    "inventory_levels": InventoryLevel.metadata.tables["inventory_levels"],
    "market_prices": MarketPrice.metadata.tables["market_prices"],
}


@dataclass(frozen=True, slots=True)
class PastChange:
    """One change of one field; a row that was created has no field. `change` is what --restore takes."""

    change: str
    at: datetime
    key: str | None
    field: str | None
    before: str | None
    after: str | None
    action: str
    operation: str
    kind: str
    actor: str
    source: str | None
    reason: str | None


def product_history(session: Session, sku: str, *, field: str | None = None, limit: int = 50) -> list[PastChange]:
    """The newest changes first. NotFound and Conflict as for `show_product`."""
    connection = session.connection()
    rows = _rows_of(connection, find_product(session, sku))
    query = _query(rows).limit(limit)
    if field is not None:
        query = query.where(_CHANGES.c.field == field)
    return [_past(connection, row, rows) for row in connection.execute(query).all()]


def _rows_of(connection: Connection, product: int) -> dict[str, list[int]]:
    variants = list(connection.scalars(select(_VARIANTS.c.id).where(_VARIANTS.c.product_id == product)))
    found = {"products": [product], "product_variants": variants}
    for name, table in _OF_VARIANTS.items():
        query = select(table.c.id).where(table.c.product_variant_id.in_(variants))
        found[name] = list(connection.scalars(query))
    return found


def _query(rows: Mapping[str, Sequence[int]]) -> Select[Any]:
    conditions = [condition for table, ids in rows.items() if ids for condition in _touching(table, ids)]
    return (
        select(_CHANGES, _OPERATIONS)
        .join(_OPERATIONS, _OPERATIONS.c.id == _CHANGES.c.operation_id)
        .where(or_(*conditions))
        .order_by(_CHANGES.c.id.desc())
    )


def _touching(table: str, ids: Sequence[int]) -> Iterator[Any]:
    """A row by itself, or in a run of rows that were created together."""
    yield and_(_CHANGES.c.entity == table, _CHANGES.c.entity_id.in_(ids), _CHANGES.c.last_entity_id.is_(None))
    yield and_(
        _CHANGES.c.entity == table,
        _CHANGES.c.entity_id <= max(ids),
        _CHANGES.c.last_entity_id >= min(ids),
    )


def _past(connection: Connection, row: Row[Any], rows: Mapping[str, Sequence[int]]) -> PastChange:
    told = row._mapping
    entity, id = told[_CHANGES.c.entity], told[_CHANGES.c.entity_id]
    field = told[_CHANGES.c.field]
    run = told[_CHANGES.c.last_entity_id]
    alone = run is None or len(rows[entity]) == 1
    return PastChange(
        change=str(told[_CHANGES.c.id]),
        at=told[_OPERATIONS.c.finished_at] or told[_OPERATIONS.c.started_at],
        key=name_of(connection, entity, rows[entity][0] if run is not None else id) if alone else None,
        field=field,
        before=readable(connection, entity, id, field, told[_CHANGES.c.before]),
        after=readable(connection, entity, id, field, told[_CHANGES.c.after]),
        action=f"{told[_CHANGES.c.action]} {entity.replace('_', ' ')}",
        operation=told[_OPERATIONS.c.public_id],
        kind=told[_OPERATIONS.c.kind],
        actor=told[_OPERATIONS.c.actor],
        source=told[_OPERATIONS.c.source],
        reason=told[_OPERATIONS.c.reason],
    )
