"""Figures that were kept, period by period, each compared with the one before."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Context, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, func, select

from royal_cli.commerce.reports.metric_rows import Metric, MetricFilters
from royal_cli.db.analytics import BusinessMetric
from royal_cli.db.database import canonical_json

_metrics = BusinessMetric.__table__  # type: ignore[attr-defined]

_WIDE = Context(prec=400)


def list_metrics(
    connection: Connection, filters: MetricFilters, zone: ZoneInfo, limit: int | None = None
) -> list[Metric]:
    """The newest period first."""
    table = _metrics.c
    query = select(_metrics).order_by(func.coalesce(table.period_end, table.calculated_at), table.metric_name, table.id)
    if filters.name:
        begins = table.metric_name.startswith(f"{filters.name}.", autoescape=True)
        ends = table.metric_name.endswith(f".{filters.name}", autoescape=True)
        query = query.where((table.metric_name == filters.name) | begins | ends)
    found = [metric for metric in _compared(connection.execute(query).mappings(), zone) if _is_wanted(metric, filters)]
    return found[::-1][:limit]


def _compared(rows: Iterable[RowMapping], zone: ZoneInfo) -> Iterator[Metric]:
    """Each with the value of the period before it that is as long, and came about in the same way."""
    latest: dict[tuple[Any, ...], Decimal | None] = {}
    for row in rows:
        series = (
            row["metric_name"], row["currency"], canonical_json(row["dimensions"]), row["calculation_method"],
            row["time_period"] or _length(row),
        )  # fmt: skip
        yield _metric(row, latest.get(series), zone)
        latest[series] = row["value"]


def _length(row: RowMapping) -> timedelta | None:
    start, end = row["period_start"], row["period_end"]
    return end - start if start is not None and end is not None else None


def _metric(row: RowMapping, earlier: Decimal | None, zone: ZoneInfo) -> Metric:
    value = row["value"]
    grown = (value - earlier) / earlier * 100 if value is not None and earlier is not None and earlier > 0 else None
    return Metric(
        name=row["metric_name"],
        period=_period(row, zone),
        value=_plain(value),
        currency=row["currency"],
        earlier=_plain(earlier),
        growth_percent=None if grown is None else round(grown, 2),
        previous=_plain(row["previous_value"]),
        change=_plain(row["change_amount"]),
        change_percent=None if row["change_percentage"] is None else round(row["change_percentage"], 2),
        dimensions=row["dimensions"] or {},
        type=row["metric_type"],
        time_period=row["time_period"],
        period_start=row["period_start"],
        period_end=row["period_end"],
        source=row["data_source"],
        method=row["calculation_method"],
        calculated_at=row["calculated_at"],
    )


def _period(row: RowMapping, zone: ZoneInfo) -> str:
    start, end = row["period_start"], row["period_end"] or row["calculated_at"]
    last: date = (end - timedelta(microseconds=1)).astimezone(zone).date()
    if start is None:
        return last.isoformat()
    first: date = start.astimezone(zone).date()
    match row["time_period"]:
        case "yearly":
            return f"{first:%Y}"
        case "quarterly":
            return f"{first:%Y}-Q{(first.month + 2) // 3}"
        case "monthly":
            return f"{first:%Y-%m}"
        case "weekly":
            return f"{first:%G-W%V}"
    return first.isoformat() if first == last else f"{first} to {last}"


def _plain(value: Decimal | None) -> Decimal | None:
    """Without the zeros that the column adds, and two digits at least where there is a fraction."""
    if value is None:
        return None
    short = value.normalize(_WIDE)
    digits = -int(short.as_tuple().exponent)
    return value.quantize(Decimal(1).scaleb(-max(digits, 2)) if digits > 0 else Decimal(1), context=_WIDE)


def _is_wanted(metric: Metric, filters: MetricFilters) -> bool:
    end = metric.period_end or metric.calculated_at
    start = metric.period_start or end
    is_late = filters.since is None or end > filters.since
    is_early = filters.until is None or start < filters.until
    return is_late and is_early and all(metric.dimensions.get(name) == value for name, value in filters.dimensions)
