"""How an SQLite database is copied while in use, and how such a copy is put back."""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL

from royal_cli.db.failures import database_file
from royal_cli.errors import DatabaseError, Locked, UsageError

_SIDECARS = ("-wal", "-shm", "-journal")


def copy(url: URL, target: Path, wait: float) -> None:
    """Copy the database as it is at this moment, checked, into one file."""
    with closing(_connect(_file(url), wait)) as source, closing(_connect(target, wait)) as copied:
        _copy_all(source, copied, wait)
        copied.execute("PRAGMA journal_mode = DELETE")
        _check(copied, _file(url), "Put a backup back: royal db restore FILE")


def verified(source: Path) -> str | None:
    """The revision of a backup that is whole; None if its tables are not royal's."""
    with _read_only(source) as backup:
        _check(backup, source, "Use another backup.")
        if not backup.execute("SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'").fetchone():
            return None
        row = backup.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def put_back(source: Path, url: URL, stamp: str, wait: float) -> Path | None:
    """Make the database what the backup is, and keep a copy of what it was. Nobody else may have it open."""
    target = _file(url)
    if target.exists() and target.samefile(source):
        raise UsageError(f"{source} is the database itself.", hint="Name a file that `royal db backup` wrote.")
    kept = target.with_name(f"{target.stem}-before-restore-{stamp}{target.suffix}")
    if target.exists() and _is_database(target, wait):
        _overwrite(source, target, kept, wait)
    else:
        _set_aside(target, kept)
        with _read_only(source) as backup:
            _write(backup, target, wait)
    return kept if kept.exists() else None


def _overwrite(source: Path, target: Path, kept: Path, wait: float) -> None:
    """SQLite's own journal undoes the copying if it does not come to its end."""
    with closing(_connect(target, wait)) as present, _read_only(source) as backup:
        _claim(present, target)
        _write(present, kept, wait)
        shutil.copymode(target, kept)
        _copy_all(backup, present, wait)


def _claim(connection: sqlite3.Connection, path: Path) -> None:
    """Have the file to ourselves until the connection is closed."""
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        raise Locked(
            f"{path} is open in another royal.", hint="Stop the others, the daemon as well, then restore again."
        ) from error


def _write(source: sqlite3.Connection, target: Path, wait: float) -> None:
    """Copy into a new file, that gets its name once it is complete."""
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        with closing(_connect(partial, wait)) as copied:
            _copy_all(source, copied, wait)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _set_aside(target: Path, kept: Path) -> None:
    """Move a file that is no database, or what is left of one, out of the way."""
    for suffix in ("", *_SIDECARS):
        beside = Path(f"{target}{suffix}")
        if beside.exists():
            beside.rename(f"{kept}{suffix}")


def _is_database(path: Path, wait: float) -> bool:
    with closing(_connect(path, wait)) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
                return False
            raise
    return True


def _check(connection: sqlite3.Connection, path: Path, hint: str) -> None:
    try:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
    except sqlite3.DatabaseError as error:
        raise DatabaseError(f"{path} is damaged: {error}.", hint=hint) from error
    if found != ["ok"]:
        raise DatabaseError(f"{path} is damaged: {'; '.join(found)}.", hint=hint)


def _copy_all(source: sqlite3.Connection, target: sqlite3.Connection, wait: float) -> None:
    source.backup(target, progress=_until(time.monotonic() + wait), sleep=0.05)


def _until(deadline: float) -> Callable[[int, int, int], None]:
    """The driver asks again for ever while somebody holds a lock; this ends it."""

    def progress(status: int, _remaining: int, _total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > deadline:
            raise Locked("Somebody else is using the database.", hint="Wait until that is done, then try again.")

    return progress


def _connect(path: Path, wait: float) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=wait, isolation_level=None)


@contextmanager
def _read_only(path: Path) -> Iterator[sqlite3.Connection]:
    """A file nobody writes to can be read where not even a lock may be written, as on a mounted archive."""
    mode = "mode=ro" if Path(f"{path}-wal").exists() else "immutable=1"
    with closing(sqlite3.connect(f"file:{quote(str(path.resolve()))}?{mode}", uri=True)) as connection:
        yield connection


def _file(url: URL) -> Path:
    path = database_file(url)
    if path is None:
        raise UsageError("A database in memory has no file.", hint="Use sqlite:///path/to/royal.db")
    return path
