"""JSON from a command, or from anywhere, as rows with columns: a list of objects, an object per line, or one object.

royal's own envelope, {"schema": …, "data": …}, is what its data is. A list is read twice, a row at a time: to know its
columns and that it is whole, and for its rows. One object is held in memory.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any, TypeAlias

from royal_cli.commerce.feeds import encoding as encodings
from royal_cli.commerce.feeds import ndjson
from royal_cli.commerce.feeds.headers import closest
from royal_cli.commerce.feeds.json_stream import Document
from royal_cli.commerce.feeds.lines import Lines, split_lines
from royal_cli.commerce.feeds.source import DEFAULT_LIMITS, Limits, Source, open_feed
from royal_cli.commerce.reports.json_values import kind_of, parsed
from royal_cli.commerce.reports.page import Kind
from royal_cli.errors import FeedError, UsageError

Row: TypeAlias = Mapping[str, Any]

#: What values are called that stand in a list without a name.
VALUE = "value"
#: Where the list stands in royal's envelope, and in those of others.
_DATA = "data"
_SCHEMA = re.compile(r'^\s*\{\s*"schema"\s*:\s*"(royal\.[\w.]+/\d+)"')
_HINT = "It should be JSON, or an object per line: what commands print with --json or --format ndjson."


@dataclass(slots=True)
class Column:
    """`kinds` are those of its values; with several of them it is a column of text."""

    name: str
    kinds: set[Kind] = field(default_factory=set)

    @property
    def kind(self) -> Kind:
        return next(iter(self.kinds)) if len(self.kinds) == 1 else "text"

    @property
    def heading(self) -> str:
        words = self.name.replace("_", " ").replace(".", " ").strip()
        return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """`rows` gives them from the first on, as often as it is called. `one` is set where there is a single object."""

    name: str
    schema: str
    count: int
    columns: list[Column]
    rows: Callable[[], Iterator[Row]]
    one: Row | None

    def chosen(self, names: Sequence[str]) -> list[Column]:
        """The columns of those names; one that leads into an object has a dot: customer.email. All without any."""
        known = {column.name: column for column in self.columns}
        return [known.get(name) or self._inner(name) for name in names] or self.columns

    def _inner(self, name: str) -> Column:
        values = (look_up(row, name) for row in self.rows())
        column = Column(name, {kind_of(value) for value in values if value is not None})
        if column.kinds:
            return column
        known = [column.name for column in self.columns]
        near = closest(name, known)
        hint = f"Did you mean {near}?" if near else f"The fields are {', '.join(known)}."
        raise UsageError(f"There is no field {name!r} here.", hint=hint)


@contextmanager
def open_records(name: str, limits: Limits = DEFAULT_LIMITS) -> Iterator[Records]:
    """Of a file, an address, or - for standard input. FeedError where it is no JSON, or nothing that has rows."""
    try:
        with open_feed(name, limits=limits) as source:
            yield _read(source)
    except FeedError as error:
        raise type(error)(error.message, hint=_HINT) from error


def _read(source: Source) -> Records:
    if _is_lines(source):
        return _records(source, "", partial(_lines, source))
    schema = _schema(source)
    lists = Counter(element.path for element in Document(source).elements())
    if "" in lists or _DATA in lists or (len(lists) == 1 and not source.is_whole):
        path = "" if "" in lists else _DATA if _DATA in lists else next(iter(lists))
        return _records(source, schema, partial(_members, source, path))
    whole = parsed(Document(source).whole().text, f"Line 1 of {source.name}")
    content = whole[_DATA] if schema and isinstance(whole, dict) and _DATA in whole else whole
    if isinstance(content, list):
        return _records(source, schema, lambda: map(_row, content))
    if not isinstance(content, dict):
        raise FeedError(f"{source.name} holds one value, and nothing that could be a table.")
    return _records(source, schema, lambda: iter([content]), content)


def look_up(row: Row, name: str) -> Any:
    """The value of that name; of a name with dots, what stands there within other objects. None without one."""
    if name in row or "." not in name:
        return row.get(name)
    value: Any = row
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def columns_of(rows: Iterable[Row]) -> list[Column]:
    """Every name that a row has, in the order in which they come."""
    columns: dict[str, Column] = {}
    for row in rows:
        for name, value in row.items():
            column = columns.setdefault(name, Column(name))
            if value is not None:
                column.kinds.add(kind_of(value))
    return [*columns.values()]


def _records(source: Source, schema: str, rows: Callable[[], Iterator[Row]], one: Row | None = None) -> Records:
    counted = count(1)
    columns = columns_of(row for row, _ in zip(rows(), counted, strict=False))
    return Records(name=source.name, schema=schema, count=next(counted) - 1, columns=columns, rows=rows, one=one)


def _is_lines(source: Source) -> bool:
    """A single line is a document, whatever is in it."""
    if not ndjson.is_lines(source):
        return False
    encoding = encodings.detect(source.head, is_whole=source.is_whole, name=source.name)
    lines = split_lines(encodings.decode(source.head, encoding))
    return not source.is_whole or sum(not line.isspace() for line in lines) > 1


def _schema(source: Source) -> str:
    found = _SCHEMA.match(source.head[:1_000].decode(errors="replace"))
    return found[1] if found else ""


def _lines(source: Source) -> Iterator[Row]:
    encoding = encodings.detect(source.head, is_whole=source.is_whole, name=source.name)
    for number, text in enumerate(Lines(source, encoding.codec), 1):
        if not text.isspace():
            yield _row(parsed(text, f"Line {number} of {source.name}"))


def _members(source: Source, path: str) -> Iterator[Row]:
    for element in Document(source).elements():
        if element.path == path:
            yield _row(parsed(element.text, f"Line {element.line} of {source.name}"))


def _row(value: Any) -> Row:
    return value if isinstance(value, dict) else {VALUE: value}
