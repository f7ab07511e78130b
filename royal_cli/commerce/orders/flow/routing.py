"""Decides which locations send an order: a pure function of what is wanted and what is where.

In this order it looks for:

1. own locations (warehouses and stores); a supplier sends only what none of them has,
2. as many units as there are,
3. as few parcels as possible: an order is split only where no location has all of it,
4. the locations that are asked first (the lowest priority number),
5. the shortest way to the customer, as far as it is known; where that tells nothing, the locations that have more.

What nobody has, a variant that may be sold without stock waits for, at the location that is asked first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb

from royal_cli.commerce.orders.flow.distances import UNKNOWN, Way, comparable

#: So many sets of locations are tried for the fewest parcels; beyond that the locations with the most are taken.
MOST_TRIES = 20_000


@dataclass(frozen=True, slots=True)
class Need:
    """Units of a line that have to come from somewhere."""

    line_id: int
    variant_id: int
    units: int
    may_wait: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A location with what it may send: the free units per variant; a variant whose stock is unknown is not in it."""

    id: int
    name: str
    priority: int
    free: Mapping[int, int]
    way: Way = UNKNOWN
    #: A supplier, who sends it himself.
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Units of one line from one location. `waits`: they are sold before they are there."""

    line_id: int
    place: Place
    units: int
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """`parcels` are the chosen locations, the first one first; `passed_over` could have sent something as well.

    `short` is how many units of a line nobody has.
    """

    parts: tuple[Part, ...]
    parcels: tuple[Place, ...]
    passed_over: tuple[Place, ...]
    short: Mapping[int, int]


def decide(needs: Sequence[Need], places: Iterable[Place]) -> Route:
    """Which location sends what. Never more than is free there, and nobody is left short of what is."""
    wanted = _by_variant(needs)
    ranked = sorted(_with_comparable_ways(list(places)), key=_rank)
    useful = [place for place in ranked if any(place.free.get(variant, 0) > 0 for variant in wanted)]
    own = _fewest(wanted, [place for place in useful if not place.is_last])
    left = {variant: units - _held(own, variant) for variant, units in wanted.items()}
    rest = {variant: units for variant, units in left.items() if units > 0}
    parcels = [*own, *_fewest(rest, [place for place in useful if place.is_last])]
    parts, short = _shared_out(needs, parcels)
    waiting = list(_waiting(needs, short, ranked))
    for part in waiting:
        del short[part.line_id]
        parcels += [part.place] if part.place not in parcels else []
    passed_over = [place for place in useful if place not in parcels]
    return Route((*parts, *waiting), tuple(parcels), tuple(passed_over), short)


def _with_comparable_ways(places: Sequence[Place]) -> list[Place]:
    ways = comparable([place.way for place in places])
    return [replace(place, way=way) for place, way in zip(places, ways, strict=True)]


def _rank(place: Place) -> tuple[bool, int, Way, str, int]:
    return place.is_last, place.priority, place.way, place.name, place.id


def _by_variant(needs: Iterable[Need]) -> dict[int, int]:
    wanted: dict[int, int] = defaultdict(int)
    for need in needs:
        wanted[need.variant_id] += need.units
    return {variant: units for variant, units in wanted.items() if units > 0}


def _held(places: Iterable[Place], variant: int) -> int:
    return sum(max(place.free.get(variant, 0), 0) for place in places)


def _fewest(wanted: Mapping[int, int], places: Sequence[Place]) -> list[Place]:
    """The smallest set of places that has as much as all of them together; of several the one asked first."""
    target = {variant: min(units, _held(places, variant)) for variant, units in wanted.items()}
    useful = [place for place in places if any(place.free.get(variant, 0) > 0 for variant in target)]
    if not useful:
        return []
    for size in range(1, len(useful) + 1):
        if comb(len(useful), size) > MOST_TRIES:
            return _most_first(target, useful)
        fitting = [chosen for chosen in map(list, combinations(useful, size)) if _has(chosen, target)]
        if fitting:
            return min(fitting, key=lambda chosen: _preference(chosen, target))
    return useful


def _preference(chosen: Sequence[Place], target: Mapping[int, int]) -> tuple[list[int], list[Way], int]:
    """Of sets that are alike in all of this the first one counts: they come as the places are ranked."""
    held = sum(_held(chosen, variant) for variant in target)
    return [place.priority for place in chosen], sorted(place.way for place in chosen), -held


def _has(places: Sequence[Place], target: Mapping[int, int]) -> bool:
    return all(_held(places, variant) >= units for variant, units in target.items())


def _most_first(target: Mapping[int, int], places: Sequence[Place]) -> list[Place]:
    """Where there are too many locations to try all sets of them: whoever has most of what is still missing, and
    then without those that turn out not to be needed."""
    missing = dict(target)
    chosen: list[Place] = []
    while any(missing.values()):
        others = [place for place in places if place not in chosen]
        best = max(others, key=lambda place: sum(min(place.free.get(v, 0), units) for v, units in missing.items()))
        chosen.append(best)
        missing = {variant: max(units - max(best.free.get(variant, 0), 0), 0) for variant, units in missing.items()}
    for place in sorted(chosen, key=_rank, reverse=True):
        rest = [other for other in chosen if other is not place]
        if _has(rest, target):
            chosen = rest
    return sorted(chosen, key=_rank)


def _shared_out(needs: Sequence[Need], parcels: Sequence[Place]) -> tuple[list[Part], dict[int, int]]:
    """Line by line: from one location where one has all of it, else from one after the other."""
    left = {place.id: {variant: max(units, 0) for variant, units in place.free.items()} for place in parcels}
    parts: list[Part] = []
    short: dict[int, int] = {}
    for need in needs:
        missing = need.units
        whole = [place for place in parcels if left[place.id].get(need.variant_id, 0) >= missing]
        for place in whole[:1] or parcels:
            units = min(missing, left[place.id].get(need.variant_id, 0))
            if units > 0:
                left[place.id][need.variant_id] -= units
                parts.append(Part(need.line_id, place, units))
                missing -= units
        if missing > 0:
            short[need.line_id] = missing
    return parts, short


def _waiting(needs: Sequence[Need], short: Mapping[int, int], ranked: Sequence[Place]) -> Iterator[Part]:
    for need in needs:
        places = [place for place in ranked if need.variant_id in place.free]
        if need.may_wait and need.line_id in short and places:
            yield Part(need.line_id, places[0], short[need.line_id], waits=True)
