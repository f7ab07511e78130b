"""What customers bought, counted anew from their orders: the totals are never kept by adding and taking away."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, text

from royal_cli.commerce import journal, sql

_COUNTED = "COALESCE(o.order_status, '') <> 'cancelled'"
_SOLD = f"o.kind = 'sale' AND {_COUNTED}"
#: What one order brought: a credit's total is below 0. Cancelled orders and adjustments brought nothing.
_SPENT = f"CASE WHEN {_SOLD} THEN o.total - o.refunded_total WHEN o.kind = 'credit' AND {_COUNTED} THEN o.total END"


def recount(connection: Connection, customers: str, **values: Any) -> None:
    """Count the totals of the customers whose ids the SQL selects, for each currency on its own.

    In minor units of the currency:

    - total_orders: sales that are not cancelled.
    - total_spent: the totals of these less what was refunded, plus the totals of credits, which are below 0. An order
      of unknown total counts as an order and adds no money: it is the sum of what is known, and None where nothing is.
    - average_order_value: total_spent by the number of sales of known total, rounded half up once.
    - lifetime_value: what the customer brought so far, which is total_spent; nothing is forecast.

    The customer's own `currency` is that of most sales (of several the one used last), and the amounts are those of
    this currency: amounts of different currencies are never added. Numbers of orders are. `first_order_at` and
    `last_order_at` are of sales that are not cancelled.
    """
    connection.execute(text("DROP TABLE IF EXISTS recount_customers"))
    connection.execute(text("CREATE TEMPORARY TABLE recount_customers (id BIGINT PRIMARY KEY)"))
    connection.execute(
        text(f"INSERT INTO recount_customers SELECT id FROM customers WHERE id IN ({customers})"), values
    )
    _lock(connection)
    _count(connection)
    now = datetime.now(UTC)
    _write_totals(connection, now)
    _write_customers(connection, now)


def _lock(connection: Connection) -> None:
    """Two who count the same customer at once do so one after the other, and the second sees what the first one saw."""
    if sql.is_postgres(connection):
        connection.execute(
            text("SELECT id FROM customers WHERE id IN (SELECT id FROM recount_customers) ORDER BY id FOR UPDATE")
        )


def _count(connection: Connection) -> None:
    """`recount_totals`: a row per customer and currency, the customer's main currency as number 1."""
    connection.execute(text("DROP TABLE IF EXISTS recount_totals"))
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE recount_totals AS SELECT t.*, CASE WHEN priced > 0 THEN CASE WHEN spent >= 0"
            " THEN (2 * spent + priced) / (2 * priced) ELSE -((priced - 2 * spent) / (2 * priced)) END END AS average,"
            " row_number() OVER (PARTITION BY customer_id ORDER BY orders DESC, last_at DESC, currency) AS place"
            " FROM (SELECT customer_id, currency, count(*) FILTER (WHERE is_sold) AS orders,"
            " count(total) FILTER (WHERE is_sold) AS priced,"
            " COALESCE(CAST(sum(spent) AS BIGINT), CASE WHEN max(is_counted) = 0 THEN 0 END) AS spent,"
            " min(created_at) FILTER (WHERE is_sold) AS first_at, max(created_at) FILTER (WHERE is_sold) AS last_at"
            f" FROM (SELECT o.*, {_SOLD} AS is_sold, CASE WHEN {_COUNTED} THEN 1 ELSE 0 END AS is_counted,"
            f"  {_SPENT} AS spent FROM recount_customers c JOIN orders o ON o.customer_id = c.id"
            "  WHERE o.kind <> 'adjustment') s"
            " GROUP BY customer_id, currency) t"
        )
    )


def _write_totals(connection: Connection, now: datetime) -> None:
    connection.execute(
        text(
            "DELETE FROM customer_totals WHERE customer_id IN (SELECT id FROM recount_customers) AND NOT EXISTS"
            " (SELECT 1 FROM recount_totals t WHERE t.customer_id = customer_totals.customer_id"
            "  AND t.currency = customer_totals.currency)"
        )
    )
    connection.execute(
        journal.at(
            "INSERT INTO customer_totals (customer_id, currency, total_orders, total_spent, average_order_value,"
            " lifetime_value, updated_at) SELECT customer_id, currency, orders, spent, average, spent, :now"
            " FROM recount_totals WHERE TRUE ON CONFLICT (customer_id, currency) DO UPDATE SET"
            " total_orders = excluded.total_orders, total_spent = excluded.total_spent,"
            " average_order_value = excluded.average_order_value, lifetime_value = excluded.lifetime_value,"
            " updated_at = excluded.updated_at",
            now,
        )
    )


def _write_customers(connection: Connection, now: datetime) -> None:
    connection.execute(
        journal.at(
            "UPDATE customers AS c SET currency = f.currency, total_orders = COALESCE(f.orders, 0),"
            " total_spent = f.spent, average_order_value = f.average, lifetime_value = f.spent,"
            " first_order_at = f.first_at, last_order_at = f.last_at, updated_at = :now FROM"
            " (SELECT r.id, m.currency, m.spent, m.average, a.orders, a.first_at, a.last_at FROM recount_customers r"
            "  LEFT JOIN recount_totals m ON m.customer_id = r.id AND m.place = 1"
            "  LEFT JOIN (SELECT customer_id, CAST(sum(orders) AS BIGINT) AS orders, min(first_at) AS first_at,"
            "   max(last_at) AS last_at FROM recount_totals GROUP BY customer_id) a ON a.customer_id = r.id) f"
            " WHERE f.id = c.id",
            now,
        )
    )
