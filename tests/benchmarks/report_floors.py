"""The least that a report can cost: plain SQL for the same figures, by the database's own driver, and nothing else."""

import json
import sqlite3
import sys
from typing import Any

import psycopg

_PERIOD = "o.created_at >= '2023-01-01 00:00:00{zone}' AND o.created_at < '2026-01-01 00:00:00{zone}'"

#: Orders with the sums of their product lines, and what is left of them after cancellations and refunds.
_LEFT = """
WITH placed AS (
  SELECT o.id, o.currency, o.channel_id, o.kind, o.order_status, o.total, o.tax_total, o.refunded_total,
    o.discount_total, o.subtotal + o.shipping_total + o.fee_total AS value,
    SUM(l.quantity) AS units, SUM(l.discount) AS discounts, SUM(l.total) AS goods,
    SUM(CASE WHEN l.cost IS NOT NULL THEN l.total END) AS costed, SUM(l.cost) AS cost,
    SUM(CASE WHEN l.cancelled_quantity > 0 THEN l.total * l.cancelled_quantity / l.quantity END) AS gone,
    SUM(CASE WHEN l.returned_quantity > 0 THEN l.cost * l.returned_quantity / l.quantity END) AS back
  FROM orders o LEFT JOIN order_line_items l ON l.order_id = o.id AND l.kind = 'product'
  WHERE {period} AND o.kind IN ('sale', 'credit') GROUP BY o.id
)
SELECT {keys} currency, COUNT(*), SUM(CASE WHEN kind = 'sale' THEN units END),
  SUM(CASE WHEN kind = 'sale' THEN total + discount_total END), SUM(CASE WHEN kind = 'sale' THEN discount_total END),
  SUM(CASE WHEN kind = 'credit' THEN -total WHEN order_status = 'cancelled' THEN total
      WHEN gone > 0 THEN total * gone / value ELSE 0 END),
  SUM(CASE WHEN kind = 'sale' AND order_status <> 'cancelled' THEN refunded_total END),
  SUM(CASE WHEN kind = 'sale' AND order_status = 'cancelled' THEN 0 ELSE total - refunded_total END),
  SUM(CASE WHEN kind = 'sale' AND order_status = 'cancelled' THEN 0
      WHEN refunded_total > 0 THEN tax_total * (total - refunded_total) / total ELSE tax_total END),
  SUM(CASE WHEN order_status <> 'cancelled' OR kind = 'credit'
      THEN (total - refunded_total - tax_total) * goods / NULLIF(value, 0) END),
  SUM(CASE WHEN order_status <> 'cancelled' OR kind = 'credit'
      THEN (total - refunded_total - tax_total) * costed / NULLIF(value, 0) END),
  SUM(CASE WHEN order_status <> 'cancelled' OR kind = 'credit' THEN cost - COALESCE(back, 0) END)
FROM placed GROUP BY {keys} currency
"""
_PRODUCTS = """
SELECT l.product_variant_id, CASE WHEN l.product_variant_id IS NULL THEN l.sold_code_id END AS code, o.currency,
  SUM(CASE WHEN o.kind = 'sale' THEN l.quantity END),
  SUM(CASE WHEN o.kind = 'sale' THEN l.returned_quantity ELSE -l.quantity END),
  SUM(CASE WHEN o.kind = 'sale' THEN l.total + COALESCE(l.discount, 0) END),
  SUM(CASE WHEN o.kind = 'sale' THEN l.discount END),
  SUM(CASE WHEN o.kind = 'credit' THEN -l.total WHEN o.order_status = 'cancelled' THEN l.total ELSE 0 END),
  SUM(l.refunded_amount),
  SUM(CASE WHEN o.kind = 'sale' AND o.order_status = 'cancelled' THEN 0 ELSE l.total - l.tax END),
  SUM(CASE WHEN l.cost IS NULL OR o.kind = 'sale' AND o.order_status = 'cancelled' THEN 0 ELSE l.total - l.tax END),
  SUM(CASE WHEN o.kind = 'sale' AND o.order_status = 'cancelled' THEN 0
      ELSE l.cost * (l.quantity - l.cancelled_quantity - l.returned_quantity) / l.quantity END)
FROM orders o JOIN order_line_items l ON l.order_id = o.id
WHERE {period} AND l.kind = 'product' AND o.kind IN ('sale', 'credit') GROUP BY 1, 2, 3
"""
_BOUGHT = """
WITH bought AS (
  SELECT customer_id, currency, {month} AS month, SUM(CASE WHEN kind = 'sale' THEN 1 ELSE 0 END) AS orders,
    SUM(CASE WHEN kind = 'sale' AND order_status = 'cancelled' THEN 0 ELSE total - refunded_total END) AS net,
    MAX(created_at) AS last_at
  FROM orders o WHERE {period} AND kind IN ('sale', 'credit') GROUP BY 1, 2, 3
), buyers AS (
  SELECT customer_id, currency, SUM(orders) AS orders, SUM(net) AS net, MAX(last_at) AS last_at FROM bought
  WHERE customer_id IS NOT NULL GROUP BY customer_id, currency HAVING SUM(orders) > 0
), arrived AS (
  SELECT customer_id, MIN(month) AS month FROM bought WHERE customer_id IS NOT NULL AND orders > 0 GROUP BY customer_id
)
"""
_SEGMENTS = """
SELECT currency, r, (f + m + 1) / 2, COUNT(*), SUM(orders), SUM(net) FROM (
  SELECT currency, orders, net,
    1 + 5 * (RANK() OVER (PARTITION BY currency ORDER BY last_at) - 1) / COUNT(*) OVER (PARTITION BY currency) AS r,
    1 + 5 * (RANK() OVER (PARTITION BY currency ORDER BY orders) - 1) / COUNT(*) OVER (PARTITION BY currency) AS f,
    1 + 5 * (RANK() OVER (PARTITION BY currency ORDER BY net) - 1) / COUNT(*) OVER (PARTITION BY currency) AS m
  FROM buyers
) scored GROUP BY 1, 2, 3
"""
_COHORTS = """
SELECT a.month, b.month, COUNT(DISTINCT b.customer_id) FROM bought b JOIN arrived a ON a.customer_id = b.customer_id
WHERE b.orders > 0 GROUP BY 1, 2
"""
_NEW = """
SELECT b.month, b.currency, a.month = b.month, COUNT(*), SUM(b.orders), SUM(b.net)
FROM bought b JOIN arrived a ON a.customer_id = b.customer_id WHERE b.orders > 0 GROUP BY 1, 2, 3
"""
_SPREAD = """
SELECT currency, place * 100 / customers, SUM(net) FROM (
  SELECT currency, net, COUNT(*) OVER (PARTITION BY currency) AS customers,
    ROW_NUMBER() OVER (PARTITION BY currency ORDER BY net DESC) AS place FROM buyers
) ranked GROUP BY 1, 2
"""
_STOCK = """
SELECT v.sku, p.title, SUM(l.available), SUM(l.committed), SUM(l.damaged), SUM(l.incoming), MAX(l.reorder_point),
  MAX(v.cost_price), MAX(v.currency)
FROM inventory_levels l JOIN product_variants v ON v.id = l.product_variant_id JOIN products p ON p.id = v.product_id
GROUP BY v.id, v.sku, p.title
"""
_SOLD = """
SELECT l.product_variant_id, SUM(l.quantity - l.cancelled_quantity) FROM orders o
JOIN order_line_items l ON l.order_id = o.id
WHERE {period} AND o.kind = 'sale' AND l.kind = 'product' AND o.order_status <> 'cancelled' GROUP BY 1
"""
_STATUSES = """
SELECT o.kind, o.order_status, o.fulfillment_status, o.financial_status, COUNT(*),
  SUM(CASE WHEN o.refunded_total > 0 THEN 1 ELSE 0 END), SUM(CASE WHEN o.held_at IS NOT NULL THEN 1 ELSE 0 END),
  SUM(CASE WHEN o.shipped_at IS NOT NULL THEN 1 ELSE 0 END)
FROM orders o WHERE {period} GROUP BY 1, 2, 3, 4
"""
_HOURS = """
SELECT {hours}, COUNT(*) FROM orders o WHERE {period} AND o.kind = 'sale' AND o.shipped_at IS NOT NULL GROUP BY 1
"""
_PARCELS = """
SELECT COUNT(*), COUNT(DISTINCT f.order_id) FROM orders o JOIN fulfillments f ON f.order_id = o.id WHERE {period}
"""
_UNMATCHED = """
SELECT COUNT(*) FROM order_line_items l JOIN orders o ON o.id = l.order_id
WHERE l.product_variant_id IS NULL AND l.kind = 'product' AND {period}
"""
_OPEN = "SELECT COUNT(*), MIN(created_at) FROM orders WHERE order_status = 'open' AND kind = 'sale'"

