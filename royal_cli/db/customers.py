"""Who buys: customers, their addresses, their names on each channel, what they spent per currency."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from royal_cli.db.columns import (
    Row,
    created,
    document,
    flag,
    key,
    newest_first,
    one_of,
    reference,
    state,
    updated,
    whole,
)

EMAIL_LENGTH = 255
PHONE_LENGTH = 50
ALIAS_LENGTH = 255


class Customer(Row, table=True):
    """Amounts are minor units of the customer's main `currency`; CustomerTotal has one row per currency.

    `email` is in lower case. `total_orders` counts the sales of all currencies.
    """

    __tablename__ = "customers"
    __table_args__ = (
        one_of("account_status", "active", "inactive", "invited", "blocked"),
        one_of("customer_type", "retail", "wholesale", "vip"),
        Index("idx_customers_total_spent", text("total_spent DESC")),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    email: str | None = Field(default=None, max_length=EMAIL_LENGTH, unique=True)
    phone: str | None = Field(default=None, max_length=PHONE_LENGTH)
    first_name: str | None = None
    last_name: str | None = None
    date_of_birth: date | None = None
    account_status: str | None = state("active")
    email_verified: bool = flag(False)
    phone_verified: bool = flag(False)
    currency: str | None = Field(default=None, max_length=3)
    total_orders: int | None = whole()
    total_spent: int | None = whole()
    average_order_value: int | None = whole()
    lifetime_value: int | None = whole()
    customer_type: str | None = Field(default=None, max_length=50)
    tags: list[str] | None = document()
    notes: str | None = None
    accepts_marketing: bool = flag(False)
    marketing_consent_updated_at: datetime | None = None
    first_order_at: datetime | None = None
    last_order_at: datetime | None = None
    #: When the person was removed; the row stays for the books.
    erased_at: datetime | None = None
    created_at: datetime = created()
    updated_at: datetime = updated()


class CustomerAlias(Row, table=True):
    """How one channel calls the customer; marketplaces hand out an address of their own.

    Without a channel it is a further e-mail address of the customer's own, both as `external_id` and as `email`.
    """

    __tablename__ = "customer_aliases"
    __table_args__ = (
        UniqueConstraint("channel_id", "external_id"),
        Index("idx_customer_aliases_customer", "customer_id"),
        Index("idx_customer_aliases_email", "email"),
        # NULL equals no NULL, so aliases without a channel need a key of their own.
        Index(
            "idx_customer_aliases_without_channel",
            "external_id",
            unique=True,
            sqlite_where=text("channel_id IS NULL"),
            postgresql_where=text("channel_id IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    customer_id: int = reference("customers.id", ondelete="CASCADE", nullable=False)
    channel_id: int | None = reference("channels.id", ondelete="CASCADE")
    external_id: str = Field(max_length=ALIAS_LENGTH)
    #: In lower case.
    email: str | None = Field(default=None, max_length=EMAIL_LENGTH)
    created_at: datetime = created()


class CustomerTotal(Row, table=True):
    """What the customer bought in one currency, in minor units of it."""

    __tablename__ = "customer_totals"
    __table_args__ = (UniqueConstraint("customer_id", "currency"), {"sqlite_autoincrement": True})

    id: int | None = key()
    customer_id: int = reference("customers.id", ondelete="CASCADE", nullable=False)
    currency: str = Field(max_length=3)
    total_orders: int | None = whole()
    total_spent: int | None = whole()
    average_order_value: int | None = whole()
    lifetime_value: int | None = whole()
    updated_at: datetime = updated()


class CustomerAddress(Row, table=True):
    __tablename__ = "customer_addresses"
    __table_args__ = (
        one_of("type", "billing", "shipping"),
        Index("idx_customer_addresses_customer", "customer_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    customer_id: int = reference("customers.id", ondelete="CASCADE", nullable=False)
    type: str | None = Field(default=None, max_length=20)
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    address1: str
    address2: str | None = None
    city: str | None = None
    province: str | None = None
    postal_code: str | None = Field(default=None, max_length=20)
    country_code: str | None = Field(default=None, max_length=2)
    phone: str | None = Field(default=None, max_length=PHONE_LENGTH)
    is_default: bool = flag(False)
    is_active: bool = flag(True)
    is_verified: bool = flag(False)
    verified_at: datetime | None = None
    created_at: datetime = created()


class CustomerConsent(Row, table=True):
    """One time that a customer said yes or no to a kind of message, and where; the newest one counts."""

    __tablename__ = "customer_consents"
    __table_args__ = (
        one_of("medium", "email", "sms", "phone", "post"),
        newest_first("idx_customer_consents_customer", "customer_id", "given_at"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    customer_id: int = reference("customers.id", ondelete="CASCADE", nullable=False)
    medium: str = Field(max_length=20)
    is_given: bool
    #: Where it was said: "newsletter form", "shopify customer export", "phone call".
    source: str
    given_at: datetime
    created_at: datetime = created()


class CustomerErasure(Row, table=True):
    """Who was erased, known only by a digest: an old file must not bring the person back."""

    __tablename__ = "customer_erasures"
    __table_args__ = (UniqueConstraint("digest"), {"sqlite_autoincrement": True})

    id: int | None = key()
    customer_id: int | None = reference("customers.id", ondelete="SET NULL")
    #: SHA-256 of "email:" and the address in lower case, or of "alias:", the channel's name, ":" and the id there.
    digest: str = Field(max_length=64)
    erased_at: datetime = created()
