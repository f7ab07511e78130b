"""`royal order list`: what was sold, one order per row."""

from typing import Annotated

import typer

from royal_cli.cli import order_filters, paging
from royal_cli.cli.app import App
from royal_cli.cli.output import show
from royal_cli.cli.paging import Paging, tell_total
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import terminal
from royal_cli.cli.views import Column, Page, Rows
from royal_cli.commerce.orders.reading.rows import Filters, OrderRow, Sort

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


@taking(filters=order_filters.of_options, paging=paging.of_options)
def list_orders(
    *,
    filters: Filters,
    sort: Annotated[
        Sort | None, typer.Option(help="The order; without it the newest first.", show_default=False)
    ] = None,
    desc: Annotated[bool, typer.Option("--desc", help="The other way round: the highest or newest first.")] = False,
    paging: Paging,
) -> None:
    """List orders, the newest first.

    Days are those of the shop's time zone. A status is what the channel said, or what the facts say; where neither
    does, it is unknown. Totals are compared within one currency only: the one that is written behind the amount, or
    the shop's own. Marks: held, medium or high risk, unmatched (something in it has no SKU), credit, adjustment.
    """
    from royal_cli.commerce.orders.reading import listing
    from royal_cli.commerce.session import reading

    by, descending = sort or Sort.placed, desc or sort is None
    with reading(terminal().settings) as session:
        if paging.everything:
            show(ORDERS, listing.every_order(session, filters, sort=by, descending=descending, cursor=paging.cursor))
            return
        found = listing.list_orders(
            session,
            filters,
            sort=by,
            descending=descending,
            limit=paging.limit,
            cursor=paging.cursor,
            count=paging.count,
        )
    show(ORDERS, found.rows, page=Page(paging.limit, found.next, found.total), also=_telling(filters, by))
    tell_total(found.total, found.next)


def _telling(filters: Filters, sort: Sort) -> list[str]:
    """Columns that are worth their room this time."""
    asked = {
        "hold_reason": filters.held,
        "risk_score": sort is Sort.risk or filters.risk is not None,
        "tags": filters.tag is not None,
        "email": filters.customer is not None,
    }
    return [field for field, wanted in asked.items() if wanted]
