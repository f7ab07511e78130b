"""The rows of the report on customers."""

from dataclasses import dataclass, field
from datetime import date, datetime

from royal_cli.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerTotals:
    """One currency. `net` is of all orders, `known_share` the part of the orders whose customer is known.

    `top_1` is the share of the net of known customers that the best 1 % of them bring in, and so on; `gini` is 0 where
    all bring in the same, and near 1 where one brings in everything.
    """

    currency: str
    customers: int
    orders: int
    known_share: float | None
    net: Money
    net_per_customer: Money | None
    orders_per_customer: float | None
    repeat_share: float | None
    top_1: float | None
    top_5: float | None
    top_10: float | None
    top_20: float | None
    gini: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Customers of one currency who are alike in how lately, how often and for how much they bought."""

    segment: str
    currency: str
    customers: int
    customers_share: float | None
    net: Money
    net_share: float | None
    orders: int
    last_order_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAndReturning:
    """A customer is new in the stretch of time of the very first order, in whatever currency that was."""

    bucket: str
    currency: str
    new_customers: int
    returning_customers: int
    new_orders: int
    returning_orders: int
    new_net: Money
    returning_net: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """Those whose first order was in `cohort`: how many of them ordered `later` months (weeks, days) after it."""

    cohort: str
    customers: int
    later: int
    active: int
    retention: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomersReport:
    period: str
    period_start: date
    period_end: date
    timezone: str
    compared: str | None
    by: str
    customers: int
    new_customers: int
    totals: list[CustomerTotals]
    segments: list[Segment]
    rows: list[NewAndReturning]
    cohorts: list[Cohort]
    notes: list[str] = field(default_factory=list)
