"""Runs a scheduled feed: fetch it if it is another one, import it as any feed, keep what was good."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from royal_cli.commerce.catalog.importing.feed_import import ImportSummary, import_feed
from royal_cli.commerce.catalog.importing.importer import Request
from royal_cli.commerce.catalog.scheduled_feeds import schedule
from royal_cli.commerce.catalog.scheduled_feeds.addresses import Resolved, resolve
from royal_cli.commerce.catalog.scheduled_feeds.fetching import bring, digest
from royal_cli.commerce.catalog.scheduled_feeds.kept import Kept, kept
from royal_cli.commerce.catalog.scheduled_feeds.recipe import Recipe, recipe
from royal_cli.commerce.catalog.scheduled_feeds.record import record
from royal_cli.commerce.catalog.scheduled_feeds.register import every_name, find_feed
from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.commerce.feeds.source import Limits
from royal_cli.commerce.lock import feed_lock
from royal_cli.connectors.download import NOTHING_KNOWN, Validators
from royal_cli.db.database import reading, translated
from royal_cli.db.feeds import STATUSES, ProductFeed
from royal_cli.errors import FeedError, Locked, NotFound, Refused, RoyalError

#: How a run ends; the first six are written down.
Status = Literal[
    "imported", "unchanged", "not_modified", "rejected_some", "refused", "failed", "disabled", "not_due", "locked"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRequest:
    """How feeds are to be run. `importing` is what holds for any import, `options` what the settings say."""

    importing: Request
    options: FeedOptions
    limits: Limits
    environ: Mapping[str, str]
    #: Fetch and import even what is known already.
    force: bool = False
    dry_run: bool = False
    #: Import the kept copy instead of fetching.
    last_good: bool = False
    #: Leave a feed alone whose time has not come.
    only_due: bool = False
    #: Told what each feed was taken for, and shown each summary before it is written; it raises to stop that one.
    recognised: Callable[[str], None] = lambda text: None
    confirm: Callable[[ImportSummary], None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How it went. `validators`, `digest` and `recipe` are those of the copy that is the last good one now."""

    name: str
    status: Status
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    summary: ImportSummary | None = None
    bytes: int | None = None
    error: RoyalError | None = None
    #: False where the kept copy was imported: that says nothing of how the source is.
    fetched: bool = True
    validators: Validators | None = None
    digest: str | None = None
    recipe: str | None = None

    @property
    def is_failure(self) -> bool:
        return self.status in ("failed", "refused", "locked")


def run_feeds(engine: Engine, names: Iterable[str], request: RunRequest) -> Iterator[Run]:
    """One after the other; one that fails does not stop the others. NotFound for a name that no feed has."""
    with reading(engine) as session:
        wanted = [find_feed(session, name).name for name in names]
    for name in dict.fromkeys(wanted):
        yield run_feed(engine, name, request)


def due_names(engine: Engine, now: datetime) -> list[str]:
    """The feeds whose time has come, the one that waits longest first."""
    with reading(engine) as session:
        feeds = session.exec(select(ProductFeed).order_by(col(ProductFeed.name))).all()
        due = [(schedule.due_at(feed), feed.name) for feed in feeds if schedule.is_due(feed, now)]
    return [name for _, name in sorted(due)]


