"""A matrix whose cells are the darker, the more is in them. It is a table: every value stands in it."""

from dataclasses import dataclass

from royal_cli.commerce.reports.drawing.scale import Number, known
from royal_cli.commerce.reports.notation import UNKNOWN, Notation
from royal_cli.commerce.reports.page import Chart

#: Shades from nothing to the highest value.
SHADES = 6


@dataclass(frozen=True, slots=True)
class Cell:
    """`shade` is 0 to SHADES - 1, None where nothing is known."""

    text: str
    shade: int | None


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    cells: list[Cell]


def heat_lines(chart: Chart, notation: Notation) -> list[Line]:
    """One line per series, one cell per label."""
    highest = max((abs(float(value)) for series in chart.series for value in known(series.values)), default=0.0)
    return [
        Line(series.name, [_cell(value, highest, chart.unit, notation) for value in series.values])
        for series in chart.series
    ]


def _cell(value: Number | None, highest: float, unit: str, notation: Notation) -> Cell:
    if value is None or not known([value]):
        return Cell(UNKNOWN, None)
    shade = int(abs(float(value)) / highest * (SHADES - 1) + 0.5) if highest else 0
    return Cell(notation.measured(value, unit), shade)
