"""One import at a time per database: a lock that the system itself releases when its holder dies."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from royal_cli.db.failures import database_file
from royal_cli.errors import Locked

#: Any constant will do, as long as every royal uses the same.
_ADVISORY_KEY = 0x726F79616C


@contextmanager
def catalogue_lock(engine: Engine, wait: float, notice: Callable[[str], None]) -> Iterator[None]:
    """Hold the catalogue while it is changed as a whole. `wait` seconds for whoever has it; then Locked."""
    path = database_file(engine.url)
    if engine.dialect.name == "postgresql":
        with _advisory(engine, wait, notice):
            yield
    elif path is None:
        yield
    else:
        with _file(f"{path}.lock", wait, notice):
            yield


@contextmanager
def _file(path: str, wait: float, notice: Callable[[str], None]) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if wait:
            notice(_waiting(wait))
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            raise _taken() from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _advisory(engine: Engine, wait: float, notice: Callable[[str], None]) -> Iterator[None]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _ADVISORY_KEY}):
            if not wait:
                raise _taken()
            notice(_waiting(wait))
            connection.execute(text(f"SET lock_timeout = {max(1, int(wait * 1000))}"))
            try:
                connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _ADVISORY_KEY})
            except OperationalError as error:
                raise _taken() from error
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _ADVISORY_KEY})
            connection.invalidate()  # its lock_timeout is nobody else's


def _waiting(seconds: float) -> str:
    return f"Another import is changing this catalogue; waiting up to {seconds:.0f} seconds for it."


def _taken() -> Locked:
    return Locked(
        "Another import is changing this catalogue.",
        hint="Type the same command again when it is done, or give it time with --wait SECONDS.",
    )
