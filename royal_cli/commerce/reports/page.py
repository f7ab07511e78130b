"""A report as something to look at: figures, charts and tables, whatever draws them."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal, TypeAlias

from royal_cli.money import Money

Value: TypeAlias = Money | Decimal | int | str | datetime | None
#: How a value is written: `share` is a fraction of 1, shown in percent.
Kind = Literal["money", "count", "number", "share", "text", "date", "month"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number that a reader looks at first. `previous` is the same of the period it is compared with."""

    label: str
    value: Value
    kind: Kind
    previous: Value = None
    #: Whether more of it is better; None where that cannot be said.
    more_is_better: bool | None = True
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """`values` has one entry per label of its chart; None is unknown and leaves a gap, it is not 0."""

    name: str
    values: list[int | float | Decimal | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`unit` is a currency, or what is counted: units, orders, %. Amounts of money are in whole units of it."""

    title: str
    shape: Literal["line", "bars", "stacked", "shares", "heat"]
    labels: list[str]
    series: list[Series]
    unit: str = ""
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    heading: str
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    title: str
    fields: list[Field]
    rows: list[list[Value]]
    note: str | None = None
    #: What to say where there are no rows.
    empty: str = "Nothing."


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What stands together under one heading."""

    title: str
    figures: list[Figure] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`period` and `compared` are as people say them: 1 Jan 2026 to 31 Mar 2026, Europe/Amsterdam."""

    title: str
    period: str
    sections: list[Section]
    made_at: datetime
    compared: str | None = None
    #: What a reader must know to trust the figures: what is left out, what is unknown.
    notes: list[str] = field(default_factory=list)
