"""`royal product stock transfer`: units moved from one location to another."""

from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.by_hand import asking, changing, of_one
from royal_cli.cli.catalog_words import complete_location, complete_sku
from royal_cli.cli.changing import How
from royal_cli.cli.product_stock_words import CHANGE, apart, end, listed, preview
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import terminal
from royal_cli.commerce.catalog.editing.stock import quantity
from royal_cli.commerce.stock.transferring import Step, Transfer, transfer
from royal_cli.commerce.stock.wanted import Asking
from royal_cli.errors import UsageError

app = App()

_READS = "royal product stock transfer MUG-RED 5 --to Utrecht"


@app.command(
    "transfer",
    shows=CHANGE,
    signed=True,
    examples="""
    royal product stock transfer MUG-RED 5 --from Main --to Utrecht
    royal product stock transfer MUG-RED MUG-BLUE 5 --to Utrecht --in-transit
    royal product stock transfer MUG-RED 5 --to Utrecht --receive
    royal product stock transfer - --from Main --to Utrecht < van.csv
    """,
)
@taking(how=of_one)
def transfer_(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="SKU …|- [QUANTITY]",
            help="Variants, and last how many units of each; - reads lines of sku,quantity[,from].",
            autocompletion=complete_sku,
            show_default=False,
        ),
    ],
    to: Annotated[
        str,
        typer.Option("--to", metavar="NAME", help="Where they go.", autocompletion=complete_location),
    ],
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="NAME",
            help="Where they are; else that of the settings.",
            autocompletion=complete_location,
        ),
    ] = None,
    in_transit: Annotated[bool, typer.Option("--in-transit", help="They leave now, and are received later.")] = False,
    receive: Annotated[bool, typer.Option("--receive", help="They were sent before, and have arrived.")] = False,
    *,
    how: How,
) -> None:
    """Move units from one location to another: at once, or in two steps.

    With --in-transit they are incoming at the other location, where they can be sold once --receive says so. Where
    nobody has said how much there is, the level begins with what arrives.
    """
    if in_transit and receive:
        raise UsageError("Units are sent or received, one at a time.", hint="Leave out --in-transit or --receive.")
    if receive and from_:
        raise UsageError("What is received has left before.", hint="Leave out --from.")
    skus, units = apart(words, _READS)
    place = to if receive else terminal().settings.location if from_ is None else from_
    if units is None:
        asked_for = Asking(lines=listed(skus[0], _READS), location=place, unsigned="so many units are moved")
    else:
        asked_for = Asking(skus=skus, units=quantity(units).units, location=place)
    step = Step.send if in_transit else Step.receive if receive else Step.whole
    with changing(how) as (engine, asked):
        done = transfer(engine, Transfer(asking=asked_for, to=to, step=step), asked, asking(how, preview))
    end(done, how)
