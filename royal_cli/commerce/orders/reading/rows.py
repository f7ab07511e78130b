"""What is asked of the list of orders, and what each of its rows says."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from royal_cli.money import Money


class Status(StrEnum):
    open = "open"
    closed = "closed"
    cancelled = "cancelled"
    #: The source did not say, and nothing here tells.
    unknown = "unknown"


class Payment(StrEnum):
    pending = "pending"
    authorized = "authorized"
    partially_paid = "partially_paid"
    paid = "paid"
    partially_refunded = "partially_refunded"
    refunded = "refunded"
    voided = "voided"
    unknown = "unknown"


class Fulfillment(StrEnum):
    unfulfilled = "unfulfilled"
    partial = "partial"
    fulfilled = "fulfilled"
    unknown = "unknown"


class Risk(StrEnum):
    low = "low"
    medium = "medium"
    high = "high"
    unknown = "unknown"


class Kind(StrEnum):
    sale = "sale"
    credit = "credit"
    adjustment = "adjustment"


class Sort(StrEnum):
    placed = "placed"
    number = "number"
    total = "total"
    risk = "risk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which orders are meant: all that is said must hold."""

    status: Status | None = None
    payment: Payment | None = None
    fulfillment: Fulfillment | None = None
    risk: Risk | None = None
    kind: Kind | None = None
    channel: str | None = None
    #: Placed at this moment or later, and before the other one.
    since: datetime | None = None
    until: datetime | None = None
    #: An e-mail address, or what a channel calls the customer.
    customer: str | None = None
    #: Of a product or a variant, or the code under which a channel sold it.
    sku: str | None = None
    #: Two letters, of the address that the order goes to.
    country: str | None = None
    tag: str | None = None
    #: Words that must all occur in the number, the e-mail address or a name.
    search: str | None = None
    #: Only orders in their currency are compared with them.
    min_total: Money | None = None
    max_total: Money | None = None
    held: bool = False
    #: A line of it was sold under a code that no variant is known for.
    unmatched: bool = False


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order in a list. `units` counts products, not postage and fees; `unmatched` the lines without a variant.

    `outstanding` is what the customer still owes: total - paid. What the source did not say is None.
    """

    number: str
    channel: str | None
    placed_at: datetime
    customer: str | None
    total: Money | None
    payment: str | None
    fulfillment: str | None
    status: str | None
    marks: list[str]
    units: int | None
    country: str | None
    kind: str
    external_id: str | None
    email: str | None
    paid: Money | None
    refunded: Money
    outstanding: Money | None
    held: bool
    hold_reason: str | None
    risk: str | None
    risk_score: Decimal | None
    unmatched: int
    tags: list[str]
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Listing:
    """One page: `next` is the cursor of the one after it, `total` how many there are where it was counted."""

    rows: list[OrderRow]
    next: str | None
    total: int | None
