"""Opens the database: an engine for the program, sessions that read, sessions that write."""

import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlmodel import Session

from royal_cli.db.failures import database_file, no_file
from royal_cli.db.failures import translated as translated
from royal_cli.errors import UsageError

#: Seconds to wait for somebody else's lock.
WAIT = 5.0

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = FILE",
    "PRAGMA cache_size = -65536",
)
_CONNECT_SECONDS = 10


def open_engine(url: str, *, wait: float = WAIT, create: bool = False) -> Engine:
    """An engine for `sqlite:///path` or `postgresql://…`; an SQLite file must exist unless `create`.

    A server is not spoken to before the first session: `reading`, `transaction` and `translated` tell what is wrong.
    """
    parsed = parse_url(url)
    return _sqlite(parsed, wait, create) if parsed.get_backend_name() == "sqlite" else _postgres(parsed, wait)


@contextmanager
def opened(url: str, *, wait: float = WAIT, create: bool = False) -> Iterator[Engine]:
    """The same, with its connections closed at the end."""
    engine = open_engine(url, wait=wait, create=create)
    try:
        yield engine
    finally:
        engine.dispose()


def parse_url(url: str) -> URL:
    """The URL with royal's driver for it. What is no URL is not repeated: it may hold a password."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise _unusable_url("This is not a database URL.") from None
    match parsed.drivername:
        case "sqlite" | "sqlite+pysqlite":
            return parsed.set(drivername="sqlite")
        case "postgres" | "postgresql" | "postgresql+psycopg":
            return parsed.set(drivername="postgresql+psycopg")
    raise _unusable_url(f"royal does not work on {parsed.drivername}.")


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only looks: it is always rolled back."""
    with translated(engine.url), Session(engine) as session:
        yield session


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session that writes: committed at the end, rolled back on an error. On SQLite it is the only writer."""
    with translated(engine.url), Session(writing(engine)) as session, session.begin():
        session.connection()
        yield session


def writing(engine: Engine) -> Engine:
    """The same engine, whose transactions take SQLite's write lock when they begin, not when they first write.

    One that has read before it asks for the lock would have to start over, were another writer faster.
    """
    return engine.execution_options(royal_writes=True)


def _sqlite(url: URL, wait: float, create: bool) -> Engine:
    path = database_file(url)
    if path and (path.is_dir() or not path.parent.is_dir() or not (create or path.exists())):
        raise no_file(path)
    engine = create_engine(url, connect_args={"timeout": wait}, json_serializer=canonical_json)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    logging.getLogger("sqlalchemy.pool.impl.QueuePool").addFilter(_is_news)
    return engine


def _is_news(record: logging.LogRecord) -> bool:
    """Ctrl-C closes the connection; that its cursors cannot be closed after that is none."""
    error = record.exc_info[1] if record.exc_info else None
    return not (isinstance(error, sqlite3.ProgrammingError) and "closed database" in str(error))


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN would come too late for a consistent read
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("royal_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgres(url: URL, wait: float) -> Engine:
    defaults = {"connect_timeout": _CONNECT_SECONDS, "application_name": "royal"}
    unless_said = {name: value for name, value in defaults.items() if name not in url.query}
    engine = create_engine(url, connect_args=unless_said, json_serializer=canonical_json, pool_pre_ping=True)

    def set_lock_timeout(connection: Any, _record: object) -> None:
        connection.execute(f"SET lock_timeout = {int(wait * 1000)}")
        connection.commit()

    event.listen(engine, "connect", set_lock_timeout)
    return engine


def canonical_json(value: object) -> str:
    """JSON as royal stores it: compact, readable, in the order given, so that equal values are equal text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _unusable_url(message: str) -> UsageError:
    return UsageError(message, hint="Use sqlite:///path/to/royal.db or postgresql://user:password@host/database.")
