"""Values over time as lines. What is unknown is a gap; the period compared with is dashed and stands behind."""

from collections.abc import Iterator
from itertools import groupby

from royal_cli.commerce.reports.drawing import svg
from royal_cli.commerce.reports.drawing.plot import TOP, Plot, styles
from royal_cli.commerce.reports.drawing.scale import HEIGHT, Number, known
from royal_cli.commerce.reports.page import Series

#: Units across of the coordinates of lines, which are stretched to the width of the page.
_WIDTH = 1000
#: Each value has a dot where there is room for it.
_MOST_DOTS = 31


def draw(plot: Plot) -> None:
    main = [series for series in plot.chart.series if not series.compared]
    _draw_area(plot, main)
    drawn = sorted(zip(plot.chart.series, styles(plot.chart), strict=True), key=lambda pair: not pair[0].compared)
    for series, style in drawn:
        _draw_line(plot, series, style)


def _draw_line(plot: Plot, series: Series, style: str) -> None:
    box = svg.add(
        plot.svg, "svg", x=0, y=TOP, width="100%", height=HEIGHT,
        viewBox=f"0 0 {_WIDTH} {HEIGHT:g}", preserveAspectRatio="none", class_="lines",
    )  # fmt: skip
    runs = list(_runs(series))
    if drawn := " ".join(_path(plot, run) for run in runs if len(run) > 1):
        svg.add(box, "path", d=drawn, class_=f"line {style}")
    every = plot.bands <= _MOST_DOTS and not series.compared
    for place, value in (point for run in runs if every or len(run) == 1 for point in run):
        svg.add(plot.svg, "circle", cx=plot.across(place + 0.5), cy=plot.y(value), r=3, class_=f"dot {style}")


def _draw_area(plot: Plot, main: list[Series]) -> None:
    """A light ground under a line that is alone."""
    if len(main) != 1:
        return
    box = svg.add(
        plot.svg, "svg", x=0, y=TOP, width="100%", height=HEIGHT,
        viewBox=f"0 0 {_WIDTH} {HEIGHT:g}", preserveAspectRatio="none",
    )  # fmt: skip
    for run in _runs(main[0]):
        if len(run) > 1:
            first, last = (_x(plot, run[place][0]) for place in (0, -1))
            zero = plot.scale.zero
            svg.add(
                box, "path", d=f"{_path(plot, run)} L{last:.1f} {zero:.1f} L{first:.1f} {zero:.1f} Z", class_="area"
            )


def _runs(series: Series) -> Iterator[list[tuple[int, Number]]]:
    """Known values with their places, between one gap and the next."""
    for is_known, points in groupby(enumerate(series.values), lambda point: bool(known([point[1]]))):
        if is_known:
            yield [(place, value) for place, value in points if value is not None]


def _path(plot: Plot, run: list[tuple[int, Number]]) -> str:
    return "M" + " L".join(f"{_x(plot, place):.1f} {plot.scale.y(value):.1f}" for place, value in run)


def _x(plot: Plot, place: int) -> float:
    return (place + 0.5) / plot.bands * _WIDTH
