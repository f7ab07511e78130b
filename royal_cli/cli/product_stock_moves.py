"""`royal product stock moves`: the stock ledger."""

from typing import Annotated

import typer

from royal_cli.cli import paging
from royal_cli.cli.app import App
from royal_cli.cli.catalog_words import complete_location, complete_sku
from royal_cli.cli.days import beginning, end
from royal_cli.cli.output import show
from royal_cli.cli.paging import Paging, tell_total
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import terminal
from royal_cli.cli.views import Column, Page, Rows
from royal_cli.commerce.session import reading
from royal_cli.commerce.stock.movements import Filters, MovementKind, MovementRow, every_movement, list_movements

app = App()

_TYPES = f"Only {', '.join(MovementKind)}; several may be said."

MOVEMENTS = Rows(
    MovementRow,
    Column("at", "When"),
    Column("sku", "SKU", style="bold"),
    Column("location", shorten=True),
    Column("type"),
    Column("change"),
    Column("after", "Available"),
    Column("committed"),
    Column("incoming"),
    Column("damaged"),
    Column("reason", shorten=True),
    Column("order"),
    Column("operation"),
    Column("before", "Before", shown=False),
    Column("by", "Who", shown=False),
    Column("notes", shown=False),
    empty="Nothing has moved.",
)


@app.command(
    "moves",
    shows=MOVEMENTS,
    examples="""
    royal product stock moves MUG-RED
    royal product stock moves --location Utrecht --type transfer --since 2026-03-01
    royal product stock moves --type count --since today --json
    royal product stock moves --all --format csv > ledger.csv
    """,
)
@taking(paging=paging.of_options)
def moves(
    skus: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SKU …]", help="Variants or whole products.", autocompletion=complete_sku),
    ] = None,
    location: Annotated[
        str | None, typer.Option(metavar="NAME", help="At this location.", autocompletion=complete_location)
    ] = None,
    type: Annotated[list[MovementKind] | None, typer.Option("--type", metavar="TYPE", help=_TYPES)] = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="On this day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="On this day or before.")] = None,
    *,
    paging: Paging,
) -> None:
    """Show the stock ledger, the newest first: every change of what lies where, by whom and why.

    A sale takes units from available to committed, and out of committed when they leave. Lines are only ever added:
    what is taken back has a line of its own.
    """
    filters = Filters(
        skus=tuple(skus or ()),
        location=location,
        types=tuple(type or ()),
        since=beginning(since, "--since"),
        until=end(until, "--until"),
    )
    with reading(terminal().settings) as session:
        if paging.everything:
            show(MOVEMENTS, every_movement(session, filters, cursor=paging.cursor))
            return
        found = list_movements(session, filters, limit=paging.limit, cursor=paging.cursor, count=paging.count)
    show(MOVEMENTS, found.rows, page=Page(paging.limit, found.next, found.total))
    tell_total(found.total, found.next)
