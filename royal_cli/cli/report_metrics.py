"""`royal report metrics`: figures of reports that are kept, to be compared later."""

from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from royal_cli.cli.app import App
from royal_cli.cli.output import show
from royal_cli.cli.report_options import of_days
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import terminal
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.reports.metric_rows import Metric, MetricFilters, Stored
from royal_cli.commerce.reports.words import Words
from royal_cli.errors import NotFound, UsageError

if TYPE_CHECKING:
    from datetime import datetime

STORED = One(
    Stored,
    Column("report"),
    Column("period"),
    Column("stored", "Figures kept"),
    Column("unknown", "Not known"),
    Column("too_large"),
    summary=True,
)

METRICS = Rows(
    Metric,
    Column("name", style="bold"),
    Column("period"),
    Column("value"),
    Column("currency", "In"),
    Column("earlier"),
    Column("growth_percent", "Growth %"),
    Column("dimensions", "Of"),
    Column("previous", shown=False),
    Column("change", shown=False),
    Column("change_percent", "Change %", shown=False),
    Column("type", shown=False),
    Column("time_period", shown=False),
    Column("period_start", shown=False),
    Column("period_end", shown=False),
    Column("source", shown=False),
    Column("method", shown=False),
    Column("calculated_at", shown=False),
    empty="No such figure is kept: royal report metrics store sales --period last-month",
)

LIMIT = 50

app = App(
    "Keep the figures of reports, and compare them later.",
    default="list",
    examples="""
    royal report metrics store sales --period last-month
    royal report metrics list --name net_sales
    """,
)


@app.command(
    "store",
    shows=STORED,
    examples="""
    royal report metrics store sales --period last-month --compare year
    royal report metrics store inventory
    """,
)
@taking(words=of_days)
def store(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="Which report, such as sales.")], *, words: Words
) -> None:
    """Make a report and keep its figures, with where they come from and how they were computed.

    The same report of the same period again takes their place, so late refunds are in them. They are computed and can
    be computed again: they are no operation that `royal undo` would take back.
    """
    from royal_cli.commerce.reports.asked import Shop, asked_of
    from royal_cli.commerce.reports.generating import keep
    from royal_cli.commerce.reports.kinds import KINDS
    from royal_cli.commerce.session import engine

    settings = terminal().settings
    if report not in KINDS:
        raise NotFound(f"There is no report {report!r}.", hint=f"The reports are {', '.join(KINDS)}.")
    asked = asked_of(words, Shop.of(settings), KINDS[report].period)
    with engine(settings) as opened:
        kept = keep(opened, KINDS[report], asked, ZoneInfo(settings.timezone))
    show(STORED, kept)


@app.command(
    "list",
    shows=METRICS,
    examples="""
    royal report metrics list
    royal report metrics list --name net_sales --of currency=EUR --from 2026-01-01
    royal report metrics list --name sales.orders --all --format csv > orders.csv
    """,
)
def list_(
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="Such as sales.net_sales, net_sales, or sales.")
    ] = None,
    of: Annotated[
        list[str] | None, typer.Option("--of", metavar="KEY=VALUE", help="Of that alone, such as currency=EUR.")
    ] = None,
    since: Annotated[str | None, typer.Option("--from", metavar="DATE", help="Periods with days from then on.")] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Periods with days until then.")] = None,
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help=f"So many, and no more ({LIMIT}).", show_default=False)
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
) -> None:
    """List the figures that are kept, the newest period first.

    Each stands beside the value of the period before it: the last one of the same kind (month, week, so many days)
    whose figure was computed in the same way.
    """
    from royal_cli.commerce.reports.metric_history import list_metrics
    from royal_cli.commerce.session import reading

    if everything and limit is not None:
        raise UsageError("--all shows all there is; --limit shows so many.", hint="Leave one out.")
    zone = ZoneInfo(terminal().settings.timezone)
    filters = MetricFilters(
        name, _moment(since, "--from", zone), _moment(until, "--to", zone, 1), tuple(map(_pair, of or []))
    )
    with reading(terminal().settings) as session:
        found = list_metrics(session.connection(), filters, zone, None if everything else limit or LIMIT)
    show(METRICS, found)


def _moment(day: str | None, option: str, zone: ZoneInfo, days: int = 0) -> "datetime | None":
    """When that day begins there, or so many days later."""
    from datetime import timedelta

    from royal_cli.commerce.reports.period import midnight, parse_day

    return None if day is None else midnight(parse_day(day, option) + timedelta(days=days), zone)


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"--of {text} has no value.", hint="It reads: --of currency=EUR")
    return key.strip(), value.strip()
