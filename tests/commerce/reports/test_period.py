"""What people type as a period, and which moments it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from royal_cli.commerce.reports.asked import Shop, asked_of
from royal_cli.commerce.reports.buckets import cut
from royal_cli.commerce.reports.period import Period, parse_period
from royal_cli.commerce.reports.words import By, Compare, Words
from royal_cli.errors import UsageError

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TODAY = date(2026, 3, 15)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("30d", "2026-02-14", "2026-03-15"),
        ("1d", "2026-03-15", "2026-03-15"),
        ("2w", "2026-03-02", "2026-03-15"),
        ("1m", "2026-02-16", "2026-03-15"),
        ("1y", "2025-03-16", "2026-03-15"),
        ("today", "2026-03-15", "2026-03-15"),
        ("yesterday", "2026-03-14", "2026-03-14"),
        ("this-week", "2026-03-09", "2026-03-15"),
        ("last-week", "2026-03-02", "2026-03-08"),
        ("this-month", "2026-03-01", "2026-03-15"),
        ("last-month", "2026-02-01", "2026-02-28"),
        ("last-year", "2025-01-01", "2025-12-31"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-Q4", "2025-10-01", "2025-12-31"),
        ("2025-q1", "2025-01-01", "2025-03-31"),
        ("2025-03-14", "2025-03-14", "2025-03-14"),
    ],
)
def test_a_period_is_typed_in_many_ways(text: str, first: str, last: str) -> None:
    found = parse_period(text, TODAY, AMSTERDAM)

    assert found
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["", "30", "0d", "30 d", "2025-13", "2025-Q5", "2025-02-30", "soon", "99999y", "-3d"])
def test_what_is_no_period_is_refused_with_the_forms_there_are(text: str) -> None:
    with pytest.raises(UsageError, match="not a period") as refused:
        parse_period(text, TODAY, AMSTERDAM)

    assert "last-month" in (refused.value.hint or "")


def test_a_day_begins_at_midnight_of_the_shop() -> None:
    period = Period(date(2026, 3, 14), date(2026, 3, 14), AMSTERDAM)

    assert period.start == datetime(2026, 3, 13, 23, tzinfo=UTC)
    assert period.end == datetime(2026, 3, 14, 23, tzinfo=UTC)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_a_day_on_which_the_clocks_change_is_shorter_or_longer(day: date, hours: int) -> None:
    period = Period(day, day, AMSTERDAM)

    assert (period.end - period.start).total_seconds() == hours * 3600


def test_where_midnight_is_jumped_over_the_day_begins_with_the_jump() -> None:
    """In Beirut the clocks go from 24:00 to 1:00."""
    period = Period(date(2024, 3, 31), date(2024, 3, 31), ZoneInfo("Asia/Beirut"))

    assert period.start == datetime(2024, 3, 30, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "before", "year_before"),
    [
        ("10d", ("2026-02-24", "2026-03-05"), ("2025-03-06", "2025-03-15")),
        ("2026-02", ("2026-01-01", "2026-01-31"), ("2025-02-01", "2025-02-28")),
        ("2024-Q1", ("2023-10-01", "2023-12-31"), ("2023-01-01", "2023-03-31")),
        ("this-month", ("2026-02-01", "2026-02-15"), ("2025-03-01", "2025-03-15")),
        ("2025", ("2024-01-01", "2024-12-31"), ("2024-01-01", "2024-12-31")),
        ("2024-02-29", ("2024-02-28", "2024-02-28"), ("2023-02-28", "2023-02-28")),
    ],
)
def test_months_are_compared_with_months_and_days_with_as_many_days(
    text: str, before: tuple[str, str], year_before: tuple[str, str]
) -> None:
    period = parse_period(text, TODAY, AMSTERDAM)
    assert period

    found = [(other.first.isoformat(), other.last.isoformat()) for other in (period.before(), period.year_before())]

    assert found == [before, year_before]


def test_dates_and_a_period_at_once_are_refused() -> None:
    with pytest.raises(UsageError, match="two periods"):
        asked_of(Words(since="2025-01-01", period="30d"), Shop(), "30d")


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(UsageError, match="before it begins"):
        asked_of(Words(since="2025-02-01", until="2025-01-31"), Shop(), "30d")


@pytest.mark.parametrize("text", ["31-01-2025", "yesterday", "2025-02-30", "0001-01-01"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="not a date"):
        asked_of(Words(since=text), Shop(), "30d")


def test_all_there_is_cannot_be_compared() -> None:
    with pytest.raises(UsageError, match="nothing before it"):
        asked_of(Words(period="all", compare=Compare.previous), Shop(), "30d")


def test_a_period_is_cut_at_its_own_ends() -> None:
    period = Period(date(2026, 1, 30), date(2026, 3, 2), AMSTERDAM)

    assert list(cut(period, By.month).labels) == ["2026-01", "2026-02", "2026-03"]
    assert list(cut(period, By.week).labels) == [f"2026-W{week:02}" for week in (5, 6, 7, 8, 9, 10)]
    assert len(cut(period, By.day).labels) == 32


def test_weeks_of_the_new_year_bear_the_year_that_iso_8601_gives_them() -> None:
    period = Period(date(2025, 12, 29), date(2026, 1, 4), AMSTERDAM)

    assert list(cut(period, By.week).labels) == ["2026-W01"]


def test_a_century_of_days_is_refused() -> None:
    period = Period(date(1926, 1, 1), date(2025, 12, 31), AMSTERDAM)

    with pytest.raises(UsageError, match="too many"):
        cut(period, By.day)
