"""`royal order release`: an order on hold may be sent."""

from royal_cli.cli.app import App
from royal_cli.cli.by_hand import asking, changing, of_one, preview
from royal_cli.cli.changing import How
from royal_cli.cli.order_desk import CHANGED, Numbers, end, which_of
from royal_cli.cli.order_filters import OfChannel
from royal_cli.cli.shared_options import taking
from royal_cli.commerce.orders.desk.holds import release

app = App()


@app.command(
    "release",
    shows=CHANGED,
    examples="""
    royal order release 1001
    royal order release 1001 --reason "the customer called back"
    royal order list --held --all --format csv --fields number | royal order release -
    """,
)
@taking(how=of_one)
def release_(numbers: Numbers, channel: OfChannel = None, *, how: How) -> None:
    """Let orders on hold go on. One that was held for its risk is not held again for the same."""
    which = which_of(numbers, channel)
    with changing(how) as (engine, asked):
        done = release(engine, which, asked, asking(how, preview))
    end(done, how)
