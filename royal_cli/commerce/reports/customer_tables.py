"""Adds all orders up by customer once, into temporary tables that the figures of customers are taken from.

    bought(customer_id, currency, bucket, orders, net, last_at)    bucket -1: before the period; customer 0: unknown
    buyers(customer_id, currency, orders, net, last_at)            in the period, those who ordered something
    arrived(customer_id, bucket)                                   when each ordered for the first time

What a customer brings in is the total of the orders that are not cancelled, less refunds and credits.
"""

from sqlalchemy import Connection, text

from royal_cli.commerce.reports.buckets import Buckets
from royal_cli.commerce.reports.period import Period
from royal_cli.commerce.reports.query import execute
from royal_cli.commerce.sql import is_postgres

_TABLES = ("bought", "buyers", "arrived")
_BOUGHT = """
CREATE TEMPORARY TABLE bought AS
SELECT COALESCE(customer_id, 0) AS customer_id, currency,
  CASE WHEN created_at < {start} THEN -1 ELSE {bucket} END AS bucket,
  SUM(CASE WHEN kind = 'sale' THEN 1 ELSE 0 END) AS orders,
  SUM(CASE WHEN kind = 'sale' AND order_status = 'cancelled' THEN 0 ELSE total - refunded_total END) AS net,
  MAX(CASE WHEN kind = 'sale' THEN created_at END) AS last_at
FROM orders WHERE created_at < {end} AND kind IN ('sale', 'credit') GROUP BY 1, 2, 3
"""
_BUYERS = """
CREATE TEMPORARY TABLE buyers AS
SELECT customer_id, currency, SUM(orders) AS orders, COALESCE(SUM(net), 0) AS net, MAX(last_at) AS last_at
FROM bought WHERE bucket >= 0 AND customer_id <> 0 GROUP BY customer_id, currency HAVING SUM(orders) > 0
"""
_ARRIVED = """
CREATE TEMPORARY TABLE arrived AS
SELECT customer_id, MIN(bucket) AS bucket FROM bought WHERE customer_id <> 0 AND orders > 0 GROUP BY customer_id
"""


def add_up(connection: Connection, period: Period, buckets: Buckets) -> None:
    """Make the tables; those of an earlier report in the same session go."""
    for table in _TABLES:
        connection.execute(text(f"DROP TABLE IF EXISTS {table}"))
    bucket = buckets.number(connection, "created_at")
    start, end = (_moment(connection, f"{moment:%Y-%m-%d %H:%M:%S}") for moment in (period.start, period.end))
    for statement in (_BOUGHT.format(start=start, end=end, bucket=bucket), _BUYERS, _ARRIVED):
        execute(connection, statement)
    if is_postgres(connection):
        connection.execute(text(f"ANALYZE {', '.join(_TABLES)}"))


def _moment(connection: Connection, text: str) -> str:
    return f"'{text}+00'" if is_postgres(connection) else f"'{text}.000000'"
