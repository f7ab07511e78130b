"""Which rows of which tables an order consists of, so that the journal can be asked about them."""

from sqlalchemy import ColumnElement, Connection, FromClause, select

from royal_cli.commerce.orders.tables import LINES, MOVEMENTS, NOTES
from royal_cli.db.fulfillment import Fulfillment

_TABLES = Fulfillment.metadata.tables


def rows_of(connection: Connection, order_id: int) -> dict[str, list[int]]:
    """The ids by table. What is gone is not among them; the operation that took it also touched something else."""
    parts = (LINES, *(_TABLES[name] for name in ("fulfillments", "refunds", "order_returns")), NOTES)
    found = {part.name: _ids(connection, part, part.c.order_id == order_id) for part in parts}
    of_order = (MOVEMENTS.c.reference_type == "order") & (MOVEMENTS.c.reference_id == order_id)
    return {"orders": [order_id], **found, "inventory_movements": _ids(connection, MOVEMENTS, of_order)}


def _ids(connection: Connection, table: FromClause, condition: ColumnElement[bool]) -> list[int]:
    return list(connection.scalars(select(table.c.id).where(condition)))
