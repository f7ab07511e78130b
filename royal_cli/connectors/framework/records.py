"""What channels have, in words that are the same for all of them.

Amounts are whole minor units of the record's `currency`; times are aware UTC; what a channel does not say is None, and
never a default. `external_id` is what the channel calls the thing, for good.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from royal_cli.money import Money

#: Keys of an address: first_name, last_name, company, address1, address2, city, province, postal_code, country,
#: country_code, phone.
Address = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """`kind`: product, shipping, fee, discount or adjustment. `price` is of one unit; `total` is of the line, less its
    own `discount`; `tax` is the VAT of the line, on top of it or in it as the order says."""

    external_id: str | None
    kind: str = "product"
    sku: str | None = None
    gtin: str | None = None
    #: The listing that was sold, where the channel says it.
    listing_id: str | None = None
    title: str | None = None
    variant_title: str | None = None
    quantity: int
    price: Money | None = None
    discount: int | None = None
    tax: int | None = None
    total: int | None = None
    fulfilled: int | None = None
    cancelled: int | None = None
    refunded: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """`lines` are units by the external id of the order's line; empty where the channel does not say them."""

    external_id: str
    carrier: str | None = None
    tracking_number: str | None = None
    tracking_url: str | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order as a channel has it now, with all its lines. Fields are those of royal's orders.

    `fulfilled_by_channel`: the channel sends the goods from a warehouse of its own; royal neither reserves nor ships.
    """

    external_id: str
    number: str
    kind: str = "sale"
    currency: str
    created_at: datetime
    updated_at: datetime | None = None
    processed_at: datetime | None = None
    shipped_at: datetime | None = None
    cancelled_at: datetime | None = None
    financial_status: str | None = None
    fulfillment_status: str | None = None
    order_status: str | None = None
    prices_include_vat: bool | None = None
    subtotal: int | None = None
    tax_total: int | None = None
    shipping_total: int | None = None
    discount_total: int | None = None
    fee_total: int | None = None
    total: int | None = None
    paid_total: int | None = None
    refunded_total: int | None = None
    customer_key: str | None = None
    customer_email: str | None = None
    customer_phone: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    billing_address: Address | None = None
    shipping_address: Address | None = None
    locale: str | None = None
    tags: tuple[str, ...] | None = None
    notes: str | None = None
    source_name: str | None = None
    fulfilled_by_channel: bool = False
    lines: tuple[OrderLine, ...]
    parcels: tuple[Parcel, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One thing that can be bought on the channel: a variant there.

    `parent_id` is the channel's product, `stock_id` what it counts stock by, where that is not the listing itself;
    `details` what the connector needs to know again for its writes. `stock` is what the channel offers in all, and
    `stock_at` that of each of its locations. `managed` stock is the channel's own business (its own warehouse):
    royal never writes it. `reasons` say why it cannot be bought there, in the channel's words.
    """

    external_id: str
    parent_id: str | None = None
    stock_id: str | None = None
    sku: str | None = None
    gtin: str | None = None
    title: str | None = None
    variant_title: str | None = None
    description: str | None = None
    brand: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    images: tuple[str, ...] = ()
    price: Money | None = None
    compare_at_price: Money | None = None
    stock: int | None = None
    stock_at: Mapping[str, int] = field(default_factory=dict)
    managed: bool = False
    status: str | None = None
    reasons: tuple[str, ...] = ()
    url: str | None = None
    updated_at: datetime | None = None
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """Units of one thing at one place of the channel. `stock_id` is that of its listing; `location_id` None is the
    channel as a whole."""

    stock_id: str
    location_id: str | None = None
    available: int | None
    on_hand: int | None = None
    reserved: int | None = None
    incoming: int | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A location as the channel has it."""

    external_id: str
    name: str
    address: Address | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    external_id: str
    email: str | None = None
    phone: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    addresses: tuple[Address, ...] = ()
    #: Consent as the channel keeps it: True, False, or None where it does not say; with the time it was given.
    accepts_email: bool | None = None
    accepts_sms: bool | None = None
    consented_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """Goods that a customer sends or sent back. `units` are by the external id of the order's line."""

    external_id: str
    order_id: str
    status: str | None = None
    reason: str | None = None
    created_at: datetime | None = None
    units: Mapping[str, int] = field(default_factory=dict)


Record = Order | Listing | Stock | Place | Customer | Return
