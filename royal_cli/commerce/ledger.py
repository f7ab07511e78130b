"""The stock ledger: every change of a stock level is a movement, and movements are only ever added."""

from datetime import datetime

from sqlalchemy import Connection

from royal_cli.commerce.journal import at


def note_movements(
    connection: Connection,
    movements: str,
    *,
    operation_id: int,
    reason: str,
    actor: str,
    now: datetime,
    others: bool = False,
) -> None:
    """Note how levels went from one number of units to another, as part of an operation.

    `movements` selects variant_id, location_id, previous and new; where nothing was known before, previous is NULL
    and the change counts from 0, so that a level is always the sum of its movements. With `others` it also selects by
    how many units committed, incoming and damaged change.
    """
    changes = "m.committed, m.incoming, m.damaged" if others else "0, 0, 0"
    connection.execute(
        at(
            "INSERT INTO inventory_movements (product_variant_id, location_id, movement_type, quantity_change,"
            " previous_quantity, new_quantity, committed_change, incoming_change, damaged_change, reference_type,"
            " reference_id, reason, created_at, created_by) SELECT m.variant_id, m.location_id, 'adjustment',"
            f" m.new - COALESCE(m.previous, 0), m.previous, m.new, {changes}, 'operation', :operation, :reason, :now,"
            f" :actor FROM ({movements}) m",
            now,
        ),
        {"operation": operation_id, "reason": reason, "actor": actor},
    )
