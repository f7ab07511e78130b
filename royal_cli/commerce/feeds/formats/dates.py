"""Dates between which a sale runs."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from royal_cli.commerce.feeds.formats.sheet import Sheet

_DATE = re.compile(
    r"(?P<date>\d{4}-\d{1,2}-\d{1,2})"
    r"(?:[T ]+(?P<time>\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?)? *(?P<zone>Z|[+-]\d{2}:?\d{2}|(?<=:\d\d)[+-]\d{1,2})?",
    re.IGNORECASE,
)
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
    begins, finishes = moment(start, timezone), moment(end, timezone, end_of_day=True)
    return (begins is None or begins <= now) and (finishes is None or now < finishes)


@lru_cache(maxsize=4096)
def moment(text: str, timezone: str, *, end_of_day: bool = False) -> datetime | None:
    """An aware time. A date alone is its first moment, as an end the first of the next day. ValueError for no date."""
    if not text.strip():
        return None
    match = _DATE.fullmatch(text.strip().lstrip("'"))
    if match is None:
        raise ValueError(f"not a date: {text!r}")
    day = datetime.strptime(match["date"], "%Y-%m-%d")  # noqa: DTZ007
    hours, minutes, seconds = map(int, f"{match['time'] or '0:0'}:0".split(":")[:3])
    local = day.replace(hour=hours, minute=minutes, second=seconds) + timedelta(
        days=1 if end_of_day and not match["time"] else 0
    )
    return local.replace(tzinfo=_zone(match["zone"]) if match["zone"] else ZoneInfo(timezone))


def _zone(text: str) -> tzinfo | None:
    """Of Z, +01:00, +0100, +01 or +1."""
    digits = text[1:].replace(":", "")
    full = digits.zfill(4) if len(digits) > 2 else digits.zfill(2) + "00"
    return datetime.strptime(text[0].upper().replace("Z", "+") + full, "%z").tzinfo