QUERIES = {
    "sales": (_LEFT.replace("{keys}", ""),),
    "channels": (_LEFT.replace("{keys}", "channel_id,"),),
    "products": (_PRODUCTS,),
    "customers": tuple(_BOUGHT + query for query in (_SEGMENTS, _COHORTS, _NEW, _SPREAD)),
    "inventory": (_STOCK, _SOLD),
    "orders": (_STATUSES, _HOURS, _PARCELS, _UNMATCHED, _OPEN),
}
_WORDS = {
    "sqlite": {
        "month": "substr(created_at, 1, 7)",
        "hours": "CAST((julianday(o.shipped_at) - julianday(o.created_at)) * 24 AS INTEGER)",
        "zone": ".000000",
    },
    "postgresql": {
        "month": "date_trunc('month', created_at, 'UTC')",
        "hours": "CAST(EXTRACT(EPOCH FROM o.shipped_at - o.created_at) / 3600 AS BIGINT)",
        "zone": "+00",
    },
}


def queries(kind: str, report: str) -> list[str]:
    words = _WORDS[kind]
    period = _PERIOD.format(zone=words["zone"])
    return [query.format(period=period, **words) for query in QUERIES[report]]


def answers(url: str, report: str) -> list[list[tuple[Any, ...]]]:
    """The rows of each query."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        connection.execute("PRAGMA cache_size = -65536")
        found = [connection.execute(query).fetchall() for query in queries("sqlite", report)]
        connection.close()
        return found
    with psycopg.connect(url) as server:
        return [server.execute(query.encode()).fetchall() for query in queries("postgresql", report)]


if __name__ == "__main__":
    print(json.dumps([len(rows) for rows in answers(*sys.argv[1:])]))  # noqa: T201
