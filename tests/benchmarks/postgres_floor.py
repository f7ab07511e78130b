"""The least that loading the feed into royal's tables can cost on PostgreSQL: COPY, INSERT … ON CONFLICT, no checks."""

import sys

import psycopg
from psycopg import Cursor
from psycopg.sql import SQL, Identifier

from tests.benchmarks.tree import branches

BLOCK = 1 << 20
COLUMNS = (
    "sku", "title", "description", "vendor", "type", "tags", "category", "price", "compare_at", "cost", "gtin", "grams",
    "stock", "image", "status",
)  # fmt: skip

_PRODUCTS = """
INSERT INTO products (sku, title, description, vendor, product_type, tags, category_id, images, status, created_at,
  updated_at)
SELECT f.sku, f.title, f.description, f.vendor, f.type, to_jsonb(string_to_array(f.tags, ', ')), c.id,
  jsonb_build_array(jsonb_build_object('url', f.image, 'alt_text', NULL, 'position', 1, 'is_primary', TRUE)),
  f.status, now(), now()
FROM feed f JOIN categories c ON c.path = f.category
ON CONFLICT (sku) DO UPDATE SET title = excluded.title, description = excluded.description, vendor = excluded.vendor,
  product_type = excluded.product_type, tags = excluded.tags, category_id = excluded.category_id,
  images = excluded.images, status = excluded.status, updated_at = excluded.updated_at
"""
_VARIANTS = """
INSERT INTO product_variants (product_id, sku, sku_derived, gtin, currency, price_scale, price, compare_at_price,
  cost_price, weight, weight_unit, allow_backorder, status, created_at, updated_at)
SELECT p.id, f.sku, FALSE, nullif(f.gtin, ''), 'EUR', 2, replace(f.price, '.', '')::bigint,
  replace(nullif(f.compare_at, ''), '.', '')::bigint, replace(f.cost, '.', '')::bigint, f.grams::bigint * 1000, 'g',
  FALSE, 'active', now(), now()
FROM feed f JOIN products p ON p.sku = f.sku
ON CONFLICT (sku) DO UPDATE SET product_id = excluded.product_id, gtin = excluded.gtin, currency = excluded.currency,
  price_scale = excluded.price_scale, price = excluded.price, compare_at_price = excluded.compare_at_price,
  cost_price = excluded.cost_price, weight = excluded.weight, weight_unit = excluded.weight_unit,
  updated_at = excluded.updated_at
"""
_LEVELS = """
INSERT INTO inventory_levels (product_variant_id, location_id, available, committed, incoming, damaged, updated_at)
SELECT v.id, %s, f.stock::bigint, 0, 0, 0, now() FROM feed f JOIN product_variants v ON v.sku = f.sku
ON CONFLICT (product_variant_id, location_id) DO UPDATE SET available = excluded.available,
  updated_at = excluded.updated_at
"""


def load(url: str, feed: str) -> None:
    """Everything in one transaction."""
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        _copy(cursor, feed)
        _create_categories(cursor)
        location = cursor.execute(
            "INSERT INTO locations (name, type, is_active, priority, created_at)"
            " VALUES ('Main', 'warehouse', TRUE, 0, now()) RETURNING id"
        ).fetchone()
        cursor.execute(_PRODUCTS)
        cursor.execute(_VARIANTS)
        cursor.execute(_LEVELS, location)


def _copy(cursor: Cursor, feed: str) -> None:
    columns = SQL(", ").join(SQL("{} TEXT").format(Identifier(name)) for name in COLUMNS)
    cursor.execute(SQL("CREATE TEMPORARY TABLE feed ({})").format(columns))
    with open(feed, "rb") as file, cursor.copy("COPY feed FROM STDIN (FORMAT csv, HEADER, NULL '\\N')") as copy:
        while block := file.read(BLOCK):
            copy.write(block)
    cursor.execute("ANALYZE feed")


def _create_categories(cursor: Cursor) -> None:
    paths = [path for (path,) in cursor.execute("SELECT DISTINCT category FROM feed ORDER BY category").fetchall()]
    cursor.executemany(
        "INSERT INTO categories (path, name, level, parent_id, is_active, created_at)"
        " VALUES (%s, %s, %s, (SELECT id FROM categories WHERE path = %s), TRUE, now())",
        list(branches(paths)),
    )


if __name__ == "__main__":
    load(*sys.argv[1:])
