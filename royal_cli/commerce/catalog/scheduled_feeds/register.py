"""Adds, changes and removes scheduled feeds: each time one journalled operation, which `royal undo` takes back."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from royal_cli.commerce import journal
from royal_cli.commerce import journal_tables as tables
from royal_cli.commerce.catalog.scheduled_feeds import schedule
from royal_cli.commerce.catalog.scheduled_feeds.kept import kept
from royal_cli.commerce.catalog.scheduled_feeds.recipe import checked_options
from royal_cli.commerce.feeds import profile_files
from royal_cli.commerce.feeds.profile import load as load_profile
from royal_cli.db.database import reading, transaction
from royal_cli.db.feeds import NAME_LENGTH, ProductFeed
from royal_cli.errors import Conflict, NotFound, UsageError

TABLE = "product_feeds"
#: What may be left unsaid, besides the options.
CLEARABLE = {"profile": "profile", "feed": "feed", "every": "every_minutes", "headers": "headers"}

Action = Literal["add", "set", "remove", "enable", "disable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFeed:
    """What an operator says of a feed, each part of it checked."""

    name: str
    source: str
    headers: dict[str, str] = field(default_factory=dict)
    profile: str | None = None
    feed: str | None = None
    every_minutes: int | None = None
    options: dict[str, Any] = field(default_factory=dict)

    def row(self) -> ProductFeed:
        return ProductFeed(
            name=self.name,
            source=self.source,
            headers=self.headers or None,
            profile=self.profile,
            feed=self.feed,
            every_minutes=self.every_minutes,
            options=self.options,
        )


@dataclass(frozen=True, slots=True)
class SettingChange:
    setting: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class FeedChange:
    """What was changed, or would be. `operation` is None where nothing was written."""

    name: str
    action: Action
    operation: str | None
    dry_run: bool
    changes: list[SettingChange] = field(default_factory=list)


def checked_name(name: str) -> str:
    if len(name) <= NAME_LENGTH and re.fullmatch(r"[a-z0-9][a-z0-9._-]*", name):
        return name
    plain = re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-._")[:NAME_LENGTH]
    hint = f"As {plain}: small letters, digits, - _ and ." if plain else "Use small letters, digits, - _ and ."
    raise UsageError("This cannot be the name of a feed.", hint=hint)


def checked_profile(named: str) -> str:
    """The path as it is stored, of a profile that is meant by its name or path, and can be read."""
    found = profile_files.find(named, Path.cwd()).expanduser().absolute()
    load_profile(found)
    return str(found)


def find_feed(session: Session, name: str) -> ProductFeed:
    found = session.exec(select(ProductFeed).where(ProductFeed.name == name)).one_or_none()
    if found is None:
        names = session.exec(select(ProductFeed.name)).all()
        close = get_close_matches(name, names, n=1)
        hint = f"Did you mean {close[0]}?" if close else "royal product feed list"
        raise NotFound(f"There is no feed {name}.", hint=hint)
    return found


def refuse_taken(engine: Engine, name: str) -> None:
    """Conflict where there is such a feed."""
    with reading(engine) as session:
        _refuse_taken(session, name)


def _refuse_taken(session: Session, name: str) -> None:
    if session.exec(select(ProductFeed.id).where(ProductFeed.name == name)).one_or_none() is not None:
        raise _taken(name)


def _taken(name: str) -> Conflict:
    return Conflict(f"There is a feed {name} already.", hint=f"royal product feed set {name} changes it.")


def add_feed(engine: Engine, wanted: NewFeed, *, reason: str | None = None, actor: str | None = None) -> FeedChange:
    """Conflict where the name is taken. What another feed of that name has left behind goes."""
    now = datetime.now(UTC)
    feed = wanted.row()
    try:
        with transaction(engine) as session:
            _refuse_taken(session, wanted.name)
            session.add(feed)
            session.flush()
            connection = session.connection()
            begun = _begin(connection, "add", feed, now, reason, actor)
            journal.note_created(connection, begun.id, TABLE, f"SELECT id FROM {TABLE} WHERE id = {feed.id}")
            journal.finish(connection, begun, {"feeds": 1}, datetime.now(UTC))
    except IntegrityError:
        raise _taken(wanted.name) from None
    kept(engine.url, wanted.name).remove()
    return FeedChange(wanted.name, "add", begun.public_id, False)


def change_feed(
    engine: Engine,
    name: str,
    wanted: Callable[[ProductFeed], Mapping[str, Any]],
    action: Action = "set",
    *,
    dry_run: bool = False,
    reason: str | None = None,
    actor: str | None = None,
) -> FeedChange:
    """Set the fields that `wanted` makes of the feed as it is; nothing is written where they are so already."""
    now = datetime.now(UTC)
    with transaction(engine) as session:
        feed = find_feed(session, name)
        changed = {field: value for field, value in wanted(feed).items() if getattr(feed, field) != value}
        told = [change for field, value in changed.items() for change in _told(field, getattr(feed, field), value)]
        if not changed or dry_run:
            return FeedChange(name, action, None, dry_run, told)
        connection = session.connection()
        before = _journalled(connection, feed.id, changed)
        for field_, value in changed.items():
            setattr(feed, field_, value)
        session.flush()
        begun = _begin(connection, action, feed, now, reason, actor)
        _note_updated(connection, begun.id, feed.id, before, _journalled(connection, feed.id, changed))
        journal.finish(connection, begun, {"feeds": 1}, datetime.now(UTC))
    return FeedChange(name, action, begun.public_id, False, told)


def remove_feed(
    engine: Engine, name: str, *, dry_run: bool = False, reason: str | None = None, actor: str | None = None
) -> FeedChange:
    """The feed goes, with its log and its kept copies; its products stay."""
    now = datetime.now(UTC)
    with transaction(engine) as session:
        feed = find_feed(session, name)
        if dry_run:
            return FeedChange(name, "remove", None, True)
        connection = session.connection()
        begun = _begin(connection, "remove", feed, now, reason, actor)
        connection.execute(
            text(
                "INSERT INTO changes (operation_id, entity, entity_id, action, snapshot)"
                f" SELECT :operation, '{TABLE}', e.id, 'delete', {tables.snapshot(connection, TABLE)}"
                f" FROM {TABLE} e WHERE e.id = :id"
            ),
            {"operation": begun.id, "id": feed.id},
        )
        session.delete(feed)
        session.flush()
        journal.finish(connection, begun, {"feeds": 1}, datetime.now(UTC))
    kept(engine.url, name).remove()
    return FeedChange(name, "remove", begun.public_id, False)


def enabled(feed: ProductFeed) -> Mapping[str, Any]:
    return {"is_active": True}


def disabled(feed: ProductFeed) -> Mapping[str, Any]:
    return {"is_active": False}


def merged(feed: ProductFeed, values: Mapping[str, Any], options: Mapping[str, Any], clear: Iterable[str]) -> Any:
    """The feed's fields with these values, and of its options those that are not said to be cleared."""
    cleared = {CLEARABLE[name]: None for name in clear if name in CLEARABLE}
    kept_options = {name: value for name, value in feed.options.items() if name not in clear}
    return {**values, **cleared, "options": checked_options({**kept_options, **options})}


