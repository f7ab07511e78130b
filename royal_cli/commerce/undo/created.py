"""Removes the rows that an operation created, unless somebody has built on them since."""

from collections.abc import Iterable

from sqlalchemy import Connection, text

from royal_cli.commerce import journal_tables as tables
from royal_cli.commerce.undo.attached import (
    DEPENDANTS,
    MOVED_SINCE,
    OF_CUSTOMERS,
    OF_ORDERS,
    OF_VARIANTS,
    Owner,
    in_use,
)
from royal_cli.commerce.undo.conflicts import EXAMPLES, Conflict, Conflicts
from royal_cli.commerce.undo.movements import CAME_BACK
from royal_cli.commerce.undo.units import Ledger

#: A row may be in use by rows that are looked at before it.
_CATALOGUE = (
    "inventory_movements", "product_variants", "products", "inventory_levels", "market_prices", "safety_stocks",
    "collections", "category_aliases", "product_feeds",
)  # fmt: skip
_ORDERS = (
    "fulfillment_items", "refund_items", "order_return_items", "allocations", "fulfillments", "refunds",
    "order_returns", "order_notes", "orders", "order_line_items",
)  # fmt: skip
#: Who and what the orders are about: it stays without a word for whatever else needs it.
_AROUND_ORDERS = (
    "customer_aliases", "customer_addresses", "customer_consents", "customer_erasures", "customers", "sold_codes",
    "channels",
)  # fmt: skip
#: These go as soon as nothing needs them.
_UNUSED = ("categories", "locations")
#: Movements follow their levels, and a category's old paths the category: nobody is told.
_SILENT = frozenset({*_UNUSED, *_AROUND_ORDERS, "inventory_movements", "category_aliases"})
#: Children first.
_REMOVED = tuple(table for table in reversed(tables.ORDER) if table not in _UNUSED)


def remove_created(
    connection: Connection, operation_id: int, undo_id: int, *, ledger: Ledger, force: bool, found: Conflicts
) -> int:
    """Delete what the operation created and nobody has built on since; returns how many rows went."""
    connection.execute(text("DROP TABLE IF EXISTS undo_rows"))
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE undo_rows (entity TEXT NOT NULL, entity_id BIGINT NOT NULL, kept BOOLEAN NOT NULL,"
            " PRIMARY KEY (entity, entity_id))"
        )
    )
    _collect(connection, operation_id, _CATALOGUE, force)
    _keep_variants_of_kept_products(connection)
    _follow_owners(connection, OF_VARIANTS)
    _collect(connection, operation_id, _ORDERS, force)
    _follow_owners(connection, OF_ORDERS)
    _report(connection, found)
    _collect(connection, operation_id, _AROUND_ORDERS, force)
    _follow_owners(connection, OF_CUSTOMERS)
    connection.execute(text("DELETE FROM undo_rows WHERE kept"))
    _collect_dependants(connection)
    removed = 0
    for entity in _REMOVED:
        _journal_deleted(connection, undo_id, entity)
    ledger.note_gone()
    for entity in _REMOVED:
        removed += _delete(connection, entity)
    removed += _remove_unused(connection, operation_id, undo_id)
    _report_used_categories(connection, operation_id, found)
    return removed


def _created(entity: str) -> str:
    return (
        f"FROM changes c JOIN {entity} e ON e.id BETWEEN c.entity_id AND COALESCE(c.last_entity_id, c.entity_id)"
        f" WHERE c.operation_id = :operation AND c.action = 'create' AND c.entity = '{entity}'"
    )


def _collect(connection: Connection, operation_id: int, entities: Iterable[str], force: bool) -> None:
    for entity in entities:
        changed = (
            "EXISTS (SELECT 1 FROM changes l JOIN operations o ON o.id = l.operation_id"
            f" WHERE l.operation_id > :operation AND l.entity = '{entity}' AND l.entity_id = e.id"
            " AND l.action = 'update' AND o.status <> 'undone' AND o.kind <> 'undo')"
        )
        if entity == "inventory_levels":
            changed = f"({changed} OR {MOVED_SINCE})"
        used = in_use(connection, entity)
        kept = used if force else f"({used}) OR {changed}"
        came = f" AND {CAME_BACK.format(movement='e.id')}" if entity == "inventory_movements" else ""
        connection.execute(
            text(f"INSERT INTO undo_rows SELECT '{entity}', e.id, ({kept}) {_created(entity)}{came}"),
            {"operation": operation_id},
        )


def _keep_variants_of_kept_products(connection: Connection) -> None:
    """A product that stays keeps the variants that came with it."""
    connection.execute(
        text(
            "UPDATE undo_rows SET kept = TRUE WHERE entity = 'product_variants' AND entity_id IN (SELECT v.id"
            " FROM product_variants v JOIN undo_rows p ON p.entity = 'products' AND p.entity_id = v.product_id"
            " WHERE p.kept)"
        )
    )


