"""`royal order fulfill`: pack parcels."""

from royal_cli.cli.app import App
from royal_cli.cli.by_hand import asking, changing, of_one
from royal_cli.cli.changing import How
from royal_cli.cli.order_filters import OfChannel
from royal_cli.cli.order_flow import Number, end, previewing
from royal_cli.cli.order_parcels import FULFILLED, packed, packing_of, shown
from royal_cli.cli.output import show
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import note
from royal_cli.commerce.orders.flow.fulfill import Packing, fulfill

app = App()


@app.command(
    "fulfill",
    shows=FULFILLED,
    examples="""
    royal order fulfill 1001
    royal order fulfill 1001 --line MUG-RED=2 --location Utrecht
    royal order fulfill 1001 --carrier DHL --number JD014600003828396837
    """,
)
@taking(packing=packing_of, how=of_one)
def fulfill_(number: Number, channel: OfChannel = None, *, packing: Packing, how: How) -> None:
    """Pack an order, or some of its lines: a parcel per location, and its goods are no longer in stock.

    What is not reserved yet is taken at once, from where `royal order route` says. `royal order ship` hands the parcel
    over. What nobody has counted, or no variant is matched to, is packed with --without-stock only: unknown stock is
    not 0, and nothing is taken off for it.
    """
    with changing(how) as (engine, asked):
        done = fulfill(engine, number, channel, packing, asked, asking(how, previewing(packed)))
    show(FULFILLED, done, also=shown(done))
    if done.operation and done.still_open:
        note(f"{done.still_open} units of order {done.order} are still open.")
    end(done.operation, how, done.left_out, found=bool(done.units))
