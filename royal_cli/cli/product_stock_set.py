"""`royal product stock set`: how much there is of a variant, and where."""

from typing import Annotated

import typer

from royal_cli.cli import changing, standard_input
from royal_cli.cli.app import App
from royal_cli.cli.product_stock_words import apart
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import terminal
from royal_cli.commerce.catalog.editing.stock import Quantity, StockSet, quantity, set_stock
from royal_cli.errors import UsageError

app = App()

_READS = "royal product stock set MUG-RED 40, or +5, or -3"


@app.command(
    "set",
    shows=changing.EDITED,
    signed=True,
    examples="""
    royal product stock set MUG-RED 40 --location Main
    royal product stock set MUG-RED MUG-BLUE +5
    royal product stock set MUG-RED -3 --reason "broken in the window"
    royal product stock set --where vendor=Potter --to 0
    royal product stock set - < counted.csv
    """,
)
@taking(how=changing.of_many)
def set_(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SKU …|-] [QUANTITY]",
            help="Variants, and last how many there are, or how many more (+5) or fewer (-3); - reads lines of"
            " sku,quantity[,location] or, before a quantity, SKUs.",
            autocompletion=changing.complete_sku,
        ),
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="QUANTITY", help="How many there are.")] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="CHANGE", help="How many more, or with a minus fewer.")
    ] = None,
    location: changing.Location = None,
    create_location: changing.CreateLocation = False,
    *,
    how: changing.How,
) -> None:
    """Set or change how much is available, each as a movement in the stock ledger. `royal undo` takes it back.

    What nobody has said the stock of stays unknown unless it is set: unknown and five more is not five. Lines of a
    list that cannot be read, or name no variant, are left out: exit code 3.
    """
    if to and by:
        raise UsageError("The quantity is said twice.", hint="Once is enough: as the last word, with --to, or --by.")
    said = list(words or ())
    skus, units = (said, None) if to or by else apart(said, _READS, needs_sku=not how.where)
    settings = terminal().settings
    wanted_units = _quantity(units, to, by)
    is_list = skus == ["-"] and wanted_units is None
    wanted = StockSet(
        targets=None if is_list else changing.targets(skus, how),
        lines=standard_input.lines() if is_list else (),
        quantity=wanted_units,
        location=settings.location if location is None else location,
        default_location=settings.location,
        create_location=create_location,
    )
    changing.change(set_stock(wanted), how)


def _quantity(units: str | None, to: str | None, by: str | None) -> Quantity | None:
    if to is not None:
        return quantity(to, is_relative=False)
    if by is not None:
        return quantity(by, is_relative=True)
    return None if units is None else quantity(units)
