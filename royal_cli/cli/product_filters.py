"""The options that choose products: `royal product list` and `royal product export` have the same ones."""

from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from royal_cli.cli.catalog_words import complete_category
from royal_cli.commerce.catalog.reading.rows import Status
from royal_cli.errors import UsageError

OfStatus = Annotated[
    Status | None, typer.Option(help="Only those; without it all but the archived ones.", show_default=False)
]
InCategory = Annotated[
    str | None,
    typer.Option(
        metavar="PATH",
        autocompletion=complete_category,
        help="In this category or below it; its name or slug will do.",
    ),
]
Search = Annotated[
    str | None, typer.Option(metavar="TEXT", help="All its words stand in title, SKUs, GTINs or vendor.")
]
OfVendor = Annotated[str | None, typer.Option(metavar="NAME", help="Of this vendor.")]
MissingCost = Annotated[bool, typer.Option("--missing-cost", help="The cost of a variant is unknown.")]
BelowMargin = Annotated[str | None, typer.Option(metavar="PERCENT", help="A variant's margin is known, and lower.")]
MissingImage = Annotated[bool, typer.Option("--missing-image", help="There is no picture.")]
OutOfStock = Annotated[bool, typer.Option("--out-of-stock", help="The stock is known, and nothing.")]


def margin(text: str | None) -> Decimal | None:
    """A margin in percent, with or without its sign; one that is no number raises UsageError."""
    if text is None:
        return None
    try:
        share = Decimal(text.removesuffix("%").strip())
    except InvalidOperation:
        share = Decimal("NaN")
    if not share.is_finite():
        raise UsageError(f"A margin of {text!r} is not a number.", hint="It reads: --below-margin 25")
    return share
