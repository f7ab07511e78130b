"""The figures that a merchant looks at first: what was sold, what waits, what runs out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from royal_cli.commerce.reports import products
from royal_cli.commerce.reports.asked import Span
from royal_cli.commerce.reports.buckets import cut
from royal_cli.commerce.reports.channels import of_sales
from royal_cli.commerce.reports.dashboard_rows import Dashboard
from royal_cli.commerce.reports.names import channel_names
from royal_cli.commerce.reports.notes import nothing_sold, unknown_totals
from royal_cli.commerce.reports.order_sums import OrderSums, order_sums
from royal_cli.commerce.reports.period import Period
from royal_cli.commerce.reports.query import ask, whole
from royal_cli.commerce.reports.sales import UNKNOWN, along_the_time, nothing
from royal_cli.commerce.reports.sales_rows import SalesRow, Sums, highest_first, in_all, of_orders
from royal_cli.commerce.reports.words import By, Choices

BEST = 5
#: A chart of more days than these is one of months.
_MOST_DAYS = 100

_OPEN = """
SELECT COUNT(*) AS orders, SUM(CASE WHEN created_at < :start THEN 1 ELSE 0 END) AS late,
  SUM(CASE WHEN held_at IS NOT NULL THEN 1 ELSE 0 END) AS held
FROM orders WHERE order_status = 'open' AND kind = 'sale'
"""
_UNMATCHED = "SELECT COUNT(*) AS codes FROM sold_codes WHERE kind = 'product' AND product_variant_id IS NULL"
_STOCK = """
SELECT SUM(CASE WHEN available <= 0 THEN 1 ELSE 0 END) AS gone,
  SUM(CASE WHEN available < 0 THEN 1 ELSE 0 END) AS negative, SUM(low) AS low
FROM (
  SELECT SUM(available) AS available, MAX(CASE WHEN available <= reorder_point THEN 1 ELSE 0 END) AS low
  FROM inventory_levels WHERE available IS NOT NULL GROUP BY product_variant_id
) levels
"""


def of_span(connection: Connection, span: Span, choices: Choices) -> Dashboard:
    by = By.day if span.period.days <= _MOST_DAYS else By.month
    span = replace(span, by=by)
    days, channels = _sums(connection, span.period, by)
    days_before, channels_before = _sums(connection, span.compared, by) if span.compared else (None, None)
    days = days or nothing(span)
    totals = of_orders(in_all(days), None if days_before is None else in_all(days_before))
    best = products.of_span(connection, replace(span, compared=None), Choices(limit=choices.limit or BEST)).rows
    (waiting,) = ask(connection, _OPEN, start=span.now - timedelta(days=span.shop.late_days))
    (unmatched,) = ask(connection, _UNMATCHED)
    (stock,) = ask(connection, _STOCK)
    return Dashboard(
        period=str(span.period),
        period_start=span.period.first,
        period_end=span.period.last,
        timezone=span.period.zone.key,
        compared=str(span.compared) if span.compared else None,
        compared_start=span.compared.first if span.compared else None,
        compared_end=span.compared.last if span.compared else None,
        totals=totals,
        open_orders=waiting.orders,
        late=whole(waiting.late),
        late_days=span.shop.late_days,
        held=whole(waiting.held),
        unmatched_codes=unmatched.codes,
        out_of_stock=whole(stock.gone),
        below_reorder_point=whole(stock.low),
        negative_stock=whole(stock.negative),
        channels=of_sales(totals, _channels(connection, channels, channels_before)),
        best=best,
        rows=along_the_time(span, by, days, days_before),
        notes=list(_notes(connection, span, totals)),
    )


def _sums(connection: Connection, period: Period, by: By) -> tuple[Sums, Sums]:
    """By stretch of time, and by channel, of one pass over the orders."""
    number = cut(period, by).number(connection, "created_at")
    days: Sums = {}
    channels: Sums = {}
    for (day, channel, currency), sums in order_sums(connection, period, number, "channel_id", "currency"):
        for found, bucket in ((days, str(day)), (channels, None if channel is None else str(channel))):
            key = bucket, str(currency)
            found[key] = found.get(key, OrderSums()) + sums
    return days, channels


def _channels(connection: Connection, found: Sums, before: Sums | None) -> list[SalesRow]:
    names = channel_names(connection)
    return [*highest_first(replace(row, bucket=names.get(row.bucket, UNKNOWN)) for row in of_orders(found, before))]


def _notes(connection: Connection, span: Span, totals: list[SalesRow]) -> Iterator[str]:
    if not any(row.orders or row.credits for row in totals):
        yield from nothing_sold(connection, span)
    yield from unknown_totals(sum(row.unknown_totals or 0 for row in totals))
