"""Dates as shops write them, and whether a sale runs between two of them."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from royal_cli.commerce.feeds.formats.sheet import Sheet

_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?(?: ?(?P<half>[AP])M)?"
_ZONE = r"(?P<zone>Z|[+-]\d{2}:?\d{2}|(?<=:\d\d)[+-]\d{1,2})?"
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})(?:[T ]+{_CLOCK})? *{_ZONE}", re.I)
#: Shops write the day first or the month, as their country does; years may be short.
_DAY_AND_MONTH = r"(?P<first>\d{1,2})(?P<mark>[/.-])(?P<next>\d{1,2})(?P=mark)"
_YEAR_LAST = re.compile(rf"{_DAY_AND_MONTH}(?P<year>\d{{4}}|\d{{2}})(?:,? +{_CLOCK})? *{_ZONE}", re.I)
_HINT = "write dates as 2026-11-27, or as 2026-11-27T09:00+01:00"


def running(sheet: Sheet, header: str, starts: Sequence[str], ends: Sequence[str]) -> list[bool]:
    """Whether it is now between two dates, an empty one being open. A date that cannot be read rejects its row."""
    now, timezone = sheet.options.now, sheet.options.timezone
    found = [True] * sheet.size
    for row, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if start or end:
            try:
                found[row] = _is_between(start, end, timezone, now)
            except ValueError:
                sheet.problems.reject(row, header, f"{start} / {end}".strip(" /"), "date", _HINT)
    return found


def _is_between(start: str, end: str, timezone: str, now: datetime) -> bool:
    """Whichever way the dates are read, they must say the same. ValueError where they do not, or are no dates."""
    found = set()
    for order in ("dmy", "mdy"):
        try:
            begins = moment(start, timezone, order=order)
            finishes = moment(end, timezone, order=order, end_of_day=True)
        except ValueError:
            continue
        found.add((begins is None or begins <= now) and (finishes is None or now < finishes))
    if len(found) != 1:
        raise ValueError(f"not dates, or ambiguous: {start!r}, {end!r}")
    return found.pop()


@lru_cache(maxsize=4096)
def moment(text: str, timezone: str, *, order: str, end_of_day: bool = False, is_said: bool = False) -> datetime | None:
    """An aware time. A date alone is its first moment, as an end the first of the next day. ValueError for no date.

    `order` is what comes first where the year does not: "dmy", "mdy", or "ymd" of years with two digits. Unless it
    `is_said` for certain, a short year that could as well be a day is no date.
    """
    text = text.strip().lstrip("'")
    if not text:
        return None
    match = _YEAR_FIRST.fullmatch(text) or _YEAR_LAST.fullmatch(text)
    if match is None:
        raise ValueError(f"not a date: {text!r}")
    has_clock = match["hour"] is not None
    local = datetime(*_day(match, order, is_said), *_clock(match) if has_clock else ())  # noqa: DTZ001
    local += timedelta(days=1 if end_of_day and not has_clock else 0)
    return local.replace(tzinfo=_zone(match["zone"]) if match["zone"] else ZoneInfo(timezone))


def _day(match: re.Match[str], order: str, is_said: bool) -> tuple[int, int, int]:
    """Year, month and day."""
    year = int(match["year"])
    if match.re is _YEAR_FIRST:
        return year, int(match["month"]), int(match["day"])
    first, second = int(match["first"]), int(match["next"])
    if year < 100:
        if order == "ymd":
            return first + 2000, second, year
        if not is_said and not first < 20 <= year:
            raise ValueError(f"the year may be the first or the last: {match[0]!r}")
        year += 2000
    # Nobody writes the month first with points.
    day, month = (first, second) if order == "dmy" or match["mark"] == "." else (second, first)
    return year, month, day


def _clock(match: re.Match[str]) -> tuple[int, int, int]:
    hour, half = int(match["hour"]), (match["half"] or "").upper()
    if half and not 1 <= hour <= 12:
        raise ValueError(f"no hour of a half day: {hour}")
    if half:
        hour = hour % 12 + (12 if half == "P" else 0)
    return hour, int(match["minute"]), int(match["second"] or 0)


def _zone(text: str) -> tzinfo | None:
    """Of Z, +01:00, +0100, +01 or +1."""
    digits = text[1:].replace(":", "")
    full = digits.zfill(4) if len(digits) > 2 else digits.zfill(2) + "00"
    return datetime.strptime(text[0].upper().replace("Z", "+") + full, "%z").tzinfo
