"""Shows a report: its rows as every command shows them, and whatever was asked to be drawn."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from royal_cli.cli.output import show
from royal_cli.cli.report_options import ReportOptions
from royal_cli.cli.terminal import note
from royal_cli.cli.views import One

if TYPE_CHECKING:
    from royal_cli.commerce.reports.page import Page

Report = TypeVar("Report")


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
    for text in notes:
        note(text)
