"""What charts with two axes share: the lines behind them, the names along them, and what a pointer is told."""

from collections.abc import Sequence
from itertools import count

from royal_cli.commerce.reports.drawing import svg
from royal_cli.commerce.reports.drawing.scale import HEIGHT, LETTER, Number, Scale, known, spacing
from royal_cli.commerce.reports.notation import Notation
from royal_cli.commerce.reports.page import Chart, Series

#: Series that look different.
COLOURS = 6
#: Pixels above the plot, and of the names below it.
TOP = 12.0
BOTTOM = 28.0
#: Pixels across that a chart has at least: on a screen, on a tablet, on a phone. The style sheet hides the rest.
HALF = 470.0
_ROOMS = (820.0, HALF, 220.0)
_LONGEST_LABEL = 14
#: Pixels that a name may stand out to the right.
_SPILL = 24
#: More labels than this are told by the table alone: a pointer could not find them.
_MOST_POINTED_AT = 200
#: The digits of the widest name on the axis and a gap, in the width of a digit.
_GAP = 1.5


class Plot:
    """An empty plot of a chart, to be drawn in; `key` tells it from others on the page."""

    def __init__(self, chart: Chart, scale: Scale, notation: Notation, key: str) -> None:
        self.chart = chart
        self.scale = scale
        self.notation = notation
        self.svg = svg.root(
            class_="plot", role="img", width="100%", height=TOP + HEIGHT + BOTTOM,
            aria_labelledby=f"{key}-title {key}-about",
        )  # fmt: skip
        self.key = key
        svg.add(self.svg, "title", chart.title, id=f"{key}-title")
        svg.add(self.svg, "desc", about(chart, notation), id=f"{key}-about")
        self._draw_values()
        self._draw_labels()

    @property
    def bands(self) -> int:
        """Every label has one, all are of the same width."""
        return len(self.chart.labels)

    @property
    def indent(self) -> float:
        """Room for the names of the values, in the width of a digit."""
        return max(len(self.notation.short(tick)) for tick in self.scale.ticks) + _GAP

    def y(self, value: Number) -> float:
        return TOP + self.scale.y(value)

    def across(self, bands: float) -> str:
        """A place or a width, in bands."""
        return svg.percent(bands, self.bands)

    def point_out(self) -> None:
        """Let a pointer over a label find what its values are."""
        if self.bands > _MOST_POINTED_AT:
            return
        for place, label in enumerate(self.chart.labels):
            column = svg.add(
                self.svg, "rect", class_="hit", x=self.across(place), y=TOP, width=self.across(1), height=HEIGHT
            )
            svg.add(column, "title", told(label, self.chart.series, place, self.chart.unit, self.notation))

    def _draw_values(self) -> None:
        for tick in self.scale.ticks:
            y = TOP + self.scale.y(tick)
            svg.add(self.svg, "line", class_="grid" if tick else "zero", x1="0", x2="100%", y1=y, y2=y)
            name = self.notation.short(tick)
            svg.add(self.svg, "text", name, class_="axis", x=-8, y=y + 4, text_anchor="end", aria_hidden="true")

    def _draw_labels(self) -> None:
        short = [shortened(label) for label in self.chart.labels]
        steps = spacing(self.bands, max(map(len, short)), _ROOMS)
        for place, label in enumerate(short):
            named = [room for room, step in enumerate(steps, 1) if place % step == 0]
            if named:
                share = (place + 0.5) / self.bands
                svg.add(
                    self.svg, "text", label, class_=f"axis room{named[-1]}", x=svg.percent(share, 1),
                    y=TOP + HEIGHT + 20, text_anchor=_anchor(share, label, _ROOMS[named[-1] - 1]), aria_hidden="true",
                )  # fmt: skip


def styles(chart: Chart) -> list[str]:
    """How each series is drawn: each its own colour and dash or hatching, what is compared with in grey."""
    numbers = count()
    return ["was" if series.compared else f"c{next(numbers) % COLOURS}" for series in chart.series]


def _anchor(share: float, label: str, room: float) -> str:
    """A name that would stand out at the right edge ends there, in the narrowest room that shows it."""
    return "end" if share * room + len(label) * LETTER / 2 > room + _SPILL else "middle"


def shortened(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1].rstrip()}…"


def told(label: str, series: Sequence[Series], place: int, unit: str, notation: Notation) -> str:
    """The values of one label, a line for each series."""
    lines = [
        f"{f'{one.name}: ' if len(series) > 1 else ''}{notation.measured(one.values[place], unit)}" for one in series
    ]
    return "\n".join([label, *lines])


def about(chart: Chart, notation: Notation) -> str:
    """The chart in a sentence for each of its series, for those who do not see it."""
    kinds = {"line": "Line chart", "bars": "Bar chart", "stacked": "Stacked bars"}
    first, last = chart.labels[0], chart.labels[-1]
    opening = f"{kinds.get(chart.shape, 'Chart')}, {first}" + (f" to {last}." if last != first else ".")
    return " ".join([opening, *(_about(one, chart, notation) for one in chart.series)])


def _about(series: Series, chart: Chart, notation: Notation) -> str:
    values = known(series.values)
    if not values:
        return f"{series.name}: nothing is known."
    low, high = min(values), max(values)
    where = {value: chart.labels[series.values.index(value)] for value in (low, high)}
    told_high, told_low = notation.measured(high, chart.unit), notation.measured(low, chart.unit)
    if low == high:
        return f"{series.name}: {told_high}."
    return f"{series.name}: highest {told_high} ({where[high]}), lowest {told_low} ({where[low]})."
