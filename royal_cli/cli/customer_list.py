"""`royal customer list`: who buys, one customer per row."""

from typing import Annotated

import typer

from royal_cli.cli import customer_filters, paging
from royal_cli.cli.app import App
from royal_cli.cli.output import show
from royal_cli.cli.paging import Paging, tell_total
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import terminal
from royal_cli.cli.views import Column, Page, Rows
from royal_cli.commerce.customers.reading.rows import CustomerRow, Filters, Sort

CUSTOMERS = Rows(
    CustomerRow,
    Column("customer", style="bold", shorten=True),
    Column("name", shorten=True),
    Column("orders"),
    Column("spent", fold=True),
    Column("last_order_at", "Last order"),
    Column("type"),
    Column("country"),
    Column("channels", shorten=True),
    Column("consents", "Agreed to"),
    Column("tags", shorten=True),
    Column("email", "E-mail", shown=False),
    Column("first_name", shown=False),
    Column("last_name", shown=False),
    Column("phone", shown=False),
    Column("total_spent", shown=False),
    Column("average_order", shown=False),
    Column("first_order_at", "First order", shown=False),
    Column("city", shown=False),
    Column("created_at", "Known since", shown=False),
    Column("erased_at", "Erased", shown=False),
    empty="No customer is like that.",
)

EXAMPLES = """
royal customer list
royal customer list --type wholesale --country DE
royal customer list --new --since 2026-03-01 --channel shopify
royal customer list --min-spent 500 --sort spent --desc
royal customer list --consent email --all --format csv --fields email,first_name > newsletter.csv
royal customer list --search "jansen amsterdam" --json
"""


def register(app: App) -> None:
    app.command("list", shows=CUSTOMERS, examples=EXAMPLES)(list_customers)


@taking(filters=customer_filters.of_options, paging=paging.of_options)
def list_customers(
    *,
    filters: Filters,
    sort: Annotated[
        Sort | None, typer.Option(help="The order; without it the latest order first.", show_default=False)
    ] = None,
    desc: Annotated[bool, typer.Option("--desc", help="The other way round: the highest or newest first.")] = False,
    paging: Paging,
) -> None:
    """List customers, those who ordered last first.

    What they spent is without cancelled orders and after refunds and credits, an amount for each currency: different
    ones are never added. Sorted by it, customers of one currency stand together. An order whose total nobody knows
    counts as an order, and adds no money. Commands take what stands under Customer to name one.
    """
    from royal_cli.commerce.customers.reading import listing
    from royal_cli.commerce.session import reading

    by, descending = sort or Sort.last, desc or sort is None
    with reading(terminal().settings) as session:
        if paging.everything:
            rows = listing.every_customer(session, filters, sort=by, descending=descending, cursor=paging.cursor)
            show(CUSTOMERS, rows, also=_telling(filters, by))
            return
        found = listing.list_customers(
            session,
            filters,
            sort=by,
            descending=descending,
            limit=paging.limit,
            cursor=paging.cursor,
            count=paging.count,
        )
    show(CUSTOMERS, found.rows, page=Page(paging.limit, found.next, found.total), also=_telling(filters, by))
    tell_total(found.total, found.next)


def _telling(filters: Filters, sort: Sort) -> list[str]:
    """Columns that are worth their room this time."""
    asked = {"first_order_at": filters.new_since is not None or sort is Sort.first, "erased_at": filters.erased}
    return [field for field, wanted in asked.items() if wanted]
