"""Writes down how a run went: in the feed's row, and in its log."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, delete, select, update

from royal_cli.commerce.catalog.importing.feed_import import ImportSummary
from royal_cli.db.database import transaction
from royal_cli.db.feeds import ProductFeed, ProductFeedRun

if TYPE_CHECKING:
    from royal_cli.commerce.catalog.scheduled_feeds.runs import Run

#: Runs of one feed that are remembered; what they did is in the journal for good.
KEPT_RUNS = 1_000

_feeds = ProductFeed.__table__  # type: ignore[attr-defined]
_runs = ProductFeedRun.__table__  # type: ignore[attr-defined]


def record(engine: Engine, feed: ProductFeed, run: "Run") -> None:
    """A feed that was removed meanwhile leaves no trace."""
    now = datetime.now(UTC)
    with transaction(engine) as session:
        connection = session.connection()
        state = {**_state(feed, run, now), "updated_at": now}
        found = connection.execute(update(_feeds).where(_feeds.c.id == feed.id).values(**state))
        if found.rowcount:
            session.add(_entry(feed, run, now))
            session.flush()
            oldest = select(_runs.c.id).where(_runs.c.feed_id == feed.id).order_by(_runs.c.id.desc())
            kept = connection.scalar(oldest.offset(KEPT_RUNS - 1).limit(1))
            if kept is not None:
                connection.execute(delete(_runs).where(_runs.c.feed_id == feed.id, _runs.c.id < kept))


def _state(feed: ProductFeed, run: "Run", now: datetime) -> dict[str, Any]:
    if not run.fetched:
        return _imported(run)
    state: dict[str, Any] = {
        "last_status": run.status,
        "last_error": run.error.message if run.error else None,
        "last_checked_at": run.started_at,
    }
    if run.is_failure:
        return {**state, "consecutive_failures": feed.consecutive_failures + 1}
    state |= {"last_success_at": now, "consecutive_failures": 0}
    if run.validators is not None:
        state |= {"etag": run.validators.etag, "last_modified": run.validators.last_modified, "digest": run.digest}
    if run.digest not in (None, feed.digest):
        state["last_changed_at"] = now
    return state | _imported(run)


def _imported(run: "Run") -> dict[str, Any]:
    recipe = {"recipe": run.recipe} if run.recipe else {}
    return recipe | ({"last_operation": run.summary.operation} if run.summary and run.summary.operation else {})


def _entry(feed: ProductFeed, run: "Run", now: datetime) -> ProductFeedRun:
    return ProductFeedRun(
        feed_id=feed.id or 0,
        status=run.status,
        operation=run.summary.operation if run.summary else None,
        counts=_counts(run.summary) if run.summary else None,
        bytes=run.bytes,
        error_code=run.error.code if run.error else None,
        error=run.error.message if run.error else None,
        started_at=run.started_at,
        finished_at=now,
    )


def _counts(summary: ImportSummary) -> dict[str, int]:
    """Rows of the feed by what became of them, and products that it archived."""
    rows = summary.rows
    return {
        "read": rows.read,
        "created": rows.created,
        "updated": rows.updated,
        "unchanged": rows.unchanged,
        "rejected": rows.rejected,
        "archived": summary.archived,
    }
