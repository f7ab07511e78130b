"""What the product lines of orders come to, by the variant or the code that was sold: the figures of products.

Of every product line, in minor units of the order's currency, as the customer was charged:

    gross          = total + discount of the line, of sales
    cancellations  = the lines of cancelled orders, of other lines the share of the cancelled units; and what credits
                     give back
    refunds        = what was refunded for the line, without what only returned the money of cancelled units
    revenue        = gross - discounts - cancellations - refunds
    margin         = revenue without VAT, in so far as the cost is known, less that cost; unknown where prices include a
                     VAT that nobody states

Shipping, fees, and discounts and refunds of whole orders belong to no line, and are not in here. Where prices include
VAT, a line has the share of its order's VAT that it has of the total.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import NamedTuple

from sqlalchemy import Connection

from royal_cli.commerce.reports.period import Period
from royal_cli.commerce.reports.query import fenced, of_period, rounded, whole


class Thing(NamedTuple):
    """What was sold: a variant, or where none is known a sold code, or neither."""

    variant_id: int | None
    code_id: int | None

    @classmethod
    def numbered(cls, number: int) -> "Thing":
        """By its id in SQL, where one number is grouped faster than two: that of a code is below zero."""
        return cls(number if number > 0 else None, -number if number < 0 else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSums:
    """Units are those ordered; `back` counts those that were credited or came back.

    Amounts are minor units; `goods` is the revenue without VAT, `costed` the part of it whose cost is known.
    """

    lines: int = 0
    units: int = 0
    back: int = 0
    gross: int = 0
    discounts: int = 0
    cancellations: int = 0
    refunds: int = 0
    goods: int = 0
    costed: int = 0
    cost: int = 0

    @property
    def revenue(self) -> int:
        return self.gross - self.discounts - self.cancellations - self.refunds

    def __add__(self, other: "LineSums") -> "LineSums":
        return LineSums(**{name: getattr(self, name) + getattr(other, name) for name in _NAMES})


_NAMES = [field.name for field in fields(LineSums)]

_GONE = "CAST(l.total AS DOUBLE PRECISION) * l.cancelled_quantity / NULLIF(l.quantity, 0)"
_STAYS = "CAST(l.cost AS DOUBLE PRECISION) * (l.quantity - l.cancelled_quantity - l.returned_quantity) / l.quantity"
_CANCELLATIONS = f"""
CASE WHEN o.kind <> 'sale' THEN -l.total WHEN o.order_status = 'cancelled' THEN l.total
WHEN l.cancelled_quantity = 0 THEN 0 ELSE {_GONE} END
"""
_REFUNDS = f"""
CASE WHEN l.refunded_amount = 0 OR o.kind <> 'sale' OR o.order_status = 'cancelled' THEN 0
WHEN l.cancelled_quantity = 0 THEN l.refunded_amount
WHEN l.refunded_amount > {_GONE} THEN l.refunded_amount - {_GONE} ELSE 0 END
"""
_BARE = """
CASE WHEN o.prices_include_vat IS NOT TRUE OR o.total = 0 THEN l.total WHEN l.tax IS NOT NULL THEN l.total - l.tax
WHEN o.tax_total <> 0 THEN l.total - CAST(l.total AS DOUBLE PRECISION) * o.tax_total / o.total ELSE l.total END
"""
_CUT = f"CASE WHEN l.refunded_amount > {_GONE} THEN l.refunded_amount ELSE {_GONE} END"
#: What a line is worth without VAT, less what was cancelled and refunded.
_WORTH = f"""
CASE WHEN o.kind = 'sale' AND o.order_status = 'cancelled' THEN 0
WHEN l.cancelled_quantity = 0 AND l.refunded_amount = 0 THEN {_BARE}
ELSE {_BARE} * (l.total - {_CUT}) / NULLIF(l.total, 0) END
"""
_HIDES_VAT = "o.prices_include_vat IS TRUE AND l.tax IS NULL AND o.tax_total IS NULL"
_COST = f"""
CASE WHEN l.cost IS NULL OR {_HIDES_VAT} THEN NULL WHEN o.kind = 'sale' AND o.order_status = 'cancelled' THEN 0
WHEN l.cancelled_quantity + l.returned_quantity = 0 THEN l.cost ELSE {_STAYS} END
"""

#: Computed line by line behind a fence: what is sorted into groups is small that way, mostly zeros and NULLs.
_LINES = f"""
SELECT COALESCE(l.product_variant_id, -l.sold_code_id, 0) AS thing, o.currency,
  CASE WHEN o.kind = 'sale' THEN l.quantity END AS units,
  CASE WHEN o.kind = 'sale' THEN l.returned_quantity ELSE -l.quantity END AS back,
  CASE WHEN o.kind = 'sale' THEN l.total + COALESCE(l.discount, 0) END AS gross,
  CASE WHEN o.kind = 'sale' THEN l.discount END AS discount,
  {_CANCELLATIONS} AS cancelled, {_REFUNDS} AS refunded, {_WORTH} AS worth, {_COST} AS cost
FROM orders o JOIN order_line_items l ON l.order_id = o.id
WHERE o.created_at >= :start AND o.created_at < :end AND l.kind = 'product' AND o.kind IN ('sale', 'credit')
"""
_SUMS = """
SELECT currency, thing, COUNT(*), SUM(units), SUM(back), SUM(gross), SUM(discount), {cancelled}, {refunded},
  {goods}, {costed}, {cost}
FROM ({lines}) x GROUP BY thing, currency
"""


def line_sums(connection: Connection, period: Period) -> Iterator[tuple[str, Thing, LineSums]]:
    """By currency and thing sold. Sums are rounded once, half away from zero."""
    summed = {name: rounded(connection, f"SUM({name})") for name in ("cancelled", "refunded", "cost")}
    summed["goods"] = rounded(connection, "SUM(worth)")
    summed["costed"] = rounded(connection, "SUM(CASE WHEN cost IS NOT NULL THEN worth END)")
    query = _SUMS.format(lines=fenced(connection, _LINES), **summed)
    for row in of_period(connection, query, period):
        sums = dict(zip(_NAMES, map(whole, row[2:]), strict=True))
        yield row.currency, Thing.numbered(row.thing), LineSums(**sums)
