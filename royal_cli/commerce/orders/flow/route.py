"""Shows where orders would be sent from, and why. Writes nothing."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session

from royal_cli.commerce.orders.flow.asked import Which, chosen
from royal_cli.commerce.orders.flow.at_hand import AtHand, look_at, require_open
from royal_cli.commerce.orders.flow.planning import plan
from royal_cli.commerce.orders.flow.running import unless_alone
from royal_cli.commerce.orders.flow.shelves import sending_location
from royal_cli.errors import Conflict, Refused


@dataclass(frozen=True, slots=True)
class RouteRow:
    """Units of a line and the location that sends them. `parcel` counts the locations of an order from 1.

    `state` is reserved, free, backorder, short, unknown_stock, unmatched; of a whole order refused or conflict.
    """

    order: str
    parcel: int | None
    location: str | None
    sku: str | None
    title: str | None
    quantity: int | None
    state: str
    why: str


def route(session: Session, which: Which, *, location: str | None = None) -> list[RouteRow]:
    """What `allocate` would do, order by order: who comes first takes what is there."""
    connection = session.connection()
    location_id = sending_location(connection, location)
    taken: dict[tuple[int, int], int] = defaultdict(int)
    rows: list[RouteRow] = []
    for order in look_at(connection, chosen(connection, which)):
        try:
            require_open(order, unknown_is_open=which.unknown_is_open)
            if not order.open_lines:
                raise Conflict(f"Order {order.number} has nothing left to send.")
        except (Refused, Conflict) as error:
            left = unless_alone(which, order, error)
            rows.append(RouteRow(order.number, None, None, None, None, None, left.code, left.why))
        else:
            rows += _rows(session, order, location_id, taken)
    return rows


def _rows(
    session: Session, order: AtHand, location_id: int | None, taken: dict[tuple[int, int], int]
) -> Iterator[RouteRow]:
    wanted = {line.id: order.unreserved(line) for line in order.open_lines}
    planned = plan(session.connection(), order, wanted, location_id=location_id, taken=taken)
    parcels: dict[str, int] = {}
    for held in order.reserved:
        line = order.line(held.line_id)
        parcel = parcels.setdefault(held.location, len(parcels) + 1)
        why = f"{held.location}: reserved for this order already"
        yield RouteRow(order.number, parcel, held.location, line.name, line.title, held.quantity, "reserved", why)
    for part, why in zip(planned.route.parts, planned.reasons, strict=True):
        line = order.line(part.line_id)
        parcel = parcels.setdefault(part.place.name, len(parcels) + 1)
        state = "backorder" if part.waits else "free"
        yield RouteRow(order.number, parcel, part.place.name, line.name, line.title, part.units, state, why)
        assert line.variant_id is not None
        taken[line.variant_id, part.place.id] += part.units
    for one in planned.missing:
        yield RouteRow(order.number, None, None, one.line.name, one.line.title, one.units, one.code, one.why)
