"""Rows that came as JSON as a page: a table, the parts of one object, and a chart if one is asked for."""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from royal_cli.commerce.reports.changes import currency, number
from royal_cli.commerce.reports.drawing import MOST_ROWS
from royal_cli.commerce.reports.drawing.scale import TIME
from royal_cli.commerce.reports.json_values import as_value
from royal_cli.commerce.reports.notation import Notation
from royal_cli.commerce.reports.page import Chart, Field, Page, Section, Series, Table, Value
from royal_cli.commerce.reports.render import Column, Records, columns_of, look_up
from royal_cli.errors import UsageError


def page_of(
    records: Records, columns: Sequence[Column], *, title: str | None, chart: Chart | None, now: datetime
) -> Page:
    """As much of it as people may want to look at: `MOST_ROWS` of each table."""
    rows = "1 row" if records.count == 1 else f"{records.count} rows"
    section = Section(title="", charts=[chart] if chart else [], tables=tables_of(records, columns, most=MOST_ROWS))
    return Page(
        title=title or _title(records), period=f"{'One object' if records.one else rows} from {records.name}",
        made_at=now, source=records.name, sections=[section],
    )  # fmt: skip


def tables_of(records: Records, columns: Sequence[Column], *, most: int | None = None) -> list[Table]:
    """The rows; of one object its fields, and a table for every list of objects in it."""
    if records.one is None:
        return [_table("", columns, records.rows(), records.count, most)]
    inner = {column.name: look_up(records.one, column.name) for column in columns}
    lists = {name: value for name, value in inner.items() if _is_list(value)}
    plain: list[list[Value]] = [
        [column.heading, as_value(inner[column.name])] for column in columns if column.name not in lists
    ]
    own = Table(title="", fields=[Field(heading="Field", kind="text"), Field(heading="Value", kind="text")], rows=plain)
    return [
        *([own] if plain else []),
        *(_table(Column(name).heading, columns_of(rows), rows, len(rows), most) for name, rows in lists.items()),
    ]


def chart_of(records: Records, names: Sequence[str], title: str, notation: Notation) -> Chart:
    """The first name is along the chart, the others are its series: numbers, or amounts of one currency."""
    if len(names) < 2:
        raise UsageError("A chart needs two fields or more.", hint="One along it, and what is drawn: --chart month,net")
    along, *drawn = records.chosen(names)
    rows = list(islice(records.rows(), MOST_ROWS))
    values = {column.name: [as_value(look_up(row, column.name)) for row in rows] for column in drawn}
    labels = [_label(as_value(look_up(row, along.name)), notation) for row in rows]
    return Chart(
        title=title,
        shape="line" if labels and all(map(TIME.fullmatch, labels)) else "bars",
        labels=labels,
        series=[Series(name=column.heading, values=_numbers(column, values[column.name])) for column in drawn],
        unit=_unit([value for column in drawn for value in values[column.name]]),
        note=f"The first {MOST_ROWS} of {records.count} rows." if records.count > MOST_ROWS else None,
    )


def _table(title: str, columns: Sequence[Column], rows: Any, count: int, most: int | None) -> Table:
    more = f"The first {most} of {count} rows; a CSV file has all." if most is not None and count > most else None
    return Table(
        title=title,
        fields=[Field(heading=column.heading, kind=column.kind) for column in columns],
        rows=[[as_value(look_up(row, column.name)) for column in columns] for row in islice(rows, most)],
        note=more,
        empty="There are no rows.",
    )


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _label(value: Value, notation: Notation) -> str:
    return value.astimezone(notation.zone).date().isoformat() if isinstance(value, datetime) else str(value)


def _numbers(column: Column, values: list[Value]) -> list[int | float | Decimal | None]:
    numbers = [number(value) for value in values]
    if any(value is not None and one is None for value, one in zip(values, numbers, strict=True)):
        raise UsageError(
            f"{column.name} is not a number in every row, so it cannot be drawn.", hint="--chart month,net"
        )
    return [*numbers]


def _unit(values: Sequence[Value]) -> str:
    found = {currency(value) for value in values if value is not None}
    if len(found) > 1:
        raise UsageError("Amounts of several currencies have no chart in common.", hint="Filter them before the pipe.")
    return next(iter(found), None) or ""


def _title(records: Records) -> str:
    """royal.report.sales/1 is Report sales, orders-2026.json Orders 2026."""
    named = records.schema.partition("/")[0].split(".")[1:] or re.split(r"[\W_]+", records.name.partition(".")[0])
    return " ".join(named).capitalize()
