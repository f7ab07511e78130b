"""`royal product stock safety`: units that a channel may not sell."""

from typing import Annotated

import typer

from royal_cli.cli import changing
from royal_cli.cli.app import App
from royal_cli.cli.by_hand import asking, ended, of_one
from royal_cli.cli.by_hand import changing as opened
from royal_cli.cli.changing import How
from royal_cli.cli.output import show
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import note, terminal
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.catalog.editing.stock import is_quantity, quantity
from royal_cli.commerce.session import reading
from royal_cli.commerce.stock.safety import Keeping, SafetyRule, SafetyStocks, keep_back, list_safety
from royal_cli.errors import UsageError

app = App()

RULES = Rows(SafetyRule, Column("sku", "SKU"), Column("channel"), Column("units", "Kept back"))
SAFETY = One(
    SafetyStocks,
    Column("operation"),
    Column("dry_run"),
    Column("changed", "Rules changed"),
    Column("rules", "Safety stock", rows=RULES),
)


@app.command(
    "safety",
    shows=SAFETY,
    signed=True,
    examples="""
    royal product stock safety MUG-RED 2
    royal product stock safety MUG-RED MUG-BLUE 5 --channel bol
    royal product stock safety MUG-RED --channel bol --remove
    royal product stock safety
    """,
)
@taking(how=of_one)
def safety(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SKU …] [UNITS]",
            help="Variants, and last how many units of each are kept back; without UNITS the rules are shown.",
            autocompletion=changing.complete_sku,
        ),
    ] = None,
    channel: Annotated[
        str | None, typer.Option("--channel", metavar="NAME", help="From this channel; else from every one.")
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Keep nothing back any more: the rule goes.")] = False,
    *,
    how: How,
) -> None:
    """Keep units of a variant back: a channel sells what is available at all locations less its safety stock.

    Where there is a rule for the channel and one for every channel, the larger one counts.
    """
    said = list(words or ())
    units = said.pop() if len(said) > 1 and is_quantity(said[-1]) and not remove else None
    if units is None and not remove:
        with reading(terminal().settings) as session:
            found = list_safety(session, said, channel=channel)
        show(SAFETY, found)
        if not found.rules:
            note("Nothing is kept back.")
        return
    if not said:
        raise UsageError("Nothing says which variants are meant.", hint="It reads: royal product stock safety SKU 2")
    wanted = Keeping(skus=said, units=None if units is None else quantity(units).units, channel=channel)
    with opened(how) as (engine, asked):
        done = keep_back(engine, wanted, asked, asking(how, _preview))
    show(SAFETY, done)
    ended(done.operation, how, found=bool(done.changed))


def _preview(found: SafetyStocks) -> None:
    for rule in found.rules:
        note(f"{rule.sku}  {rule.channel or 'every channel'}: {rule.units} kept back")
