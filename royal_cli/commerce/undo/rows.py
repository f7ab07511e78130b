"""Removes the rows that an operation created, and brings back those that it deleted."""

from datetime import datetime

from sqlalchemy import Connection, text

from royal_cli.commerce.journal import note_created
from royal_cli.commerce.ledger import note_movements
from royal_cli.commerce.undo import tables
from royal_cli.commerce.undo.conflicts import EXAMPLES, Conflict, Conflicts

#: What keeps a created row in place, whatever the operator says: somebody else's rows hang on it.
#: Variants come before products, which look at what becomes of them.
_IN_USE = {
    "product_variants": (
        "EXISTS (SELECT 1 FROM order_line_items o WHERE o.product_variant_id = e.id)"
        " OR EXISTS (SELECT 1 FROM inventory_movements m WHERE m.product_variant_id = e.id"
        "  AND NOT (m.reference_type = 'operation' AND m.reference_id = :operation))"
    ),
    "products": (
        "EXISTS (SELECT 1 FROM product_variants v WHERE v.product_id = e.id AND v.id NOT IN"
        " (SELECT entity_id FROM undo_rows WHERE entity = 'product_variants' AND NOT kept))"
    ),
    "inventory_levels": "e.committed <> 0 OR e.incoming <> 0 OR e.damaged <> 0",
    "market_prices": "FALSE",
    "product_feeds": "FALSE",
}


#: The stock of a variant that stays becomes unknown again: the ledger says how its units went.
_UNITS_GONE = (
    "SELECT e.product_variant_id AS variant_id, e.location_id, e.available AS previous, 0 AS new FROM undo_rows u"
    " JOIN inventory_levels e ON e.id = u.entity_id WHERE u.entity = 'inventory_levels' AND NOT EXISTS"
    " (SELECT 1 FROM undo_rows v WHERE v.entity = 'product_variants' AND v.entity_id = e.product_variant_id)"
)
_UNITS_RETURNED = (
    "SELECT e.product_variant_id AS variant_id, e.location_id, CAST(NULL AS BIGINT) AS previous, e.available AS new"
    " FROM undo_restored r JOIN inventory_levels e ON e.id = r.entity_id WHERE r.entity = 'inventory_levels'"
)


def remove_created(
    connection: Connection, operation_id: int, undo_id: int, *, actor: str, now: datetime, force: bool, found: Conflicts
) -> int:
    """Delete what the operation created and nobody has built on since; returns how many rows went."""
    connection.execute(text("DROP TABLE IF EXISTS undo_rows"))
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE undo_rows (entity TEXT NOT NULL, entity_id BIGINT NOT NULL, kept BOOLEAN NOT NULL,"
            " PRIMARY KEY (entity, entity_id))"
        )
    )
    for entity in _IN_USE:
        _collect(connection, operation_id, entity, force)
    _keep_families_together(connection)
    _report(connection, found)
    connection.execute(text("DELETE FROM undo_rows WHERE kept"))
    _collect_dependants(connection)
    removed = 0
    for entity in reversed(tables.ORDER[2:]):
        _journal_deleted(connection, undo_id, entity)
    note_movements(connection, _UNITS_GONE, operation_id=undo_id, reason="undo", actor=actor, now=now)
    for entity in reversed(tables.ORDER[2:]):
        removed += connection.execute(
            text(f"DELETE FROM {entity} WHERE id IN (SELECT entity_id FROM undo_rows WHERE entity = '{entity}')")
        ).rowcount
    return removed + _remove_unused(connection, operation_id, undo_id)


def _created(entity: str) -> str:
    return (
        f"FROM changes c JOIN {entity} e ON e.id BETWEEN c.entity_id AND COALESCE(c.last_entity_id, c.entity_id)"
        f" WHERE c.operation_id = :operation AND c.action = 'create' AND c.entity = '{entity}'"
    )


def _collect(connection: Connection, operation_id: int, entity: str, force: bool) -> None:
    changed = (
        "EXISTS (SELECT 1 FROM changes l JOIN operations o ON o.id = l.operation_id WHERE l.operation_id > :operation"
        f" AND l.entity = '{entity}' AND l.entity_id = e.id AND l.action = 'update'"
        " AND o.status <> 'undone' AND o.kind <> 'undo')"
    )
    kept = _IN_USE[entity] if force else f"({_IN_USE[entity]}) OR {changed}"
    connection.execute(
        text(f"INSERT INTO undo_rows SELECT '{entity}', e.id, ({kept}) {_created(entity)}"),
        {"operation": operation_id},
    )


def _keep_families_together(connection: Connection) -> None:
    """A product that stays keeps the variants that came with it, and a variant its stock and prices."""
    connection.execute(
        text(
            "UPDATE undo_rows SET kept = TRUE WHERE entity = 'product_variants' AND entity_id IN (SELECT v.id"
            " FROM product_variants v JOIN undo_rows p ON p.entity = 'products' AND p.entity_id = v.product_id"
            " WHERE p.kept)"
        )
    )
    for entity in ("inventory_levels", "market_prices"):
        connection.execute(
            text(
                f"UPDATE undo_rows SET kept = TRUE WHERE entity = '{entity}' AND entity_id IN ("
                f"SELECT e.id FROM {entity} e JOIN undo_rows v ON v.entity = 'product_variants'"
                " AND v.entity_id = e.product_variant_id WHERE v.kept)"
            )
        )


