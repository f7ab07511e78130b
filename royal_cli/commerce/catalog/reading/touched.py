"""Finds the newest operation that touched a product, its variants, their stock or their market prices."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, func, select

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
    """Of a row by itself, or of a run of rows that were created together."""
    of_table = select(func.max(_CHANGES.c.operation_id)).where(_CHANGES.c.entity == table)
    alone = connection.scalar(of_table.where(_CHANGES.c.entity_id.in_(ids)))
    together = (operation for operation, first, last in _runs(connection, table, ids) if _holds(first, last, ids))
    return max([*together, *([alone] if alone is not None else [])], default=None)


def _runs(connection: Connection, table: str, ids: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    query = select(_CHANGES.c.operation_id, _CHANGES.c.entity_id, _CHANGES.c.last_entity_id).where(
        _CHANGES.c.entity == table, _CHANGES.c.entity_id <= max(ids), _CHANGES.c.last_entity_id >= min(ids)
    )
    return (tuple(run) for run in connection.execute(query))


def _holds(first: int, last: int, ids: Sequence[int]) -> bool:
    return any(first <= id <= last for id in ids)
