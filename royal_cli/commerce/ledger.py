"""The stock ledger: every change of a stock level is a movement, and movements are only ever added."""

from datetime import datetime

from sqlalchemy import Connection

from royal_cli.commerce.journal import at


def note_movements(
    connection: Connection, movements: str, *, operation_id: int, reason: str, actor: str, now: datetime
) -> None:
    """Note how levels went from one number of units to another, as part of an operation.

    `movements` selects variant_id, location_id, previous and new; where nothing was known before, previous is NULL
    and the change counts from 0, so that a level is always the sum of its movements.
    """
    connection.execute(
        at(
            "INSERT INTO inventory_movements (product_variant_id, location_id, movement_type, quantity_change,"
            " previous_quantity, new_quantity, reference_type, reference_id, reason, created_at, created_by)"
            " SELECT m.variant_id, m.location_id, 'adjustment', m.new - COALESCE(m.previous, 0), m.previous, m.new,"
            f" 'operation', :operation, :reason, :now, :actor FROM ({movements}) m",
            now,
        ),
        {"operation": operation_id, "reason": reason, "actor": actor},
    )
