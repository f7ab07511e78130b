"""Delimited text as chunks of rows: as fast as the csv module, and no row is ever shifted under its header."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, islice

from royal_cli.commerce.feeds.dialect import NAMES, Dialect, Quoting, doubled
from royal_cli.commerce.feeds.lines import Lines
from royal_cli.commerce.feeds.rows import CHUNK_ROWS, REJECT_PREFIX, Ragged, RawChunk
from royal_cli.commerce.feeds.source import Source
from royal_cli.errors import FeedError

#: A chunk ends early once this much text went into it, so that a few huge cells do not fill the memory.
_CHUNK_CHARACTERS = 16 << 20
_QUOTES_HINT = "write a quote inside a quoted cell twice, and close every quote"


def header(source: Source, dialect: Dialect) -> tuple[str, ...]:
    """The names of the columns, without those that a rejects file adds."""
    return _Table(source, dialect).header


def read(source: Source, dialect: Dialect) -> Iterator[RawChunk]:
    """The rows under the header. A row of another width, or with broken quotes, is in `ragged`."""
    table = _Table(source, dialect)
    while (found := table.gather()).rows:
        yield table.place(found)


@dataclass(slots=True)
class _Found:
    """Rows as they come, with the lines they start on; what is wrong with some, by place: (code, hint)."""

    rows: list[list[str]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    faults: dict[int, tuple[str, str]] = field(default_factory=dict)

    def add_fault(self, cells: list[str], start: int, code: str, hint: str) -> None:
        self.faults[len(self.rows)] = (code, hint)
        self.rows.append(cells)
        self.starts.append(start)


class _Table:
    """One pass over a feed; `_is_lost` while it is not certain that a row begins where a line does."""

    def __init__(self, source: Source, dialect: Dialect) -> None:
        # The limit holds for the whole process; every reader sets it anew.
        csv.field_size_limit(source.limits.cell)
        self._source = source
        self._dialect = dialect
        self._lines = Lines(source, dialect.encoding, skip=dialect.skipped)
        self._reader = dialect.reader(self._lines)
        labels = self._first_row()
        if dialect.is_headless:
            labels = [f"column {place}" for place in range(1, len(labels) + 1)]
            self._lines = Lines(source, dialect.encoding, skip=dialect.skipped)
            self._reader = dialect.reader(self._lines)
        self._width = len(labels)
        names = unique_names(labels)
        self._kept = [not name.casefold().startswith(REJECT_PREFIX) for name in names]
        self._labels = list(compress(labels, self._kept))
        self.header = tuple(compress(names, self._kept))
        self._number = 0
        self._start = self._next_line
        self._is_lost = False

    @property
    def _next_line(self) -> int:
        return self._dialect.skipped + self._reader.line_num + 1

    def _first_row(self) -> list[str]:
        line = self._next_line
        try:
            return next(self._reader)
        except StopIteration:
            raise FeedError(f"{self._source.name} has no line {line}, where its header should be.") from None
        except csv.Error as error:
            raise self._lines.error(line, "is the header, but its quotes do not pair", _QUOTES_HINT) from error

    def gather(self) -> _Found:
        """The next rows, up to a chunk of them."""
        found = _Found()
        until = self._lines.characters + _CHUNK_CHARACTERS
        is_more = True
        while is_more and len(found.rows) < CHUNK_ROWS and self._lines.characters <= until:
            try:
                is_more = self._carefully(found) if self._is_lost else self._quickly(found, until)
            except csv.Error as error:
                self._set_aside(found, error)
        return found

    def _quickly(self, found: _Found, until: int) -> bool:
        """Rows as long as nothing is wrong with their quotes; False at the end of the feed."""
        rows, starts, lines, reader = found.rows, found.starts, self._lines, self._reader
        following = self._dialect.skipped + 1
        start = self._start
        try:
            for row in islice(reader, CHUNK_ROWS - len(rows)):
                rows.append(row)
                starts.append(start)
                start = reader.line_num + following
                if lines.characters > until:
                    return True
        finally:
            self._start = start
        return len(rows) == CHUNK_ROWS

    def _carefully(self, found: _Found) -> bool:
        """One row after broken quotes, which may begin in the middle of a cell."""
        row = next(self._reader, None)
        if row is None:
            return False
        start, self._start = self._start, self._next_line
        if self._quotes_pair(start):
            self._is_lost = len(row) != self._width
            found.rows.append(row)
            found.starts.append(start)
        else:
            hint = "this may be the rest of a cell whose quotes are broken further up; correct both"
            found.add_fault(row, start, "after_broken_quotes", hint)
        return True

    def _quotes_pair(self, start: int) -> bool:
        raw = self._lines.between(start, self._next_line - 1)
        return raw is not None and sum(self._plain(line).count('"') for line in raw) % 2 == 0

    def _plain(self, line: str) -> str:
        return doubled(line) if self._dialect.quoting is Quoting.BACKSLASH else line

    def _set_aside(self, found: _Found, error: csv.Error) -> None:
        """Report the lines that broken quotes have spoilt one by one, so that they can be corrected."""
        start, end = self._start, self._next_line - 1
        raw = self._lines.between(start, end)
        reason = str(error)
        if "field limit" in reason:
            limit = f"{self._source.limits.cell:,}"
            hint = "a quote may be opened there that is never closed"
            raise self._lines.error(start, f"begins a row with a cell of more than {limit} characters", hint) from error
        if raw is None or ("unexpected end" in reason and end > start):
            raise self._lines.error(start, "begins a row in which a quote is opened and not closed", _QUOTES_HINT)
        for line, text in enumerate(raw, start):
            found.add_fault(self._loosely(text), line, "broken_quotes", _QUOTES_HINT)
        self._is_lost = True
        self._start = self._next_line

    def _loosely(self, line: str) -> list[str]:
        bare = self._plain(line).rstrip("\r\n")
        return next(csv.reader([bare], delimiter=self._dialect.delimiter), [])

    def place(self, found: _Found) -> RawChunk:
        """The rows that fit under the header, numbered, and those that do not."""
        rows = found.rows
        is_even = set(map(len, rows)) == {self._width} and all(map(any, rows))
        if is_even and not found.faults and all(self._kept) and self._labels not in rows:
            numbers = list(range(self._number + 1, self._number + 1 + len(rows)))
            self._number += len(rows)
            return RawChunk(self.header, self._picked(rows), numbers, found.starts)
        return self._place_one_by_one(found)

    def _place_one_by_one(self, found: _Found) -> RawChunk:
        chunk = RawChunk(self.header, [], [], [])
        for place, (row, start) in enumerate(zip(found.rows, found.starts, strict=True)):
            if not any(row):
                continue
            self._number += 1
            fault = found.faults.get(place) or self._misfit(row)
            if fault:
                chunk.ragged.append(Ragged(self._number, start, self._without_added(row), *fault))
                continue
            chunk.rows.append(row)
            chunk.numbers.append(self._number)
            chunk.lines.append(start)
        chunk.rows = self._picked(chunk.rows)
        return chunk

    def _misfit(self, row: Sequence[str]) -> tuple[str, str] | None:
        if list(compress(row, self._kept)) == self._labels:
            return "repeated_header", "this is the header again, not a product; take the line out"
        if len(row) == self._width:
            return None
        code = "too_many_fields" if len(row) > self._width else "too_few_fields"
        sign = NAMES.get(self._dialect.delimiter, self._dialect.delimiter)
        what = f"{len(row)} fields under a header of {self._width}"
        if len(row) > self._width and not any(row[self._width :]):
            return code, f"{what}; take the {sign} at its end away, or write one behind the header as well"
        return code, f"{what}; put cells that hold a {sign} in quotes"

    def _picked(self, rows: list[list[str]]) -> list[list[str]]:
        return rows if all(self._kept) else [list(compress(row, self._kept)) for row in rows]

    def _without_added(self, row: list[str]) -> list[str]:
        """A ragged row of a rejects file, without the cells that the file put in front of it."""
        return row[self._kept.index(True) :] if any(self._kept) else row


def unique_names(cells: Sequence[str]) -> list[str]:
    """Names for columns: "column 8" where there is none, "Price (2)" where one comes again."""
    names: dict[str, None] = {}
    for place, cell in enumerate(cells, 1):
        bare = " ".join(cell.removeprefix("\ufeff").split()) or f"column {place}"
        name, again = bare, 2
        while name in names:
            name, again = f"{bare} ({again})", again + 1
        names[name] = None
    return list(names)
