"""Makes a database and the first settings, and looks after the database later on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from royal_cli.commerce import configuration
from royal_cli.errors import DatabaseError
from royal_cli.settings import Settings, checked, flags

State = Literal["missing", "older", "current", "newer"]
Tables = Literal["created", "upgraded", "unchanged"]


@dataclass(frozen=True)
class SetUp:
    """What setting up did, or would do."""

    database: str
    tables: Tables
    file: Path
    written: list[str]
    dry_run: bool


@dataclass(frozen=True)
class DatabaseStatus:
    """The database and whether its tables are those this program needs."""

    database: str
    state: State
    revision: str | None
    needed: str
    tables: int
    bytes: int | None


@dataclass(frozen=True)
class DatabaseUpgrade:
    database: str
    before: str | None
    after: str
    changed: bool
    dry_run: bool


@dataclass(frozen=True)
class DatabaseBackup:
    database: str
    file: Path
    bytes: int
    revision: str


@dataclass(frozen=True)
class DatabaseRestore:
    """`kept` is the file with what was there before; None where nothing was, or where it is not kept."""

    database: str
    file: Path
    revision: str
    state: State
    kept: Path | None
    dry_run: bool


@dataclass(frozen=True)
class CopiedRows:
    """One table of a copy: `rows` are in both databases and the same, `copied` of them went over just now."""

    table: str
    rows: int
    copied: int


def set_up(settings: Settings, values: Mapping[str, str], file: Path, *, dry_run: bool = False) -> SetUp:
    """Write down what was decided, then create or upgrade the database. The second time there is nothing to do."""
    decided = {key: text for key, text in values.items() if _is_news(settings, key, text)}
    changes = configuration.change(file, decided, dry_run=True)
    url = checked(flags(decided)).url if "database_url" in decided else settings.url
    tables = _tables(url, dry_run)
    configuration.change(file, decided, dry_run=dry_run)
    return SetUp(
        database=_shown(url),
        tables=tables,
        file=file,
        written=[change.key for change in changes if change.changed],
        dry_run=dry_run,
    )


def _is_news(settings: Settings, key: str, text: str) -> bool:
    """A default that somebody chose is a decision; the place of the default database is not."""
    chosen_default = settings.origin(key).kind == "default" and key != "database_url"
    return chosen_default or text != settings.shown(key)


def _tables(url: str, dry_run: bool) -> Tables:
    from royal_cli.db import schema

    state = _state(url)
    if state != "current" and not dry_run:
        _make_folder(url)
        schema.upgrade(url)
    return "created" if state == "missing" else "unchanged" if state == "current" else "upgraded"


def _state(url: str) -> str:
    """The state of the tables; an SQLite file that does not exist yet is simply missing them."""
    from royal_cli.db import schema

    path = sqlite_file(url)
    return "missing" if path and not path.exists() else schema.status(url).state


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite database; None for a server."""
    from royal_cli.db.database import parse_url
    from royal_cli.db.failures import database_file

    return database_file(parse_url(url))


def _shown(url: str) -> str:
    """The database as anyone may see it."""
    from royal_cli.db.database import parse_url
    from royal_cli.db.failures import place

    return place(parse_url(url))


def _make_folder(url: str) -> None:
    path = sqlite_file(url)
    try:
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseError(f"The folder {path} would stand in cannot be made: {error.strerror}.") from error


def database_status(settings: Settings) -> DatabaseStatus:
    from royal_cli.db import schema

    found = schema.status(settings.url)
    path = sqlite_file(settings.url)
    return DatabaseStatus(
        database=_shown(settings.url),
        state=found.state,
        revision=found.current,
        needed=found.head,
        tables=len(found.tables),
        bytes=path.stat().st_size if path else None,
    )


def upgrade_database(settings: Settings, *, dry_run: bool = False) -> DatabaseUpgrade:
    from royal_cli.db import schema

    found = schema.status(settings.url)
    done = found.current != found.head and not dry_run and schema.upgrade(settings.url)
    return DatabaseUpgrade(
        database=_shown(settings.url),
        before=found.current,
        after=found.head,
        changed=bool(done) or (dry_run and found.current != found.head),
        dry_run=dry_run,
    )


def back_up(settings: Settings, target: Path, *, replace: bool = False) -> DatabaseBackup:
    from royal_cli.db.backup import backup

    made = backup(settings.url, target, replace=replace, wait=settings.lock_wait)
    return DatabaseBackup(database=_shown(settings.url), file=made.path, bytes=made.size, revision=made.revision)


def restore(settings: Settings, source: Path, *, replace: bool = False, dry_run: bool = False) -> DatabaseRestore:
    from royal_cli.db.backup import restore as put_back

    done = put_back(settings.url, source, replace=replace, dry_run=dry_run, wait=settings.lock_wait)
    return DatabaseRestore(
        database=_shown(settings.url),
        file=source,
        revision=done.revision,
        state=done.state,
        kept=done.kept,
        dry_run=dry_run,
    )


def copy_database(
    settings: Settings, target: str, *, dry_run: bool = False, progress: Callable[[str, int, int], None]
) -> list[CopiedRows]:
    """Copy everything to another database, whose tables are made where it has none; every row is compared."""
    from royal_cli.db import copying, schema

    if dry_run:
        tables = copying.count(settings.url)
    else:
        if _state(target) == "missing":
            _make_folder(target)
            schema.upgrade(target)
        tables = copying.copy(settings.url, target, progress=progress)
    return [CopiedRows(found.table, found.rows, found.copied) for found in tables if found.rows]
