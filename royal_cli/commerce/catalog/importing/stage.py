"""The staging tables: a whole feed as canonical rows, before anything is decided or written."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeEngine

from royal_cli.commerce.feeds.batch import PRODUCT_FIELDS, VARIANT_FIELDS
from royal_cli.db.products import ASIN_LENGTH, PATH_LENGTH, SKU_LENGTH, TYPE_LENGTH

metadata = MetaData()

_BIG = BigInteger()
_KEY = BigInteger().with_variant(sqlite.INTEGER(), "sqlite")
_TEXT: TypeEngine[Any] = Text()
_TYPES: dict[str, TypeEngine[Any]] = {
    "base_price": _BIG,
    "price": _BIG,
    "compare_at_price": _BIG,
    "cost_price": _BIG,
    "weight": _BIG,
    "price_scale": SmallInteger(),
    "position": Integer(),
    "price_includes_vat": Boolean(),
    "allow_backorder": Boolean(),
}
#: Staged texts that have a longest length, by table: mostly what the database indexes.
LONGEST = {
    "stage_products": {"key": SKU_LENGTH, "product_type": TYPE_LENGTH, "category_path": PATH_LENGTH},
    "stage_variants": {"sku": SKU_LENGTH, "asin": ASIN_LENGTH},
}


def _staged(name: str, *columns: Column[Any]) -> Table:
    return Table(name, metadata, *columns, prefixes=["TEMPORARY"])


def _fields(names: Sequence[str]) -> list[Column[Any]]:
    return [Column(name, _TYPES.get(name, _TEXT)) for name in names]


#: One row per product of the feed; `id` is the number of the row that leads it.
products = _staged(
    "stage_products",
    Column("id", _KEY, primary_key=True, autoincrement=False),
    Column("line", _BIG, nullable=False),
    Column("key", Text, nullable=False),
    Column("alias", Text),
    Column("fingerprint", _BIG),
    #: Rows that only add to the product: how many, and their numbers, comma separated.
    Column("extra_rows", Integer, nullable=False),
    Column("extra_numbers", Text),
    #: Names of the fields that the feed clears, each between commas: ",title,vendor,".
    Column("cleared", Text),
    *_fields(PRODUCT_FIELDS),
)
#: One row per variant of the feed; `id` is the number of its row, `product` the id of its product here.
variants = _staged(
    "stage_variants",
    Column("id", _KEY, primary_key=True, autoincrement=False),
    Column("line", _BIG, nullable=False),
    Column("product", _BIG, nullable=False),
    Column("sku", Text, nullable=False),
    Column("derived", Boolean, nullable=False),
    #: What the feed itself calls the SKU, where royal had to derive another.
    Column("source_sku", Text),
    Column("cleared", Text),
    *_fields(VARIANT_FIELDS),
)
levels = _staged(
    "stage_levels",
    Column("variant", _BIG, nullable=False),
    Column("location", Text, nullable=False),
    Column("available", _BIG, nullable=False),
)
market_prices = _staged(
    "stage_market_prices",
    Column("variant", _BIG, nullable=False),
    Column("market", Text, nullable=False),
    Column("currency", Text),
    Column("price_scale", SmallInteger),
    Column("price", _BIG),
    Column("compare_at_price", _BIG),
    Column("is_included", Boolean),
)

_INDEXES = (
    Index("stage_products_key", products.c.key),
    Index("stage_variants_sku", variants.c.sku),
    Index("stage_variants_product", variants.c.product),
)


def create(connection: Connection) -> None:
    """Make the empty staging tables, without their indexes; they live as long as the connection."""
    for table in metadata.sorted_tables:
        table.drop(connection, checkfirst=True)
    for table in (products, variants, levels, market_prices):
        indexes, table.indexes = table.indexes, set()
        try:
            table.create(connection)
        finally:
            table.indexes = indexes


def index(connection: Connection) -> None:
    """Index what was loaded, so that the set-based steps find their way."""
    for staged in _INDEXES:
        staged.create(connection)
    if connection.dialect.name == "postgresql":
        for table in (products, variants, levels, market_prices):
            connection.exec_driver_sql(f"ANALYZE {table.name}")
