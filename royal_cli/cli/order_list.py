"""`royal order list`: what was sold, one order per row."""

from typing import Annotated

import typer

from royal_cli.cli import order_filters
from royal_cli.cli.app import App
from royal_cli.cli.output import show
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import Format, note, terminal
from royal_cli.cli.views import Column, Page, Rows
from royal_cli.commerce.orders.reading.rows import Filters, OrderRow, Sort
from royal_cli.errors import UsageError

LIMIT = 50

STATUS = {"open": "green", "cancelled": "red", "closed": "dim"}
PAYMENT = {"paid": "green", "pending": "yellow", "partially_paid": "yellow", "authorized": "yellow"}
FULFILLMENT = {"fulfilled": "green", "unfulfilled": "yellow", "partial": "yellow"}

ORDERS = Rows(
    OrderRow,
    Column("number", "Order", style="bold"),
    Column("placed_at", "Placed"),
    Column("customer", shorten=True),
    Column("total"),
    Column("payment", style=PAYMENT),
    Column("fulfillment", style=FULFILLMENT),
    Column("status", style=STATUS),
    Column("marks", style="bold red"),
    Column("channel", shorten=True),
    Column("units"),
    Column("country"),
    Column("kind", shown=False),
    Column("external_id", "Id on the channel", shown=False),
    Column("email", "E-mail", shown=False),
    Column("paid", shown=False),
    Column("refunded", shown=False),
    Column("outstanding", shown=False),
    Column("held", shown=False),
    Column("hold_reason", "Held because", shown=False, shorten=True),
    Column("risk", shown=False),
    Column("risk_score", "Score", shown=False),
    Column("unmatched", shown=False),
    Column("tags", shown=False, shorten=True),
    Column("updated_at", "Updated", shown=False),
    empty="No order is like that.",
)

EXAMPLES = """
royal order list
royal order list --open --fulfillment unfulfilled
royal order list --from 2026-03-01 --to 2026-03-31 --channel shopify
royal order list --search "anna jansen" --json
royal order list --min-total 500 --risk high --sort total --desc
royal order list --all --format csv > orders.csv
"""


def register(app: App) -> None:
    app.command("list", shows=ORDERS, examples=EXAMPLES)(list_orders)


@taking(filters=order_filters.of_options)
def list_orders(
    *,
    filters: Filters,
    sort: Annotated[
        Sort | None, typer.Option(help="The order; without it the newest first.", show_default=False)
    ] = None,
    desc: Annotated[bool, typer.Option("--desc", help="The other way round: the highest or newest first.")] = False,
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help=f"So many, and no more ({LIMIT}).", show_default=False)
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
    cursor: Annotated[
        str | None, typer.Option(metavar="CURSOR", help="Go on where the page before ended, which told it.")
    ] = None,
    count: Annotated[bool, typer.Option("--count", help="Also count how many there are in all.")] = False,
) -> None:
    """List orders, the newest first.

    Days are those of the shop's time zone. A status is what the channel said, or what the facts say; where neither
    does, it is unknown. Totals are compared within one currency only: the one that is written behind the amount, or
    the shop's own. Marks: held, medium or high risk, unmatched (something in it has no SKU), credit, adjustment.
    """
    from royal_cli.commerce.orders.reading import listing
    from royal_cli.commerce.session import reading

    if everything and (limit is not None or count):
        raise UsageError("--all shows all there is; --limit and --count go with a page.", hint="Leave one out.")
    by, descending = sort or Sort.placed, desc or sort is None
    with reading(terminal().settings) as session:
        if everything:
            show(ORDERS, listing.every_order(session, filters, sort=by, descending=descending, cursor=cursor))
            return
        found = listing.list_orders(
            session, filters, sort=by, descending=descending, limit=limit or LIMIT, cursor=cursor, count=count
        )
    show(ORDERS, found.rows, page=Page(limit or LIMIT, found.next, found.total), also=_telling(filters, by))
    if found.total is not None and not found.next and terminal().format is not Format.json:
        note(f"{found.total} in all.")


def _telling(filters: Filters, sort: Sort) -> list[str]:
    """Columns that are worth their room this time."""
    asked = {
        "hold_reason": filters.held,
        "risk_score": sort is Sort.risk or filters.risk is not None,
        "tags": filters.tag is not None,
        "email": filters.customer is not None,
    }
    return [field for field, wanted in asked.items() if wanted]
