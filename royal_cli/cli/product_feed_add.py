"""`royal product feed add`: have a feed fetched again and again."""

from dataclasses import dataclass
from typing import Annotated

import typer

from royal_cli.cli import product_feed_options
from royal_cli.cli.app import App
from royal_cli.cli.changing import SAFETY
from royal_cli.cli.importing import REJECTS, WARNINGS
from royal_cli.cli.output import show
from royal_cli.cli.product_feed_options import Said
from royal_cli.cli.product_feed_run import run_request
from royal_cli.cli.progress import progress
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import note, terminal
from royal_cli.cli.views import Column, One
from royal_cli.commerce import session
from royal_cli.commerce.catalog.importing.feed_import import ImportSummary, SafetyCheck
from royal_cli.commerce.catalog.scheduled_feeds import addresses, register, schedule
from royal_cli.commerce.catalog.scheduled_feeds.recipe import checked_options
from royal_cli.commerce.catalog.scheduled_feeds.register import NewFeed
from royal_cli.commerce.catalog.scheduled_feeds.runs import try_feed
from royal_cli.commerce.importing.counts import Outcome, Rows
from royal_cli.commerce.importing.told import RejectCount, WarningCount

app = App()


@dataclass(frozen=True, slots=True)
class AddedFeed:
    """What was added, and what importing it now would do; None where that was not tried."""

    name: str
    source: str
    profile: str | None
    every: str | None
    operation: str | None
    dry_run: bool
    feed: str | None
    rows: Rows | None
    products: Outcome | None
    variants: Outcome | None
    stock_levels: Outcome | None
    rejects: list[RejectCount]
    warnings: list[WarningCount]
    safety: list[SafetyCheck]


ADDED = One(
    AddedFeed,
    Column("name", "Feed"),
    Column("source"),
    Column("profile", shown=False),
    Column("every"),
    Column("operation"),
    Column("dry_run", shown=False),
    Column("feed", "Recognised as", shown=False),
    Column("rows", "Now it would be", shown=False),
    Column("products", shown=False),
    Column("variants", shown=False),
    Column("stock_levels", shown=False),
    Column("rejects", "Rows that would be rejected", rows=REJECTS, shown=False),
    Column("warnings", "Warnings", rows=WARNINGS, shown=False),
    Column("safety", "Safety checks", rows=SAFETY, shown=False),
    summary=True,
)


@app.command(
    "add",
    shows=ADDED,
    examples="""
    royal product feed add deboer https://deboer.example/feed.csv --profile deboer --every 6h
    royal product feed add hema 'https://hema.example/export?token=${HEMA_TOKEN}' --every 1d --complete
    royal product feed add abc https://abc.example/stock.csv --header Authorization=env:ABC_AUTHORIZATION
    royal product feed add local /srv/feeds/stock.csv --dry-run
    """,
)
@taking(said=product_feed_options.of_feed)
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call it.", show_default=False)],
    source: Annotated[str, typer.Argument(metavar="URL|PATH", help="Where it comes from.", show_default=False)],
    no_check: Annotated[bool, typer.Option("--no-check", help="Do not fetch it now.")] = False,
    dry_run: product_feed_options.DryRun = False,
    reason: product_feed_options.Reason = None,
    *,
    said: Said,
) -> None:
    """Have a feed fetched again and again. It is fetched once to see that it can be read; nothing is imported yet.

    No secret is stored: ${VARIABLE} in the address, and env:VARIABLE in a header, are filled in from the environment,
    or from the file that VARIABLE_FILE names, whenever the feed is fetched.
    """
    wanted = NewFeed(
        name=register.checked_name(name),
        source=addresses.checked_source(source),
        options=checked_options(said.options),
        **said.values,
    )
    with session.engine(terminal().settings) as engine, progress() as line:
        register.refuse_taken(engine, wanted.name)
        found = None
        if not no_check:
            request = run_request(line, allow=frozenset(), reason=None, wait=0.0)
            found = try_feed(engine, wanted.row(), request)
        done = None if dry_run else register.add_feed(engine, wanted, reason=reason)
    _show(wanted, found, done.operation if done else None, dry_run)


def _show(wanted: NewFeed, found: ImportSummary | None, operation: str | None, dry_run: bool) -> None:
    row = AddedFeed(
        name=wanted.name,
        source=wanted.source,
        profile=wanted.profile,
        every=schedule.written(wanted.every_minutes) if wanted.every_minutes else None,
        operation=operation,
        dry_run=dry_run,
        feed=found.feed if found else None,
        rows=found.rows if found else None,
        products=found.products if found else None,
        variants=found.variants if found else None,
        stock_levels=found.stock_levels if found else None,
        rejects=found.rejects if found else [],
        warnings=found.warnings if found else [],
        safety=found.safety if found else [],
    )
    tried = ["feed", "rows", "products", "variants", "stock_levels"] if found else []
    also = [name for name in ("profile", "rejects", "warnings") if getattr(row, name)]
    if any(check.exceeded for check in row.safety):
        also.append("safety")
    show(ADDED, row, also=[*tried, *also])
    if not dry_run:
        note(f"`royal product feed run {wanted.name}` imports it.")
