"""What a command shows, declared once: its table, CSV, JSON, --fields and schema all come from here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from difflib import get_close_matches
from enum import Enum
from functools import cached_property
from pathlib import Path
from types import NoneType
from typing import Any, Generic, TypeAlias, TypeVar, get_args, get_type_hints

from royal_cli.errors import UsageError
from royal_cli.money import Money, to_text

Row = TypeVar("Row")
Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a row, and how a table shows it. What is not shown there is in every other format."""

    field: str
    heading: str = ""
    shown: bool = True
    #: On a narrow terminal its cells are shortened, or run on over several lines.
    shorten: bool = False
    fold: bool = False
    #: A rich style for the whole column, or one per value.
    style: str | Mapping[str, str] = ""
    #: How a table shows the rows that this field of a single object holds.
    rows: "Rows[Any] | None" = None
    #: These stand beside each other, a line per field that one of them has.
    across: bool = False
    #: A table under an object leaves it out where no row says more there than nothing, 0, or what is usual.
    sparse: bool = False
    usual: str = ""
    #: It is a fraction of 1, which tables show in percent.
    percent: bool = False

    @property
    def title(self) -> str:
        return self.heading or self.field.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Page:
    """Where a list was cut, and the cursor that gives the rest."""

    limit: int
    next: str | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the operator should look at although the command went well."""

    code: str
    message: str
    count: int | None = None


class View(Generic[Row]):
    """A row type and its columns, the most important first: narrow terminals drop the last ones."""

    many = True

    def __init__(
        self,
        row: type[Row],
        *columns: Column,
        version: int = 1,
        summary: bool = False,
        only: str | None = None,
        empty: str = "Nothing found.",
        part: str | None = None,
        lines: str | None = None,
    ) -> None:
        """`summary` is what was done: --quiet leaves its table out. `only` is all that the table of one object says;
        `empty` is said on stderr when a list has no rows. `part` names what an option makes a command show instead of
        what it shows otherwise; it is part of the schema's name. `lines` is the field of one object
        whose rows are what CSV and NDJSON have; --fields may name another one that holds rows."""
        declared = [field.name for field in fields(row)] if is_dataclass(row) else []
        if sorted(declared) != sorted(column.field for column in columns):
            raise TypeError(f"the columns of {row.__name__} are not its fields: {declared}")
        self.row = row
        self.columns = columns
        self.version = version
        self.summary = summary
        self.only = only
        self.empty = empty
        self.part = part
        self.lines = lines

    @property
    def names(self) -> list[str]:
        return [column.field for column in self.columns]

    @cached_property
    def types(self) -> dict[str, object]:
        """The type of each field, without its None."""
        return {name: _known(hint) for name, hint in get_type_hints(self.row).items()}

    def chosen(self, names: Sequence[str]) -> Sequence[Column]:
        """The columns that --fields names, in that order; all of them without it."""
        by_name = {column.field: column for column in self.columns}
        for name in names:
            if name not in by_name:
                raise UsageError(f"There is no field {name!r} here.", hint=self._meant(name))
        return [by_name[name] for name in names] or self.columns

    def listed(self, names: Sequence[str]) -> "tuple[Column, Rows[Any], Sequence[Column]]":
        """The field whose rows are written line by line, their view, and what is shown of them."""
        fields = {column.field: column for column in self.columns}
        named = fields.get(names[0]) if len(names) == 1 else None
        column = named if named and named.rows else fields[self.lines or ""]
        inner = column.rows
        if inner is None:
            raise TypeError(f"{column.field} holds no rows")
        return column, inner, inner.chosen([] if column is named else names)

    def _meant(self, name: str) -> str:
        close = get_close_matches(name, self.names, n=1)
        return f"Did you mean {close[0]}?" if close else f"The fields are {', '.join(self.names)}."


class Rows(View[Row]):
    """A list of rows."""


class One(View[Row]):
    """A single object, or the summary of what was done."""

    many = False


def _known(hint: object) -> object:
    parts = [part for part in get_args(hint) if part is not NoneType]
    return parts[0] if NoneType in get_args(hint) and len(parts) == 1 else hint


def encoded(row: object, columns: Sequence[Column]) -> dict[str, Json]:
    return {column.field: to_json(getattr(row, column.field)) for column in columns}


def to_json(value: object) -> Json:
    """Money as text and currency, time as RFC 3339 in UTC, decimals and paths as text, unknown as null."""
    match value:
        case Enum():
            return to_json(value.value)
        case None | str() | bool() | int() | float():
            return value
        case Money():
            return {"amount": to_text(value.amount, value.scale), "currency": value.currency}
        case datetime():
            return utc(value)
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case Path():
            return str(value)
        case Mapping():
            return {str(key): to_json(part) for key, part in value.items()}
        case Sequence() | set() | frozenset():
            return [to_json(part) for part in value]
    return {field.name: to_json(getattr(value, field.name)) for field in fields(_dataclass(value))}


def utc(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise TypeError(f"{moment!r} has no time zone")
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _dataclass(value: object) -> Any:
    if not is_dataclass(value):
        raise TypeError(f"{type(value).__name__} cannot be shown")
    return value


def of_fields(row: type[Any]) -> Rows[Any]:
    """The view of rows that stand inside another object: all their fields under their own names."""
    return Rows(row, *(Column(field.name) for field in fields(row)))
