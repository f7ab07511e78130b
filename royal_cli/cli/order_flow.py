"""What the commands share that send orders: which ones are meant, how they are asked, what they leave out."""

from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

import typer

from royal_cli.cli.by_hand import ended
from royal_cli.cli.catalog_words import complete_location, complete_order
from royal_cli.cli.changing import How
from royal_cli.cli.order_filters import OfChannel
from royal_cli.cli.standard_input import words_of
from royal_cli.cli.terminal import note, terminal
from royal_cli.cli.views import Column, Rows
from royal_cli.commerce.orders.flow.asked import Which
from royal_cli.commerce.orders.flow.parcels import ParcelRow
from royal_cli.commerce.orders.flow.running import LeftOut
from royal_cli.errors import PartialFailure, UsageError

Found = TypeVar("Found")

#: The one check of these commands that --allow lets pass.
UNKNOWN = "unknown"

LEFT_OUT = Rows(
    LeftOut,
    Column("order"),
    Column("sku", "SKU"),
    Column("quantity", "Units"),
    Column("why", fold=True),
    Column("code", shown=False),
)
PARCELS = Rows(
    ParcelRow,
    Column("parcel"),
    Column("status", style={"packed": "yellow", "shipped": "green", "delivered": "green"}),
    Column("contents", fold=True),
    Column("location", "From"),
    Column("carrier"),
    Column("tracking_number", "Number"),
    Column("tracking_url", "Link", fold=True),
)

Number = Annotated[
    str,
    typer.Argument(
        metavar="NUMBER", help="The order, or channel/number.", autocompletion=complete_order, show_default=False
    ),
]
Lines = Annotated[
    list[str] | None,
    typer.Option("--line", metavar="SKU=UNITS", help="Of this line so many; SKU alone is all of it, #2 the second."),
]
Location = Annotated[
    str | None, typer.Option("--location", metavar="NAME", autocompletion=complete_location, help="At this one only.")
]
Partial = Annotated[bool, typer.Option("--partial", help="As much of it as there is.")]
Allow = Annotated[
    list[str] | None,
    typer.Option(
        "--allow", metavar="CHECK", help="unknown: also an order that nobody has said to be open; you know that it is."
    ),
]
Carrier = Annotated[str | None, typer.Option("--carrier", metavar="NAME", help="Who brings it, such as DHL.")]
TrackingNumber = Annotated[str | None, typer.Option("--number", metavar="NUMBER", help="The number on the label.")]
Link = Annotated[
    str | None,
    typer.Option("--link", metavar="URL", help="Where the parcel can be followed; well-known carriers need none."),
]


def which_orders(
    numbers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NUMBER …|-]",
            help="Orders, or channel/number; - reads them from stdin, one a line.",
            autocompletion=complete_order,
            show_default=False,
        ),
    ] = None,
    every_open: Annotated[bool, typer.Option("--open", help="All open orders, the oldest first.")] = False,
    channel: OfChannel = None,
    allow: Allow = None,
) -> Which:
    """The orders that a command is about; see `taking`."""
    if every_open and numbers:
        raise UsageError("Numbers and --open are two ways to say which orders.", hint="Leave one of them out.")
    if every_open and channel:
        raise UsageError("--channel says on which channel a number is; --open means all of them.")
    if not every_open and not numbers:
        raise UsageError("Nothing says which orders are meant.", hint="Name their numbers, - for stdin, or --open.")
    command = f"royal {' '.join(terminal().words)}"
    words = words_of(numbers, command, heading="number", what="order") if numbers else []
    return Which(numbers=words, channel=channel, every_open=every_open, unknown_is_open=allows_unknown(allow))


def allows_unknown(allow: Sequence[str] | None) -> bool:
    for check in allow or ():
        if check != UNKNOWN:
            raise UsageError(f"There is no check {check!r} here.", hint=f"The one there is: {UNKNOWN}")
    return bool(allow)


def previewing(lines: Callable[[Found], Sequence[str]]) -> Callable[[Found], None]:
    """What is shown before the question."""

    def preview(found: Found) -> None:
        for line in lines(found):
            note(line)

    return preview


def told_left_out(left_out: Sequence[LeftOut]) -> list[str]:
    return [f"left out: {' '.join(part for part in (one.order, one.sku) if part)}: {one.why}" for one in left_out]


def end(operation: str | None, how: How, left_out: Sequence[LeftOut], *, found: bool, is_final: str = "") -> None:
    """What is said after the summary: how it is taken back, or why it `is_final`; exit code 3 for a part."""
    if is_final and operation:
        note(is_final)
    else:
        ended(operation, how, found=found or bool(left_out))
    waiting = [one for one in left_out if one.code != "held"]
    if waiting:
        orders = len({one.order for one in waiting})
        done = "The rest is done." if operation else "Nothing was done." if not found else None
        raise PartialFailure(f"{orders} order{'s' if orders > 1 else ''} could not be served in full.", hint=done)
