"""Copies everything from one database to another, whichever of the two kinds each is, and proves the copy.

Rows keep their ids and go over in the order of them, a chunk a transaction. A copy that was broken off goes on
after the last row that arrived.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, URL, Column, Connection, Engine, Row, Table, func, insert, select, text, update

from royal_cli.db.database import canonical_json, open_engine, translated, writing
from royal_cli.db.failures import place
from royal_cli.db.revision import check_revision
from royal_cli.db.tables import METADATA
from royal_cli.errors import Conflict, UsageError

CHUNK = 2_000
#: How the parts of an object stand in SQLite's text; PostgreSQL keeps an order of its own.
_ORDERS = {"dimensions": ("length", "width", "height", "unit")}
_JSON_FIELDS = frozenset(
    column.name for table in METADATA.sorted_tables for column in table.columns if isinstance(column.type, JSON)
)


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """`copied` rows went over now; all `rows` were read back and are the same in both databases."""

    table: str
    rows: int
    copied: int


Progress = Callable[[str, int, int], None]


def _silent(table: str, done: int, total: int) -> None:
    """For callers that show no progress."""


def copy(source_url: str, target_url: str, *, progress: Progress = _silent) -> list[CopiedTable]:
    """Copy all rows of all tables; the target has royal's tables, and no rows but those of a copy broken off.

    Conflict where the target holds anything else; it is then left as it was.
    """
    source, target = open_engine(source_url), open_engine(target_url)
    try:
        if _is_same(source.url, target.url):
            raise UsageError("A database cannot be copied onto itself.", hint="Name another one with --to.")
        check_revision(source)
        check_revision(target)
        with translated(source.url), _snapshot(source) as reading:
            for table in METADATA.sorted_tables:
                _refuse_other_rows(reading, target, table)
            copied = {table.name: _copy_table(reading, target, table, progress) for table in METADATA.sorted_tables}
            return [
                CopiedTable(table.name, _verify(reading, target, table), copied[table.name])
                for table in METADATA.sorted_tables
            ]
    finally:
        source.dispose()
        target.dispose()


def _is_same(source: URL, target: URL) -> bool:
    """Whether both name one database; a file of SQLite has many names."""
    if source.get_backend_name() == target.get_backend_name() == "sqlite":
        return Path(source.database or "").resolve() == Path(target.database or "").resolve()
    return source == target


def count(url: str) -> list[CopiedTable]:
    """What there is to copy: the rows of every table."""
    engine = open_engine(url)
    try:
        check_revision(engine)
        with translated(engine.url), _snapshot(engine) as reading:
            counted = {
                table.name: reading.scalar(select(func.count()).select_from(table)) for table in METADATA.sorted_tables
            }
            return [CopiedTable(name, int(rows or 0), 0) for name, rows in counted.items()]
    finally:
        engine.dispose()


def _snapshot(engine: Engine) -> Connection:
    """One view of the source, whatever others write meanwhile; SQLite gives that to every transaction."""
    connection = engine.connect()
    if engine.dialect.name == "postgresql":
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
    return connection


def _columns(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if column.computed is None]


def _to_itself(table: Table) -> list[str]:
    """Columns that refer to other rows of the same table, which may come later than they do."""
    return [column.name for column in table.columns if any(key.column.table is table for key in column.foreign_keys)]


def _rows(connection: Connection, table: Table, *, above: int = 0, upto: int | None = None) -> Iterator[Row[Any]]:
    query = select(*_columns(table)).where(table.c.id > above).order_by(table.c.id)
    if upto is not None:
        query = query.where(table.c.id <= upto)
    with connection.execute(query, execution_options={"yield_per": CHUNK}) as rows:
        yield from rows


def _last(connection: Connection, table: Table) -> int:
    return int(connection.scalar(select(func.max(table.c.id))) or 0)


def _refuse_other_rows(reading: Connection, target: Engine, table: Table) -> None:
    with translated(target.url), target.connect() as connection:
        last = _last(connection, table)
        skipped = set(_to_itself(table))
        pairs = zip_longest(_rows(reading, table, upto=last), _rows(connection, table))
        for ours, theirs in pairs if last else ():
            if not _same(ours, theirs, skipped):
                raise Conflict(
                    f"{place(target.url)} holds other data already (table {table.name}).",
                    hint="Copy into a new database: royal init makes one.",
                )


def _copy_table(reading: Connection, target: Engine, table: Table, progress: Progress) -> int:
    with translated(target.url), target.connect() as connection:
        last = _last(connection, table)
    total = int(reading.scalar(select(func.count()).select_from(table).where(table.c.id > last)) or 0)
    rows, copied = _rows(reading, table, above=last), 0
    while chunk := list(islice(rows, CHUNK)):
        with translated(target.url), writing(target).begin() as connection:
            alone = dict.fromkeys(_to_itself(table))
            connection.execute(insert(table), [{**_written(row, target), **alone} for row in chunk])
        copied += len(chunk)
        progress(table.name, copied, total)
    with translated(target.url), writing(target).begin() as connection:
        _refer_to_itself(reading, connection, table)
        _count_on(connection, table, _counted(reading, table))
    return copied


def _refer_to_itself(reading: Connection, connection: Connection, table: Table) -> None:
    for name in _to_itself(table):
        column = table.c[name]
        references = reading.execute(select(table.c.id, column).where(column.is_not(None)))
        for id, other in references.all():
            connection.execute(update(table).where(table.c.id == id).values({name: other}))


def _counted(connection: Connection, table: Table) -> int:
    """The last id that the table has ever given out: the journal may speak of rows that are gone."""
    if connection.dialect.name == "postgresql":
        statement = f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {table.name}_id_seq"
    else:
        statement = f"SELECT seq FROM sqlite_sequence WHERE name = '{table.name}'"
    return int(connection.scalar(text(statement)) or 0)


def _count_on(connection: Connection, table: Table, last: int) -> None:
    if not last:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT setval('{table.name}_id_seq', {last})"))
        return
    connection.execute(text(f"DELETE FROM sqlite_sequence WHERE name = '{table.name}'"))
    connection.execute(text(f"INSERT INTO sqlite_sequence (name, seq) VALUES ('{table.name}', {last})"))


def _verify(reading: Connection, target: Engine, table: Table) -> int:
    """Read every row of both back, one beside the other; returns how many there are."""
    count = 0
    with translated(target.url), target.connect() as connection:
        for ours, theirs in zip_longest(_rows(reading, table), _rows(connection, table)):
            if not _same(ours, theirs, set()):
                id = (ours or theirs).id
                raise Conflict(
                    f"Row {id} of {table.name} is not the same in both databases.",
                    hint="Somebody wrote to one of them: copy again into a new database.",
                )
            count += 1
    return count


def _same(ours: Row[Any] | None, theirs: Row[Any] | None, skipped: set[str]) -> bool:
    if ours is None or theirs is None:
        return False
    return all(_meant(ours, name) == _meant(theirs, name) for name in ours._mapping if name not in skipped)


def _meant(row: Row[Any], name: str) -> Any:
    """The value itself, whatever way its database writes it down."""
    value = row._mapping[name]
    return json.loads(value) if value is not None and _is_journalled_json(row, name) else value


def _is_journalled_json(row: Row[Any], name: str) -> bool:
    return name in ("before", "after") and row._mapping.get("field") in _JSON_FIELDS


def _written(row: Row[Any], target: Engine) -> dict[str, Any]:
    """The row as the target writes it, so that later imports and undos find their texts there."""
    values = dict(row._mapping)
    for name, value in values.items():
        if value is not None and _is_journalled_json(row, name):
            values[name] = _as_text(row.field, json.loads(value), target)
        elif isinstance(value, dict):
            values[name] = _ordered(name, value)
    return values


def _ordered(name: str, value: dict[str, Any]) -> dict[str, Any]:
    order = _ORDERS.get(name, ())
    return {part: value[part] for part in (*order, *value) if part in value}


def _as_text(field: str, value: Any, target: Engine) -> str:
    """JSON as the target's own text: PostgreSQL puts blanks between, and short names first."""
    if target.dialect.name == "sqlite":
        return canonical_json(_ordered(field, value) if isinstance(value, dict) else value)
    return json.dumps(_as_stored(value), ensure_ascii=False)


def _as_stored(value: Any) -> Any:
    if isinstance(value, list):
        return [_as_stored(part) for part in value]
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: (len(name.encode()), name.encode()))
        return {name: _as_stored(value[name]) for name in names}
    return value
