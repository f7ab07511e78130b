"""Rows into temporary tables and out of them again, in large numbers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text


def insert_rows(connection: Connection, table: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Append rows below the statement compiler: COPY on PostgreSQL, executemany on SQLite."""
    cursor: Any = connection.connection.cursor()
    if connection.dialect.name == "postgresql":
        with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        holes = ", ".join("?" * len(names))
        cursor.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({holes})", rows)
    cursor.close()


def drop_rows(connection: Connection, ids: Sequence[int], tables: Mapping[str, str]) -> None:
    """Delete the rows with these ids from staging tables, given as table -> the column that holds the id."""
    if not ids:
        return
    connection.execute(text("CREATE TEMPORARY TABLE stage_dropped (id BIGINT PRIMARY KEY)"))
    connection.execute(text("INSERT INTO stage_dropped (id) VALUES (:id)"), [{"id": id} for id in ids])
    for table, column in tables.items():
        connection.execute(text(f"DELETE FROM {table} WHERE {column} IN (SELECT id FROM stage_dropped)"))
    connection.execute(text("DROP TABLE stage_dropped"))
