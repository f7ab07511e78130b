"""`royal order pick`: what to fetch from which shelf."""

from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.by_hand import asking, changing, of_one
from royal_cli.cli.changing import How
from royal_cli.cli.order_flow import LEFT_OUT, Location, end, previewing, which_orders
from royal_cli.cli.output import show
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import terminal
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce import session
from royal_cli.commerce.orders.flow.asked import Which
from royal_cli.commerce.orders.flow.pick import Picked, PickRow, pick, pick_list

app = App()

_COLUMNS = (
    Column("location"),
    Column("sku", "SKU", style="bold"),
    Column("quantity", "Units"),
    Column("title", shorten=True),
    Column("orders", fold=True),
)
LIST = Rows(
    PickRow, *_COLUMNS, empty="There is nothing to pick: nothing is reserved, or all of it is picked.", part="list"
)
PICKED = One(
    Picked,
    Column("operation"),
    Column("dry_run"),
    Column("orders"),
    Column("units"),
    Column("picked", rows=Rows(PickRow, *_COLUMNS), shown=False),
    Column("left_out", "Left out", rows=LEFT_OUT, shown=False),
    summary=True,
)


@app.command(
    "pick",
    shows=PICKED,
    parts=[LIST],
    examples="""
    royal order pick --open --list
    royal order pick --open --list --location Utrecht --format csv > picklist.csv
    royal order pick 1001 1002
    """,
)
@taking(which=which_orders, how=of_one)
def pick_(
    *,
    which: Which,
    location: Location = None,
    list_: Annotated[bool, typer.Option("--list", help="Only show what is to be picked, to print it.")] = False,
    how: How,
) -> None:
    """Mark what is reserved for orders as fetched from its shelf. --list shows it, shelf by shelf over all orders."""
    if list_:
        with session.reading(terminal().settings) as reading:
            found = pick_list(reading, which, location=location)
        show(LIST, found)
        return
    with changing(how) as (engine, asked):
        done = pick(engine, which, asked, asking(how, previewing(_preview)), location=location)
    show(PICKED, done, also=[name for name in ("picked", "left_out") if getattr(done, name)])
    end(done.operation, how, done.left_out, found=bool(done.units))


def _preview(found: Picked) -> list[str]:
    return [f"{row.location}  {row.quantity} × {row.sku}  for {row.orders}" for row in found.picked]
