"""What every reader yields: rows of text under a header, with their place in the feed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import NamedTuple

#: Cells that a rejects file adds in front of a row; a reader drops them again.
REJECT_PREFIX = "royal_"
REASON_COLUMNS = tuple(f"{REJECT_PREFIX}{name}" for name in ("line", "column", "value", "code", "hint"))

#: The text that empties a field. An empty cell keeps what is stored.
CLEAR = "__CLEAR__"

#: Stands between several values of one name in one cell, as repeated XML elements and JSON lists have them.
SEPARATOR = "\x1f"

#: Ends the text of a cell that is a number or a date in its feed, and not a text that looks like one: its point is the
#: decimal mark, whatever the operator or other cells say. A blank, which every reading of a cell strips.
TYPED = "\u205f"

CHUNK_ROWS = 5_000


class Ragged(NamedTuple):
    """A row that cannot be placed under the header: it is rejected, never shifted."""

    number: int
    line: int
    cells: list[str]
    code: str
    hint: str


@dataclass(slots=True)
class RawChunk:
    """Up to CHUNK_ROWS rows. `numbers` counts data rows from 1 over the whole feed, ragged ones included;
    `lines` is the physical line (XML: line of the element) where each row starts."""

    header: tuple[str, ...]
    rows: list[list[str]]
    numbers: list[int]
    lines: list[int]
    ragged: list[Ragged] = field(default_factory=list)


def tabulate(rows: Sequence[Mapping[str, str]], numbers: list[int], lines: list[int]) -> RawChunk:
    """Rows that name their own cells, under a header of all the names they have."""
    header = tuple(dict.fromkeys(chain.from_iterable(rows)))
    return RawChunk(header, [list(map(row.get, header, repeat(""))) for row in rows], numbers, lines)
