"""Figures that are kept, as commands show them and ask for them."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Stored:
    """How many figures of a report were kept. `unknown` have no value; `too_large` are named."""

    report: str
    period: str
    stored: int
    unknown: int
    too_large: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure that was kept. Amounts are in whole units of the currency, shares are fractions of 1.

    `period` is as people write it: 2026, 2026-Q1, 2026-03, 2026-W12, a day, or two with "to" between them; what holds
    for a moment has its day. `previous`, `change` and `change_percent` are what the report said when it was made;
    `earlier` is the value that is kept of the last period before of the same kind, `growth_percent` the growth since.
    """

    name: str
    period: str
    value: Decimal | None
    currency: str | None
    earlier: Decimal | None
    growth_percent: Decimal | None
    previous: Decimal | None
    change: Decimal | None
    change_percent: Decimal | None
    dimensions: dict[str, str]
    type: str | None
    time_period: str | None
    period_start: datetime | None
    period_end: datetime | None
    source: str | None
    method: str | None
    calculated_at: datetime


@dataclass(frozen=True, slots=True)
class MetricFilters:
    """`name` may leave out the report, or be a report. `since` and `until` are moments: of periods that end after the
    one and begin before the other."""

    name: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    dimensions: tuple[tuple[str, str], ...] = ()
