"""What is asked of the list of customers, and what each of its rows says."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from royal_cli.money import Money


class CustomerType(StrEnum):
    retail = "retail"
    wholesale = "wholesale"
    vip = "vip"
    #: Nobody has said.
    unknown = "unknown"


class Medium(StrEnum):
    """How people may be written to."""

    email = "email"
    sms = "sms"
    phone = "phone"
    post = "post"


class Sort(StrEnum):
    last = "last"
    first = "first"
    spent = "spent"
    orders = "orders"
    email = "email"
    name = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which customers are meant: all that is said must hold. Who was erased is only found by `erased`."""

    #: Words that must all occur in a name, an e-mail address, a phone number or an id on a channel.
    search: str | None = None
    type: CustomerType | None = None
    tag: str | None = None
    #: Two letters, of an address of theirs or of where an order went.
    country: str | None = None
    #: They have an order there, or an id.
    channel: str | None = None
    #: What they spent in that currency.
    min_spent: Money | None = None
    #: The last order was placed then or later.
    since: datetime | None = None
    #: The first order was placed then or later.
    new_since: datetime | None = None
    #: They agreed to this, and have not taken it back.
    consent: Medium | None = None
    erased: bool = False


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer in a list. `customer` is what commands take to name this one.

    `spent` has an amount per currency, after refunds and credits; `total_spent` is the one of the currency of most
    orders. An amount is None, or missing, where no total of an order is known. `consents` are those that hold.
    """

    customer: str
    name: str | None
    orders: int | None
    spent: list[Money]
    last_order_at: datetime | None
    type: str | None
    email: str | None
    first_name: str | None
    last_name: str | None
    phone: str | None
    total_spent: Money | None
    average_order: Money | None
    first_order_at: datetime | None
    country: str | None
    city: str | None
    channels: list[str]
    consents: list[str]
    tags: list[str]
    created_at: datetime
    erased_at: datetime | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page: `next` is the cursor of the one after it, `total` how many there are where it was counted."""

    rows: list[CustomerRow]
    next: str | None
    total: int | None
