"""`royal order risk`: what speaks against an order, by the rules as they are now."""

from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.by_hand import asking, changing, ended, of_one
from royal_cli.cli.catalog_words import complete_order
from royal_cli.cli.changing import How
from royal_cli.cli.order_desk import which_of
from royal_cli.cli.order_filters import OfChannel
from royal_cli.cli.output import show
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import note, terminal
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.orders.flow.asked import Which
from royal_cli.commerce.orders.risk import Rules
from royal_cli.commerce.orders.risk.assessing import Assessed, Scored, assess_orders
from royal_cli.errors import UsageError

app = App()

LEVELS = {"high": "bold red", "medium": "yellow", "low": "green"}
SCORES = Rows(
    Scored, Column("order"), Column("level", style=LEVELS), Column("score"), Column("reasons", "Because", fold=True)
)
ASSESSED = One(
    Assessed,
    Column("operation"),
    Column("dry_run"),
    Column("orders"),
    Column("high"),
    Column("medium"),
    Column("low"),
    Column("unknown"),
    Column("put_on_hold"),
    Column("changed"),
    Column("riskiest", rows=SCORES),
    summary=True,
)


@app.command(
    "risk",
    shows=ASSESSED,
    examples="""
    royal order risk 1001
    royal order risk --open --dry-run
    royal --set risk.high=50 order risk --open --dry-run
    """,
)
@taking(how=of_one)
def risk_(
    numbers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NUMBER …|-]", help="Orders, or channel/number; - reads them.", autocompletion=complete_order
        ),
    ] = None,
    channel: OfChannel = None,
    every_open: Annotated[bool, typer.Option("--open", help="All that still have something to send.")] = False,
    *,
    how: How,
) -> None:
    """Score orders again: amount, new customers, addresses, many orders in a short time, mail domains.

    The rules and their points are the settings below `risk`. What is not known of an order adds nothing. An order
    whose level has risen to `risk.hold` is put on hold; one that was released stays so.
    """
    if bool(numbers) == every_open:
        raise UsageError("Nothing says which orders are meant.", hint="Name their numbers, or say --open.")
    which = Which(every_open=True) if every_open else which_of(list(numbers or ()), channel)
    rules = Rules.of(terminal().settings.risk)
    with changing(how) as (engine, asked):
        done = assess_orders(engine, which, rules, asked, asking(how, _preview))
    show(ASSESSED, done)
    ended(done.operation, how, found=bool(done.changed))


def _preview(found: Assessed) -> None:
    for one in found.riskiest:
        note(f"{one.order}  {one.level} ({one.score}): {'; '.join(one.reasons or [])}")
    note(f"{found.changed} of {found.orders} orders change, {found.put_on_hold} are put on hold.")
