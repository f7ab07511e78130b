"""The options that commands have which change the catalogue by hand, and how such a command asks and ends."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from royal_cli.cli.prompts import confirm
from royal_cli.cli.terminal import Format, note, terminal
from royal_cli.commerce import session
from royal_cli.commerce.by_hand import Asked
from royal_cli.errors import ChangesFound, UsageError

if TYPE_CHECKING:
    from sqlalchemy import Engine

Found = TypeVar("Found")

DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change, write nothing.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before writing.")]
Reason = Annotated[str | None, typer.Option("--reason", help="Why, for the journal.")]
Detailed = Annotated[bool, typer.Option("--detailed-exitcode", help="Exit 10 when the dry run finds changes.")]

#: Changes that are listed: by a table, and by JSON.
IN_TABLE, IN_JSON = 20, 10_000


@contextmanager
def changing(dry_run: bool, reason: str | None, *, in_table: int = IN_TABLE) -> "Iterator[tuple[Engine, Asked]]":
    """The database, and how the change is asked for; a table lists the first `in_table` changes."""
    settings = terminal().settings
    asked = Asked(
        dry_run=dry_run,
        reason=reason,
        wait=settings.lock_wait,
        notice=note,
        shown_changes=in_table if terminal().format is Format.table else IN_JSON,
    )
    with session.engine(settings) as engine:
        yield engine, asked


def asking(yes: bool, preview: Callable[[Found], None]) -> Callable[[Found], None] | None:
    """A person is shown what would be done, and asked; nobody else is."""
    if yes or not terminal().interactive:
        return None

    def ask(found: Found) -> None:
        preview(found)
        confirm("Write this?", yes=False)

    return ask


def ended(operation: str | None, dry_run: bool, found: bool, detailed: bool) -> None:
    """What is said after the summary; `found` is whether there was anything to change."""
    if not found:
        note("Nothing to do.")
    elif dry_run and detailed:
        raise ChangesFound("There are changes.", hint="Leave out --dry-run to write them.")
    elif operation:
        note(f"`royal undo {operation}` takes it back.")


def skus_of(words: list[str], command: str) -> list[str]:
    """The SKUs on the command line, or with - those on standard input, one a line."""
    if words != ["-"]:
        return words
    lines = (line.strip().strip('"') for line in sys.stdin)
    found = [line for line in lines if line and line != "sku"]
    if not found:
        raise UsageError("No SKU came in on standard input.", hint=f"One a line: {command} - < skus.txt")
    return found
