"""What follows for an order from what its file says: units sent and cancelled, and what was paid.

Where it stands then follows from these facts, for new orders as for changed ones: see `orders.state`.
"""

from sqlalchemy import Connection, text

_PAID_IN_FULL = "('paid', 'partially_refunded', 'refunded')"
#: True of a staged order of which more is known than what was ordered.
HAS_FACTS = (
    "(refunded_total > 0 OR paid_total IS NOT NULL OR fulfillment_status IS NOT NULL OR EXISTS (SELECT 1 FROM"
    " stage_lines l WHERE l.stage_order = stage_orders.id AND (l.fulfilled_quantity > 0 OR l.cancelled_quantity > 0)))"
)
_NOTHING_PAID = "('pending', 'authorized', 'voided')"


def settle_facts(connection: Connection) -> None:
    """Fill in what is not said but certain. What nothing follows for stays unknown.

    An order that was sent has all its units sent, one that was cancelled has the others cancelled; one that is paid
    has its total paid.
    """
    _settle_lines(connection)
    connection.execute(
        text(
            f"UPDATE stage_orders SET paid_total = CASE WHEN financial_status IN {_PAID_IN_FULL} THEN total"
            f" WHEN financial_status IN {_NOTHING_PAID} THEN 0 END"
            " WHERE paid_total IS NULL AND financial_status IS NOT NULL"
        )
    )
    connection.execute(
        text(
            "UPDATE stage_orders SET refunded_total = paid_total"
            " WHERE refunded_total IS NULL AND financial_status = 'refunded' AND paid_total >= 0"
        )
    )
    connection.execute(
        text(
            "UPDATE stage_orders SET order_status = CASE WHEN cancelled_at IS NOT NULL THEN 'cancelled'"
            f" WHEN fulfillment_status = 'fulfilled' AND COALESCE(financial_status, 'paid') IN {_PAID_IN_FULL}"
            " THEN 'closed' ELSE 'open' END WHERE order_status IS NULL AND COALESCE(kind, 'sale') = 'sale'"
            " AND (cancelled_at IS NOT NULL OR fulfillment_status IS NOT NULL)"
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
