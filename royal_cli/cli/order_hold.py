"""`royal order hold`: nothing of the order is sent until somebody releases it."""

from royal_cli.cli.app import App
from royal_cli.cli.by_hand import asking, changing, of_one, preview
from royal_cli.cli.changing import How
from royal_cli.cli.order_desk import CHANGED, Numbers, end, which_of
from royal_cli.cli.order_filters import OfChannel
from royal_cli.cli.shared_options import taking
from royal_cli.commerce.orders.desk.holds import hold

app = App()


@app.command(
    "hold",
    shows=CHANGED,
    examples="""
    royal order hold 1001 --reason "address to be confirmed"
    royal order list --risk medium --open --all --format csv --fields number | royal order hold - --reason "look at it"
    """,
)
@taking(how=of_one)
def hold_(numbers: Numbers, channel: OfChannel = None, *, how: How) -> None:
    """Keep orders from being allocated, packed and sent; --reason says why, to whoever finds them.

    What is reserved for them stays reserved. `royal order release` lets them go on.
    """
    which = which_of(numbers, channel)
    with changing(how) as (engine, asked):
        done = hold(engine, which, asked, asking(how, preview))
    end(done, how)
