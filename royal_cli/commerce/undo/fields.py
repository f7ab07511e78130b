"""Gives fields back the value they had before an operation, unless somebody changed them since."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from royal_cli.commerce import journal_tables as tables
from royal_cli.commerce import sql
from royal_cli.commerce.catalog.categories.aliases import followed
from royal_cli.commerce.catalog.field_kinds import AMOUNTS, MONEY_FIELDS
from royal_cli.commerce.journal import at
from royal_cli.commerce.operations import readable
from royal_cli.commerce.undo import counters
from royal_cli.commerce.undo.category_tree import keep_whole
from royal_cli.commerce.undo.conflicts import EXAMPLES, Conflict, Conflicts
from royal_cli.commerce.undo.places import unique_keys
from royal_cli.db.tables import METADATA

#: When a product was archived that the undone operation took out of the archive.
_ARCHIVED_BEFORE = (
    "SELECT o.started_at FROM changes a JOIN operations o ON o.id = a.operation_id WHERE a.entity = 'products'"
    " AND a.entity_id = e.id AND a.field = 'status' AND a.after = 'archived' AND o.kind <> 'undo'"
    " AND a.operation_id < :operation ORDER BY a.id DESC LIMIT 1"
)


def restore(
    connection: Connection,
    operation_id: int,
    undo_id: int,
    *,
    now: datetime,
    force: bool,
    found: Conflicts,
    derives: bool = False,
) -> int:
    """Restore all updated fields; returns how many. Conflicts are added to `found`, and kept unless `force`.

    `firm` is what cannot go back, whatever the operator says. Where the caller `derives` the states of orders anew,
    those that changed since are left to it.
    """
    connection.execute(text("DROP TABLE IF EXISTS undo_fields"))
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE undo_fields (entity TEXT NOT NULL, entity_id BIGINT NOT NULL, field TEXT NOT NULL,"
            " before TEXT, after TEXT, now TEXT, firm BOOLEAN NOT NULL, kept BOOLEAN NOT NULL, why TEXT)"
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
    if ("products", "category") in touched:
        _follow_categories(connection)
    for entity, field in touched:
        _keep_without_target(connection, entity, field)
        if field in ("currency", "price_scale"):
            _keep_money_of_others(connection, entity)
    keep_whole(connection, force=force)
    _keep_amounts_together(connection)
    counters.by_difference(connection)
    if derives:
        counters.leave_derived(connection)
    _report(connection, found)
    if force:
        connection.execute(text("UPDATE undo_fields SET kept = FALSE WHERE NOT firm"))
    for entity, field in touched:  # a scale is there before its amounts, and goes after them
        if field == "price_scale":
            _write(connection, operation_id, entity, field, now, "u.before IS NOT NULL")
    for entity, field in touched:
        if not counters.is_counted(entity, field):
            _write(connection, operation_id, entity, field, now)
    counters.write(connection, now)
    _journal(connection, undo_id)
    return int(connection.scalar(text("SELECT count(*) FROM undo_fields WHERE NOT kept")) or 0)


def _collect(connection: Connection, operation_id: int, entity: str, field: str) -> None:
    current = tables.current(connection, entity, field)
    changed = sql.differs(connection, current, "c.after")
    connection.execute(
        text(
            f"INSERT INTO undo_fields SELECT c.entity, c.entity_id, c.field, c.before, c.after, {current},"
            f" e.id IS NULL, e.id IS NULL OR {changed}, CASE WHEN e.id IS NULL THEN 'it no longer exists'"
            f" WHEN {changed} THEN 'it was changed since' END FROM changes c"
            f" LEFT JOIN {entity} e ON e.id = c.entity_id WHERE c.operation_id = :operation"
            " AND c.action = 'update' AND c.entity = :entity AND c.field = :field"
        ),
        {"operation": operation_id, "entity": entity, "field": field},
    )


def _follow_categories(connection: Connection) -> None:
    """Categories of an import are in the journal by their paths, which may have changed since."""
    of_category = "FROM undo_fields WHERE field = 'category'"
    paths = connection.scalars(text(f"SELECT before {of_category} UNION SELECT after {of_category}")).all()
    now = followed(connection, (path for path in paths if path is not None))
    for name in ("before", "after"):
        for path, found in now.items():
            connection.execute(
                text(f"UPDATE undo_fields SET {name} = :now WHERE field = 'category' AND {name} = :path"),
                {"now": found, "path": path},
            )
    if now:
        same = sql.same(connection, "now", "after")
        connection.execute(
            text(f"UPDATE undo_fields SET kept = FALSE, why = NULL WHERE field = 'category' AND NOT firm AND {same}")
        )


def _keep_without_target(connection: Connection, entity: str, field: str) -> None:
    """What a row referred to may be gone, or have another row in this one's place."""
    if entity != "categories":  # of which `keep_whole` knows more
        _keep_taken(connection, entity, field)
    if field == "collection_ids":
        ids = sql.as_json(connection, "CASE WHEN field = 'collection_ids' THEN before END")
        gone = sql.names_gone(connection, ids, "collections")
        _keep(connection, entity, field, gone, "a collection that it was in no longer exists")
        return
    if field == "category":
        target = "SELECT 1 FROM categories c WHERE c.path = undo_fields.before"
    elif field in tables.REFERENCES:
        target = f"SELECT 1 FROM {tables.REFERENCES[field]} t WHERE t.id = CAST(undo_fields.before AS BIGINT)"
    else:
        return
    _keep(connection, entity, field, f"NOT EXISTS ({target})", "what it belonged to no longer exists")


