"""What is typed to ask for a report."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

#: The period of a report that is asked for none.
PERIODS = {"sales": "30d"}


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
