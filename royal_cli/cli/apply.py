"""`royal apply`: do exactly what a saved plan says."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from royal_cli.cli import changing
from royal_cli.cli.app import App
from royal_cli.cli.output import show
from royal_cli.cli.terminal import note, terminal
from royal_cli.cli.views import Column, One
from royal_cli.commerce import session
from royal_cli.commerce.catalog.importing.feed_import import apply_plan
from royal_cli.commerce.importing.counts import Outcome

app = App()


@dataclass(frozen=True, slots=True)
class Applied:
    plan: Path
    source: str
    operation: str | None
    products: Outcome
    variants: Outcome
    stock_levels: Outcome
    market_prices: Outcome


APPLY = One(
    Applied,
    Column("plan"),
    Column("source", "Made from"),
    Column("operation"),
    Column("products"),
    Column("variants"),
    Column("stock_levels"),
    Column("market_prices"),
    summary=True,
)


@app.command(
    "apply",
    shows=APPLY,
    examples="""
    royal product import feed.csv --dry-run --output plan.json
    royal apply plan.json
    """,
)
def apply(
    plan: Annotated[Path, typer.Argument(metavar="PLAN", help="What --output saved.", show_default=False)],
    allow: changing.Allow = None,
    reason: changing.Reason = None,
    wait: Annotated[
        float | None, typer.Option("--wait", metavar="SECONDS", min=0, help="Wait that long for another import.")
    ] = None,
) -> None:
    """Do exactly what a saved plan says, or refuse it as stale when what it touches has changed since.

    It is one operation, and `royal undo` takes it back.
    """
    with session.engine(terminal().settings) as engine:
        found, done = apply_plan(engine, plan, changing.request(allow, reason, wait=wait))
    counts = done.counts
    show(
        APPLY,
        Applied(
            plan,
            found.source,
            done.operation,
            counts.products,
            counts.variants,
            counts.stock_levels,
            counts.market_prices,
        ),
    )
    if done.operation is None:
        note("Nothing to do.")
