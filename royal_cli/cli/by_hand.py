"""How a command asks and ends that changes the tree of the catalogue, its collections, or which products there are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from royal_cli.cli.changing import IN_JSON, IN_TABLE
from royal_cli.cli.prompts import confirm
from royal_cli.cli.terminal import Format, note, terminal
from royal_cli.commerce import session
from royal_cli.commerce.by_hand import Asked
from royal_cli.errors import ChangesFound

if TYPE_CHECKING:
    from sqlalchemy import Engine

Found = TypeVar("Found")


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
