"""Looks at everything royal stands on: what is missing or wrong, and what to type."""

import platform
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import royal_cli
from royal_cli.commerce.setup import sqlite_file
from royal_cli.errors import Locked, RoyalError
from royal_cli.settings import Settings, every_setting, unknown_variables

if TYPE_CHECKING:
    from sqlalchemy import Engine

State = Literal["ok", "warning", "problem"]

#: RETURNING and upserts came with 3.35, the newest thing that royal asks of SQLite.
OLDEST_SQLITE = (3, 35, 0)
OLDEST_POSTGRES = 14
LITTLE_SPACE = 100 * 10**6
SOME_SPACE = 10**9
#: So many orders are looked at in about two seconds.
SOME_ORDERS = 100_000
SLOPPY_CLOCK = timedelta(seconds=60)
WRONG_CLOCK = timedelta(minutes=10)


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. `todo` is what to type or do; None when all is well."""

    name: str
    state: State
    message: str
    todo: str | None = None


def examine(
    load: Callable[[], Settings], environ: Mapping[str, str], now: datetime, *, every_order: bool = False
) -> list[Check]:
    """Look at everything; what cannot be looked at, because something else is broken, is left out. Of many orders the
    newest are looked at, unless it is to be `every_order`."""
    checks = [_program(), *_variables(environ)]
    try:
        settings = load()
    except RoyalError as error:
        return [*checks, _problem("configuration", error)]
    return [*checks, _configuration(settings), *_places(settings), *_database(settings, now, every_order)]


def _problem(name: str, error: RoyalError) -> Check:
    state: State = "warning" if isinstance(error, Locked) else "problem"
    return Check(name, state, error.message, error.hint)


def _program() -> Check:
    versions = f"royal {royal_cli.__version__}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        return Check("program", "problem", f"{versions}: SQLite is too old.", "Install a newer Python.")
    return Check("program", "ok", f"{versions}.")


def _variables(environ: Mapping[str, str]) -> Iterator[Check]:
    for name, meant in unknown_variables(environ):
        todo = f"Did you mean {meant}?" if meant else f"unset {name}"
        yield Check("environment", "warning", f"The variable {name} means nothing to royal.", todo)


def _configuration(settings: Settings) -> Check:
    set_keys = [key for key in every_setting() if settings.origin(key).kind != "default"]
    origins = ", ".join(f"{key} from {settings.origin(key)}" for key in set_keys)
    return Check("configuration", "ok", f"{origins}." if origins else "All settings are defaults.")


def _places(settings: Settings) -> Iterator[Check]:
    """Room where the database stands, and where royal puts what it is working on."""
    path = sqlite_file(settings.url)
    folders = {"temporary files": Path(tempfile.gettempdir())}
    if path:
        folders["database"] = next(folder for folder in path.absolute().parents if folder.is_dir())
    size = path.stat().st_size if path and path.is_file() else 0
    for what, folder in folders.items():
        yield room(what, folder, shutil.disk_usage(folder).free, size)


def room(what: str, folder: Path, free: int, size: int) -> Check:
    """Whether so many free bytes are enough for a database of that size and its copies."""
    message = f"{_gigabytes(free)} free in {folder} for the {what}."
    if free < LITTLE_SPACE:
        return Check("disk", "problem", message, f"Free some space: df -h {folder}")
    if free < max(SOME_SPACE, 2 * size):
        return Check("disk", "warning", message, f"A large import may not fit: df -h {folder}")
    return Check("disk", "ok", message)


def _gigabytes(count: int) -> str:
    return f"{count / 10**9:.1f} GB" if count >= 10**8 else f"{count / 10**6:.1f} MB"


def _database(settings: Settings, now: datetime, every_order: bool) -> Iterator[Check]:
    from royal_cli.db.database import opened

    path = sqlite_file(settings.url)
    if path and not path.exists():
        yield Check("database", "problem", f"There is no database at {path} yet.", "royal init")
        return
    try:
        with opened(settings.url, wait=0) as engine:
            yield from _server(engine)
            yield from _tables(engine)
            yield from _feeds(engine)
            yield from _stock(engine)
            yield from _orders(engine, every_order)
            yield from _clock(engine, path, now)
    except RoyalError as error:
        yield _problem("database", error)


def _server(engine: "Engine") -> Iterator[Check]:
    from royal_cli.db.failures import place, translated

    with translated(engine.url), engine.connect() as connection:
        version = connection.dialect.server_version_info or ()
    name = f"{place(engine.url)} answers"
    if engine.dialect.name == "sqlite":
        yield Check("database", "ok", f"{name}.")
    elif version and int(version[0]) < OLDEST_POSTGRES:
        todo = f"Upgrade the server to PostgreSQL {OLDEST_POSTGRES} or newer."
        yield Check("database", "problem", f"{name}, but PostgreSQL {version[0]} is too old.", todo)
    else:
        yield Check("database", "ok", f"{name}: PostgreSQL {'.'.join(map(str, version))}.")


def _tables(engine: "Engine") -> Iterator[Check]:
    from royal_cli.db.database import transaction
    from royal_cli.db.revision import HEAD, check_revision

    check_revision(engine)
    yield Check("tables", "ok", f"They are of revision {HEAD}, which this royal needs.")
    with transaction(engine):
        yield Check("writing", "ok", "The database can be written.")


def _feeds(engine: "Engine") -> Iterator[Check]:
    """Scheduled feeds that fail or are not run any more; nothing is said where there are none."""
    from royal_cli.commerce.catalog.scheduled_feeds.reading import count_feeds, troubles
    from royal_cli.db.database import reading

    with reading(engine) as session:
        count, active = count_feeds(session)
        found = list(troubles(session))
    for message, todo in found:
        yield Check("feeds", "warning", message, todo)
    if count and not found:
        yield Check("feeds", "ok", f"{active} of {count} scheduled feeds are enabled, and none is in trouble.")


def _stock(engine: "Engine") -> Iterator[Check]:
    """Levels that their movements do not prove, or below zero; nothing is said where there is no stock yet."""
    from royal_cli.commerce.stock.verifying import count_levels, problems
    from royal_cli.db.database import reading

    with reading(engine) as session:
        count, found = count_levels(session), list(problems(session.connection()))
    for message, todo in found:
        yield Check("stock", "problem", message, todo)
    if count and not found:
        yield Check("stock", "ok", f"{count} levels are the sum of their movements, and none is below zero.")


def _orders(engine: "Engine", every_order: bool) -> Iterator[Check]:
    """What must hold for every order; nothing is said where there are none."""
    from royal_cli.commerce.orders.invariants import INVARIANTS, broken
    from royal_cli.commerce.orders.reading.counting import count_orders
    from royal_cli.db.database import reading

    with reading(engine) as session:
        count = count_orders(session)
        few = None if every_order or count <= SOME_ORDERS else SOME_ORDERS
        found = {one.name: one for one in broken(session.connection(), newest=few)} if count else {}
    where = f"all {count} orders" if few is None else f"the newest {few} of {count} orders; --all looks at all"
    for invariant in INVARIANTS if count else ():
        wrong = found.get(invariant.name)
        if wrong is None:
            yield Check(invariant.name, "ok", f"{invariant.holds}: in {where}.")
        else:
            says = f"Not so of {wrong.count}, such as {wrong.example}: {wrong.holds} (in {where})."
            yield Check(invariant.name, "problem", says, wrong.todo)


def _clock(engine: "Engine", file: Path | None, now: datetime) -> Iterator[Check]:
    latest = max(_known_moments(engine, file))
    if latest - now > SLOPPY_CLOCK:
        message = f"The clock says {now:%Y-%m-%d %H:%M} UTC, but something here is from {latest:%Y-%m-%d %H:%M} UTC."
        state: State = "problem" if latest - now > WRONG_CLOCK else "warning"
        yield Check("clock", state, message, "Set the clock: timedatectl set-ntp true")
        return
    server = _server_time(engine)
    if server and abs(server - now) > SLOPPY_CLOCK:
        message = f"The clock and the database server's are {abs(server - now).total_seconds():.0f} seconds apart."
        yield Check("clock", "warning", message, "Set both clocks: timedatectl set-ntp true")
        return
    yield Check("clock", "ok", f"{now:%Y-%m-%d %H:%M} UTC.")


def _known_moments(engine: "Engine", file: Path | None) -> Iterator[datetime]:
    """Moments that are certainly past: royal was installed, the database written, an operation done."""
    from sqlmodel import col, func, select

    from royal_cli.db.database import reading
    from royal_cli.db.journal import Operation

    for path in (Path(__file__), file):
        if path and path.exists():
            yield datetime.fromtimestamp(path.stat().st_mtime, UTC)
    with reading(engine) as session:
        started = session.exec(select(func.max(col(Operation.started_at)))).one()
        if started:
            yield started


def _server_time(engine: "Engine") -> datetime | None:
    from sqlalchemy import text

    from royal_cli.db.failures import translated

    if engine.dialect.name == "sqlite":
        return None
    with translated(engine.url), engine.connect() as connection:
        moment: datetime | None = connection.execute(text("SELECT clock_timestamp()")).scalar()
        return moment
