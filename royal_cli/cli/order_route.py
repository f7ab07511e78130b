"""`royal order route`: where orders would be sent from."""

from royal_cli.cli.app import App
from royal_cli.cli.order_flow import Location, which_orders
from royal_cli.cli.output import show
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import terminal
from royal_cli.cli.views import Column, Rows
from royal_cli.commerce import session
from royal_cli.commerce.orders.flow.asked import Which
from royal_cli.commerce.orders.flow.route import RouteRow, route

app = App()

_STATES = {
    "free": "green", "reserved": "green", "backorder": "yellow", "short": "red", "unknown_stock": "red",
    "unmatched": "red",
}  # fmt: skip
ROUTE = Rows(
    RouteRow,
    Column("order", style="bold"),
    Column("sku", "SKU", shorten=True),
    Column("quantity", "Units"),
    Column("location", "From"),
    Column("why", fold=True),
    Column("state", style=_STATES),
    Column("parcel"),
    Column("title", shorten=True, shown=False),
    empty="There is nothing to send.",
)


@app.command(
    "route",
    shows=ROUTE,
    examples="""
    royal order route 1001
    royal order route --open --json
    """,
)
@taking(which=which_orders)
def route_(*, which: Which, location: Location = None) -> None:
    """Show where orders would be sent from, and why. Nothing is written.

    Own locations come before suppliers. An order is split only where no location has all of it, then into as few
    parcels as possible. Of several ways the one with the lowest priority numbers counts, then the nearer one, as far as
    coordinates, or else country and postal code, are known at both ends. Each channel leaves its safety stock alone.
    """
    with session.reading(terminal().settings) as reading:
        found = route(reading, which, location=location)
    show(ROUTE, found)
