"""What the commands share that say something about orders: which ones, what changed, and how they end."""

from typing import Annotated

import typer

from royal_cli.cli.by_hand import ended
from royal_cli.cli.catalog_words import complete_order
from royal_cli.cli.changing import How
from royal_cli.cli.history import CHANGES
from royal_cli.cli.output import show
from royal_cli.cli.standard_input import words_of
from royal_cli.cli.terminal import terminal
from royal_cli.cli.views import Column, One
from royal_cli.commerce.orders.desk.changed import OrdersChanged
from royal_cli.commerce.orders.flow.asked import Which

CHANGED = One(
    OrdersChanged,
    Column("operation"),
    Column("dry_run"),
    Column("orders"),
    Column("changes", "First changes", rows=CHANGES),
    Column("more_changes", shown=False),
    summary=True,
)

Numbers = Annotated[
    list[str],
    typer.Argument(
        metavar="NUMBER …|-",
        help="Orders, or channel/number; - reads them from stdin, one a line.",
        autocompletion=complete_order,
        show_default=False,
    ),
]


def which_of(numbers: list[str], channel: str | None) -> Which:
    command = f"royal {' '.join(terminal().words)}"
    return Which(numbers=words_of(numbers, command, heading="number", what="order"), channel=channel)


def end(done: OrdersChanged, how: How) -> None:
    show(CHANGED, done)
    ended(done.operation, how, found=bool(done.changes))
