"""What follows for an order from what its file says: quantities from statuses, and statuses from facts."""

from sqlalchemy import Connection, text

_PAID_IN_FULL = "('paid', 'partially_refunded', 'refunded')"
_NOTHING_PAID = "('pending', 'authorized', 'voided')"


def settle_facts(connection: Connection) -> None:
    """Fill in what is not said but certain. What nothing follows for stays unknown.

    An order that was sent has all its units sent, one that was cancelled has the others cancelled; one that is paid
    has its total paid. Where the file has no statuses they follow from what was paid, refunded, sent and cancelled.
    """
    _settle_lines(connection)
    connection.execute(
        text(
            f"UPDATE stage_orders SET paid_total = CASE WHEN financial_status IN {_PAID_IN_FULL} THEN total WHEN financial_status IN {_NOTHING_PAID} THEN 0 END"
            " WHERE paid_total IS NULL AND financial_status IS NOT NULL"
        )
    )
    connection.execute(
        text(
            "UPDATE stage_orders SET refunded_total = paid_total"
            " WHERE refunded_total IS NULL AND financial_status = 'refunded' AND paid_total >= 0"
        )
    )
    _settle_financial_status(connection)
    _settle_fulfillment_status(connection)
    connection.execute(
        text(
            "UPDATE stage_orders SET order_status = CASE WHEN cancelled_at IS NOT NULL THEN 'cancelled'"
            f" WHEN fulfillment_status = 'fulfilled' AND financial_status IN {_PAID_IN_FULL} THEN 'closed'"
            " ELSE 'open' END WHERE order_status IS NULL AND COALESCE(kind, 'sale') = 'sale'"
            " AND COALESCE(financial_status, fulfillment_status) IS NOT NULL"
        )
    )


def _settle_lines(connection: Connection) -> None:
    """Units of sales only: a credit gives money back and sends nothing."""
    said = (
        "SELECT 1 FROM stage_orders WHERE fulfillment_status IS NOT NULL OR order_status = 'cancelled'",
        "SELECT 1 FROM stage_lines WHERE fulfillment_status IS NOT NULL OR fulfilled_quantity IS NOT NULL",
    )
    if not any(connection.execute(text(f"{query} LIMIT 1")).first() for query in said):
        return
    status = "COALESCE(stage_lines.fulfillment_status, o.fulfillment_status)"
    of_sales = (
        "FROM stage_orders o WHERE o.id = stage_lines.stage_order AND COALESCE(o.kind, 'sale') = 'sale'"
        " AND stage_lines.kind = 'product' AND quantity > 0"
    )
    connection.execute(
        text(
            f"UPDATE stage_lines SET fulfilled_quantity = CASE {status} WHEN 'fulfilled' THEN quantity -"
            f" COALESCE(cancelled_quantity, 0) WHEN 'unfulfilled' THEN 0 END {of_sales} AND fulfilled_quantity IS NULL"
        )
    )
    connection.execute(
        text(
            "UPDATE stage_lines SET cancelled_quantity = quantity - COALESCE(fulfilled_quantity, 0)"
            f" {of_sales} AND cancelled_quantity IS NULL AND o.order_status = 'cancelled'"
        )
    )
    connection.execute(
        text(
            "UPDATE stage_lines SET fulfillment_status = CASE WHEN fulfilled_quantity = 0 THEN 'unfulfilled'"
            " WHEN fulfilled_quantity < quantity - COALESCE(cancelled_quantity, 0) THEN 'partial' ELSE 'fulfilled' END"
            f" {of_sales} AND stage_lines.fulfillment_status IS NULL AND fulfilled_quantity IS NOT NULL"
        )
    )


def _settle_financial_status(connection: Connection) -> None:
    connection.execute(
        text(
            "UPDATE stage_orders SET financial_status = CASE"
            " WHEN refunded_total > 0 AND refunded_total >= paid_total THEN 'refunded'"
            " WHEN refunded_total > 0 THEN 'partially_refunded' WHEN paid_total >= total THEN 'paid'"
            " WHEN paid_total > 0 THEN 'partially_paid' ELSE 'pending' END"
            " WHERE financial_status IS NULL AND COALESCE(kind, 'sale') = 'sale' AND paid_total IS NOT NULL"
            " AND total IS NOT NULL"
        )
    )


def _settle_fulfillment_status(connection: Connection) -> None:
    """From the units of the lines, where they are known."""
    connection.execute(text("DROP TABLE IF EXISTS stage_sent"))
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE stage_sent AS SELECT l.stage_order AS id, sum(l.fulfilled_quantity) AS sent,"
            " sum(l.quantity - COALESCE(l.cancelled_quantity, 0) - COALESCE(l.fulfilled_quantity, 0)) AS waiting"
            " FROM stage_lines l JOIN stage_orders o ON o.id = l.stage_order WHERE o.fulfillment_status IS NULL"
            " AND COALESCE(o.kind, 'sale') = 'sale' AND l.kind = 'product' AND l.fulfilled_quantity IS NOT NULL"
            " GROUP BY l.stage_order"
        )
    )
    connection.execute(
        text(
            "UPDATE stage_orders SET fulfillment_status = CASE WHEN s.sent = 0 THEN 'unfulfilled'"
            " WHEN s.waiting > 0 THEN 'partial' ELSE 'fulfilled' END FROM stage_sent s WHERE s.id = stage_orders.id"
        )
    )