def _report(connection: Connection, found: Conflicts) -> None:
    for entity in tables.ORDER[2:]:
        kept = f"FROM undo_rows u JOIN {entity} e ON e.id = u.entity_id WHERE u.entity = '{entity}' AND u.kept"
        keys = connection.scalars(text(f"SELECT {tables.KEYS[entity]} {kept} ORDER BY e.id LIMIT {EXAMPLES}")).all()
        why = "it was changed or used since"
        found.add(
            int(connection.scalar(text(f"SELECT count(*) {kept}")) or 0),
            [Conflict(entity, key, None, None, "created", "kept", why) for key in keys],
        )


def _collect_dependants(connection: Connection) -> None:
    """Stock and prices that later operations gave to a variant go with it."""
    for entity in ("inventory_levels", "market_prices"):
        connection.execute(
            text(
                f"INSERT INTO undo_rows SELECT '{entity}', e.id, FALSE FROM {entity} e JOIN undo_rows v"
                " ON v.entity = 'product_variants' AND v.entity_id = e.product_variant_id"
                f" WHERE NOT EXISTS (SELECT 1 FROM undo_rows u WHERE u.entity = '{entity}' AND u.entity_id = e.id)"
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
            _journal_deleted(connection, undo_id, entity)
            connection.execute(
                text(f"DELETE FROM {entity} WHERE id IN (SELECT entity_id FROM undo_rows WHERE entity = '{entity}')")
            )
            removed += found
    return removed


#: What must still be free, and what must be there, for a deleted row to come back. `c` is the journal's line.
_CLASH = {
    "categories": "SELECT 1 FROM categories k WHERE k.path = {path}",
    "locations": "SELECT 1 FROM locations k WHERE k.name = {name}",
    "products": "SELECT 1 FROM products k WHERE k.sku = {sku}",
    "product_variants": "SELECT 1 FROM product_variants k WHERE k.sku = {sku}",
    "inventory_levels": (
        "SELECT 1 FROM inventory_levels k WHERE CAST(k.product_variant_id AS TEXT) = {product_variant_id}"
        " AND CAST(k.location_id AS TEXT) = {location_id}"
    ),
    "market_prices": (
        "SELECT 1 FROM market_prices k WHERE CAST(k.product_variant_id AS TEXT) = {product_variant_id}"
        " AND k.market = {market}"
    ),
    "product_feeds": "SELECT 1 FROM product_feeds k WHERE k.name = {name}",
}
_PARENT = {
    "product_variants": "SELECT 1 FROM products k WHERE k.id = CAST({product_id} AS BIGINT)",
    "inventory_levels": "SELECT 1 FROM product_variants k WHERE k.id = CAST({product_variant_id} AS BIGINT)",
    "market_prices": "SELECT 1 FROM product_variants k WHERE k.id = CAST({product_variant_id} AS BIGINT)",
}


def restore_deleted(
    connection: Connection, operation_id: int, undo_id: int, *, actor: str, now: datetime, found: Conflicts
) -> int:
    """Put back the rows that the operation deleted, under their old ids; returns how many."""
    connection.execute(text("DROP TABLE IF EXISTS undo_restored"))
    connection.execute(
        text("CREATE TEMPORARY TABLE undo_restored (change_id BIGINT PRIMARY KEY, entity TEXT, entity_id BIGINT)")
    )
    return sum(_restore(connection, entity, operation_id, undo_id, actor, now, found) for entity in tables.ORDER)


def _restore(
    connection: Connection,
    entity: str,
    operation_id: int,
    undo_id: int,
    actor: str,
    now: datetime,
    found: Conflicts,
) -> int:
    names = [column.name for column in tables.columns(entity)]
    values = {name: tables.snapshot_text(connection, name) for name in names}
    deleted = f"FROM changes c WHERE c.operation_id = :operation AND c.action = 'delete' AND c.entity = '{entity}'"
    possible = f"NOT EXISTS ({_CLASH[entity].format(**values)})"
    if entity in _PARENT:
        possible += f" AND EXISTS ({_PARENT[entity].format(**values)})"
    operation = {"operation": operation_id}
    taken = connection.scalars(
        text(f"SELECT c.entity_id {deleted} AND NOT ({possible}) ORDER BY c.id"), operation
    ).all()
    why = "another row has taken its place"
    found.add(len(taken), [Conflict(entity, str(id), None, None, "deleted", None, why) for id in taken[:EXAMPLES]])
    connection.execute(
        text(f"INSERT INTO undo_restored SELECT c.id, c.entity, c.entity_id {deleted} AND {possible}"), operation
    )
    # The journal's lines are read from the last to the first: parents were deleted after their children.
    restored = connection.execute(
        text(
            f"INSERT INTO {entity} ({', '.join(names)}) SELECT {tables.from_snapshot(connection, entity)}"
            f" FROM undo_restored r JOIN changes c ON c.id = r.change_id WHERE r.entity = '{entity}' ORDER BY c.id DESC"
        )
    ).rowcount
    note_created(connection, undo_id, entity, f"SELECT entity_id AS id FROM undo_restored WHERE entity = '{entity}'")
    if entity == "inventory_levels":
        note_movements(connection, _UNITS_RETURNED, operation_id=undo_id, reason="undo", actor=actor, now=now)
    return restored
