"""The report on sales as a page."""

from collections.abc import Iterator, Sequence
from typing import Any

from royal_cli.commerce.reports.asked import Span
from royal_cli.commerce.reports.drawn import fraction, in_units, new_page
from royal_cli.commerce.reports.page import Chart, Field, Figure, Page, Section, Series, Table, Value
from royal_cli.commerce.reports.sales_rows import SalesReport, SalesRow
from royal_cli.money import Money

METHOD = "net = gross - discounts - cancellations - refunds of orders placed, credits by their own day"
#: More than these, and a chart of them is read by nobody.
_MOST_BARS = 20


def page(report: SalesReport, span: Span) -> Page:
    return new_page(
        "Sales",
        span,
        name="sales",
        method=METHOD,
        sections=[_section(report, totals) for totals in report.totals],
        notes=report.notes,
    )


def figures(row: SalesRow) -> list[Figure]:
    """What is looked at first, of one currency."""
    of = {"currency": row.currency}

    def amount(label: str, name: str, value: Money | None, **rest: Any) -> Figure:
        return Figure(label=label, name=name, dimensions=of, value=value, kind="money", **rest)

    def count(label: str, name: str, value: int | None, **rest: Any) -> Figure:
        return Figure(label=label, name=name, dimensions=of, value=value, kind="count", **rest)

    return [
        amount("Net", "net_sales", row.net, previous=row.net_before),
        amount("Gross", "gross_sales", row.gross, previous=row.gross_before),
        count("Orders", "orders", row.orders, previous=row.orders_before),
        count("Units", "units", row.units),
        amount("Average order", "average_order", row.average_order, metric="gauge"),
        amount("Discounts", "discounts", row.discounts, more_is_better=None),
        amount("Cancellations", "cancellations", row.cancellations, more_is_better=False),
        amount("Refunds", "refunds", row.refunds, more_is_better=False),
        amount("VAT", "vat", row.vat, more_is_better=None),
        amount("Margin", "margin", row.margin, note=_known(row)),
    ]


def over_time(rows: Sequence[SalesRow], currency: str) -> Chart:
    """Net by day, week or month, and that of the period compared with behind it."""
    series = [Series(name="Net", values=[in_units(row.net) for row in rows])]
    if any(row.net_before for row in rows):
        series.append(Series(name="Before", values=[in_units(row.net_before) for row in rows], compared=True))
    labels = [row.bucket or "" for row in rows]
    return Chart(title="Net sales", shape="line", labels=labels, series=series, unit=currency)


def _section(report: SalesReport, totals: SalesRow) -> Section:
    rows = [row for row in report.rows if row.currency == totals.currency]
    return Section(
        title=f"Sales in {totals.currency}",
        figures=figures(totals),
        charts=list(_charts(report, rows, totals.currency)),
        tables=[_table(report, rows)] if report.by else [],
    )


def _charts(report: SalesReport, rows: Sequence[SalesRow], currency: str) -> Iterator[Chart]:
    if report.by and report.by.is_time:
        yield over_time(rows, currency)
    elif report.by:
        most = rows[:_MOST_BARS]
        yield Chart(
            title=f"Net sales by {report.by.value}",
            shape="bars",
            labels=[row.bucket or "" for row in most],
            series=[Series(name="Net", values=[in_units(row.net) for row in most])],
            unit=currency,
        )


def _table(report: SalesReport, rows: Sequence[SalesRow]) -> Table:
    assert report.by
    fields = [
        Field(heading=report.by.value.capitalize(), kind="text"), Field(heading="Orders", kind="count"),
        Field(heading="Units", kind="count"), Field(heading="Gross", kind="money"),
        Field(heading="Cancellations", kind="money"), Field(heading="Refunds", kind="money"),
        Field(heading="Net", kind="money"), Field(heading="Margin", kind="share"),
    ]  # fmt: skip
    return Table(title=f"By {report.by.value}", fields=fields, rows=[_cells(row) for row in rows])


def _cells(row: SalesRow) -> list[Value]:
    margin = fraction(row.margin_share)
    return [row.bucket, row.orders, row.units, row.gross, row.cancellations, row.refunds, row.net, margin]


def _known(row: SalesRow) -> str | None:
    if row.costed_share is None:
        return "no cost is known"
    return f"of the {100 * row.costed_share:.0f} % of revenue whose cost is known"
