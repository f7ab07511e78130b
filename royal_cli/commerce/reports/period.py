"""Periods of whole days, as the shop's own calendar has them: what people type becomes two moments in UTC."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from royal_cli.errors import UsageError

#: How a period moves when it is compared with the one before: by its days, or by months where months were asked for.
Step: TypeAlias = Literal["days", "months"]

_FORMS = "30d, 12w, 6m, 1y, today, yesterday, this-week, last-week, this-month, last-month, this-year, last-year"
HINT = f"A period is one of {_FORMS}, 2025, 2025-Q1, 2025-03, 2025-03-14 or all."
_EARLIEST = date(1900, 1, 1)
_LONGEST = 200 * 12
_COUNTED = re.compile(r"(\d{1,5})([dwmy])")
_CALENDAR = re.compile(r"(\d{4})(?:-(?:q([1-4])|(\d{2})(?:-(\d{2}))?))?")


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both of them in it, in the shop's time zone."""

    first: date
    last: date
    zone: ZoneInfo
    step: Step = "days"

    @property
    def start(self) -> datetime:
        """The moment in UTC when it begins."""
        return midnight(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """The moment in UTC when it is over, which is not in it any more."""
        return midnight(self.last + timedelta(days=1), self.zone)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def __str__(self) -> str:
        days = _day(self.first) if self.days == 1 else f"{_day(self.first)} to {_day(self.last)}"
        return f"{days}, {self.zone.key}"

    def before(self) -> "Period":
        """As long, and over when this one begins."""
        if self.step == "days":
            length = timedelta(days=self.days)
            return Period(self.first - length, self.last - length, self.zone)
        months = _months(self.first, self.last)
        return self._moved(-months)

    def year_before(self) -> "Period":
        """The same dates a year earlier; 29 February becomes the 28th."""
        return self._moved(-12)

    def _moved(self, months: int) -> "Period":
        ends_a_month = (self.last + timedelta(days=1)).day == 1 and self.step == "months"
        last = moved(self.last, months)
        last = month_end(last) if ends_a_month else last
        return Period(moved(self.first, months), last, self.zone, self.step)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When the day begins there, in UTC; where the clock jumps over midnight, the moment of the jump."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def moved(day: date, months: int) -> date:
    """The same day some months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def parse_period(text: str, today: date, zone: ZoneInfo) -> Period | None:
    """What `--period` says; None for all there is. UsageError for anything else.

    Counted periods end today: 30d is today with the 29 days before it.
    """
    word = text.strip().lower()
    if word == "all":
        return None
    try:
        found = _named(word, today) or _counted(word, today) or _on_the_calendar(word)
    except (ValueError, OverflowError):
        found = None
    if found is None or found[0] < _EARLIEST:
        raise UsageError(f"{text!r} is not a period.", hint=HINT)
    first, last, step = found
    return Period(first, last, zone, step)


def parse_day(text: str, option: str) -> date:
    """A date as YYYY-MM-DD."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        found = date.min
    if found < _EARLIEST:
        raise UsageError(f"{option} {text!r} is not a date.", hint=f"It reads: {option} 2025-03-14")
    return found


def between(first: date, last: date, zone: ZoneInfo) -> Period:
    """UsageError where it would end before it begins."""
    if last < first:
        raise UsageError(f"The period would end on {last} before it begins on {first}.", hint="--from comes first.")
    return Period(first, last, zone)


def _named(word: str, today: date) -> tuple[date, date, Step] | None:
    monday = today - timedelta(days=today.weekday())
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    named: dict[str, tuple[date, date, Step]] = {
        "today": (today, today, "days"),
        "yesterday": (today - timedelta(days=1), today - timedelta(days=1), "days"),
        "this-week": (monday, today, "days"),
        "last-week": (monday - timedelta(days=7), monday - timedelta(days=1), "days"),
        "this-month": (month, today, "months"),
        "last-month": (moved(month, -1), month - timedelta(days=1), "months"),
        "this-year": (year, today, "months"),
        "last-year": (moved(year, -12), year - timedelta(days=1), "months"),
    }
    return named.get(word)


def _counted(word: str, today: date) -> tuple[date, date, Step] | None:
    found = _COUNTED.fullmatch(word)
    if not found or int(found[1]) == 0:
        return None
    count, unit = int(found[1]), found[2]
    if unit in "dw":
        return today - timedelta(days=count * (7 if unit == "w" else 1) - 1), today, "days"
    months = count * (12 if unit == "y" else 1)
    if months > _LONGEST:
        return None
    return moved(today, -months) + timedelta(days=1), today, "days"


def _on_the_calendar(word: str) -> tuple[date, date, Step] | None:
    found = _CALENDAR.fullmatch(word)
    if not found:
        return None
    year, quarter, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    if day and month:
        return date(year, month, day), date(year, month, day), "days"
    first_month = month or (quarter * 3 - 2 if quarter else 1)
    length = 1 if month else 3 if quarter else 12
    first = date(year, first_month, 1)
    return first, moved(first, length) - timedelta(days=1), "months"


def _months(first: date, last: date) -> int:
    """Of a period that begins with a month: how many months it is in."""
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
