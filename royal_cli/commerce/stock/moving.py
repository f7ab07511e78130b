"""Moves units: the one place where a level is changed by a difference, together with its line in the ledger."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, TextClause, bindparam, text

from royal_cli.commerce import journal
from royal_cli.commerce.by_hand import Hand
from royal_cli.db.stock import InventoryMovement

MovementType = Literal["sale", "purchase", "adjustment", "transfer", "return", "count"]

_movements = InventoryMovement.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """By how many units each quantity of a variant at a location changes, and why."""

    variant_id: int
    location_id: int
    type: MovementType
    available: int = 0
    committed: int = 0
    incoming: int = 0
    damaged: int = 0
    #: What it is about, such as an order and its id.
    reference_type: str | None = None
    reference_id: int | None = None
    reason: str | None = None
    notes: str | None = None


def move(connection: Connection, wanted: Move, *, floor: int | None, actor: str, now: datetime) -> int | None:
    """Change the level and note it in the ledger; returns the movement's id, or None where nothing was moved.

    It is one conditional update, so of many processes that want the last unit one gets it: units leave `available`
    only down to `floor` (0, or the safety stock; None where the variant may be sold without stock). No other quantity
    falls below 0. Where nobody has said how much there is, nothing is moved.
    """
    values = {
        "variant": wanted.variant_id,
        "location": wanted.location_id,
        "available": wanted.available,
        "committed": wanted.committed,
        "incoming": wanted.incoming,
        "damaged": wanted.damaged,
        "now": now,
    }
    if wanted.available < 0 and floor is not None:
        found = connection.execute(_UPDATE_DOWN_TO_FLOOR, {**values, "floor": floor}).one_or_none()
    else:
        found = connection.execute(_UPDATE, values).one_or_none()
    if found is None:
        return None
    line = {
        "product_variant_id": wanted.variant_id,
        "location_id": wanted.location_id,
        "movement_type": wanted.type,
        "quantity_change": wanted.available,
        "previous_quantity": found.available - wanted.available,
        "new_quantity": found.available,
        "committed_change": wanted.committed,
        "incoming_change": wanted.incoming,
        "damaged_change": wanted.damaged,
        "reference_type": wanted.reference_type,
        "reference_id": wanted.reference_id,
        "reason": wanted.reason,
        "notes": wanted.notes,
        "created_at": now,
        "created_by": actor,
    }
    return int(connection.scalar(_INSERT, line) or 0)


def move_as_part(hand: Hand, wanted: Move, *, floor: int | None) -> int | None:
    """`move` as a part of an operation, whose undo moves as many units back."""
    id = move(hand.connection, wanted, floor=floor, actor=hand.actor, now=hand.now)
    if id is not None:
        journal.note_created(hand.connection, hand.operation_id, "inventory_movements", f"SELECT {id} AS id")
    return id


def _statement(enough: str = "") -> TextClause:
    update = (
        "UPDATE inventory_levels SET available = available + :available, committed = committed + :committed,"
        " incoming = incoming + :incoming, damaged = damaged + :damaged, updated_at = :now"
        " WHERE product_variant_id = :variant AND location_id = :location AND committed + :committed >= 0"
        f" AND incoming + :incoming >= 0 AND damaged + :damaged >= 0{enough} RETURNING available"
    )
    return text(update).bindparams(bindparam("now", type_=_movements.c.created_at.type))


#: Made once: a process that reserves all day would spend a fifth of its time on making them.
_UPDATE = _statement()
_UPDATE_DOWN_TO_FLOOR = _statement(" AND available + :available >= :floor")
_INSERT = _movements.insert().returning(_movements.c.id)
