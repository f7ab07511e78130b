"""What is known of one order, from its amounts down to the units of each line in each parcel."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from royal_cli.commerce.catalog.reading.detail_rows import Touched
from royal_cli.money import Money


@dataclass(frozen=True, slots=True)
class Address:
    """Where an order or its bill goes, as the channel wrote it."""

    name: str | None
    company: str | None
    address1: str | None
    address2: str | None
    postal_code: str | None
    city: str | None
    province: str | None
    country_code: str | None
    phone: str | None

    def __str__(self) -> str:
        place = " ".join(part for part in (self.postal_code, self.city) if part)
        parts = (self.name, self.company, self.address1, self.address2, place, self.province, self.country_code)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Line:
    """`sku` is what was sold, as the channel calls it; `variant` the catalogue's SKU of it, None while unknown.

    `price` is of one unit, the other amounts of the whole line; `total` is after the line's own `discount`.
    ordered = fulfilled + cancelled + open; what was returned stays fulfilled. `open` is None where the channel did
    not say what became of the order. `allocated` are the units that are reserved, by location.
    """

    sku: str | None
    title: str | None
    ordered: int | None
    price: Money | None
    discount: Money | None
    total: Money | None
    open: int | None
    allocated: dict[str, int]
    fulfilled: int
    cancelled: int
    returned: int
    refunded: int
    refunded_amount: Money
    variant: str | None
    kind: str
    options: str | None
    tax: Money | None
    cost: Money | None
    external_id: str | None


@dataclass(frozen=True, slots=True)
class Units:
    """So many units of a line."""

    sku: str | None
    quantity: int

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku or '?'}"


@dataclass(frozen=True, slots=True)
class Parcel:
    number: int
    status: str
    carrier: str | None
    tracking_number: str | None
    tracking_url: str | None
    location: str | None
    contents: list[Units]
    shipped_at: datetime | None
    delivered_at: datetime | None
    external_id: str | None


@dataclass(frozen=True, slots=True)
class RefundedLine:
    sku: str | None
    quantity: int
    amount: Money

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku or '?'}" if self.quantity else self.sku or "?"


@dataclass(frozen=True, slots=True)
class RefundMade:
    """`amount` is all of it: its lines, `shipping`, and what was given back for the order as a whole."""

    number: int
    amount: Money
    shipping: Money
    reason: str | None
    contents: list[RefundedLine]
    refunded_at: datetime
    external_id: str | None


@dataclass(frozen=True, slots=True)
class ReturnedUnits:
    sku: str | None
    quantity: int
    disposition: str
    location: str | None

    def __str__(self) -> str:
        at = f" @ {self.location}" if self.location else ""
        return f"{self.quantity} × {self.sku or '?'} ({self.disposition}{at})"


@dataclass(frozen=True, slots=True)
class ReturnMade:
    number: int
    reason: str | None
    contents: list[ReturnedUnits]
    received_at: datetime
    external_id: str | None


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody here noted."""

    note: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """An operation that touched the order, with what it changed here."""

    at: datetime
    kind: str
    actor: str
    changes: list[str]
    reason: str | None
    source: str | None
    operation: str
    status: str


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """Amounts add up: total = subtotal + shipping + fees - discount + tax, the tax only where prices are without it;
    outstanding = total - paid. `subtotal` is of products; lines of postage are in `shipping`, all others in `fees`.
    What the channel did not say is None. `history` is None unless it was asked for.
    """

    number: str
    channel: str | None
    kind: str
    placed_at: datetime
    customer: str | None
    email: str | None
    phone: str | None
    country: str | None
    shipping_address: Address | None
    billing_address: Address | None
    status: str | None
    payment: str | None
    fulfillment: str | None
    held_at: datetime | None
    hold_reason: str | None
    risk: str | None
    risk_score: Decimal | None
    risk_reasons: list[str] | None
    subtotal: Money | None
    shipping: Money | None
    fees: Money | None
    discount: Money | None
    tax: Money | None
    prices_include_vat: bool | None
    total: Money | None
    paid: Money | None
    refunded: Money
    outstanding: Money | None
    tags: list[str]
    channel_note: str | None
    external_id: str | None
    source_name: str | None
    referring_site: str | None
    locale: str | None
    exchange_rate: Decimal | None
    processed_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    cancelled_at: datetime | None
    refunded_at: datetime | None
    updated_at: datetime
    last_operation: Touched | None
    lines: list[Line]
    parcels: list[Parcel]
    refunds: list[RefundMade]
    returns: list[ReturnMade]
    notes: list[Note]
    history: list[Event] | None
