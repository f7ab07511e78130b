"""`royal product feed enable|disable|remove`: whether a feed is fetched any more."""

from typing import Annotated

import typer

from royal_cli.cli import product_feed_options
from royal_cli.cli.app import App
from royal_cli.cli.output import show
from royal_cli.cli.prompts import confirm
from royal_cli.cli.terminal import note, terminal
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce import session
from royal_cli.commerce.catalog.scheduled_feeds import register
from royal_cli.commerce.catalog.scheduled_feeds.register import FeedChange, SettingChange

CHANGED = One(
    FeedChange,
    Column("name", "Feed"),
    Column("action", "What"),
    Column("operation"),
    Column("dry_run"),
    Column(
        "changes",
        "Changes",
        rows=Rows(SettingChange, Column("setting"), Column("before", fold=True), Column("after", fold=True)),
    ),
    summary=True,
)


def register_commands(app: App) -> None:
    """Declare the commands as those of a noun."""
    app.command(
        "enable",
        shows=CHANGED,
        examples="""
        royal product feed enable deboer
        """,
    )(enable)
    app.command(
        "disable",
        shows=CHANGED,
        examples="""
        royal product feed disable deboer --reason "they are moving"
        """,
    )(disable)
    app.command(
        "remove",
        shows=CHANGED,
        examples="""
        royal product feed remove deboer --dry-run
        royal product feed remove deboer --yes
        """,
    )(remove)


def enable(
    name: product_feed_options.Name,
    dry_run: product_feed_options.DryRun = False,
    reason: product_feed_options.Reason = None,
) -> None:
    """Have a feed run again that was disabled."""
    with session.engine(terminal().settings) as engine:
        show_change(register.change_feed(engine, name, register.enabled, "enable", dry_run=dry_run, reason=reason))


def disable(
    name: product_feed_options.Name,
    dry_run: product_feed_options.DryRun = False,
    reason: product_feed_options.Reason = None,
) -> None:
    """Keep a feed from being run, by cron or by name, until it is enabled again. Its products stay as they are."""
    with session.engine(terminal().settings) as engine:
        show_change(register.change_feed(engine, name, register.disabled, "disable", dry_run=dry_run, reason=reason))


def remove(
    name: product_feed_options.Name,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    dry_run: product_feed_options.DryRun = False,
    reason: product_feed_options.Reason = None,
) -> None:
    """Forget a feed with its log and its kept copies. Its products stay in the catalogue.

    `royal undo` brings the feed back, without its log and copies.
    """
    with session.engine(terminal().settings) as engine:
        register.remove_feed(engine, name, dry_run=True)
        if not dry_run:
            confirm(f"Remove the feed {name}? Its products stay.", yes=yes)
        done = register.remove_feed(engine, name, dry_run=dry_run, reason=reason)
    show(CHANGED, done)
    if done.operation:
        note(f"Its products stay. `royal undo {done.operation}` brings the feed back.")


def show_change(done: FeedChange) -> None:
    show(CHANGED, done)
    if not done.changes:
        note("Nothing to do.")
