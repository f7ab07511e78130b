"""A sheet as a table: the row its header stands on, and the rows below it, kept on disk to be read again."""

import marshal
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice, repeat
from typing import IO

from royal_cli.commerce.feeds.delimited import unique_names
from royal_cli.commerce.feeds.dialect import HEADER_WITHIN, can_be_header
from royal_cli.commerce.feeds.rows import CHUNK_ROWS, REJECT_PREFIX, Ragged, RawChunk
from royal_cli.commerce.feeds.source import Source
from royal_cli.commerce.feeds.workbook.cells import Cells, Row
from royal_cli.commerce.feeds.workbook.package import Package, Sheet
from royal_cli.errors import FeedError, UsageError

#: How well a header suits, from 0 for not at all.
Suits = Callable[[tuple[str, ...]], int]

#: So many rows show what a sheet is.
_SAMPLE_ROWS = 200
_BLOCK_ROWS = 1_000
_BLOCK_CHARACTERS = 16 << 20


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet that was read. Its rows can be read again as long as its source is open."""

    sheet: str
    header_line: int
    header: tuple[str, ...]
    #: Columns of the sheet, counted from 1, in the order of the header.
    columns: tuple[int, ...]
    _labels: tuple[str, ...]
    _blocks: "_Blocks"

    def describe(self) -> str:
        line = f", header on line {self.header_line}" if self.header_line > 1 else ""
        return f"workbook, sheet {self.sheet}{line}"

    def read(self) -> Iterator[RawChunk]:
        """The rows below the header; where the header comes again, in `ragged`."""
        rows = iter(self._blocks)
        start = 1
        while found := list(islice(rows, CHUNK_ROWS)):
            chunk = RawChunk(self.header, [], [], [])
            for number, (line, cells) in enumerate(found, start):
                row = list(map(cells.get, self.columns, repeat("")))
                if tuple(row) == self._labels:
                    hint = "this is the header again, not a product; take the row out"
                    chunk.ragged.append(Ragged(number, line, row, "repeated_header", hint))
                else:
                    chunk.rows.append(row)
                    chunk.numbers.append(number)
                    chunk.lines.append(line)
            start += len(found)
            yield chunk


def open_table(source: Source, suits: Suits, *, sheet: str | None = None, header_line: int | None = None) -> Table:
    """The one sheet that is a feed, or the one that is named; FeedError where several could be."""
    package = Package(source)
    cells = Cells(source, package)
    if sheet is not None:
        chosen = _named(source, package.sheets, sheet)
        sample = _sample(cells, chosen)
        if not sample:
            raise FeedError(f"The sheet {chosen.name} of {source.name} is empty.", hint="name another with --sheet")
    else:
        samples = {one: rows for one in package.sheets if not one.is_hidden and (rows := _sample(cells, one))}
        chosen = _only(source, samples, suits, header_line)
        sample = samples[chosen]
    return _read(source, cells, chosen, _header(source, sample, suits, header_line))


def _named(source: Source, sheets: Sequence[Sheet], name: str) -> Sheet:
    found = [one for one in sheets if one.name == name] or [one for one in sheets if _plain(one.name) == _plain(name)]
    if len(found) != 1:
        listed = ", ".join(one.name for one in sheets)
        raise UsageError(f"{source.name} has no sheet {name}.", hint=f"its sheets are {listed}")
    return found[0]


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _sample(cells: Cells, sheet: Sheet) -> list[Row]:
    with closing(cells.rows(sheet)) as rows:
        return list(islice(rows, _SAMPLE_ROWS))


def _only(source: Source, samples: dict[Sheet, list[Row]], suits: Suits, header_line: int | None) -> Sheet:
    if not samples:
        raise FeedError(f"{source.name} has no sheet with anything on it.", hint="hidden sheets need --sheet NAME")
    known = [sheet for sheet, rows in samples.items() if any(map(suits, _headers(rows, header_line)))]
    if len(known) == 1 or len(samples) == 1:
        return (known or list(samples))[0]
    names = ", ".join(sheet.name for sheet in known or samples)
    could = "could be the feed" if known else "hold something, and none looks like a feed"
    raise FeedError(f"Several sheets of {source.name} {could}: {names}.", hint="say which with --sheet NAME")


def _headers(sample: Sequence[Row], header_line: int | None) -> list[tuple[str, ...]]:
    return [tuple(row.cells.values()) for row in _candidates(sample, header_line)]


def _candidates(sample: Sequence[Row], header_line: int | None) -> list[Row]:
    """The rows that could be the header."""
    if header_line is not None:
        return [row for row in sample if row.line == header_line]
    fields = max(len(row.cells) for row in sample)
    return [row for row in sample[:HEADER_WITHIN] if can_be_header(list(row.cells.values()), fields)]


def _header(source: Source, sample: Sequence[Row], suits: Suits, header_line: int | None) -> Row:
    """The row that suits best; of several that do not, the first."""
    candidates = _candidates(sample, header_line)
    if not candidates and header_line is not None:
        raise FeedError(f"Line {header_line} of {source.name} is empty, and no header.", hint="look at --header-line")
    return max(candidates or sample[:1], key=lambda row: suits(tuple(row.cells.values())))


def _read(source: Source, cells: Cells, sheet: Sheet, header: Row) -> Table:
    blocks = _Blocks(source, sheet.name)
    rows = cells.rows(sheet)
    used = blocks.keep(row for row in rows if row.line > header.line)
    columns = sorted(used | header.cells.keys())
    names = unique_names([header.cells.get(column, f"column {column}") for column in columns])
    kept = [place for place, name in enumerate(names) if not name.casefold().startswith(REJECT_PREFIX)]
    return Table(
        sheet.name, header.line, tuple(names[place] for place in kept), tuple(columns[place] for place in kept),
        tuple(header.cells.get(columns[place], "") for place in kept), blocks,
    )  # fmt: skip


class _Blocks:
    """Rows in a temporary file, a block at a time."""

    def __init__(self, source: Source, sheet: str) -> None:
        self._file: IO[bytes] = source.temporary_file()

    def keep(self, rows: Iterator[Row]) -> set[int]:
        """Write all rows; gives the columns in which they have something."""
        used: set[int] = set()
        block: list[tuple[int, dict[int, str]]] = []
        size = 0
        for line, cells in rows:
            block.append((line, cells))
            if not cells.keys() <= used:
                used |= cells.keys()
            size += sum(map(len, cells.values()))
            if len(block) == _BLOCK_ROWS or size > _BLOCK_CHARACTERS:
                marshal.dump(block, self._file)
                block, size = [], 0
        marshal.dump(block, self._file)
        self._file.flush()
        return used

    def __iter__(self) -> Iterator[tuple[int, dict[int, str]]]:
        end = self._file.seek(0, 2)
        place = 0
        while place < end:
            # Another reader may be at another place of the same file.
            self._file.seek(place)
            block = marshal.load(self._file)
            place = self._file.tell()
            yield from block
