"""A report as one page that needs nothing else: no network, no script; on paper, on a phone, light and dark."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import count, groupby
from pathlib import Path
from typing import TYPE_CHECKING

from royal_cli.commerce.reports.changes import Change, change_of, currency
from royal_cli.commerce.reports.drawing import MOST_ROWS, Drawing, draw, svg
from royal_cli.commerce.reports.notation import SPACE, Notation
from royal_cli.commerce.reports.page import Figure, Kind, Page, Section, Table, Value
from royal_cli.commerce.whole_file import whole_file
from royal_cli.money import Money

if TYPE_CHECKING:
    from jinja2 import Template

_TEMPLATES = Path(__file__).parent / "templates"
#: Kinds that stand under each other by their last digit.
_NUMBERS: frozenset[Kind] = frozenset(["money", "count", "number", "share"])
#: A table with more rows takes no more room than one with so many.
_LONG = 60
#: From this ratio on, "12 times as much" says more than a percentage.
_TIMES = 10


def to_html(page: Page, notation: Notation) -> str:
    keys = (f"chart{number}" for number in count(1))
    sections = [_section(section, notation, keys) for section in page.sections]
    return _template().render(
        page=page, sections=sections, notation=notation, style=(_TEMPLATES / "page.css").read_text("utf-8")
    )


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=_printable,
    )  # fmt: skip
    return environment.get_template("page.html")


def _printable(value: object) -> object:
    """Names come from feeds, with whatever is in them."""
    return svg.clean(value) if type(value) is str else value


@dataclass(frozen=True, slots=True)
class _Card:
    """A figure. `change` is how it differs from what it is compared with, in words."""

    label: str
    value: str
    unit: str
    note: str | None
    sign: str = ""
    change: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table as text. `styles` says which columns are numbers, and which must not be broken; `units` what all amounts
    of a column are in."""

    table: Table
    styles: list[str]
    units: list[str]
    rows: list[list[str]]
    left_out: int

    @property
    def is_long(self) -> bool:
        """It scrolls by itself, and says how many rows it has."""
        return len(self.rows) > _LONG


@dataclass(frozen=True, slots=True)
class _Part:
    section: Section
    cards: list[_Card]
    drawings: list[Drawing]
    grids: list[_Grid]


def _section(section: Section, notation: Notation, keys: Iterator[str]) -> _Part:
    return _Part(
        section,
        [_card(figure, notation) for figure in section.figures],
        list(_filling([draw(chart, notation, next(keys)) for chart in section.charts])),
        [_grid(table, notation) for table in section.tables],
    )


def _filling(drawings: list[Drawing]) -> Iterator[Drawing]:
    """Two charts stand beside each other; one that has no neighbour takes the room of both."""
    for is_wide, run in groupby(drawings, lambda drawing: drawing.is_wide):
        beside = list(run)
        alone = [] if is_wide or len(beside) % 2 == 0 else [replace(beside.pop(), is_wide=True)]
        yield from [*beside, *alone]


def _card(figure: Figure, notation: Notation) -> _Card:
    value, unit = notation.value(figure.value, figure.kind), ""
    if isinstance(figure.value, Money) or figure.kind == "share":
        value, _, unit = value.partition(SPACE)
    change = change_of(figure)
    if change is None:
        was = "" if figure.previous is None else f"before: {notation.value(figure.previous, figure.kind)}"
        return _Card(figure.label, value, unit, figure.note, change=was)
    sign = "=" if not change.difference else "▲" if change.difference > 0 else "▼"
    verdict = {True: "better", False: "worse", None: ""}[change.is_better]
    return _Card(figure.label, value, unit, figure.note, sign, _moved(figure, change, notation), verdict)


def _moved(figure: Figure, change: Change, notation: Notation) -> str:
    """up 12.3 % from 1,204.00 EUR"""
    before = notation.value(figure.previous, figure.kind)
    if not change.difference:
        return f"as before, {before}"
    way = "up" if change.difference > 0 else "down"
    if figure.kind == "share":
        return f"{way} {notation.points(abs(change.difference))} from {before}"
    if change.ratio is None:
        return f"{way} from {before}"
    if change.ratio >= _TIMES:
        return f"{notation.rounded(change.ratio + 1, 1)} times as much as {before}"
    return f"{way} {notation.share(abs(change.ratio))} from {before}"


def _grid(table: Table, notation: Notation) -> _Grid:
    shown = table.rows[:MOST_ROWS]
    units = [_unit([row[place] for row in shown]) for place in range(len(table.fields))]
    return _Grid(
        table,
        [
            "number" if field.kind in _NUMBERS else "words" if field.kind == "text" else "short"
            for field in table.fields
        ],
        units,
        [
            [
                notation.value(value, field.kind).removesuffix(f"{SPACE}{unit}")
                for field, value, unit in zip(table.fields, row, units, strict=True)
            ]
            for row in shown
        ],
        max(0, len(table.rows) - MOST_ROWS),
    )


def _unit(values: Sequence[Value]) -> str:
    """The currency, where all amounts are in the same; it is said once then, above them."""
    found = {currency(value) for value in values if value is not None}
    return (found.pop() or "") if len(found) == 1 else ""


def write_html(page: Page, notation: Notation, path: Path) -> None:
    """The page as a file, which appears whole or not at all."""
    with whole_file(path) as file:
        file.write(to_html(page, notation).encode())
