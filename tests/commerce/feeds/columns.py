"""Reads one column of cells and shows what became of it, for tests of converters."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from royal_cli.commerce.feeds.values import Problems


class Outcome(NamedTuple):
    values: Any
    #: The refused cells: (value, code).
    warned: list[tuple[str, str]]
    #: The rejected rows: (line, code).
    rejected: list[tuple[int, str]]
    cleared: dict[int, set[str]]


def read(convert: Callable[..., Any], *cells: str, **options: Any) -> Outcome:
    """Convert a column named "Column" whose first cell stands on line 2."""
    problems = problems_for(cells)
    values = convert(cells, problems, "Column", **options)
    return Outcome(
        values,
        [(warning.value, warning.code) for _, warning in problems.warned],
        [(reject.line, reject.code) for reject in problems.rejected.values()],
        problems.cleared,
    )


def problems_for(cells: Sequence[str]) -> Problems:
    return Problems(list(range(1, len(cells) + 1)), list(range(2, len(cells) + 2)))


def is_blank(cell: str) -> bool:
    """Nothing in a cell but blanks, and the apostrophe by which a spreadsheet marks text."""
    return not cell.strip().removeprefix("'").strip()
