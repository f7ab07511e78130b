"""Writes many moves at once as a part of an operation: the ledger, the levels, and the journal of both."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from royal_cli.commerce import journal
from royal_cli.commerce.by_hand import Hand
from royal_cli.commerce.stock.levels import QUANTITIES, Place, hold
from royal_cli.commerce.stock.moving import Move
from royal_cli.db.stock import InventoryMovement

_movements = InventoryMovement.__table__  # type: ignore[attr-defined]


def post(hand: Hand, moves: Sequence[Move]) -> None:
    """Post moves that were found possible while their levels are held; a level that is not there begins with them.

    An undo of the operation moves as many units back.
    """
    if not moves:
        return
    places = {(move.variant_id, move.location_id) for move in moves}
    begun = _begin_levels(hand, places)
    stocks = {place: None if level.id in begun else level.available for place, level in hold(hand, places).items()}
    rows = [_movement(hand, move, stocks) for move in moves]
    ids = hand.connection.scalars(_movements.insert().returning(_movements.c.id), rows).all()
    _note_created(hand, "inventory_movements", ids)
    _change_levels(hand, moves)


def _begin_levels(hand: Hand, places: Collection[Place]) -> set[int]:
    """Levels of 0 units where there are none, for moves to add to; somebody else may begin one in the same moment."""
    hand.keep_rows("posted_places", "variant_id BIGINT, location_id BIGINT", sorted(places))
    begun = hand.connection.scalars(
        journal.at(
            "INSERT INTO inventory_levels (product_variant_id, location_id, available, committed, incoming, damaged,"
            " updated_at) SELECT p.variant_id, p.location_id, 0, 0, 0, 0, :now FROM posted_places p"
            " WHERE NOT EXISTS (SELECT 1 FROM inventory_levels e WHERE e.product_variant_id = p.variant_id"
            "  AND e.location_id = p.location_id)"
            " ON CONFLICT (product_variant_id, location_id) DO NOTHING RETURNING id",
            hand.now,
        )
    ).all()
    _note_created(hand, "inventory_levels", begun)
    return set(begun)


def _note_created(hand: Hand, table: str, ids: Sequence[int]) -> None:
    hand.keep_rows("posted_ids", "id BIGINT PRIMARY KEY", [(id,) for id in ids])
    journal.note_created(hand.connection, hand.operation_id, table, "SELECT id FROM posted_ids")


def _movement(hand: Hand, move: Move, stocks: dict[Place, int | None]) -> dict[str, Any]:
    place = move.variant_id, move.location_id
    previous = stocks[place]
    stocks[place] = (previous or 0) + move.available
    return {
        "product_variant_id": move.variant_id,
        "location_id": move.location_id,
        "movement_type": move.type,
        "quantity_change": move.available,
        "previous_quantity": previous,
        "new_quantity": stocks[place],
        "committed_change": move.committed,
        "incoming_change": move.incoming,
        "damaged_change": move.damaged,
        "reference_type": move.reference_type or "operation",
        "reference_id": hand.operation_id if move.reference_type is None else move.reference_id,
        "reason": move.reason,
        "notes": move.notes,
        "created_at": hand.now,
        "created_by": hand.actor,
    }


def _change_levels(hand: Hand, moves: Sequence[Move]) -> None:
    totals: dict[Place, list[int]] = defaultdict(lambda: [0] * len(QUANTITIES))
    for move in moves:
        total = totals[move.variant_id, move.location_id]
        for number, name in enumerate(QUANTITIES):
            total[number] += getattr(move, name)
    changes = ", ".join(f"{name} BIGINT" for name in QUANTITIES)
    hand.keep_rows(
        "posted_totals",
        f"variant_id BIGINT, location_id BIGINT, {changes}",
        [(*place, *total) for place, total in totals.items()],
    )
    added = ", ".join(f"{name} = e.{name} + t.{name}" for name in QUANTITIES)
    hand.connection.execute(
        journal.at(
            f"UPDATE inventory_levels AS e SET {added}, updated_at = :now FROM posted_totals t"
            " WHERE e.product_variant_id = t.variant_id AND e.location_id = t.location_id",
            hand.now,
        )
    )
