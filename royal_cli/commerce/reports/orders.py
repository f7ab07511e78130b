"""What becomes of orders: how many are open, late, cancelled, refunded, and how long they take to be shipped."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from royal_cli.commerce.reports.amounts import share
from royal_cli.commerce.reports.asked import Span
from royal_cli.commerce.reports.buckets import cut
from royal_cli.commerce.reports.names import channel_names
from royal_cli.commerce.reports.notes import nothing_sold
from royal_cli.commerce.reports.orders_rows import OpenAge, OrdersReport, OrdersRow, StatusCount
from royal_cli.commerce.reports.query import ask, of_period, whole
from royal_cli.commerce.reports.words import By, Choices
from royal_cli.commerce.sql import is_postgres

#: Days at which open orders are told apart, besides those after which they are late.
_AGES = (1, 3, 7, 14)
UNKNOWN = "unknown"

_COUNTS = """
SELECT {key} AS bucket, kind, order_status, fulfillment_status, financial_status, COUNT(*) AS orders,
  SUM(CASE WHEN refunded_total > 0 THEN 1 ELSE 0 END) AS refunded,
  SUM(CASE WHEN held_at IS NOT NULL AND order_status = 'open' THEN 1 ELSE 0 END) AS held,
  SUM(CASE WHEN shipped_at IS NOT NULL THEN 1 ELSE 0 END) AS shipped
