"""Charts as numbers: where lines, bars and names stand, counted by hand."""

from decimal import Decimal

import pytest
from lxml.html import HtmlElement

from royal_cli.commerce.reports.drawing.scale import spacing, ticks
from tests.commerce.reports.pages import Values, chart, drawn, styled, text_of


def _number(element: HtmlElement, name: str) -> float:
    return float(str(element.get(name)).removesuffix("%"))


def _bars(page: HtmlElement, style: str) -> list[tuple[float, float]]:
    """Top and height in pixels of every bar in the plot."""
    (plot,) = styled(page, "svg", "plot")
    return [(_number(bar, "y"), _number(bar, "height")) for bar in styled(plot, "rect", style)]


@pytest.mark.parametrize(
    ("lowest", "highest", "expected"),
    [
        ("0", "10", "0 2 4 6 8 10"),
        ("0", "9.5", "0 2 4 6 8 10"),
        ("0", "38000", "0 10000 20000 30000 40000"),
        ("0", "1", "0 0.2 0.4 0.6 0.8 1.0"),
        ("0", "0.00003", "0 0.00001 0.00002 0.00003"),
        ("-60", "1120", "-500 0 500 1000 1500"),
        ("-4", "0", "-4 -3 -2 -1 0"),
        ("0", "0", "0 0.2 0.4 0.6 0.8 1.0"),
        ("0", "7e20", "0 2e20 4e20 6e20 8e20"),
    ],
)
def test_an_axis_has_round_numbers(lowest: str, highest: str, expected: str) -> None:
    assert ticks(Decimal(lowest), Decimal(highest)) == [Decimal(tick) for tick in expected.split()]


def test_labels_are_left_out_until_they_do_not_touch() -> None:
    """20 labels of 5 letters: 7 times 10 pixels each, and a room of 350 has place for 5."""
    assert spacing(20, 5, [1400, 350], letter=10) == [1, 4]
    assert spacing(20, 5, [700, 350], letter=10) == [2, 4]
    assert spacing(3, 5, [10], letter=10) == [3]


def test_what_a_phone_names_a_screen_names_too() -> None:
    wide, middle, narrow = spacing(92, 10, [820, 470, 220])

    assert middle % wide == 0
    assert narrow % middle == 0


def test_bars_are_as_high_as_their_values() -> None:
    """The axis ends at 40 and the plot is 200 pixels high: five pixels for one."""
    page = drawn(chart("bars", [10, 40, 25]))

    assert _bars(page, "c0") == [(162, 50), (12, 200), (87, 125)]


def test_bars_of_less_than_nothing_hang_below_it() -> None:
    """From -20 to 40 in steps of 20: 200 pixels for 60, and 0 stands at 12 + 133.333."""
    page = drawn(chart("bars", [40, -20]))

    (up, down) = _bars(page, "c0")
    assert up == pytest.approx((12, 133.333))
    assert down == pytest.approx((145.333, 66.667))


def test_what_is_unknown_has_no_bar_and_nothing_has_one_without_height() -> None:
    page = drawn(chart("bars", [10, None, 0]))

    assert [height for _, height in _bars(page, "c0")] == [200, 0]


def test_bars_stand_side_by_side_within_their_band() -> None:
    """Two labels, two series: bands of 50 %, of which both bars take 70 %."""
    page = drawn(chart("bars", [1, 2], [3, 4]))

    places = [
        (_number(bar, "x"), _number(bar, "width")) for bar in styled(styled(page, "svg", "plot")[0], "rect", "c1")
    ]
    assert places == [(25, 17.5), (75, 17.5)]


def test_stacks_add_up_upwards_and_downwards() -> None:
    """10 + 20 above, 10 below; the axis runs from -10 to 30: 5 pixels for one, 0 at 162."""
    page = drawn(chart("stacked", [10], [20], [-10]))

    assert _bars(page, "c0") == [(112, 50)]
    assert _bars(page, "c1") == [(12, 100)]
    assert _bars(page, "c2") == [(162, 50)]


def test_a_stack_is_told_apart_without_colour() -> None:
    page = drawn(chart("stacked", [10], [20], [5]))

    fills = [str(bar.get("fill")).removeprefix("url(#").removesuffix(")") for bar in _hatched(page)]
    patterns = {pattern.get("id"): pattern[0].get("d") for pattern in page.iter("pattern")}
    assert len({patterns[fill] for fill in fills}) == 3
    assert [text_of(line) for line in page.findall(".//ul[@class='legend']/li")] == ["C", "B", "A"]


