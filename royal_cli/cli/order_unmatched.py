"""`royal order unmatched`: what was sold and is in no catalogue yet."""

from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.order_filters import OfChannel
from royal_cli.cli.output import show
from royal_cli.cli.terminal import Format, note, terminal
from royal_cli.cli.views import Column, Page, Rows
from royal_cli.commerce.orders.reading.unmatched import Sort, UnmatchedCode
from royal_cli.errors import UsageError

app = App()

LIMIT = 50

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
def unmatched(
    channel: OfChannel = None,
    sort: Annotated[Sort, typer.Option(help="The largest or latest first.")] = Sort.revenue,
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help=f"So many, and no more ({LIMIT}).", show_default=False)
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
    cursor: Annotated[
        str | None, typer.Option(metavar="CURSOR", help="Go on where the page before ended, which told it.")
    ] = None,
    count: Annotated[bool, typer.Option("--count", help="Also count how many there are in all.")] = False,
) -> None:
    """List the codes under which channels sold something that no SKU is known for.

    `royal order match` says what they are. Units and revenue are less what was credited; revenue is the total of the
    lines, an amount per currency. Of several currencies the largest number decides the order.
    """
    from royal_cli.commerce.orders.reading.unmatched import list_unmatched
    from royal_cli.commerce.session import reading

    if everything and (limit is not None or count or cursor):
        raise UsageError(
            "--all shows all there is; --limit, --count and --cursor go with a page.", hint="Leave one out."
        )
    at_most = None if everything else limit or LIMIT
    with reading(terminal().settings) as session:
        found = list_unmatched(session, channel=channel, sort=sort, limit=at_most, cursor=cursor, count=count)
    show(UNMATCHED, found.rows, page=None if at_most is None else Page(at_most, found.next, found.total))
    if found.total is not None and not found.next and terminal().format is not Format.json:
        note(f"{found.total} in all.")
