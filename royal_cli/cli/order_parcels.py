"""What packing and handing over show and ask alike."""

from typing import Annotated

import typer

from royal_cli.cli.order_flow import (
    LEFT_OUT,
    PARCELS,
    Allow,
    Carrier,
    Lines,
    Link,
    Location,
    Partial,
    TrackingNumber,
    allows_unknown,
    told_left_out,
)
from royal_cli.cli.views import Column, One
from royal_cli.commerce.orders.flow.asked import units_of
from royal_cli.commerce.orders.flow.fulfill import Fulfilled, Packing

FULFILLED = One(
    Fulfilled,
    Column("order"),
    Column("operation"),
    Column("dry_run"),
    Column("units", "Units packed"),
    Column("still_open", "Units still open"),
    Column("parcels", rows=PARCELS, shown=False),
    Column("left_out", "Left out", rows=LEFT_OUT, shown=False),
    summary=True,
)

WithoutStock = Annotated[
    bool,
    typer.Option("--without-stock", help="Also what nobody has said the stock of; nothing is taken off for it."),
]


def packing_of(
    lines: Lines = None,
    location: Location = None,
    carrier: Carrier = None,
    number_: TrackingNumber = None,
    link: Link = None,
    partial: Partial = False,
    without_stock: WithoutStock = False,
    allow: Allow = None,
) -> Packing:
    """The options of both commands; see `taking`."""
    return Packing(
        lines=units_of(lines),
        location=location,
        carrier=carrier,
        number=number_,
        link=link,
        partial=partial,
        without_stock=without_stock,
        unknown_is_open=allows_unknown(allow),
    )


def shown(done: Fulfilled) -> list[str]:
    return [name for name in ("parcels", "left_out") if getattr(done, name)]


def packed(found: Fulfilled) -> list[str]:
    """What is shown before the question."""
    lines = [
        " ".join(
            part
            for part in (
                f"parcel {row.parcel} of order {found.order}: {row.contents}",
                f"from {row.location}" if row.location else "",
                f"with {row.carrier}" if row.carrier else "",
                row.tracking_number or "",
            )
            if part
        )
        for row in found.parcels
    ]
    return [*lines, *told_left_out(found.left_out)]
