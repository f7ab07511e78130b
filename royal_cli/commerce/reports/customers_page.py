"""The report on customers as a page."""

from collections.abc import Iterator

from royal_cli.commerce.reports.asked import Span
from royal_cli.commerce.reports.customers_rows import CustomersReport, CustomerTotals
from royal_cli.commerce.reports.drawn import fraction, in_units, new_page
from royal_cli.commerce.reports.page import Chart, Field, Figure, Page, Section, Series, Table

METHOD = "net of customers = totals of orders not cancelled - refunds - credits; RFM by quintiles"


def page(report: CustomersReport, span: Span) -> Page:
    sections = [_of_all(report), *(_of_currency(report, totals) for totals in report.totals)]
    return new_page("Customers", span, name="customers", method=METHOD, sections=sections, notes=report.notes)


def _of_all(report: CustomersReport) -> Section:
    return Section(
        title="Who bought",
        figures=[
            Figure(label="Customers", name="customers", value=report.customers, kind="count", metric="gauge"),
            Figure(label="New", name="new_customers", value=report.new_customers, kind="count"),
        ],
        charts=list(_cohorts(report)),
    )


def _cohorts(report: CustomersReport) -> Iterator[Chart]:
    cohorts = list(dict.fromkeys(row.cohort for row in report.cohorts))
    if not cohorts:
        return
    latest = max(row.later for row in report.cohorts)
    found = {(row.cohort, row.later): row.retention for row in report.cohorts}
    yield Chart(
        title="Retention",
        shape="heat",
        labels=[str(later) for later in range(latest + 1)],
        series=[
            Series(name=cohort, values=[_percent(found.get((cohort, later))) for later in range(latest + 1)])
            for cohort in cohorts
        ],
        unit="%",
        note=f"Of those who first ordered in a {report.by}, the share that ordered so many {report.by}s later.",
    )


def _percent(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 1)


def _of_currency(report: CustomersReport, totals: CustomerTotals) -> Section:
    currency = totals.currency
    of = {"currency": currency}
    rows = [row for row in report.rows if row.currency == currency]
    segments = [row for row in report.segments if row.currency == currency]
    return Section(
        title=f"Customers who pay in {currency}",
        figures=[
            Figure(label="Net per customer", name="net_per_customer", dimensions=of, value=totals.net_per_customer,
                   kind="money", metric="gauge"),
            Figure(label="Bought again", name="repeat_share", dimensions=of, value=fraction(totals.repeat_share),
                   kind="share"),
            Figure(label="The best 10 % bring in", name="top_10_share", dimensions=of, value=fraction(totals.top_10),
                   kind="share", more_is_better=None),
            Figure(label="Orders with a known customer", name="known_share", dimensions=of,
                   value=fraction(totals.known_share), kind="share"),
        ],
        charts=[
            Chart(
                title="New and returning customers", shape="stacked", labels=[row.bucket for row in rows],
                series=[
                    Series(name="New", values=[row.new_customers for row in rows]),
                    Series(name="Returning", values=[row.returning_customers for row in rows]),
                ],
                unit="customers",
            ),
            Chart(
                title="Net by segment", shape="shares", labels=[row.segment for row in segments],
                series=[Series(name="Net", values=[in_units(row.net) for row in segments])], unit=currency,
            ),
        ],
        tables=[
            Table(
                title="Segments",
                fields=[
                    Field(heading="Segment", kind="text"), Field(heading="Customers", kind="count"),
                    Field(heading="Of all", kind="share"), Field(heading="Orders", kind="count"),
                    Field(heading="Net", kind="money"), Field(heading="Of net", kind="share"),
                    Field(heading="Last order", kind="date"),
                ],
                rows=[
                    [row.segment, row.customers, fraction(row.customers_share), row.orders, row.net,
                     fraction(row.net_share), row.last_order_at]
                    for row in segments
                ],
            )
        ],
    )  # fmt: skip
