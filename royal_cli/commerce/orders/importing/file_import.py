"""Imports a named file of orders from beginning to end: recognise it, stage it, look, ask, write it, report."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import Engine

from royal_cli.commerce.feeds.recognition import Recognised
from royal_cli.commerce.feeds.source import open_feed
from royal_cli.commerce.importing.counts import Outcome, Rows
from royal_cli.commerce.importing.files import FileRequest, RecognisedFile
from royal_cli.commerce.importing.plan import Plan
from royal_cli.commerce.importing.rejects import save_rejects
from royal_cli.commerce.importing.told import PlannedChange, RejectCount, WarningCount, reject_counts, warning_counts
from royal_cli.commerce.order_feeds.options import OrderOptions
from royal_cli.commerce.order_feeds.recognise import batches, raw_rows, recognise
from royal_cli.commerce.orders.importing.importer import OrderImport, OrderRequest

#: The channel of files that name none and are of no channel's own kind.
_FILE = "file"
_OF_NO_CHANNEL = frozenset({"royal", "table"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFileRequest(FileRequest[OrderOptions]):
    options: OrderOptions = field(default_factory=OrderOptions)
    #: The channel on which the orders were placed, where the operator says it.
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class OrderImportSummary:
    """What an import did, or with `dry_run` would do. `operation` is None when nothing was written."""

    feed: str
    source: str
    channel: str
    dry_run: bool
    operation: str | None
    rows: Rows
    orders: Outcome
    lines: Outcome
    lines_removed: int
    customers_created: int
    codes_unmatched: int
    #: New orders that are on hold because of their risk.
    held: int
    currency: str | None
    unused_columns: list[str]
    rejects: list[RejectCount]
    rejects_file: Path | None
    plan_file: Path | None
    warnings: list[WarningCount]
    changes: list[PlannedChange]
    more_changes: bool


def import_orders(
    engine: Engine,
    file: OrderFileRequest,
    request: OrderRequest,
    *,
    recognised: Callable[[str], None],
    confirm: Callable[[OrderImportSummary], None] | None = None,
) -> OrderImportSummary:
    """Import a file of orders, or with `dry_run` find out what that would do.

    `recognised` is told what the file was taken for before it is read. `confirm`, if given, is shown the summary
    before anything is written and raises to stop it.
    """
    with open_feed(file.name, at=file.at, limits=file.limits) as source:
        known = recognise(source, file.feed, file.profile, file.file)
        recognised(known.describe())
        options = known.options(file.options, **file.flags)
        channel = _channel(file, known)
        of_file = known.form.name in _OF_NO_CHANNEL
        request = replace(request, channel=channel, channel_type=_FILE if of_file else known.form.name)
        with OrderImport(engine, request) as run:
            run.stage(RecognisedFile(source, known, options, batches))
            if file.dry_run or confirm:
                run.look(file.shown_changes, planning=file.plan_file is not None)
            if file.dry_run and file.plan_file:
                run.save_plan_to(file.plan_file)
            if confirm and not file.dry_run:
                confirm(_summary(run, file, known, options, None))
            if not file.dry_run:
                run.write({"feed": known.form.name, **file.flags})
            rejects_file = save_rejects(
                run.rejects, file.rejects_file, file.name, lambda: raw_rows(source, known), run.operation
            )
            return _summary(run, file, known, options, rejects_file)


def apply_plan(engine: Engine, saved: Plan, request: OrderRequest) -> OrderImport:
    """Do exactly what a plan says; StalePlan where the orders no longer allow that."""
    said = saved.more
    asked = replace(request, channel=said["channel"], channel_type=said["channel_type"], allow=frozenset(said["allow"]))
    with OrderImport(engine, asked) as run:
        run.stage_plan(saved)
        run.write({"plan": saved.path.name})
        return run


def _channel(file: OrderFileRequest, known: Recognised) -> str:
    """As the operator says, else the profile, else that of the format."""
    said = file.channel or (known.profile.channel if known.profile else None)
    return said or (_FILE if known.form.name in _OF_NO_CHANNEL else known.form.name)


def _summary(
    run: OrderImport, file: OrderFileRequest, known: Recognised, options: OrderOptions, rejects_file: Path | None
) -> OrderImportSummary:
    counts = run.counts
    return OrderImportSummary(
        feed=known.describe(),
        source=run.source,
        channel=run.request.channel,
        dry_run=file.dry_run,
        operation=run.operation,
        rows=counts.rows,
        orders=counts.orders,
        lines=counts.lines,
        lines_removed=counts.lines_removed,
        customers_created=counts.customers_created,
        codes_unmatched=counts.codes_unmatched,
        held=run.held,
        currency=options.currency,
        unused_columns=list(known.unused),
        rejects=reject_counts(run.rejects),
        rejects_file=rejects_file,
        plan_file=file.plan_file,
        warnings=warning_counts(run.warnings),
        changes=run.changes if run.operation is None else [],
        more_changes=run.more_changes and run.operation is None,
    )
