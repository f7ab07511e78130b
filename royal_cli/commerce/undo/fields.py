"""Gives fields back the value they had before an operation, unless somebody changed them since."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from royal_cli.commerce.catalog import sql
from royal_cli.commerce.catalog.field_kinds import MONEY_FIELDS
from royal_cli.commerce.journal import at
from royal_cli.commerce.ledger import note_movements
from royal_cli.commerce.operations import readable
from royal_cli.commerce.undo import tables
from royal_cli.commerce.undo.conflicts import EXAMPLES, Conflict, Conflicts

_UNITS_BACK = (
    "SELECT e.product_variant_id AS variant_id, e.location_id, CAST(u.now AS BIGINT) AS previous, e.available AS new"
    " FROM undo_fields u JOIN inventory_levels e ON e.id = u.entity_id"
    " WHERE u.entity = 'inventory_levels' AND NOT u.kept"
)


def restore(
    connection: Connection, operation_id: int, undo_id: int, *, actor: str, now: datetime, force: bool, found: Conflicts
) -> int:
    """Restore all updated fields; returns how many. Conflicts are added to `found`, and kept unless `force`."""
    connection.execute(text("DROP TABLE IF EXISTS undo_fields"))
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE undo_fields (entity TEXT NOT NULL, entity_id BIGINT NOT NULL, field TEXT NOT NULL,"
            " before TEXT, after TEXT, now TEXT, gone BOOLEAN NOT NULL, kept BOOLEAN NOT NULL)"
        )
    )
    touched = connection.execute(
        text(
            "SELECT DISTINCT entity, field FROM changes WHERE operation_id = :operation AND action = 'update'"
            " ORDER BY entity, field"
        ),
        {"operation": operation_id},
    ).all()
    for entity, field in touched:
        _collect(connection, operation_id, entity, field)
    connection.execute(text("CREATE INDEX undo_fields_row ON undo_fields (entity, field, entity_id)"))
    _keep_amounts_together(connection)
    _report(connection, found)
    if force:
        connection.execute(text("UPDATE undo_fields SET kept = FALSE"))
    connection.execute(text("UPDATE undo_fields SET kept = TRUE WHERE gone"))
    for entity, field in touched:
        _write(connection, entity, field, now)
    note_movements(connection, _UNITS_BACK, operation_id=undo_id, reason="undo", actor=actor, now=now)
    _journal(connection, undo_id)
    return int(connection.scalar(text("SELECT count(*) FROM undo_fields WHERE NOT kept")) or 0)


def _collect(connection: Connection, operation_id: int, entity: str, field: str) -> None:
    current = tables.current(connection, entity, field)
    connection.execute(
        text(
            f"INSERT INTO undo_fields SELECT c.entity, c.entity_id, c.field, c.before, c.after, {current},"
            f" e.id IS NULL, {sql.differs(connection, current, 'c.after')} FROM changes c"
            f" LEFT JOIN {entity} e ON e.id = c.entity_id WHERE c.operation_id = :operation"
            " AND c.action = 'update' AND c.entity = :entity AND c.field = :field"
        ),
        {"operation": operation_id, "entity": entity, "field": field},
    )


def _keep_amounts_together(connection: Connection) -> None:
    """An amount means nothing without its currency and scale: where one of them is kept, all are."""
    money = ", ".join(f"'{name}'" for name in MONEY_FIELDS)
    connection.execute(
        text(
            f"UPDATE undo_fields SET kept = TRUE WHERE field IN ({money}) AND EXISTS (SELECT 1 FROM undo_fields o"
            f" WHERE o.entity = undo_fields.entity AND o.entity_id = undo_fields.entity_id AND o.kept"
            f" AND o.field IN ({money})) AND EXISTS (SELECT 1 FROM undo_fields o WHERE o.entity = undo_fields.entity"
            " AND o.entity_id = undo_fields.entity_id AND o.field IN ('currency', 'price_scale'))"
        )
    )


def _report(connection: Connection, found: Conflicts) -> None:
    for entity in tables.ORDER:
        kept = {"entity": entity}
        number = connection.scalar(
            text("SELECT count(*) FROM undo_fields WHERE entity = :entity AND (kept OR gone)"), kept
        )
        rows = connection.execute(
            text(
                f"SELECT u.*, {tables.KEYS[entity]} AS key FROM undo_fields u LEFT JOIN {entity} e"
                " ON e.id = u.entity_id WHERE u.entity = :entity AND (u.kept OR u.gone)"
                f" ORDER BY u.entity_id, u.field LIMIT {EXAMPLES}"
            ),
            kept,
        ).all()
        found.add(int(number or 0), [_conflict(connection, row) for row in rows])


def _conflict(connection: Connection, row: Row[Any]) -> Conflict:
    before, after, now = (
        readable(connection, row.entity, row.entity_id, row.field, value) for value in (row.before, row.after, row.now)
    )
    why = "it no longer exists" if row.gone else "it was changed since"
    return Conflict(row.entity, row.key, row.field, before, after, now, why)


def _write(connection: Connection, entity: str, field: str, now: datetime) -> None:
    changes = f"{tables.assignment(connection, entity, field, 'u.before')}, updated_at = :now"
    if entity == "products" and field == "status":
        changes += ", archived_at = CASE WHEN u.before = 'archived' THEN e.archived_at END"
    connection.execute(
        at(
            f"UPDATE {entity} AS e SET {changes}"
            " FROM undo_fields u WHERE u.entity = :entity AND u.field = :field AND u.entity_id = e.id AND NOT u.kept",
            now,
        ),
        {"entity": entity, "field": field},
    )


def _journal(connection: Connection, undo_id: int) -> None:
    connection.execute(
        text(
            "INSERT INTO changes (operation_id, entity, entity_id, action, field, before, after)"
            " SELECT :undo, entity, entity_id, 'update', field, now, before FROM undo_fields WHERE NOT kept"
        ),
        {"undo": undo_id},
    )
