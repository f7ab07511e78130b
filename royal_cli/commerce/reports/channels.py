"""What each channel sells, side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from royal_cli.commerce.reports.amounts import share
from royal_cli.commerce.reports.asked import Span
from royal_cli.commerce.reports.channels_rows import ChannelRow, ChannelsReport
from royal_cli.commerce.reports.notes import nothing_sold, unknown_totals
from royal_cli.commerce.reports.sales import of_span as sales_of
from royal_cli.commerce.reports.sales_rows import SalesReport, SalesRow
from royal_cli.commerce.reports.words import By, Choices


def of_span(connection: Connection, span: Span, choices: Choices) -> ChannelsReport:
    sales = sales_of(connection, replace(span, by=By.channel))
    rows = of_sales(sales.totals, sales.rows)
    return ChannelsReport(
        period=str(span.period),
        period_start=span.period.first,
        period_end=span.period.last,
        timezone=span.period.zone.key,
        compared=str(span.compared) if span.compared else None,
        channels=len({row.channel for row in rows}),
        rows=rows,
        notes=list(_notes(connection, span, sales)),
    )


def of_sales(totals: Sequence[SalesRow], rows: Sequence[SalesRow]) -> list[ChannelRow]:
    """Rows of sales by channel beside each other; those that sold nothing are left out."""
    whole = {row.currency: row.net.amount for row in totals}
    return [_row(row, whole[row.currency]) for row in rows if row.orders or row.credits or row.orders_before]


def _row(row: SalesRow, whole: int) -> ChannelRow:
    return ChannelRow(
        channel=row.bucket or "",
        currency=row.currency,
        orders=row.orders or 0,
        units=row.units,
        gross=row.gross,
        cancellations=row.cancellations,
        cancelled_share=share(row.cancellations.amount, row.gross.amount),
        refunds=row.refunds,
        refunded_share=share(row.refunds.amount, row.gross.amount),
        net=row.net,
        net_share=share(row.net.amount, whole),
        average_order=row.average_order,
        vat=row.vat,
        margin=row.margin,
        margin_share=row.margin_share,
        costed_share=row.costed_share,
        unknown_totals=row.unknown_totals or 0,
        net_before=row.net_before,
        net_change=row.net_change,
    )


def _notes(connection: Connection, span: Span, sales: SalesReport) -> Iterator[str]:
    rows: Sequence[SalesRow] = sales.totals
    if not any(row.orders or row.credits for row in rows):
        yield from nothing_sold(connection, span)
    yield from unknown_totals(sum(row.unknown_totals or 0 for row in rows))
