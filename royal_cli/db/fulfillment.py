"""What happens to an order after it is placed: units are reserved, packed, shipped, refunded and come back."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from royal_cli.db.columns import Row, check, counter, created, key, one_of, reference, state, updated, whole

#: Longest name of a carrier, and longest tracking number, in characters.
CARRIER_LENGTH = NUMBER_LENGTH = 100
#: Longest key of a refund's request, in characters.
KEY_LENGTH = 100


class Allocation(Row, table=True):
    """Units of a line that are reserved at a location, and not yet in a parcel."""

    __tablename__ = "allocations"
    __table_args__ = (
        UniqueConstraint("order_line_item_id", "location_id"),
        check("quantity", "quantity >= 0"),
        check("picked_quantity", "picked_quantity BETWEEN 0 AND quantity"),
        Index("idx_allocations_location", "location_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    order_line_item_id: int = reference("order_line_items.id", ondelete="CASCADE", nullable=False)
    location_id: int = reference("locations.id", ondelete="RESTRICT", nullable=False)
    quantity: int = whole()
    picked_quantity: int = counter()
    created_at: datetime = created()
    updated_at: datetime = updated()


class Fulfillment(Row, table=True):
    """A parcel. `number` counts the parcels of its order from 1; None as location: whoever shipped it did not say."""

    __tablename__ = "fulfillments"
    __table_args__ = (
        UniqueConstraint("order_id", "number"),
        one_of("status", "packed", "shipped", "delivered"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    order_id: int = reference("orders.id", ondelete="CASCADE", nullable=False)
    number: int = whole()
    external_id: str | None = Field(default=None, max_length=255)
    location_id: int | None = reference("locations.id", ondelete="RESTRICT")
    status: str = state("packed")
    carrier: str | None = Field(default=None, max_length=CARRIER_LENGTH)
    tracking_number: str | None = Field(default=None, max_length=NUMBER_LENGTH)
    tracking_url: str | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    created_at: datetime = created()
    updated_at: datetime = updated()


class FulfillmentItem(Row, table=True):
    __tablename__ = "fulfillment_items"
    __table_args__ = (
        UniqueConstraint("fulfillment_id", "order_line_item_id"),
        check("quantity", "quantity > 0"),
        Index("idx_fulfillment_items_line", "order_line_item_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    fulfillment_id: int = reference("fulfillments.id", ondelete="CASCADE", nullable=False)
    order_line_item_id: int = reference("order_line_items.id", ondelete="CASCADE", nullable=False)
    quantity: int = whole()


class Refund(Row, table=True):
    """Money that went back, in minor units of the order's currency. The same `request_key` is the same refund.

    `amount` = its items + `shipping_amount` + what was given back for the order as a whole.
    """

    __tablename__ = "refunds"
    __table_args__ = (
        UniqueConstraint("order_id", "number"),
        UniqueConstraint("order_id", "request_key"),
        check("amount", "amount > 0"),
        check("shipping_amount", "shipping_amount BETWEEN 0 AND amount"),
        Index("idx_refunds_date", "refunded_at"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    order_id: int = reference("orders.id", ondelete="CASCADE", nullable=False)
    number: int = whole()
    request_key: str = Field(max_length=KEY_LENGTH)
    external_id: str | None = Field(default=None, max_length=255)
    amount: int = whole()
    shipping_amount: int = counter()
    reason: str | None = None
    refunded_at: datetime = created()


class RefundItem(Row, table=True):
    """The part of a refund that is for one line."""

    __tablename__ = "refund_items"
    __table_args__ = (
        UniqueConstraint("refund_id", "order_line_item_id"),
        check("quantity", "quantity >= 0"),
        check("amount", "amount >= 0"),
        Index("idx_refund_items_line", "order_line_item_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    refund_id: int = reference("refunds.id", ondelete="CASCADE", nullable=False)
    order_line_item_id: int = reference("order_line_items.id", ondelete="CASCADE", nullable=False)
    quantity: int = counter()
    amount: int = whole()


class OrderReturn(Row, table=True):
    """Goods that came back."""

    __tablename__ = "order_returns"
    __table_args__ = (UniqueConstraint("order_id", "number"), {"sqlite_autoincrement": True})

    id: int | None = key()
    order_id: int = reference("orders.id", ondelete="CASCADE", nullable=False)
    number: int = whole()
    external_id: str | None = Field(default=None, max_length=255)
    reason: str | None = None
    received_at: datetime = created()


class OrderReturnItem(Row, table=True):
    """What became of the units: sold again, kept as damaged, or gone. Without a location nothing was put away."""

    __tablename__ = "order_return_items"
    __table_args__ = (
        one_of("disposition", "restock", "damage", "discard"),
        check("quantity", "quantity > 0"),
        Index("idx_order_return_items_return", "order_return_id"),
        Index("idx_order_return_items_line", "order_line_item_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    order_return_id: int = reference("order_returns.id", ondelete="CASCADE", nullable=False)
    order_line_item_id: int = reference("order_line_items.id", ondelete="CASCADE", nullable=False)
    location_id: int | None = reference("locations.id", ondelete="RESTRICT")
    quantity: int = whole()
    disposition: str = Field(max_length=20)
