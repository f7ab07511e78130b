"""What was sold, given back and earned in a period: in all, and by day, week, month, channel, country or category."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from royal_cli.commerce.reports.asked import Span
from royal_cli.commerce.reports.buckets import cut
from royal_cli.commerce.reports.category_sums import by_category
from royal_cli.commerce.reports.line_sums import LineSums
from royal_cli.commerce.reports.names import channel_names
from royal_cli.commerce.reports.notes import nothing_sold, unknown_totals
from royal_cli.commerce.reports.order_sums import OrderSums, order_sums
from royal_cli.commerce.reports.period import Period
from royal_cli.commerce.reports.sales_rows import (
    SalesReport,
    SalesRow,
    Sums,
    SumsOfLines,
    highest_first,
    in_all,
    of_lines,
    of_orders,
)
from royal_cli.commerce.reports.words import By, Choices

UNKNOWN = "unknown"


def of_span(connection: Connection, span: Span, choices: Choices | None = None) -> SalesReport:
    totals, rows = _by_category(connection, span) if span.by is By.category else _by_order(connection, span)
    return SalesReport(
        period=str(span.period),
        period_start=span.period.first,
        period_end=span.period.last,
        timezone=span.period.zone.key,
        compared=str(span.compared) if span.compared else None,
        compared_start=span.compared.first if span.compared else None,
        compared_end=span.compared.last if span.compared else None,
        by=span.by,
        totals=list(totals),
        rows=list(rows),
        notes=list(_notes(connection, span, totals)),
    )


def _by_order(connection: Connection, span: Span) -> tuple[Sequence[SalesRow], Sequence[SalesRow]]:
    found = _sums(connection, span.period, span.by) or nothing(span)
    before = _sums(connection, span.compared, span.by) if span.compared else None
    totals = of_orders(in_all(found), None if before is None else in_all(before))
    if span.by is None:
        return totals, totals
    if span.by.is_time:
        return totals, along_the_time(span, span.by, found, before)
    names = channel_names(connection) if span.by is By.channel else {}
    rows = of_orders(found, before)
    return totals, highest_first(replace(row, bucket=names.get(row.bucket, row.bucket) or UNKNOWN) for row in rows)


def nothing(span: Span) -> Sums:
    """A period without orders has no orders, in the shop's own currency."""
    return {(None if span.by is None else "0" if span.by.is_time else None, span.shop.currency): OrderSums()}


def _by_category(connection: Connection, span: Span) -> tuple[Sequence[SalesRow], Sequence[SalesRow]]:
    """The totals are those of the product lines, too: what the rows add up to."""
    found = by_category(connection, span.period)
    before = by_category(connection, span.compared) if span.compared else None
    totals = of_lines(_lines_in_all(found), None if before is None else _lines_in_all(before))
    return totals, highest_first(of_lines(found, before))


def _sums(connection: Connection, period: Period, by: By | None) -> Sums:
    """The bucket of a stretch of time is its place in the period."""
    if by is None:
        return {(None, str(currency)): sums for (currency,), sums in order_sums(connection, period, "currency")}
    column = "channel_id" if by is By.channel else "country_code"
    key = cut(period, by).number(connection, "created_at") if by.is_time else column
    found = order_sums(connection, period, key, "currency")
    return {(None if bucket is None else str(bucket), str(currency)): sums for (bucket, currency), sums in found}


def along_the_time(span: Span, by: By, found: Sums, before: Sums | None) -> list[SalesRow]:
    """Each stretch, also those in which nothing was sold; compared by its place: the third day with the third day."""
    labels = cut(span.period, by).labels
    currencies = sorted({currency for _, currency in found})
    every: Sums = {
        (str(place), currency): found.get((str(place), currency), OrderSums())
        for currency in currencies
        for place in range(len(labels))
    }
    then = None if before is None else {key: sums for key, sums in before.items() if key in every}
    return [replace(row, bucket=labels[int(row.bucket or 0)]) for row in of_orders(every, then)]


def _lines_in_all(found: SumsOfLines) -> dict[tuple[str | None, str], LineSums]:
    totals: dict[tuple[str | None, str], LineSums] = {}
    for (_, currency), sums in sorted(found.items(), key=lambda item: item[0][1]):
        totals[None, currency] = totals.get((None, currency), LineSums()) + sums
    return totals


def _notes(connection: Connection, span: Span, totals: Sequence[SalesRow]) -> Iterator[str]:
    if not any(row.orders or row.credits or row.units or row.net.amount for row in totals):
        yield from nothing_sold(connection, span)
        return
    yield from unknown_totals(sum(row.unknown_totals or 0 for row in totals))
    if span.by is By.category:
        yield "Categories are of product lines: shipping, fees, and discounts and refunds of whole orders are in none."
    elif all(row.vat is None for row in totals):
        yield "No order states its VAT: net may include it."
    if any(row.costed_share != 1 for row in totals):
        yield "The margin is of the products whose cost is known, and the VAT in their prices."
