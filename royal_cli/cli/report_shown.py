"""Shows a report: its rows as every command shows them, its charts below them, its page in a file."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from royal_cli.cli.output import show
from royal_cli.cli.report_options import ReportOptions
from royal_cli.cli.terminal import note, terminal
from royal_cli.cli.views import One

if TYPE_CHECKING:
    from royal_cli.commerce.reports.words import Choices


def show_report(
    view: One[Any],
    name: str,
    options: ReportOptions,
    choices: "Choices | None" = None,
    also: Callable[[Any], Sequence[str]] = lambda report: (),
) -> None:
    """Make the report of that name and show it. `also` names hidden columns of the view that this one needs.

    Its notes go to stderr; in JSON they are part of the report.
    """
    from royal_cli.cli.charts import are_shown, show_charts
    from royal_cli.commerce.reports.asked import Shop, asked_of
    from royal_cli.commerce.reports.kinds import KINDS, make
    from royal_cli.commerce.session import reading

    if options.html:
        from royal_cli.commerce.whole_file import check_place

        check_place(options.html)
    kind = KINDS[name]
    settings = terminal().settings
    asked = asked_of(options.words, Shop.of(settings), kind.period)
    with reading(settings) as session:
        made = make(session, kind, asked, choices)
    compared = ["compared"] if made.span.compared else []
    show(view, made.report, also=[*compared, *also(made.report)])
    for text in made.report.notes:
        note(text)
    if options.html:
        from royal_cli.commerce.reports.html import write_html
        from royal_cli.commerce.reports.notation import Notation

        write_html(made.draw(), Notation.of(settings), options.html)
        note(f"{options.html} is the page.")
    elif are_shown(options.chart):
        show_charts(made.draw(), everything=bool(options.chart))
