"""Builds and changes the tables through the migrations."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect

import royal_cli
from royal_cli.db.database import opened, writing
from royal_cli.db.failures import place, translated
from royal_cli.db.revision import HEAD, State, current_revision, made_by_newer, state_of
from royal_cli.errors import DatabaseError

if TYPE_CHECKING:
    from alembic.config import Config

#: Any number will do, as long as two upgrades use the same.
_ADVISORY_LOCK = 7_269_765_018


@dataclass(frozen=True)
class SchemaStatus:
    """`current` is the revision the database has, `head` the one this program needs."""

    current: str | None
    head: str
    state: State
    tables: tuple[str, ...]


@dataclass(frozen=True)
class Upgrade:
    """What an upgrade did; nothing, when both are the same."""

    before: str | None
    after: str


def status(url: str) -> SchemaStatus:
    with opened(url) as engine:
        current = current_revision(engine)
        return SchemaStatus(current, HEAD, state_of(current), _tables(engine))


def upgrade(url: str) -> Upgrade:
    """Bring the tables to this program's revision, in one transaction; creates an SQLite file, not its folder."""
    with opened(url, create=True) as engine:
        # Tables first: another upgrade commits them with their revision, so where the tables are seen, it is as well.
        present = _tables(engine)
        before = current_revision(engine)
        if state_of(before) == "newer":
            raise made_by_newer(place(engine.url))
        if before is None and present:
            raise _somebody_elses(place(engine.url), present)
        if before != HEAD:
            from alembic import command

            _migrate(engine, lambda config: command.upgrade(config, HEAD))
        return Upgrade(before, HEAD)


def downgrade(url: str, revision: str) -> None:
    """Take the tables back to an older revision, or to "base", which removes them with all they hold."""
    from alembic import command

    with opened(url) as engine:
        _migrate(engine, lambda config: command.downgrade(config, revision))


def migrations_folder() -> Path:
    """The migrations: inside the installed package, or beside it in a checkout."""
    package = Path(royal_cli.__file__).parent
    for folder in (package / "migrations", package.parent / "migrations"):
        if (folder / "env.py").is_file():
            return folder
    raise DatabaseError(
        "The migrations of royal are missing.", hint="Install the program again: pipx reinstall royal-cli"
    )


def _migrate(engine: Engine, run: "Callable[[Config], None]") -> None:
    with translated(engine.url), writing(engine).connect() as connection:
        sqlite = engine.dialect.name == "sqlite"
        if sqlite:
            # SQLite changes a table by building it anew; dropping the old one must not cascade.
            _pragma(connection, "foreign_keys = OFF")
        with connection.begin():
            if not sqlite:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})")
            run(_config(connection))
            if sqlite:
                _check_references(connection)
        if sqlite:
            _pragma(connection, "foreign_keys = ON")


def _pragma(connection: Connection, pragma: str) -> None:
    """Set what SQLite only sets outside a transaction."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(f"PRAGMA {pragma}")


def _check_references(connection: Connection) -> None:
    from royal_cli.db.tables import METADATA

    broken = [row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check") if row[0] in METADATA.tables]
    if broken:
        raise DatabaseError(f"{len(broken)} rows of {broken[0]} refer to what does not exist; nothing was changed.")


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _somebody_elses(where: str, tables: tuple[str, ...]) -> DatabaseError:
    return DatabaseError(
        f"{where} has tables of another program: {', '.join(tables)}.", hint="Give royal a database of its own."
    )


def _tables(engine: Engine) -> tuple[str, ...]:
    from royal_cli.db.tables import METADATA

    with translated(engine.url):
        present = set(inspect(engine).get_table_names())
    return tuple(sorted(present & set(METADATA.tables)))
