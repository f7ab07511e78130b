"""The journal's writing side: an operation begins, notes what it creates and changes, and ends with its counts."""

import getpass
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, TextClause, bindparam, insert, text, update

from royal_cli.db.journal import Operation

_operations = Operation.__table__  # type: ignore[attr-defined]

#: No vowels and nothing that reads like something else: an id is typed by people.
_LETTERS = "bcdfghjkmnpqrstvwxz23456789"


@dataclass(frozen=True, slots=True)
class Begun:
    id: int
    public_id: str


def begin(
    connection: Connection,
    kind: str,
    *,
    actor: str,
    now: datetime,
    reason: str | None = None,
    source: str | None = None,
    source_digest: str | None = None,
    parameters: dict[str, Any] | None = None,
    undoes_id: int | None = None,
) -> Begun:
    """Open an operation; it exists only if the transaction it belongs to is committed."""
    public_id = "".join(secrets.choice(_LETTERS) for _ in range(8))
    id = connection.scalar(
        insert(_operations)
        .values(
            public_id=public_id,
            kind=kind,
            status="applied",
            actor=actor,
            reason=reason,
            source=source,
            source_digest=source_digest,
            parameters=parameters,
            started_at=now,
            undoes_id=undoes_id,
        )
        .returning(_operations.c.id)
    )
    return Begun(int(id or 0), public_id)


def finish(
    connection: Connection,
    operation: Begun,
    counts: dict[str, Any],
    now: datetime,
    *,
    parameters: dict[str, Any] | None = None,
) -> None:
    """Close it with what it counted; `parameters` where these were not known when it began."""
    known = {} if parameters is None else {"parameters": parameters}
    connection.execute(
        update(_operations).where(_operations.c.id == operation.id).values(counts=counts, finished_at=now, **known)
    )


def note_created(connection: Connection, operation_id: int, table: str, ids: str) -> None:
    """Note which rows an operation created, one line for every run of consecutive ids. `ids` selects them as `id`."""
    first, last, count = connection.execute(text(f"SELECT min(id), max(id), count(*) FROM ({ids}) r")).one()
    if not count:
        return
    runs = f"SELECT {first} AS first, {last} AS last"
    if count != last - first + 1:
        runs = (
            "SELECT min(id) AS first, max(id) AS last FROM"
            f" (SELECT id, id - row_number() OVER (ORDER BY id) AS run FROM ({ids}) r) i GROUP BY run"
        )
    connection.execute(
        text(
            "INSERT INTO changes (operation_id, entity, entity_id, last_entity_id, action)"
            f" SELECT :operation, :entity, first, last, 'create' FROM ({runs}) r ORDER BY first"
        ),
        {"operation": operation_id, "entity": table},
    )


def create_rows(
    connection: Connection, operation_id: int, table: str, names: Sequence[str], rows: str, now: datetime, **values: Any
) -> int:
    """Create the rows that a SELECT finds, with `:now` in it, and note just those as created; say how many."""
    create = f"INSERT INTO {table} ({', '.join(names)}) {rows}"
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP TABLE IF EXISTS created_rows"))
        connection.execute(text("CREATE TEMPORARY TABLE created_rows (id BIGINT)"))
        made = f"WITH made AS ({create} RETURNING id) INSERT INTO created_rows SELECT id FROM made"
        created = connection.execute(at(made, now), values).rowcount
        note_created(connection, operation_id, table, "SELECT id FROM created_rows")
        return created
    # SQLite has one writer at a time, and never gives an id twice.
    last = connection.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = :table"), {"table": table}) or 0
    created = connection.execute(at(create, now), values).rowcount
    note_created(connection, operation_id, table, f"SELECT id FROM {table} WHERE id > {last}")
    return created


def at(statement: str, now: datetime) -> TextClause:
    """A statement with `:now`, if it has one, bound the way the tables store time."""
    if ":now" not in statement:
        return text(statement)
    return text(statement).bindparams(bindparam("now", now, type_=_operations.c.started_at.type))


def operator() -> str:
    """Who is at the keyboard, as the journal writes it."""
    try:
        return f"operator:{getpass.getuser()}"
    except (KeyError, OSError):
        return "operator:unknown"
