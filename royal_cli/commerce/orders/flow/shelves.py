"""What locations may send of an order's variants: free units, and whatever else routing goes by."""

import shlex
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import BindParameter, Connection, bindparam, select, text

from royal_cli.commerce import sql
from royal_cli.commerce.orders.flow.at_hand import AtHand
from royal_cli.commerce.orders.flow.distances import way
from royal_cli.commerce.orders.flow.routing import Place
from royal_cli.commerce.stock.free import free
from royal_cli.commerce.stock.locations import LOCATIONS, find_location
from royal_cli.errors import Conflict

#: They send what no location of our own has.
_LAST = ("supplier", "dropship")

#: Units by variant and location, both by their ids.
Units = Mapping[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class Shelves:
    """`floors` is what `move` asks for; `known` are the variants of which somebody has said how many there are.

    `only` is the name of the one location that was asked.
    """

    places: tuple[Place, ...]
    floors: Mapping[tuple[int, int], int | None]
    known: frozenset[int]
    only: str | None = None


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
    known = frozenset(one.variant_id for one in found if location_id in (None, one.location_id))
    name = None if location_id is None else _name(connection, location_id)
    return Shelves(tuple(places), floors, known, name)


def _name(connection: Connection, location_id: int) -> str:
    return str(connection.scalar(select(LOCATIONS.c.name).where(LOCATIONS.c.id == location_id)))


def sending_location(connection: Connection, name: str | None) -> int | None:
    """The location that is to send it, if one is named; Conflict for one that is not active."""
    if name is None:
        return None
    row = connection.execute(select(LOCATIONS).where(LOCATIONS.c.id == find_location(connection, name))).one()
    if not row.is_active:
        raise Conflict(
            f"{row.name} is not active: it sends nothing.", hint=f"royal location edit {shlex.quote(row.name)} --active"
        )
    return int(row.id)


def hold_levels(connection: Connection, variants: Collection[int]) -> None:
    """Keep others from the levels of these variants until this transaction ends, in the order in which everybody
    asks for levels, so that two operations never wait for each other. SQLite has one writer anyway."""
    if sql.is_postgres(connection) and variants:
        connection.execute(_HOLD, {"variants": sorted(variants)})


_VARIANTS: BindParameter[int] = bindparam("variants", expanding=True)
_HOLD = text("SELECT id FROM inventory_levels WHERE product_variant_id IN :variants ORDER BY id FOR UPDATE").bindparams(
    _VARIANTS
)
