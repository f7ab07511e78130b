"""What locations may send of an order's variants: free units, and whatever else routing goes by."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import BindParameter, Connection, bindparam, select, text

from royal_cli.commerce.catalog import sql
from royal_cli.commerce.orders.flow.at_hand import AtHand
from royal_cli.commerce.orders.flow.distances import way
from royal_cli.commerce.orders.flow.routing import Place
from royal_cli.commerce.stock.free import free
from royal_cli.commerce.stock.locations import LOCATIONS

#: They send what no location of our own has.
_LAST = ("supplier", "dropship")

#: Units by variant and location, both by their ids.
Units = Mapping[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class Shelves:
    """`floors` is what `move` asks for; `known` are the variants of which somebody has said how many there are."""

    places: tuple[Place, ...]
    floors: Mapping[tuple[int, int], int | None]
    known: frozenset[int]


def shelves(
    connection: Connection,
    order: AtHand,
    variants: Collection[int],
    *,
    location_id: int | None = None,
    taken: Units | None = None,
) -> Shelves:
    """Of all active locations, or of one. `taken` are units that somebody else gets before this order."""
    found = free(connection, variants, channel_id=order.channel_id) if variants else []
    held: dict[int, dict[int, int]] = defaultdict(dict)
    for one in found:
        gone = (taken or {}).get((one.variant_id, one.location_id), 0)
        held[one.location_id][one.variant_id] = max(one.units - gone, 0)
    rows = connection.execute(select(LOCATIONS).where(LOCATIONS.c.id.in_(held))).all()
    places = (
        Place(
            id=row.id,
            name=row.name,
            priority=row.priority,
            free=held[row.id],
            way=way(row.address, order.shipping_address),
            is_last=row.type in _LAST,
        )
        for row in rows
        if location_id in (None, row.id)
    )
    floors = {(one.variant_id, one.location_id): one.floor for one in found}
    return Shelves(tuple(places), floors, frozenset(one.variant_id for one in found))


def hold_levels(connection: Connection, variants: Collection[int]) -> None:
    """Keep others from the levels of these variants until this transaction ends, in the order in which everybody
    asks for levels, so that two operations never wait for each other. SQLite has one writer anyway."""
    if sql.is_postgres(connection) and variants:
        connection.execute(_HOLD, {"variants": sorted(variants)})


_VARIANTS: BindParameter[int] = bindparam("variants", expanding=True)
_HOLD = text("SELECT id FROM inventory_levels WHERE product_variant_id IN :variants ORDER BY id FOR UPDATE").bindparams(
    _VARIANTS
)
