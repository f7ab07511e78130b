"""Scheduled feeds as an operator looks at them: how each stands, and what its runs did."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from royal_cli.commerce.catalog.scheduled_feeds import schedule
from royal_cli.commerce.catalog.scheduled_feeds.kept import kept
from royal_cli.commerce.catalog.scheduled_feeds.recipe import OPTIONS
from royal_cli.commerce.catalog.scheduled_feeds.register import find_feed
from royal_cli.db.database import reading
from royal_cli.db.feeds import ProductFeed, ProductFeedRun


@dataclass(frozen=True, slots=True)
class FeedRow:
    """`status` is how the last run ended; None before the first one."""

    name: str
    status: str | None
    last_checked_at: datetime | None
    last_success_at: datetime | None
    every: str | None
    next_due_at: datetime | None
    failures: int
    is_active: bool
    source: str
    error: str | None


@dataclass(frozen=True, slots=True)
class RunRow:
    """Counts are of rows of the feed; None where nothing was imported."""

    id: int
    started_at: datetime
    status: str
    read: int | None
    created: int | None
    updated: int | None
    unchanged: int | None
    rejected: int | None
    archived: int | None
    operation: str | None
    bytes: int | None
    seconds: float | None
    error: str | None


@dataclass(frozen=True, slots=True)
class FeedDetail:
    name: str
    source: str
    headers: dict[str, str]
    profile: str | None
    feed: str | None
    options: dict[str, object]
    every: str | None
    is_active: bool
    status: str | None
    error: str | None
    failures: int
    last_checked_at: datetime | None
    last_changed_at: datetime | None
    last_success_at: datetime | None
    next_due_at: datetime | None
    last_operation: str | None
    kept_copy: Path | None
    kept_bytes: int | None
    rejects_file: Path | None
    command: str
    runs: list[RunRow]


def list_feeds(session: Session) -> list[FeedRow]:
    feeds = session.exec(select(ProductFeed).order_by(col(ProductFeed.name))).all()
    return [
        FeedRow(
            name=feed.name,
            status=feed.last_status,
            last_checked_at=feed.last_checked_at,
            last_success_at=feed.last_success_at,
            every=every(feed),
            next_due_at=schedule.due_at(feed),
            failures=feed.consecutive_failures,
            is_active=feed.is_active,
            source=feed.source,
            error=feed.last_error,
        )
        for feed in feeds
    ]


def show_feed(engine: Engine, name: str, *, runs: int) -> FeedDetail:
    with reading(engine) as session:
        feed = find_feed(session, name)
        last = list_runs(session, feed.name, limit=runs)
        session.expunge(feed)
    copies = kept(engine.url, feed.name)
    latest = copies.latest if copies.latest.is_file() else None
    return FeedDetail(
        name=feed.name,
        source=feed.source,
        headers=feed.headers or {},
        profile=feed.profile,
        feed=feed.feed,
        options=feed.options,
        every=every(feed),
        is_active=feed.is_active,
        status=feed.last_status,
        error=feed.last_error,
        failures=feed.consecutive_failures,
        last_checked_at=feed.last_checked_at,
        last_changed_at=feed.last_changed_at,
        last_success_at=feed.last_success_at,
        next_due_at=schedule.due_at(feed),
        last_operation=feed.last_operation,
        kept_copy=latest,
        kept_bytes=latest.stat().st_size if latest else None,
        rejects_file=copies.rejects if copies.rejects.is_file() else None,
        command=add_command(feed),
        runs=last,
    )


def list_runs(session: Session, name: str, *, limit: int, before: int | None = None) -> list[RunRow]:
    """Newest first; `before` is the id of the last one on the page before."""
    query = select(ProductFeedRun).where(ProductFeedRun.feed_id == find_feed(session, name).id)
    if before is not None:
        query = query.where(col(ProductFeedRun.id) < before)
    return [_run(run) for run in session.exec(query.order_by(col(ProductFeedRun.id).desc()).limit(limit))]


def _run(run: ProductFeedRun) -> RunRow:
    counts = run.counts or {}
    return RunRow(
        id=run.id or 0,
        started_at=run.started_at,
        status=run.status,
        read=counts.get("read"),
        created=counts.get("created"),
        updated=counts.get("updated"),
        unchanged=counts.get("unchanged"),
        rejected=counts.get("rejected"),
        archived=counts.get("archived"),
        operation=run.operation,
        bytes=run.bytes,
        seconds=round((run.finished_at - run.started_at).total_seconds(), 1) if run.finished_at else None,
        error=run.error,
    )


def every(feed: ProductFeed) -> str | None:
    return None if feed.every_minutes is None else schedule.written(feed.every_minutes)


def add_command(feed: ProductFeed) -> str:
    """What to type to have this feed once more."""
    return shlex.join(["royal", "product", "feed", "add", feed.name, feed.source, *_flags(feed), "--no-check"])


def _flags(feed: ProductFeed) -> Iterator[str]:
    for name, value in (("--profile", feed.profile), ("--feed", feed.feed), ("--every", every(feed))):
        if value is not None:
            yield from (name, value)
    for name, value in (feed.headers or {}).items():
        yield from ("--header", f"{name}={value}")
    for name in OPTIONS:
        if name in feed.options:
            yield from _flag(name, feed.options[name])


def _flag(name: str, value: Any) -> Iterator[str]:
    flag = f"--{name.replace('_', '-')}"
    if name == "vat":
        yield "--with-vat" if value else "--without-vat"
    elif value is True:
        yield flag
    elif isinstance(value, list):
        for part in value:
            yield from (flag, part)
    else:
        yield from (flag, "tab" if value == "\t" else str(value))


def troubles(session: Session, now: datetime | None = None) -> Iterator[tuple[str, str]]:
    """What is wrong with active feeds: a sentence, and what to type."""
    now = now or datetime.now(UTC)
    for feed in session.exec(select(ProductFeed).where(ProductFeed.is_active).order_by(col(ProductFeed.name))):
        if feed.consecutive_failures:
            times = "once" if feed.consecutive_failures == 1 else f"{feed.consecutive_failures} times in a row"
            yield (
                f"The feed {feed.name} has failed {times}: {feed.last_error}",
                f"royal product feed run {feed.name}",
            )
        elif schedule.is_stale(feed, now):
            since = f"since {feed.last_success_at:%Y-%m-%d %H:%M} UTC" if feed.last_success_at else "yet"
            yield (
                f"The feed {feed.name} has not been run {since}, and is meant to be every {every(feed)}.",
                "Is `royal product feed run --due` in the crontab?",
            )
        if feed.profile and not Path(feed.profile).is_file():
            yield (
                f"The profile {feed.profile} of the feed {feed.name} is missing.",
                f"royal product feed set {feed.name} --profile FILE",
            )


def count_feeds(session: Session) -> tuple[int, int]:
    """All feeds, and those that are active."""
    states = session.exec(select(ProductFeed.is_active)).all()
    return len(states), sum(states)
