"""The page that a report becomes: whole in itself, complete, and harmless."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from royal_cli.commerce.reports.html import to_html, write_html
from royal_cli.commerce.reports.notation import Notation
from royal_cli.commerce.reports.page import Field, Figure, Section, Table, Value
from royal_cli.errors import NotFound
from royal_cli.money import Money
from tests.commerce.reports.pages import chart, drawn, page, parsed, styled, text_of

EVERYTHING = [chart(shape, [3, 2, 1], [1, 2, 3], compared=[1, 1, 1]) for shape in ("line", "bars", "stacked", "heat")]
HOSTILE = "</title><script>alert(1)</script><img src=x onerror=alert(1)>\" onload='x'"


def euro(cents: int) -> Money:
    return Money(cents, "EUR", 2)


def _card(figure: Figure) -> str:
    (card,) = styled(parsed(page(Section(title="", figures=[figure]))), "dl", "card")
    return text_of(card)


@pytest.mark.parametrize(
    ("value", "previous", "told"),
    [
        (euro(11_230), euro(10_000), "▲ up 12.3 % from 100.00 EUR , better"),
        (euro(9_500), euro(10_000), "▼ down 5.0 % from 100.00 EUR , worse"),
        (euro(10_000), euro(10_000), "= as before, 100.00 EUR"),
        (euro(130_000), euro(10_000), "▲ 13.0 times as much as 100.00 EUR , better"),
        (euro(500), euro(0), "▲ up from 0.00 EUR , better"),
        (euro(500), euro(-500), "▲ up from −5.00 EUR , better"),
        (euro(500), Money(400, "GBP", 2), "before: 4.00 GBP"),
        (None, euro(100), "before: 1.00 EUR"),
        (euro(500), None, ""),
    ],
)
def test_a_figure_says_in_words_how_it_changed(value: Value, previous: Value, told: str) -> None:
    card = _card(Figure(label="Net", value=value, kind="money", previous=previous))

    shown = "–" if value is None else "1,300.00 EUR" if value == euro(130_000) else text_of_money(value)
    assert card == f"Net {shown} {told}".rstrip()


def text_of_money(value: Value) -> str:
    assert isinstance(value, Money)
    return f"{value.amount / 100:.2f} EUR"


def test_shares_differ_by_points() -> None:
    card = _card(Figure(label="Returns", value=Decimal("0.089"), previous=Decimal("0.071"), kind="share",
                        more_is_better=False))  # fmt: skip

    assert card == "Returns 8.9 % ▲ up 1.8 points from 7.1 % , worse"


def test_more_may_be_neither_better_nor_worse() -> None:
    figure = Figure(label="Customers", value=9, previous=10, kind="count", more_is_better=None)

    assert _card(figure) == "Customers 9 ▼ down 10.0 % from 10"


def test_the_page_says_what_it_is_about() -> None:
    made = parsed(page(Section(title="One"), compared="1 Dec 2025 to 31 Dec 2025", notes=["3 orders have no total."]))

    assert made.findtext(".//title") == "Sales, 1 Jan 2026 to 31 Jan 2026, UTC"
    shown = text_of(made.find("body"))
    for words in ("Sales 1 Jan 2026 to 31 Jan 2026", "compared with 1 Dec 2025", "3 orders have no total.",
                  "Made by royal on 2026-03-01 08:30 UTC"):  # fmt: skip
        assert words in shown


def test_a_page_of_several_parts_leads_to_each() -> None:
    made = parsed(page(*(Section(title=title) for title in ("One", "Two", "Three"))))

    links = {str(link.get("href"))[1:]: link.text for link in made.iter("a")}
    assert list(links.values()) == ["One", "Two", "Three"]
    assert {name: text_of(made.get_element_by_id(name)) for name in links} == links


def test_a_table_has_every_value() -> None:
    table = Table(
        title="Best",
        fields=[
            Field(heading="Customer", kind="text"), Field(heading="First", kind="date"),
            Field(heading="Orders", kind="count"), Field(heading="Spent", kind="money"),
            Field(heading="Share", kind="share"),
        ],
        rows=[
            ["Anna", datetime(2026, 1, 2, tzinfo=UTC), 12_000, euro(123_456), Decimal("0.25")],
            [None, None, None, None, None],
        ],
        note="By what they spent.",
    )  # fmt: skip

    made = parsed(page(Section(title="", tables=[table])))

    rows = [[text_of(cell) for cell in row] for row in made.iter("tr")]
    assert rows == [
        ["Customer", "First", "Orders", "Spent EUR", "Share"],
        ["Anna", "2026-01-02", "12,000", "1,234.56", "25.0 %"],
        ["–", "–", "–", "–", "–"],
    ]
    assert "By what they spent." in text_of(made)


def test_amounts_of_several_currencies_each_have_theirs() -> None:
    table = Table(title="", fields=[Field(heading="Net", kind="money")], rows=[[euro(100)], [Money(100, "GBP", 2)]])

    made = parsed(page(Section(title="", tables=[table])))

    assert [text_of(cell) for cell in made.iter("td", "th")] == ["Net", "1.00 EUR", "1.00 GBP"]


def test_a_table_without_rows_says_so() -> None:
    table = Table(title="Dead stock", fields=[Field(heading="SKU", kind="text")], rows=[], empty="No stock is dead.")

    assert "No stock is dead." in text_of(parsed(page(Section(title="", tables=[table]))))


def test_a_table_that_is_too_long_for_people_says_how_much_is_missing() -> None:
    table = Table(title="", fields=[Field(heading="N", kind="count")], rows=[[place] for place in range(2_500)])

    made = parsed(page(Section(title="", tables=[table])))

    assert len(list(made.iter("td"))) == 1_000
    assert "And 1,500 more, which are too many for a page." in text_of(made)


def test_a_long_table_says_how_long_it_is() -> None:
    def heading(rows: int) -> str:
        table = Table(title="Best", fields=[Field(heading="N", kind="count")], rows=[[place] for place in range(rows)])
        return text_of(parsed(page(Section(title="", tables=[table]))).find(".//h3"))

    assert (heading(60), heading(61)) == ("Best", "Best 61 rows")


def test_an_empty_page_says_that_there_is_nothing() -> None:
    assert "There is nothing to report." in text_of(parsed(page()))


def test_nothing_on_a_page_comes_from_elsewhere() -> None:
    text = to_html(page(Section(title="All", charts=EVERYTHING)), Notation())

    made = parsed(page(Section(title="All", charts=EVERYTHING)))
    assert {tag.tag for tag in made.iter() if isinstance(tag.tag, str)} & {"script", "img", "iframe", "object"} == set()
    links = [value for tag in made.iter() for name, value in tag.items() if name in ("href", "src", "srcset", "data")]
    assert [link for link in links if not link.startswith(("#", "data:,"))] == []
    assert re.findall(r"@import|url\((?!#)|https?:", text) == []
    policy = made.find(".//meta[@http-equiv='Content-Security-Policy']")
    assert policy is not None
    assert str(policy.get("content")).startswith("default-src 'none';")


def test_a_page_is_made_for_phones_and_for_both_kinds_of_light() -> None:
    made = parsed(page())

    metas = {meta.get("name"): meta.get("content") for meta in made.iter("meta")}
    assert metas["viewport"] == "width=device-width, initial-scale=1"
    assert metas["color-scheme"] == "light dark"
    style = str(made.findtext(".//style"))
    assert "@media (prefers-color-scheme: dark)" in style
    assert "@media print" in style


@pytest.mark.parametrize("shape", ["line", "bars", "stacked", "shares", "heat"])
def test_names_are_never_markup(shape: str) -> None:
    hostile = chart(shape, [1, 2], [2, 1], labels=[HOSTILE, "b"], unit=HOSTILE)
    series = [type(one)(name=HOSTILE, values=one.values) for one in hostile.series]
    table = Table(title=HOSTILE, fields=[Field(heading=HOSTILE, kind="text")], rows=[[HOSTILE]], note=HOSTILE)
    figure = Figure(label=HOSTILE, value=HOSTILE, kind="text", note=HOSTILE)
    named = type(hostile)(title=HOSTILE, shape=hostile.shape, labels=hostile.labels, series=series, unit=HOSTILE)
    section = Section(title=HOSTILE, figures=[figure], charts=[named], tables=[table], notes=[HOSTILE])

    made = parsed(page(section, title=HOSTILE, period=HOSTILE, compared=HOSTILE, notes=[HOSTILE]))

    assert not list(made.iter("script", "img"))
    assert not [name for tag in made.iter() for name, _ in tag.items() if name.startswith("on")]
    assert made.findtext(".//h1") == HOSTILE


def test_characters_that_no_page_may_have_are_left_out() -> None:
    text = to_html(
        page(Section(title="a\x00b\x1b[31m\ud800c", charts=[chart("line", [1], labels=["x\x07y"])])), Notation()
    )

    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", text)
    assert "ab[31mc" in text


def test_every_id_is_there_once() -> None:
    made = drawn(*EVERYTHING, *EVERYTHING)

    ids = [tag.get("id") for tag in made.iter() if tag.get("id")]
    assert len(ids) == len(set(ids))
    for tag in made.iter():
        for name in str(tag.get("aria-labelledby") or "").split():
            assert name in ids
        if "url(#" in str(tag.get("fill")):
            assert str(tag.get("fill"))[5:-1] in ids


def test_a_page_with_much_on_it_is_still_small() -> None:
    """Six charts of a year of days, each with its table, and a table of a hundred rows."""
    days = [f"2026-{place // 31 + 1:02}-{place % 31 + 1:02}" for place in range(365)]
    charts = [chart("line", [place * 1.37 for place in range(365)], labels=days) for _ in range(6)]
    table = Table(title="", fields=[Field(heading="N", kind="text")] * 8, rows=[["A name of a product"] * 8] * 100)

    assert len(to_html(page(Section(title="", charts=charts, tables=[table])), Notation()).encode()) < 300_000


def _luminance(colour: str) -> float:
    """Of sRGB, as WCAG 2 computes it."""
    digits = colour if len(colour) == 6 else "".join(letter * 2 for letter in colour)
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "paper"])
def test_text_can_be_read_and_shapes_can_be_seen(scheme: int) -> None:
    """4.5 to 1 for text, 3 to 1 for lines and bars."""
    style = (Path(__file__).parents[3] / "royal_cli/commerce/reports/templates/page.css").read_text("utf-8")
    colours = dict(re.findall(r"--([\w-]+): #([0-9a-f]{3,6})\b", style.split(":root {")[scheme + 1].split("}")[0]))

    for text in ("ink", "soft", "link", "better", "worse"):
        assert _contrast(colours[text], colours["card"]) >= 4.5, text
        assert _contrast(colours[text], colours["paper"]) >= 4.5, text
    for shade in range(6):
        assert _contrast(colours["ink" if shade < 4 else "deep"], colours[f"h{shade}"]) >= 4.5, shade
    for shape in ("c0", "c1", "c2", "c3", "c4", "c5", "was"):
        assert _contrast(colours[shape], colours["card"]) >= 3, shape


def test_a_page_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    (tmp_path / "sales.html").write_text("old")

    write_html(page(), Notation(), tmp_path / "sales.html")

    assert (tmp_path / "sales.html").read_text("utf-8").startswith("<!doctype html>")
    assert [path.name for path in tmp_path.iterdir()] == ["sales.html"]


def test_a_page_needs_a_folder(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no folder"):
        write_html(page(), Notation(), tmp_path / "missing" / "sales.html")
