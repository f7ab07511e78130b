"""Takes back what an operation moved, by as many units the other way: the ledger is only ever added to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, text

from royal_cli.commerce import sql
from royal_cli.commerce.by_hand import Hand
from royal_cli.commerce.stock.levels import QUANTITIES, Level, Place, hold
from royal_cli.commerce.stock.moving import Move
from royal_cli.commerce.stock.posting import post
from royal_cli.commerce.undo.conflicts import Conflict, Conflicts

#: True of a movement of the journal's line `c` that was deleted once and has come back: its units came with it.
CAME_BACK = (
    "EXISTS (SELECT 1 FROM changes d WHERE d.entity = 'inventory_movements' AND d.action = 'delete'"
    " AND d.entity_id = {movement} AND d.operation_id < c.operation_id)"
)
#: True of a level `e` whose movements could not be taken back, so that it stays.
KEPT_LEVEL = (
    "EXISTS (SELECT 1 FROM undo_kept_levels k WHERE k.variant_id = e.product_variant_id"
    " AND k.location_id = e.location_id)"
)


@dataclass(frozen=True, slots=True)
class _Kept:
    """Why the units of a place stay where they are; `firm` whatever the operator says."""

    field: str
    now: int | None
    wanted: int | None
    why: str
    firm: bool


def hold_levels(connection: Connection, operation_id: int) -> None:
    """Nobody sells from the levels of an operation while they go back to what they were."""
    if not sql.is_postgres(connection):  # on SQLite an undo is the only writer anyway
        return
    which = "WHERE c.operation_id = :operation AND c.entity = 'inventory_levels' AND c.action = :action"
    for action, row in (
        ("update", "= c.entity_id"),
        ("create", "BETWEEN c.entity_id AND COALESCE(c.last_entity_id, c.entity_id)"),
    ):
        connection.execute(
            text(
                f"SELECT e.id FROM changes c JOIN inventory_levels e ON e.id {row} {which} ORDER BY e.id"
                " FOR UPDATE OF e"
            ),
            {"operation": operation_id, "action": action},
        )


def take_back(hand: Hand, operation_id: int, *, force: bool, found: Conflicts) -> int:
    """Move the units of the operation the other way; returns how many movements that took.

    Nothing goes below zero for it, and what somebody has counted since stays as it was counted unless `force`: both
    are conflicts. The movements of a level that was set to a value go with that value, and are none of these.
    """
    moved = hand.connection.execute(text(_MOVED), {"operation": operation_id}).all()
    levels = hold(hand, {(row.variant_id, row.location_id) for row in moved})
    kept = _find_kept(moved, levels, force)
    hand.keep_rows("undo_kept_levels", "variant_id BIGINT, location_id BIGINT", list(kept))
    _report(levels, kept, found)
    back = [_opposite(row) for row in moved if (row.variant_id, row.location_id) not in kept]
    post(hand, back)
    return len(back)


#: What is left of the moves of an operation after all undos of it, and undos of these: one row for each kind of move
#: at a place. `counted` is whether somebody has counted the shelf since, and nobody has taken that back.
_MOVED = f"""
WITH RECURSIVE family(id) AS (
  SELECT CAST(:operation AS BIGINT) UNION SELECT o.id FROM operations o JOIN family f ON o.undoes_id = f.id
), moved AS (
  SELECT m.product_variant_id AS variant_id, m.location_id, m.movement_type,
    CASE WHEN m.reference_type <> 'operation' THEN m.reference_type END AS reference_type,
    CASE WHEN m.reference_type <> 'operation' THEN m.reference_id END AS reference_id,
    CAST(sum(m.quantity_change) AS BIGINT) AS available, CAST(sum(m.committed_change) AS BIGINT) AS committed,
    CAST(sum(m.incoming_change) AS BIGINT) AS incoming, CAST(sum(m.damaged_change) AS BIGINT) AS damaged,
    max(m.id) AS last_id
  FROM family f
  JOIN changes c ON c.operation_id = f.id
  JOIN inventory_movements m ON m.id BETWEEN c.entity_id AND COALESCE(c.last_entity_id, c.entity_id)
  WHERE c.action = 'create' AND c.entity = 'inventory_movements' AND NOT {CAME_BACK.format(movement="m.id")}
  AND NOT EXISTS (
    SELECT 1 FROM changes v JOIN inventory_levels e ON e.id = v.entity_id WHERE v.operation_id = c.operation_id
    AND v.entity = 'inventory_levels' AND v.field = 'available'
    AND e.product_variant_id = m.product_variant_id AND e.location_id = m.location_id
  )
  GROUP BY 1, 2, 3, 4, 5
)
SELECT m.*, EXISTS (
  SELECT 1 FROM inventory_movements n JOIN operations o ON n.reference_type = 'operation' AND o.id = n.reference_id
  WHERE n.product_variant_id = m.variant_id AND n.location_id = m.location_id AND n.id > m.last_id
  AND n.movement_type = 'count' AND o.kind <> 'undo' AND o.status <> 'undone' AND o.id NOT IN (SELECT id FROM family)
) AS counted
FROM moved m WHERE m.available <> 0 OR m.committed <> 0 OR m.incoming <> 0 OR m.damaged <> 0 ORDER BY m.last_id DESC
"""


def _opposite(row: Row[Any]) -> Move:
    return Move(
        variant_id=row.variant_id,
        location_id=row.location_id,
        type=row.movement_type,
        available=-row.available,
        committed=-row.committed,
        incoming=-row.incoming,
        damaged=-row.damaged,
        reference_type=row.reference_type,
        reference_id=row.reference_id,
        reason="undo",
    )


def _find_kept(moved: Sequence[Row[Any]], levels: Mapping[Place, Level], force: bool) -> dict[Place, _Kept]:
    totals: dict[Place, dict[str, int]] = defaultdict(lambda: dict.fromkeys(QUANTITIES, 0))
    for row in moved:
        for name in QUANTITIES:
            totals[row.variant_id, row.location_id][name] -= getattr(row, name)
    counted = {(row.variant_id, row.location_id) for row in moved if row.counted}
    reasons = {place: _reason(levels[place], total, place in counted) for place, total in totals.items()}
    kept = {place: reason for place, reason in reasons.items() if reason and (reason.firm or not force)}
    return kept | _other_ends(moved, kept)


def _reason(level: Level, change: Mapping[str, int], counted: bool) -> _Kept | None:
    if level.available is None:
        return _Kept("available", None, None, "it no longer exists", True)
    for name in QUANTITIES:
        now = getattr(level, name)
        may_be_owed = name == "available" and level.allow_backorder
        if change[name] < 0 and now + change[name] < 0 and not may_be_owed:
            return _Kept(name, now, now + change[name], "that would be less than none: its units are elsewhere", True)
    on_shelf = change["available"] + change["committed"] + change["damaged"]
    if counted and on_shelf:
        wanted = level.available + change["available"]
        return _Kept("available", level.available, wanted, "it was counted since", False)
    return None


def _other_ends(moved: Sequence[Row[Any]], kept: Mapping[Place, _Kept]) -> dict[Place, _Kept]:
    """Units that cannot leave one end of a transfer must not come back at the other."""
    ends: dict[int, set[Place]] = defaultdict(set)
    for row in moved:
        if row.movement_type == "transfer":
            ends[row.variant_id].add((row.variant_id, row.location_id))
    return {
        place: _Kept("available", None, None, "the other end of its transfer stays", True)
        for places in ends.values()
        if places & kept.keys()
        for place in places - kept.keys()
    }


def _report(levels: Mapping[Place, Level], kept: Mapping[Place, _Kept], found: Conflicts) -> None:
    found.add(
        len(kept),
        [
            Conflict(
                "inventory_levels",
                f"{levels[place].sku} @ {levels[place].location}",
                reason.field,
                None if reason.wanted is None else str(reason.wanted),
                None,
                None if reason.now is None else str(reason.now),
                reason.why,
            )
            for place, reason in kept.items()
        ],
    )
