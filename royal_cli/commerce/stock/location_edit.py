"""Creates, changes and deletes locations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import Engine, select, text

from royal_cli.commerce.by_hand import Asked, Hand, carry_out
from royal_cli.commerce.catalog.reading.search import equals, legible
from royal_cli.commerce.operations import ChangedField
from royal_cli.commerce.stock.locations import LOCATIONS, find_location
from royal_cli.db.database import canonical_json
from royal_cli.db.stock import LOCATION_LENGTH
from royal_cli.errors import Conflict, UsageError

KIND = "location"
#: What an address may state; the last two are degrees, for who reckons distances.
ADDRESS_FIELDS = (
    "company", "address1", "address2", "postal_code", "city", "province", "country_code", "phone", "latitude",
    "longitude",
)  # fmt: skip
_DEGREES = {"latitude": 90, "longitude": 180}
_HIGHEST = 1_000_000


class LocationType(StrEnum):
    """Whose shelf it is; from a supplier or a dropshipper goods go to customers without passing by."""

    warehouse = "warehouse"
    store = "store"
    supplier = "supplier"
    dropship = "dropship"


@dataclass(frozen=True, slots=True)
class LocationChange:
    """What was done, or with `dry_run` would be. `operation` is None when nothing was written."""

    operation: str | None
    dry_run: bool
    location: str
    changes: list[ChangedField]
    more_changes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationFields:
    """What a location is to have; what is None stays as it is. Of the address, an empty text takes a field away."""

    type: LocationType | None = None
    priority: int | None = None
    is_active: bool | None = None
    address: Mapping[str, str] | None = None


Confirm = Callable[[LocationChange], None] | None


def create_location(
    engine: Engine, name: str, fields: LocationFields, asked: Asked, confirm: Confirm = None
) -> LocationChange:
    """Conflict where a location is called so already."""
    wanted, address = _name(name), _address({}, fields.address or {})

    def work(hand: Hand) -> LocationChange:
        _refuse_twice(hand, wanted)
        hand.create(
            "locations",
            {
                "name": wanted,
                "type": (fields.type or LocationType.warehouse).value,
                "priority": _priority(fields.priority or 0),
                "is_active": fields.is_active is not False,
                "address": address or None,
                "created_at": hand.now,
            },
        )
        return _told(hand, wanted, asked)

    return _done(engine, "create", work, asked, confirm, wanted)


def edit_location(
    engine: Engine,
    name: str,
    fields: LocationFields,
    asked: Asked,
    confirm: Confirm = None,
    *,
    new_name: str | None = None,
) -> LocationChange:
    """Change what `fields` and `new_name` say. NotFound for a location that is not there."""
    renamed = None if new_name is None else _name(new_name)
    if fields == LocationFields() and renamed is None:
        raise UsageError("Nothing says what to change.", hint="It reads: royal location edit NAME --priority 2")

    def work(hand: Hand) -> LocationChange:
        id = find_location(hand.connection, name)
        if renamed is not None:
            _refuse_twice(hand, renamed, id)
            hand.set_values("locations", "name", {id: renamed})
        if fields.type is not None:
            hand.set_values("locations", "type", {id: fields.type.value})
        if fields.priority is not None:
            hand.set_values("locations", "priority", {id: str(_priority(fields.priority))})
        if fields.is_active is not None:
            hand.set_values("locations", "is_active", {id: "1" if fields.is_active else "0"})
        if fields.address:
            stored = hand.connection.scalar(select(LOCATIONS.c.address).where(LOCATIONS.c.id == id))
            address = _address(stored or {}, fields.address)
            hand.set_values("locations", "address", {id: canonical_json(address) if address else None})
        return _told(hand, renamed or name, asked)

    return _done(engine, "edit", work, asked, confirm, name)


def delete_location(engine: Engine, name: str, asked: Asked, confirm: Confirm = None) -> LocationChange:
    """Conflict for a location that stock ever lay at: its movements stay, and so does it."""

    def work(hand: Hand) -> LocationChange:
        id = find_location(hand.connection, name)
        used = [
            what
            for table, what in _USED.items()
            if hand.connection.scalar(text(f"SELECT EXISTS (SELECT 1 FROM {table} WHERE location_id = {id})"))
        ]
        if used:
            raise Conflict(
                f"{name} has {' and '.join(used)}, which stay.",
                hint=f"So that no order goes there any more: royal location edit {name!r} --inactive",
            )
        hand.delete("locations", "SELECT CAST(:id AS BIGINT)", id=id)
        return _told(hand, name, asked)

    return _done(engine, "delete", work, asked, confirm, name)


_USED = {
    "inventory_levels": "stock",
    "inventory_movements": "movements in the ledger",
    "allocations": "units reserved for orders",
    "fulfillments": "parcels",
    "order_return_items": "returned goods",
}


def _refuse_twice(hand: Hand, name: str, id: int | None = None) -> None:
    """Names that differ in upper and lower case only would be mistaken for each other."""
    alike = select(LOCATIONS.c.id, LOCATIONS.c.name).where(equals(hand.connection, [LOCATIONS.c.name], name))
    for row in hand.connection.execute(alike):
        if row.id != id:
            raise Conflict(f"There is a location {row.name!r} already.", hint="Choose another name.")


def _name(text: str) -> str:
    name = " ".join(legible(text, "The name").split())
    if not 1 <= len(name) <= LOCATION_LENGTH:
        raise UsageError("That is no name for a location.", hint=f"It may have up to {LOCATION_LENGTH} letters.")
    return name


def _priority(number: int) -> int:
    if abs(number) > _HIGHEST:
        raise UsageError(f"A priority of {number} is no priority.", hint="1 is asked before 2.")
    return number


def _address(stored: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    found = dict(stored)
    for field, value in said.items():
        plain = legible(value, "The address").strip()
        found.pop(field, None)
        if plain:
            found[field] = _checked(field, plain)
    return {field: found[field] for field in ADDRESS_FIELDS if field in found}


def _checked(field: str, value: str) -> str:
    if field == "country_code":
        if len(value) != 2 or not (value.isascii() and value.isalpha()):
            raise UsageError(f"{value!r} is no country code.", hint="Two letters, such as NL or DE.")
        return value.upper()
    if field in _DEGREES:
        try:
            degrees = abs(float(value))
        except ValueError:
            degrees = float("inf")
        if not degrees <= _DEGREES[field]:
            raise UsageError(f"{value!r} is no {field}.", hint=f"Degrees from -{_DEGREES[field]} to {_DEGREES[field]}.")
    return value


def _told(hand: Hand, name: str, asked: Asked) -> LocationChange:
    changes, more = hand.changes(asked.shown_changes)
    return LocationChange(None, asked.dry_run, name, changes, more)


def _done(
    engine: Engine,
    verb: str,
    work: Callable[[Hand], LocationChange],
    asked: Asked,
    confirm: Confirm,
    source: str,
) -> LocationChange:
    found, operation = carry_out(engine, f"{KIND}.{verb}", asked, work, confirm=confirm, source=source)
    return replace(found, operation=operation, dry_run=asked.dry_run)
