"""Cancels what has not been sent, and lets others have what was reserved for it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Engine

from royal_cli.commerce.by_hand import Asked, Hand
from royal_cli.commerce.orders.flow.asked import Units, share_out
from royal_cli.commerce.orders.flow.at_hand import AtHand, Line, require_open
from royal_cli.commerce.orders.flow.reserving import Taken, give_back
from royal_cli.commerce.orders.flow.running import on_one
from royal_cli.errors import Conflict
from royal_cli.money import Money, exponent


@dataclass(frozen=True, slots=True)
class CancelledLine:
    """`given_back` are units that were reserved, and that others can have now."""

    sku: str
    title: str | None
    quantity: int
    given_back: int


@dataclass(frozen=True, slots=True)
class Cancelled:
    """`is_whole`: nothing of the order is sent, ever. `paid` is what the customer has paid and not got back."""

    operation: str | None
    dry_run: bool
    order: str
    units: int
    is_whole: bool
    paid: Money | None
    lines: list[CancelledLine]


Confirm = Callable[[Cancelled], None] | None


def cancel(
    engine: Engine,
    number: str,
    channel: str | None,
    lines: Sequence[Units],
    asked: Asked,
    confirm: Confirm = None,
    *,
    unknown_is_open: bool = False,
) -> Cancelled:
    """Cancel an order, or units of its lines. Conflict for units that are packed or sent."""

    def work(hand: Hand, order: AtHand) -> Cancelled:
        require_open(order, unknown_is_open=unknown_is_open, held_is_open=True)
        if not order.open_lines:
            raise Conflict(
                f"Order {order.number} has nothing left to cancel: all of it is packed or sent.",
                hint="What the customer sends back is a return: royal order return",
            )
        if lines:
            wanted = share_out(order, lines, lambda line: line.open, "still to be sent")
        else:
            wanted = {line.id: line.open for line in order.open_lines}
        cancelled = [(order.line(id), units) for id, units in wanted.items()]
        taken = [one for line, units in cancelled for one in _given_back(order, line, units)]
        give_back(hand, order, taken)
        counts = {line.id: str(line.cancelled + units) for line, units in cancelled}
        hand.set_values("order_line_items", "cancelled_quantity", counts)
        done = _told(asked, order, cancelled, taken)
        if done.is_whole:
            hand.set_values("orders", "cancelled_at", {order.id: hand.moment})
        return done

    parameters = {"lines": {one.name: one.units for one in lines}}
    found, operation = on_one(engine, "cancel", number, channel, asked, work, confirm, parameters)
    return replace(found, operation=operation)


def _given_back(order: AtHand, line: Line, units: int) -> Iterator[Taken]:
    """What is not reserved goes first, then what is not picked, the latest reservation before the others."""
    left = units - max(order.unreserved(line), 0)
    for held in sorted(order.reserved_of(line), key=lambda held: (held.picked, -held.id)):
        if left > 0:
            given = min(left, held.quantity)
            left -= given
            yield Taken(held, given)


def _told(asked: Asked, order: AtHand, cancelled: Sequence[tuple[Line, int]], taken: Sequence[Taken]) -> Cancelled:
    given = {line.id: sum(one.units for one in taken if one.held.line_id == line.id) for line, _ in cancelled}
    units = sum(units for _, units in cancelled)
    goods = [line for line in order.lines if line.is_product]
    left = None if order.paid_total is None else order.paid_total - order.refunded_total
    return Cancelled(
        operation=None,
        dry_run=asked.dry_run,
        order=order.number,
        units=units,
        is_whole=sum(line.quantity - line.cancelled for line in goods) == units,
        paid=Money(left, order.currency, exponent(order.currency)) if left else None,
        lines=[CancelledLine(line.name, line.title, units, given[line.id]) for line, units in cancelled],
    )
