"""When a feed is due: every so many minutes, and sooner again after a failure."""

import re
from datetime import datetime, timedelta

from royal_cli.db.feeds import ProductFeed
from royal_cli.errors import UsageError

_UNITS = {"w": 7 * 24 * 60, "d": 24 * 60, "h": 60, "m": 1}
_LONGEST = 366 * 24 * 60
_FIRST_RETRY = timedelta(minutes=15)
_SLACK = timedelta(minutes=5)


def minutes(every: str) -> int:
    """Minutes of an interval such as 30m, 6h, 1d or 1w."""
    found = re.fullmatch(r"([1-9][0-9]{0,5})([mhdw])", every.strip().lower())
    count = int(found[1]) * _UNITS[found[2]] if found else 0
    if not 0 < count <= _LONGEST:
        raise UsageError(f"{every} is no interval.", hint="It reads 30m, 6h, 1d or 1w, up to a year.")
    return count


def written(count: int) -> str:
    """The same, in the largest unit that goes into it."""
    unit = next(unit for unit, size in _UNITS.items() if count % size == 0)
    return f"{count // _UNITS[unit]}{unit}"


def due_at(feed: ProductFeed) -> datetime | None:
    """When the feed is to be run next; None where it has no interval or is disabled.

    What failed is tried again after 15 minutes, then 30, 60 … until that is its interval.
    """
    if feed.every_minutes is None or not feed.is_active:
        return None
    if feed.last_checked_at is None:
        return feed.created_at
    interval = timedelta(minutes=feed.every_minutes)
    if feed.last_status == "failed":
        doublings = min(feed.consecutive_failures - 1, 20)
        interval = min(interval, _FIRST_RETRY * 2 ** max(doublings, 0))
    return feed.last_checked_at + interval


def is_due(feed: ProductFeed, now: datetime) -> bool:
    """A little before its time as well: cron calls by the clock, and never to the second."""
    moment = due_at(feed)
    if moment is None or feed.every_minutes is None:
        return False
    return now >= moment - min(timedelta(minutes=feed.every_minutes) / 20, _SLACK)


def is_stale(feed: ProductFeed, now: datetime) -> bool:
    """Whether two intervals have gone by without a success."""
    if feed.every_minutes is None:
        return False
    return now - (feed.last_success_at or feed.created_at) > 2 * timedelta(minutes=feed.every_minutes)
