"""What is typed to ask for a report."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum


class By(StrEnum):
    day = "day"
    week = "week"
    month = "month"
    channel = "channel"
    country = "country"
    category = "category"

    @property
    def is_time(self) -> bool:
        return self in (By.day, By.week, By.month)


class ByTime(StrEnum):
    day = "day"
    week = "week"
    month = "month"


class ByOrder(StrEnum):
    day = "day"
    week = "week"
    month = "month"
    channel = "channel"
    country = "country"


class Compare(StrEnum):
    previous = "previous"
    year = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """`now` decides what today is."""

    since: str | None = None
    until: str | None = None
    period: str | None = None
    by: By | None = None
    compare: Compare | None = None
    now: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What single reports take besides the period; None is what each of them does by itself.

    `limit`: so many rows. `sort`: the field that comes first. `per`: what a row of the report on products is.
    """

    limit: int | None = None
    sort: str | None = None
    per: str | None = None
