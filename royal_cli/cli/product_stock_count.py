"""`royal product stock count`: what somebody has counted on the shelf."""

from typing import Annotated

import typer

from royal_cli.cli import changing
from royal_cli.cli.app import App
from royal_cli.cli.by_hand import asking, ended, of_one
from royal_cli.cli.by_hand import changing as opened
from royal_cli.cli.changing import REJECTS, How
from royal_cli.cli.output import show
from royal_cli.cli.product_stock_words import apart, left_out, listed
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import note, terminal
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.catalog.editing.stock import quantity
from royal_cli.commerce.stock.counting import CountedUnits, StockCount, count_stock
from royal_cli.commerce.stock.wanted import Asking
from royal_cli.errors import UsageError

app = App()

_READS = "royal product stock count MUG-RED 38, or royal product stock count counted.csv"
_UNSIGNED = "what was counted has no sign; a difference is typed: royal product stock adjust SKU -3"
_ONCE = "a line above counts this shelf already"

COUNTS = Rows(
    CountedUnits,
    Column("sku", "SKU"),
    Column("location", shorten=True),
    Column("expected"),
    Column("counted"),
    Column("difference"),
    Column("committed"),
    Column("available"),
)
COUNT = One(
    StockCount,
    Column("operation"),
    Column("dry_run"),
    Column("counted", "Shelves counted"),
    Column("differing", "With a difference"),
    Column("found", "Units found"),
    Column("lost", "Units lost"),
    Column("unknown", "Unknown before"),
    Column("rejected", shown=False),
    Column("rejects", "Left as they are", rows=REJECTS, shown=False),
    Column("counts", "Largest differences", rows=COUNTS),
    Column("more_counts", shown=False),
    summary=True,
)


@app.command(
    "count",
    shows=COUNT,
    signed=True,
    examples="""
    royal product stock count MUG-RED 38 --location Main
    royal product stock count counted.csv --dry-run
    royal product stock count - --location Utrecht --yes --reason "year's end" < counted.csv
    """,
)
@taking(how=of_one)
def count_(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="SKU … QUANTITY|FILE|-",
            help="A variant and how many were counted; or lines of sku,quantity[,location] in a file, or on stdin.",
            autocompletion=changing.complete_sku,
            show_default=False,
        ),
    ],
    location: changing.Location = None,
    *,
    how: How,
) -> None:
    """Record a stock-taking: the difference is shown, and the ledger says that somebody has looked.

    Counted are all good units on the shelf, also those committed to orders; damaged ones lie apart. Where nothing
    differs, that is noted as well. Lines that cannot be taken are left out: exit code 3.
    """
    place = terminal().settings.location if location is None else location
    if len(words) == 1:
        asked_for = Asking(lines=listed(words[0], _READS), location=place, unsigned=_UNSIGNED, once=_ONCE)
    else:
        skus, units = apart(words, _READS)
        counted = quantity(units or "")
        if counted.is_relative:
            raise UsageError(f"{counted.text} was not counted: {_UNSIGNED}.", hint=f"It reads: {_READS}")
        asked_for = Asking(skus=skus, units=counted.units, location=place)
    with opened(how) as (engine, asked):
        done = count_stock(engine, asked_for, asked, asking(how, _preview))
    show(COUNT, done, also=["rejected", "rejects"] if done.rejected else [])
    left_out(done.rejected, done.operation)
    ended(done.operation, how, found=bool(done.counts))


def _preview(found: StockCount) -> None:
    for count in found.counts:
        expected = "unknown" if count.expected is None else count.expected
        if count.difference != 0:
            note(f"{count.sku} @ {count.location}: {expected} expected, {count.counted} counted")
    if found.more_counts:
        note("… and more; --dry-run --json lists them.")
    note(f"{found.counted} shelves counted, {found.differing} differ: {found.found} units found, {found.lost} lost.")
