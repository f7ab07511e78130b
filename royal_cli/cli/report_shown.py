"""Shows a report: its rows as every command shows them, and whatever was asked to be drawn."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from royal_cli.cli import charts
from royal_cli.cli.output import show
from royal_cli.cli.report_options import ReportOptions
from royal_cli.cli.terminal import note, terminal
from royal_cli.cli.views import One

if TYPE_CHECKING:
    from royal_cli.commerce.reports.page import Page

Report = TypeVar("Report")


def write_page(page: "Page", path: Path) -> None:
    """For a browser; that it is there is said on stderr."""
    from royal_cli.commerce.reports.html import write_html
    from royal_cli.commerce.reports.notation import Notation

    write_html(page, Notation.of(terminal().settings), path)
    note(f"A page with charts is in {path}.")


def show_report(
    view: One[Report],
    report: Report,
    page: "Callable[[], Page]",
    options: ReportOptions,
    *,
    notes: list[str],
    also: list[str],
) -> None:
    """`page` is made only where something is drawn. The notes are on stderr, and in the report itself."""
    show(view, report, also=also)
    if options.html:
        write_page(page(), options.html)
    elif charts.are_shown(options.chart):
        charts.show_charts(page(), everything=bool(options.chart))
    for text in notes:
        note(text)
