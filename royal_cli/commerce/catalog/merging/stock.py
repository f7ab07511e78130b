"""The stock of variants that become one: what is on hand is kept or added as the operator says, never silently."""

from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, bindparam, text

from royal_cli.commerce.by_hand import Hand
from royal_cli.errors import Refused

_LISTED = 5


class Stock(StrEnum):
    """What becomes of the units of a variant that goes, where the one that stays has some as well."""

    keep = "keep"
    add = "add"


def merge_levels(hand: Hand, variants: Mapping[int, int], stock: Stock | None) -> None:
    """Give the levels and movements of each variant that goes to the one that stays: `variants` by their ids.

    Refused where both have stock at a location and `stock` does not say what becomes of it. What is promised to
    orders or on its way comes along in any case, as the orders do.
    """
    by_place: defaultdict[tuple[int, int], list[Row[Any]]] = defaultdict(list)
    for level in _levels(hand, {*variants, *variants.values()}):
        by_place[variants.get(level.product_variant_id, level.product_variant_id), level.location_id].append(level)
    shared = {place: sorted(levels, key=_stays_first(variants)) for place, levels in by_place.items()}
    if stock is None:
        _refuse_undecided(shared)
    base = {place: levels[0] for place, levels in shared.items()}
    hand.set_values(
        "inventory_levels", "product_variant_id", {level.id: str(place[0]) for place, level in base.items()}
    )
    for field in ("available", "damaged", "committed", "incoming"):
        summed = field in ("committed", "incoming") or stock is Stock.add
        values = {
            levels[0].id: str(sum(getattr(level, field) for level in levels)) for levels in shared.values() if summed
        }
        hand.set_values("inventory_levels", field, values)
    gone = [level for levels in shared.values() for level in levels[1:]]
    hand.keep_rows("merged_levels", "id BIGINT PRIMARY KEY", [(level.id,) for level in gone])
    hand.delete("inventory_levels", "SELECT id FROM merged_levels")
    if stock is Stock.keep:
        _write_off(hand, shared)


def _levels(hand: Hand, variants: set[int]) -> list[Row[Any]]:
    query = text(
        "SELECT l.*, v.sku, o.name AS location FROM inventory_levels l JOIN product_variants v"
        " ON v.id = l.product_variant_id JOIN locations o ON o.id = l.location_id"
        " WHERE l.product_variant_id IN :variants ORDER BY l.id"
    ).bindparams(bindparam("variants", expanding=True))
    return list(hand.connection.execute(query, {"variants": sorted(variants)}))


def _stays_first(variants: Mapping[int, int]) -> Any:
    return lambda level: (level.product_variant_id in variants, level.id)


def _refuse_undecided(shared: Mapping[tuple[int, int], list[Row[Any]]]) -> None:
    undecided = [levels for levels in shared.values() if any(level.available or level.damaged for level in levels[1:])]
    if undecided:
        told = [
            f"{levels[0].location}: " + " and ".join(f"{level.available} of {level.sku}" for level in levels)
            for levels in undecided
        ]
        more = f"; and {len(told) - _LISTED} more" if len(told) > _LISTED else ""
        raise Refused(
            f"Both have stock ({'; '.join(told[:_LISTED])}{more}).",
            hint="--stock keep leaves that of the one that stays, --stock add counts both together.",
            stock=told,
        )


def _write_off(hand: Hand, shared: Mapping[tuple[int, int], list[Row[Any]]]) -> None:
    """The movements came along, so the ledger says that the units which they brought are not counted."""
    rows = []
    for place, (stays, *gone) in shared.items():
        available, damaged = (sum(getattr(level, name) for level in gone) for name in ("available", "damaged"))
        if available or damaged:
            rows.append((*place, stays.available + available, stays.available, 0, 0, -damaged))
    quantities = ("previous", "new", "committed", "incoming", "damaged")
    declared = ", ".join(f"{name} BIGINT" for name in ("variant_id", "location_id", *quantities))
    hand.keep_rows("merged_units", declared, rows)
    hand.move_units("SELECT * FROM merged_units", "product merge", others=True)