def _hatched(page: HtmlElement) -> list[HtmlElement]:
    return styled(styled(page, "svg", "plot")[0], "rect", "hatch")


def _points(page: HtmlElement, style: str) -> list[list[tuple[float, float]]]:
    """The runs of a line, each a list of places in thousandths across and pixels down."""
    (path,) = [path for path in styled(page, "path", style) if path.getparent().get("class") == "lines"]
    runs = str(path.get("d")).split("M")[1:]
    return [[(float(x), float(y)) for x, y in (point.split() for point in run.split("L"))] for run in runs]


def test_a_line_goes_through_its_values() -> None:
    """The axis ends at 40 and the lines have 200 pixels: 40 is at the top, 10 at 150; bands of 250."""
    page = drawn(chart("line", [10, 40, 0, 20]))

    assert _points(page, "c0") == [[(125, 150), (375, 0), (625, 200), (875, 100)]]


def test_a_line_breaks_where_nothing_is_known() -> None:
    page = drawn(chart("line", [10, 20, None, 30, 40, None, 5]))

    runs = _points(page, "c0")
    assert [len(run) for run in runs] == [2, 2]
    dots = [_number(dot, "cx") for dot in styled(page, "circle", "c0")]
    assert dots == [pytest.approx(100 * (place + 0.5) / 7, abs=0.001) for place in (0, 1, 3, 4, 6)]


def test_a_value_that_is_no_number_is_a_gap() -> None:
    assert [len(run) for run in _points(drawn(chart("line", [1, 2, float("nan"), float("inf"), 3, 4])), "c0")] == [2, 2]


def test_the_period_compared_with_is_drawn_behind_and_in_its_own_way() -> None:
    page = drawn(chart("line", [1, 2, 3], compared=[3, 2, 1]))

    boxes = [path.get("class") for path in page.iter("path") if path.getparent().get("class") == "lines"]
    assert boxes == ["line was", "line c0"]
    assert [text_of(line) for line in page.findall(".//ul[@class='legend']/li")] == ["A", "Before"]


def test_one_point_is_a_dot() -> None:
    page = drawn(chart("line", [7]))

    (dot,) = styled(page, "circle", "c0")
    assert _number(dot, "cx") == 50


def test_parts_of_a_whole_are_as_long_as_they_are_large() -> None:
    page = drawn(chart("shares", [60, 30, 10]))

    bars = [bar for svg in styled(page, "svg", "lying") for bar in svg]
    assert [(_number(bar, "x"), _number(bar, "width")) for bar in bars] == [
        (0, 100),
        (0, 50),
        (0, pytest.approx(16.667)),
    ]
    told = [text_of(line) for line in page.findall(".//ul[@class='bars']/li")]
    assert told == ["L0 60.00 EUR 60.0 %", "L1 30.00 EUR 30.0 %", "L2 10.00 EUR 10.0 %"]


def test_parts_of_which_one_is_less_than_nothing_are_parts_of_no_whole() -> None:
    page = drawn(chart("shares", [60, -20]))

    bars = [bar for svg in styled(page, "svg", "lying") for bar in svg]
    assert [(_number(bar, "x"), _number(bar, "width")) for bar in bars] == [(25, 75), (0, 25)]
    assert "%" not in text_of(page.find(".//ul[@class='bars']"))


def test_many_small_parts_become_one() -> None:
    page = drawn(chart("shares", [100, *[2] * 20]))

    told = [text_of(line) for line in page.findall(".//ul[@class='bars']/li")]
    assert len(told) == 12
    assert told[-1] == "10 others 20.00 EUR 14.3 %"


def test_bars_with_long_names_lie() -> None:
    page = drawn(chart("bars", [50, 25], labels=["WHITE HANGING HEART T-LIGHT HOLDER", "PARTY BUNTING"]))

    assert not styled(page, "svg", "plot")
    assert [_number(svg[0], "width") for svg in styled(page, "svg", "lying")] == [100, 50]


