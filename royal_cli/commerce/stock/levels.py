"""The levels that an operation is about to change: read, and held until it ends."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import text

from royal_cli.commerce import sql
from royal_cli.commerce.by_hand import Hand

#: The quantities of a level, as its columns are called.
QUANTITIES = ("available", "committed", "incoming", "damaged")

#: A variant and a location, by their ids.
Place = tuple[int, int]


@dataclass(slots=True)
class Level:
    """What lies of a variant at a location. `available` is None where nobody has said, and there is no row yet."""

    id: int | None
    variant_id: int
    location_id: int
    sku: str
    location: str
    allow_backorder: bool
    available: int | None
    committed: int
    incoming: int
    damaged: int

    @property
    def place(self) -> Place:
        return self.variant_id, self.location_id


def hold(hand: Hand, places: Collection[Place]) -> dict[Place, Level]:
    """The levels of these variants at these locations; nobody else changes them before the operation ends."""
    hand.keep_rows(
        "held_places", "variant_id BIGINT, location_id BIGINT, PRIMARY KEY (variant_id, location_id)", sorted(places)
    )
    if sql.is_postgres(hand.connection):  # on SQLite an operation is the only writer anyway
        hand.connection.execute(text(f"SELECT e.id {_HELD} ORDER BY e.id FOR UPDATE OF e"))
    found = hand.connection.execute(text(_LEVELS)).all()
    return {(row.variant_id, row.location_id): Level(*row) for row in found}


_OF_PLACE = "e.product_variant_id = h.variant_id AND e.location_id = h.location_id"
_HELD = f"FROM inventory_levels e JOIN held_places h ON {_OF_PLACE}"
_LEVELS = (
    "SELECT e.id, h.variant_id, h.location_id, v.sku, o.name AS location, v.allow_backorder, e.available,"
    " COALESCE(e.committed, 0) AS committed, COALESCE(e.incoming, 0) AS incoming, COALESCE(e.damaged, 0) AS damaged"
    " FROM held_places h JOIN product_variants v ON v.id = h.variant_id JOIN locations o ON o.id = h.location_id"
    f" LEFT JOIN inventory_levels e ON {_OF_PLACE} ORDER BY h.variant_id, h.location_id"
)
