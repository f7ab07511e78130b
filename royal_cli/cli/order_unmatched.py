"""`royal order unmatched`: what was sold and is in no catalogue yet."""

from typing import Annotated

import typer

from royal_cli.cli import paging
from royal_cli.cli.app import App
from royal_cli.cli.order_filters import OfChannel
from royal_cli.cli.output import show
from royal_cli.cli.paging import Paging, tell_total
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import terminal
from royal_cli.cli.views import Column, Page, Rows
from royal_cli.commerce.orders.reading.unmatched import Sort, UnmatchedCode
from royal_cli.errors import UsageError

app = App()

UNMATCHED = Rows(
    UnmatchedCode,
    Column("code", style="bold", shorten=True),
    Column("channel", shorten=True),
    Column("title", shorten=True),
    Column("revenue"),
    Column("units"),
    Column("lines"),
    Column("last_order_at", "Last sold"),
    Column("first_order_at", "First sold"),
    empty="Everything that was sold has its SKU.",
)


@app.command(
    "unmatched",
    shows=UNMATCHED,
    examples="""
    royal order unmatched
    royal order unmatched --channel bol --sort last
    royal order unmatched --all --format csv --fields code,title,revenue > to-match.csv
    """,
)
@taking(paging=paging.of_options)
def unmatched(
    channel: OfChannel = None,
    sort: Annotated[Sort, typer.Option(help="The largest or latest first.")] = Sort.revenue,
    *,
    paging: Paging,
) -> None:
    """List the codes under which channels sold something that no SKU is known for.

    `royal order match` says what they are. Units and revenue are less what was credited; revenue is the total of the
    lines, an amount per currency. Of several currencies the largest number decides the order.
    """
    from royal_cli.commerce.orders.reading.unmatched import list_unmatched
    from royal_cli.commerce.session import reading

    if paging.everything and paging.cursor:
        raise UsageError("--all shows all there is; --cursor goes with a page.", hint="Leave one out.")
    at_most = None if paging.everything else paging.limit
    with reading(terminal().settings) as session:
        found = list_unmatched(
            session, channel=channel, sort=sort, limit=at_most, cursor=paging.cursor, count=paging.count
        )
    show(UNMATCHED, found.rows, page=None if at_most is None else Page(at_most, found.next, found.total))
    tell_total(found.total, found.next)
