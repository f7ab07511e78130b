"""Figures of reports that are kept, so that a period can be compared with another one later.

A figure is kept once per name, period, currency, dimensions and method: kept again it takes the new value. Where the
method changes a new row begins, for the two do not compare. Figures are computed and can be computed again, so they are
no operation in the journal, and `royal undo` knows nothing of them.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from royal_cli.commerce.reports.changes import change_of, currency, number
from royal_cli.commerce.reports.metric_rows import Stored
from royal_cli.commerce.reports.page import Figure, Page
from royal_cli.commerce.sql import is_postgres
from royal_cli.db.analytics import BusinessMetric
from royal_cli.db.columns import METRIC_DIGITS
from royal_cli.db.database import canonical_json

_metrics = BusinessMetric.__table__  # type: ignore[attr-defined]

#: What the columns hold: integers of 64 bits that count millionths.
_HIGHEST = Decimal(2**63 - 1).scaleb(-METRIC_DIGITS)
_UNIT = Decimal(1).scaleb(-METRIC_DIGITS)
_WIDE = Context(prec=400)


def store(connection: Connection, page: Page, zone: ZoneInfo) -> Stored:
    """Keep the figures of a page that have a name. What is unknown now leaves what was known before as it is."""
    named = [figure for section in page.sections for figure in section.figures if figure.name]
    known = [(figure, value) for figure in named if (value := number(figure.value)) is not None]
    fitting = [(figure, value) for figure, value in known if _fits(value) is not None]
    rows = [_row(page, figure, value, zone) for figure, value in fitting]
    for row in rows:
        _upsert(connection, row)
    large = [figure.label for figure, value in known if _fits(value) is None]
    return Stored(page.name, page.period, len(rows), len(named) - len(known), large)


def _upsert(connection: Connection, row: dict[str, Any]) -> None:
    insert = postgresql.insert if is_postgres(connection) else sqlite.insert
    statement = insert(_metrics).values(row)
    replaced = {name: value for name, value in row.items() if name not in ("metric_key", "created_at")}
    connection.execute(statement.on_conflict_do_update(index_elements=["metric_key"], set_=replaced))


def _row(page: Page, figure: Figure, value: Decimal, zone: ZoneInfo) -> dict[str, Any]:
    change = change_of(figure)
    previous = number(figure.previous)
    start, end = _period(page, zone)
    row = {
        "metric_name": f"{page.name}.{figure.name}",
        "metric_type": figure.metric or _type(page, figure),
        "currency": currency(figure.value),
        "value": _fits(value),
        "previous_value": None if previous is None else _fits(previous),
        "change_amount": _fits(change.difference) if change else None,
        "change_percentage": _fits(change.ratio * 100) if change and change.ratio is not None else None,
        "dimensions": dict(sorted(figure.dimensions.items())) or None,
        "time_period": time_period(start, end, zone),
        "data_source": page.source,
        "calculation_method": page.method,
        "period_start": start,
        "period_end": end,
        "calculated_at": page.made_at,
    }
    return {**row, "metric_key": _key(row), "created_at": page.made_at}


def _type(page: Page, figure: Figure) -> str:
    """What is summed over a period adds up; a share, an average, what is there right now does not."""
    return "counter" if page.start is not None and figure.kind in ("money", "count") else "gauge"


def _period(page: Page, zone: ZoneInfo) -> tuple[datetime | None, datetime]:
    """A report of what is there right now holds for the day on which it was made, and ends with it."""
    if page.end is not None:
        return page.start, page.end
    day = page.made_at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return page.start, (day + timedelta(days=1)).astimezone(UTC)


def _key(row: dict[str, Any]) -> str:
    names = ("metric_name", "period_start", "period_end", "currency", "dimensions", "calculation_method")
    parts = [row[name].astimezone(UTC).isoformat() if isinstance(row[name], datetime) else row[name] for name in names]
    return hashlib.sha256(canonical_json(parts).encode()).hexdigest()


def _fits(value: Decimal) -> Decimal | None:
    """The value to the millionth; None where it is too large to be kept."""
    rounded = value.quantize(_UNIT, ROUND_HALF_UP, _WIDE)
    return rounded if abs(rounded) <= _HIGHEST else None


def time_period(start: datetime | None, end: datetime, zone: ZoneInfo) -> str | None:
    """The calendar's word for exactly that period of the shop; None for any other."""
    if start is None:
        return None
    first, last = start.astimezone(zone), end.astimezone(zone)
    if any((moment.hour, moment.minute, moment.second) != (0, 0, 0) for moment in (first, last)):
        return "hourly" if end - start == timedelta(hours=1) else None
    days = (last.date() - first.date()).days
    months = (last.year - first.year) * 12 + last.month - first.month
    if first.day == last.day == 1 and months in (1, 3, 12) and (first.month - 1) % months == 0:
        return {1: "monthly", 3: "quarterly", 12: "yearly"}[months]
    if days == 7 and first.weekday() == 0:
        return "weekly"
    return "daily" if days == 1 else None
