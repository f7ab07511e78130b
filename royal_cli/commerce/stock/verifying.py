"""Proves levels: each of their quantities is the sum of its movements, and none is below zero that may not be."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text
from sqlmodel import Session

from royal_cli.commerce.stock.levels import QUANTITIES
from royal_cli.commerce.stock.locations import find_location

_LISTED = 1_000
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Difference:
    """A quantity that is not what its movements say; of a level that is gone, `level` is None."""

    sku: str
    location: str
    quantity: str
    level: int | None
    movements: int
    difference: int


@dataclass(frozen=True, slots=True)
class Proof:
    """How many levels were held against how many movements; `differing` counts quantities, the first are listed."""

    levels: int
    movements: int
    differing: int
    differences: list[Difference]


def verify(session: Session, *, location: str | None = None) -> Proof:
    """Hold every level, or those of one location, against the ledger."""
    connection = session.connection()
    at = "" if location is None else f" WHERE location_id = {find_location(connection, location)}"
    levels, movements = (
        int(connection.scalar(text(f"SELECT count(*) FROM {table}{at}")) or 0)
        for table in ("inventory_levels", "inventory_movements")
    )
    found = list(_differences(connection, at))
    return Proof(levels, movements, len(found), found[:_LISTED])


def count_levels(session: Session) -> int:
    return int(session.connection().scalar(text("SELECT count(*) FROM inventory_levels")) or 0)


def problems(connection: Connection) -> Iterator[tuple[str, str]]:
    """What is wrong with the stock, each with what to type."""
    found = list(_differences(connection, ""))
    if found:
        told = ", ".join(f"{one.sku} @ {one.location} ({one.quantity})" for one in found[:_NAMED])
        yield f"Levels that are not the sum of their movements: {len(found)}: {told}.", "royal product stock verify"
    below = connection.execute(text(_BELOW_ZERO)).all()
    if below:
        told = ", ".join(f"{sku} @ {location}" for sku, location in below[:_NAMED])
        yield (
            f"Levels below zero, of variants that are not sold without stock: {len(below)}: {told}.",
            "royal product stock list --negative",
        )


_BELOW_ZERO = (
    "SELECT v.sku, o.name FROM inventory_levels e JOIN product_variants v ON v.id = e.product_variant_id"
    " JOIN locations o ON o.id = e.location_id WHERE e.available < 0 AND NOT v.allow_backorder ORDER BY v.sku, o.name"
)


def _differences(connection: Connection, at: str) -> Iterator[Difference]:
    for row in connection.execute(text(_DIFFERING.format(at=at))):
        for name in QUANTITIES:
            level, moved = getattr(row, name), int(getattr(row, f"{name}_moved"))
            if (level or 0) != moved:
                yield Difference(row.sku, row.location, name, level, moved, (level or 0) - moved)


_MOVED = {"available": "quantity_change", **{name: f"{name}_change" for name in QUANTITIES[1:]}}
#: Both are added up in one pass, as neither need have what the other has.
_DIFFERING = f"""
SELECT v.sku, o.name AS location, {", ".join(f"e.{name}, d.{name}_moved" for name in QUANTITIES)}
FROM (
  SELECT product_variant_id, location_id, {", ".join(f"sum({name}_moved) AS {name}_moved" for name in QUANTITIES)}
  FROM (
    SELECT product_variant_id, location_id,
      {", ".join(f"COALESCE({name}, 0) AS {name}_held, 0 AS {name}_moved" for name in QUANTITIES)}
    FROM inventory_levels{{at}}
    UNION ALL
    SELECT product_variant_id, location_id,
      {", ".join(f"0 AS {name}_held, COALESCE({column}, 0) AS {name}_moved" for name, column in _MOVED.items())}
    FROM inventory_movements{{at}}
  ) b GROUP BY product_variant_id, location_id
  HAVING {" OR ".join(f"sum({name}_held) <> sum({name}_moved)" for name in QUANTITIES)}
) d
JOIN product_variants v ON v.id = d.product_variant_id
JOIN locations o ON o.id = d.location_id
LEFT JOIN inventory_levels e ON e.product_variant_id = d.product_variant_id AND e.location_id = d.location_id
ORDER BY v.sku, o.name
"""