def active_names(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return [name for name in every_name(session) if find_feed(session, name).is_active]


def run_feed(engine: Engine, name: str, request: RunRequest) -> Run:
    """Run one feed and write down how it went; its errors are in the Run. NotFound where there is no such feed.

    A dry run fetches and compares, and keeps nothing.
    """
    importing = request.importing
    copies = kept(engine.url, name)
    with translated(engine.url):
        id = _loaded(engine, name).id or 0
        copies.make()
        with ExitStack() as held:
            try:
                held.enter_context(feed_lock(engine, id, name, copies.lock, importing.wait, importing.notice))
            except Locked as error:
                return Run(name=name, status="locked", error=error)
            return _run_held(engine, _loaded(engine, name), copies, request)


def try_feed(engine: Engine, feed: ProductFeed, request: RunRequest) -> ImportSummary:
    """Fetch a feed that is not stored yet, and find out what importing it would do. Its errors are raised."""
    with TemporaryDirectory(prefix="royal-feed-") as folder, translated(engine.url):
        run = _Running(engine, feed, Kept(Path(folder)), replace(request, dry_run=True)).run()
    if run.summary is None:
        raise run.error or FeedError(f"{feed.name} cannot be read.")
    return replace(run.summary, rejects_file=None)


def _loaded(engine: Engine, name: str) -> ProductFeed:
    with Session(engine) as session:
        feed = find_feed(session, name)
        session.expunge(feed)
        return feed


def _run_held(engine: Engine, feed: ProductFeed, copies: Kept, request: RunRequest) -> Run:
    """Whoever had the feed before may have run it: only now is it known how it stands."""
    if not feed.is_active:
        return Run(name=feed.name, status="disabled")
    if request.only_due and not schedule.is_due(feed, datetime.now(UTC)):
        return Run(name=feed.name, status="not_due")
    run = _Running(engine, feed, copies, request).run()
    if not request.dry_run and run.status in STATUSES:
        record(engine, feed, run)
    return run


class _Running:
    """One run of one feed, which nobody else runs meanwhile."""

    def __init__(self, engine: Engine, feed: ProductFeed, copies: Kept, request: RunRequest) -> None:
        self.engine = engine
        self.feed = feed
        self.copies = copies
        self.request = request
        self.begun = datetime.now(UTC)
        self.resolved: Resolved | None = None

    def run(self) -> Run:
        try:
            return self._run()
        except Locked as error:
            return self._ended("locked", error=error)
        except Refused as error:
            return self._ended("refused", error=self._masked(error))
        except RoyalError as error:
            return self._ended("failed", error=self._masked(error))
        except OSError as error:
            said = f"{self.feed.name}: the system says {error.strerror or error}."
            return self._ended("failed", error=FeedError(said, hint=f"Look at {self.copies.folder}"))
        finally:
            self.copies.discard()

    def _run(self) -> Run:
        known = recipe(self.feed, self.request.options)
        if self.request.last_good:
            return self._import_kept(known)
        self.resolved = resolve(self.feed.source, self.feed.headers or {}, self.request.environ)
        validators = bring(self.resolved, self.name, self.copies.incoming, self._validators(known), self.request.limits)
        if validators is None:
            return self._ended("not_modified")
        found = digest(self.copies.incoming)
        run = self._ended(
            "unchanged", bytes=self.copies.incoming.stat().st_size, validators=validators, digest=found,
            recipe=known.digest,
        )  # fmt: skip
        if not self._is_news(found, known):
            self._keep()
            return run
        return self._imported(run, known)

    @property
    def name(self) -> str:
        """What the journal and messages call it."""
        return f"{self.feed.name} ({self.feed.source})"

    def _validators(self, known: Recipe) -> Validators:
        """Ask for another version only where the one we have was read as we would read it now."""
        if self.request.force or known.digest != self.feed.recipe or not self.copies.latest.exists():
            return NOTHING_KNOWN
        return Validators(self.feed.etag, self.feed.last_modified)

    def _is_news(self, found: str, known: Recipe) -> bool:
        return self.request.force or (found, known.digest) != (self.feed.digest, self.feed.recipe)

    def _import_kept(self, known: Recipe) -> Run:
        if not self.copies.latest.exists() or digest(self.copies.latest) != self.feed.digest:
            raise NotFound(
                f"No copy of what was last imported from {self.feed.name} is kept here.",
                hint=f"royal product feed run {self.feed.name}",
            )
        summary = self._import(known, self.copies.latest)
        return self._ended(_status(summary), summary=summary, recipe=known.digest)

    def _imported(self, run: Run, known: Recipe) -> Run:
        summary = self._import(known, self.copies.incoming)
        self._keep()
        return replace(run, summary=summary, status=_status(summary))

    def _import(self, known: Recipe, at: Path) -> ImportSummary:
        request = self.request
        self.copies.rejects.unlink(missing_ok=True)
        wanted = known.request(self.name, at, self.copies.rejects, request.limits, dry_run=request.dry_run)
        summary = import_feed(
            self.engine,
            wanted,
            known.importing(request.importing),
            recognised=lambda text: request.recognised(f"{self.feed.name}: {text}"),
            confirm=request.confirm,
        )
        if summary.rows.rejected and summary.rows.rejected == summary.rows.read:
            first = summary.rejects[0]
            raise FeedError(
                f"{self.feed.name}: not one of its {summary.rows.read} rows can be imported"
                f" (line {first.first_line}: {first.code}).",
                hint=first.hint,
            )
        return summary

    def _keep(self) -> None:
        """Keep what came in as the last good copy; what is kept already stays where it is."""
        if self.request.dry_run:
            return
        if self.copies.latest.exists() and digest(self.copies.latest) == digest(self.copies.incoming):
            return
        self.copies.accept()

    def _ended(self, status: Status, **more: Any) -> Run:
        fetched = not self.request.last_good
        return Run(name=self.feed.name, status=status, started_at=self.begun, fetched=fetched, **more)

    def _masked(self, error: RoyalError) -> RoyalError:
        if self.resolved:
            error.message = self.resolved.masked(error.message)
            error.hint = error.hint and self.resolved.masked(error.hint)
            error.args = (error.message,)
            error.__cause__ = None  # its words are somebody else's, and a traceback would repeat them
            error.__suppress_context__ = True
        return error


def _status(summary: ImportSummary) -> Status:
    if summary.rows.rejected:
        return "rejected_some"
    changed = summary.operation or (summary.dry_run and summary.changes)
    return "imported" if changed else "unchanged"
