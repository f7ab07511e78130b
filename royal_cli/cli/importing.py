"""What commands that import a file show and say in the same way."""

from collections.abc import Iterable
from pathlib import Path

from royal_cli.cli.progress import Progress
from royal_cli.cli.terminal import Format, note, terminal
from royal_cli.cli.views import Column, Notice, Rows
from royal_cli.commerce.importing.counts import Rows as Counted
from royal_cli.commerce.importing.told import RejectCount, WarningCount
from royal_cli.errors import ChangesFound, PartialFailure

#: A supplier's table loses few columns, and each may matter; a shop's export has dozens that nobody misses.
NAMED_COLUMNS = 12

WARNINGS = Rows(
    WarningCount, Column("count"), Column("code"), Column("hint", fold=True), Column("lines", "Lines, such as")
)
REJECTS = Rows(
    RejectCount,
    Column("count"),
    Column("code"),
    Column("first_line", "First on line"),
    Column("column"),
    Column("value", shorten=True),
    Column("hint", fold=True),
)


class _Reporting:
    """What the importer tells, as the line on the terminal wants it."""

    def __init__(self, line: Progress) -> None:
        self._line = line

    def __call__(self, phase: str, done: int, total: int | None, rows: int) -> None:
        self._line.update(done, total, rows, phase)


def reporting(line: Progress) -> _Reporting:
    return _Reporting(line)


def note_above(line: Progress, text: str) -> None:
    line.clear()
    note(text)


def notices(warnings: Iterable[WarningCount]) -> list[Notice]:
    """What JSON has beside the data; a table shows the warnings themselves."""
    if terminal().format is not Format.json:
        return []
    return [Notice(warning.code, warning.hint, warning.count) for warning in warnings]


def ended(rows: Counted, rejects_file: Path | None, *, changed: bool, detailed: bool) -> None:
    """How the command exits after its summary; `changed` is what a dry run would have changed."""
    if rows.rejected:
        raise PartialFailure(
            f"{rows.rejected} of {rows.read} rows were rejected; they are in {rejects_file}.",
            hint="Correct them there and import that file.",
        )
    if changed and detailed:
        raise ChangesFound("There are changes.", hint="Leave out --dry-run to write them.")
