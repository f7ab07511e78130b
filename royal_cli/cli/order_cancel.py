"""`royal order cancel`: what has not been sent is not sent."""

from royal_cli.cli.app import App
from royal_cli.cli.by_hand import asking, changing, of_one
from royal_cli.cli.changing import How
from royal_cli.cli.order_filters import OfChannel
from royal_cli.cli.order_flow import Allow, Lines, Number, allows_unknown, end, previewing
from royal_cli.cli.output import show
from royal_cli.cli.shared_options import taking
from royal_cli.cli.tables import cell
from royal_cli.cli.terminal import note
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.orders.flow.asked import units_of
from royal_cli.commerce.orders.flow.cancel import Cancelled, CancelledLine, cancel

app = App()

LINES = Rows(
    CancelledLine,
    Column("sku", "SKU", style="bold", shorten=True),
    Column("quantity", "Units"),
    Column("given_back", "Of them reserved"),
    Column("title", shorten=True),
)
CANCELLED = One(
    Cancelled,
    Column("order"),
    Column("operation"),
    Column("dry_run"),
    Column("units", "Units cancelled"),
    Column("is_whole", "The whole order"),
    Column("paid", "Paid and not refunded"),
    Column("lines", rows=LINES, shown=False),
    summary=True,
)


@app.command(
    "cancel",
    shows=CANCELLED,
    examples="""
    royal order cancel 1001 --reason "customer changed her mind"
    royal order cancel 1001 --line MUG-RED=1 --reason "broken in the warehouse"
    """,
)
@taking(how=of_one)
def cancel_(number: Number, lines: Lines = None, channel: OfChannel = None, allow: Allow = None, *, how: How) -> None:
    """Cancel an order, or units of its lines. What was reserved for them can be sold again.

    What is packed or sent cannot be cancelled. No money goes back by it: that is `royal order refund`.
    """
    unknown_is_open = allows_unknown(allow)
    with changing(how) as (engine, asked):
        done = cancel(
            engine,
            number,
            channel,
            units_of(lines),
            asked,
            asking(how, previewing(_preview)),
            unknown_is_open=unknown_is_open,
        )
    show(CANCELLED, done, also=["lines"])
    if done.operation and done.paid:
        note(f"{cell(done.paid)} of it is paid: royal order refund {done.order}")
    end(done.operation, how, [], found=bool(done.units))


def _preview(found: Cancelled) -> list[str]:
    return [f"order {found.order}: {line.quantity} × {line.sku} would be cancelled" for line in found.lines]