FROM orders WHERE created_at >= :start AND created_at < :end AND kind IN ('sale', 'credit')
GROUP BY 1, 2, 3, 4, 5
"""
_HOURS = """
SELECT {key} AS bucket, {hours} AS hours, COUNT(*) AS orders FROM orders
WHERE created_at >= :start AND created_at < :end AND kind = 'sale' AND shipped_at >= created_at GROUP BY 1, 2
"""
_PARCELS = """
SELECT COUNT(*) AS parcels, COUNT(DISTINCT f.order_id) AS orders FROM orders o JOIN fulfillments f ON f.order_id = o.id
WHERE o.created_at >= :start AND o.created_at < :end
"""
_UNMATCHED = """
SELECT COUNT(*) AS lines FROM order_line_items l JOIN orders o ON o.id = l.order_id
WHERE l.product_variant_id IS NULL AND l.kind = 'product' AND o.created_at >= :start AND o.created_at < :end
"""
_OPEN = """
SELECT {age} AS age, COUNT(*) AS orders FROM orders WHERE order_status = 'open' AND kind = 'sale' GROUP BY 1
"""


@dataclass(slots=True)
class _Tally:
    """What was counted of some orders."""

    orders: int = 0
    open: int = 0
    held: int = 0
    shipped: int = 0
    cancelled: int = 0
    refunded: int = 0
    credits: int = 0
    hours: Counter[int] = field(default_factory=Counter)

    def count(self, row: Row[Any]) -> None:
        if row.kind == "credit":
            self.credits += row.orders
            return
        self.orders += row.orders
        self.open += row.orders if row.order_status == "open" else 0
        self.cancelled += row.orders if row.order_status == "cancelled" else 0
        self.held += whole(row.held)
        self.refunded += whole(row.refunded)
        self.shipped += whole(row.shipped)


def of_span(connection: Connection, span: Span, choices: Choices) -> OrdersReport:
    key = _key(connection, span)
    counts = list(of_period(connection, _COUNTS.format(key=key), span.period))
    hours = list(of_period(connection, _HOURS.format(key=key, hours=_hours(connection)), span.period))
    total, tallies = _tallied(counts, hours)
    (parcels,) = of_period(connection, _PARCELS, span.period)
    (unmatched,) = of_period(connection, _UNMATCHED, span.period)
    late_days = span.shop.late_days
    ages = list(_ages(connection, span.now, late_days))
    return OrdersReport(
        period=str(span.period),
        period_start=span.period.first,
        period_end=span.period.last,
        timezone=span.period.zone.key,
        compared=None,
        by=span.by.value if span.by else None,
        orders=total.orders,
        parcels=parcels.parcels,
        parcels_per_order=round(parcels.parcels / parcels.orders, 2) if parcels.orders else None,
        unmatched_lines=unmatched.lines,
        open_now=sum(age.orders for _, age in ages),
        late_days=late_days,
        late=sum(age.orders for days, age in ages if days >= late_days),
        totals=[_row(None, total)],
        rows=list(_rows(connection, span, tallies)) if span.by else [_row(None, total)],
        statuses=list(_statuses(counts)),
        ages=[age for _, age in ages],
        notes=list(_notes(connection, span, total)),
    )


def _key(connection: Connection, span: Span) -> str:
    if span.by is None:
        return "0"
    column = "channel_id" if span.by is By.channel else "country_code"
    return cut(span.period, span.by).number(connection, "created_at") if span.by.is_time else column


def _hours(connection: Connection) -> str:
    """Whole hours that began between the order and its shipping."""
    if is_postgres(connection):
        seconds = "CAST(EXTRACT(EPOCH FROM shipped_at - created_at) AS BIGINT)"
    else:
        seconds = "CAST(ROUND((julianday(shipped_at) - julianday(created_at)) * 86400) AS INTEGER)"
    return f"({seconds} + 3599) / 3600"


def _tallied(counts: Sequence[Row[Any]], hours: Sequence[Row[Any]]) -> tuple[_Tally, Mapping[str, _Tally]]:
    total: _Tally = _Tally()
    tallies: dict[str, _Tally] = {}
    for row in counts:
        total.count(row)
        tallies.setdefault(str(row.bucket), _Tally()).count(row)
    for row in hours:
        total.hours[row.hours] += row.orders
        tallies[str(row.bucket)].hours[row.hours] += row.orders
    return total, tallies


def _rows(connection: Connection, span: Span, tallies: Mapping[str, _Tally]) -> Iterator[OrdersRow]:
    assert span.by
    if span.by.is_time:
        labels = cut(span.period, span.by).labels
        yield from (_row(label, tallies.get(str(place), _Tally())) for place, label in enumerate(labels))
        return
    names = channel_names(connection) if span.by is By.channel else {}
    for bucket, tally in sorted(tallies.items(), key=lambda one: (-one[1].orders, one[0])):
        yield _row(UNKNOWN if bucket == "None" else names.get(bucket, bucket), tally)


def _row(bucket: str | None, tally: _Tally) -> OrdersRow:
    return OrdersRow(
        bucket=bucket,
        orders=tally.orders,
        open=tally.open,
        held=tally.held,
        shipped=tally.shipped,
        cancelled=tally.cancelled,
        cancelled_share=share(tally.cancelled, tally.orders),
        refunded=tally.refunded,
        refunded_share=share(tally.refunded, tally.orders),
        credits=tally.credits,
        median_hours=percentile(tally.hours, 50),
        p90_hours=percentile(tally.hours, 90),
        p95_hours=percentile(tally.hours, 95),
        p99_hours=percentile(tally.hours, 99),
    )


def percentile(counted: Counter[int], percent: int) -> int | None:
    """The nearest rank: the smallest value that so many percent do not exceed; None of nothing."""
    rank = -(-counted.total() * percent // 100)
    seen = 0
    for value in sorted(counted):
        seen += counted[value]
        if seen >= rank:
            return value
    return None


def _statuses(counts: Sequence[Row[Any]]) -> Iterator[StatusCount]:
    sales = [row for row in counts if row.kind == "sale"]
    whole_count = sum(row.orders for row in sales)
    for kind in ("order", "fulfillment", "financial"):
        found: Counter[str | None] = Counter()
        for row in sales:
            found[row._mapping[f"{kind}_status"]] += row.orders
        for status, orders in sorted(found.items(), key=lambda one: (-one[1], one[0] or "")):
            yield StatusCount(kind=kind, status=status, orders=orders, share=share(orders, whole_count))


def _ages(connection: Connection, now: datetime, late_days: int) -> Iterator[tuple[int, OpenAge]]:
    """With the days that the orders of each are older than."""
    bounds = sorted({*_AGES, late_days})
    moments = {f"after_{days}": now - timedelta(days=days) for days in bounds}
    age = " ".join(f"WHEN created_at >= :after_{days} THEN {place}" for place, days in enumerate(bounds))
    query = _OPEN.format(age=f"CASE {age} ELSE {len(bounds)} END")
    found = {row.age: row.orders for row in ask(connection, query, **moments)}
    for place, (over, up_to) in enumerate(zip([0, *bounds], [*bounds, None], strict=True)):
        yield over, OpenAge(age=_age(over, up_to), orders=found.get(place, 0))


def _age(over: int, up_to: int | None) -> str:
    if up_to is None:
        return f"more than {over} days"
    return f"{over} to {up_to} days" if over else "up to 1 day"


def _notes(connection: Connection, span: Span, total: _Tally) -> Iterator[str]:
    if not total.orders and not total.credits:
        yield from nothing_sold(connection, span)
    yield "Orders without a status are past invoices or the like: neither open nor closed."
