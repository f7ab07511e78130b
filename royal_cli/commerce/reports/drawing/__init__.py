"""Charts as SVG that keeps its letters readable at any width: places across in percent, heights in pixels."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from royal_cli.commerce.reports.drawing import bars, lines, svg
from royal_cli.commerce.reports.drawing.heat import Line, heat_lines
from royal_cli.commerce.reports.drawing.plot import HALF, Plot, styles
from royal_cli.commerce.reports.drawing.scale import TIME, known, scale, spacing
from royal_cli.commerce.reports.drawing.shares import Bar, lying_bars, share_bars
from royal_cli.commerce.reports.notation import Notation
from royal_cli.commerce.reports.page import Chart

#: A chart with more labels takes the whole width of the page.
_MANY = 16
#: Longer names of bars are written beside them, and so are those that find no room below, as far as they are few.
_LONG_NAME = 12
_FEW = 30
#: So many rows stand in the table behind a chart; a page is for people.
MOST_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Sample:
    """A line of the legend."""

    name: str
    svg: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A chart, ready for a page: its SVG, or the lines of one that is made of text and bars."""

    chart: Chart
    key: str
    svg: str = ""
    indent: float = 0
    is_wide: bool = False
    legend: list[Sample] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    heat: list[Line] = field(default_factory=list)
    #: The same as text: a line per label, with a cell per series.
    rows: list[list[str]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.svg or self.bars or self.heat)


def draw(chart: Chart, notation: Notation, key: str) -> Drawing:
    """`key` is the name of the chart within its page. Where nothing is known there is nothing to draw."""
    if not chart.labels or not any(known(series.values) for series in chart.series):
        return Drawing(chart=chart, key=key)
    if chart.shape == "heat":
        return Drawing(chart=chart, key=key, heat=heat_lines(chart, notation), is_wide=True)
    rows = list(_rows(chart, notation))
    if chart.shape == "shares":
        return Drawing(chart=chart, key=key, bars=share_bars(chart, notation), rows=rows)
    if chart.shape == "bars" and _lies(chart):
        drawn = lying_bars(chart, notation)
        return Drawing(chart=chart, key=key, bars=drawn, rows=rows, legend=_legend(chart, key))
    plot = _plotted(chart, notation, key)
    return Drawing(
        chart=chart, key=key, svg=svg.to_text(plot.svg), indent=plot.indent, rows=rows,
        is_wide=len(chart.labels) > _MANY, legend=_legend(chart, key),
    )  # fmt: skip


def _lies(chart: Chart) -> bool:
    """Whether bars lie, with their names beside them. Names of days, weeks and months may be left out, others not."""
    if sum(not series.compared for series in chart.series) != 1 or len(chart.labels) > _FEW:
        return False
    longest = max(map(len, chart.labels))
    is_crowded = spacing(len(chart.labels), longest, [HALF])[0] > 1 and not all(map(TIME.fullmatch, chart.labels))
    return longest > _LONG_NAME or is_crowded


def _plotted(chart: Chart, notation: Notation, key: str) -> Plot:
    is_stacked = chart.shape == "stacked"
    values = bars.stacked_ends(chart) if is_stacked else [v for one in chart.series for v in known(one.values)]
    plot = Plot(chart, scale(values), notation, key)
    if is_stacked:
        bars.draw_stacked(plot)
    elif chart.shape == "bars":
        bars.draw(plot)
    else:
        lines.draw(plot)
    plot.point_out()
    return plot


def _rows(chart: Chart, notation: Notation) -> Iterator[list[str]]:
    for place, label in enumerate(chart.labels[:MOST_ROWS]):
        yield [label, *(notation.measured(series.values[place], chart.unit) for series in chart.series)]


def _legend(chart: Chart, key: str) -> list[Sample]:
    """Names for more than one series; of a stack in the order in which they lie on each other."""
    if len(chart.series) == 1:
        return []
    samples = [
        Sample(series.name, _sample(chart.shape, style, key))
        for series, style in zip(chart.series, styles(chart), strict=True)
    ]
    return samples[::-1] if chart.shape == "stacked" else samples


def _sample(shape: str, style: str, key: str) -> str:
    element = svg.root(class_="sample", width=22, height=12, aria_hidden="true")
    if shape == "line":
        svg.add(element, "path", d="M1 6 H21", class_=f"line {style}")
        return svg.to_text(element)
    svg.add(element, "rect", x=4, y=0.5, width=14, height=11, class_=f"bar {style}")
    if shape == "stacked":
        svg.add(element, "rect", x=4, y=0.5, width=14, height=11, class_="bar hatch", fill=f"url(#{key}-{style})")
    return svg.to_text(element)
