"""Where stock lies: the locations as people look at them, and the one that a name means."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select
from sqlmodel import Session

from royal_cli.commerce.catalog.reading.search import equals, legible
from royal_cli.db.stock import InventoryLevel, InventoryMovement, Location
from royal_cli.errors import NotFound

LOCATIONS = Location.metadata.tables["locations"]
_LEVELS = InventoryLevel.metadata.tables["inventory_levels"]
_MOVEMENTS = InventoryMovement.metadata.tables["inventory_movements"]
_QUANTITIES = ("available", "committed", "incoming", "damaged")


@dataclass(frozen=True, slots=True)
class LocationRow:
    """Orders go to active locations, those with the lowest priority number first.

    `variants` counts those whose stock there is known; the units are those of all of them, None where nothing is known.
    """

    location: str
    type: str | None
    is_active: bool
    priority: int
    variants: int
    available: int | None
    committed: int | None
    incoming: int | None
    damaged: int | None
    country_code: str | None


@dataclass(frozen=True, slots=True)
class LocationDetail:
    location: str
    type: str | None
    is_active: bool
    priority: int
    address: Mapping[str, object] | None
    variants: int
    available: int | None
    committed: int | None
    incoming: int | None
    damaged: int | None
    movements: int
    last_moved_at: datetime | None
    last_counted_at: datetime | None
    created_at: datetime


def list_locations(session: Session) -> list[LocationRow]:
    """In the order in which they are asked for what an order needs."""
    return [
        LocationRow(
            location=row.name,
            type=row.type,
            is_active=row.is_active,
            priority=row.priority,
            **_units(row),
            country_code=(row.address or {}).get("country_code"),
        )
        for row in session.connection().execute(_with_units())
    ]


def show_location(session: Session, name: str) -> LocationDetail:
    """NotFound for a location that is not there."""
    connection = session.connection()
    id = find_location(connection, name)
    row = connection.execute(_with_units().where(LOCATIONS.c.id == id)).one()
    moved = select(func.count(), func.max(_MOVEMENTS.c.created_at)).where(_MOVEMENTS.c.location_id == id)
    movements, last_moved_at = connection.execute(moved).one()
    return LocationDetail(
        location=row.name,
        type=row.type,
        is_active=row.is_active,
        priority=row.priority,
        address=row.address,
        **_units(row),
        movements=movements,
        last_moved_at=last_moved_at,
        last_counted_at=row.last_counted_at,
        created_at=row.created_at,
    )


def _with_units() -> Select[Any]:
    units = [func.sum(_LEVELS.c[name]).label(name) for name in _QUANTITIES]
    return (
        select(
            LOCATIONS,
            func.count(_LEVELS.c.id).label("variants"),
            func.max(_LEVELS.c.last_counted_at).label("last_counted_at"),
            *units,
        )
        .outerjoin(_LEVELS, _LEVELS.c.location_id == LOCATIONS.c.id)
        .group_by(LOCATIONS.c.id)
        .order_by(LOCATIONS.c.is_active.desc(), LOCATIONS.c.priority, LOCATIONS.c.id)
    )


def _units(row: Row[Any]) -> dict[str, Any]:
    """Sums of integers are decimals on PostgreSQL."""
    known = {name: getattr(row, name) for name in _QUANTITIES}
    return {"variants": row.variants, **{name: None if units is None else int(units) for name, units in known.items()}}


def find_location(connection: Connection, name: str) -> int:
    """The location with this name; if none is called just so, the one that is but for upper and lower case."""
    wanted = legible(name, "The location").strip()
    alike = select(LOCATIONS.c.id, LOCATIONS.c.name).where(equals(connection, [LOCATIONS.c.name], wanted))
    found = connection.execute(alike).all()
    exact = [row.id for row in found if row.name == wanted] or [row.id for row in found]
    if len(exact) != 1:
        raise no_location(connection, wanted, "`royal location create` makes a new one.")
    return int(exact[0])


def no_location(connection: Connection, name: str, otherwise: str) -> NotFound:
    """What is said of a name that no location has."""
    known = list(connection.scalars(select(LOCATIONS.c.name).order_by(LOCATIONS.c.name)))
    close = get_close_matches(name, known, n=1)
    meant = f"Did you mean {close[0]!r}?" if close else f"The locations are {', '.join(known) or 'none yet'}."
    return NotFound(f"There is no location {name!r}.", hint=f"{meant} {otherwise}")
