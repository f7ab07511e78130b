"""The least that loading the orders into royal's tables can cost on PostgreSQL: COPY, INSERT … SELECT, no checks."""

import sys

import psycopg
from psycopg import Cursor
from psycopg.sql import SQL, Identifier

from tests.benchmarks.order_feed import HEADER
from tests.benchmarks.postgres_floor import BLOCK

_STATEMENTS = (
    "ANALYZE feed",
    "INSERT INTO channels (id, name, type, status, configuration, error_count, created_at, updated_at)"
    " VALUES (1, 'file', 'file', 'active', '{}', 0, now(), now())",
    "INSERT INTO sold_codes (channel_id, code_key, code, title, kind, created_at)"
    " SELECT 1, lower(sku), sku, min(title), 'product', now() FROM feed GROUP BY sku ORDER BY min(row)",
    "INSERT INTO customers (email, created_at, updated_at)"
    " SELECT email, now(), now() FROM feed GROUP BY email ORDER BY min(row)",
    "INSERT INTO customer_aliases (customer_id, channel_id, external_id, email, created_at)"
    " SELECT c.id, 1, f.customer, f.email, now() FROM (SELECT DISTINCT customer, email FROM feed) f"
    " JOIN customers c ON c.email = f.email",
    "INSERT INTO orders (order_number, channel_id, external_id, customer_id, kind, subtotal, total, currency,"
    ' customer_email, country_code, created_at, updated_at) SELECT f."order", 1, f."order", c.id, \'sale\', f.total,'
    " f.total, f.currency, f.email, f.country, f.date, now() FROM"
    ' (SELECT "order", min(row) AS row, min(currency) AS currency, min(email) AS email, min(country) AS country,'
    "  min(date)::timestamptz AS date, sum(replace(price, '.', '')::bigint * quantity::bigint)::bigint AS total"
    '  FROM feed GROUP BY "order") f JOIN customers c ON c.email = f.email ORDER BY f.row',
    "INSERT INTO order_line_items (order_id, position, kind, sold_code_id, product_title, sku, price, price_scale,"
    " quantity, total, created_at) SELECT o.id, f.place, 'product', s.id, f.title, f.sku, f.cents, 2, f.units,"
    " f.cents * f.units, now() FROM (SELECT *, replace(price, '.', '')::bigint AS cents, quantity::bigint AS units,"
    '  row_number() OVER (PARTITION BY "order" ORDER BY row) AS place FROM feed) f'
    ' JOIN orders o ON o.channel_id = 1 AND o.external_id = f."order"'
    " JOIN sold_codes s ON s.channel_id = 1 AND s.code_key = lower(f.sku) ORDER BY f.row",
)


def load(url: str, feed: str) -> None:
    """Everything in one transaction."""
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        _copy(cursor, feed)
        for statement in _STATEMENTS:
            cursor.execute(statement.encode())


def _copy(cursor: Cursor, feed: str) -> None:
    names = SQL(", ").join(map(Identifier, HEADER))
    columns = SQL(", ").join(SQL("{} TEXT").format(Identifier(name)) for name in HEADER)
    cursor.execute(SQL("CREATE TEMPORARY TABLE feed (row BIGINT GENERATED ALWAYS AS IDENTITY, {})").format(columns))
    copying = SQL("COPY feed ({}) FROM STDIN (FORMAT csv, HEADER)").format(names)
    with open(feed, "rb") as file, cursor.copy(copying) as copy:
        while block := file.read(BLOCK):
            copy.write(block)


if __name__ == "__main__":
    load(*sys.argv[1:])
