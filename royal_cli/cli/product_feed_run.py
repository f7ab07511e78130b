"""`royal product feed run`: fetch feeds, and import those that changed."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from royal_cli.cli import changing, product_feed_options
from royal_cli.cli.app import App
from royal_cli.cli.catalog_words import complete_feed
from royal_cli.cli.feed_options import feed_options, source_limits
from royal_cli.cli.importing import note_above, reporting
from royal_cli.cli.output import show
from royal_cli.cli.product_import import ask_before_writing
from royal_cli.cli.progress import Progress, progress
from royal_cli.cli.terminal import terminal
from royal_cli.cli.views import Column, Rows
from royal_cli.commerce import session
from royal_cli.commerce.catalog.importing.feed_import import ImportSummary
from royal_cli.commerce.catalog.importing.safety import CHECKS
from royal_cli.commerce.catalog.scheduled_feeds.recipe import checked_options
from royal_cli.commerce.catalog.scheduled_feeds.runs import (
    Run,
    RunRequest,
    active_names,
    due_names,
    run_feeds,
)
from royal_cli.errors import PartialFailure, RoyalError, UsageError

if TYPE_CHECKING:
    from sqlalchemy import Engine

app = App()

STATUS_STYLE = {"imported": "green", "rejected_some": "yellow", "refused": "bold red", "failed": "bold red",
                "locked": "yellow", "disabled": "dim", "not_due": "dim"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FeedRun:
    """Counts are of rows of the feed; None where nothing was imported."""

    name: str
    status: str
    read: int | None
    created: int | None
    updated: int | None
    rejected: int | None
    operation: str | None
    error: str | None
    error_code: str | None
    retryable: bool | None
    rejects_file: Path | None
    bytes: int | None
    dry_run: bool
    summary: ImportSummary | None


RUNS = Rows(
    FeedRun,
    Column("name", "Feed"),
    Column("status", style=STATUS_STYLE),
    Column("read", "Rows"),
    Column("created"),
    Column("updated"),
    Column("rejected"),
    Column("operation"),
    Column("error", fold=True, shown=False),
    Column("error_code", shown=False),
    Column("retryable", shown=False),
    Column("rejects_file", shown=False),
    Column("bytes", shown=False),
    Column("dry_run", shown=False),
    Column("summary", shown=False),
    summary=True,
    empty="No feed is to be run.",
)


@app.command(
    "run",
    shows=RUNS,
    examples="""
    royal product feed run deboer --dry-run
    royal product feed run --due --quiet
    royal product feed run --all --json
    royal product feed run deboer --last-good --reason "after the undo"
    """,
)
def run(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME …]", help="Which feeds.", autocompletion=complete_feed, show_default=False),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that are enabled.")] = False,
    due: Annotated[bool, typer.Option("--due", help="Those whose --every has gone by; for cron.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Import it although it has not changed.")] = False,
    last_good: Annotated[
        bool, typer.Option("--last-good", help="Import the kept copy again, and fetch nothing.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Fetch and compare; catalogue and feed stay as they are.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before writing.")] = False,
    allow: Annotated[
        list[str] | None, typer.Option("--allow", metavar="CHECK", help=f"Let it pass: {', '.join(CHECKS)}.")
    ] = None,
    reason: product_feed_options.Reason = None,
    wait: Annotated[
        float | None, typer.Option("--wait", metavar="SECONDS", min=0, help="Wait that long for another run.")
    ] = None,
    no_wait: Annotated[bool, typer.Option("--no-wait", help="Exit 9 at once while another one runs.")] = False,
) -> None:
    """Fetch feeds and import those that changed, each as one operation that `royal undo` takes back.

    A server that has nothing new is asked no more than that. A feed that cannot be had whole, or that a safety check
    stops, leaves the catalogue and the last good copy as they are, and is fetched again the next time; the other
    feeds go on. With several feeds exit code 3 says that some of them failed.
    """
    if bool(names) + everything + due != 1:
        raise UsageError("Say which feeds: their names, --all or --due.", hint="royal product feed run --due")
    settings = terminal().settings
    checked_options({"allow": allow})
    with session.engine(settings) as engine, progress() as line:
        request = run_request(
            line,
            allow=frozenset(allow or []),
            reason=reason,
            wait=0.0 if no_wait else wait,
            force=force,
            last_good=last_good,
            dry_run=dry_run,
            only_due=due,
            confirm=None if yes or dry_run or not terminal().interactive else partial(ask_before_writing, line),
        )
        done = list(run_feeds(engine, _wanted(engine, names, due), request))
    show(RUNS, [_row(run, dry_run) for run in done])
    _end(done)


def run_request(
    line: Progress, *, allow: frozenset[str], reason: str | None, wait: float | None, **more: Any
) -> RunRequest:
    """What the settings say of any feed, with what the flags say of this call."""
    settings = terminal().settings
    return RunRequest(
        importing=changing.request(
            allow,
            reason,
            wait=wait,
            default_location=settings.location,
            progress=reporting(line),
            notice=partial(note_above, line),
        ),
        options=feed_options(settings),
        limits=source_limits(settings),
        environ=os.environ,
        recognised=partial(note_above, line),
        **more,
    )


def _wanted(engine: "Engine", names: list[str] | None, due: bool) -> list[str]:
    return names or (due_names(engine, datetime.now(UTC)) if due else active_names(engine))


def _row(run: Run, dry_run: bool) -> FeedRun:
    rows = run.summary.rows if run.summary else None
    return FeedRun(
        name=run.name,
        status=run.status,
        read=rows.read if rows else None,
        created=rows.created if rows else None,
        updated=rows.updated if rows else None,
        rejected=rows.rejected if rows else None,
        operation=run.summary.operation if run.summary else None,
        error=run.error.message if run.error else None,
        error_code=run.error.code if run.error else None,
        retryable=run.error.retryable if run.error else None,
        rejects_file=run.summary.rejects_file if run.summary else None,
        bytes=run.bytes,
        dry_run=dry_run,
        summary=run.summary,
    )


def _end(done: Sequence[Run]) -> None:
    """One feed ends as its import would; of several, the exit code says whether some or all went wrong."""
    tried = [run for run in done if run.status not in ("disabled", "not_due")]
    wrong = [(run.name, error) for run in tried if (error := _error(run))]
    if not wrong:
        return
    if len(tried) == 1:
        raise wrong[0][1]
    sentences = " ".join(
        error.message if error.message.startswith(f"{name} ") else f"{name}: {error.message}" for name, error in wrong
    )
    codes = {error.exit_code for _, error in wrong}
    kind = PartialFailure if len(wrong) < len(tried) else type(wrong[0][1]) if len(codes) == 1 else RoyalError
    raise kind(
        f"{len(wrong)} of {len(tried)} feeds went wrong. {sentences}",
        hint=wrong[0][1].hint,
        feeds=[name for name, _ in wrong],
    )


def _error(run: Run) -> RoyalError | None:
    if run.status == "rejected_some" and run.summary:
        rows = run.summary.rows
        return PartialFailure(
            f"{rows.rejected} of {rows.read} rows of {run.name} were rejected; they are in {run.summary.rejects_file}.",
            hint="Correct them there and import that file, or ask the supplier to.",
        )
    return run.error
