"""`royal apply`: do exactly what a saved plan says."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from royal_cli.cli import changing
from royal_cli.cli.app import App
from royal_cli.cli.output import show
from royal_cli.cli.terminal import note, terminal
from royal_cli.cli.views import Column, One
from royal_cli.commerce import session
from royal_cli.commerce.catalog.importing import feed_import
from royal_cli.commerce.catalog.importing.importer import Request
from royal_cli.commerce.importing.counts import Outcome
from royal_cli.commerce.importing.plan import Plan, load
from royal_cli.commerce.orders.importing.kind import KIND as ORDERS
from royal_cli.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Engine

app = App()


@dataclass(frozen=True, slots=True)
class Applied:
    """Of a plan for the catalogue how its rows went, of one for orders how these went; the others are None."""

    plan: Path
    source: str
    operation: str | None
    products: Outcome | None = None
    variants: Outcome | None = None
    stock_levels: Outcome | None = None
    market_prices: Outcome | None = None
    orders: Outcome | None = None
    lines: Outcome | None = None
    lines_removed: int | None = None
    customers_created: int | None = None


APPLY = One(
    Applied,
    Column("plan"),
    Column("source", "Made from"),
    Column("operation"),
    Column("products", shown=False),
    Column("variants", shown=False),
    Column("stock_levels", shown=False),
    Column("market_prices", shown=False),
    Column("orders", shown=False),
    Column("lines", shown=False),
    Column("lines_removed", shown=False),
    Column("customers_created", shown=False),
    summary=True,
)


@app.command(
    "apply",
    shows=APPLY,
    examples="""
    royal product import feed.csv --dry-run --output plan.json
    royal apply plan.json
    royal order import orders.csv --dry-run --output orders.json && royal apply orders.json
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
    saved = load(plan)
    with session.engine(terminal().settings) as engine:
        if saved.kind == ORDERS:
            applied = _orders(engine, saved, allow, reason, wait)
        else:
            applied = _products(engine, saved, changing.request(allow, reason, wait=wait))
    said = [column.field for column in APPLY.columns if getattr(applied, column.field)]
    show(APPLY, applied, also=said)
    if applied.operation is None:
        note("Nothing to do.")


def _products(engine: "Engine", saved: Plan, request: Request) -> Applied:
    done = feed_import.apply_plan(engine, saved, request)
    counts = done.counts
    return Applied(
        saved.path,
        saved.source,
        done.operation,
        products=counts.products,
        variants=counts.variants,
        stock_levels=counts.stock_levels,
        market_prices=counts.market_prices,
    )


def _orders(engine: "Engine", saved: Plan, allow: list[str] | None, reason: str | None, wait: float | None) -> Applied:
    from royal_cli.commerce.orders.importing.file_import import apply_plan
    from royal_cli.commerce.orders.importing.importer import OrderRequest
    from royal_cli.commerce.orders.risk.rules import Rules

    if allow:
        raise UsageError("A plan of orders lets in what its dry run let in.", hint="Leave --allow out.")
    settings = terminal().settings
    request = OrderRequest(
        reason=reason,
        risk=Rules.of(settings.risk),
        wait=settings.lock_wait if wait is None else wait,
        notice=note,
    )
    done = apply_plan(engine, saved, request)
    counts = done.counts
    return Applied(
        saved.path,
        saved.source,
        done.operation,
        orders=counts.orders,
        lines=counts.lines,
        lines_removed=counts.lines_removed,
        customers_created=counts.customers_created,
    )
