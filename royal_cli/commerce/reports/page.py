"""A report as something to look at: figures, charts and tables, whatever draws them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal, TypeAlias

from royal_cli.money import Money

Value: TypeAlias = Money | Decimal | int | float | str | datetime | None
#: How a value is written: `share` is a fraction of 1, shown in percent.
Kind = Literal["money", "count", "number", "share", "text", "date", "month"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number that a reader looks at first. `previous` is the same of the period it is compared with."""

    label: str
    #: What it is called where it is kept, such as net_sales; "" is not kept.
    name: str = ""
    #: What it is of, where one report has several: {"channel": "shopify"}.
    dimensions: Mapping[str, str] = field(default_factory=dict)
    #: A counter adds up over time, a gauge does not: an average, a share, a stock. None: as its kind says.
    metric: Literal["counter", "gauge"] | None = None
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
    #: It is the period that the others are compared with: drawn behind them, and dashed.
    compared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`unit` is a currency, or what is counted: units, orders. Amounts of money are in whole units of it; with the
    unit % values are in percent, 45.7.

    line: values over time. bars, stacked: values of a few things. shares: parts of a whole, the largest first; of its
    first series. heat: one row per series, one column per label.
    """

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
    #: The report, as it is typed: sales. With the bounds of its period, the end excluded, figures are kept under it;
    #: a report of what is there right now has no start.
    name: str = ""
    start: datetime | None = None
    end: datetime | None = None
    #: How its figures come about, in words that change when they do: "net = gross - discounts - refunds".
    method: str = ""
    #: What they were computed from.
    source: str = "orders"
    #: What a reader must know to trust the figures: what is left out, what is unknown.
    notes: list[str] = field(default_factory=list)
