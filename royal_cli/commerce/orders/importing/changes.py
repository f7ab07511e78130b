"""What an import of orders would change, for people and for JSON: new orders, changed fields, lines that go."""

import hashlib
import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, text

from royal_cli.commerce import journal_tables as tables
from royal_cli.commerce.importing.told import PlannedChange
from royal_cli.money import Money, exponent

_CREATED = "SELECT s.order_number AS key, s.currency, s.total FROM stage_orders s WHERE s.is_new ORDER BY s.id"
_UPDATED = (
    "SELECT d.entity, o.order_number, o.currency, COALESCE(l.sku, l.product_title) AS line, l.price_scale, d.field,"
    " d.before, d.after FROM stage_diff d LEFT JOIN order_line_items l ON d.entity = 'order_line_items'"
    " AND l.id = d.entity_id JOIN orders o ON o.id = COALESCE(l.order_id, d.entity_id)"
    " ORDER BY o.id, d.entity DESC, d.entity_id, d.field"
)
_ADDED = (
    "SELECT o.order_number, o.currency, COALESCE(s.code, s.title) AS line, s.quantity FROM fresh_lines f"
    " JOIN stage_lines s ON s.stage_order = f.stage_order AND s.id = f.id"
    " JOIN stage_orders o ON o.id = f.stage_order ORDER BY s.stage_order, s.id"
)
_REMOVED = (
    "SELECT o.order_number, COALESCE(l.sku, l.product_title) AS line, l.quantity FROM stored_lines f"
    " JOIN order_line_items l ON l.id = f.id JOIN orders o ON o.id = l.order_id ORDER BY o.id, l.id"
)


def planned_changes(connection: Connection, limit: int | None) -> tuple[list[PlannedChange], bool]:
    """The first changes, and whether there are more; changed orders go before new ones."""
    shown = list(islice(_changes(connection), None if limit is None else limit + 1))
    return shown[:limit], limit is not None and len(shown) > limit


def _changes(connection: Connection) -> Iterator[PlannedChange]:
    for row in connection.execute(text(_UPDATED)):
        key, within = (row.order_number, None) if row.entity == "orders" else (row.line, row.order_number)
        entity = "order" if row.entity == "orders" else "line"
        before, after = (_readable(row, value) for value in (row.before, row.after))
        yield PlannedChange(entity, "update", key, within, row.field, before, after)
    for row in connection.execute(text(_ADDED)):
        yield PlannedChange("line", "create", row.line, row.order_number, "quantity", None, row.quantity)
    for row in connection.execute(text(_REMOVED)):
        yield PlannedChange("line", "delete", row.line, row.order_number, "quantity", row.quantity, None)
    for row in connection.execute(text(_CREATED)):
        total = None if row.total is None else Money(row.total, row.currency, exponent(row.currency))
        yield PlannedChange("order", "create", row.key, None, "total", None, total)


def _readable(row: Row[Any], value: str | None) -> object:
    """Money as money; everything else as the journal writes it down."""
    if value is None:
        return None
    if row.field in tables.MINOR_UNITS[row.entity]:
        return Money(int(value), row.currency, exponent(row.currency))
    if row.field == "price" and row.price_scale is not None:
        return Money(int(value), row.currency, row.price_scale)
    return value


def differences_digest(connection: Connection) -> str:
    """Of all that would change at known orders: nobody confirms one thing and gets another.

    The ids of rows that are still to be created are no part of it.
    """
    sha256 = hashlib.sha256()
    after = "CASE WHEN field NOT IN ('customer_id', 'sold_code_id') THEN after END"
    rows = connection.execute(
        text(f"SELECT entity, entity_id, field, before, {after} FROM stage_diff ORDER BY entity, entity_id, field")
    )
    for row in rows:
        sha256.update(json.dumps(tuple(row)).encode())
    return sha256.hexdigest()
