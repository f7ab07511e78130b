"""The least that loading the feed into royal's tables can cost on SQLite: csv.reader, executemany, no checks."""

import csv
import json
import sqlite3
import sys
from collections.abc import Iterator
from functools import cache
from itertools import islice

from tests.benchmarks.tree import branches

#: Those of royal's own connections.
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "foreign_keys = ON",
    "temp_store = FILE",
    "cache_size = -65536",
)
CHUNK = 5_000
NOW = "2026-01-01 00:00:00.000000"

_PRODUCT = (
    "sku", "title", "description", "vendor", "product_type", "tags", "category_id", "images", "status",
    "created_at", "updated_at",
)  # fmt: skip
_VARIANT = (
    "product_id", "sku", "sku_derived", "gtin", "currency", "price_scale", "price", "compare_at_price", "cost_price",
    "weight", "weight_unit", "allow_backorder", "status", "created_at", "updated_at",
)  # fmt: skip

Rows = list[list[str]]
Values = Iterator[tuple[object, ...]]


def load(database: str, feed: str) -> None:
    """Everything in one transaction, in the order of the feed."""
    connection = connect(database)
    connection.execute("BEGIN IMMEDIATE")
    categories: dict[str, int] = {}
    location = _create_location(connection)
    upserts = {
        "products": _upsert("products", _PRODUCT, {}, "sku"),
        "variants": _upsert("product_variants", _VARIANT, {"product_id": _PRODUCT_ID}, "sku"),
        "levels": _upsert(*_LEVELS),
    }
    with open(feed, encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        while rows := list(islice(reader, CHUNK)):
            _create_categories(connection, rows, categories)
            connection.executemany(upserts["products"], _products(rows, categories))
            connection.executemany(upserts["variants"], _variants(rows))
            connection.executemany(upserts["levels"], ((row[0], location, int(row[12])) for row in rows))
    connection.execute("COMMIT")
    connection.close()


def connect(database: str) -> sqlite3.Connection:
    connection = sqlite3.connect(database, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


_PRODUCT_ID = "(SELECT id FROM products WHERE sku = ?)"
_VARIANT_ID = "(SELECT id FROM product_variants WHERE sku = ?)"
_LEVELS = (
    "inventory_levels",
    ("product_variant_id", "location_id", "available", "committed", "incoming", "damaged", "updated_at"),
    {"product_variant_id": _VARIANT_ID, **dict.fromkeys(("committed", "incoming", "damaged"), "0"),
     "updated_at": f"'{NOW}'"},
    "product_variant_id, location_id",
)  # fmt: skip


def _upsert(table: str, columns: tuple[str, ...], stated: dict[str, str], key: str) -> str:
    values = ", ".join(stated.get(column, "?") for column in columns)
    changed = [column for column in columns if column not in (*key.split(", "), "created_at")]
    updates = ", ".join(f"{column} = excluded.{column}" for column in changed)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values}) ON CONFLICT ({key}) DO UPDATE SET {updates}"


def _create_location(connection: sqlite3.Connection) -> int | None:
    return connection.execute(
        "INSERT INTO locations (name, type, is_active, priority, created_at) VALUES ('Main', 'warehouse', 1, 0, ?)",
        [NOW],
    ).lastrowid


def _create_categories(connection: sqlite3.Connection, rows: Rows, known: dict[str, int]) -> None:
    missing = {row[6] for row in rows} - known.keys()
    for path, name, level, parent in branches(sorted(missing)):
        if path not in known:
            above = known[parent] if parent else None
            id = connection.execute(
                "INSERT INTO categories (name, path, parent_id, level, is_active, created_at)"
                " VALUES (?, ?, ?, ?, 1, ?)",
                [name, path, above, level, NOW],
            ).lastrowid
            known[path] = id or 0


def _products(rows: Rows, categories: dict[str, int]) -> Values:
    return (
        (
            sku, title, description, vendor, kind, _tags(tags), categories[category],
            f'[{{"url":"{image}","alt_text":null,"position":1,"is_primary":true}}]', status, NOW, NOW,
        )
        for sku, title, description, vendor, kind, tags, category, *_, image, status in rows
    )  # fmt: skip


def _variants(rows: Rows) -> Values:
    return (
        (
            sku, sku, 0, gtin or None, "EUR", 2, _cents(price), _cents(compare_at), _cents(cost), int(grams) * 1000,
            "g", 0, "active", NOW, NOW,
        )
        for sku, _, _, _, _, _, _, price, compare_at, cost, gtin, grams, _, _, _ in rows
    )  # fmt: skip


def _cents(amount: str) -> int | None:
    return int(amount.replace(".", "")) if amount else None


@cache
def _tags(text: str) -> str:
    return json.dumps(text.split(", "), separators=(",", ":"))


if __name__ == "__main__":
    load(*sys.argv[1:])
