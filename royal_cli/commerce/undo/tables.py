"""What undo knows of the tables whose changes the journal keeps."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Connection, Integer, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB

from royal_cli.commerce.catalog import sql
from royal_cli.db.tables import METADATA

#: Parents first: rows come back in this order, and go in the opposite one.
ORDER = (
    "categories", "locations", "products", "product_variants", "inventory_levels", "market_prices", "product_feeds",
)  # fmt: skip

#: How a row is called by people, given its alias `e`.
KEYS = {
    "categories": "e.path",
    "locations": "e.name",
    "products": "e.sku",
    "product_variants": "e.sku",
    "inventory_levels": (
        "(SELECT v.sku || ' @ ' || o.name FROM product_variants v, locations o"
        " WHERE v.id = e.product_variant_id AND o.id = e.location_id)"
    ),
    "market_prices": "(SELECT v.sku || ' @ ' || e.market FROM product_variants v WHERE v.id = e.product_variant_id)",
    "product_feeds": "e.name",
}


def columns(table: str) -> list[Column[object]]:
    """The columns that can be written: all but the generated ones."""
    return [column for column in METADATA.tables[table].columns if column.computed is None]


def current(connection: Connection, table: str, field: str) -> str:
    """The stored value of a journalled field as the journal would write it down."""
    if field == "category":
        return "(SELECT c.path FROM categories c WHERE c.id = e.category_id)"
    column = METADATA.tables[table].c[field]
    return sql.as_text(connection, f"e.{field}", boolean=isinstance(column.type, Boolean))


def assignment(connection: Connection, table: str, field: str, value: str) -> str:
    """`column = …` for the journal's text in `value`."""
    if field == "category":
        return f"category_id = (SELECT c.id FROM categories c WHERE c.path = {value})"
    kind = METADATA.tables[table].c[field].type
    if isinstance(kind, Boolean):
        return f"{field} = CASE {value} WHEN '1' THEN TRUE WHEN '0' THEN FALSE END"
    if isinstance(kind, BigInteger | Integer | SmallInteger):
        return f"{field} = CAST({value} AS BIGINT)"
    if sql.is_postgres(connection) and isinstance(kind.dialect_impl(connection.dialect), JSONB):
        return f"{field} = CAST({value} AS JSONB)"
    return f"{field} = {value}"


def snapshot(connection: Connection, table: str) -> str:
    """The whole row `e` as a JSON object."""
    if sql.is_postgres(connection):
        return "to_jsonb(e)"
    parts = []
    for column in columns(table):
        value = f"json(e.{column.name})" if isinstance(column.type, JSON) else f"e.{column.name}"
        parts.append(f"'{column.name}', {value}")
    return f"json_object({', '.join(parts)})"


def from_snapshot(connection: Connection, table: str) -> str:
    """SELECT list that takes the row out of `c.snapshot` again."""
    names = [column.name for column in columns(table)]
    if sql.is_postgres(connection):
        return ", ".join(f"(jsonb_populate_record(NULL::{table}, c.snapshot)).{name}" for name in names)
    return ", ".join(f"json_extract(c.snapshot, '$.{name}')" for name in names)


def snapshot_text(connection: Connection, name: str) -> str:
    """One value of a snapshot, as text."""
    if sql.is_postgres(connection):
        return f"(c.snapshot ->> '{name}')"
    return f"CAST(json_extract(c.snapshot, '$.{name}') AS TEXT)"
