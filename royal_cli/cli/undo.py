"""`royal undo`: take back an operation."""

from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.output import show
from royal_cli.cli.terminal import note, terminal
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce import session
from royal_cli.commerce.undo import Undone, undo
from royal_cli.commerce.undo.conflicts import Conflict
from royal_cli.errors import ChangesFound, PartialFailure

app = App()

CONFLICTS = Rows(
    Conflict,
    Column("key"),
    Column("field"),
    Column("before", "Was", shorten=True),
    Column("after", "Made", shorten=True),
    Column("now", "Is now", shorten=True),
    Column("why", fold=True),
    Column("entity"),
)
UNDO = One(
    Undone,
    Column("undoes", "Operation"),
    Column("status", style={"undone": "green", "partly_undone": "yellow"}),
    Column("operation", "Undone by"),
    Column("dry_run"),
    Column("fields_restored"),
    Column("rows_removed"),
    Column("rows_restored"),
    Column("movements_taken_back", "Stock moved back"),
    Column("conflicts", "Changed since"),
    Column("examples", "Kept as it is now", rows=CONFLICTS),
    summary=True,
)


@app.command(
    "undo",
    shows=UNDO,
    examples="""
    royal undo last --dry-run
    royal undo k7m2p9qx --reason "wrong supplier file"
    royal undo k7m2p9qx --force
    """,
)
def undo_(
    operation: Annotated[str, typer.Argument(help="Its id, the beginning of it, or `last`.", show_default=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would happen, change nothing.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Also take back what was changed since.")] = False,
    reason: Annotated[str | None, typer.Option("--reason", help="Why, for the journal.")] = None,
    wait: Annotated[
        float, typer.Option("--wait", metavar="SECONDS", min=0, help="Wait that long for another import.")
    ] = 600.0,
    detailed: Annotated[
        bool, typer.Option("--detailed-exitcode", help="Exit 10 when the dry run finds something to undo.")
    ] = False,
) -> None:
    """Take back an operation: fields return to what they were, created rows go, deleted ones come back.

    What was changed since is listed and kept. An undo can be undone as well.
    """
    with session.engine(terminal().settings) as engine:
        done = undo(engine, operation, force=force, dry_run=dry_run, reason=reason, wait=wait, notice=note)
    show(UNDO, done)
    touched = done.fields_restored + done.rows_removed + done.rows_restored + done.movements_taken_back
    if not touched and not done.conflicts:
        note("Nothing to do.")
    if done.conflicts and not force:
        raise PartialFailure(
            f"{done.conflicts} changes were made since, and {'would be' if dry_run else 'are'} kept.",
            hint="--force takes them back as well.",
        )
    if dry_run and detailed and touched:
        raise ChangesFound("There is something to undo.", hint="Leave out --dry-run to do it.")
