"""`royal product stock adjust`: stock changed by a difference."""

from typing import Annotated

import typer

from royal_cli.cli import changing
from royal_cli.cli.app import App
from royal_cli.cli.by_hand import asking, of_one
from royal_cli.cli.by_hand import changing as opened
from royal_cli.cli.changing import How
from royal_cli.cli.product_stock_words import CHANGE, apart, end, listed, preview
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import terminal
from royal_cli.commerce.catalog.editing.stock import quantity
from royal_cli.commerce.stock.adjusting import Adjustment, AdjustmentType, Shelf, adjust
from royal_cli.commerce.stock.wanted import Asking
from royal_cli.errors import UsageError

app = App()

_READS = "royal product stock adjust MUG-RED -3"


@app.command(
    "adjust",
    shows=CHANGE,
    signed=True,
    examples="""
    royal product stock adjust MUG-RED -3 --reason "broken in the window"
    royal product stock adjust MUG-RED +24 --type purchase --location Utrecht
    royal product stock adjust MUG-RED 2 --damaged --reason "handle came off"
    royal product stock adjust MUG-RED -2 --of damaged --reason "thrown away"
    royal product stock adjust - < differences.csv
    """,
)
@taking(how=of_one)
def adjust_(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="SKU …|- [CHANGE]",
            help="Variants, and last how many more (5) or fewer (-3); - reads lines of sku,change[,location].",
            autocompletion=changing.complete_sku,
            show_default=False,
        ),
    ],
    location: changing.Location = None,
    of: Annotated[Shelf, typer.Option("--of", help="Which of its quantities changes.")] = Shelf.available,
    damaged: Annotated[
        bool, typer.Option("--damaged", help="So many available ones are damaged; with a minus, are not after all.")
    ] = False,
    type: Annotated[
        AdjustmentType, typer.Option("--type", help="What the ledger calls it.")
    ] = AdjustmentType.adjustment,
    *,
    how: How,
) -> None:
    """Change how much there is by a difference, as a movement in the stock ledger.

    What is sold meanwhile stays sold, and `royal undo` makes the opposite movement. Nothing goes below zero but
    variants that may be sold without stock; of what nobody has said the stock of, nothing is changed: count it.
    """
    if damaged and of is not Shelf.available:
        raise UsageError("--damaged takes units out of what is available.", hint="Leave out --of.")
    skus, change = apart(words, _READS)
    place = terminal().settings.location if location is None else location
    if change is None:
        asked_for = Asking(lines=listed(skus[0], _READS), location=place)
    else:
        asked_for = Asking(skus=skus, units=quantity(change).units, location=place)
    wanted = Adjustment(asking=asked_for, type=type, shelf=of, is_damage=damaged)
    with opened(how) as (engine, asked):
        done = adjust(engine, wanted, asked, asking(how, preview))
    end(done, how)
