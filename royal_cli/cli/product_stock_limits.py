"""`royal product stock limits`: when to reorder, how much, and the most there may be."""

from typing import Annotated

import typer

from royal_cli.cli import changing
from royal_cli.cli.app import App
from royal_cli.cli.by_hand import asking, ended, of_one, preview
from royal_cli.cli.by_hand import changing as opened
from royal_cli.cli.changing import How
from royal_cli.cli.history import CHANGES
from royal_cli.cli.output import show
from royal_cli.cli.shared_options import taking
from royal_cli.cli.standard_input import skus_of
from royal_cli.cli.terminal import terminal
from royal_cli.cli.views import Column, One
from royal_cli.commerce.stock.limits import Limits, LimitsChange, limit, set_limits
from royal_cli.errors import UsageError

app = App()

CHANGE = One(
    LimitsChange,
    Column("operation"),
    Column("dry_run"),
    Column("levels"),
    Column("changes", "First changes", rows=CHANGES),
    Column("more_changes", shown=False),
    summary=True,
)


@app.command(
    "limits",
    shows=CHANGE,
    examples="""
    royal product stock limits MUG-RED --reorder-point 5 --reorder-quantity 24
    royal product stock limits MUG-RED MUG-BLUE --max 60 --location Utrecht
    royal product stock limits MUG-RED --reorder-point none
    """,
)
@taking(how=of_one)
def limits(
    skus: changing.Skus = None,
    location: changing.Location = None,
    reorder_point: Annotated[
        str | None, typer.Option(metavar="UNITS", help="Reorder when so many are left; none: never.")
    ] = None,
    reorder_quantity: Annotated[str | None, typer.Option(metavar="UNITS", help="How many to reorder.")] = None,
    maximum: Annotated[str | None, typer.Option("--max", metavar="UNITS", help="The most there may be.")] = None,
    *,
    how: How,
) -> None:
    """Set when to reorder a variant at a location, how much of it, and the most that there may be of it.

    Of a product all its variants are meant. `royal product stock list --below-reorder` lists what to reorder.
    """
    if not skus:
        raise UsageError("Nothing says which variants are meant.", hint="Name SKUs, or - for those on stdin.")
    said = {
        "reorder_point": (reorder_point, "--reorder-point"),
        "reorder_quantity": (reorder_quantity, "--reorder-quantity"),
        "max_stock_level": (maximum, "--max"),
    }
    wanted = Limits(
        skus=skus_of(skus, "royal product stock limits"),
        location=terminal().settings.location if location is None else location,
        fields={field: limit(text, option) for field, (text, option) in said.items() if text is not None},
    )
    with opened(how) as (engine, asked):
        done = set_limits(engine, wanted, asked, asking(how, preview))
    show(CHANGE, done)
    ended(done.operation, how, found=bool(done.changes))
