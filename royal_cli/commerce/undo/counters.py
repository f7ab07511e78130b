"""What happened to orders is counted, and goes back by as much as it rose: two parcels of one line are two changes."""

from datetime import datetime

from sqlalchemy import Connection, text

from royal_cli.commerce import journal_tables as tables
from royal_cli.commerce.journal import at

#: Counting columns by table.
COUNTED = {
    "allocations": ("quantity", "picked_quantity"),
    "order_line_items": (
        "fulfilled_quantity", "cancelled_quantity", "returned_quantity", "refunded_quantity", "refunded_amount",
    ),
    "orders": ("refunded_total",),
}  # fmt: skip
#: What follows from the counts: it is derived anew when they have gone back.
DERIVED = {
    "orders": ("fulfillment_status", "financial_status", "order_status", "cancelled_at"),
    "order_line_items": ("fulfillment_status",),
}
#: What has to hold of the row `e` with the counts that it would have.
_POSSIBLE = {
    "allocations": "{picked_quantity} BETWEEN 0 AND {quantity}",
    "order_line_items": (
        "{fulfilled_quantity} >= {returned_quantity} AND {cancelled_quantity} >= 0 AND {returned_quantity} >= 0"
        " AND {refunded_quantity} >= 0 AND {refunded_amount} >= 0"
        " AND (e.quantity IS NULL OR {fulfilled_quantity} + {cancelled_quantity} <= e.quantity)"
    ),
    "orders": "{refunded_total} >= 0",
}
WHY = "what was done since builds on it"


def by_difference(connection: Connection) -> None:
    """Work out, in `undo_fields`, what the counters go back to. What is then impossible is kept, whatever the
    operator says."""
    for table, fields in COUNTED.items():
        names = ", ".join(f"'{field}'" for field in fields)
        connection.execute(
            text(
                "UPDATE undo_fields SET kept = FALSE, why = NULL, before ="
                " CAST(CAST(now AS BIGINT) - CAST(after AS BIGINT) + CAST(before AS BIGINT) AS TEXT)"
                f" WHERE entity = '{table}' AND field IN ({names}) AND NOT firm"
                " AND now IS NOT NULL AND after IS NOT NULL AND before IS NOT NULL"
            )
        )
        possible = _POSSIBLE[table].format(**{field: _would_be(table, field) for field in fields})
        connection.execute(
            text(
                f"UPDATE undo_fields SET firm = TRUE, kept = TRUE, why = '{WHY}' WHERE entity = '{table}'"
                f" AND field IN ({names}) AND NOT firm AND entity_id IN"
                f" (SELECT e.id FROM {table} e WHERE e.id IN (SELECT u.entity_id FROM undo_fields u"
                f" WHERE u.entity = '{table}' AND u.field IN ({names})) AND NOT ({possible}))"
            )
        )


def leave_derived(connection: Connection) -> None:
    """A state that has changed since is not kept against the facts: it is derived anew."""
    for table, fields in DERIVED.items():
        names = ", ".join(f"'{field}'" for field in fields)
        connection.execute(
            text(f"DELETE FROM undo_fields WHERE entity = '{table}' AND field IN ({names}) AND kept AND NOT firm")
        )


def is_counted(table: str, field: str) -> bool:
    return field in COUNTED.get(table, ())


def write(connection: Connection, now: datetime) -> None:
    """All counters of a row at once: in between it might break a rule of its table."""
    for table, fields in COUNTED.items():
        changes = ", ".join(f"{field} = {_would_be(table, field, kept=True)}" for field in fields)
        if tables.has_updated_at(table):
            changes += ", updated_at = :now"
        connection.execute(
            at(
                f"UPDATE {table} AS e SET {changes} WHERE e.id IN (SELECT u.entity_id FROM undo_fields u"
                f" WHERE u.entity = '{table}' AND NOT u.kept AND u.field IN"
                f" ({', '.join(repr(field) for field in fields)}))",
                now,
            )
        )


def _would_be(table: str, field: str, *, kept: bool = False) -> str:
    also = " AND NOT u.kept" if kept else ""
    return (
        f"COALESCE((SELECT CAST(u.before AS BIGINT) FROM undo_fields u WHERE u.entity = '{table}'"
        f" AND u.entity_id = e.id AND u.field = '{field}'{also}), e.{field})"
    )
