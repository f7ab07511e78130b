"""`royal doctor`: what is missing or wrong, and what to type."""

import os
from datetime import UTC, datetime
from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.output import show
from royal_cli.cli.terminal import terminal
from royal_cli.cli.views import Column, Rows
from royal_cli.commerce.doctor import Check, examine
from royal_cli.errors import RoyalError

app = App()

CHECKS = Rows(
    Check,
    Column("state", style={"ok": "green", "warning": "yellow", "problem": "bold red"}),
    Column("name", "What"),
    Column("message", "Found", fold=True),
    Column("todo", "What to do", fold=True),
)


@app.command(
    "doctor",
    shows=CHECKS,
    examples="""
    royal doctor
    royal doctor --all
    royal doctor --json
    royal -P prod doctor
    """,
)
def doctor(
    everything: Annotated[bool, typer.Option("--all", help="Look at every order, however many there are.")] = False,
) -> None:
    """Look at the program, the settings, the database, the stock, the orders, the disk and the clock.

    Exit code 1 when something has to be done before royal works; a warning alone is 0.
    """
    checks = examine(lambda: terminal().settings, os.environ, datetime.now(UTC), every_order=everything)
    show(CHECKS, checks)
    problems = list(dict.fromkeys(check.name for check in checks if check.state == "problem"))
    if problems:
        raise RoyalError(f"Something is wrong with the {' and the '.join(problems)}.", hint=checks_todo(checks))


def checks_todo(checks: list[Check]) -> str | None:
    return next((check.todo for check in checks if check.state == "problem"), None)
