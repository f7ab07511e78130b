"""A plan of orders: what an import would create or change, order by order, and the file that it is read from again.

A line of the plan is one order with all that its file says of it: a plan is staged, and checked, as any file is.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, select, text

from royal_cli.commerce.importing.plan import Plan
from royal_cli.commerce.importing.staging import insert_rows
from royal_cli.commerce.order_feeds.batch import LINE_FIELDS, ORDER_FIELDS, OrderBatch
from royal_cli.commerce.orders.importing import stage

#: Orders that are in memory at a time.
_CHUNK = 1_000
_TIMES = tuple(name for name in ORDER_FIELDS if name.endswith("_at"))


def changing(connection: Connection) -> list[tuple[int, str]]:
    """The staged orders that something is done to, and what; after `find_touched`."""
    found = connection.execute(
        text(
            "SELECT id, 'create' FROM stage_orders WHERE is_new UNION ALL SELECT id, 'update' FROM touched_orders"
            " ORDER BY 1"
        )
    )
    return [(id, action) for id, action in found]


def planned_lines(connection: Connection, orders: Sequence[tuple[int, str]]) -> Iterator[str]:
    """Of each of these orders what is staged of it, as one line of canonical JSON."""
    connection.execute(text("DROP TABLE IF EXISTS planned_orders"))
    connection.execute(text("CREATE TEMPORARY TABLE planned_orders (id BIGINT PRIMARY KEY)"))
    insert_rows(connection, "planned_orders", ["id"], [(id,) for id, _ in orders])
    planned = select(stage.orders).where(text("id IN (SELECT id FROM planned_orders)")).order_by(stage.orders.c.id)
    for start in range(0, len(orders), _CHUNK):
        actions = dict(orders[start : start + _CHUNK])
        first, last = min(actions), max(actions)
        rows = _rows(connection, first, last)
        for order in connection.execute(planned.where(stage.orders.c.id.between(first, last))):
            line = {
                "action": actions[order.id],
                "entity": "order",
                "key": order.order_number,
                "id": order.external_id,
                "fields": _stated(order, ORDER_FIELDS),
                "rows": sorted(rows[order.id], key=lambda row: int(row["number"])),
            }
            yield json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def _rows(connection: Connection, first: int, last: int) -> dict[int, list[dict[str, Any]]]:
    """Rows of the file by the order that they belong to; one that is no line has no fields."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for line in connection.execute(select(stage.lines).where(stage.lines.c.stage_order.between(first, last))):
        fields = _stated(line, LINE_FIELDS)
        found[line.stage_order].append({"number": line.id, "line": line.line, "fields": fields})
    others = stage.other_rows
    for row in connection.execute(select(others).where(others.c.stage_order.between(first, last))):
        found[row.stage_order].append({"number": row.id, "line": row.line})
    return found


def _stated(row: Row[Any], names: Sequence[str]) -> dict[str, Any]:
    values = row._mapping
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name in names
        if (value := values[name]) is not None
    }


class PlannedOrders:
    """The orders of a plan as a file to stage."""

    def __init__(self, plan: Plan) -> None:
        self.name = plan.source
        self.digest = plan.source_digest
        self.size = plan.path.stat().st_size
        self.position = 0
        self._plan = plan

    def batches(self) -> Iterator[OrderBatch]:
        lines = self._plan.lines()
        while chunk := list(islice(lines, _CHUNK)):
            self.position += sum(map(len, chunk))
            yield _batch([json.loads(line) for line in chunk])


def _batch(orders: Sequence[Mapping[str, Any]]) -> OrderBatch:
    rows = [(order, row, place) for order in orders for place, row in enumerate(order["rows"])]
    return OrderBatch(
        numbers=[row["number"] for _, row, _ in rows],
        lines=[row["line"] for _, row, _ in rows],
        orders=[order["id"] for order, _, _ in rows],
        sells=["fields" in row for _, row, _ in rows],
        order=_columns(ORDER_FIELDS, [{} if place else _timed(order["fields"]) for order, _, place in rows]),
        line=_columns(LINE_FIELDS, [row.get("fields", {}) for _, row, _ in rows]),
    )


def _columns(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Of every field that one of the rows has, its value in each of them."""
    there = {name for row in rows for name in row}
    return {name: [row.get(name) for row in rows] for name in names if name in there}


def _timed(fields: dict[str, Any]) -> dict[str, Any]:
    moments = {name: datetime.fromisoformat(fields[name]) for name in _TIMES if name in fields}
    return {**fields, **moments}
