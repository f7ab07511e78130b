"""What was ordered, on which channel, for how much."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, SmallInteger, UniqueConstraint, text
from sqlmodel import Field

from royal_cli.db.columns import (
    METRIC_DIGITS,
    RATE_DIGITS,
    Row,
    check,
    counter,
    created,
    decimal,
    document,
    key,
    newest_first,
    one_of,
    reference,
    setting,
    state,
    updated,
    whole,
)

_FULFILLMENT = ("unfulfilled", "partial", "fulfilled")
#: A credit gives money back for earlier sales; an adjustment is neither: a write-off, a correction of stock.
ORDER_KINDS = ("sale", "credit", "adjustment")
#: Only products are counted as units and listed as goods.
LINE_KINDS = ("product", "shipping", "fee", "discount", "adjustment")
#: All that reports add up, beside each other in an index: rows with addresses and titles are ten times as wide. `id`
#: follows `created_at` so that orders come one after the other, each with its lines.
ORDER_FIGURES = (
    "created_at", "id", "kind", "order_status", "currency", "channel_id", "country_code", "customer_id",
    "prices_include_vat", "subtotal", "tax_total", "shipping_total", "discount_total", "fee_total", "total",
    "paid_total", "refunded_total", "fulfillment_status", "financial_status", "shipped_at", "held_at",
)  # fmt: skip
LINE_FIGURES = (
    "order_id", "kind", "product_variant_id", "sold_code_id", "quantity", "total", "discount", "tax", "cost",
    "cancelled_quantity", "returned_quantity", "refunded_amount",
)  # fmt: skip
#: Longest code that a channel may call a sold thing, in characters.
CODE_LENGTH = 255


class Order(Row, table=True):
    """Two shops both have an order #1001: it is known by its channel together with its number or external id.

    Amounts are minor units of `currency`; `exchange_rate` is what one unit of it was worth in the shop's own.
    `subtotal` is the sum of the product lines, `shipping_total` includes lines of kind shipping, and `fee_total` is
    the sum of all other lines. Then
    total = subtotal + shipping_total + fee_total - discount_total + (tax_total, unless prices_include_vat).
    `created_at` is when the customer placed it. An amount that the source does not state is None.
    """

    __tablename__ = "orders"
    __table_args__ = (
        UniqueConstraint("channel_id", "order_number"),
        UniqueConstraint("channel_id", "external_id"),
        one_of(
            "financial_status",
            "pending",
            "authorized",
            "partially_paid",
            "paid",
            "partially_refunded",
            "refunded",
            "voided",
        ),
        one_of("fulfillment_status", *_FULFILLMENT),
        one_of("order_status", "open", "closed", "cancelled"),
        one_of("kind", *ORDER_KINDS),
        check("refunded_total", "refunded_total >= 0"),
        one_of("risk_level", "low", "medium", "high"),
        newest_first("idx_orders_customer_created", "customer_id", "created_at"),
        Index("idx_orders_status_dates", "order_status", "fulfillment_status", "created_at"),
        newest_first("idx_orders_channel_date", "channel_id", "created_at"),
        Index("idx_orders_created", *ORDER_FIGURES),
        Index("idx_orders_email", "customer_email"),
        Index(
            "idx_orders_held",
            "created_at",
            sqlite_where=text("held_at IS NOT NULL"),
            postgresql_where=text("held_at IS NOT NULL"),
        ),
        # NULL equals no NULL, so orders without a channel need a key of their own.
        Index(
            "idx_orders_number_without_channel",
            "order_number",
            unique=True,
            sqlite_where=text("channel_id IS NULL"),
            postgresql_where=text("channel_id IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    order_number: str = Field(max_length=50)
    channel_id: int | None = reference("channels.id", ondelete="RESTRICT")
    external_id: str | None = Field(default=None, max_length=255)
    customer_id: int | None = reference("customers.id", ondelete="SET NULL")
    kind: str = state("sale")
    financial_status: str | None = Field(default=None, max_length=30)
    fulfillment_status: str | None = Field(default=None, max_length=30)
    order_status: str | None = Field(default=None, max_length=30)
    subtotal: int | None = whole()
    tax_total: int | None = whole()
    shipping_total: int | None = whole()
    discount_total: int | None = whole()
    fee_total: int | None = whole()
    total: int | None = whole()
    paid_total: int | None = whole()
    refunded_total: int = counter()
    currency: str = Field(max_length=3)
    prices_include_vat: bool | None = None
    exchange_rate: Decimal | None = decimal(RATE_DIGITS)
    locale: str | None = Field(default=None, max_length=10)
    customer_email: str | None = Field(default=None, max_length=255)
    customer_phone: str | None = Field(default=None, max_length=50)
    country_code: str | None = Field(default=None, max_length=2)
    billing_address: dict[str, Any] | None = document()
    shipping_address: dict[str, Any] | None = document()
    processed_at: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    cancelled_at: datetime | None = None
    refunded_at: datetime | None = None
    risk_level: str | None = Field(default=None, max_length=20)
    fraud_score: Decimal | None = decimal(METRIC_DIGITS)
    risk_reasons: list[str] | None = document()
    held_at: datetime | None = None
    hold_reason: str | None = None
    tags: list[str] | None = document()
    notes: str | None = None
    source_name: str | None = None
    referring_site: str | None = None
    created_at: datetime = created()
    updated_at: datetime = updated()


class OrderLineItem(Row, table=True):
    """A line keeps title, SKU and price as they were; the product may go, the line stays.

    `price` counts 10**-price_scale of the order's currency, the other amounts its minor units.
    `total` is price * quantity, rounded once (half up), less the line's own `discount`; `cost` is what the whole line
    cost the merchant. Less than zero are the quantities of credits.
    Of a sale's line, quantity = fulfilled + cancelled + what is still open.
    """

    __tablename__ = "order_line_items"
    __table_args__ = (
        one_of("fulfillment_status", *_FULFILLMENT),
        check("price_scale", "price IS NULL OR price_scale IS NOT NULL"),
        check("fulfilled_quantity", "fulfilled_quantity >= 0"),
        check("refunded_quantity", "refunded_quantity >= 0"),
        one_of("kind", *LINE_KINDS),
        check("cancelled_quantity", "cancelled_quantity >= 0"),
        check("returned_quantity", "returned_quantity >= 0"),
        check("refunded_amount", "refunded_amount >= 0"),
        Index("idx_order_line_items_sold_code", "sold_code_id"),
        Index("idx_order_line_items_order", *LINE_FIGURES),
        Index("idx_order_line_items_product", "product_id"),
        Index("idx_order_line_items_variant", "product_variant_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    order_id: int = reference("orders.id", ondelete="CASCADE", nullable=False)
    #: Its place in the order, from 1.
    position: int = setting(1)
    #: The channel's own id of the line.
    external_id: str | None = Field(default=None, max_length=255)
    kind: str = state("product")
    sold_code_id: int | None = reference("sold_codes.id", ondelete="SET NULL")
    product_id: int | None = reference("products.id", ondelete="SET NULL")
    product_variant_id: int | None = reference("product_variants.id", ondelete="SET NULL")
    product_title: str | None = None
    variant_title: str | None = None
    sku: str | None = None
    price: int | None = whole()
    price_scale: int | None = Field(default=None, sa_type=SmallInteger)
    quantity: int | None = whole()
    tax: int | None = whole()
    discount: int | None = whole()
    total: int | None = whole()
    cost: int | None = whole()
    fulfillment_status: str | None = Field(default=None, max_length=30)
    fulfilled_quantity: int = counter()
    cancelled_quantity: int = counter()
    returned_quantity: int = counter()
    refunded_quantity: int = counter()
    refunded_amount: int = counter()
    supplier_id: int | None = reference("suppliers.id", ondelete="SET NULL")
    supplier_sku: str | None = None
    created_at: datetime = created()


class SoldCode(Row, table=True):
    """What one channel calls a thing that it sells, in any letter case: the bridge from order lines to the catalogue.

    `product_variant_id` is None until the code is matched; later orders with the code are matched by it at once.
    """

    __tablename__ = "sold_codes"
    __table_args__ = (
        UniqueConstraint("channel_id", "code_key"),
        one_of("kind", *LINE_KINDS),
        Index("idx_sold_codes_variant", "product_variant_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    channel_id: int = reference("channels.id", ondelete="CASCADE", nullable=False)
    #: The code in lower case; of a line without a code its title, after "title:".
    code_key: str = Field(max_length=CODE_LENGTH)
    #: The code as the channel first wrote it.
    code: str | None = Field(default=None, max_length=CODE_LENGTH)
    title: str | None = None
    kind: str = state("product")
    product_variant_id: int | None = reference("product_variants.id", ondelete="SET NULL")
    created_at: datetime = created()


class OrderNote(Row, table=True):
    """What somebody here noted about an order; what came with it from the channel is its own `notes`."""

    __tablename__ = "order_notes"
    __table_args__ = (Index("idx_order_notes_order", "order_id"), {"sqlite_autoincrement": True})

    id: int | None = key()
    order_id: int = reference("orders.id", ondelete="CASCADE", nullable=False)
    note: str
    author: str = Field(max_length=100)
    created_at: datetime = created()
