"""Finds the newest operation that touched a product, its variants, their stock or their market prices."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select

from royal_cli.commerce.catalog.reading.detail_rows import Touched
from royal_cli.db.journal import Change, Operation

_OPERATIONS = Operation.metadata.tables["operations"]
_CHANGES = Change.metadata.tables["changes"]


def last_operation(connection: Connection, rows: Mapping[str, Sequence[int]]) -> Touched | None:
    """`rows` are the ids by table; None where the journal knows none of them."""
    found = [_newest(connection, table, ids) for table, ids in rows.items() if ids]
    newest = max((id for id in found if id is not None), default=None)
    if newest is None:
        return None
    operation = connection.execute(select(_OPERATIONS).where(_OPERATIONS.c.id == newest)).one()
    at = operation.finished_at or operation.started_at
    return Touched(operation.public_id, operation.kind, operation.actor, at)


def _newest(connection: Connection, table: str, ids: Sequence[int]) -> int | None:
    """Of a row by itself, or of the run of rows in which the last one of them was created."""
    of_table = select(func.max(_CHANGES.c.operation_id)).where(_CHANGES.c.entity == table)
    alone = connection.scalar(of_table.where(_CHANGES.c.entity_id.in_(ids)))
    found = [alone, *(run.operation_id for run in [created(connection, table, max(ids))] if run)]
    return max((operation for operation in found if operation is not None), default=None)


def created(connection: Connection, table: str, id: int) -> Row[Any] | None:
    """The change that created the row, alone or with its neighbours; None where the journal knows of none."""
    query = select(_CHANGES).where(
        _CHANGES.c.entity == table, _CHANGES.c.last_entity_id.is_not(None), _CHANGES.c.entity_id <= id
    )
    run = connection.execute(query.order_by(_CHANGES.c.entity_id.desc(), _CHANGES.c.id.desc()).limit(1)).one_or_none()
    return run if run is not None and run.last_entity_id >= id else None
