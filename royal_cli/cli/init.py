"""`royal init`: from nothing to a database that is ready, with a handful of answers."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.config import where
from royal_cli.cli.output import show
from royal_cli.cli.prompts import ask, choose
from royal_cli.cli.terminal import note, terminal
from royal_cli.cli.views import Column, One
from royal_cli.commerce import configuration, setup
from royal_cli.errors import UsageError
from royal_cli.settings import Settings, checked, flags

app = App()

SET_UP = One(
    setup.SetUp,
    Column("database"),
    Column("tables"),
    Column("file", "Settings in"),
    Column("written", "Settings written"),
    Column("dry_run"),
    summary=True,
)

QUESTIONS = {
    "database_url": "Database (sqlite:///path or postgresql://user@host/name)",
    "currency": "Currency of prices that do not say their own",
    "timezone": "Time zone",
    "vat": "Do your prices include VAT?",
}


@app.command(
    "init",
    shows=SET_UP,
    examples="""
    royal init
    royal init --yes
    royal init --database sqlite:///shop.db --currency EUR --timezone Europe/Amsterdam --vat included --project
    """,
)
def init(
    database: Annotated[str | None, typer.Option(metavar="URL", help=QUESTIONS["database_url"] + ".")] = None,
    currency: Annotated[str | None, typer.Option(metavar="CODE", help=QUESTIONS["currency"] + ".")] = None,
    timezone: Annotated[str | None, typer.Option(metavar="ZONE", help="Such as Europe/Amsterdam.")] = None,
    vat: Annotated[str | None, typer.Option(metavar="VAT", help="included, excluded or unknown.")] = None,
    user: Annotated[bool, typer.Option("--user", help="Write the user's royal.toml.")] = False,
    project: Annotated[bool, typer.Option("--project", help="Write royal.toml in this folder.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing: keep what is set, and the defaults.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be done, do nothing.")] = False,
) -> None:
    """Set royal up: write the first settings, create or upgrade the database.

    On a terminal it asks for what no flag says. Typed again, it changes nothing.
    """
    settings = terminal().settings
    given = {"database_url": database, "currency": currency, "timezone": timezone, "vat": vat}
    values = {key: value for key, value in given.items() if value is not None}
    checked(flags(values))
    if not yes and terminal().interactive:
        values |= _asked(settings, [key for key in given if key not in values])
    file = configuration.file_of(where(user, project), Path.cwd())
    done = setup.set_up(settings, values, file, dry_run=dry_run)
    show(SET_UP, done)
    note(_next_step(done))


def _asked(settings: Settings, keys: list[str]) -> dict[str, str]:
    return {key: _answer(key, settings.shown(key)) for key in keys if _may_ask(settings, key)}


def _may_ask(settings: Settings, key: str) -> bool:
    """What a variable says is not asked: the answer would not count."""
    return settings.origin(key).kind not in ("environment", "flag")


def _answer(key: str, default: str) -> str:
    if key == "vat":
        return choose(QUESTIONS[key], ["included", "excluded", "unknown"], default)
    return ask(QUESTIONS[key], default, _complaint(key))


def _complaint(key: str) -> Callable[[str], str | None]:
    def complain(text: str) -> str | None:
        try:
            checked(flags({key: text}))
        except UsageError as error:
            return str(error.details.get("problem", error.message)).capitalize()
        return None

    return complain


def _next_step(done: setup.SetUp) -> str:
    if done.dry_run:
        return "A dry run: nothing was done."
    if done.tables == "unchanged" and not done.written:
        return "Nothing to do."
    return "Ready. The next step: royal product import FILE"
