"""How a command asks and ends that changes the tree of the catalogue, its collections, or which products there are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar

from royal_cli.cli.changing import IN_JSON, IN_TABLE, Detailed, DryRun, How, Reason, Yes
from royal_cli.cli.prompts import confirm
from royal_cli.cli.terminal import Format, note, terminal
from royal_cli.commerce import session
from royal_cli.commerce.by_hand import Asked
from royal_cli.commerce.operations import ChangedField
from royal_cli.errors import ChangesFound

if TYPE_CHECKING:
    from sqlalchemy import Engine

Found = TypeVar("Found")


def of_one(dry_run: DryRun = False, yes: Yes = False, reason: Reason = None, detailed: Detailed = False) -> How:
    """The options of these commands; see `taking`."""
    return How(dry_run=dry_run, yes=yes, reason=reason, detailed=detailed)


@contextmanager
def changing(how: How, *, in_table: int = IN_TABLE) -> "Iterator[tuple[Engine, Asked]]":
    """The database, and how the change is asked for; a table lists the first `in_table` changes."""
    settings = terminal().settings
    asked = Asked(
        dry_run=how.dry_run,
        reason=how.reason,
        wait=settings.lock_wait,
        notice=note,
        shown_changes=in_table if terminal().format is Format.table else IN_JSON,
    )
    with session.engine(settings) as engine:
        yield engine, asked


def asking(how: How, preview: Callable[[Found], None]) -> Callable[[Found], None] | None:
    """A person is shown what would be done, and asked; nobody else is."""
    if how.yes or not terminal().interactive:
        return None

    def ask(found: Found) -> None:
        preview(found)
        confirm("Write this?", yes=False)

    return ask


class Changed(Protocol):
    """What a change lists of the fields that it sets."""

    @property
    def changes(self) -> list[ChangedField]: ...
    @property
    def more_changes(self) -> bool: ...


def preview(found: Changed) -> None:
    for change in found.changes:
        note(f"{change.key}  {change.action} {change.field or ''}: {change.before or '–'} -> {change.after or '–'}")
    if found.more_changes:
        note("… and more; --dry-run --json lists them.")


def ended(operation: str | None, how: How, *, found: bool) -> None:
    """What is said after the summary; `found` is whether there was anything to change."""
    if not found:
        note("Nothing to do.")
    elif how.dry_run and how.detailed:
        raise ChangesFound("There are changes.", hint="Leave out --dry-run to write them.")
    elif operation:
        note(f"`royal undo {operation}` takes it back.")
