"""The least that an export can cost: one SELECT of a feed's columns, as they are stored, by csv.writer to a file."""

import csv
import sqlite3
import sys
from collections.abc import Iterable

import psycopg

_DOCUMENTS = frozenset(["tags", "meta_keywords", "search_keywords", "images", "videos"])
_OPTIONS = tuple(f"v.option{n}_{part}" for n in (1, 2, 3) for part in ("name", "value"))
_WEIGHT = ("v.weight", "v.weight_unit")
_PRICES = ("v.price", "v.compare_at_price", "v.cost_price")

#: Kind of feed -> what its columns are made of; what no row has is an empty column there as well.
COLUMNS: dict[str, tuple[str, ...]] = {
    "royal": (
        "p.sku", "v.sku", "p.title", "p.description", "p.vendor", "p.product_type", "p.status", "c.path", "p.tags",
        "p.meta_keywords", "p.search_keywords", "p.seo_title", "p.seo_description", "p.videos", "p.images", "NULL",
        "NULL", "v.title", "v.status", "v.image_url", "v.position", "v.gtin", "v.asin", "v.mpn", "v.allow_backorder",
        *_OPTIONS, "v.currency", *_PRICES, "v.price_includes_vat", *_WEIGHT, "CAST(v.dimensions AS TEXT)", "NULL",
        "NULL", "NULL", "l.available",
    ),
    "shopify": (
        "p.sku", "p.title", "p.description", "p.vendor", "p.product_type", "p.tags", "p.status", *_OPTIONS, "v.sku",
        "v.weight", "NULL", "l.available", "v.allow_backorder", "NULL", *_PRICES[:2], "v.gtin", "p.images", "NULL",
        "NULL", "p.seo_title", "p.seo_description", "v.image_url", "v.weight_unit", "v.cost_price", "p.status",
    ),
}  # fmt: skip
COLUMNS["ndjson"] = COLUMNS["royal"]

_SELECT = """
SELECT {} FROM products p LEFT JOIN categories c ON c.id = p.category_id
LEFT JOIN product_variants v ON v.product_id = p.id LEFT JOIN inventory_levels l ON l.product_variant_id = v.id
WHERE p.status <> 'archived' ORDER BY p.id, v.id
"""


def query(kind: str) -> str:
    texts = {f"p.{name}": f"CAST(p.{name} AS TEXT)" for name in _DOCUMENTS}
    return _SELECT.format(", ".join(texts.get(column, column) for column in COLUMNS[kind]))


def write(url: str, kind: str, path: str) -> None:
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        _write(path, COLUMNS[kind], connection.execute(query(kind)))
        connection.close()
        return
    with psycopg.connect(url) as server, server.cursor(name="floor") as cursor:
        cursor.itersize = 5_000
        _write(path, COLUMNS[kind], cursor.execute(query(kind)))


def _write(path: str, header: Iterable[str], rows: Iterable[tuple[object, ...]]) -> None:
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    write(*sys.argv[1:])
