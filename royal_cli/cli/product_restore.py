"""`royal product restore`: give one field back the value it had."""

from dataclasses import dataclass
from typing import Annotated

import typer

from royal_cli.cli import changing
from royal_cli.cli.app import App
from royal_cli.cli.output import show
from royal_cli.cli.terminal import note, terminal
from royal_cli.cli.views import Column, One
from royal_cli.commerce import session
from royal_cli.commerce.catalog.importing.proposals import typed
from royal_cli.commerce.catalog.restore import restore_field

app = App()


@dataclass(frozen=True, slots=True)
class Restored:
    change: str
    key: str
    field: str
    value: object
    operation: str | None
    dry_run: bool


RESTORED = One(
    Restored,
    Column("change"),
    Column("key", "SKU"),
    Column("field"),
    Column("value"),
    Column("operation"),
    Column("dry_run"),
    summary=True,
)


@app.command(
    "restore",
    shows=RESTORED,
    examples="""
    royal product history MUG-RED --field price
    royal product restore 4711 --dry-run
    royal product restore 4711 --reason "supplier's mistake"
    """,
)
def restore(
    change: Annotated[str, typer.Argument(metavar="CHANGE", help="From `royal product history`.", show_default=False)],
    dry_run: changing.DryRun = False,
    allow: changing.Allow = None,
    reason: changing.Reason = None,
) -> None:
    """Give one field back the value that it had before a change. It is an operation, and can be undone."""
    with session.engine(terminal().settings) as engine:
        set_back, operation = restore_field(engine, change, changing.request(allow, reason), dry_run=dry_run)
    ((field, value),) = set_back.fields.items()
    show(RESTORED, Restored(change, set_back.key, field, typed(field, value.after), operation, dry_run))
    if operation is None and not dry_run:
        note("Nothing to do.")
