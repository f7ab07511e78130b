"""The parcels of an order: what is in them, and where they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, text

from royal_cli.commerce.by_hand import Hand
from royal_cli.commerce.orders.flow.at_hand import AtHand
from royal_cli.commerce.orders.flow.carriers import Tracking
from royal_cli.db.fulfillment import Fulfillment
from royal_cli.errors import NotFound

_PARCELS = Fulfillment.metadata.tables["fulfillments"]


@dataclass(frozen=True, slots=True)
class Parcel:
    """`number` counts the parcels of the order from 1; `status` is packed, shipped or delivered."""

    id: int
    number: int
    location: str | None
    status: str
    carrier: str | None
    tracking_number: str | None
    tracking_url: str | None
    shipped_at: datetime | None
    contents: str


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """A parcel as commands show it."""

    parcel: int
    location: str | None
    status: str
    contents: str
    carrier: str | None
    tracking_number: str | None
    tracking_url: str | None


def parcels(connection: Connection, order: AtHand) -> list[Parcel]:
    """In the order in which they were packed."""
    query = (
        select(_PARCELS, text("(SELECT p.name FROM locations p WHERE p.id = fulfillments.location_id) AS location"))
        .where(_PARCELS.c.order_id == order.id)
        .order_by(_PARCELS.c.number)
    )
    contents: dict[int, list[str]] = {}
    for row in connection.execute(_CONTENTS, {"order": order.id}):
        contents.setdefault(row.fulfillment_id, []).append(f"{row.quantity} × {order.line(row.line_id).name}")
    return [
        Parcel(
            id=row.id,
            number=row.number,
            location=row.location,
            status=row.status,
            carrier=row.carrier,
            tracking_number=row.tracking_number,
            tracking_url=row.tracking_url,
            shipped_at=row.shipped_at,
            contents=", ".join(contents.get(row.id, ())),
        )
        for row in connection.execute(query)
    ]


_CONTENTS = text(
    "SELECT i.fulfillment_id, i.order_line_item_id AS line_id, i.quantity FROM fulfillment_items i"
    " JOIN fulfillments f ON f.id = i.fulfillment_id WHERE f.order_id = :order ORDER BY i.id"
)


def the_parcel(order: AtHand, found: Iterable[Parcel], number: int) -> Parcel:
    listed = list(found)
    for one in listed:
        if one.number == number:
            return one
    there = ", ".join(f"{one.number} ({one.status})" for one in listed)
    raise NotFound(
        f"Order {order.number} has no parcel {number}.", hint=f"It has {there or 'none yet: royal order fulfill'}."
    )


def rows(connection: Connection, order: AtHand, ids: Iterable[int]) -> list[ParcelRow]:
    """Those with these ids, as they are now."""
    wanted = set(ids)
    return [
        ParcelRow(
            one.number,
            one.location,
            one.status,
            one.contents,
            one.carrier,
            one.tracking_number,
            one.tracking_url,
        )
        for one in parcels(connection, order)
        if one.id in wanted
    ]


def add_parcel(
    hand: Hand, order: AtHand, location_id: int | None, contents: Mapping[int, int], tracking: Tracking
) -> int:
    """Note a packed parcel with so many units per line id; returns its id."""
    last = hand.connection.scalar(
        text("SELECT max(number) FROM fulfillments WHERE order_id = :order"), {"order": order.id}
    )
    id = hand.create(
        "fulfillments",
        {
            "order_id": order.id, "number": (last or 0) + 1, "location_id": location_id, "status": "packed",
            "carrier": tracking.carrier, "tracking_number": tracking.number, "tracking_url": tracking.link,
            "created_at": hand.now, "updated_at": hand.now,
        },
    )  # fmt: skip
    for line_id, units in contents.items():
        item = {"fulfillment_id": id, "order_line_item_id": line_id, "quantity": units}
        hand.create("fulfillment_items", item)
    return id
