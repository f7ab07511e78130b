"""Turns what a database driver complains about into an error that says what to do next."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from royal_cli.errors import CredentialsError, DatabaseError, Locked, RoyalError, Unavailable


@contextmanager
def translated(url: URL) -> Iterator[None]:
    """Let what goes wrong inside with the database at `url` come out as a RoyalError."""
    try:
        yield
    except Exception as error:
        explained = translate(error, url)
        if explained is None:
            raise
        raise explained from error


def translate(error: BaseException, url: URL) -> RoyalError | None:
    """What the error means for the operator; None for what is no fault of the database, such as wrong SQL."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return _sqlite(cause, url)
    psycopg = sys.modules.get("psycopg")
    if psycopg is None or not isinstance(cause, psycopg.Error):
        return None
    if cause.sqlstate is None:
        return _no_connection(str(cause), url) if isinstance(cause, psycopg.OperationalError) else None
    return _postgres(cause.sqlstate, str(cause), url)


def place(url: URL) -> str:
    """The database as it may be shown: a file's path, or the URL without its password."""
    path = database_file(url)
    return str(path) if path else url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)


def database_file(url: URL) -> Path | None:
    """The file of an SQLite database; None for one in memory, and for a server."""
    name = url.database
    if url.get_backend_name() != "sqlite" or not name or name == ":memory:":
        return None
    return Path(name.removeprefix("file:"))


def no_file(path: Path) -> DatabaseError:
    """Why SQLite cannot open a file; its own message does not say."""
    if path.is_dir():
        return DatabaseError(f"{path} is a folder, not a database.", hint="Name a file in it.")
    if not path.parent.is_dir():
        return DatabaseError(f"There is no database at {path} yet.", hint="royal init")
    if path.exists() or not os.access(path.parent, os.W_OK):
        return DatabaseError(
            f"The database {path} may not be opened.", hint=f"Look at its permissions: ls -l {path.parent}"
        )
    return DatabaseError(f"There is no database at {path} yet.", hint="royal init")


def _sqlite(error: sqlite3.Error, url: URL) -> RoyalError | None:
    primary_code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    where = place(url)
    match primary_code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return _locked(where)
        case sqlite3.SQLITE_READONLY:
            return _read_only(where, f"Look at the permissions of the file and of its folder: ls -l {where}")
        case sqlite3.SQLITE_FULL:
            return _full(where)
        case sqlite3.SQLITE_NOTADB:
            return DatabaseError(
                f"{where} is not a database.", hint="Name another file, or put a backup back: royal db restore FILE"
            )
        case sqlite3.SQLITE_CORRUPT:
            return DatabaseError(f"The database {where} is damaged.", hint="Put a backup back: royal db restore FILE")
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return no_file(Path(where))
        case sqlite3.SQLITE_IOERR:
            return DatabaseError(
                f"The disk failed while {where} was read or written.", hint="Look at the disk: df, dmesg"
            )
    return None


def _postgres(state: str, message: str, url: URL) -> RoyalError | None:
    where = place(url)
    match state:
        case "28P01" | "28000":
            return _wrong_password(url)
        case "3D000":
            return _no_database(url)
        case "25006":
            return _read_only(where, "It may be a standby: name the primary server.")
        case "53100":
            return _full(where)
        case "42501":
            return DatabaseError(
                f"The user {url.username} may not do that in {where}.", hint="Grant it the rights on these tables."
            )
        case "55P03" | "40001" | "40P01":
            return _locked(where)
        case "53300":
            return Unavailable(f"{where} has no connection left.", hint="Try again in a moment.")
        case "57P01" | "57P02" | "57P03":
            return Unavailable(f"{where} is restarting.", hint="Try again in a moment.")
    return _unreachable(where, message) if state.startswith("08") else None


def _no_connection(message: str, url: URL) -> RoyalError:
    """A failed connection has no code, only the words of the server."""
    if "password" in message or 'role "' in message or "authentication" in message:
        return _wrong_password(url)
    if "does not exist" in message:
        return _no_database(url)
    return _unreachable(place(url), message.removeprefix("connection failed: "))


def _locked(where: str) -> Locked:
    return Locked(
        f"Somebody else is writing to {where}.", hint="Wait until that is done, then type the same command again."
    )


def _read_only(where: str, hint: str) -> DatabaseError:
    return DatabaseError(f"{where} can be read, but not written.", hint=hint)


def _full(where: str) -> DatabaseError:
    return DatabaseError(
        f"No space is left for {where} or its temporary files; this command changed nothing.",
        hint="Free some space (df -h shows where), then type the same command again.",
    )


def _wrong_password(url: URL) -> CredentialsError:
    return CredentialsError(
        f"{place(url)} does not accept the user {url.username or '(none)'} with this password.",
        hint="Correct the user or the password in ROYAL_DATABASE_URL.",
    )


def _no_database(url: URL) -> DatabaseError:
    return DatabaseError(f"{place(url)} does not exist on that server.", hint=f"createdb {url.database}")


def _unreachable(where: str, message: str) -> Unavailable:
    reason = message.strip().splitlines()[0] if message.strip() else "no answer"
    return Unavailable(f"{where} cannot be reached: {reason}", hint="Is the server running, and is its address right?")
