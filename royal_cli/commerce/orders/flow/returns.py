"""Takes goods back: they are put on the shelf, laid aside as damaged, or gone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Engine, func, select, text

from royal_cli.commerce.by_hand import Asked, Hand
from royal_cli.commerce.orders.flow.asked import Units, share_out
from royal_cli.commerce.orders.flow.at_hand import AtHand, Line
from royal_cli.commerce.orders.flow.refund import Once, Refunded, give
from royal_cli.commerce.orders.flow.refund_bill import Wish
from royal_cli.commerce.orders.flow.running import on_one
from royal_cli.commerce.stock.locations import LOCATIONS, find_location
from royal_cli.commerce.stock.moving import Move, move_as_part
from royal_cli.db.fulfillment import OrderReturn
from royal_cli.errors import Refused, UsageError
from royal_cli.money import Money

Disposition = Literal["restock", "damage", "discard"]
_RETURNS = OrderReturn.metadata.tables["order_returns"]


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """`stock` says in words what became of the level."""

    sku: str
    title: str | None
    quantity: int
    disposition: str
    location: str | None
    stock: str


@dataclass(frozen=True, slots=True)
class Returned:
    """`return_number` counts the returns of the order from 1; `refunded` is what was given back with it."""

    operation: str | None
    dry_run: bool
    order: str
    return_number: int
    units: int
    refunded: Money | None
    left_to_refund: Money | None
    lines: list[ReturnedLine]


Confirm = Callable[[Returned], None] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiving:
    """What came back, and what becomes of it. Without a location it goes to where it was sent from."""

    lines: Sequence[Units]
    disposition: Disposition = "restock"
    location: str | None = None
    refund: bool = False
    #: Where nobody has said whether the order was sent: that something comes back shows that it was.
    unknown_is_sent: bool = False


def return_(
    engine: Engine, number: str, channel: str | None, receiving: Receiving, asked: Asked, confirm: Confirm = None
) -> Returned:
    """Note a return. Conflict for more than was sent and has not come back."""

    def work(hand: Hand, order: AtHand) -> Returned:
        if order.kind != "sale":
            raise Refused(f"{order.number} is no sale: nothing of it can come back.")
        sent = _sent(hand, order, receiving)
        wanted = share_out(order, receiving.lines, lambda line: sent[line.id], "sent and not back yet")
        back = [(order.line(id), units) for id, units in wanted.items()]
        return _receive(hand, order, receiving, back, asked)

    parameters = {"lines": {one.name: one.units for one in receiving.lines}, "disposition": receiving.disposition}
    found, operation = on_one(engine, "return", number, channel, asked, work, confirm, parameters)
    return replace(found, operation=operation)


def _sent(hand: Hand, order: AtHand, receiving: Receiving) -> dict[int, int]:
    """Units per line that can come back: what is packed has not left yet."""
    packed = {row.line_id: int(row.units) for row in hand.connection.execute(_PACKED, {"order": order.id})}
    is_unknown = _is_unknown(order)
    if is_unknown and not receiving.unknown_is_sent:
        raise Refused(
            f"Nobody has said whether order {order.number} was sent: the file that it came from does not.",
            hint="If it was, add --allow unknown.",
        )
    return {
        line.id: (line.quantity if is_unknown else line.fulfilled) - line.returned - packed.get(line.id, 0)
        for line in order.lines
    }


def _is_unknown(order: AtHand) -> bool:
    return order.order_status is None and order.fulfillment_status is None


_PACKED = text(
    "SELECT i.order_line_item_id AS line_id, sum(i.quantity) AS units FROM fulfillment_items i"
    " JOIN fulfillments f ON f.id = i.fulfillment_id WHERE f.order_id = :order AND f.status = 'packed'"
    " GROUP BY i.order_line_item_id"
)


def _receive(
    hand: Hand, order: AtHand, receiving: Receiving, back: Sequence[tuple[Line, int]], asked: Asked
) -> Returned:
    last = hand.connection.scalar(select(func.max(_RETURNS.c.number)).where(_RETURNS.c.order_id == order.id))
    number = int(last or 0) + 1
    described = {"order_id": order.id, "number": number, "reason": asked.reason, "received_at": hand.now}
    id = hand.create("order_returns", described)
    lines = [_put_away(hand, order, receiving, id, line, units) for line, units in back]
    counts = {line.id: str(line.returned + units) for line, units in back}
    hand.set_values("order_line_items", "returned_quantity", counts)
    if _is_unknown(order):  # what comes back was sent, and so was the rest of it
        sent = {line.id: str(line.quantity - line.cancelled) for line in order.lines if line.is_product}
        hand.set_values("order_line_items", "fulfilled_quantity", sent)
    given = _refund(hand, order, back, number, asked) if receiving.refund else None
    return Returned(
        operation=None,
        dry_run=asked.dry_run,
        order=order.number,
        return_number=number,
        units=sum(units for _, units in back),
        refunded=given.amount if given else None,
        left_to_refund=given.left if given else None,
        lines=lines,
    )


def _refund(hand: Hand, order: AtHand, back: Sequence[tuple[Line, int]], number: int, asked: Asked) -> Refunded:
    """What of it has not been refunded before it came back."""
    due = [(line, min(units, line.quantity - line.refunded)) for line, units in back]
    lines = [Units(f"#{line.position}", units) for line, units in due if units > 0]
    if not lines:
        raise Refused(f"What comes back of order {order.number} is refunded already.", hint="Leave out --refund.")
    return give(hand, order, Wish(lines=lines), Once(key=f"return {number}"), asked)


def _put_away(hand: Hand, order: AtHand, receiving: Receiving, return_id: int, line: Line, units: int) -> ReturnedLine:
    place = None if receiving.disposition == "discard" else _place(hand, order, receiving, line)
    hand.create(
        "order_return_items",
        {
            "order_return_id": return_id, "order_line_item_id": line.id, "location_id": place and place[0],
            "quantity": units, "disposition": receiving.disposition,
        },
    )  # fmt: skip
    stock = _move(hand, order, receiving.disposition, line, units, place)
    return ReturnedLine(line.name, line.title, units, receiving.disposition, place and place[1], stock)


def _place(hand: Hand, order: AtHand, receiving: Receiving, line: Line) -> tuple[int, str] | None:
    if receiving.location:
        id = find_location(hand.connection, receiving.location)
        return id, str(hand.connection.scalar(select(LOCATIONS.c.name).where(LOCATIONS.c.id == id)))
    if line.variant_id is None:
        return None
    sent_from = hand.connection.execute(_SENT_FROM, {"line": line.id}).one_or_none()
    if sent_from is None:
        raise UsageError(
            f"Nobody knows where {line.name} was sent from.",
            hint="Say where it lies now: --location NAME, or --discard",
        )
    return sent_from.id, sent_from.name


_SENT_FROM = text(
    "SELECT p.id, p.name FROM fulfillment_items i JOIN fulfillments f ON f.id = i.fulfillment_id"
    " JOIN locations p ON p.id = f.location_id WHERE i.order_line_item_id = :line ORDER BY f.number DESC LIMIT 1"
)


def _move(
    hand: Hand, order: AtHand, disposition: Disposition, line: Line, units: int, place: tuple[int, str] | None
) -> str:
    if disposition == "discard":
        return "gone: nothing goes back on the shelf"
    if line.variant_id is None or place is None:
        return "no variant is matched to it, so no stock changes"
    back = Move(
        variant_id=line.variant_id,
        location_id=place[0],
        type="return",
        available=units if disposition == "restock" else 0,
        damaged=units if disposition == "damage" else 0,
        reference_type="order",
        reference_id=order.id,
        reason=f"came back from order {order.number}",
    )
    if move_as_part(hand, back, floor=None) is None:
        return f"nobody has said how much of it is at {place[1]}, so it stays unknown"
    return f"{units} more {'for sale' if disposition == 'restock' else 'laid aside as damaged'} at {place[1]}"
