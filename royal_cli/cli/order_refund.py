"""`royal order refund`: give money back."""

from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.by_hand import asking, changing, of_one
from royal_cli.cli.changing import How
from royal_cli.cli.order_filters import OfChannel
from royal_cli.cli.order_flow import Lines, Number, end, previewing
from royal_cli.cli.output import show
from royal_cli.cli.shared_options import taking
from royal_cli.cli.tables import cell
from royal_cli.cli.terminal import note
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.orders.flow.asked import units_of
from royal_cli.commerce.orders.flow.refund import Once, Refunded, RefundedLine, refund
from royal_cli.commerce.orders.flow.refund_bill import Wish

app = App()

LINES = Rows(
    RefundedLine,
    Column("sku", "SKU", style="bold", shorten=True),
    Column("quantity", "Units"),
    Column("amount"),
    Column("title", shorten=True),
)
REFUNDED = One(
    Refunded,
    Column("order"),
    Column("operation"),
    Column("dry_run"),
    Column("refund", "Refund number"),
    Column("amount"),
    Column("shipping", "Of it shipping"),
    Column("paid"),
    Column("refunded", "Refunded in all"),
    Column("left", "Can still be refunded"),
    Column("repeated", "Made before"),
    Column("refunded_at", "When"),
    Column("key", shown=False),
    Column("lines", rows=LINES, shown=False),
    summary=True,
)


@app.command(
    "refund",
    shows=REFUNDED,
    examples="""
    royal order refund 1001 --line MUG-RED=1 --reason "arrived broken"
    royal order refund 1001 --amount 5.00 --reason "late" --key ticket-4711
    royal order refund 1001 --shipping
    royal order refund 1001 --dry-run
    """,
)
@taking(how=of_one)
def refund_(
    number: Number,
    lines: Lines = None,
    amount: Annotated[
        str | None, typer.Option("--amount", metavar="AMOUNT", help="So much, in the order's currency.")
    ] = None,
    shipping: Annotated[bool, typer.Option("--shipping", help="What the shipping cost.")] = False,
    key: Annotated[
        str | None, typer.Option("--key", metavar="KEY", help="Your own name for this refund: it is made only once.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="The same refund once more, on purpose.")] = False,
    paid: Annotated[
        str | None, typer.Option("--paid", metavar="AMOUNT", help="What was paid, where no source has said it.")
    ] = None,
    channel: OfChannel = None,
    *,
    how: How,
) -> None:
    """Note money that goes back to the customer: for lines, for the shipping, an amount, or else all that is left.

    The same request does nothing the second time: the same --key, or the same lines, amount and reason. A line is worth
    what was paid for it, with its tax and its share of the order's discount, to the cent. More than was paid and not
    refunded yet is refused. The money itself goes through your payment provider; `royal undo` does not bring it back.
    """
    wish = Wish(lines=units_of(lines), amount=amount, shipping=shipping)
    once = Once(key=key, again=again, paid=paid)
    with changing(how) as (engine, asked):
        done = refund(engine, number, channel, wish, once, asked, asking(how, previewing(_preview)))
    show(REFUNDED, done, also=["lines"] if done.lines else [])
    if done.repeated:
        note(f"This refund was made on {cell(done.refunded_at)}; nothing was done. --again makes it once more.")
        return
    final = f"{cell(done.amount)} of order {done.order} is noted as given back."
    end(done.operation, how, [], found=True, is_final=final)


def _preview(found: Refunded) -> list[str]:
    lines = [f"{line.quantity} × {line.sku}: {cell(line.amount)}" for line in found.lines]
    return [
        *lines,
        f"{cell(found.amount)} of order {found.order} would be given back; {cell(found.left)} is left then.",
    ]
