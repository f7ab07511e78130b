"""The report on orders as a page."""

from royal_cli.commerce.reports.asked import Span
from royal_cli.commerce.reports.drawn import fraction, new_page
from royal_cli.commerce.reports.orders_rows import OrdersReport
from royal_cli.commerce.reports.page import Chart, Field, Figure, Page, Section, Series, Table

METHOD = "sale orders by the day placed; hours from order to shipping, nearest rank"


def page(report: OrdersReport, span: Span) -> Page:
    sections = [_section(report)] if report.by is None else [_section(report), _along(report)]
    return new_page("Orders", span, name="orders", method=METHOD, sections=sections, notes=report.notes)


def _section(report: OrdersReport) -> Section:
    (total,) = report.totals
    return Section(
        title="What becomes of orders",
        figures=[
            Figure(label="Orders", name="orders", value=total.orders, kind="count"),
            Figure(label="Open now", name="open_orders", value=report.open_now, kind="count", more_is_better=None,
                   metric="gauge"),
            Figure(label=f"Open for more than {report.late_days} days", name="late_orders", value=report.late,
                   kind="count", more_is_better=False, metric="gauge"),
            Figure(label="Hours to shipping, median", name="median_hours", value=total.median_hours, kind="number",
                   more_is_better=False, metric="gauge"),
            Figure(label="Hours to shipping, 95 %", name="p95_hours", value=total.p95_hours, kind="number",
                   more_is_better=False, metric="gauge"),
            Figure(label="Cancelled", name="cancelled_share", value=fraction(total.cancelled_share), kind="share",
                   more_is_better=False),
            Figure(label="Refunded", name="refunded_share", value=fraction(total.refunded_share), kind="share",
                   more_is_better=False),
            Figure(label="Parcels", name="parcels", value=report.parcels, kind="count", more_is_better=None),
            Figure(label="Lines without a variant", name="unmatched_lines", value=report.unmatched_lines,
                   kind="count", more_is_better=False),
        ],
        charts=[
            Chart(title="Open orders by age", shape="bars", labels=[age.age for age in report.ages], unit="orders",
                  series=[Series(name="Open", values=[age.orders for age in report.ages])])
        ],
        tables=[
            Table(
                title="By status",
                fields=[
                    Field(heading="Of", kind="text"), Field(heading="Status", kind="text"),
                    Field(heading="Orders", kind="count"), Field(heading="Of all", kind="share"),
                ],
                rows=[[row.kind, row.status, row.orders, fraction(row.share)] for row in report.statuses],
            )
        ],
    )  # fmt: skip


def _along(report: OrdersReport) -> Section:
    labels = [row.bucket or "" for row in report.rows]
    return Section(
        title=f"By {report.by}",
        charts=[
            Chart(title="Orders", shape="line", labels=labels, unit="orders",
                  series=[Series(name="Orders", values=[row.orders for row in report.rows])]),
            Chart(title="Hours to shipping", shape="line", labels=labels, unit="hours",
                  series=[Series(name="Median", values=[row.median_hours for row in report.rows]),
                          Series(name="90 %", values=[row.p90_hours for row in report.rows])]),
        ]
        if report.by in ("day", "week", "month")
        else [
            Chart(title="Orders", shape="bars", labels=labels, unit="orders",
                  series=[Series(name="Orders", values=[row.orders for row in report.rows])]),
        ],
    )  # fmt: skip
