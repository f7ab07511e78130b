"""What customers bought is counted anew after an undo, wherever their orders came, went or changed."""

from sqlalchemy import Connection, text

from royal_cli.commerce import journal_tables as tables
from royal_cli.commerce.customers.totals import recount


def recount_customers(connection: Connection, operation_id: int, undo_id: int) -> None:
    """The customers of all orders that the operation and its undo speak of, as they were and as they are."""
    ours = f"FROM changes c WHERE c.operation_id IN ({operation_id}, {undo_id}) AND c.entity = 'orders'"
    if connection.execute(text(f"SELECT 1 {ours} LIMIT 1")).first() is None:
        return
    removed = tables.snapshot_text(connection, "customer_id")
    run = "c.action <> 'delete' AND e.id BETWEEN c.entity_id AND COALESCE(c.last_entity_id, c.entity_id)"
    moved = f"{ours} AND c.field = 'customer_id'"
    recount(
        connection,
        f"SELECT e.customer_id {ours.replace('changes c', 'changes c, orders e')} AND {run}"
        f" UNION SELECT CAST({removed} AS BIGINT) {ours} AND c.action = 'delete'"
        f" UNION SELECT CAST(c.before AS BIGINT) {moved} UNION SELECT CAST(c.after AS BIGINT) {moved}",
    )
