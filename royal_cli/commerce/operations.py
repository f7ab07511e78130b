"""The journal's reading side: which operations there were, and what each of them changed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, text

from royal_cli.commerce import journal_tables as tables
from royal_cli.commerce.catalog.field_kinds import AMOUNTS
from royal_cli.db.journal import Change, Operation
from royal_cli.errors import Conflict, NotFound
from royal_cli.money import exponent, to_text

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


#: Columns that a deleted row is called by, the best one first.
_NAMES = ("sku", "path", "name", "order_number", "address1", "external_id", "email", "medium")


def name_of(connection: Connection, entity: str, entity_id: int, snapshot: dict[str, Any] | None = None) -> str | None:
    """What people call a row of a table; of a deleted row what its snapshot says. None where nobody can tell."""
    key = tables.KEYS.get(entity)
    found = (
        connection.scalar(text(f"SELECT {key} FROM {entity} e WHERE e.id = :id"), {"id": entity_id}) if key else None
    )
    if found is None:
        found = _name_of_deleted(connection, snapshot or _last_snapshot(connection, entity, entity_id))
    return str(found) if found is not None else None


def _name_of_deleted(connection: Connection, snapshot: dict[str, Any]) -> str | None:
    """Stock, prices and movements are called by their variant, which may be gone as well."""
    for name in _NAMES:
        if snapshot.get(name):
            return str(snapshot[name])
    person = " ".join(snapshot[name] for name in ("first_name", "last_name") if snapshot.get(name))
    variant, location = snapshot.get("product_variant_id"), snapshot.get("location_id")
    if not variant:
        return person or None
    called = name_of(connection, "product_variants", variant)
    place = snapshot.get("market") or (name_of(connection, "locations", location) if location else None)
    return f"{called} @ {place}" if called else None


def _last_snapshot(connection: Connection, entity: str, entity_id: int) -> dict[str, Any]:
    query = select(_changes.c.snapshot).where(
        _changes.c.entity == entity, _changes.c.entity_id == entity_id, _changes.c.action == "delete"
    )
    return connection.scalar(query.order_by(_changes.c.id.desc()).limit(1)) or {}


def readable(connection: Connection, entity: str, entity_id: int, field: str | None, value: str | None) -> str | None:
    """A journalled value as people write it: the journal keeps amounts and weights as integers, other rows as ids."""
    if value is None or field is None:
        return value
    if field in tables.REFERENCES:
        return name_of(connection, tables.REFERENCES[field], int(value)) or f"a deleted one ({value})"
    if field == "collection_ids":
        return ", ".join(name_of(connection, "collections", id) or f"a deleted one ({id})" for id in json.loads(value))
    if tables.is_moment(entity, field):
        return f"{datetime.fromisoformat(value):%Y-%m-%dT%H:%M:%SZ}"
    if field == "weight":
        return to_text(int(value), 3)
    if field in tables.MINOR_UNITS.get(entity, ()):
        return _in_currency(connection, entity, entity_id, value)
    if field not in AMOUNTS:
        return value
    scale = connection.scalar(text(f"SELECT price_scale FROM {entity} WHERE id = :id"), {"id": entity_id})
    return value if scale is None else to_text(int(value), scale)


def _in_currency(connection: Connection, entity: str, entity_id: int, value: str) -> str:
    """An amount of an order or of its line, in minor units of the order's currency."""
    order = ":id" if entity == "orders" else f"(SELECT order_id FROM {entity} WHERE id = :id)"
    currency = connection.scalar(text(f"SELECT currency FROM orders WHERE id = {order}"), {"id": entity_id})
    return to_text(int(value), exponent(currency)) if currency else value
