"""`royal product stock list`: what lies of each variant at each location."""

from typing import Annotated

import typer

from royal_cli.cli import paging
from royal_cli.cli.app import App
from royal_cli.cli.catalog_words import complete_location, complete_sku
from royal_cli.cli.output import show
from royal_cli.cli.paging import Paging, tell_total
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import terminal
from royal_cli.cli.views import Column, Page, Rows
from royal_cli.commerce.session import reading
from royal_cli.commerce.stock.listing import Filters, Sort, StockRow, every_level, list_stock

app = App()

STOCK = Rows(
    StockRow,
    Column("sku", "SKU", style="bold"),
    Column("location", shorten=True),
    Column("available"),
    Column("committed"),
    Column("incoming"),
    Column("damaged"),
    Column("on_hand"),
    Column("reorder_point", "Reorder at"),
    Column("max_stock_level", "Max"),
    Column("title", shorten=True),
    Column("reorder_quantity", "Reorder", shown=False),
    Column("last_counted_at", "Last counted", shown=False),
    Column("updated_at", "Updated", shown=False),
    empty="No stock is like that.",
)


@app.command(
    "list",
    shows=STOCK,
    examples="""
    royal product stock list
    royal product stock list --location Utrecht --below-reorder
    royal product stock list --sku MUG-RED
    royal product stock list --negative --json
    royal product stock list --unknown --all --format csv > to-count.csv
    """,
)
@taking(paging=paging.of_options)
def list_(
    sku: Annotated[
        list[str] | None,
        typer.Option("--sku", metavar="SKU", help="Of this variant or product.", autocompletion=complete_sku),
    ] = None,
    location: Annotated[
        str | None, typer.Option(metavar="NAME", help="At this location.", autocompletion=complete_location)
    ] = None,
    search: Annotated[
        str | None, typer.Option(metavar="TEXT", help="All its words stand in title, SKUs, GTINs or vendor.")
    ] = None,
    below_reorder: Annotated[
        bool, typer.Option("--below-reorder", help="Available and incoming have come down to the reorder point.")
    ] = False,
    negative: Annotated[bool, typer.Option("--negative", help="More was sold than there is.")] = False,
    unknown: Annotated[bool, typer.Option("--unknown", help="Nobody has said how much there is.")] = False,
    sort: Annotated[Sort, typer.Option(help="The order.")] = Sort.sku,
    desc: Annotated[bool, typer.Option("--desc", help="The other way round: the most or newest first.")] = False,
    *,
    paging: Paging,
) -> None:
    """List what lies of each variant at each location.

    Available can be sold; committed is sold and still here; damaged is here and cannot be sold: on hand is all three.
    Incoming is on its way. What nobody has said the stock of is unknown, not 0: --unknown lists it.
    """
    filters = Filters(
        skus=tuple(sku or ()),
        location=location,
        search=search,
        below_reorder=below_reorder,
        negative=negative,
        unknown=unknown,
    )
    with reading(terminal().settings) as session:
        if paging.everything:
            show(STOCK, every_level(session, filters, sort=sort, descending=desc, cursor=paging.cursor))
            return
        found = list_stock(
            session,
            filters,
            sort=sort,
            descending=desc,
            limit=paging.limit,
            cursor=paging.cursor,
            count=paging.count,
        )
    show(STOCK, found.rows, page=Page(paging.limit, found.next, found.total))
    tell_total(found.total, found.next)
