"""Feeds that a test writes down row by row, and the shortest way to import them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine, text

from royal_cli.commerce.catalog.importing.importer import Import, Request
from royal_cli.commerce.catalog.importing.safety import Limits
from royal_cli.commerce.feeds.batch import PRODUCT_FIELDS, VARIANT_FIELDS, Batch, MarketColumns

NO_LIMITS = Limits(Decimal(1), Decimal(1), Decimal(1_000), Decimal(1))
LIMITS = Limits(Decimal("0.2"), Decimal("0.2"), Decimal("0.5"), Decimal("0.1"))
_OF_VARIANT = [name for name in VARIANT_FIELDS if name not in PRODUCT_FIELDS]
_SHARED = ("currency", "price_scale", "compare_at_price", "cost_price", "weight", "weight_unit", "dimensions")


class MadeFeed:
    """Rows as dictionaries: `key` and `sku`, fields of the product or variant, `stock` and `markets` by name.

    `title` is the product's and `variant_title` the variant's; prices are in cents of EUR unless the row says more;
    `clears` names fields as "product.title"; a row with `sells=False` only adds to its product.
    """

    def __init__(self, *rows: dict[str, Any], name: str = "made.csv", chunk: int = 1_000) -> None:
        self.rows = rows
        self.name = name
        self.digest = "0" * 64
        self.size = len(rows)
        self.position = 0
        self.chunk = chunk

    def batches(self) -> Iterator[Batch]:
        for start in range(0, len(self.rows), self.chunk):
            rows = self.rows[start : start + self.chunk]
            yield _batch(rows, range(start + 1, start + len(rows) + 1))


def _batch(rows: Sequence[dict[str, Any]], numbers: range) -> Batch:
    priced = [{"currency": "EUR", "price_scale": 2, **row} if "price" in row else row for row in rows]

    def columns(names: Sequence[str]) -> dict[str, list[Any]]:
        return {name: [row.get(name) for row in priced] for name in names if any(name in row for row in priced)}

    return Batch(
        numbers=list(numbers),
        lines=[number + 1 for number in numbers],
        keys=[row.get("key") or row["sku"] for row in rows],
        aliases=[row.get("alias") for row in rows] if any("alias" in row for row in rows) else None,
        sells=[row.get("sells", True) for row in rows],
        skus=[row.get("sku") for row in rows],
        product=columns([name for name in PRODUCT_FIELDS if name not in (*_SHARED, "images")]),
        variant=columns([*_OF_VARIANT, *_SHARED])
        | (
            {"title": [row.get("variant_title") for row in rows]} if any("variant_title" in row for row in rows) else {}
        ),
        images=[row.get("images") for row in rows] if any("images" in row for row in rows) else None,
        stock={
            place: [row.get("stock", {}).get(place) for row in rows]
            for place in dict.fromkeys(place for row in rows for place in row.get("stock", {}))
        },
        markets=[
            MarketColumns(
                market,
                "NOK",
                [None] * len(rows),
                [row.get("markets", {}).get(market) for row in rows],
                [None] * len(rows),
                [2 if market in row.get("markets", {}) else None for row in rows],
            )
            for market in dict.fromkeys(market for row in rows for market in row.get("markets", {}))
        ],
        cleared={index: set(row["clears"]) for index, row in enumerate(rows) if "clears" in row},
    )


def import_rows(engine: Engine, *rows: dict[str, Any], **request: Any) -> Import:
    """Import made rows; what it counted can be read from the result."""
    with importing(engine, MadeFeed(*rows), **request) as run:
        return run


@contextmanager
def importing(engine: Engine, feed: MadeFeed, **request: Any) -> Iterator[Import]:
    with Import(engine, Request(**{"limits": NO_LIMITS, "wait": 0.0, **request})) as run:
        run.stage(feed)
        with run.writing():
            run.find_difference()
            run.judge()
            run.write({})
        yield run


def rows(engine: Engine, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement), values)]


def everything(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """The catalogue by what people see of it: without ids and times, which differ between runs."""
    return {
        "products": rows(
            engine,
            "SELECT p.sku, p.title, p.description, p.vendor, p.status, c.path, CAST(p.images AS TEXT),"
            " CAST(p.tags AS TEXT) FROM products p LEFT JOIN categories c ON c.id = p.category_id ORDER BY p.sku",
        ),
        "variants": rows(
            engine,
            "SELECT p.sku, v.sku, v.title, v.sku_derived, v.source_sku, v.gtin, v.option1_name, v.option1_value,"
            " v.currency, v.price_scale, v.price, v.compare_at_price, v.cost_price, v.status, v.allow_backorder"
            " FROM product_variants v JOIN products p ON p.id = v.product_id ORDER BY v.sku",
        ),
        "stock": rows(
            engine,
            "SELECT v.sku, o.name, l.available FROM inventory_levels l JOIN product_variants v"
            " ON v.id = l.product_variant_id JOIN locations o ON o.id = l.location_id ORDER BY v.sku, o.name",
        ),
        "market_prices": rows(
            engine,
            "SELECT v.sku, m.market, m.currency, m.price, m.is_included FROM market_prices m"
            " JOIN product_variants v ON v.id = m.product_variant_id ORDER BY v.sku, m.market",
        ),
        "categories": rows(engine, "SELECT path, level FROM categories ORDER BY path"),
    }


def ledger_agrees(engine: Engine) -> bool:
    """Every stock level is the sum of its movements."""
    return not rows(
        engine,
        "SELECT l.id FROM inventory_levels l WHERE l.available <> (SELECT sum(m.quantity_change)"
        " FROM inventory_movements m WHERE m.product_variant_id = l.product_variant_id"
        " AND m.location_id = l.location_id)",
    )
