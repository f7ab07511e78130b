"""When a feed is due is told by its row and the clock alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from royal_cli.commerce.catalog.scheduled_feeds.schedule import due_at, is_due, is_stale, minutes, written
from royal_cli.db.feeds import ProductFeed
from royal_cli.errors import UsageError

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def feed(**fields: Any) -> ProductFeed:
    return ProductFeed(name="deboer", source="x", **{"created_at": NOON, "every_minutes": 360, **fields})


@pytest.mark.parametrize(
    ("typed", "count", "shown"),
    [("30m", 30, "30m"), ("90m", 90, "90m"), ("6h", 360, "6h"), ("24h", 1440, "1d"), ("2W", 20160, "2w")],
)
def test_intervals_are_read_and_written(typed: str, count: int, shown: str) -> None:
    assert (minutes(typed), written(count)) == (count, shown)


@pytest.mark.parametrize("typed", ["", "6", "h", "0h", "-1h", "1.5h", "6 hours", "900d"])
def test_other_intervals_are_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        minutes(typed)


def test_a_new_feed_is_due_at_once_and_then_every_so_often() -> None:
    assert due_at(feed()) == NOON
    assert due_at(feed(last_checked_at=NOON, last_status="imported")) == NOON + timedelta(hours=6)


def test_a_feed_without_interval_or_disabled_is_never_due() -> None:
    assert due_at(feed(every_minutes=None)) is None
    assert due_at(feed(is_active=False)) is None
    assert not is_due(feed(is_active=False), NOON + timedelta(days=9))


@pytest.mark.parametrize(("failures", "minutes_later"), [(1, 15), (2, 30), (3, 60), (5, 240), (6, 360), (90, 360)])
def test_what_failed_is_tried_again_sooner(failures: int, minutes_later: int) -> None:
    failed = feed(last_checked_at=NOON, last_status="failed", consecutive_failures=failures)

    assert due_at(failed) == NOON + timedelta(minutes=minutes_later)


def test_what_a_safety_check_stopped_waits_its_time() -> None:
    refused = feed(last_checked_at=NOON, last_status="refused", consecutive_failures=1)

    assert due_at(refused) == NOON + timedelta(hours=6)


def test_cron_may_be_a_little_early() -> None:
    """Called at 12:00:40 and then at 18:00:02, a feed of every 6 hours would else wait until midnight."""
    checked = feed(last_checked_at=NOON + timedelta(seconds=40), last_status="imported")

    assert is_due(checked, NOON + timedelta(hours=6, seconds=2))
    assert not is_due(checked, NOON + timedelta(hours=5, minutes=30))


def test_a_feed_is_stale_after_two_intervals_without_a_success() -> None:
    assert not is_stale(feed(last_success_at=NOON), NOON + timedelta(hours=12))
    assert is_stale(feed(last_success_at=NOON), NOON + timedelta(hours=12, minutes=1))
    assert is_stale(feed(), NOON + timedelta(hours=13))
    assert not is_stale(feed(every_minutes=None), NOON + timedelta(days=99))
