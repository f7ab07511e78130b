"""`royal order return`: goods come back."""

from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.by_hand import asking, changing, of_one
from royal_cli.cli.catalog_words import complete_location
from royal_cli.cli.changing import How
from royal_cli.cli.order_filters import OfChannel
from royal_cli.cli.order_flow import Allow, Number, allows_unknown, end, previewing
from royal_cli.cli.output import show
from royal_cli.cli.shared_options import taking
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.orders.flow.asked import units_of
from royal_cli.commerce.orders.flow.returns import Disposition, Receiving, Returned, ReturnedLine, return_
from royal_cli.errors import UsageError

app = App()

LINES = Rows(
    ReturnedLine,
    Column("sku", "SKU", style="bold", shorten=True),
    Column("quantity", "Units"),
    Column("disposition", "Becomes"),
    Column("stock", fold=True),
    Column("location", "At", shown=False),
    Column("title", shorten=True, shown=False),
)
RETURNED = One(
    Returned,
    Column("order"),
    Column("operation"),
    Column("dry_run"),
    Column("return_number", "Return number"),
    Column("units", "Units back"),
    Column("refunded"),
    Column("left_to_refund", "Can still be refunded"),
    Column("lines", rows=LINES, shown=False),
    summary=True,
)


@app.command(
    "return",
    shows=RETURNED,
    examples="""
    royal order return 1001 --line MUG-RED=1 --reason "wrong colour"
    royal order return 1001 --line MUG-RED=1 --damage --location Utrecht --refund --reason "arrived broken"
    """,
)
@taking(how=of_one)
def return_order(
    number: Number,
    lines: Annotated[
        list[str],
        typer.Option("--line", metavar="SKU=UNITS", help="So many came back; SKU alone is all that was sent."),
    ],
    restock: Annotated[
        bool, typer.Option("--restock", help="Put it back on the shelf (unless another is said).")
    ] = False,
    damage: Annotated[bool, typer.Option("--damage", help="Lay it aside: it cannot be sold.")] = False,
    discard: Annotated[bool, typer.Option("--discard", help="Throw it away.")] = False,
    location: Annotated[
        str | None,
        typer.Option(
            "--location",
            metavar="NAME",
            autocompletion=complete_location,
            help="Where it lies now; else where it was sent from.",
        ),
    ] = None,
    refund: Annotated[bool, typer.Option("--refund", help="Also give the money for it back.")] = False,
    channel: OfChannel = None,
    allow: Allow = None,
    *,
    how: How,
) -> None:
    """Note goods that came back, and put them on the shelf, lay them aside as damaged, or throw them away.

    Never more comes back than was sent. Where nobody has said how much of it there is, that stays unknown.
    """
    if restock + damage + discard > 1:
        raise UsageError("What comes back becomes one thing.", hint="--restock, --damage or --discard")
    disposition: Disposition = "damage" if damage else "discard" if discard else "restock"
    receiving = Receiving(
        lines=units_of(lines),
        disposition=disposition,
        location=location,
        refund=refund,
        unknown_is_sent=allows_unknown(allow),
    )
    with changing(how) as (engine, asked):
        done = return_(engine, number, channel, receiving, asked, asking(how, previewing(_preview)))
    show(RETURNED, done, also=["lines"])
    end(done.operation, how, [], found=bool(done.units), is_final=_gone(done) if refund else "")


def _gone(done: Returned) -> str:
    return f"Order {done.order}: the return and its refund are noted."


def _preview(found: Returned) -> list[str]:
    return [f"order {found.order}: {line.quantity} × {line.sku}, {line.stock}" for line in found.lines]
