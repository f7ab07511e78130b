"""`royal order note`: something about an order that others should know."""

from typing import Annotated

import typer

from royal_cli.cli import standard_input
from royal_cli.cli.app import App
from royal_cli.cli.by_hand import changing, ended
from royal_cli.cli.changing import Detailed, DryRun, How
from royal_cli.cli.order_filters import OfChannel
from royal_cli.cli.order_show import Number
from royal_cli.cli.output import show
from royal_cli.cli.shared_options import taking
from royal_cli.cli.views import Column, One
from royal_cli.commerce.orders.desk.notes import Noted, add_note

app = App()

NOTED = One(
    Noted,
    Column("order"),
    Column("note"),
    Column("author", "Who"),
    Column("operation"),
    Column("dry_run"),
    summary=True,
)


def _of_note(dry_run: DryRun = False, detailed: Detailed = False) -> How:
    """A note needs no question, and is its own reason."""
    return How(dry_run=dry_run, yes=True, reason=None, detailed=detailed)


@app.command(
    "note",
    shows=NOTED,
    examples="""
    royal order note 1001 "the customer calls back on Friday"
    royal order note shopify/1001 - < mail.txt
    """,
)
@taking(how=_of_note)
def note_(
    number: Number,
    text: Annotated[
        str, typer.Argument(metavar="TEXT|-", help="What to remember; - reads it from stdin.", show_default=False)
    ],
    channel: OfChannel = None,
    *,
    how: How,
) -> None:
    """Note something about an order. `royal order show` lists the notes with who wrote them and when.

    The note that came with the order from its channel stays as it is.
    """
    note = "".join(standard_input.lines()) if text == "-" else text
    with changing(how) as (engine, asked):
        done = add_note(engine, number, channel, note, asked)
    show(NOTED, done)
    ended(done.operation, how, found=True)
