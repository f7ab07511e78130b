"""`royal config`: the settings, and where each comes from."""

from pathlib import Path
from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.output import show
from royal_cli.cli.terminal import terminal
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce import configuration
from royal_cli.commerce.configuration import SettingChange, SettingRow
from royal_cli.errors import UsageError

app = App(
    "Settings, and where each comes from. The first that says something wins: a flag, a ROYAL_* variable, "
    "the profile, the project's royal.toml, the user's royal.toml, the default.",
    examples="""
    royal config list --origin
    royal config set currency EUR
    """,
)

SETTINGS = Rows(
    SettingRow,
    Column("key", "Setting", style="bold"),
    Column("value", fold=True),
    Column("origin", shown=False, fold=True),
    Column("description", shown=False, fold=True),
)
SETTING = One(
    SettingRow,
    Column("key", "Setting"),
    Column("value"),
    Column("origin"),
    Column("description"),
    only="value",
)
CHANGE = One(
    SettingChange,
    Column("key", "Setting"),
    Column("before"),
    Column("after"),
    Column("file"),
    Column("changed"),
    Column("winner", "Overruled by"),
    Column("dry_run"),
    summary=True,
)


def _complete(incomplete: str) -> list[str]:
    from royal_cli.settings import every_setting

    return [key for key in every_setting() if key.startswith(incomplete)]


Key = Annotated[str, typer.Argument(metavar="KEY", autocompletion=_complete, show_default=False)]


@app.command(
    "list",
    shows=SETTINGS,
    examples="""
    royal config list
    royal config list --origin
    royal -P prod config list --json
    """,
)
def list_settings(
    origin: Annotated[bool, typer.Option("--origin", help="Show where each value comes from.")] = False,
) -> None:
    """Show every setting; passwords are masked."""
    show(SETTINGS, configuration.rows(terminal().settings), also=["origin"] if origin else [])


@app.command(
    "get",
    shows=SETTING,
    examples="""
    royal config get currency
    royal config get safety.max_price_change --json
    """,
)
def get_setting(key: Key) -> None:
    """Show one setting: in a table its bare value, for scripts."""
    show(SETTING, configuration.row(terminal().settings, key))


@app.command(
    "set",
    shows=CHANGE,
    examples="""
    royal config set currency EUR
    royal config set safety.max_price_change 0.3 --project
    royal config set feeds.max_bytes "5 GB" --dry-run
    """,
)
def set_setting(
    key: Key,
    value: Annotated[str, typer.Argument(metavar="VALUE", show_default=False)],
    user: Annotated[bool, typer.Option("--user", help="Write the user's royal.toml.")] = False,
    project: Annotated[bool, typer.Option("--project", help="Write the project's royal.toml.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the change, write nothing.")] = False,
) -> None:
    """Write a setting into royal.toml: the project's, where there is one, otherwise the user's.

    Comments and order stay. With -P the value goes into that profile.
    """
    file = configuration.file_of(where(user, project), Path.cwd())
    changes = configuration.change(file, {key: value}, profile=terminal().profile, dry_run=dry_run)
    show(CHANGE, changes[0])


def where(user: bool, project: bool) -> configuration.Where | None:
    if user and project:
        raise UsageError("--user and --project name different files.", hint="Leave one of them out.")
    return "user" if user else "project" if project else None
