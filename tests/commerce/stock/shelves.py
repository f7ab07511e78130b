"""A shop with a few variants on a few shelves, written straight into the tables, and how its shelves look."""

from datetime import UTC, datetime

from sqlalchemy import Engine, text

from royal_cli.db.tables import METADATA
from tests.commerce.catalog.made_feeds import rows

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
#: What lies where: available, and where more is known committed, incoming and damaged.
Shelves = dict[tuple[str, str], int | tuple[int, int, int, int]]


def place(engine: Engine, name: str, *, priority: int = 0, is_active: bool = True, type: str = "warehouse") -> int:
    values = {"name": name, "type": type, "priority": priority, "is_active": is_active, "created_at": NOON}
    return _add(engine, "locations", values)


def variant(engine: Engine, sku: str, *, allow_backorder: bool = False) -> int:
    product = _add(engine, "products", {"sku": f"P-{sku}", "title": sku.title(), "status": "active", **_TIMES})
    values = {"product_id": product, "sku": sku, "allow_backorder": allow_backorder, "status": "active", **_TIMES}
    return _add(engine, "product_variants", values)


def channel(engine: Engine, name: str) -> int:
    values = {"name": name, "type": name, "status": "active", "configuration": {}, **_TIMES}
    return _add(engine, "channels", values)


def keep_back(engine: Engine, variant: int, units: int, channel: int | None = None) -> None:
    _add(engine, "safety_stocks", {"product_variant_id": variant, "channel_id": channel, "units": units, **_TIMES})


def put(engine: Engine, shelves: Shelves) -> None:
    """Lay units on shelves as an opening movement each; variants and locations are made where they are new."""
    for (sku, name), held in shelves.items():
        available, committed, incoming, damaged = held if isinstance(held, tuple) else (held, 0, 0, 0)
        at = {
            "product_variant_id": _id(engine, "product_variants", "sku", sku) or variant(engine, sku),
            "location_id": _id(engine, "locations", "name", name) or place(engine, name),
        }
        quantities = {"available": available, "committed": committed, "incoming": incoming, "damaged": damaged}
        _add(engine, "inventory_levels", {**at, **quantities, "updated_at": NOON})
        opening = {"movement_type": "adjustment", "quantity_change": available, "new_quantity": available}
        others = {f"{name}_change": units for name, units in quantities.items() if name != "available"}
        _add(engine, "inventory_movements", {**at, **opening, **others, "created_at": NOON})


def shelves(engine: Engine) -> Shelves:
    """The same for what lies there now: one number where only available units are known."""
    found = rows(
        engine,
        "SELECT v.sku, o.name, l.available, l.committed, l.incoming, l.damaged FROM inventory_levels l"
        " JOIN locations o ON o.id = l.location_id JOIN product_variants v ON v.id = l.product_variant_id",
    )
    return {
        (sku, name): held if any(held[1:]) else held[0]
        for sku, name, *quantities in found
        for held in [(quantities[0], quantities[1], quantities[2], quantities[3])]
    }


def proven(engine: Engine) -> bool:
    """Every quantity of every level is the sum of its movements, and no movement is without its level."""
    held, moved = (
        {row[:2]: tuple(map(int, row[2:])) for row in rows(engine, statement)}
        for statement in (
            "SELECT product_variant_id, location_id, available, committed, incoming, damaged FROM inventory_levels",
            "SELECT product_variant_id, location_id, sum(quantity_change), sum(committed_change),"
            " sum(incoming_change), sum(damaged_change) FROM inventory_movements"
            " GROUP BY product_variant_id, location_id",
        )
    )
    nothing = (0, 0, 0, 0)
    return all(held.get(key, nothing) == moved.get(key, nothing) for key in {*held, *moved})


_TIMES = {"created_at": NOON, "updated_at": NOON}


def _add(engine: Engine, name: str, values: dict[str, object]) -> int:
    table = METADATA.tables[name]
    with engine.begin() as connection:
        return int(connection.scalar(table.insert().returning(table.c.id), values) or 0)


def _id(engine: Engine, table: str, column: str, value: str) -> int | None:
    with engine.connect() as connection:
        found: int | None = connection.scalar(text(f"SELECT id FROM {table} WHERE {column} = :value"), {"value": value})
    return found
