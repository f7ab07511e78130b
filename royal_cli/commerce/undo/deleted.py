"""Brings back the rows that an operation deleted, under their old ids, where their places are free."""

from itertools import count

from sqlalchemy import Connection, text

from royal_cli.commerce import journal_tables as tables
from royal_cli.commerce import sql
from royal_cli.commerce.journal import note_created
from royal_cli.commerce.operations import readable
from royal_cli.commerce.undo.conflicts import EXAMPLES, Conflict, Conflicts
from royal_cli.commerce.undo.places import loose, parents_are_there, taken
from royal_cli.commerce.undo.units import Ledger

#: What people call a deleted row, as far as its snapshot says it.
_CALLED = {
    "categories": "path",
    "collections": "name",
    "locations": "name",
    "products": "sku",
    "product_variants": "sku",
    "product_feeds": "name",
    "channels": "name",
    "sold_codes": "code",
    "customers": "email",
    "customer_aliases": "external_id",
    "orders": "order_number",
    "order_line_items": "sku",
}

TAKEN = "another row has taken its place"


def restore_deleted(
    connection: Connection, operation_id: int, undo_id: int, *, ledger: Ledger, found: Conflicts
) -> int:
    """Put back the rows that the operation deleted, under their old ids; returns how many."""
    connection.execute(text("DROP TABLE IF EXISTS undo_restored"))
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE undo_restored (change_id BIGINT PRIMARY KEY, entity TEXT, entity_id BIGINT,"
            " round INTEGER)"
        )
    )
    restored = sum(_restore(connection, entity, operation_id, undo_id, found) for entity in tables.ORDER)
    ledger.note_returned()
    return restored


def _restore(connection: Connection, entity: str, operation_id: int, undo_id: int, found: Conflicts) -> int:
    operation = {"operation": operation_id}
    deleted = f"FROM changes c WHERE c.operation_id = :operation AND c.action = 'delete' AND c.entity = '{entity}'"
    if not connection.scalar(text(f"SELECT EXISTS (SELECT 1 {deleted})"), operation):
        return 0
    values = {c.name: tables.snapshot_text(connection, c.name) for c in tables.columns(entity)}
    possible = (
        f"SELECT c.id, c.entity, c.entity_id, :round {deleted} AND c.id NOT IN (SELECT change_id FROM undo_restored)"
        f" AND NOT EXISTS ({taken(entity, values)}) AND {parents_are_there(entity, values)}"
    )
    restored = 0
    for number in count():  # a category comes back after the one it is in
        came = connection.execute(
            text(f"INSERT INTO undo_restored {possible}"), {**operation, "round": number}
        ).rowcount
        if came:
            _insert(connection, entity, number)
            restored += came
        if not came or entity != "categories":
            break
    _report_lost(connection, entity, deleted, operation, found)
    _report_loose(connection, entity, found)
    note_created(connection, undo_id, entity, f"SELECT entity_id AS id FROM undo_restored WHERE entity = '{entity}'")
    return restored


def _insert(connection: Connection, entity: str, number: int) -> None:
    values = tables.from_snapshot(connection, entity)
    for name in loose(entity):
        rest = sql.without_gone(connection, values[name], "collections") if name == "collection_ids" else "NULL"
        values[name] = f"CASE WHEN {_is_gone(connection, name, values[name])} THEN {rest} ELSE {values[name]} END"
    # The journal's lines are read from the last to the first: parents were deleted after their children.
    connection.execute(
        text(
            f"INSERT INTO {entity} ({', '.join(values)}) SELECT {', '.join(values.values())} FROM undo_restored r"
            f" JOIN changes c ON c.id = r.change_id WHERE r.entity = '{entity}' AND r.round = {number}"
            " ORDER BY c.id DESC"
        )
    )


def _is_gone(connection: Connection, field: str, value: str) -> str:
    if field == "collection_ids":
        return sql.names_gone(connection, value, "collections")
    return f"NOT EXISTS (SELECT 1 FROM {tables.REFERENCES[field]} t WHERE t.id = {value})"


def _called(connection: Connection, entity: str) -> str:
    name = _CALLED.get(entity)
    return tables.snapshot_text(connection, name) if name else "CAST(c.entity_id AS TEXT)"


def _report_lost(
    connection: Connection, entity: str, deleted: str, operation: dict[str, int], found: Conflicts
) -> None:
    values = {c.name: tables.snapshot_text(connection, c.name) for c in tables.columns(entity)}
    lost = connection.execute(
        text(
            f"SELECT {_called(connection, entity)} AS key, EXISTS ({taken(entity, values)}) AS taken"
            f" {deleted} AND c.id NOT IN (SELECT change_id FROM undo_restored) ORDER BY c.id"
        ),
        operation,
    ).all()
    why = {True: TAKEN, False: "what it belonged to no longer exists"}
    found.add(
        len(lost),
        [Conflict(entity, row.key, None, None, "deleted", None, why[bool(row.taken)]) for row in lost[:EXAMPLES]],
    )


def _report_loose(connection: Connection, entity: str, found: Conflicts) -> None:
    values = tables.from_snapshot(connection, entity)
    for name in loose(entity):
        lost = connection.execute(
            text(
                f"SELECT {_called(connection, entity)} AS key, CAST({values[name]} AS TEXT) AS before"
                " FROM undo_restored r JOIN changes c ON c.id = r.change_id"
                f" WHERE r.entity = '{entity}' AND {values[name]} IS NOT NULL"
                f" AND {_is_gone(connection, name, values[name])}"
                " ORDER BY c.id"
            )
        ).all()
        why = "what it belonged to no longer exists"
        examples = [(row.key, readable(connection, entity, 0, name, row.before)) for row in lost[:EXAMPLES]]
        found.add(len(lost), [Conflict(entity, key, name, was, None, None, why) for key, was in examples])
