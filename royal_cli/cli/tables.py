"""Tables for people: what stands in each cell, and how much room it gets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cached_property
from itertools import accumulate
from typing import Any, Protocol
from unicodedata import combining, east_asian_width

from royal_cli.cli.terminal import one_line, terminal
from royal_cli.cli.views import Column, View, of_fields
from royal_cli.money import Money, to_text

UNKNOWN = "–"
GAP = 2
#: The narrowest that a column which gives way may become, and what is pleasant for a shortened one.
LEAST = 12
READABLE = 20
FEW = 4
_NUMBERS = (int, float, Decimal, Money)
_DATES = {"iso": "%Y-%m-%d", "dmy": "%d-%m-%Y", "mdy": "%m/%d/%Y"}


@dataclass(frozen=True)
class Strip:
    """One column of a table as text, from its heading down."""

    column: Column
    right: bool
    cells: list[str]

    @cached_property
    def width(self) -> int:
        return max(columns_of(text) for text in (self.column.title, *self.cells))

    def least(self, shortened: int) -> int:
        narrow = shortened if self.column.shorten else LEAST
        return min(self.width, narrow) if self.column.shorten or self.column.fold else self.width


class Painter(Protocol):
    """Makes text of a table: plainly, or for a terminal."""

    def table(self, strips: Sequence[Strip]) -> str: ...
    def pairs(self, lines: Sequence[tuple[Column, str]]) -> str: ...
    def heading(self, text: str) -> str: ...


def painted_list(painter: Painter, view: View[Any], rows: Sequence[Any], columns: Sequence[Column]) -> str:
    return painter.table([_strip(view, rows, column) for column in columns])


def painted_object(painter: Painter, row: Any, columns: Sequence[Column]) -> str:
    """One line per field, then one table per field that holds rows of its own."""
    nested = {column.field: inner for column in columns if (inner := _rows_in(getattr(row, column.field)))}
    lines = [(column, _cell_of(column, row)) for column in columns if column.field not in nested]
    sections = (painted_rows(painter, column, nested[column.field]) for column in columns if column.field in nested)
    return painter.pairs(lines) + "".join(sections)


def painted_rows(painter: Painter, column: Column, rows: Sequence[Any]) -> str:
    """The rows that a field holds, under its title."""
    view = column.rows or of_fields(type(rows[0]))
    shown = [inner for inner in view.columns if inner.shown and (not inner.sparse or _tells(inner, rows))]
    drawn = painted_across(painter, view, rows) if column.across else painted_list(painter, view, rows, shown)
    return f"\n{painter.heading(column.title)}\n{drawn}"


def _tells(column: Column, rows: Sequence[Any]) -> bool:
    values = (getattr(row, column.field) for row in rows)
    amounts = (value.amount if isinstance(value, Money) else value for value in values)
    return any(value and value != column.usual for value in amounts)


def painted_across(painter: Painter, view: View[Any], rows: Sequence[Any]) -> str:
    """A few rows beside each other, headed by their first field."""
    heads, *others = [(column, [_cell_of(column, row) for row in rows]) for column in view.columns]
    lines = [(column, cells) for column, cells in others if column.shown and {*cells} != {UNKNOWN}]
    names = Strip(Column("field", ""), False, [column.title for column, _ in lines])
    strips = [
        Strip(Column(text, f"{heads[0].title} {text}", shorten=True), False, [cells[place] for _, cells in lines])
        for place, text in enumerate(heads[1])
    ]
    return painter.table([names, *strips])


def cell(value: object) -> str:
    """A value as a person reads it, on one line; what is unknown is a dash."""
    match value:
        case None | "":
            return UNKNOWN
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case Money():
            amount = to_text(value.amount, value.scale).replace(".", terminal().settings.display.decimal_mark)
            return f"{amount} {value.currency}"
        case datetime():
            return _local(value)
        case date():
            return value.strftime(_DATES[terminal().settings.display.dates])
        case str():
            return one_line(value)
        case Mapping():
            return ", ".join(f"{key}: {cell(part)}" for key, part in value.items()) or UNKNOWN
        case Sequence() if rows := _rows_in(value):
            says = type(rows[0]).__dict__.get("__str__")
            return ", ".join(map(str, rows)) if says else str(len(rows))
        case Sequence() | set() | frozenset():
            return ", ".join(cell(part) for part in value) or UNKNOWN
    return one_line(str(value))


def _cell_of(column: Column, row: Any) -> str:
    value = getattr(row, column.field)
    if column.percent and value is not None:
        return f"{100 * value:.1f}".replace(".", terminal().settings.display.decimal_mark)
    return cell(value)


def _local(moment: datetime) -> str:
    from zoneinfo import ZoneInfo

    settings = terminal().settings
    return moment.astimezone(ZoneInfo(settings.timezone)).strftime(f"{_DATES[settings.display.dates]} %H:%M %Z")


def _rows_in(value: object) -> Sequence[Any]:
    """The dataclass rows that a field holds; empty for anything else."""
    many = isinstance(value, Sequence) and not isinstance(value, str | Money) and value and is_dataclass(value[0])
    return value if many and isinstance(value, Sequence) else ()


def _strip(view: View[Any], rows: Sequence[Any], column: Column) -> Strip:
    kind = view.types[column.field]
    right = isinstance(kind, type) and issubclass(kind, _NUMBERS) and not issubclass(kind, bool)
    return Strip(column, right, [_cell_of(column, row) for row in rows])


def columns_of(text: str) -> int:
    """Columns of a terminal that the text takes."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def padded(text: str, width: int, right: bool) -> str:
    space = " " * (width - columns_of(text))
    return space + text if right else text + space


class Plain:
    """Aligned text that is complete however wide it gets: for pipes and simple terminals."""

    def table(self, strips: Sequence[Strip]) -> str:
        lines = zip(*([strip.column.title, *strip.cells] for strip in strips), strict=True)
        return "".join(self._line(line, strips) for line in lines)

    def pairs(self, lines: Sequence[tuple[Column, str]]) -> str:
        width = max((columns_of(column.title) for column, _ in lines), default=0) + GAP
        return "".join(f"{padded(column.title, width, False)}{text}\n" for column, text in lines)

    def heading(self, text: str) -> str:
        return text

    def _line(self, texts: Sequence[str], strips: Sequence[Strip]) -> str:
        cells = (padded(text, strip.width, strip.right) for text, strip in zip(texts, strips, strict=True))
        return (" " * GAP).join(cells).rstrip() + "\n"


def fitting(strips: Sequence[Strip], room: int) -> list[int]:
    """The widths of the columns that are shown: rather a title that can be read than one more column, but the first
    four whenever they find room at all."""
    count = max(_count(strips, READABLE, room), min(FEW, _count(strips, LEAST, room)))
    widths = [strip.width for strip in strips[:count]]
    return fit(widths, [strip.least(LEAST) for strip in strips[:count]], room)


def _count(strips: Sequence[Strip], least: int, room: int) -> int:
    """How many of the first columns find room."""
    ends = accumulate(strip.least(least) + GAP for strip in strips)
    return max(1, sum(end - GAP <= room for end in ends))


def fit(widths: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Each column gets its least, and what is left goes to those that want more, in equal parts."""
    given = [min(width, room) for width in least]
    spare = room - sum(given) - GAP * (len(widths) - 1)
    while spare > 0 and (hungry := [index for index, width in enumerate(widths) if given[index] < width]):
        portion = max(1, spare // len(hungry))
        for index in hungry:
            more = min(portion, spare, widths[index] - given[index])
            given[index] += more
            spare -= more
    return given
