"""Who buys: how many, new or again, how they are spread, and how many of each month's new ones come back."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from royal_cli.commerce.reports.amounts import average, money, share
from royal_cli.commerce.reports.asked import Span
from royal_cli.commerce.reports.buckets import Buckets, cut
from royal_cli.commerce.reports.customer_tables import add_up
from royal_cli.commerce.reports.customers_rows import Cohort, CustomersReport, CustomerTotals, NewAndReturning
from royal_cli.commerce.reports.notes import nothing_sold
from royal_cli.commerce.reports.query import ask, whole
from royal_cli.commerce.reports.rfm import segments
from royal_cli.commerce.reports.words import By, Choices

#: More cohorts than these fill no screen: the latest ones count.
_COHORTS = 24

_TOTALS = """
SELECT currency, SUM(orders) AS orders, SUM(CASE WHEN customer_id <> 0 THEN orders ELSE 0 END) AS known,
  SUM(net) AS net FROM bought WHERE bucket >= 0 GROUP BY currency ORDER BY currency
"""
_PERCENTS = (1, 5, 10, 20)
_TOP = "SUM(CASE WHEN place <= (customers * {percent} + 99) / 100 THEN gain ELSE 0 END) AS top_{percent}"
#: Place 1 brings in the most; who was given back more than they bought brings in nothing.
_SPREAD = f"""
SELECT currency, MAX(customers) AS customers, SUM(net) AS net, SUM(gain) AS gain, SUM(orders) AS orders,
  SUM(CASE WHEN orders > 1 THEN 1 ELSE 0 END) AS again,
  {", ".join(_TOP.format(percent=percent) for percent in _PERCENTS)},
  SUM(CAST(customers - place + 1 AS DOUBLE PRECISION) * gain) AS weighted
FROM (
  SELECT currency, orders, net, CASE WHEN net > 0 THEN net ELSE 0 END AS gain,
    COUNT(*) OVER (PARTITION BY currency) AS customers,
    ROW_NUMBER() OVER (PARTITION BY currency ORDER BY net DESC) AS place FROM buyers
) ranked GROUP BY currency
"""
_NEW = """
SELECT b.bucket, b.currency, a.bucket = b.bucket AS is_new, COUNT(*) AS customers, SUM(b.orders) AS orders,
  SUM(b.net) AS net
FROM bought b JOIN arrived a ON a.customer_id = b.customer_id WHERE b.bucket >= 0 AND b.orders > 0
GROUP BY b.bucket, b.currency, a.bucket = b.bucket
"""
_COHORTS_OF = """
SELECT first, bucket, COUNT(*) AS active FROM (
  SELECT DISTINCT b.customer_id, a.bucket AS first, b.bucket
  FROM bought b JOIN arrived a ON a.customer_id = b.customer_id WHERE a.bucket >= :first AND b.orders > 0
) seen GROUP BY first, bucket ORDER BY first, bucket
"""
_COUNTS = """
SELECT COUNT(DISTINCT customer_id) AS customers,
  (SELECT COUNT(*) FROM arrived WHERE bucket >= 0) AS new_customers FROM buyers
"""


def of_span(connection: Connection, span: Span, choices: Choices) -> CustomersReport:
    by = span.by or By.month
    buckets = cut(span.period, by)
    add_up(connection, span.period, buckets)
    totals = list(_totals(connection))
    (counts,) = ask(connection, _COUNTS)
    return CustomersReport(
        period=str(span.period),
        period_start=span.period.first,
        period_end=span.period.last,
        timezone=span.period.zone.key,
        compared=None,
        by=by.value,
        customers=counts.customers,
        new_customers=counts.new_customers,
        totals=totals,
        segments=list(segments(connection)),
        rows=list(_new_and_returning(connection, buckets)),
        cohorts=list(_cohorts(connection, buckets)),
        notes=list(_notes(connection, span, totals)),
    )


def _totals(connection: Connection) -> Iterator[CustomerTotals]:
    spread = {row.currency: row for row in ask(connection, _SPREAD)}
    for row in ask(connection, _TOTALS):
        found = spread.get(row.currency)
        count, gain = (found.customers, whole(found.gain)) if found else (0, 0)
        yield CustomerTotals(
            currency=row.currency,
            customers=count,
            orders=whole(row.orders),
            known_share=share(whole(row.known), whole(row.orders)),
            net=money(whole(row.net), row.currency),
            net_per_customer=average(whole(found.net), count, row.currency) if found else None,
            orders_per_customer=round(whole(found.orders) / count, 2) if found else None,
            repeat_share=share(whole(found.again), count) if found else None,
            top_1=share(whole(found.top_1), gain) if found else None,
            top_5=share(whole(found.top_5), gain) if found else None,
            top_10=share(whole(found.top_10), gain) if found else None,
            top_20=share(whole(found.top_20), gain) if found else None,
            gini=_gini(float(found.weighted), count, gain) if found else None,
        )


def _gini(weighted: float, count: int, whole: int) -> float | None:
    """G = 2 * sum(i * x_i) / (n * sum(x)) - (n + 1) / n, with x from the least to the most and i from 1."""
    return round(2 * weighted / (count * whole) - (count + 1) / count, 4) if whole else None


def _new_and_returning(connection: Connection, buckets: Buckets) -> Iterator[NewAndReturning]:
    found = {(row.currency, row.bucket, bool(row.is_new)): row for row in ask(connection, _NEW)}
    for currency in sorted({key[0] for key in found}):
        for place, label in enumerate(buckets.labels):
            new, again = (found.get((currency, place, is_new)) for is_new in (True, False))
            yield NewAndReturning(
                bucket=label,
                currency=currency,
                new_customers=new.customers if new else 0,
                returning_customers=again.customers if again else 0,
                new_orders=whole(new.orders) if new else 0,
                returning_orders=whole(again.orders) if again else 0,
                new_net=money(whole(new.net) if new else 0, currency),
                returning_net=money(whole(again.net) if again else 0, currency),
            )


def _cohorts(connection: Connection, buckets: Buckets) -> Iterator[Cohort]:
    """A cohort of whom nobody came back in a month has a row that says so, up to the end of the period."""
    count = len(buckets.labels)
    found = {
        (row.first, row.bucket): row.active for row in ask(connection, _COHORTS_OF, first=max(0, count - _COHORTS))
    }
    for first in sorted({first for first, _ in found}):
        size = found[first, first]
        for bucket in range(first, count):
            active = found.get((first, bucket), 0)
            yield Cohort(
                cohort=buckets.labels[first],
                customers=size,
                later=bucket - first,
                active=active,
                retention=share(active, size),
            )


def _notes(connection: Connection, span: Span, totals: Sequence[CustomerTotals]) -> Iterator[str]:
    if not totals:
        yield from nothing_sold(connection, span)
        return
    for row in totals:
        if row.known_share is not None and row.known_share < 1:
            unknown = 100 * (1 - row.known_share)
            yield f"Of {unknown:.1f} % of the orders in {row.currency} nobody knows whose they are."
    yield "What customers bring in is the total of their orders that are not cancelled, less refunds and credits."
