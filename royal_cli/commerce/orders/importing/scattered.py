"""Brings together orders whose rows do not stand together in the file."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, text

from royal_cli.commerce import sql
from royal_cli.commerce.importing.staging import insert_rows
from royal_cli.commerce.order_feeds.batch import ORDER_FIELDS
from royal_cli.commerce.orders.importing.line_totals import Total, line_total
from royal_cli.commerce.orders.importing.loading import STATED, STEADY

_CHUNK = 1_000


def gather(connection: Connection) -> list[tuple[int, str]]:
    """Make one staged order of all that have the same external id: what the first of them says counts.

    Returns (id of the staged order, the field) where they contradict each other.
    """
    parts = "SELECT external_id FROM stage_orders GROUP BY external_id HAVING count(*) > 1"
    if connection.execute(text(f"{parts} LIMIT 1")).first() is None:
        return []
    connection.execute(text("DROP TABLE IF EXISTS stage_parts"))
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE stage_parts AS SELECT s.* FROM stage_orders s"
            f" WHERE s.external_id IN ({parts}) ORDER BY s.external_id, s.id"
        )
    )
    connection.execute(text("DELETE FROM stage_orders WHERE id IN (SELECT id FROM stage_parts)"))
    connection.execute(text("DROP TABLE IF EXISTS stage_moved"))
    connection.execute(text("CREATE TEMPORARY TABLE stage_moved (id BIGINT PRIMARY KEY, stage_order BIGINT NOT NULL)"))
    contradictions: list[tuple[int, str]] = []
    last = ""
    while orders := _next_orders(connection, last):
        last = orders[-1][0].external_id
        _put_together(connection, orders, contradictions)
    _move_lines(connection)
    return contradictions


def _next_orders(connection: Connection, last: str) -> list[list[Row[Any]]]:
    """The parts of the next orders; only so many are in memory at a time."""
    rows = connection.execute(
        text(
            "SELECT * FROM stage_parts WHERE external_id IN (SELECT DISTINCT external_id FROM stage_parts"
            f" WHERE external_id > :last ORDER BY external_id LIMIT {_CHUNK}) ORDER BY external_id, id"
        ),
        {"last": last},
    )
    return [list(parts) for _, parts in groupby(rows, key=lambda row: row.external_id)]


def _put_together(connection: Connection, orders: list[list[Row[Any]]], contradictions: list[tuple[int, str]]) -> None:
    whole: list[tuple[Any, ...]] = []
    moved: list[tuple[int, int]] = []
    for parts in orders:
        first = parts[0]
        values = {name: _values(parts, name) for name in ORDER_FIELDS}
        contradictions.extend((first.id, name) for name in STEADY if len(set(values[name])) > 1)
        stated = (next(iter(values[name]), None) for name in ORDER_FIELDS)
        whole.append((first.id, first.line, sum(part.rows for part in parts), first.external_id, *stated))
        moved.extend((part.id, first.id) for part in parts[1:])
    insert_rows(connection, "stage_orders", ["id", "line", "rows", "external_id", *ORDER_FIELDS], whole)
    insert_rows(connection, "stage_moved", ["id", "stage_order"], moved)


def _values(parts: list[Row[Any]], name: str) -> list[Any]:
    return [value for part in parts if (value := getattr(part, name)) is not None]


def _move_lines(connection: Connection) -> None:
    for table in ("stage_other_rows", "stage_lines"):
        connection.execute(
            text(f"UPDATE {table} SET stage_order = m.stage_order FROM stage_moved m WHERE m.id = {table}.stage_order")
        )
    connection.execute(
        text(
            "UPDATE stage_lines SET position = p.position FROM (SELECT id, stage_order,"
            " row_number() OVER (PARTITION BY stage_order ORDER BY id) AS position FROM stage_lines"
            " WHERE stage_order IN (SELECT stage_order FROM stage_moved)) p"
            " WHERE p.stage_order = stage_lines.stage_order AND p.id = stage_lines.id"
        )
    )


def complete_totals(connection: Connection, *, trusted: bool) -> Iterator[tuple[int, int, str]]:
    """Work out the totals of lines whose currency stands on another row; yields lines whose total cannot be.

    What is yielded is the id of the staged order, the number of the row, and why.
    """
    waiting = (
        f"SELECT l.stage_order, l.id, o.currency, {', '.join(f'l.{name}' for name in STATED)} FROM stage_lines l"
        " JOIN stage_orders o ON o.id = l.stage_order WHERE l.total IS NULL AND l.price IS NOT NULL"
        " AND l.quantity IS NOT NULL AND o.currency IS NOT NULL"
    )
    found: list[tuple[int, int, Total]] = [
        (row.stage_order, row.id, line_total(trusted, row.currency, *(getattr(row, name) for name in STATED)))
        for row in connection.execute(text(waiting))
    ]
    if not found:
        return
    connection.execute(text("DROP TABLE IF EXISTS stage_totals"))
    connection.execute(
        text("CREATE TEMPORARY TABLE stage_totals (stage_order BIGINT, id BIGINT, total BIGINT, discount BIGINT)")
    )
    rows = [(order, id, total.total, total.discount) for order, id, total in found]
    insert_rows(connection, "stage_totals", ["stage_order", "id", "total", "discount"], rows)
    sql.look_again(connection, "stage_totals")
    connection.execute(
        text(
            "UPDATE stage_lines SET total = t.total, discount = t.discount FROM stage_totals t"
            " WHERE t.stage_order = stage_lines.stage_order AND t.id = stage_lines.id"
        )
    )
    yield from ((order, id, total.wrong) for order, id, total in found if total.wrong)
