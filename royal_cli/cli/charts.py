"""Charts for a terminal, drawn from the same page as those of HTML: for people who look, never into a pipe."""

import sys
from collections.abc import Iterator
from itertools import groupby, islice
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

from royal_cli.cli.terminal import Format, coloured, decorated, one_line, terminal, write

if TYPE_CHECKING:
    from royal_cli.commerce.reports.notation import Notation
    from royal_cli.commerce.reports.page import Chart, Page, Series

#: A terminal of that size has room for a chart that nobody asked for; a narrower one than the last for none at all.
ROOMY = (80, 24)
NARROWEST = 40
_WIDEST = 120
_LINES = 15
#: Where colours are not wanted, series differ by what they are drawn with: plotext's word for it, and how it looks.
_LINE_MARKS = (("hd", "▞"), ("braille", "⠢"), ("x", "x"), ("+", "+"), ("*", "*"), ("o", "o"))
_BAR_MARKS = (("█", "█"), ("▒", "▒"), ("░", "░"), ("▓", "▓"), ("#", "#"), ("=", "="))
_COMPARED = ("dot", "•")
_COLOURS = ("blue+", "orange", "green+", "magenta+", "yellow", "cyan")
_RESET = "\x1b[0m"
_FILLED = "█"
_EIGHTHS = " ▏▎▍▌▋▊▉"
#: Names of lying bars take this part of the width at most.
_NAMES = 0.35


def are_shown(wanted: bool | None) -> bool:
    """Below the table of a report: as --chart or --no-chart say, else on a terminal with room for one."""
    size = get_terminal_size()
    if wanted is False or not decorated(sys.stdout) or terminal().format is not Format.table or terminal().quiet:
        return False
    is_roomy = size.columns >= ROOMY[0] and size.lines >= ROOMY[1]
    return size.columns >= NARROWEST and (wanted or is_roomy)


def show_charts(page: "Page", *, everything: bool) -> None:
    """All charts of a page, or the first. A cohort matrix is none: its table shows the same."""
    found = charts(page, min(get_terminal_size().columns, _WIDEST))
    for chart in found if everything else islice(found, 1):
        write(f"\n{chart}")


def charts(page: "Page", room: int) -> Iterator[str]:
    """Those of a page that a terminal can show and that have something to show, in `room` columns."""
    from royal_cli.commerce.reports.drawing.scale import known
    from royal_cli.commerce.reports.notation import Notation

    notation = Notation.of(terminal().settings)
    for chart in (chart for section in page.sections for chart in section.charts):
        if chart.shape != "heat" and any(known(series.values) for series in chart.series):
            yield drawn(chart, notation, room, colours=coloured(sys.stdout))


def drawn(chart: "Chart", notation: "Notation", room: int, *, colours: bool) -> str:
    """One chart as lines of text, each ended."""
    title = one_line(f"{chart.title}, {chart.unit}" if chart.unit else chart.title)
    lines = _lying(chart, notation, room) if _lies(chart, room) else _plotted(chart, notation, room, colours)
    return "".join(f"{line}\n" for line in [title, *lines])


def _lies(chart: "Chart", room: int) -> bool:
    """Whether its bars lie, with their names beside them."""
    names = sum(len(label) + 2 for label in chart.labels)
    return chart.shape == "shares" or (chart.shape == "bars" and len(chart.series) == 1 and names > room - 10)


def _lying(chart: "Chart", notation: "Notation", room: int) -> Iterator[str]:
    from royal_cli.cli.tables import columns_of, padded
    from royal_cli.commerce.reports.drawing.scale import known
    from royal_cli.commerce.reports.notation import SPACE

    values = [value if known([value]) else None for value in chart.series[0].values]
    told = [notation.measured(value, chart.unit).replace(SPACE, " ") for value in values]
    names = [_cut(one_line(label), int(room * _NAMES)) for label in chart.labels]
    broad, wide = max(map(columns_of, names)), max(map(len, told))
    highest = max((abs(float(value)) for value in values if value is not None), default=0.0) or 1.0
    for name, value, text in zip(names, values, told, strict=True):
        length = max(0.0, float(value or 0)) / highest * max(4, room - broad - wide - 4)
        least = "▏" if 0 < length < 1 / 8 else ""
        bar = _FILLED * int(length) + (_EIGHTHS[int(length % 1 * 8)].strip() or least)
        yield f"{padded(name, broad, False)}  {text:>{wide}}  {bar}".rstrip()


