"""`royal history`: what was done, by whom, and what it changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.output import show
from royal_cli.cli.terminal import note, terminal
from royal_cli.cli.views import Column, Json, One, Page, Rows
from royal_cli.commerce import session
from royal_cli.commerce.operations import (
    ChangedField,
    Summary,
    changes,
    count_changes,
    find_operation,
    list_operations,
)
from royal_cli.errors import UsageError

app = App(
    "What was done, by whom, and what it changed.",
    examples="""
    royal history
    royal history show last
    royal undo last --dry-run
    """,
    default="list",
)

SHOWN_CHANGES = 50


@dataclass(frozen=True, slots=True)
class Entry:
    operation: str
    started_at: datetime
    kind: str
    status: str
    source: str | None
    actor: str
    reason: str | None
    undoes: str | None
    counts: dict[str, Json] | None


@dataclass(frozen=True, slots=True)
class Operation:
    operation: str
    kind: str
    status: str
    started_at: datetime
    finished_at: datetime | None
    actor: str
    reason: str | None
    source: str | None
    undoes: str | None
    parameters: dict[str, Json] | None
    counts: dict[str, Json] | None
    changed: int
    changes: list[ChangedField]


_STATUS = {"applied": "green", "partly_undone": "yellow", "undone": "dim"}

LIST = Rows(
    Entry,
    Column("operation"),
    Column("started_at", "When"),
    Column("kind", "What"),
    Column("status", style=_STATUS),
    Column("source", "From", shorten=True),
    Column("actor", "Who", shorten=True),
    Column("reason", shorten=True),
    Column("undoes", shown=False),
    Column("counts", shown=False),
    empty="There is no such operation yet.",
)
CHANGES = Rows(
    ChangedField,
    Column("key"),
    Column("field"),
    Column("before", shorten=True),
    Column("after", shorten=True),
    Column("action"),
    Column("entity"),
    Column("rows"),
)
SHOW = One(
    Operation,
    Column("operation"),
    Column("kind", "What"),
    Column("status", style=_STATUS),
    Column("started_at", "Began"),
    Column("finished_at", "Ended"),
    Column("actor", "Who"),
    Column("reason"),
    Column("source", "From"),
    Column("undoes"),
    Column("parameters"),
    Column("counts"),
    Column("changed", "Changes"),
    Column("changes", "First changes", rows=CHANGES),
)


def _entry(found: Summary) -> Entry:
    return Entry(
        found.operation,
        found.started_at,
        found.kind,
        found.status,
        found.source,
        found.actor,
        found.reason,
        found.undoes,
        found.counts,
    )


@app.command(
    "list",
    shows=LIST,
    examples="""
    royal history
    royal history --kind product.import --limit 5
    royal history --json
    """,
)
def list_(
    limit: Annotated[int, typer.Option("--limit", min=1, max=1_000, help="How many at most.")] = 20,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="Only such operations, as product.import.")
    ] = None,
    cursor: Annotated[
        str | None, typer.Option("--cursor", metavar="CURSOR", help="Where the page before ended.")
    ] = None,
) -> None:
    """List operations, the newest first."""
    if cursor is not None and not cursor.isdecimal():
        raise UsageError(f"{cursor} is no cursor of this list.", hint="Take it from the page before.")
    with session.reading(terminal().settings) as reading:
        before = int(cursor) if cursor else None
        found = list_operations(reading.connection(), limit=limit + 1, before=before, kind=kind)
    more = str(found[limit - 1].id) if len(found) > limit else None
    show(LIST, [_entry(operation) for operation in found[:limit]], page=Page(limit, more))


@app.command(
    "show",
    shows=SHOW,
    examples="""
    royal history show last
    royal history show k7m2p9qx --all --json
    """,
)
def show_(
    operation: Annotated[str, typer.Argument(help="Its id, the beginning of it, or `last`.", show_default=False)],
    all_changes: Annotated[bool, typer.Option("--all", help=f"All changes, not the first {SHOWN_CHANGES}.")] = False,
) -> None:
    """Show one operation with what it changed, field by field."""
    with session.reading(terminal().settings) as reading:
        connection = reading.connection()
        found = find_operation(connection, operation)
        changed = count_changes(connection, found.id)
        listed = list(changes(connection, found.id, limit=None if all_changes else SHOWN_CHANGES))
    show(
        SHOW,
        Operation(
            found.operation,
            found.kind,
            found.status,
            found.started_at,
            found.finished_at,
            found.actor,
            found.reason,
            found.source,
            found.undoes,
            found.parameters,
            found.counts,
            changed,
            listed,
        ),
    )
    if len(listed) < changed:
        note(f"The first {len(listed)} of {changed} changes; --all shows them all.")
