"""What the journal knows of the tables whose changes it keeps, and how their values are written down in it."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Connection, DateTime, Integer, SmallInteger, TypeDecorator
from sqlalchemy.types import TypeEngine

from royal_cli.commerce import sql
from royal_cli.db.tables import METADATA

#: Parents first: rows come back in this order, and go in the opposite one.
ORDER = (
    "categories", "category_aliases", "collections", "locations", "products", "product_variants", "inventory_levels",
    "inventory_movements", "market_prices", "channels", "safety_stocks", "sold_codes", "customers", "customer_aliases",
    "customer_addresses", "customer_consents", "customer_erasures", "orders", "order_line_items", "allocations",
    "fulfillments", "fulfillment_items", "refunds", "refund_items", "order_returns", "order_return_items",
    "order_notes", "product_feeds",
)  # fmt: skip

_VARIANT_AT = (
    "(SELECT v.sku || ' @ ' || o.name FROM product_variants v, locations o"
    " WHERE v.id = e.product_variant_id AND o.id = e.location_id)"
)
_ORDER = "(SELECT o.order_number FROM orders o WHERE o.id = e.order_id)"
_LINE = (
    "(SELECT o.order_number || ' ' || COALESCE(l.sku, l.product_title, '') FROM order_line_items l"
    " JOIN orders o ON o.id = l.order_id WHERE l.id = e.order_line_item_id)"
)
#: How a row is called by people, given its alias `e`.
KEYS = {
    "categories": "e.path",
    "category_aliases": "e.path",
    "collections": "e.name",
    "locations": "e.name",
    "products": "e.sku",
    "product_variants": "e.sku",
    "inventory_levels": _VARIANT_AT,
    "inventory_movements": _VARIANT_AT,
    "market_prices": "(SELECT v.sku || ' @ ' || e.market FROM product_variants v WHERE v.id = e.product_variant_id)",
    "product_feeds": "e.name",
    "channels": "e.name",
    "safety_stocks": (
        "(SELECT v.sku || COALESCE(' @ ' || c.name, '') FROM product_variants v"
        " LEFT JOIN channels c ON c.id = e.channel_id WHERE v.id = e.product_variant_id)"
    ),
    "sold_codes": "COALESCE(e.code, e.title)",
    "customers": "COALESCE(e.email, e.first_name || ' ' || e.last_name, e.last_name, CAST(e.id AS TEXT))",
    "customer_aliases": "e.external_id",
    "customer_addresses": "e.address1",
    "customer_consents": "e.medium",
    "customer_erasures": "e.digest",
    "orders": "e.order_number",
    "order_line_items": (
        "(SELECT o.order_number || ' ' || COALESCE(e.sku, e.product_title, '') FROM orders o WHERE o.id = e.order_id)"
    ),
    "allocations": _LINE,
    "fulfillments": f"{_ORDER} || ' parcel ' || e.number",
    "fulfillment_items": _LINE,
    "refunds": f"{_ORDER} || ' refund ' || e.number",
    "refund_items": _LINE,
    "order_returns": f"{_ORDER} || ' return ' || e.number",
    "order_return_items": _LINE,
    "order_notes": f"{_ORDER} || ' note'",
}
#: Columns that hold the id of a row of another table. `category` stands in older lines for the category's path.
REFERENCES = {
    column.name: key.column.table.name
    for table in ORDER
    for column in METADATA.tables[table].columns
    for key in column.foreign_keys
}
#: Fields in minor units of the order's currency.
MINOR_UNITS = {
    "orders": frozenset({
        "subtotal", "tax_total", "shipping_total", "discount_total", "fee_total", "total", "paid_total",
        "refunded_total",
    }),
    "order_line_items": frozenset({"tax", "discount", "total", "cost", "refunded_amount"}),
}  # fmt: skip


def columns(table: str) -> list[Column[object]]:
    """The columns that can be written: all but the generated ones."""
    return [column for column in METADATA.tables[table].columns if column.computed is None]


def has_updated_at(table: str) -> bool:
    return "updated_at" in METADATA.tables[table].columns


def is_moment(table: str, field: str) -> bool:
    columns = METADATA.tables[table].columns
    return field in columns and isinstance(_stored(table, field), DateTime)


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
    kind = _stored(table, field)
    if isinstance(kind, Boolean):
        return f"{field} = CASE {value} WHEN '1' THEN TRUE WHEN '0' THEN FALSE END"
    if isinstance(kind, BigInteger | Integer | SmallInteger):
        return f"{field} = CAST({value} AS BIGINT)"
    if isinstance(kind, JSON):
        return f"{field} = {sql.as_json(connection, value)}"
    if isinstance(kind, DateTime):
        return f"{field} = {sql.as_moment(connection, value)}"
    return f"{field} = {value}"


def written(connection: Connection, table: str, field: str, value: str) -> str:
    """The text in `value` as the journal writes it: PostgreSQL has forms of its own for JSON and for moments."""
    kind = _stored(table, field)
    if isinstance(kind, JSON):
        return sql.as_text(connection, sql.as_json(connection, value))
    if isinstance(kind, DateTime):
        return sql.as_text(connection, sql.as_moment(connection, value))
    return value


def _stored(table: str, field: str) -> TypeEngine[object]:
    """The type that the database has for a column."""
    kind = METADATA.tables[table].c[field].type
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind


def snapshot(connection: Connection, table: str) -> str:
    """The whole row `e` as a JSON object."""
    if sql.is_postgres(connection):
        return "to_jsonb(e)"
    parts = []
    for column in columns(table):
        value = f"json(e.{column.name})" if isinstance(column.type, JSON) else f"e.{column.name}"
        parts.append(f"'{column.name}', {value}")
    return f"json_object({', '.join(parts)})"


def from_snapshot(connection: Connection, table: str) -> dict[str, str]:
    """How each column is taken out of `c.snapshot` again."""
    names = [column.name for column in columns(table)]
    if sql.is_postgres(connection):
        return {name: f"(jsonb_populate_record(NULL::{table}, c.snapshot)).{name}" for name in names}
    return {name: f"json_extract(c.snapshot, '$.{name}')" for name in names}


def snapshot_text(connection: Connection, name: str) -> str:
    """One value of a snapshot, as text."""
    if sql.is_postgres(connection):
        return f"(c.snapshot ->> '{name}')"
    return f"CAST(json_extract(c.snapshot, '$.{name}') AS TEXT)"
