"""The pick list: what has to be fetched from which shelf, over all orders, and what has been."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine
from sqlmodel import Session

from royal_cli.commerce.by_hand import Asked, Hand
from royal_cli.commerce.orders.flow.asked import Which, chosen
from royal_cli.commerce.orders.flow.at_hand import AtHand, Reserved, look_at
from royal_cli.commerce.orders.flow.running import LeftOut, on_many
from royal_cli.commerce.stock.locations import find_location
from royal_cli.errors import Conflict


@dataclass(frozen=True, slots=True)
class PickRow:
    """Units of one variant at one location; `orders` says how many of them are for which order."""

    location: str
    sku: str
    title: str | None
    quantity: int
    orders: str


@dataclass(frozen=True, slots=True)
class Picked:
    operation: str | None
    dry_run: bool
    orders: int
    units: int
    picked: list[PickRow]
    left_out: list[LeftOut]


Confirm = Callable[[Picked], None] | None


def pick_list(session: Session, which: Which, *, location: str | None = None) -> list[PickRow]:
    """What is reserved for the orders and not picked yet, location by location, in the order of the SKUs."""
    connection = session.connection()
    return _rows(_to_pick(connection, look_at(connection, chosen(connection, which)), location))


def pick(engine: Engine, which: Which, asked: Asked, confirm: Confirm = None, *, location: str | None = None) -> Picked:
    """Mark what is on the pick list as fetched. Conflict where nothing of the orders is reserved."""

    def work(hand: Hand, orders: Sequence[AtHand]) -> Picked:
        found = _to_pick(hand.connection, orders, location)
        hand.set_values("allocations", "picked_quantity", {held.id: str(held.quantity) for _, held in found})
        touched = {order.id for order, _ in found}
        left_out = [] if which.every_open else [_without(order) for order in orders if not order.reserved]
        if which.is_one and left_out:
            raise Conflict(
                f"{left_out[0].why}", hint=f"Reserve what it needs first: royal order allocate {left_out[0].order}"
            )
        rows = _rows(found)
        return Picked(None, asked.dry_run, len(touched), sum(row.quantity for row in rows), rows, left_out)

    found, operation = on_many(engine, "pick", which, asked, work, confirm, {"location": location})
    return replace(found, operation=operation)


def _without(order: AtHand) -> LeftOut:
    return LeftOut(order=order.number, code="nothing_reserved", why=f"Nothing is reserved for order {order.number}.")


def _to_pick(connection: Connection, orders: Iterable[AtHand], location: str | None) -> list[tuple[AtHand, Reserved]]:
    location_id = find_location(connection, location) if location else None
    return [
        (order, held)
        for order in orders
        if order.held_at is None
        for held in order.reserved
        if held.picked < held.quantity and location_id in (None, held.location_id)
    ]


def _rows(found: Iterable[tuple[AtHand, Reserved]]) -> list[PickRow]:
    shelves: dict[tuple[str, str], list[tuple[AtHand, Reserved]]] = defaultdict(list)
    for order, held in found:
        line = order.line(held.line_id)
        shelves[held.location, line.variant_sku or line.name].append((order, held))
    return [_row(*place, shelves[place]) for place in sorted(shelves)]


def _row(location: str, sku: str, held: Sequence[tuple[AtHand, Reserved]]) -> PickRow:
    units: dict[str, int] = defaultdict(int)
    for order, one in held:
        units[order.number] += one.quantity - one.picked
    order, first = held[0]
    title = order.line(first.line_id).title
    return PickRow(location, sku, title, sum(units.values()), ", ".join(f"{n} ×{units[n]}" for n in units))
