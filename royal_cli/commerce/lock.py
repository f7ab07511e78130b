"""One import at a time per database, and one run at a time per feed.

The system itself releases these locks when their holder dies.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from royal_cli.db.failures import database_file
from royal_cli.errors import Locked

#: Any numbers will do, as long as every royal uses the same.
_CATALOGUE = 0x726F79616C
_FIRST_FEED = 0x66656564 << 32


@dataclass(frozen=True, slots=True)
class _Lock:
    """A number on a server, a file beside an SQLite database. `holder` says what somebody else is doing."""

    key: int
    file: Path | None
    holder: str

    def waiting(self, seconds: float) -> str:
        return f"{self.holder}; waiting up to {seconds:.0f} seconds for it."

    def taken(self) -> Locked:
        return Locked(
            f"{self.holder}.",
            hint="Type the same command again when it is done, or give it time with --wait SECONDS.",
        )


@contextmanager
def catalogue_lock(engine: Engine, wait: float, notice: Callable[[str], None]) -> Iterator[None]:
    """Hold the catalogue while it is changed as a whole. `wait` seconds for whoever has it; then Locked."""
    path = database_file(engine.url)
    file = path.with_name(f"{path.name}.lock") if path else None
    with _held(engine, _Lock(_CATALOGUE, file, "Another import is changing this catalogue"), wait, notice):
        yield


@contextmanager
def feed_lock(
    engine: Engine, id: int, name: str, file: Path, wait: float, notice: Callable[[str], None]
) -> Iterator[None]:
    """Hold a scheduled feed while it is fetched and imported."""
    with _held(engine, _Lock(_FIRST_FEED + id, file, f"Somebody else is running the feed {name}"), wait, notice):
        yield


@contextmanager
def _held(engine: Engine, lock: _Lock, wait: float, notice: Callable[[str], None]) -> Iterator[None]:
    if engine.dialect.name == "postgresql":
        with _advisory(engine, lock, wait, notice):
            yield
    elif lock.file is None:
        yield
    else:
        with _file(lock.file, lock, wait, notice):
            yield


@contextmanager
def _file(path: Path, lock: _Lock, wait: float, notice: Callable[[str], None]) -> Iterator[None]:
    from filelock import FileLock, Timeout

    held = FileLock(path)
    try:
        held.acquire(timeout=0)
    except Timeout:
        if wait:
            notice(lock.waiting(wait))
        try:
            held.acquire(timeout=wait)
        except Timeout:
            raise lock.taken() from None
    try:
        yield
    finally:
        held.release()


@contextmanager
def _advisory(engine: Engine, lock: _Lock, wait: float, notice: Callable[[str], None]) -> Iterator[None]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": lock.key}):
            if not wait:
                raise lock.taken()
            notice(lock.waiting(wait))
            connection.execute(text(f"SET lock_timeout = {max(1, int(wait * 1000))}"))
            try:
                connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": lock.key})
            except OperationalError as error:
                raise lock.taken() from error
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": lock.key})
            connection.invalidate()  # its lock_timeout is nobody else's
