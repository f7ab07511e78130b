"""The report on channels as a page."""

from royal_cli.commerce.reports.asked import Span
from royal_cli.commerce.reports.channels_rows import ChannelRow, ChannelsReport
from royal_cli.commerce.reports.drawn import fraction, in_units, new_page
from royal_cli.commerce.reports.page import Chart, Field, Figure, Page, Section, Series, Table
from royal_cli.commerce.reports.sales_page import METHOD


def page(report: ChannelsReport, span: Span) -> Page:
    sections = [_of_currency(report, currency) for currency in sorted({row.currency for row in report.rows})]
    return new_page("Channels", span, name="channels", method=METHOD, sections=sections, notes=report.notes)


def _of_currency(report: ChannelsReport, currency: str) -> Section:
    rows = [row for row in report.rows if row.currency == currency]
    net = Series(name="Net", values=[in_units(row.net) for row in rows])
    return Section(
        title=f"Channels that sell in {currency}",
        figures=[_figure(row) for row in rows],
        charts=[
            Chart(
                title="Net by channel", shape="shares", labels=[row.channel for row in rows], series=[net],
                unit=currency,
            )
        ],
        tables=[
            Table(
                title="Side by side",
                fields=[
                    Field(heading="Channel", kind="text"), Field(heading="Orders", kind="count"),
                    Field(heading="Net", kind="money"), Field(heading="Of all", kind="share"),
                    Field(heading="Average order", kind="money"), Field(heading="Cancelled", kind="share"),
                    Field(heading="Refunded", kind="share"), Field(heading="Margin", kind="share"),
                ],
                rows=[
                    [row.channel, row.orders, row.net, fraction(row.net_share), row.average_order,
                     fraction(row.cancelled_share), fraction(row.refunded_share), fraction(row.margin_share)]
                    for row in rows
                ],
            )
        ],
    )  # fmt: skip


def _figure(row: ChannelRow) -> Figure:
    return Figure(
        label=row.channel,
        name="net_sales",
        dimensions={"currency": row.currency, "channel": row.channel},
        value=row.net,
        kind="money",
        previous=row.net_before,
    )
