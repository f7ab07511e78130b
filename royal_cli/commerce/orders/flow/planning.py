"""Plans where the open units of one order come from, and says why: per line, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from royal_cli.commerce.orders.flow.at_hand import AtHand, Line
from royal_cli.commerce.orders.flow.distances import UNKNOWN
from royal_cli.commerce.orders.flow.routing import Need, Part, Place, Route, decide
from royal_cli.commerce.orders.flow.shelves import Shelves, Units, shelves


@dataclass(frozen=True, slots=True)
class Missing:
    """Units of a line that nobody can send. `code` is unmatched, unknown_stock or short."""

    line: Line
    units: int
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """`reasons` has one sentence per part of the route, in the same order."""

    route: Route
    reasons: tuple[str, ...]
    missing: tuple[Missing, ...]
    floors: Mapping[tuple[int, int], int | None]


def plan(
    connection: Connection,
    order: AtHand,
    wanted: Mapping[int, int],
    *,
    location_id: int | None = None,
    taken: Units | None = None,
    may_wait: bool = True,
) -> Plan:
    """Where `wanted` units per line id come from: of all locations, or of one. Without `may_wait` nothing is sold
    before it is there."""
    lines = [line for line in order.lines if wanted.get(line.id)]
    variants = {line.variant_id for line in lines if line.variant_id is not None}
    found = shelves(connection, order, variants, location_id=location_id, taken=taken)
    needs = [
        Need(line.id, line.variant_id, wanted[line.id], line.allow_backorder and may_wait)
        for line in lines
        if line.variant_id in found.known and line.variant_id is not None
    ]
    route = decide(needs, found.places)
    missing = [_missing(line, wanted[line.id], route, found) for line in lines]
    return Plan(
        route,
        tuple(_reason(part, order, needs, route) for part in route.parts),
        tuple(one for one in missing if one),
        found.floors,
    )


def _missing(line: Line, units: int, route: Route, found: Shelves) -> Missing | None:
    if line.variant_id is None:
        code = line.sku or line.name
        return Missing(line, units, "unmatched", f"no variant is matched to it: royal order match {code} SKU")
    if line.variant_id not in found.known:
        place = f"at {found.only}" if found.only else "at any active location"
        return Missing(line, units, "unknown_stock", f"nobody has said how much of it is {place}, which is not 0")
    short = route.short.get(line.id)
    if not short:
        return None
    nowhere = f"not free at {found.only}" if found.only else "nowhere free"
    return Missing(line, short, "short", f"{short} of {units} {'is' if short == 1 else 'are'} {nowhere}")


def _reason(part: Part, order: AtHand, needs: list[Need], route: Route) -> str:
    need = next(need for need in needs if need.line_id == part.line_id)
    if part.waits:
        return f"{part.place.name}: sold before it is there, as its variant allows; {_priority(part.place)}"
    held = _held(part, need, needs, route)
    return "; ".join([f"{part.place.name}: {_priority(part.place)}, {held}", *_beside(part.place, route)])


def _priority(place: Place) -> str:
    return f"a supplier, asked last, priority {place.priority}" if place.is_last else f"priority {place.priority}"


def _held(part: Part, need: Need, needs: list[Need], route: Route) -> str:
    if part.units < need.units:
        others = [other.place.name for other in route.parts if other.line_id == part.line_id and other is not part]
        rest = f", the others come from {' and '.join(others)}" if others else ""
        return f"has {part.units} of {need.units}{rest}"
    if len(route.parcels) == 1 and not route.short:
        return {1: "has it", 2: "has both lines"}.get(len(needs), f"has all {len(needs)} lines")
    return "has it; no location has everything" if len(route.parcels) > 1 else "has it"


def _beside(place: Place, route: Route) -> Iterator[str]:
    """What told between locations, and who was not needed."""
    rivals = [other for other in route.passed_over if other.is_last == place.is_last]
    equal = [other for other in rivals if other.priority == place.priority]
    if place.way != UNKNOWN and any(other.way > place.way for other in equal):
        yield str(place.way)
    if rivals:
        yield f"{', '.join(other.name for other in rivals)} not needed"
