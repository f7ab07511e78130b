"""Reserves the units of orders at the locations that send them, and gives reserved units back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Engine

from royal_cli.commerce.by_hand import Asked, Hand
from royal_cli.commerce.orders.flow.asked import Which
from royal_cli.commerce.orders.flow.at_hand import AtHand, require_open
from royal_cli.commerce.orders.flow.planning import Missing, plan
from royal_cli.commerce.orders.flow.reserving import Taken, give_back, reserve
from royal_cli.commerce.orders.flow.running import LeftOut, on_many, unless_alone
from royal_cli.commerce.orders.flow.shelves import sending_location
from royal_cli.commerce.stock.locations import find_location
from royal_cli.errors import Conflict, Refused


@dataclass(frozen=True, slots=True)
class Reservation:
    """Units of a line at a location; `waits` are sold before they are there."""

    order: str
    sku: str
    title: str | None
    quantity: int
    location: str
    waits: bool
    why: str | None


@dataclass(frozen=True, slots=True)
class Allocated:
    """What was reserved or given back, or with `dry_run` would be. `operation` is None when nothing was written."""

    operation: str | None
    dry_run: bool
    orders: int
    units: int
    reserved: list[Reservation]
    left_out: list[LeftOut]


Confirm = Callable[[Allocated], None] | None


def allocate(
    engine: Engine,
    which: Which,
    asked: Asked,
    confirm: Confirm = None,
    *,
    location: str | None = None,
    partial: bool = False,
) -> Allocated:
    """Reserve what the orders still need, each as a whole, or with `partial` as much of it as there is.

    Refused for an order on hold, Conflict for one of which not all can be reserved; of several orders those are left
    out.
    """

    def work(hand: Hand, orders: Sequence[AtHand]) -> Allocated:
        location_id = sending_location(hand.connection, location)
        reserved: list[Reservation] = []
        left_out: list[LeftOut] = []
        for order in orders:
            try:
                require_open(order, unknown_is_open=which.unknown_is_open)
                with hand.connection.begin_nested():
                    found, missing = _allocate(hand, order, location_id, partial=partial)
            except Incomplete as error:
                unless_alone(which, order, error)
                left_out += [left(order, one) for one in error.missing]
            except (Refused, Conflict) as error:
                left_out.append(unless_alone(which, order, error))
            else:
                reserved += found
                left_out += missing
        return _told(asked, reserved, left_out)

    parameters = {"location": location, "partial": partial}
    found, operation = on_many(engine, "allocate", which, asked, work, confirm, parameters)
    return replace(found, operation=operation)


def release(
    engine: Engine, which: Which, asked: Asked, confirm: Confirm = None, *, location: str | None = None
) -> Allocated:
    """Give back what the orders have reserved, at one location or at all of them."""

    def work(hand: Hand, orders: Sequence[AtHand]) -> Allocated:
        location_id = find_location(hand.connection, location) if location else None
        given: list[Reservation] = []
        for order in orders:
            taken = [Taken(one, one.quantity) for one in order.reserved if location_id in (None, one.location_id)]
            give_back(hand, order, taken)
            for one in taken:
                line = order.line(one.held.line_id)
                given.append(
                    Reservation(order.number, line.name, line.title, one.units, one.held.location, False, None)
                )
        return _told(asked, given, [])

    found, operation = on_many(engine, "deallocate", which, asked, work, confirm, {"location": location})
    return replace(found, operation=operation)


def _allocate(
    hand: Hand, order: AtHand, location_id: int | None, *, partial: bool
) -> tuple[list[Reservation], list[LeftOut]]:
    wanted = _unreserved(order)
    planned = plan(hand.connection, order, wanted, location_id=location_id)
    if planned.missing and not partial:
        raise Incomplete(order, planned.missing, "reserved", "--partial reserves what there is.")
    reserve(hand, order, planned.route.parts, planned.floors)
    reserved = [
        Reservation(
            order.number,
            order.line(part.line_id).name,
            order.line(part.line_id).title,
            part.units,
            part.place.name,
            part.waits,
            why,
        )
        for part, why in zip(planned.route.parts, planned.reasons, strict=True)
    ]
    return reserved, [left(order, one) for one in planned.missing]


def _unreserved(order: AtHand) -> Mapping[int, int]:
    return {line.id: order.unreserved(line) for line in order.open_lines if order.unreserved(line) > 0}


def left(order: AtHand, missing: Missing) -> LeftOut:
    return LeftOut(
        order=order.number, sku=missing.line.name, quantity=missing.units, code=missing.code, why=missing.why
    )


class Incomplete(Conflict):
    """Not all of an order is there: each line that lacks something is named."""

    def __init__(self, order: AtHand, missing: Sequence[Missing], done: str, hint: str) -> None:
        listed = "; ".join(f"{one.line.name}: {one.why}" for one in missing)
        super().__init__(f"Order {order.number} was not {done}. {listed}.", hint=hint)
        self.missing = missing


def _told(asked: Asked, reserved: list[Reservation], left_out: list[LeftOut]) -> Allocated:
    orders = len({one.order for one in reserved})
    return Allocated(None, asked.dry_run, orders, sum(one.quantity for one in reserved), reserved, left_out)
