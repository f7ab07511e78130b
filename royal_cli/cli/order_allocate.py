"""`royal order allocate`: reserve what orders need."""

from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.by_hand import asking, changing, of_one
from royal_cli.cli.changing import How
from royal_cli.cli.order_flow import LEFT_OUT, Location, Partial, end, previewing, told_left_out, which_orders
from royal_cli.cli.output import show
from royal_cli.cli.shared_options import taking
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.orders.flow import allocate
from royal_cli.commerce.orders.flow.allocate import Allocated, Reservation
from royal_cli.commerce.orders.flow.asked import Which

app = App()

RESERVED = Rows(
    Reservation,
    Column("order", style="bold"),
    Column("sku", "SKU", shorten=True),
    Column("quantity", "Units"),
    Column("location", "At"),
    Column("why", fold=True),
    Column("waits", "On backorder", shown=False),
    Column("title", shorten=True, shown=False),
)
ALLOCATED = One(
    Allocated,
    Column("operation"),
    Column("dry_run"),
    Column("orders"),
    Column("units"),
    Column("reserved", rows=RESERVED, shown=False),
    Column("left_out", "Left out", rows=LEFT_OUT, shown=False),
    summary=True,
)


@app.command(
    "allocate",
    shows=ALLOCATED,
    examples="""
    royal order allocate 1001
    royal order allocate --open --dry-run
    royal order allocate 1001 --location Utrecht --partial
    royal order allocate 1001 --release
    """,
)
@taking(which=which_orders, how=of_one)
def allocate_(
    *,
    which: Which,
    location: Location = None,
    partial: Partial = False,
    release: Annotated[bool, typer.Option("--release", help="Give back what they have reserved.")] = False,
    how: How,
) -> None:
    """Reserve what orders still need, at the locations that `royal order route` names: nobody else gets these units.

    An order is reserved as a whole, unless --partial is said. On hold, nothing of it is. Units are sold before they are
    there only where the variant allows it.
    """
    with changing(how) as (engine, asked):
        ask = asking(how, previewing(_preview))
        if release:
            done = allocate.release(engine, which, asked, ask, location=location)
        else:
            done = allocate.allocate(engine, which, asked, ask, location=location, partial=partial)
    show(ALLOCATED, done, also=[name for name in ("reserved", "left_out") if getattr(done, name)])
    end(done.operation, how, done.left_out, found=bool(done.units))


def _preview(found: Allocated) -> list[str]:
    lines = [f"{row.order}  {row.quantity} × {row.sku} at {row.location}" for row in found.reserved]
    return [*lines, *told_left_out(found.left_out)]
