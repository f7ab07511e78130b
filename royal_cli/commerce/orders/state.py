"""Derives where orders stand from what happened to them: what was sent, cancelled, paid and refunded.

What a source says and no fact contradicts stays. What nobody knows stays unknown: an order of which nothing was sent or
cancelled, and that no source calls open, may be years old.
"""

from sqlalchemy import Connection, text

from royal_cli.commerce import sql
from royal_cli.commerce.by_hand import Hand


def settle(connection: Connection, orders: str, *, hand: Hand | None = None, reopens: bool = False) -> None:
    """Bring the states of the sales whose ids the SELECT finds, and of their lines, in line with the facts.

    With a `hand` every change of a state is noted in its operation. Only an undo `reopens` what was closed or
    cancelled: otherwise a source that says so is believed.
    """
    connection.execute(text("DROP TABLE IF EXISTS settling"))
    connection.execute(text(f"CREATE TEMPORARY TABLE settling AS {_FACTS.format(orders=orders)}"))
    for table, field, states in (
        ("order_line_items", "fulfillment_status", _OF_LINES),
        ("orders", "fulfillment_status", _FULFILLMENT),
        ("orders", "financial_status", _FINANCIAL.format(reopens=reopens)),
        ("orders", "order_status", _ORDER.format(reopens=reopens)),
    ):
        if hand:
            hand.set_field(table, field, states)
        else:
            _set(connection, table, field, states)
    for statement in _MOMENTS:
        connection.execute(text(statement))
    if reopens:
        connection.execute(text(_NOT_CANCELLED))


def _set(connection: Connection, table: str, field: str, states: str) -> None:
    differs = sql.differs(connection, f"e.{field}", "r.value")
    connection.execute(
        text(f"UPDATE {table} AS e SET {field} = r.value FROM ({states}) r WHERE r.id = e.id AND {differs}")
    )


#: Only products are sent; a parcel that is packed has not been handed over.
_FACTS = """
SELECT o.id, COALESCE(sum(l.quantity), 0) AS ordered, COALESCE(sum(l.fulfilled_quantity), 0) AS sent,
  COALESCE(sum(l.cancelled_quantity), 0) AS cancelled,
  EXISTS (SELECT 1 FROM fulfillments f WHERE f.order_id = o.id AND f.status = 'packed') AS packed,
  EXISTS (SELECT 1 FROM fulfillments f WHERE f.order_id = o.id) AS has_parcels
FROM orders o LEFT JOIN order_line_items l ON l.order_id = o.id AND l.kind = 'product' AND l.quantity > 0
WHERE o.kind = 'sale' AND o.id IN ({orders}) GROUP BY o.id
"""
_OF_LINES = """
SELECT l.id, CASE
  WHEN l.fulfilled_quantity = 0 THEN CASE WHEN l.fulfillment_status IS NOT NULL OR l.cancelled_quantity > 0
    THEN 'unfulfilled' END
  WHEN l.fulfilled_quantity + l.cancelled_quantity < l.quantity THEN 'partial' ELSE 'fulfilled' END AS value
FROM order_line_items l JOIN settling s ON s.id = l.order_id WHERE l.kind = 'product' AND l.quantity > 0
"""
_FULFILLMENT = """
SELECT o.id, CASE
  WHEN s.sent = 0 THEN CASE WHEN o.fulfillment_status IS NOT NULL OR s.cancelled > 0 THEN 'unfulfilled' END
  WHEN s.sent + s.cancelled < s.ordered THEN 'partial' ELSE 'fulfilled' END AS value
FROM orders o JOIN settling s ON s.id = o.id WHERE s.ordered > 0
"""
_PAID = "CASE WHEN o.paid_total >= o.total THEN 'paid' WHEN o.paid_total > 0 THEN 'partially_paid' ELSE 'pending' END"
_FINANCIAL = f"""
SELECT o.id, CASE
  WHEN o.refunded_total > 0 AND (o.refunded_total >= o.paid_total OR o.financial_status = 'refunded') THEN 'refunded'
  WHEN o.refunded_total > 0 THEN 'partially_refunded'
  WHEN {{reopens}} AND o.paid_total IS NOT NULL AND o.financial_status IN ('refunded', 'partially_refunded')
    THEN {_PAID}
  WHEN {{reopens}} AND o.financial_status = 'voided' AND s.cancelled < s.ordered THEN 'pending'
  WHEN o.financial_status IS NULL AND o.paid_total IS NOT NULL AND o.total IS NOT NULL THEN {_PAID}
  WHEN s.ordered > 0 AND s.cancelled = s.ordered AND COALESCE(o.paid_total, 0) = 0
    AND o.financial_status IN ('pending', 'authorized') THEN 'voided'
  ELSE o.financial_status END AS value
FROM orders o JOIN settling s ON s.id = o.id
"""
#: What is sent and not paid for is not done with.
_ORDER = """
SELECT o.id, CASE
  WHEN s.cancelled = s.ordered THEN 'cancelled'
  WHEN {reopens} AND o.order_status IN ('closed', 'cancelled') AND (s.sent + s.cancelled < s.ordered OR s.packed)
    THEN 'open'
  WHEN s.sent + s.cancelled = 0 OR o.order_status IN ('closed', 'cancelled') THEN o.order_status
  WHEN s.sent + s.cancelled >= s.ordered AND NOT s.packed
    AND COALESCE(o.financial_status, 'paid') NOT IN ('pending', 'authorized', 'partially_paid') THEN 'closed'
  ELSE 'open' END AS value
FROM orders o JOIN settling s ON s.id = o.id WHERE s.ordered > 0
"""
_MOMENTS = (
    "UPDATE orders AS o SET shipped_at = CASE WHEN s.sent + s.cancelled >= s.ordered AND NOT s.packed"
    " THEN (SELECT max(f.shipped_at) FROM fulfillments f WHERE f.order_id = o.id) END,"
    " delivered_at = CASE WHEN s.sent + s.cancelled >= s.ordered AND NOT EXISTS"
    "  (SELECT 1 FROM fulfillments f WHERE f.order_id = o.id AND f.delivered_at IS NULL)"
    " THEN (SELECT max(f.delivered_at) FROM fulfillments f WHERE f.order_id = o.id) END"
    " FROM settling s WHERE s.id = o.id AND s.has_parcels",
    "UPDATE orders AS o SET refunded_at = (SELECT max(r.refunded_at) FROM refunds r WHERE r.order_id = o.id)"
    " FROM settling s WHERE s.id = o.id AND EXISTS (SELECT 1 FROM refunds r WHERE r.order_id = o.id)",
)
_NOT_CANCELLED = (
    "UPDATE orders AS o SET cancelled_at = NULL FROM settling s WHERE s.id = o.id AND o.order_status <> 'cancelled'"
)
