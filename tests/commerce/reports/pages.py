"""Pages to be drawn, and ways to look at what was drawn."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from lxml import html
from lxml.html import HtmlElement

from royal_cli.commerce.reports.html import to_html
from royal_cli.commerce.reports.notation import Notation
from royal_cli.commerce.reports.page import Chart, Page, Section, Series

Values = Sequence[int | float | Decimal | None]
MADE = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


def page(*sections: Section, **said: Any) -> Page:
    known: dict[str, Any] = {"title": "Sales", "period": "1 Jan 2026 to 31 Jan 2026, UTC", "made_at": MADE}
    return Page(sections=list(sections), **known | said)


def chart(
    shape: Any, *values: Values, labels: Sequence[str] = (), compared: Values | None = None, unit: str = "EUR"
) -> Chart:
    """Series A, B, C … of those values, and one of the period before."""
    names = labels or [f"L{place}" for place in range(len(values[0]))]
    series = [Series(name=chr(65 + place), values=list(one)) for place, one in enumerate(values)]
    before = [Series(name="Before", values=list(compared), compared=True)] if compared is not None else []
    return Chart(title="Net sales", shape=shape, labels=list(names), series=[*series, *before], unit=unit)


def drawn(*charts: Chart, **said: Any) -> HtmlElement:
    return parsed(page(Section(title="Part", charts=list(charts)), **said))


def parsed(made: Page, notation: Notation | None = None) -> HtmlElement:
    return html.fromstring(to_html(made, notation or Notation()))


def styled(element: HtmlElement, tag: str, style: str) -> list[HtmlElement]:
    """The elements of that tag that bear that word in their class."""
    return [one for one in element.iter(tag) if style in (one.get("class") or "").split()]


def text_of(element: HtmlElement) -> str:
    """What a reader sees, blanks as one."""
    return " ".join(" ".join(map(str, element.itertext())).replace("\u00a0", " ").split())
