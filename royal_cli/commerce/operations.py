"""The journal's reading side: which operations there were, and what each of them changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, text

from royal_cli.commerce.catalog.field_kinds import AMOUNTS
from royal_cli.db.journal import Change, Operation
from royal_cli.errors import Conflict, NotFound
from royal_cli.money import to_text

_operations = Operation.__table__  # type: ignore[attr-defined]
_changes = Change.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of `royal history`. `counts` is what the operation itself counted when it ended."""

    id: int
    operation: str
    kind: str
    status: str
    actor: str
    reason: str | None
    source: str | None
    counts: dict[str, Any] | None
    parameters: dict[str, Any] | None
    started_at: datetime
    finished_at: datetime | None
    undoes: str | None


def find_operation(connection: Connection, public_id: str) -> Summary:
    """The operation with this id, or with an id that begins so, if only one does; `last` is the newest."""
    query = _summaries()
    if public_id != "last":
        query = query.where(_operations.c.public_id.startswith(public_id, autoescape=True))
    found = connection.execute(query.limit(1 if public_id == "last" else 2)).all()
    if not found:
        raise NotFound(f"There is no operation {public_id}.", hint="royal history lists them.")
    if len(found) > 1:
        raise Conflict(f"Several operations begin with {public_id}.", hint="Type more of the id: royal history")
    return _summary(found[0])


def list_operations(
    connection: Connection, *, limit: int, before: int | None = None, kind: str | None = None
) -> list[Summary]:
    """Newest first; `before` is the `id` of the last one on the page before."""
    query = _summaries().limit(limit)
    if before is not None:
        query = query.where(_operations.c.id < before)
    if kind is not None:
        query = query.where(_operations.c.kind == kind)
    return [_summary(row) for row in connection.execute(query)]


def _summaries() -> Select[Any]:
    undone = _operations.alias("undone")
    return (
        select(_operations, undone.c.public_id.label("undoes"))
        .outerjoin(undone, undone.c.id == _operations.c.undoes_id)
        .order_by(_operations.c.id.desc())
    )


def _summary(row: Row[Any]) -> Summary:
    return Summary(
        id=row.id,
        operation=row.public_id,
        kind=row.kind,
        status=row.status,
        actor=row.actor,
        reason=row.reason,
        source=row.source,
        counts=row.counts,
        parameters=row.parameters,
        started_at=row.started_at,
        finished_at=row.finished_at,
        undoes=row.undoes,
    )


@dataclass(frozen=True, slots=True)
class ChangedField:
    """A line of `royal history show`: one field of one row, or several created rows counted together."""

    entity: str
    action: str
    key: str | None
    field: str | None
    before: str | None
    after: str | None
    rows: int


#: How a row of each table is called by people.
_KEYS = {
    "products": "SELECT sku FROM products WHERE id = :id",
    "product_variants": "SELECT sku FROM product_variants WHERE id = :id",
    "categories": "SELECT path FROM categories WHERE id = :id",
    "locations": "SELECT name FROM locations WHERE id = :id",
    "product_feeds": "SELECT name FROM product_feeds WHERE id = :id",
    "inventory_levels": (
        "SELECT v.sku || ' @ ' || o.name FROM inventory_levels l JOIN product_variants v ON v.id = l.product_variant_id"
        " JOIN locations o ON o.id = l.location_id WHERE l.id = :id"
    ),
    "market_prices": (
        "SELECT v.sku || ' @ ' || m.market FROM market_prices m JOIN product_variants v ON v.id = m.product_variant_id"
        " WHERE m.id = :id"
    ),
}


def changes(connection: Connection, operation_id: int, *, limit: int | None = None) -> Iterator[ChangedField]:
    """What an operation did, in the order in which it did it. Created rows come as counts per run."""
    query = select(_changes).where(_changes.c.operation_id == operation_id).order_by(_changes.c.id)
    for row in connection.execute(query.limit(limit) if limit is not None else query).all():
        many = (row.last_entity_id or row.entity_id) - row.entity_id + 1
        yield ChangedField(
            row.entity,
            row.action,
            name_of(connection, row.entity, row.entity_id, row.snapshot) if many == 1 else None,
            row.field,
            readable(connection, row.entity, row.entity_id, row.field, row.before),
            readable(connection, row.entity, row.entity_id, row.field, row.after),
            many,
        )


def count_changes(connection: Connection, operation_id: int) -> int:
    query = select(func.count()).select_from(_changes).where(_changes.c.operation_id == operation_id)
    return int(connection.scalar(query) or 0)


def name_of(connection: Connection, entity: str, entity_id: int, snapshot: dict[str, Any] | None = None) -> str | None:
    """What people call a row of a table; of a deleted row what its snapshot says. None where nobody can tell."""
    statement = _KEYS.get(entity)
    found = connection.scalar(text(statement), {"id": entity_id}) if statement else None
    if found is None and snapshot:
        found = snapshot.get("sku") or snapshot.get("path") or snapshot.get("name")
    return str(found) if found is not None else None


def readable(connection: Connection, entity: str, entity_id: int, field: str | None, value: str | None) -> str | None:
    """A journalled value as people write it: the journal keeps amounts and weights as integers."""
    if value is None or field not in (*AMOUNTS, "weight"):
        return value
    if field == "weight":
        return to_text(int(value), 3)
    scale = connection.scalar(text(f"SELECT price_scale FROM {entity} WHERE id = :id"), {"id": entity_id})
    return value if scale is None else to_text(int(value), scale)
