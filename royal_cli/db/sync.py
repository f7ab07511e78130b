"""How royal and its channels agree: what each shows and shall show, how far it was read, what was sent to it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, SmallInteger, UniqueConstraint, text
from sqlmodel import Field

from royal_cli.db.columns import Row, check, counter, created, document, flag, key, one_of, reference, updated, whole

#: Longest id that a channel may give, in characters.
EXTERNAL_LENGTH = 255
WRITE_KINDS = ("price", "stock", "content", "ship", "cancel", "refund")
#: new: stored and not sent. sent: on its way, or lost. The others are outcomes.
WRITE_STATUSES = ("new", "sent", "pending", "done", "refused", "stale", "unsure")


class Listing(Row, table=True):
    """One thing that can be bought on a channel, with the variant of ours that it is; None until it is matched.

    `price`, `stock` and `content` are what the channel last confirmed, the `wanted_` ones what it shall show. A price
    counts 10**-price_scale of `currency`. `content_digest` is of the content as royal writes it.
    `managed` stock is the channel's own: royal never writes it.
    """

    __tablename__ = "listings"
    __table_args__ = (
        UniqueConstraint("channel_id", "external_id"),
        check("price_scale", "price IS NULL OR price_scale IS NOT NULL"),
        check("wanted_price_scale", "wanted_price IS NULL OR wanted_price_scale IS NOT NULL"),
        Index("idx_listings_variant", "product_variant_id", "channel_id"),
        Index("idx_listings_parent", "channel_id", "parent_id"),
        Index("idx_listings_stock", "channel_id", "stock_id"),
        Index("idx_listings_sku", "channel_id", "sku"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    channel_id: int = reference("channels.id", ondelete="CASCADE", nullable=False)
    product_variant_id: int | None = reference("product_variants.id", ondelete="SET NULL")
    external_id: str = Field(max_length=EXTERNAL_LENGTH)
    parent_id: str | None = Field(default=None, max_length=EXTERNAL_LENGTH)
    stock_id: str | None = Field(default=None, max_length=EXTERNAL_LENGTH)
    sku: str | None = None
    gtin: str | None = Field(default=None, max_length=50)
    title: str | None = None
    variant_title: str | None = None
    status: str | None = Field(default=None, max_length=50)
    reasons: list[str] | None = document()
    url: str | None = None
    managed: bool = flag(False)
    details: dict[str, Any] | None = document()
    currency: str | None = Field(default=None, max_length=3)
    price: int | None = whole()
    price_scale: int | None = Field(default=None, sa_type=SmallInteger)
    compare_at_price: int | None = whole()
    stock: int | None = whole()
    stock_at: dict[str, int] | None = document()
    content: dict[str, Any] | None = document()
    content_digest: str | None = Field(default=None, max_length=64)
    wanted_currency: str | None = Field(default=None, max_length=3)
    wanted_price: int | None = whole()
    wanted_price_scale: int | None = Field(default=None, sa_type=SmallInteger)
    wanted_compare_at_price: int | None = whole()
    wanted_stock: int | None = whole()
    wanted_digest: str | None = Field(default=None, max_length=64)
    #: Nothing of this listing is written.
    is_paused: bool = flag(False)
    #: When the channel last showed it to us; None again once it is gone there.
    seen_at: datetime | None = None
    gone_at: datetime | None = None
    channel_updated_at: datetime | None = None
    created_at: datetime = created()
    updated_at: datetime = updated()


class ChannelPlace(Row, table=True):
    """A location as the channel has it, with the one of ours that it is."""

    __tablename__ = "channel_places"
    __table_args__ = (
        UniqueConstraint("channel_id", "external_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    channel_id: int = reference("channels.id", ondelete="CASCADE", nullable=False)
    external_id: str = Field(max_length=EXTERNAL_LENGTH)
    name: str
    location_id: int | None = reference("locations.id", ondelete="SET NULL")
    is_active: bool = flag(True)
    created_at: datetime = created()
    updated_at: datetime = updated()


class ChannelStream(Row, table=True):
    """How far a stream was read, and how the last reading went. `cursor` is in the channel's own words."""

    __tablename__ = "channel_streams"
    __table_args__ = (
        UniqueConstraint("channel_id", "name"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    channel_id: int = reference("channels.id", ondelete="CASCADE", nullable=False)
    name: str = Field(max_length=50)
    cursor: str | None = None
    records: int = counter()
    last_attempt_at: datetime | None = None
    last_success_at: datetime | None = None
    last_whole_at: datetime | None = None
    error_code: str | None = Field(default=None, max_length=20)
    error: str | None = None
    consecutive_failures: int = counter()
    created_at: datetime = created()
    updated_at: datetime = updated()


class ChannelFailure(Row, table=True):
    """A record that could not be taken in. `raw` is free of secrets and persons."""

    __tablename__ = "channel_failures"
    __table_args__ = (
        UniqueConstraint("channel_id", "stream", "record"),
        Index(
            "idx_channel_failures_open",
            "channel_id",
            sqlite_where=text("resolved_at IS NULL"),
            postgresql_where=text("resolved_at IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    channel_id: int = reference("channels.id", ondelete="CASCADE", nullable=False)
    stream: str = Field(max_length=50)
    record: str = Field(max_length=EXTERNAL_LENGTH)
    reason: str
    raw: dict[str, Any] | None = document()
    times: int = counter()
    first_at: datetime = created()
    last_at: datetime = created()
    resolved_at: datetime | None = None


class ChannelWrite(Row, table=True):
    """Something that a channel is asked to do. It is stored with its `request_key` before it is sent.

    `was` and `wanted` say what the field was and shall be, as the journal writes values; a parcel, a cancellation or a
    refund stands in `wanted` as JSON. `token` asks for the end of one that is pending.
    """

    __tablename__ = "channel_writes"
    __table_args__ = (
        UniqueConstraint("request_key"),
        one_of("kind", *WRITE_KINDS),
        one_of("status", *WRITE_STATUSES),
        Index("idx_channel_writes_listing", "listing_id", "kind"),
        Index("idx_channel_writes_order", "order_id"),
        Index(
            "idx_channel_writes_open",
            "channel_id",
            sqlite_where=text("status IN ('new', 'sent', 'pending', 'unsure')"),
            postgresql_where=text("status IN ('new', 'sent', 'pending', 'unsure')"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    channel_id: int = reference("channels.id", ondelete="CASCADE", nullable=False)
    kind: str = Field(max_length=20)
    request_key: str = Field(max_length=100)
    status: str = Field(max_length=20)
    listing_id: int | None = reference("listings.id", ondelete="CASCADE")
    order_id: int | None = reference("orders.id", ondelete="CASCADE")
    fulfillment_id: int | None = reference("fulfillments.id", ondelete="SET NULL")
    refund_id: int | None = reference("refunds.id", ondelete="SET NULL")
    place: str | None = Field(default=None, max_length=EXTERNAL_LENGTH)
    was: str | None = None
    wanted: str | None = None
    token: str | None = None
    messages: list[str] | None = document()
    attempts: int = counter()
    created_at: datetime = created()
    sent_at: datetime | None = None
    settled_at: datetime | None = None


class RateBudget(Row, table=True):
    """What is left of an operation's quota at an account, for all processes. Times are seconds since 1970.

    `remaining` is what was left at `counted_at`; less than 0 is reserved by those who wait. Nothing is sent before
    `blocked_until`.
    """

    __tablename__ = "rate_budgets"
    __table_args__ = (
        UniqueConstraint("account", "operation"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    account: str = Field(max_length=200)
    operation: str = Field(max_length=100)
    per_second: float
    burst: float
    remaining: float
    counted_at: float
    blocked_until: float | None = None
