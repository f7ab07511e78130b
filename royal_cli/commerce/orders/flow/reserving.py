"""Reserves units for orders and gives them back: the level, the ledger and the reservation change together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from royal_cli.commerce.by_hand import Hand
from royal_cli.commerce.orders.flow.at_hand import AtHand, Reserved
from royal_cli.commerce.orders.flow.routing import Part
from royal_cli.commerce.stock.moving import Move, move_as_part
from royal_cli.db.fulfillment import Allocation
from royal_cli.errors import Conflict

_ALLOCATIONS = Allocation.metadata.tables["allocations"]


@dataclass(frozen=True, slots=True)
class Taken:
    """Units that leave a reservation; those that were picked leave with the others."""

    held: Reserved
    units: int

    @property
    def picked_left(self) -> int:
        return min(self.held.picked, self.held.quantity - self.units)


def reserve(hand: Hand, order: AtHand, parts: Iterable[Part], floors: Mapping[tuple[int, int], int | None]) -> None:
    """Reserve what was decided; Conflict where somebody else has taken it meanwhile."""
    wanted: dict[tuple[int, int], int] = {}
    for part in parts:
        place = part.line_id, part.place.id
        wanted[place] = wanted.get(place, 0) + part.units
    for (line_id, location_id), units in sorted(wanted.items()):
        line = order.line(line_id)
        assert line.variant_id is not None
        sold = Move(
            variant_id=line.variant_id,
            location_id=location_id,
            type="sale",
            available=-units,
            committed=units,
            reference_type="order",
            reference_id=order.id,
            reason=f"reserved for order {order.number}",
        )
        if move_as_part(hand, sold, floor=floors[line.variant_id, location_id]) is None:
            raise Conflict(
                f"{line.name}: somebody else has just taken what order {order.number} needs.",
                hint="Type the same command again: it looks anew.",
            )
    held = {(one.line_id, one.location_id): one.quantity for one in order.reserved}
    _set_quantities(hand, {place: held.get(place, 0) + units for place, units in wanted.items()})


def give_back(hand: Hand, order: AtHand, taken: Iterable[Taken]) -> None:
    """Let reserved units be sold to others again."""
    given = list(taken)
    for one in given:
        _leave(hand, order, one, available=one.units, reason=f"no longer reserved for order {order.number}")
    take_out(hand, given)


def send(hand: Hand, order: AtHand, taken: Iterable[Taken]) -> None:
    """Reserved units leave the house."""
    given = list(taken)
    for one in given:
        _leave(hand, order, one, available=0, reason=f"sent with order {order.number}")
    take_out(hand, given)


def _leave(hand: Hand, order: AtHand, taken: Taken, *, available: int, reason: str) -> None:
    variant_id = order.line(taken.held.line_id).variant_id
    assert variant_id is not None
    gone = Move(
        variant_id=variant_id,
        location_id=taken.held.location_id,
        type="sale",
        available=available,
        committed=-taken.units,
        reference_type="order",
        reference_id=order.id,
        reason=reason,
    )
    if move_as_part(hand, gone, floor=None) is None:
        raise Conflict(
            f"The stock of {order.line(taken.held.line_id).name} at {taken.held.location} says that nothing of it is"
            f" reserved, although order {order.number} has reserved {taken.held.quantity}.",
            hint="`royal product stock verify` shows how the level came about.",
        )


def take_out(hand: Hand, taken: Iterable[Taken]) -> None:
    """The reservations themselves become smaller; those with nothing in them stay, empty."""
    given = list(taken)
    hand.set_values("allocations", "picked_quantity", {one.held.id: str(one.picked_left) for one in given})
    hand.set_values("allocations", "quantity", {one.held.id: str(one.held.quantity - one.units) for one in given})


def _set_quantities(hand: Hand, quantities: Mapping[tuple[int, int], int]) -> None:
    """An empty reservation says nothing, so that it comes to be is no change; the units in it are one."""
    ids = {}
    for (line_id, location_id), quantity in quantities.items():
        here = (_ALLOCATIONS.c.order_line_item_id == line_id, _ALLOCATIONS.c.location_id == location_id)
        id = hand.connection.scalar(select(_ALLOCATIONS.c.id).where(*here))
        if id is None:
            empty = {"order_line_item_id": line_id, "location_id": location_id, "quantity": 0, "picked_quantity": 0}
            times = {"created_at": hand.now, "updated_at": hand.now}
            id = hand.connection.scalar(_ALLOCATIONS.insert().returning(_ALLOCATIONS.c.id), {**empty, **times})
        ids[int(id or 0)] = str(quantity)
    hand.set_values("allocations", "quantity", ids)