def _keep_taken(connection: Connection, entity: str, field: str) -> None:
    """Of values that no two rows have together, another row may have taken these."""
    for columns in unique_keys(entity):
        if field in (column.name for column in columns):
            before = "CAST(undo_fields.before AS BIGINT)" if field in tables.REFERENCES else "undo_fields.before"
            same = " AND ".join(
                f"k.{column.name} = {before if column.name == field else f'e.{column.name}'}" for column in columns
            )
            pair = f"{entity} e JOIN {entity} k ON k.id <> e.id AND {same}"
            other = f"SELECT 1 FROM {pair} WHERE e.id = undo_fields.entity_id"
            why = "another row has this SKU by now" if field == "sku" else "another row has taken its place"
            _keep(connection, entity, field, f"EXISTS ({other})", why)


def _keep(connection: Connection, entity: str, field: str, condition: str, why: str) -> None:
    connection.execute(
        text(
            "UPDATE undo_fields SET firm = TRUE, kept = TRUE, why = :why WHERE entity = :entity AND field = :field"
            f" AND NOT firm AND before IS NOT NULL AND {condition}"
        ),
        {"entity": entity, "field": field, "why": why},
    )


def _keep_money_of_others(connection: Connection, entity: str) -> None:
    """An amount that came since counts in the currency and scale that there are now."""
    others = " OR ".join(
        f"(e.{name} IS NOT NULL AND (e.{name} <> 0 OR undo_fields.before IS NULL) AND NOT EXISTS (SELECT 1"
        f" FROM undo_fields o WHERE o.entity = '{entity}' AND o.entity_id = e.id AND o.field = '{name}'))"
        for name in sorted(set(AMOUNTS) & set(METADATA.tables[entity].columns.keys()))
    )
    money = ", ".join(f"'{name}'" for name in MONEY_FIELDS)
    held = f"SELECT e.id FROM {entity} e WHERE e.id = undo_fields.entity_id AND ({others})"
    connection.execute(
        text(
            "UPDATE undo_fields SET firm = TRUE, kept = TRUE, why = 'an amount beside it was set since' WHERE"
            f" entity = '{entity}' AND field IN ('currency', 'price_scale') AND NOT firm AND EXISTS ({held})"
        )
    )
    connection.execute(
        text(
            "UPDATE undo_fields SET firm = TRUE, kept = TRUE, why = 'an amount beside it was set since' WHERE"
            f" entity = '{entity}' AND field IN ({money}) AND NOT firm AND EXISTS (SELECT 1 FROM undo_fields o WHERE"
            " o.entity = undo_fields.entity AND o.entity_id = undo_fields.entity_id AND o.firm"
            " AND o.field IN ('currency', 'price_scale'))"
        )
    )


def _keep_amounts_together(connection: Connection) -> None:
    """An amount means nothing without its currency and scale: where one of them is kept, all are."""
    money = ", ".join(f"'{name}'" for name in MONEY_FIELDS)
    connection.execute(
        text(
            "UPDATE undo_fields SET kept = TRUE, why = COALESCE(why, 'it was changed since')"
            f" WHERE field IN ({money}) AND EXISTS (SELECT 1 FROM undo_fields o"
            f" WHERE o.entity = undo_fields.entity AND o.entity_id = undo_fields.entity_id AND o.kept"
            f" AND o.field IN ({money})) AND EXISTS (SELECT 1 FROM undo_fields o WHERE o.entity = undo_fields.entity"
            " AND o.entity_id = undo_fields.entity_id AND o.field IN ('currency', 'price_scale'))"
        )
    )


def _report(connection: Connection, found: Conflicts) -> None:
    for entity in tables.ORDER:
        kept = {"entity": entity}
        number = connection.scalar(text("SELECT count(*) FROM undo_fields WHERE entity = :entity AND kept"), kept)
        rows = connection.execute(
            text(
                f"SELECT u.*, {tables.KEYS[entity]} AS key FROM undo_fields u LEFT JOIN {entity} e"
                " ON e.id = u.entity_id WHERE u.entity = :entity AND u.kept"
                f" ORDER BY u.entity_id, u.field LIMIT {EXAMPLES}"
            ),
            kept,
        ).all()
        found.add(int(number or 0), [_conflict(connection, row) for row in rows])


def _conflict(connection: Connection, row: Row[Any]) -> Conflict:
    before, after, now = (
        readable(connection, row.entity, row.entity_id, row.field, value) for value in (row.before, row.after, row.now)
    )
    return Conflict(row.entity, row.key, row.field, before, after, now, row.why)


def _write(
    connection: Connection, operation_id: int, entity: str, field: str, now: datetime, which: str = "TRUE"
) -> None:
    changes = tables.assignment(connection, entity, field, "u.before")
    if tables.has_updated_at(entity):
        changes += ", updated_at = :now"
    if entity == "products" and field == "status":
        changes += f", archived_at = CASE WHEN u.before = 'archived' THEN ({_ARCHIVED_BEFORE}) END"
    statement = (
        f"UPDATE {entity} AS e SET {changes} FROM undo_fields u"
        " WHERE u.entity = :entity AND u.field = :field AND u.entity_id = e.id AND NOT u.kept"
        f" AND {which}"
    )
    connection.execute(at(statement, now), {"operation": operation_id, "entity": entity, "field": field})


def _journal(connection: Connection, undo_id: int) -> None:
    connection.execute(
        text(
            "INSERT INTO changes (operation_id, entity, entity_id, action, field, before, after)"
            " SELECT :undo, entity, entity_id, 'update', field, now, before FROM undo_fields WHERE NOT kept"
        ),
        {"undo": undo_id},
    )
