"""Feeds that are fetched again and again, and how each time went."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from royal_cli.db.columns import (
    Row,
    check,
    counter,
    created,
    document,
    flag,
    key,
    newest_first,
    one_of,
    reference,
    updated,
    whole,
)

#: How a run of a feed can end.
STATUSES = ("imported", "unchanged", "not_modified", "rejected_some", "refused", "failed")
NAME_LENGTH = 100


class ProductFeed(Row, table=True):
    """Where a feed comes from and how it is read, with what is known of the copy that was imported last.

    `source` and `headers` hold no secret: they name variables of the environment, as "${TOKEN}".
    `digest` is of the kept copy as it lies there, `recipe` of everything that says how it is read.
    """

    __tablename__ = "product_feeds"
    __table_args__ = (
        check("name", f"length(name) BETWEEN 1 AND {NAME_LENGTH}"),
        check("every_minutes", "every_minutes > 0"),
        one_of("last_status", *STATUSES),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    name: str = Field(max_length=NAME_LENGTH, unique=True)
    source: str
    headers: dict[str, str] | None = document()
    profile: str | None = None
    feed: str | None = Field(default=None, max_length=50)
    options: dict[str, Any] = document(nullable=False)
    every_minutes: int | None = whole()
    is_active: bool = flag(True)
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    recipe: str | None = None
    last_status: str | None = Field(default=None, max_length=20)
    last_error: str | None = None
    last_operation: str | None = Field(default=None, max_length=20)
    last_checked_at: datetime | None = None
    last_changed_at: datetime | None = None
    last_success_at: datetime | None = None
    consecutive_failures: int = counter()
    created_at: datetime = created()
    updated_at: datetime = updated()


class ProductFeedRun(Row, table=True):
    """One run. `operation` is the journal's public id where something was written, `counts` what was counted."""

    __tablename__ = "product_feed_runs"
    __table_args__ = (
        one_of("status", *STATUSES),
        newest_first("idx_product_feed_runs_feed_date", "feed_id", "started_at"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    feed_id: int = reference("product_feeds.id", ondelete="CASCADE", nullable=False)
    status: str = Field(max_length=20)
    operation: str | None = Field(default=None, max_length=20)
    counts: dict[str, Any] | None = document()
    bytes: int | None = whole()
    error_code: str | None = Field(default=None, max_length=20)
    error: str | None = None
    started_at: datetime = created()
    finished_at: datetime | None = None
