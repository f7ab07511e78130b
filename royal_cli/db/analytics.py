"""What happened in the shop, with the figures computed from it."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from royal_cli.db.columns import (
    METRIC_DIGITS,
    Row,
    created,
    decimal,
    document,
    key,
    newest_first,
    one_of,
    reference,
    whole,
)


class AnalyticsEvent(Row, table=True):
    """Nothing that identifies a visitor is filled in unless the merchant asks for it."""

    __tablename__ = "analytics_events"
    __table_args__ = (
        one_of("event_category", "product", "order", "customer", "agent"),
        newest_first("idx_analytics_events_type_date", "event_type", "created_at"),
        Index("idx_analytics_events_entity", "entity_type", "entity_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    event_type: str = Field(max_length=100)
    event_category: str | None = Field(default=None, max_length=50)
    entity_type: str | None = Field(default=None, max_length=50)
    entity_id: int | None = whole()
    properties: dict[str, Any] | None = document()
    session_id: str | None = Field(default=None, max_length=100)
    user_id: str | None = Field(default=None, max_length=100)
    agent_id: int | None = reference("agents.id", ondelete="SET NULL")
    channel_id: int | None = reference("channels.id", ondelete="SET NULL")
    ip_address: str | None = Field(default=None, max_length=45)
    user_agent: str | None = None
    referrer: str | None = None
    utm_parameters: dict[str, Any] | None = document()
    country_code: str | None = Field(default=None, max_length=2)
    region: str | None = None
    city: str | None = None
    created_at: datetime = created()


class BusinessMetric(Row, table=True):
    """A computed figure; `currency` where it is an amount of money, in whole units.

    `metric_key` is a digest of what makes it this figure and no other: name, period, currency, dimensions, method.
    """

    __tablename__ = "business_metrics"
    __table_args__ = (
        one_of("metric_type", "counter", "gauge", "histogram"),
        one_of("time_period", "hourly", "daily", "weekly", "monthly", "quarterly", "yearly"),
        Index("idx_business_metrics_name_period", "metric_name", "period_start", "period_end"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    metric_key: str | None = Field(default=None, max_length=64, unique=True)
    metric_name: str = Field(max_length=100)
    metric_type: str | None = Field(default=None, max_length=50)
    currency: str | None = Field(default=None, max_length=3)
    value: Decimal | None = decimal(METRIC_DIGITS)
    previous_value: Decimal | None = decimal(METRIC_DIGITS)
    change_amount: Decimal | None = decimal(METRIC_DIGITS)
    change_percentage: Decimal | None = decimal(METRIC_DIGITS)
    dimensions: dict[str, Any] | None = document()
    time_period: str | None = Field(default=None, max_length=50)
    calculated_at: datetime = created()
    data_source: str | None = Field(default=None, max_length=100)
    calculation_method: str | None = Field(default=None, max_length=100)
    period_start: datetime | None = None
    period_end: datetime | None = None
    created_at: datetime = created()
