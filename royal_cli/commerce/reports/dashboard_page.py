"""The dashboard as a page."""

from royal_cli.commerce.reports.asked import Span
from royal_cli.commerce.reports.dashboard_rows import Dashboard
from royal_cli.commerce.reports.drawn import fraction, in_units, new_page
from royal_cli.commerce.reports.page import Chart, Field, Figure, Page, Section, Series, Table
from royal_cli.commerce.reports.sales_page import METHOD, figures, over_time
from royal_cli.commerce.reports.sales_rows import SalesRow


def page(report: Dashboard, span: Span) -> Page:
    sections = [*(_of_currency(report, totals) for totals in report.totals), _now(report)]
    return new_page("Dashboard", span, name="dashboard", method=METHOD, sections=sections, notes=report.notes)


def _of_currency(report: Dashboard, totals: SalesRow) -> Section:
    currency = totals.currency
    channels = [row for row in report.channels if row.currency == currency]
    best = [row for row in report.best if row.currency == currency]
    return Section(
        title=f"Sales in {currency}",
        figures=figures(totals),
        charts=[
            over_time([row for row in report.rows if row.currency == currency], currency),
            Chart(
                title="Net by channel", shape="shares", labels=[row.channel for row in channels], unit=currency,
                series=[Series(name="Net", values=[in_units(row.net) for row in channels])],
            ),
        ],
        tables=[
            Table(
                title="Best sold",
                fields=[
                    Field(heading="Code", kind="text"), Field(heading="Title", kind="text"),
                    Field(heading="Units", kind="count"), Field(heading="Revenue", kind="money"),
                    Field(heading="Of all", kind="share"),
                ],
                rows=[[row.code, row.title, row.units, row.revenue, fraction(row.revenue_share)] for row in best],
                empty="Nothing was sold.",
            )
        ],
    )  # fmt: skip


def _now(report: Dashboard) -> Section:
    def count(label: str, name: str, value: int, more_is_better: bool | None = False) -> Figure:
        return Figure(label=label, name=name, value=value, kind="count", metric="gauge", more_is_better=more_is_better)

    return Section(
        title="Right now",
        figures=[
            count("Open orders", "open_orders", report.open_orders, None),
            count(f"Open for more than {report.late_days} days", "late_orders", report.late),
            count("Held", "held_orders", report.held),
            count("Codes without a variant", "unmatched_codes", report.unmatched_codes),
            count("Out of stock", "out_of_stock", report.out_of_stock),
            count("Below the reorder point", "below_reorder_point", report.below_reorder_point),
            count("Below zero", "negative_stock", report.negative_stock),
        ],
    )
