"""What is known of one customer."""

from dataclasses import dataclass
from datetime import date, datetime

from royal_cli.commerce.catalog.reading.detail_rows import Touched
from royal_cli.money import Money


@dataclass(frozen=True, slots=True)
class CurrencyTotal:
    """What the customer bought in one currency: `spent` is after refunds and credits."""

    currency: str
    orders: int | None
    spent: Money | None
    average_order: Money | None
    lifetime_value: Money | None


@dataclass(frozen=True, slots=True)
class Alias:
    """What a channel calls the customer; without a channel a further e-mail address. `is_relay`: the marketplace's."""

    channel: str | None
    id: str
    email: str | None
    is_relay: bool


@dataclass(frozen=True, slots=True)
class KnownAddress:
    type: str | None
    name: str | None
    company: str | None
    address1: str
    address2: str | None
    postal_code: str | None
    city: str | None
    province: str | None
    country_code: str | None
    phone: str | None
    is_default: bool


@dataclass(frozen=True, slots=True)
class OrderPlaced:
    """An order of theirs, as `royal order show` names it."""

    number: str
    channel: str | None
    placed_at: datetime
    kind: str
    total: Money | None
    refunded: Money
    payment: str | None
    fulfillment: str | None
    status: str | None


@dataclass(frozen=True, slots=True)
class Consent:
    """A time that the customer said yes or no to a kind of message, and where."""

    medium: str
    given: bool
    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CustomerDetail:
    """`customer` is what commands take to name this one; `orders` counts sales that are not cancelled.

    `accepts_marketing` is the newest word on e-mail; None: never asked. `newest_orders` of any kind and status.
    """

    customer: str
    name: str | None
    email: str | None
    phone: str | None
    date_of_birth: date | None
    type: str | None
    status: str | None
    tags: list[str]
    note: str | None
    accepts_marketing: bool | None
    marketing_consent_updated_at: datetime | None
    orders: int | None
    first_order_at: datetime | None
    last_order_at: datetime | None
    created_at: datetime
    updated_at: datetime
    erased_at: datetime | None
    last_operation: Touched | None
    totals: list[CurrencyTotal]
    aliases: list[Alias]
    addresses: list[KnownAddress]
    newest_orders: list[OrderPlaced]
    consents: list[Consent]
