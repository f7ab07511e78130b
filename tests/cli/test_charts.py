"""Charts for a terminal: what is drawn, and for whom."""

import os
import sys
from typing import Any

import pytest
from plotext import uncolorize

from royal_cli.cli.charts import are_shown, charts, drawn
from royal_cli.cli.terminal import Format, Terminal, answering
from royal_cli.commerce.reports.notation import Notation
from royal_cli.commerce.reports.page import Chart, Section
from tests.commerce.reports.pages import chart, page


def _lines(made: Chart, room: int = 60) -> list[str]:
    return drawn(made, Notation(), room, colours=False).splitlines()


@pytest.mark.parametrize("shape", ["line", "bars", "stacked", "shares"])
@pytest.mark.parametrize("room", [40, 60, 120])
@pytest.mark.parametrize("count", [1, 7, 400])
def test_a_chart_keeps_to_its_room(shape: str, room: int, count: int) -> None:
    values = [place * 917.5 for place in range(count)]
    labels = [f"A name, number {place}" for place in range(count)]

    lines = _lines(chart(shape, values, compared=values if shape == "line" else None, labels=labels), room)

    assert lines[0] == "Net sales, EUR"
    assert max(map(len, lines)) <= room
    assert not any("\x1b" in line or line != line.rstrip() for line in lines)


def test_bars_are_as_long_as_their_values() -> None:
    """24 columns are left for the longest: 60 without 1 for the name, 9 for 40.00 EUR, and the gaps, 46."""
    lines = _lines(chart("shares", [40, 20, 0, None], labels=["a", "b", "c", "d"]))

    assert [line.count("█") for line in lines[1:]] == [46, 23, 0, 0]
    assert [" ".join(line.rstrip("█").split()[1:]) for line in lines[1:]] == ["40.00 EUR", "20.00 EUR", "0.00 EUR", "–"]


def test_the_highest_value_is_at_the_top_and_nothing_is_at_the_bottom() -> None:
    lines = _lines(chart("line", [0, 40], labels=["Jan", "Feb"]))

    assert lines[1].strip().startswith("40┤")
    assert "Jan" in lines[-1]
    assert "Feb" in lines[-1]


def test_series_differ_without_colour() -> None:
    legend = _lines(chart("line", [1, 2, 3], [3, 2, 1], compared=[2, 2, 2]))[1]

    marks = [part.split()[0] for part in legend.split("   ")]
    assert len(set(marks)) == 3
    assert [part.split()[1] for part in legend.split("   ")] == ["A", "B", "Before"]


def test_a_gap_is_not_drawn() -> None:
    whole, broken = (_lines(chart("line", values)) for values in ([5, 5, 5, 5, 5], [5, 5, None, 5, 5]))

    def ink(lines: list[str]) -> int:
        return max(sum(letter in "▀▄▞▚▌▐█▘▝▖▗▛▜▙▟" for letter in line) for line in lines)

    assert 0 < ink(broken) < ink(whole)


def test_colours_end_with_their_line_and_nothing_fills_it_up() -> None:
    lines = drawn(chart("line", [1, 2, 3], compared=[3, 2, 1]), Notation(), 60, colours=True).splitlines()

    assert any("\x1b[" in line for line in lines)
    assert all("\x1b" not in line or line.rstrip().endswith("\x1b[0m") for line in lines[2:])
    assert [uncolorize(line) for line in lines][2:] == _lines(chart("line", [1, 2, 3], compared=[3, 2, 1]))[2:]


def test_wide_letters_take_two_columns() -> None:
    lines = _lines(chart("shares", [4, 2], labels=["マグカップ", "Mug"]))

    assert lines[1].startswith("マグカップ  4.00 EUR  █")
    assert lines[2].startswith("Mug         2.00 EUR  █")


@pytest.mark.parametrize("shape", ["line", "bars", "stacked", "shares"])
def test_what_is_no_number_is_drawn_as_nothing(shape: str) -> None:
    assert _lines(chart(shape, [1, float("nan"), float("inf"), 1e21, 2]))[0] == "Net sales, EUR"


def test_names_do_not_move_the_cursor() -> None:
    made = Chart(title="a\x1b[2J", shape="shares", labels=["b\x1b]0;x\x07"], series=chart("shares", [1]).series)

    assert not any("\x1b" in line or "\x07" in line for line in _lines(made))


def test_what_a_terminal_cannot_show_is_left_out() -> None:
    made = page(
        Section(title="", charts=[chart("heat", [1]), chart("line", [None]), chart("line", []), chart("bars", [1])])
    )

    with answering(Terminal()):
        assert len(list(charts(made, 60))) == 1


@pytest.mark.parametrize(
    ("wanted", "columns", "call", "expected"),
    [
        (None, 100, {}, True),
        (None, 79, {}, False),
        (True, 60, {}, True),
        (True, 39, {}, False),
        (False, 100, {}, False),
        (True, 100, {"quiet": True}, False),
        (True, 100, {"format": Format.csv}, False),
    ],
)
def test_charts_are_drawn_where_there_is_room(
    monkeypatch: pytest.MonkeyPatch, wanted: bool | None, columns: int, call: dict[str, Any], expected: bool
) -> None:
    monkeypatch.setattr("royal_cli.cli.charts.get_terminal_size", lambda: os.terminal_size((columns, 30)))
    monkeypatch.setenv("FORCE_COLOR", "1")

    with answering(Terminal(**call)):
        assert are_shown(wanted) is expected


def test_charts_never_go_into_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("royal_cli.cli.charts.get_terminal_size", lambda: os.terminal_size((100, 30)))

    assert not sys.stdout.isatty()
    with answering(Terminal()):
        assert not are_shown(True)
