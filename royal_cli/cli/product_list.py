"""`royal product list`: the catalogue, one product per row."""

from collections.abc import Sequence
from typing import Annotated

import typer

from royal_cli.cli import paging, product_filters
from royal_cli.cli.app import App
from royal_cli.cli.output import show
from royal_cli.cli.paging import Paging, tell_total
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import terminal
from royal_cli.cli.views import Column, Page, Rows
from royal_cli.commerce.catalog.reading.rows import Filters, ProductRow, Sort

PRODUCTS = Rows(
    ProductRow,
    Column("sku", "SKU", style="bold"),
    Column("title", shorten=True),
    Column("lowest_price", "Price from"),
    Column("stock"),
    Column("gross_margin", "Margin %"),
    Column("status", style={"active": "green", "draft": "yellow", "archived": "dim"}),
    Column("highest_price", "Price to"),
    Column("variants"),
    Column("cost"),
    Column("category", shorten=True),
    Column("vendor", shorten=True),
    Column("images"),
    Column("product_type", "Type", shown=False),
    Column("currencies", shown=False),
    Column("without_cost", shown=False),
    Column("without_stock", shown=False),
    Column("created_at", "Created", shown=False),
    Column("updated_at", "Updated", shown=False),
    empty="No product is like that.",
)

EXAMPLES = """
royal product list
royal product list --category Shirts --missing-cost
royal product list --below-margin 20 --sort margin
royal product list --search "oak chair" --json
royal product list --all --format csv > products.csv
"""


def register(app: App) -> None:
    app.command("list", shows=PRODUCTS, examples=EXAMPLES)(list_products)


@taking(filters=product_filters.of_options, paging=paging.of_options)
def list_products(
    *,
    filters: Filters,
    sort: Annotated[Sort, typer.Option(help="The order; what is unknown comes last.")] = Sort.sku,
    desc: Annotated[bool, typer.Option("--desc", help="The other way round: the highest or newest first.")] = False,
    paging: Paging,
) -> None:
    """List products with the figures of their variants.

    The margin is (price - cost) / price in percent, of the prices as they are stored: VAT, fees and returns are not
    taken off. Of several variants it is the lowest. Stock adds up what is known of all locations; where nothing is
    known, it is unknown, not 0. Prices in different currencies have no lowest and no highest.
    """
    from royal_cli.commerce.catalog.reading import listing
    from royal_cli.commerce.session import reading

    with reading(terminal().settings) as session:
        if paging.everything:
            show(PRODUCTS, listing.every_product(session, filters, sort=sort, descending=desc, cursor=paging.cursor))
            return
        found = listing.list_products(
            session,
            filters,
            sort=sort,
            descending=desc,
            limit=paging.limit,
            cursor=paging.cursor,
            count=paging.count,
        )
    show(PRODUCTS, found.rows, page=Page(paging.limit, found.next, found.total), also=_telling(found.rows, sort))
    tell_total(found.total, found.next)


def _telling(rows: Sequence[ProductRow], sort: Sort) -> list[str]:
    """Columns that are worth their room this time."""
    mixed = ["currencies"] if any(len(row.currencies) > 1 for row in rows) else []
    return [*mixed, *({Sort.created: ["created_at"], Sort.updated: ["updated_at"]}.get(sort, []))]
