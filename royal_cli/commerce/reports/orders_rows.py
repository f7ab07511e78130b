"""The rows of the report on orders."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersRow:
    """Sale orders placed in one stretch of time, channel or country. Hours are from the order to its shipping, of those
    that were shipped: half of them were faster than the median. Shares are fractions of 1, of the orders."""

    bucket: str | None
    orders: int
    open: int
    held: int
    shipped: int
    cancelled: int
    cancelled_share: float | None
    refunded: int
    refunded_share: float | None
    credits: int
    median_hours: int | None
    p90_hours: int | None
    p95_hours: int | None
    p99_hours: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusCount:
    """`kind` is order, fulfillment or financial; None as status: no source said."""

    kind: str
    status: str | None
    orders: int
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAge:
    """Orders that are open right now, whenever they were placed, by their age in days."""

    age: str
    orders: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersReport:
    """`late` are the orders open for more than `late_days`; `unmatched_lines` those that no variant is known for."""

    period: str
    period_start: date
    period_end: date
    timezone: str
    compared: str | None
    by: str | None
    orders: int
    parcels: int
    parcels_per_order: float | None
    unmatched_lines: int
    open_now: int
    late_days: int
    late: int
    totals: list[OrdersRow]
    rows: list[OrdersRow]
    statuses: list[StatusCount]
    ages: list[OpenAge]
    notes: list[str] = field(default_factory=list)
