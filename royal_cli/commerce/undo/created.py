"""Removes the rows that an operation created, unless somebody has built on them since."""

from sqlalchemy import Connection, text

from royal_cli.commerce import journal_tables as tables
from royal_cli.commerce.catalog import sql
from royal_cli.commerce.undo.conflicts import EXAMPLES, Conflict, Conflicts
from royal_cli.commerce.undo.units import Ledger

#: Children first. Categories and locations go after these, as soon as nothing needs them.
_REMOVED = (
    "market_prices", "inventory_movements", "inventory_levels", "product_variants", "products", "collections",
    "category_aliases", "product_feeds",
)  # fmt: skip
#: A row may be in use by rows that are looked at before it.
_COLLECTED = (
    "inventory_movements", "product_variants", "products", "inventory_levels", "market_prices", "collections",
    "category_aliases", "product_feeds",
)  # fmt: skip
#: What belongs to a variant, and stays and goes with it.
_OF_VARIANTS = ("inventory_levels", "inventory_movements", "market_prices")


def _in_use(connection: Connection, entity: str) -> str:
    """What keeps a created row in place, whatever the operator says: somebody else's rows hang on it."""
    return {
        "product_variants": (
            "EXISTS (SELECT 1 FROM order_line_items o WHERE o.product_variant_id = e.id)"
            " OR EXISTS (SELECT 1 FROM inventory_movements m WHERE m.product_variant_id = e.id"
            "  AND NOT (m.reference_type = 'operation' AND (m.reference_id = :operation OR m.reference_id IN"
            "   (SELECT o.id FROM operations o WHERE o.kind = 'undo' OR o.status = 'undone')))"
            "  AND NOT EXISTS (SELECT 1 FROM undo_rows u WHERE u.entity = 'inventory_movements'"
            "   AND u.entity_id = m.id))"
        ),
        "products": (
            "EXISTS (SELECT 1 FROM order_line_items o WHERE o.product_id = e.id)"
            " OR EXISTS (SELECT 1 FROM product_variants v WHERE v.product_id = e.id AND v.id NOT IN"
            " (SELECT entity_id FROM undo_rows WHERE entity = 'product_variants' AND NOT kept))"
        ),
        "inventory_levels": "e.committed <> 0 OR e.incoming <> 0 OR e.damaged <> 0",
        "collections": f"EXISTS (SELECT 1 FROM products p WHERE {sql.holds(connection, 'p.collection_ids', 'e.id')})",
    }.get(entity, "FALSE")


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
    for entity in _COLLECTED:
        _collect(connection, operation_id, entity, force)
    _keep_families_together(connection)
    _report(connection, found)
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


def _collect(connection: Connection, operation_id: int, entity: str, force: bool) -> None:
    changed = (
        "EXISTS (SELECT 1 FROM changes l JOIN operations o ON o.id = l.operation_id WHERE l.operation_id > :operation"
        f" AND l.entity = '{entity}' AND l.entity_id = e.id AND l.action = 'update'"
        " AND o.status <> 'undone' AND o.kind <> 'undo')"
    )
    in_use = _in_use(connection, entity)
    kept = in_use if force else f"({in_use}) OR {changed}"
    connection.execute(
        text(f"INSERT INTO undo_rows SELECT '{entity}', e.id, ({kept}) {_created(entity)}"),
        {"operation": operation_id},
    )


def _keep_families_together(connection: Connection) -> None:
    """A product that stays keeps the variants that came with it. Stock and prices stay and go with their variant."""
    connection.execute(
        text(
            "UPDATE undo_rows SET kept = TRUE WHERE entity = 'product_variants' AND entity_id IN (SELECT v.id"
            " FROM product_variants v JOIN undo_rows p ON p.entity = 'products' AND p.entity_id = v.product_id"
            " WHERE p.kept)"
        )
    )
    for entity in _OF_VARIANTS:
        variants = (
            f"FROM {entity} e JOIN undo_rows v ON v.entity = 'product_variants' AND v.entity_id = e.product_variant_id"
        )
        connection.execute(
            text(
                f"UPDATE undo_rows SET kept = (SELECT v.kept {variants} WHERE e.id = undo_rows.entity_id)"
                f" WHERE entity = '{entity}' AND entity_id IN (SELECT e.id {variants})"
            )
        )


def _report(connection: Connection, found: Conflicts) -> None:
    for entity in ("collections", "products", "product_variants", "inventory_levels", "market_prices", "product_feeds"):
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
