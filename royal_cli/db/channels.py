"""The shops and marketplaces royal sells on, with a log of what was synchronised with them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from royal_cli.db.columns import (
    Row,
    counter,
    created,
    document,
    key,
    newest_first,
    one_of,
    reference,
    state,
    updated,
    whole,
)


class Channel(Row, table=True):
    """`configuration` names where the secrets are; the secrets themselves are never in the database."""

    __tablename__ = "channels"
    __table_args__ = (
        one_of("status", "active", "inactive", "maintenance"),
        Index("idx_channels_type_status", "type", "status"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    name: str = Field(max_length=100, unique=True)
    type: str = Field(max_length=50)
    status: str | None = state("active")
    configuration: dict[str, Any] = document(nullable=False)
    sync_settings: dict[str, Any] | None = document()
    last_sync_at: datetime | None = None
    rate_limit_config: dict[str, Any] | None = document()
    error_count: int = counter()
    created_at: datetime = created()
    updated_at: datetime = updated()


class ChannelSyncLog(Row, table=True):
    """One run of one stream; `cursor` is how far it came, in the channel's own words."""

    __tablename__ = "channel_sync_logs"
    __table_args__ = (
        one_of("status", "success", "error", "partial"),
        newest_first("idx_channel_sync_logs_channel_date", "channel_id", "started_at"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    channel_id: int = reference("channels.id", ondelete="CASCADE", nullable=False)
    sync_type: str = Field(max_length=50)
    status: str | None = Field(default=None, max_length=20)
    cursor: str | None = None
    records_processed: int | None = whole()
    error_details: dict[str, Any] | None = document()
    duration_ms: int | None = whole()
    started_at: datetime = created()
    completed_at: datetime | None = None
