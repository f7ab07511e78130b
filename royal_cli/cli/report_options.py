"""The options of every report: which days, by what, compared with what, and where to draw it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from royal_cli.cli.terminal import Format, terminal
from royal_cli.commerce.reports.words import By, ByOrder, ByTime, Compare, Words

_FORMS = "30d, 12w, 6m, 1y, today, yesterday, this-month, last-month, 2025, 2025-Q1, 2025-03 or all"

_From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="The first day, such as 2025-03-01.")]
_To = Annotated[str | None, typer.Option("--to", metavar="DATE", help="The last day, which is in it; else today.")]
_Period = Annotated[str | None, typer.Option("--period", metavar="PERIOD", help=f"Instead of dates: {_FORMS}.")]
_By = Annotated[By | None, typer.Option("--by", help="A row for each.", show_default=False)]
_ByTime = Annotated[ByTime | None, typer.Option("--by", help="A row for each.", show_default=False)]
_ByOrder = Annotated[ByOrder | None, typer.Option("--by", help="A row for each.", show_default=False)]
_Compare = Annotated[
    Compare | None,
    typer.Option("--compare", help="With the days before, as many; or with the same days a year ago."),
]
_Html = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help="Write it as a page with charts, for a browser.")
]

_Chart = Annotated[
    bool | None,
    typer.Option(
        "--chart/--no-chart", help="Its charts below the table; a roomy terminal shows one.", show_default=False
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    words: Words
    html: Path | None = None
    #: All charts below a table, or none; None: as the terminal has room.
    chart: bool | None = None


def of_options(
    since: _From = None,
    until: _To = None,
    period: _Period = None,
    by: _By = None,
    compare: _Compare = None,
    html: _Html = None,
    chart: _Chart = None,
) -> ReportOptions:
    """The options of a report that has rows by time, channel, country or category; see `taking`."""
    words = Words(since=since, until=until, period=period, by=by, compare=compare)
    return ReportOptions(words=words, html=html, chart=chart)


def without_by(
    since: _From = None,
    until: _To = None,
    period: _Period = None,
    compare: _Compare = None,
    html: _Html = None,
    chart: _Chart = None,
) -> ReportOptions:
    """The options of a report that has rows of its own."""
    return of_options(since, until, period, None, compare, html, chart)


def of_days(since: _From = None, until: _To = None, period: _Period = None, compare: _Compare = None) -> Words:
    """Which days, and compared with which, for a command that shows no rows."""
    return Words(since=since, until=until, period=period, compare=compare)


def by_time(
    since: _From = None,
    until: _To = None,
    period: _Period = None,
    by: _ByTime = None,
    html: _Html = None,
    chart: _Chart = None,
) -> ReportOptions:
    """The options of a report that has rows by time, and is compared with nothing."""
    return of_options(since, until, period, None if by is None else By(by.value), None, html, chart)


def by_order(
    since: _From = None,
    until: _To = None,
    period: _Period = None,
    by: _ByOrder = None,
    html: _Html = None,
    chart: _Chart = None,
) -> ReportOptions:
    """The options of a report that has rows by what a whole order has, and is compared with nothing."""
    return of_options(since, until, period, None if by is None else By(by.value), None, html, chart)


def period_only(
    since: _From = None,
    until: _To = None,
    period: _Period = None,
    html: _Html = None,
    chart: _Chart = None,
) -> ReportOptions:
    """The options of a report that has rows of its own, and is compared with nothing."""
    return of_options(since, until, period, None, None, html, chart)


#: Rows of a long list that a table shows.
LIMIT = 20
Limit = Annotated[
    int | None,
    typer.Option(
        "--limit", metavar="N", min=1, help=f"So many rows ({LIMIT} in a table, else all).", show_default=False
    ),
]


def limited(limit: int | None) -> int | None:
    return limit or (LIMIT if terminal().format is Format.table else None)
