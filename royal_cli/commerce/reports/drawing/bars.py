"""Values as bars that stand on 0: side by side, or stacked on each other."""

from royal_cli.commerce.reports.drawing import svg
from royal_cli.commerce.reports.drawing.plot import Plot, styles
from royal_cli.commerce.reports.drawing.scale import Number, known
from royal_cli.commerce.reports.page import Chart

#: The part of its band that a bar, or a group of them, takes; many bars stand close.
_BROAD, _CLOSE = 0.7, 0.9
_MANY = 60


def draw(plot: Plot) -> None:
    """Side by side; the period compared with is an outline."""
    series = plot.chart.series
    width = (_BROAD if plot.bands <= _MANY else _CLOSE) / len(series)
    for number, (one, style) in enumerate(zip(series, styles(plot.chart), strict=True)):
        start = (1 - width * len(series)) / 2 + number * width
        for place, value in enumerate(one.values):
            if known([value]) and value is not None:
                _draw_bar(plot, place + start, width, 0, float(value), style)


def draw_stacked(plot: Plot) -> None:
    """On each other, what is less than 0 downwards. Each series has its own hatching as well as its colour."""
    width = _BROAD if plot.bands <= _MANY else _CLOSE
    _define_hatchings(plot)
    for place in range(plot.bands):
        up = down = 0.0
        for one, style in zip(plot.chart.series, styles(plot.chart), strict=True):
            value = one.values[place]
            if not known([value]) or not value:
                continue
            base = up if value > 0 else down
            top = base + float(value)
            _draw_bar(plot, place + (1 - width) / 2, width, base, top, style)
            _draw_bar(plot, place + (1 - width) / 2, width, base, top, "hatch", f"url(#{plot.key}-{style})")
            up, down = (top, down) if value > 0 else (up, top)


def stacked_ends(chart: Chart) -> list[Number]:
    """The top and the bottom of every stack."""
    ends: list[Number] = []
    for place in range(len(chart.labels)):
        values = [float(value) for value in known(one.values[place] for one in chart.series)]
        ends += [sum(value for value in values if value > 0), sum(value for value in values if value < 0)]
    return ends


def _draw_bar(
    plot: Plot, start: float, width: float, base: float, top: float, style: str, fill: str | None = None
) -> None:
    upper, lower = sorted((plot.y(base), plot.y(top)))
    svg.add(
        plot.svg, "rect", x=plot.across(start), width=plot.across(width), y=upper, height=lower - upper,
        class_=f"bar {style}", fill=fill,
    )  # fmt: skip


#: Lines across a tile of 8 pixels.
_HATCHINGS = {
    "c0": "",
    "c1": "M-2 10 L10 -2",
    "c2": "M0 4 H8",
    "c3": "M-2 -2 L10 10",
    "c4": "M4 0 V8",
    "c5": "M0 4 H8 M4 0 V8",
    "was": "",
}


def _define_hatchings(plot: Plot) -> None:
    definitions = svg.add(plot.svg, "defs")
    for style, lines in _HATCHINGS.items():
        tile = svg.add(
            definitions, "pattern", id=f"{plot.key}-{style}", width=8, height=8, patternUnits="userSpaceOnUse"
        )
        svg.add(tile, "path", d=lines, class_="hatching")
