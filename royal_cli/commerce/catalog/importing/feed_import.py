"""Imports a named feed from beginning to end: recognise it, stage it, judge it, ask, write it, report."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine

from royal_cli.commerce.catalog.importing.counts import Counts
from royal_cli.commerce.catalog.importing.importer import Import, Request
from royal_cli.commerce.catalog.importing.proposals import Proposal, typed
from royal_cli.commerce.catalog.importing.safety import Check
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.commerce.feeds.recognise import Recognised, batches, raw_rows, recognise
from royal_cli.commerce.feeds.source import open_feed
from royal_cli.commerce.importing import plan
from royal_cli.commerce.importing.counts import Outcome, Rows
from royal_cli.commerce.importing.files import FileRequest, RecognisedFile
from royal_cli.commerce.importing.rejects import save_rejects
from royal_cli.commerce.importing.told import PlannedChange, RejectCount, WarningCount, reject_counts, warning_counts

RecognisedFeed = RecognisedFile[FeedOptions, Batch]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRequest(FileRequest[FeedOptions]):
    """Which feed, how to read it, and where its by-products go."""

    options: FeedOptions = field(default_factory=FeedOptions)


@dataclass(frozen=True, slots=True)
class SafetyCheck:
    check: str
    says: str
    exceeded: bool


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did, or with `dry_run` would do. `operation` is None when nothing was written."""

    feed: str
    source: str
    dry_run: bool
    operation: str | None
    rows: Rows
    products: Outcome
    variants: Outcome
    stock_levels: Outcome
    market_prices: Outcome
    skus_derived: int
    archived: int
    currency: str | None
    unused_columns: list[str]
    rejects: list[RejectCount]
    rejects_file: Path | None
    warnings: list[WarningCount]
    safety: list[SafetyCheck]
    plan_file: Path | None
    changes: list[PlannedChange]
    more_changes: bool


def import_feed(
    engine: Engine,
    feed: FeedRequest,
    request: Request,
    *,
    recognised: Callable[[str], None],
    confirm: Callable[[ImportSummary], None] | None = None,
) -> ImportSummary:
    """Import a feed, or with `dry_run` find out what that would do.

    `recognised` is told what the feed was taken for before it is read. `confirm`, if given, is shown the summary
    before anything is written and raises to stop it. Refused where a safety check stops the import.
    """
    with open_feed(feed.name, at=feed.at, limits=feed.limits) as source:
        known = recognise(source, feed.feed, feed.profile, feed.file)
        recognised(known.describe())
        options = known.options(feed.options, **feed.flags)
        request = replace(request, create=_creates(request, known), lists=bool(known.listing))
        read = RecognisedFile(source, known, options, batches)
        with Import(engine, request, exclusive=not feed.dry_run) as run:
            run.stage(read)
            if feed.dry_run:
                run.find_difference()
                plan_file = _save_plan(run, feed.plan_file)
            else:
                plan_file = None
                _write(run, feed, read, confirm)
            rejects_file = save_rejects(
                run.rejects, feed.rejects_file, feed.name, lambda: raw_rows(source, known), run.operation
            )
            return _summary(run, feed, read, rejects_file, plan_file)


def _creates(request: Request, known: Recognised) -> bool | None:
    """The operator's word, else the profile's; a list of stock or prices alone creates nothing."""
    told = known.profile.create if known.profile and request.create is None else request.create
    return False if told is None and known.listing else told


def _write(
    run: Import,
    feed: FeedRequest,
    read: RecognisedFeed,
    confirm: Callable[[ImportSummary], None] | None,
) -> None:
    if confirm:
        run.find_difference()
        run.judge()
        run.remember()
        confirm(_summary(run, feed, read, None, None))
    with run.writing():
        run.find_difference()
        run.judge()
        told = {} if run.request.create is None else {"create": run.request.create}
        run.write({"feed": read.known.form.name, **told, **feed.flags})


def _save_plan(run: Import, path: Path | None) -> Path | None:
    if path is not None:
        run.save_plan_to(path)
    return path


def _summary(
    run: Import,
    feed: FeedRequest,
    read: RecognisedFeed,
    rejects_file: Path | None,
    plan_file: Path | None,
) -> ImportSummary:
    wanted = feed.shown_changes
    changes = planned_changes(run.proposals()) if feed.dry_run or run.operation is None else iter(())
    shown = list(changes if wanted is None else islice(changes, wanted + 1))
    counts: Counts = run.counts
    return ImportSummary(
        feed=read.known.describe(),
        source=run.source,
        dry_run=feed.dry_run,
        operation=run.operation,
        rows=counts.rows,
        products=counts.products,
        variants=counts.variants,
        stock_levels=counts.stock_levels,
        market_prices=counts.market_prices,
        skus_derived=counts.skus_derived,
        archived=counts.archived,
        currency=read.options.currency,
        unused_columns=list(read.known.unused),
        rejects=reject_counts(run.rejects),
        rejects_file=rejects_file,
        warnings=warning_counts(run.warnings),
        safety=[safety_check(check) for check in run.checks],
        plan_file=plan_file,
        changes=shown[:wanted],
        more_changes=wanted is not None and len(shown) > wanted,
    )


def planned_changes(proposals: Iterable[Proposal]) -> Iterator[PlannedChange]:
    """One line for every field that would change."""
    for proposal in proposals:
        for name, change in sorted(proposal.fields.items()):
            before, after = typed(name, change.before), typed(name, change.after)
            yield PlannedChange(proposal.entity, proposal.action, proposal.key, proposal.within, name, before, after)


def safety_check(check: Check) -> SafetyCheck:
    return SafetyCheck(check.check, f"{check.count} of {check.of} {check.sentence}", check.exceeded)


def apply_plan(engine: Engine, found: plan.Plan, request: Request) -> Import:
    """Do exactly what a plan says; StalePlan where the catalogue no longer allows that."""
    with Import(engine, request) as run:
        run.stage_plan(found)
        with run.writing():
            run.find_planned()
            run.judge()
            run.write({"plan": found.path.name}, found.kind)
        return run