def _follow_owners(connection: Connection, families: Iterable[Owner]) -> None:
    """Rows stay and go with the row that they belong to, where that is one of those created."""
    for family in families:
        owners = (
            f"FROM {family.table} e JOIN undo_rows v ON v.entity = '{family.owner}' AND v.entity_id = e.{family.column}"
        )
        connection.execute(
            text(
                f"UPDATE undo_rows SET kept = (SELECT v.kept {owners} WHERE e.id = undo_rows.entity_id)"
                f" WHERE entity = '{family.table}' AND entity_id IN (SELECT e.id {owners})"
            )
        )


def _report(connection: Connection, found: Conflicts) -> None:
    """What is kept is said once: of an order its number, not each of its lines."""
    told = " OR ".join(
        f"(u.entity = '{family.table}' AND EXISTS (SELECT 1 FROM {family.table} e JOIN undo_rows v"
        f" ON v.entity = '{family.owner}' AND v.entity_id = e.{family.column} WHERE e.id = u.entity_id))"
        for family in OF_ORDERS
    )
    for entity in tables.ORDER:
        if entity in _SILENT:
            continue
        kept = (
            f"FROM undo_rows u JOIN {entity} e ON e.id = u.entity_id WHERE u.entity = '{entity}' AND u.kept"
            f" AND NOT ({told})"
        )
        keys = connection.scalars(text(f"SELECT {tables.KEYS[entity]} {kept} ORDER BY e.id LIMIT {EXAMPLES}")).all()
        why = "it was changed or used since"
        found.add(
            int(connection.scalar(text(f"SELECT count(*) {kept}")) or 0),
            [Conflict(entity, key, None, None, "created", "kept", why) for key in keys],
        )


def _collect_dependants(connection: Connection) -> None:
    """What later operations added to a row goes with it: stock and prices of a variant, lines of an order."""
    for family in DEPENDANTS:
        connection.execute(
            text(
                f"INSERT INTO undo_rows SELECT '{family.table}', e.id, FALSE FROM {family.table} e JOIN undo_rows v"
                f" ON v.entity = '{family.owner}' AND v.entity_id = e.{family.column} WHERE NOT EXISTS"
                f" (SELECT 1 FROM undo_rows u WHERE u.entity = '{family.table}' AND u.entity_id = e.id)"
            )
        )


def _journal_deleted(connection: Connection, undo_id: int, entity: str) -> None:
    connection.execute(
        text(
            "INSERT INTO changes (operation_id, entity, entity_id, action, snapshot)"
            f" SELECT :undo, '{entity}', e.id, 'delete', {tables.snapshot(connection, entity)}"
            f" FROM undo_rows u JOIN {entity} e ON e.id = u.entity_id WHERE u.entity = '{entity}'"
        ),
        {"undo": undo_id},
    )


def _remove_unused(connection: Connection, operation_id: int, undo_id: int) -> int:
    """Categories and locations that came with the operation go when nothing needs them any more."""
    unused = {
        "categories": (
            "NOT EXISTS (SELECT 1 FROM products p WHERE p.category_id = e.id OR p.subcategory_id = e.id)"
            " AND NOT EXISTS (SELECT 1 FROM categories k WHERE k.parent_id = e.id)"
        ),
        "locations": (
            "NOT EXISTS (SELECT 1 FROM inventory_levels l WHERE l.location_id = e.id)"
            " AND NOT EXISTS (SELECT 1 FROM inventory_movements m WHERE m.location_id = e.id)"
        ),
    }
    removed = 0
    for entity, condition in unused.items():
        while True:  # a category goes after its children
            connection.execute(text("DELETE FROM undo_rows"))
            found = connection.execute(
                text(f"INSERT INTO undo_rows SELECT '{entity}', e.id, FALSE {_created(entity)} AND {condition}"),
                {"operation": operation_id},
            ).rowcount
            if not found:
                break
            if entity == "categories":
                _remove_aliases(connection, undo_id)
            _journal_deleted(connection, undo_id, entity)
            _delete(connection, entity)
            removed += found
    return removed


def _remove_aliases(connection: Connection, undo_id: int) -> None:
    """The paths that the categories had before go with them."""
    connection.execute(
        text(
            "INSERT INTO undo_rows SELECT 'category_aliases', a.id, FALSE FROM category_aliases a"
            " JOIN undo_rows u ON u.entity = 'categories' AND u.entity_id = a.category_id"
        )
    )
    _journal_deleted(connection, undo_id, "category_aliases")
    _delete(connection, "category_aliases")


def _delete(connection: Connection, entity: str) -> int:
    return connection.execute(
        text(f"DELETE FROM {entity} WHERE id IN (SELECT entity_id FROM undo_rows WHERE entity = '{entity}')")
    ).rowcount


def _report_used_categories(connection: Connection, operation_id: int, found: Conflicts) -> None:
    """A feed's categories stay for whatever is in them; of one that somebody has created it is said."""
    by_hand = "EXISTS (SELECT 1 FROM operations o WHERE o.id = :operation AND o.kind LIKE 'product.category.%')"
    paths = connection.scalars(
        text(f"SELECT e.path {_created('categories')} AND {by_hand} ORDER BY e.path"), {"operation": operation_id}
    ).all()
    why = "there is something in it"
    found.add(
        len(paths), [Conflict("categories", path, None, None, "created", "kept", why) for path in paths[:EXAMPLES]]
    )
