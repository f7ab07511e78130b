"""What can be sold of a variant, and where: what is available, less what is kept back as safety stock."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, text


@dataclass(frozen=True, slots=True)
class Free:
    """What a channel may sell of one variant at one location.

    `units` is `available` less `floor`, and never less than 0. `floor` is what has to stay there, the floor that
    `move` asks for; None where the variant may be sold without stock.
    """

    variant_id: int
    location_id: int
    location: str
    available: int
    units: int
    floor: int | None


def free(connection: Connection, variants: Collection[int], *, channel_id: int | None) -> list[Free]:
    """What `channel_id` may sell of these variants, at every active location that knows its stock of them.

    In the order in which locations are asked: the lowest priority number first. A variant whose stock nobody has said
    is not there at all, which is not 0. Safety stock is the larger of the channel's own and that for every channel.
    It is kept back once for all locations, at those that are asked last: so the floors of a variant's locations
    together keep it, whoever sells at the same time.
    """
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    wanted = {"variants": sorted(set(variants)), "channel": channel_id}
    for row in connection.execute(_LEVELS, wanted):
        found[row.variant_id].append(row)
    return [place for variant in found.values() for place in _places(variant)]


def _places(levels: list[Row[Any]]) -> Iterator[Free]:
    kept = levels[0].safety
    floors = {}
    for level in reversed(levels):
        floors[level.location_id] = min(kept, max(level.available, 0))
        kept -= floors[level.location_id]
    for level in levels:
        floor = floors[level.location_id]
        yield Free(
            variant_id=level.variant_id,
            location_id=level.location_id,
            location=level.location,
            available=level.available,
            units=max(level.available - floor, 0),
            floor=None if level.allow_backorder else floor,
        )


_LEVELS = text(
    "SELECT e.product_variant_id AS variant_id, e.location_id, o.name AS location, e.available, v.allow_backorder,"
    " COALESCE((SELECT max(s.units) FROM safety_stocks s WHERE s.product_variant_id = v.id"
    "  AND (s.channel_id IS NULL OR s.channel_id = CAST(:channel AS BIGINT))), 0) AS safety"
    " FROM inventory_levels e JOIN locations o ON o.id = e.location_id"
    " JOIN product_variants v ON v.id = e.product_variant_id"
    " WHERE o.is_active AND e.available IS NOT NULL AND e.product_variant_id IN :variants"
    " ORDER BY e.product_variant_id, o.priority, o.id"
).bindparams(bindparam("variants", expanding=True))
