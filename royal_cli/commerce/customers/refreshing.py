"""What is stored of customers and follows from other rows is worked out anew after an operation, also after an undo."""

from sqlalchemy import Connection, text

from royal_cli.commerce.customers.consents import follow
from royal_cli.commerce.customers.totals import recount
from royal_cli.commerce.journal_tables import snapshot_text

_OF_CUSTOMERS = ("orders", "customer_consents")

_CONCERNED = (
    "SELECT EXISTS (SELECT 1 FROM changes WHERE operation_id = :operation"
    " AND entity IN ('customers', 'orders', 'customer_consents'))"
)


def refresh(connection: Connection, operation_id: int) -> None:
    """Totals and consent of all customers whose rows, orders or consents the operation touched."""
    if not connection.scalar(text(_CONCERNED), {"operation": operation_id}):
        return
    connection.execute(text("DROP TABLE IF EXISTS refresh_customers"))
    connection.execute(text("CREATE TEMPORARY TABLE refresh_customers (id BIGINT)"))
    connection.execute(text(f"INSERT INTO refresh_customers {_touched(connection)}"), {"operation": operation_id})
    recount(connection, "SELECT id FROM refresh_customers")
    follow(connection, "SELECT id FROM refresh_customers")


def _touched(connection: Connection) -> str:
    """The ids of the customers, of an operation that has noted all it did."""
    of_operation = "FROM changes c WHERE c.operation_id = :operation"
    run = "BETWEEN c.entity_id AND COALESCE(c.last_entity_id, c.entity_id)"
    named = ", ".join(f"'{table}'" for table in _OF_CUSTOMERS)
    moved = f"{of_operation} AND c.entity IN ({named}) AND c.field = 'customer_id'"
    gone = f"CAST({snapshot_text(connection, 'customer_id')} AS BIGINT)"
    return " UNION ".join(
        (
            f"SELECT p.id FROM customers p JOIN changes c ON p.id {run}"
            " WHERE c.operation_id = :operation AND c.entity = 'customers'",
            *(
                f"SELECT r.customer_id FROM {table} r JOIN changes c ON r.id {run}"
                f" WHERE c.operation_id = :operation AND c.entity = '{table}'"
                for table in _OF_CUSTOMERS
            ),
            f"SELECT CAST(c.before AS BIGINT) {moved}",
            f"SELECT CAST(c.after AS BIGINT) {moved}",
            f"SELECT {gone} {of_operation} AND c.entity IN ({named}) AND c.action = 'delete'",
        )
    )
