"""`royal product feed list|show|history`: how feeds stand, and what their runs did."""

from typing import Annotated

import typer

from royal_cli.cli import product_feed_options
from royal_cli.cli.app import App
from royal_cli.cli.output import show
from royal_cli.cli.terminal import terminal
from royal_cli.cli.views import Column, One, Page, Rows
from royal_cli.commerce import session
from royal_cli.commerce.catalog.scheduled_feeds.reading import (
    FeedDetail,
    FeedRow,
    RunRow,
    list_feeds,
    list_runs,
    show_feed,
)
from royal_cli.errors import UsageError

_STATUS = {"imported": "green", "rejected_some": "yellow", "refused": "bold red", "failed": "bold red"}
#: Runs that `show` lists.
LAST_RUNS = 10

LIST = Rows(
    FeedRow,
    Column("name", "Feed"),
    Column("status", style=_STATUS),
    Column("failures"),
    Column("error", "What went wrong", shown=False, shorten=True),
    Column("last_success_at", "Last success"),
    Column("next_due_at", "Next due"),
    Column("every"),
    Column("is_active", "Enabled", style={"no": "yellow"}),
    Column("source", "From", shorten=True),
    Column("last_checked_at", "Last run", shown=False),
    empty="There is no feed yet: royal product feed add NAME URL",
)
RUNS = Rows(
    RunRow,
    Column("started_at", "When"),
    Column("status", style=_STATUS),
    Column("read", "Rows"),
    Column("created"),
    Column("updated"),
    Column("rejected"),
    Column("operation"),
    Column("error", shorten=True),
    Column("unchanged", shown=False),
    Column("archived", shown=False),
    Column("bytes", shown=False),
    Column("seconds", shown=False),
    Column("id", shown=False),
    empty="It has not been run yet.",
)
SHOW = One(
    FeedDetail,
    Column("name", "Feed"),
    Column("source", "From"),
    Column("headers"),
    Column("profile"),
    Column("feed", "Format"),
    Column("options"),
    Column("every"),
    Column("is_active", "Enabled"),
    Column("status", style=_STATUS),
    Column("error"),
    Column("failures", "Failures in a row"),
    Column("last_checked_at", "Last run"),
    Column("last_changed_at", "Last other content"),
    Column("last_success_at", "Last success"),
    Column("next_due_at", "Next due"),
    Column("last_operation"),
    Column("kept_copy", "Last good copy"),
    Column("kept_bytes", shown=False),
    Column("rejects_file", "Rejected rows in"),
    Column("command", "Made by", shown=False),
    Column("runs", "Last runs", rows=RUNS),
)


def register_commands(app: App) -> None:
    """Declare the commands as those of a noun."""
    app.command(
        "list",
        shows=LIST,
        examples="""
        royal product feed list
        royal product feed list --json
        """,
    )(list_)
    app.command(
        "show",
        shows=SHOW,
        examples="""
        royal product feed show deboer
        royal product feed show deboer --fields command
        """,
    )(show_)
    app.command(
        "history",
        shows=RUNS,
        examples="""
        royal product feed history deboer
        royal product feed history deboer --limit 100 --format csv > runs.csv
        """,
    )(history)


def list_() -> None:
    """List the feeds: how the last run of each ended, and when the next one is due."""
    with session.reading(terminal().settings) as reading:
        found = list_feeds(reading)
    show(LIST, found, also=["error"] if any(feed.error for feed in found) else ())


def show_(name: product_feed_options.Name) -> None:
    """Show one feed with its last runs."""
    with session.engine(terminal().settings) as engine:
        found = show_feed(engine, name, runs=LAST_RUNS)
    show(SHOW, found)


def history(
    name: product_feed_options.Name,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1_000, help="How many at most.")] = 20,
    cursor: Annotated[
        str | None, typer.Option("--cursor", metavar="CURSOR", help="Where the page before ended.")
    ] = None,
) -> None:
    """List the runs of a feed, the newest first."""
    if cursor is not None and not (cursor.isdecimal() and len(cursor) < 19):
        raise UsageError(f"{cursor} is no cursor of this list.", hint="Take it from the page before.")
    with session.reading(terminal().settings) as reading:
        found = list_runs(reading, name, limit=limit + 1, before=int(cursor) if cursor else None)
    more = str(found[limit - 1].id) if len(found) > limit else None
    show(RUNS, found[:limit], page=Page(limit, more))
