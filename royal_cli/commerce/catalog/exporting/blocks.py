"""Reads the catalogue a few hundred products at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select
from sqlmodel import Session

from royal_cli.commerce.catalog.exporting.block import Block, MarketPrice, Places, Product, Variant
from royal_cli.commerce.catalog.reading.conditions import conditions
from royal_cli.commerce.catalog.reading.figures import PRODUCTS
from royal_cli.commerce.catalog.reading.rows import Filters

PORTION = 1_000


def begin(session: Session) -> Connection:
    """The connection, seeing the catalogue as it is now until the end of its transaction. Call it first."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    else:
        # Every page is read once: keeping many of them would be memory for nothing.
        connection.exec_driver_sql("PRAGMA cache_size = -8192")
    return connection


def places(connection: Connection) -> Places:
    used = "SELECT DISTINCT location_id FROM inventory_levels"
    locations = f"SELECT name FROM locations WHERE id IN ({used}) ORDER BY priority, id"
    markets = "SELECT DISTINCT market FROM market_prices ORDER BY market"
    return Places(*([row[0] for row in _fetched(connection, query)] for query in (locations, markets)))


def currencies(connection: Connection) -> list[str | None]:
    """Of the prices of variants."""
    query = "SELECT DISTINCT currency FROM product_variants WHERE price IS NOT NULL ORDER BY currency"
    return [row[0] for row in _fetched(connection, query)]


def shared_gtins(connection: Connection) -> frozenset[str]:
    """GTINs that several active variants bear, without the zeros before them."""
    query = (
        "SELECT ltrim(v.gtin, '0') FROM product_variants v JOIN products p ON p.id = v.product_id"
        " WHERE v.gtin IS NOT NULL AND v.status = 'active' AND p.status = 'active' GROUP BY 1 HAVING count(*) > 1"
    )
    return frozenset(row[0] for row in _fetched(connection, query))


def blocks(
    connection: Connection, filters: Filters, *more: ColumnElement[bool], portion: int = PORTION
) -> Iterator[Block]:
    """The products that pass the filters and for which `more` holds, in the order of their making; the memory that
    they take does not grow.

    What is wrong with the filters is said at once, and nothing is read before the first block.
    """
    query = select(PRODUCTS.c.id).where(*conditions(connection, filters), *more).order_by(PRODUCTS.c.id)
    return _blocks(connection, query.execution_options(yield_per=portion))


def _blocks(connection: Connection, query: Select[int]) -> Iterator[Block]:
    locations = dict(_fetched(connection, "SELECT id, name FROM locations"))
    with connection.execute(query) as result:
        for ids in result.scalars().partitions():
            yield _block(connection, ids, locations)


_DOCUMENTS = frozenset(["tags", "meta_keywords", "search_keywords", "images", "videos", "dimensions"])


def _selected(row: type[Product] | type[Variant], alias: str) -> str:
    others = {"category": "c.path"}
    return ", ".join(
        others.get(name) or (f"CAST({alias}.{name} AS TEXT)" if name in _DOCUMENTS else f"{alias}.{name}")
        for name in row._fields
    )


_PRODUCTS = f"SELECT {_selected(Product, 'p')} FROM products p LEFT JOIN categories c ON c.id = p.category_id WHERE "
_VARIANTS = f"SELECT {_selected(Variant, 'v')} FROM product_variants v WHERE "
_LEVELS = "SELECT location_id, product_variant_id, available FROM inventory_levels WHERE "
_MARKETS = (
    "SELECT market, product_variant_id, currency, price_scale, price, compare_at_price, is_included"
    " FROM market_prices WHERE "
)


def _block(connection: Connection, ids: Sequence[int], locations: dict[int, str]) -> Block:
    products = _fetched(connection, f"{_PRODUCTS}{_among('p.id', ids)} ORDER BY p.id")
    variants = _fetched(connection, f"{_VARIANTS}{_among('v.product_id', ids)} ORDER BY v.product_id, v.id")
    sold = _among("product_variant_id", [row[0] for row in variants])
    stock: dict[int, dict[int, int]] = defaultdict(dict)
    for location, variant_id, available in _fetched(connection, _LEVELS + sold):
        stock[location][variant_id] = available
    markets: dict[str, dict[int, MarketPrice]] = defaultdict(dict)
    for market, *price in _fetched(connection, _MARKETS + sold):
        markets[market][price[0]] = MarketPrice._make(price)
    return Block(products, variants, {locations[id]: levels for id, levels in stock.items()}, markets)


def _among(column: str, ids: Sequence[int]) -> str:
    """A condition on the ids of a portion, which nearly always follow each other."""
    if not ids:
        return "FALSE"
    first, last = min(ids), max(ids)
    if last - first + 1 == len(ids):
        return f"{column} BETWEEN {first} AND {last}"
    return f"{column} IN ({','.join(map(str, ids))})"


def _fetched(connection: Connection, query: str) -> list[tuple[Any, ...]]:
    """Straight from the driver: no object is made of a row."""
    cursor: Any = connection.connection.cursor()
    try:
        cursor.execute(query)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
    finally:
        cursor.close()
