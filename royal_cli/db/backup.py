"""Copies the database away while it is in use, and puts such a copy back."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from royal_cli.db import postgres_copy, sqlite_copy
from royal_cli.db.database import WAIT, opened, parse_url
from royal_cli.db.failures import database_file, place, translated
from royal_cli.db.revision import State, check_revision, current_revision, made_by_newer, state_of
from royal_cli.errors import Conflict, DatabaseError, NotFound

_SUFFIX = {"sqlite": ".sqlite", "postgresql": ".dump"}
_KIND = {b"SQLite format 3\0": "sqlite", b"PGDMP": "postgresql"}
_NAME = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Backup:
    """A checked copy; `size` in bytes."""

    path: Path
    size: int
    revision: str


@dataclass(frozen=True)
class Restore:
    """What the database is now; `kept` is the copy of what it was before, where there was something."""

    revision: str
    state: State
    kept: Path | None


def backup(url: str, target: Path, *, replace: bool = False, wait: float = WAIT) -> Backup:
    """Write all royal has to `target`, a file or a folder, while others go on reading and writing.

    The copy is checked, and has its name only once it is complete.
    """
    parsed = parse_url(url)
    kind = parsed.get_backend_name()
    with opened(url, wait=wait) as engine:
        revision = current_revision(engine)
        if revision is None:
            check_revision(engine)
        assert revision is not None
        path = _free_name(target, _SUFFIX[kind], replace, database_file(parsed))
        with translated(parsed), _complete_or_nothing(path) as partial:
            if kind == "sqlite":
                sqlite_copy.copy(parsed, partial, wait)
            else:
                postgres_copy.dump(engine, partial)
    return Backup(path, path.stat().st_size, revision)


def restore(url: str, source: Path, *, replace: bool = False, dry_run: bool = False, wait: float = WAIT) -> Restore:
    """Put a backup back in one step: a failure, or a kill, leaves the database as it was.

    A dry run only checks that the backup is whole and fits.

    On SQLite what was there before is kept beside it. A PostgreSQL database with rows is only overwritten
    with `replace`.
    """
    parsed = parse_url(url)
    kind = parsed.get_backend_name()
    found = _kind_of(source)
    if found != kind:
        raise DatabaseError(
            f"{source} is a backup of {_NAME[found]}, but {place(parsed)} is {_NAME[kind]}.",
            hint="Name the database it was made of, or another backup.",
        )
    revision = sqlite_copy.verified(source) if kind == "sqlite" else postgres_copy.verified(source)
    state = state_of(revision)
    if revision is None:
        raise _no_backup(source)
    if state == "newer":
        raise made_by_newer(str(source))
    if dry_run:
        return Restore(revision, state, None)
    with translated(parsed):
        if kind == "sqlite":
            return Restore(revision, state, sqlite_copy.put_back(source, parsed, _stamp(), wait))
        with opened(url, wait=wait) as engine:
            postgres_copy.put_back(source, engine, replace, wait)
    return Restore(revision, state, None)


def _free_name(target: Path, suffix: str, replace: bool, database: Path | None) -> Path:
    path = target / f"royal-{_stamp()}{suffix}" if target.is_dir() else target
    if not path.parent.is_dir():
        raise DatabaseError(f"The folder {path.parent} does not exist.", hint=f"mkdir -p {path.parent}")
    if path.exists() and (not replace or (database and path.samefile(database))):
        raise Conflict(f"{path} already exists.", hint="Name another file, or a folder.")
    return path


@contextmanager
def _complete_or_nothing(path: Path) -> Iterator[Path]:
    """A file to write to, that gets its name at the end; only its owner may read it, for it holds customers."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        os.close(os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        yield partial
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.replace(path)
    except OSError as error:
        raise DatabaseError(
            f"{path} cannot be written: {error.strerror}.", hint="Look at the folder's permissions and space: df, ls -l"
        ) from error
    finally:
        partial.unlink(missing_ok=True)


def _kind_of(source: Path) -> str:
    try:
        with source.open("rb") as file:
            head = file.read(16)
    except FileNotFoundError:
        raise NotFound(f"There is no file {source}.", hint=f"ls {source.parent}") from None
    except OSError as error:
        raise DatabaseError(f"{source} cannot be read: {error.strerror}.") from error
    for magic, kind in _KIND.items():
        if head.startswith(magic):
            return kind
    raise _no_backup(source)


def _no_backup(source: Path) -> DatabaseError:
    return DatabaseError(f"{source} is not a backup of royal.", hint="Name a file that `royal db backup` wrote.")


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
