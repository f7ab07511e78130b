"""Bars that lie: parts of a whole, or things whose names are too long to stand below a bar."""

from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element

from royal_cli.commerce.reports.drawing import svg
from royal_cli.commerce.reports.drawing.scale import Number, known
from royal_cli.commerce.reports.notation import Notation
from royal_cli.commerce.reports.page import Chart, Series

#: More than these are too many to compare at a glance; the smallest become one.
_MOST = 12
_HEIGHT = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of the chart. `share` is of the whole, as text; None where there is no whole."""

    name: str
    value: str
    share: str | None
    svg: str


def share_bars(chart: Chart, notation: Notation) -> list[Bar]:
    """The parts of a whole, of the first series; what is less than 0 is part of none."""
    labels, values = _few(chart.labels, chart.series[0].values)
    numbers = known(values)
    whole = sum(Decimal(str(value)) for value in numbers)
    is_whole = whole > 0 and min(numbers, default=0) >= 0
    bounds = _bounds(numbers)
    return [
        Bar(
            label,
            notation.measured(value, chart.unit),
            notation.share(Decimal(str(value)) / whole) if is_whole and value is not None else None,
            _drawn([(value, "c0")], bounds),
        )
        for label, value in zip(labels, values, strict=True)
    ]


def lying_bars(chart: Chart, notation: Notation) -> list[Bar]:
    """Bars of a chart with one series, or with one and what it is compared with."""
    bounds = _bounds([value for series in chart.series for value in known(series.values)])
    main = next((series for series in chart.series if not series.compared), chart.series[0])
    return [
        Bar(
            label,
            notation.measured(main.values[place], chart.unit),
            None,
            _drawn([(series.values[place], _style(series)) for series in chart.series], bounds),
        )
        for place, label in enumerate(chart.labels)
    ]


def _style(series: Series) -> str:
    return "was" if series.compared else "c0"


def _few(labels: list[str], values: list[Number | None]) -> tuple[list[str], list[Number | None]]:
    if len(labels) <= _MOST:
        return labels, values
    rest = known(values[_MOST - 1 :])
    others = sum(Decimal(str(value)) for value in rest) if rest else None
    return [*labels[: _MOST - 1], f"{len(labels) - _MOST + 1} others"], [*values[: _MOST - 1], others]


def _bounds(values: list[Number]) -> tuple[Decimal, Decimal]:
    exact = [Decimal(0), *(Decimal(str(value)) for value in values)]
    return min(exact), max(exact)


def _drawn(bars: list[tuple[Number | None, str]], bounds: tuple[Decimal, Decimal]) -> str:
    low, high = bounds
    element = svg.root(class_="lying", width="100%", height=_HEIGHT * len(bars), aria_hidden="true")
    for place, (value, style) in enumerate(bars):
        if known([value]) and value and high > low:
            _draw(element, Decimal(str(value)), low, high, place * _HEIGHT, style)
    return svg.to_text(element)


def _draw(element: Element, value: Decimal, low: Decimal, high: Decimal, y: int, style: str) -> None:
    start, span = min(value, Decimal(0)) - low, high - low
    svg.add(
        element, "rect", class_=f"bar {style}", x=svg.percent(float(start), float(span)), y=y,
        width=svg.percent(float(abs(value)), float(span)), height=_HEIGHT - 2,
    )  # fmt: skip
