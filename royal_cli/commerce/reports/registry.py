"""The reports by the name that is typed: what sets of reports and stored figures are made with.

They are the functions that the commands call. A report that is not here is in no saved set.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from royal_cli.commerce.reports import sales, sales_page
from royal_cli.commerce.reports.asked import Span
from royal_cli.commerce.reports.page import Page
from royal_cli.commerce.reports.words import PERIODS

#: What may be said of any report: of which days, and compared with which.
_DAYS = frozenset(["from", "to", "period", "compare"])
_BY = frozenset(["by"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`make` computes it, `page` is what it looks like; `options` are those that it takes, without their dashes."""

    make: Callable[[Connection, Span], Any]
    page: Callable[[Any, Span], Page]
    options: frozenset[str]
    #: The period of one that is asked for none.
    period: str


REPORTS: Mapping[str, Report] = {
    "sales": Report(make=sales.of_span, page=sales_page.page, options=_DAYS | _BY, period=PERIODS["sales"]),
}
