"""What became of an order: its parcels, refunds and returns, each with the units of the lines that it is about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from royal_cli.commerce.orders.reading.detail_rows import (
    Note,
    Parcel,
    RefundedLine,
    RefundMade,
    ReturnedUnits,
    ReturnMade,
    Units,
)
from royal_cli.commerce.orders.tables import LOCATIONS, NOTES
from royal_cli.db.fulfillment import Allocation
from royal_cli.money import Money, exponent

TABLES = Allocation.metadata.tables
ALLOCATIONS = TABLES["allocations"]

#: What a line is called, by its id.
Names = Mapping[int, str | None]


def allocated(connection: Connection, lines: Iterable[int]) -> dict[int, dict[str, int]]:
    """Reserved units by line and location."""
    query = select(ALLOCATIONS.c.order_line_item_id, LOCATIONS.c.name, ALLOCATIONS.c.quantity).join(
        LOCATIONS, LOCATIONS.c.id == ALLOCATIONS.c.location_id
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    reserved = query.where(ALLOCATIONS.c.order_line_item_id.in_(list(lines)), ALLOCATIONS.c.quantity > 0)
    for line, location, quantity in connection.execute(reserved.order_by(LOCATIONS.c.name)):
        found[line][location] = quantity
    return found


def parcels(connection: Connection, order_id: int, names: Names) -> list[Parcel]:
    of, items = TABLES["fulfillments"], TABLES["fulfillment_items"]
    contents = _contents(connection, select(items).join(of).where(of.c.order_id == order_id), "fulfillment_id")
    return [
        Parcel(
            number=row.number,
            status=row.status,
            carrier=row.carrier,
            tracking_number=row.tracking_number,
            tracking_url=row.tracking_url,
            location=row.location,
            contents=[Units(names.get(item.order_line_item_id), item.quantity) for item in contents[row.id]],
            shipped_at=row.shipped_at,
            delivered_at=row.delivered_at,
            external_id=row.external_id,
        )
        for row in connection.execute(
            select(of, LOCATIONS.c.name.label("location"))
            .outerjoin(LOCATIONS, LOCATIONS.c.id == of.c.location_id)
            .where(of.c.order_id == order_id)
            .order_by(of.c.number)
        )
    ]


def refunds(connection: Connection, order_id: int, names: Names, currency: str) -> list[RefundMade]:
    of, items = TABLES["refunds"], TABLES["refund_items"]
    contents = _contents(connection, select(items).join(of).where(of.c.order_id == order_id), "refund_id")
    digits = exponent(currency)
    return [
        RefundMade(
            number=row.number,
            amount=Money(row.amount, currency, digits),
            shipping=Money(row.shipping_amount, currency, digits),
            reason=row.reason,
            contents=[
                RefundedLine(names.get(one.order_line_item_id), one.quantity, Money(one.amount, currency, digits))
                for one in contents[row.id]
            ],
            refunded_at=row.refunded_at,
            external_id=row.external_id,
        )
        for row in connection.execute(select(of).where(of.c.order_id == order_id).order_by(of.c.number))
    ]


def returns(connection: Connection, order_id: int, names: Names) -> list[ReturnMade]:
    of, items = TABLES["order_returns"], TABLES["order_return_items"]
    located = select(items, LOCATIONS.c.name.label("location")).select_from(
        items.join(of).outerjoin(LOCATIONS, LOCATIONS.c.id == items.c.location_id)
    )
    contents = _contents(connection, located.where(of.c.order_id == order_id), "order_return_id")
    return [
        ReturnMade(
            number=row.number,
            reason=row.reason,
            contents=[
                ReturnedUnits(names.get(one.order_line_item_id), one.quantity, one.disposition, one.location)
                for one in contents[row.id]
            ],
            received_at=row.received_at,
            external_id=row.external_id,
        )
        for row in connection.execute(select(of).where(of.c.order_id == order_id).order_by(of.c.number))
    ]


def notes(connection: Connection, order_id: int) -> list[Note]:
    query = select(NOTES).where(NOTES.c.order_id == order_id).order_by(NOTES.c.id)
    return [Note(row.note, row.author, row.created_at) for row in connection.execute(query)]


def _contents(connection: Connection, items: Select[Any], by: str) -> Mapping[int, Sequence[Row[Any]]]:
    """The items of each parcel, refund or return."""
    grouped: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(items.order_by("id")):
        grouped[row._mapping[by]].append(row)
    return grouped
