"""What happened to an order: every operation that touched it, its lines, parcels, refunds, notes or stock."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from royal_cli.commerce.catalog.reading.touched import created
from royal_cli.commerce.operations import readable
from royal_cli.commerce.orders.reading.detail_rows import Event
from royal_cli.db.journal import Change, Operation

_OPERATIONS = Operation.metadata.tables["operations"]
_CHANGES = Change.metadata.tables["changes"]

#: How rows are spoken of.
_CALLED = {
    "orders": "the order",
    "order_line_items": "line",
    "allocations": "reservation",
    "fulfillments": "parcel",
    "order_returns": "return",
    "refunds": "refund",
    "order_notes": "note",
    "inventory_movements": "stock",
}


def order_history(connection: Connection, rows: Mapping[str, Sequence[int]]) -> list[Event]:
    """The oldest first. `rows` are the ids by table, as `rows_of` finds them."""
    done: dict[int, list[str]] = defaultdict(list)
    for table, ids in rows.items():
        for operation, change in _told(connection, table, ids):
            if change not in done[operation]:
                done[operation].append(change)
    query = select(_OPERATIONS).where(_OPERATIONS.c.id.in_(list(done))).order_by(_OPERATIONS.c.id)
    return [_event(row, done[row.id]) for row in connection.execute(query)]


def _event(operation: Row[Any], changes: list[str]) -> Event:
    return Event(
        at=operation.finished_at or operation.started_at,
        kind=operation.kind,
        actor=operation.actor,
        changes=changes,
        reason=operation.reason,
        source=operation.source,
        operation=operation.public_id,
        status=operation.status,
    )


def _told(connection: Connection, table: str, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Which operation did what to these rows, in words."""
    called = _CALLED[table]
    for id in ids:
        run = created(connection, table, id)
        if run is not None:
            yield run.operation_id, f"{called} created" if table == "orders" else f"{called} added"
    query = select(_CHANGES).where(
        _CHANGES.c.entity == table, _CHANGES.c.entity_id.in_(ids), _CHANGES.c.last_entity_id.is_(None)
    )
    for change in connection.execute(query.order_by(_CHANGES.c.id)).all() if ids else ():
        if change.action != "update":
            yield change.operation_id, f"{called} removed"
            continue
        before, after = (
            readable(connection, table, change.entity_id, change.field, value)
            for value in (change.before, change.after)
        )
        what = change.field if table == "orders" else f"{called} {change.field}"
        yield change.operation_id, f"{what}: {before or '–'} → {after or '–'}"