def _cut(text: str, room: int) -> str:
    from royal_cli.cli.tables import columns_of

    if columns_of(text) <= room:
        return text
    while columns_of(text) >= room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _plotted(chart: "Chart", notation: "Notation", room: int, colours: bool) -> Iterator[str]:
    from royal_cli.commerce.reports.drawing.bars import stacked_ends
    from royal_cli.commerce.reports.drawing.scale import known, scale, spacing

    shape = _shape(chart, room)
    values = [value for series in chart.series for value in known(series.values)]
    ticks = scale(stacked_ends(chart) if shape == "stacked" else values).ticks
    plot = _empty_plot(room)
    styles = list(_styles(chart, shape))
    if shape == "line":
        _draw_lines(plot, chart, styles)
    else:
        _draw_bars(plot, chart, shape, styles)
    plot.yticks([float(tick) for tick in ticks], [notation.short(tick) for tick in ticks])
    plot.ylim(float(ticks[0]), float(ticks[-1]))
    plot.xlim(0.5, len(chart.labels) + 0.5)
    short = [_cut(one_line(label), 14) for label in chart.labels]
    (step,) = spacing(len(short), max(map(len, short)), [room - 12], letter=1)
    plot.xticks([place + 1 for place in range(0, len(short), step)], short[::step])
    if len(chart.series) > 1:
        marks = [plot.colorize(mark, colour) if colours else mark for _, mark, colour in styles]
        yield "   ".join(f"{mark} {one_line(one.name)}" for mark, one in zip(marks, chart.series, strict=True))
    yield from _lines(plot.build(), colours)
    plot.clear_figure()


def _shape(chart: "Chart", room: int) -> str:
    """Bars that would be narrower than a column become a line, and a stack with something below 0 a row."""
    if len(chart.labels) * (1 if chart.shape == "stacked" else len(chart.series)) > room // 2:
        return "line"
    is_below = any(value is not None and value < 0 for series in chart.series for value in series.values)
    return "bars" if chart.shape == "stacked" and is_below else chart.shape


def _empty_plot(room: int) -> Any:
    """plotext has one figure, which it keeps."""
    import plotext

    plotext.clear_figure()
    plotext.limit_size(False, False)
    plotext.plot_size(room, _LINES)
    plotext.theme("clear")
    plotext.xaxes(True, False)
    plotext.yaxes(True, False)
    return plotext


def _styles(chart: "Chart", shape: str) -> Iterator[tuple[str, str, str]]:
    """Marker, sign in the legend, and colour of each series."""
    place = 0
    for series in chart.series:
        if series.compared:
            yield (*_COMPARED, "gray")
            continue
        number = place % len(_COLOURS)
        yield (*(_LINE_MARKS if shape == "line" else _BAR_MARKS)[number], _COLOURS[number])
        place += 1


def _draw_lines(plot: Any, chart: "Chart", styles: list[tuple[str, str, str]]) -> None:
    """What is compared with comes first, and lies behind."""
    both = zip(chart.series, styles, strict=True)
    for series, (marker, _, colour) in sorted(both, key=lambda pair: not pair[0].compared):
        for run in _runs(series):
            plot.plot(*zip(*run, strict=True), marker=marker, color=colour)


def _draw_bars(plot: Any, chart: "Chart", shape: str, styles: list[tuple[str, str, str]]) -> None:
    from royal_cli.commerce.reports.drawing.scale import known

    numbers = [[float(value or 0) if known([value]) else 0.0 for value in series.values] for series in chart.series]
    places = [place + 1 for place in range(len(chart.labels))]
    markers, _, colours = map(list, zip(*styles, strict=True))
    draw = plot.stacked_bar if shape == "stacked" else plot.multiple_bar
    draw(places, numbers, marker=markers, color=colours, width=0.7)


def _runs(series: "Series") -> Iterator[list[tuple[int, float]]]:
    """Known values with their places, between one gap and the next."""
    from royal_cli.commerce.reports.drawing.scale import known

    for is_known, points in groupby(enumerate(series.values, 1), lambda point: bool(known([point[1]]))):
        if is_known:
            yield [(place, float(value)) for place, value in points if value is not None]


def _lines(built: str, colours: bool) -> Iterator[str]:
    """Without the blanks that fill each line up."""
    import plotext

    for line in (built if colours else plotext.uncolorize(built)).splitlines():
        bare = line.removesuffix(_RESET).rstrip()
        yield bare + (_RESET if "\x1b" in bare and not bare.endswith(_RESET) else "")
