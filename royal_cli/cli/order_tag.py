"""`royal order tag`: the tags of orders, whatever others they have."""

from royal_cli.cli.app import App
from royal_cli.cli.by_hand import asking, changing, of_one, preview
from royal_cli.cli.changing import How
from royal_cli.cli.order_desk import CHANGED, Numbers, end, which_of
from royal_cli.cli.order_filters import OfChannel
from royal_cli.cli.product_tag import Tags, split
from royal_cli.cli.shared_options import taking
from royal_cli.commerce.orders.desk import tags as desk

app = App(
    "Add and remove tags.",
    examples="""
    royal order tag add gift 1001
    royal order list --tag gift
    """,
)


@app.command(
    "add",
    shows=CHANGED,
    examples="""
    royal order tag add gift 1001
    royal order tag add "gift, call first" 1001 1002
    royal order list --country CH --all --format csv --fields number | royal order tag add customs -
    """,
)
@taking(how=of_one)
def add(tags: Tags, numbers: Numbers, channel: OfChannel = None, *, how: How) -> None:
    """Add tags to orders that lack them; those they have stay, in their order."""
    named, which = split(tags), which_of(numbers, channel)
    with changing(how) as (engine, asked):
        done = desk.add_tags(engine, named, which, asked, asking(how, preview))
    end(done, how)


@app.command("remove", shows=CHANGED, examples="royal order tag remove gift 1001")
@taking(how=of_one)
def remove(tags: Tags, numbers: Numbers, channel: OfChannel = None, *, how: How) -> None:
    """Take tags away from orders that have them; GIFT and gift are the same tag."""
    named, which = split(tags), which_of(numbers, channel)
    with changing(how) as (engine, asked):
        done = desk.remove_tags(engine, named, which, asked, asking(how, preview))
    end(done, how)
