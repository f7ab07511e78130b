"""`royal db`: upgrade the database, back it up, put a backup back."""

import os
from pathlib import Path
from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.output import show
from royal_cli.cli.progress import progress
from royal_cli.cli.prompts import confirm
from royal_cli.cli.terminal import note, terminal
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce import setup
from royal_cli.errors import UsageError
from royal_cli.settings import masked

app = App(
    "The database: its tables, its backups.",
    examples="""
    royal db status
    royal db backup /var/backups/royal
    royal db upgrade
    """,
)

STATUS = One(
    setup.DatabaseStatus,
    Column("database"),
    Column("state", style={"current": "green", "older": "yellow", "missing": "bold red", "newer": "bold red"}),
    Column("revision"),
    Column("needed", "Needed revision"),
    Column("tables"),
    Column("bytes"),
)
UPGRADE = One(
    setup.DatabaseUpgrade,
    Column("database"),
    Column("before", "Revision before"),
    Column("after", "Revision after"),
    Column("changed"),
    Column("dry_run"),
    summary=True,
)
BACKUP = One(
    setup.DatabaseBackup, Column("file"), Column("bytes"), Column("revision"), Column("database"), summary=True
)
RESTORE = One(
    setup.DatabaseRestore,
    Column("database"),
    Column("file", "Restored from"),
    Column("revision"),
    Column("state"),
    Column("kept", "Kept what was there in"),
    Column("dry_run"),
    summary=True,
)

COPY = Rows(
    setup.CopiedRows,
    Column("table"),
    Column("rows", "Rows in both"),
    Column("copied", "Copied now"),
    empty="There is nothing to copy.",
)

Replace = Annotated[bool, typer.Option("--replace", help="Overwrite what is there.")]


@app.command(
    "status",
    shows=STATUS,
    examples="""
    royal db status
    royal db status --json
    """,
)
def status() -> None:
    """Show which database is used, and whether its tables are those this royal needs."""
    show(STATUS, setup.database_status(terminal().settings))


@app.command(
    "upgrade",
    shows=UPGRADE,
    examples="""
    royal db upgrade --dry-run
    royal db backup && royal db upgrade
    """,
)
def upgrade(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, change nothing.")] = False,
) -> None:
    """Bring the tables to what this royal needs: all of it or nothing, and nothing the second time."""
    done = setup.upgrade_database(terminal().settings, dry_run=dry_run)
    show(UPGRADE, done)
    if not done.changed:
        note("Nothing to do.")


@app.command(
    "backup",
    shows=BACKUP,
    examples="""
    royal db backup
    royal db backup /var/backups/royal
    royal db backup royal.sqlite --replace
    """,
)
def backup(
    target: Annotated[Path, typer.Argument(metavar="[TARGET]", help="A file, or a folder.")] = Path(),
    replace: Replace = False,
) -> None:
    """Copy the database away, while others go on working with it.

    In a folder the file is named after the time. The copy is checked before it gets its name.
    """
    show(BACKUP, setup.back_up(terminal().settings, target, replace=replace))


@app.command(
    "restore",
    shows=RESTORE,
    examples="""
    royal db restore royal-20260301T080000Z.sqlite
    royal db restore royal.dump --dry-run
    royal db restore royal.dump --replace --yes
    """,
)
def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="What `royal db backup` wrote.", show_default=False)],
    replace: Replace = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check the backup, change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Put a backup back in the place of the database.

    An SQLite database is kept beside it under another name. A PostgreSQL database that holds data is only
    overwritten with --replace.
    """
    settings = terminal().settings
    confirm(f"Put {source} in the place of {settings.shown('database_url')}?", yes=yes or dry_run)
    done = setup.restore(settings, source, replace=replace, dry_run=dry_run)
    show(RESTORE, done)
    if done.state == "older":
        note("It was made by an older royal; `royal db upgrade` brings it up to date.")


@app.command(
    "copy",
    shows=COPY,
    examples="""
    royal db copy --to postgresql://anna@db.example/shop
    ROYAL_COPY_TO=postgresql://anna:secret@db.example/shop royal db copy
    royal db copy --to sqlite:///laptop.db --dry-run
    """,
)
def copy(
    to: Annotated[
        str | None, typer.Option("--to", metavar="URL", help="The other database, without a password.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count what there is, copy nothing.")] = False,
) -> None:
    """Copy everything to another database, from SQLite to PostgreSQL or back, and compare every row.

    A copy that was broken off goes on where it stopped. A password stands in ROYAL_COPY_TO, which holds the whole
    URL, or in what PostgreSQL's own programs use (PGPASSWORD, ~/.pgpass). Nobody should write meanwhile.
    """
    target = _target(to)
    with progress() as line:
        done = setup.copy_database(
            terminal().settings,
            target,
            dry_run=dry_run,
            progress=lambda table, rows, total: line.update(rows, total, rows, table),
        )
    show(COPY, done)
    if not dry_run:
        note("Every row is the same in both. Set ROYAL_DATABASE_URL or database_url to work with the copy.")


def _target(flag: str | None) -> str:
    if flag and masked(flag) != flag:
        raise UsageError(
            "A password does not belong on the command line.",
            hint="Put the whole URL into ROYAL_COPY_TO, or the password into ~/.pgpass.",
        )
    target = flag or os.environ.get("ROYAL_COPY_TO")
    if not target:
        raise UsageError("Where to?", hint="royal db copy --to postgresql://user@host/database")
    return target
