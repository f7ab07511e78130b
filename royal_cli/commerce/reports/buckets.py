"""Cuts a period into the shop's own days, weeks or months, in SQL: the boundaries are moments, so clocks may change."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from royal_cli.commerce.reports.period import Period, midnight
from royal_cli.commerce.reports.words import By
from royal_cli.commerce.sql import is_postgres
from royal_cli.errors import UsageError

#: A report with more rows is read by nobody.
MOST = 5_000


@dataclass(frozen=True, slots=True)
class Buckets:
    """Each begins on a day and ends where the next one begins, the last one with the period."""

    labels: Sequence[str]
    firsts: Sequence[date]
    #: In UTC.
    starts: Sequence[datetime]

    def number(self, connection: Connection, column: str) -> str:
        """SQL for the place of a moment's bucket, from 0; the moment is in the period."""
        if is_postgres(connection):
            moments = ", ".join(f"'{start:%Y-%m-%d %H:%M:%S}+00'" for start in self.starts)
            return f"width_bucket({column}, ARRAY[{moments}]::timestamptz[]) - 1"
        return _halved(column, self.starts, 0, len(self.starts) - 1)

    def place(self, day: date) -> int:
        return bisect_right(self.firsts, day) - 1


def cut(period: Period, by: By) -> Buckets:
    """UsageError where there would be thousands of them."""
    firsts = [period.first]
    while len(firsts) <= MOST and (following := _next(firsts[-1], by)) <= period.last:
        firsts.append(following)
    if len(firsts) > MOST:
        raise UsageError(f"{period} has too many of a {by.value} to list them all.", hint="Try --by month.")
    return Buckets([label(day, by) for day in firsts], firsts, [midnight(day, period.zone) for day in firsts])


def label(day: date, by: By) -> str:
    """2025-03-14, 2025-W11 or 2025-03; weeks begin on Monday and are numbered as ISO 8601 has them."""
    if by is By.week:
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    return f"{day:%Y-%m}" if by is By.month else day.isoformat()


def _next(day: date, by: By) -> date:
    if by is By.day:
        return day + timedelta(days=1)
    if by is By.week:
        return day + timedelta(days=7 - day.weekday())
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _halved(column: str, starts: Sequence[datetime], low: int, high: int) -> str:
    """Nested CASEs that halve the boundaries, so that a thousand days take ten comparisons."""
    if low == high:
        return str(low)
    middle = (low + high + 1) // 2
    below, above = _halved(column, starts, low, middle - 1), _halved(column, starts, middle, high)
    return f"CASE WHEN {column} < '{starts[middle]:%Y-%m-%d %H:%M:%S.%f}' THEN {below} ELSE {above} END"