def every_name(session: Session) -> list[str]:
    return list(session.exec(select(ProductFeed.name).order_by(col(ProductFeed.name))))


def _begin(
    connection: Connection, action: Action, feed: ProductFeed, now: datetime, reason: str | None, actor: str | None
) -> journal.Begun:
    return journal.begin(
        connection,
        f"product.feed.{action}",
        actor=actor or journal.operator(),
        now=now,
        reason=reason,
        source=feed.name,
    )


def _journalled(connection: Connection, id: int | None, fields: Mapping[str, Any]) -> dict[str, str | None]:
    """The stored values as the journal writes them down, so that undo knows them again."""
    columns = ", ".join(f"{tables.current(connection, TABLE, field)} AS {field}" for field in fields)
    row = connection.execute(text(f"SELECT {columns} FROM {TABLE} e WHERE e.id = :id"), {"id": id}).one()
    return dict(row._mapping)


def _note_updated(
    connection: Connection,
    operation_id: int,
    id: int | None,
    before: Mapping[str, str | None],
    after: Mapping[str, str | None],
) -> None:
    connection.execute(
        text(
            "INSERT INTO changes (operation_id, entity, entity_id, action, field, before, after)"
            f" VALUES (:operation, '{TABLE}', :id, 'update', :field, :before, :after)"
        ),
        [
            {"operation": operation_id, "id": id, "field": field, "before": before[field], "after": after[field]}
            for field in before
        ],
    )


def _told(field: str, before: Any, after: Any) -> list[SettingChange]:
    """A change as the operator speaks of it: options one by one, an interval as it is typed."""
    if field == "options":
        names = sorted({*before, *after})
        return [
            SettingChange(name, before.get(name), after.get(name))
            for name in names
            if before.get(name) != after.get(name)
        ]
    if field == "every_minutes":
        return [SettingChange("every", *(count and schedule.written(count) for count in (before, after)))]
    return [SettingChange(field, before, after)]