def test_bars_whose_names_find_no_room_below_them_lie_and_days_do_not() -> None:
    named = drawn(chart("bars", range(15), labels=[f"Product {place}" for place in range(15)]))
    months = drawn(chart("bars", range(15), labels=[f"2025-{place + 1:02}" for place in range(15)]))

    assert (len(styled(named, "svg", "lying")), len(styled(named, "svg", "plot"))) == (15, 0)
    assert (len(styled(months, "svg", "lying")), len(styled(months, "svg", "plot"))) == (0, 1)


def test_a_matrix_is_a_table_with_shades() -> None:
    """The highest value has the darkest of six shades, half of it the third from below: 2.5 rounds up."""
    page = drawn(chart("heat", [100, 50, None], [80, 0, None], unit="%", labels=["M0", "M1", "M2"]))

    table = page.find(".//table[@class='heat']")
    assert table is not None
    assert [cell.get("class") for cell in table.iter("td") if cell.getparent().getparent().tag == "tbody"] == [
        "h5", "h3", None, "h4", "h0", None,
    ]  # fmt: skip
    assert [text_of(row) for row in table.find("tbody")] == ["A 100.0 % 50.0 % –", "B 80.0 % 0.0 % –"]


@pytest.mark.parametrize("shape", ["line", "bars", "stacked", "shares", "heat"])
@pytest.mark.parametrize("values", [[], [None, None]], ids=["no labels", "nothing known"])
def test_a_chart_of_nothing_says_so(shape: str, values: Values) -> None:
    page = drawn(chart(shape, values))

    assert "Nothing is known of it yet." in text_of(page)
    assert not list(page.iter("svg"))


@pytest.mark.parametrize("shape", ["line", "bars", "stacked"])
@pytest.mark.parametrize("values", [[1e21, 3e21], [1e-9, 2e-9], [-5, -1], [0, 0], [Decimal("0.1"), Decimal("0.2")]])
def test_whatever_the_values_everything_stands_inside(shape: str, values: Values) -> None:
    page = drawn(chart(shape, values))

    (plot,) = styled(page, "svg", "plot")
    height = _number(plot, "height")
    for bar in styled(plot, "rect", "bar"):
        assert _number(bar, "y") >= 12 - 0.001
        assert _number(bar, "y") + _number(bar, "height") <= 212.001
    for name in styled(plot, "text", "axis"):
        assert 0 <= _number(name, "y") <= height


def test_four_hundred_labels_are_drawn_and_few_are_named() -> None:
    labels = [f"2026-{place:04}" for place in range(400)]
    page = drawn(chart("bars", range(400), labels=labels))

    (plot,) = styled(page, "svg", "plot")
    assert len(styled(plot, "rect", "bar")) == 400
    named = [name for name in styled(plot, "text", "axis") if name.get("text-anchor") == "middle"]
    on_a_phone = [_number(name, "x") for name in named if "room3" in str(name.get("class"))]
    assert 1 <= len(on_a_phone) <= 4
    assert len(named) <= 12


def test_a_pointer_is_told_the_values_of_a_label() -> None:
    page = drawn(chart("line", [1234.5, None], compared=[1000, 900], labels=["Jan", "Feb"]))

    told = [str(hit[0].text).replace("\u00a0", " ") for hit in styled(page, "rect", "hit")]
    assert told == ["Jan\nA: 1,234.50 EUR\nBefore: 1,000.00 EUR", "Feb\nA: –\nBefore: 900.00 EUR"]


def test_who_does_not_see_a_chart_is_told_about_it() -> None:
    page = drawn(chart("line", [10, 40, 20], labels=["Jan", "Feb", "Mar"]))

    (plot,) = styled(page, "svg", "plot")
    title, about = (plot.get_element_by_id(name) for name in str(plot.get("aria-labelledby")).split())
    assert plot.get("role") == "img"
    assert title.text == "Net sales"
    assert text_of(about) == "Line chart, Jan to Mar. A: highest 40.00 EUR (Feb), lowest 10.00 EUR (Jan)."


def test_every_chart_has_its_table_behind_it() -> None:
    page = drawn(chart("line", [10, None], compared=[9, 8], labels=["Jan", "Feb"]))

    (details,) = page.iter("details")
    assert details.get("open") is None
    assert [text_of(row) for row in details.iter("tr")] == ["A Before", "Jan 10.00 EUR 9.00 EUR", "Feb – 8.00 EUR"]
