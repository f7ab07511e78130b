"""The rows of the report on sales, and how they are made of sums."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from royal_cli.commerce.reports.amounts import average, money, share
from royal_cli.commerce.reports.line_sums import LineSums
from royal_cli.commerce.reports.order_sums import OrderSums
from royal_cli.commerce.reports.words import By
from royal_cli.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesRow:
    """One currency, in all or in one bucket; see `order_sums` for what each amount is.

    `units` are the products ordered, before cancellations. `average_order` is gross less discounts, per order whose
    total is known. `margin_share` is of the revenue of products whose cost is known, `costed_share` how much of the
    revenue of all products that is. `unknown_totals` counts orders that are in no amount. `net_before` is the net of
    the period compared with, `net_change` the change since then as a share of it. Shares are fractions of 1.
    Categories are of product lines: what is of whole orders is None there.
    """

    bucket: str | None
    currency: str
    orders: int | None
    units: int
    gross: Money
    discounts: Money
    cancellations: Money
    refunds: Money
    net: Money
    vat: Money | None
    average_order: Money | None
    margin: Money | None
    margin_share: float | None
    costed_share: float | None
    unknown_totals: int | None
    credits: int | None
    adjustments: Money | None
    orders_before: int | None = None
    gross_before: Money | None = None
    net_before: Money | None = None
    net_change: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesReport:
    """`period_start` and `period_end` are days of the shop, both in the period. `totals` has a row per currency."""

    period: str
    period_start: date
    period_end: date
    timezone: str
    compared: str | None
    compared_start: date | None
    compared_end: date | None
    by: By | None
    totals: list[SalesRow]
    rows: list[SalesRow]
    notes: list[str] = field(default_factory=list)


#: By bucket and currency; what was sold in all is of the bucket None.
Sums = dict[tuple[str | None, str], OrderSums]
SumsOfLines = Mapping[tuple[str | None, str], LineSums]


def in_all(found: Sums) -> Sums:
    totals: Sums = {}
    for (_, currency), sums in sorted(found.items(), key=lambda item: item[0][1]):
        totals[None, currency] = totals.get((None, currency), OrderSums()) + sums
    return totals


def of_orders(found: Sums, before: Sums | None) -> list[SalesRow]:
    """`before` is None where nothing is compared; what was only sold then has a row, too."""
    gone = {key: OrderSums() for key in before or {} if key not in found}
    return [
        _of_orders(bucket, currency, sums, None if before is None else before.get((bucket, currency), OrderSums()))
        for (bucket, currency), sums in (found | gone).items()
    ]


def _of_orders(bucket: str | None, currency: str, sums: OrderSums, before: OrderSums | None) -> SalesRow:
    return SalesRow(
        bucket=bucket,
        currency=currency,
        orders=sums.orders,
        units=sums.units,
        gross=money(sums.gross, currency),
        discounts=money(sums.discounts, currency),
        cancellations=money(sums.cancellations, currency),
        refunds=money(sums.refunds, currency),
        net=money(sums.net, currency),
        vat=money(sums.vat, currency) if sums.stated else None,
        average_order=average(sums.gross - sums.discounts, sums.orders - sums.unknown, currency),
        margin=money(sums.costed - sums.cost, currency) if sums.costed else None,
        margin_share=share(sums.costed - sums.cost, sums.costed),
        costed_share=share(sums.costed, sums.goods),
        unknown_totals=sums.unknown,
        credits=sums.credits,
        adjustments=money(sums.adjustments, currency),
        orders_before=None if before is None else before.orders,
        gross_before=None if before is None else money(before.gross, currency),
        net_before=None if before is None else money(before.net, currency),
        net_change=None if before is None else change(sums.net, before.net),
    )


def of_lines(found: SumsOfLines, before: SumsOfLines | None) -> list[SalesRow]:
    gone = {key: LineSums() for key in before or {} if key not in found}
    return [
        _of_lines(bucket, currency, sums, None if before is None else before.get((bucket, currency), LineSums()))
        for (bucket, currency), sums in ({**found, **gone}).items()
    ]


def _of_lines(bucket: str | None, currency: str, sums: LineSums, before: LineSums | None) -> SalesRow:
    return SalesRow(
        bucket=bucket,
        currency=currency,
        orders=None,
        units=sums.units,
        gross=money(sums.gross, currency),
        discounts=money(sums.discounts, currency),
        cancellations=money(sums.cancellations, currency),
        refunds=money(sums.refunds, currency),
        net=money(sums.revenue, currency),
        vat=None,
        average_order=None,
        margin=money(sums.costed - sums.cost, currency) if sums.costed else None,
        margin_share=share(sums.costed - sums.cost, sums.costed),
        costed_share=share(sums.costed, sums.goods),
        unknown_totals=None,
        credits=None,
        adjustments=None,
        gross_before=None if before is None else money(before.gross, currency),
        net_before=None if before is None else money(before.revenue, currency),
        net_change=None if before is None else change(sums.revenue, before.revenue),
    )


def change(now: int, before: int) -> float | None:
    """As a share of what it was; None where it was nothing, or less."""
    return share(now - before, before) if before > 0 else None


def highest_first(rows: Iterable[SalesRow]) -> Sequence[SalesRow]:
    return sorted(rows, key=lambda row: (row.currency, -row.net.amount, row.bucket or ""))
