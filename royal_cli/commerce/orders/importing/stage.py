"""The staging tables: a whole file of orders as canonical rows, before anything is decided or written."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeEngine

from royal_cli.commerce.order_feeds.batch import LINE_FIELDS, ORDER_FIELDS
from royal_cli.db.orders import Order, OrderLineItem

metadata = MetaData()

_BIG = BigInteger()
_KEY = BigInteger().with_variant(sqlite.INTEGER(), "sqlite")
ORDERS = Order.metadata.tables["orders"]
LINES = OrderLineItem.metadata.tables["order_line_items"]


def _fields(names: Sequence[str], stored: Table) -> list[Column[Any]]:
    """Of the types that the stored columns have; texts of any length, and JSON as text."""
    return [Column(name, _type(stored, name)) for name in names]


def _type(stored: Table, name: str) -> TypeEngine[Any]:
    if name not in stored.columns:
        return Text()
    kind: TypeEngine[Any] = stored.c[name].type
    plain = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    return Text() if isinstance(plain, JSON | String) else kind


#: One row per order of the file; `id` is the number of its first row.
orders = Table(
    "stage_orders",
    metadata,
    Column("id", _KEY, primary_key=True, autoincrement=False),
    Column("line", _BIG, nullable=False),
    #: How many rows of the file it has.
    Column("rows", Integer, nullable=False),
    Column("channel_id", _BIG),
    Column("external_id", Text, nullable=False),
    Column("order_id", _BIG),
    Column("customer_id", _BIG),
    Column("is_new", Boolean),
    #: Digits after the point of its currency.
    Column("digits", Integer),
    *_fields(ORDER_FIELDS, ORDERS),
    prefixes=["TEMPORARY"],
)
#: One row per line of an order; `id` is the number of its row, `stage_order` the id of its order here. They lie in
#: the order in which they are read again, which is that of their orders.
lines = Table(
    "stage_lines",
    metadata,
    Column("stage_order", _BIG, primary_key=True, autoincrement=False),
    Column("id", _BIG, primary_key=True, autoincrement=False),
    Column("line", _BIG, nullable=False),
    Column("position", Integer, nullable=False),
    Column("stage_code", _BIG),
    *_fields(LINE_FIELDS, LINES),
    prefixes=["TEMPORARY"],
    sqlite_with_rowid=False,
)
#: Rows of the file that are no line, and only add to their order.
other_rows = Table(
    "stage_other_rows",
    metadata,
    Column("id", _KEY, primary_key=True, autoincrement=False),
    Column("line", _BIG, nullable=False),
    Column("stage_order", _BIG, nullable=False),
    prefixes=["TEMPORARY"],
)
#: What the file calls the things that it sells; a code may stand here twice.
codes = Table(
    "stage_codes",
    metadata,
    Column("id", _KEY, primary_key=True, autoincrement=False),
    Column("code_key", Text, nullable=False),
    Column("code", Text),
    Column("title", Text),
    Column("gtin", Text),
    Column("kind", Text, nullable=False),
    Column("sold_code_id", _BIG),
    Column("product_id", _BIG),
    Column("product_variant_id", _BIG),
    prefixes=["TEMPORARY"],
)
_INDEXES = (
    Index("stage_orders_external_id", orders.c.external_id),
    Index("stage_other_rows_order", other_rows.c.stage_order),
    Index("stage_codes_key", codes.c.code_key),
)
_TABLES = (orders, lines, other_rows, codes)


def create(connection: Connection) -> None:
    """Make the empty staging tables, without their indexes; they live as long as the connection."""
    for table in _TABLES:
        table.drop(connection, checkfirst=True)
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
        for table in _TABLES:
            connection.exec_driver_sql(f"ANALYZE {table.name}")


def name_orders(connection: Connection) -> None:
    """An order without a number is called what the channel knows it by."""
    connection.exec_driver_sql("UPDATE stage_orders SET order_number = external_id WHERE order_number IS NULL")
