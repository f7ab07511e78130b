"""`royal order ship`: hand parcels over."""

from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.by_hand import asking, changing, of_one
from royal_cli.cli.changing import How
from royal_cli.cli.order_filters import OfChannel
from royal_cli.cli.order_flow import Number, end, previewing
from royal_cli.cli.order_parcels import FULFILLED, packed, packing_of, shown
from royal_cli.cli.output import show
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import note
from royal_cli.commerce.orders.flow.fulfill import Packing
from royal_cli.commerce.orders.flow.ship import Shipping, ship

app = App()


@app.command(
    "ship",
    shows=FULFILLED,
    examples="""
    royal order ship 1001 --carrier PostNL --number 3SDEVC201611210
    royal order ship 1001 --parcel 2 --carrier DHL --number JD014600003828396837
    royal order ship 1001 --delivered
    royal order ship 1001 --correct --number 3SDEVC201611211
    """,
)
@taking(packing=packing_of, how=of_one)
def ship_(
    number: Number,
    channel: OfChannel = None,
    parcel: Annotated[int | None, typer.Option("--parcel", metavar="N", min=1, help="Only this one.")] = None,
    delivered: Annotated[bool, typer.Option("--delivered", help="Note that it has arrived.")] = False,
    correct: Annotated[
        bool, typer.Option("--correct", help="Change carrier, number or link of a parcel that has left.")
    ] = False,
    *,
    packing: Packing,
    how: How,
) -> None:
    """Hand over what is packed. Where nothing is, all that is open is packed first; see `royal order fulfill`.

    The link to the parcel is made from carrier and number where the carrier is well known. A parcel that has left is
    not taken back by `royal undo`: what the customer sends back is a return.
    """
    shipping = Shipping(packing=packing, parcel=parcel, delivered=delivered, correct=correct)
    with changing(how) as (engine, asked):
        done = ship(engine, number, channel, shipping, asked, asking(how, previewing(packed)))
    show(FULFILLED, done, also=shown(done))
    if done.operation and done.still_open:
        note(f"{done.still_open} units of order {done.order} are still open.")
    says_it_left = "" if delivered or correct else f"Order {done.order}: handed over."
    end(done.operation, how, done.left_out, found=bool(done.parcels), is_final=says_it_left)
