"""What orders come to, order by order and then added up: the one place where gross, net, VAT and margin are defined.

Of every order, in minor units of its currency, as the customer was charged (with VAT where the source states it):

    gross          = total + discounts, of sales: products, shipping and fees before any discount
    discounts      = the discount of the order and those of its lines
    cancellations  = the whole total of a cancelled order; of one that is cancelled in part, the share of its total that
                     the cancelled units have in the value of its lines; and what credits give back
    refunds        = what was refunded, without what only returned the money of cancelled units
    net            = gross - discounts - cancellations - refunds
    VAT            = tax_total * net / total, of the orders that state their VAT
    revenue        = net - VAT: a share of it belongs to each line, by the line's value
    margin         = the revenue of product lines whose cost is known, less that cost; unknown of orders whose prices
                     include a VAT that nobody states

Cancellations and refunds count on the day of the order that they are about; a credit counts on its own. Each share is
rounded once per order, half up. Orders of unknown total are counted, and are in no amount. Adjustments are no sales.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, Row

from royal_cli.commerce.reports.period import Period
from royal_cli.commerce.reports.query import fenced, of_period, rounded, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSums:
    """Of some orders in one currency; amounts are minor units of it. `stated` counts those that state their VAT."""

    orders: int = 0
    unknown: int = 0
    credits: int = 0
    units: int = 0
    gross: int = 0
    discounts: int = 0
    cancellations: int = 0
    refunds: int = 0
    net: int = 0
    vat: int = 0
    stated: int = 0
    goods: int = 0
    costed: int = 0
    cost: int = 0
    adjustments: int = 0

    def __add__(self, other: "OrderSums") -> "OrderSums":
        return OrderSums(**{name: getattr(self, name) + getattr(other, name) for name in _NAMES})


_NAMES = [field.name for field in fields(OrderSums)]

#: One row per order, with its product lines. Fractions of a minor unit are kept here, and rounded below.
_ORDERS = """
SELECT o.id, o.currency, o.kind, o.order_status, o.channel_id, o.country_code, o.created_at, o.total, o.tax_total,
  o.refunded_total, o.prices_include_vat IS TRUE AND o.tax_total IS NULL AS hides_vat,
  COALESCE(o.paid_total, o.total) AS paid,
  COALESCE(o.subtotal + COALESCE(o.shipping_total, 0) + COALESCE(o.fee_total, 0), o.total) AS value,
  COALESCE(o.discount_total, 0) + COALESCE(SUM(l.discount), 0) AS discounts, SUM(l.quantity) AS units,
  COALESCE(SUM(CASE WHEN l.cancelled_quantity > 0 THEN {gone} END), 0) AS gone,
  SUM(CASE WHEN l.cancelled_quantity > 0 THEN l.total - {gone} ELSE l.total END) AS goods,
  SUM(CASE WHEN l.cost IS NULL THEN NULL WHEN l.cancelled_quantity > 0 THEN l.total - {gone} ELSE l.total END)
  AS costed,
  SUM(CASE WHEN l.cancelled_quantity + l.returned_quantity > 0 THEN l.cost - {back} ELSE l.cost END) AS cost
FROM orders o LEFT JOIN order_line_items l ON l.order_id = o.id AND l.kind = 'product'
WHERE o.created_at >= :start AND o.created_at < :end GROUP BY o.created_at, o.id
"""
_GONE = "CAST(l.total AS DOUBLE PRECISION) * l.cancelled_quantity / l.quantity"
_BACK = "CAST(l.cost AS DOUBLE PRECISION) * (l.cancelled_quantity + l.returned_quantity) / l.quantity"
_CANCELLED = """
SELECT {keys}, kind, total, tax_total, refunded_total, paid, discounts, value, units, gone, goods,
  CASE WHEN NOT hides_vat THEN costed END AS costed, CASE WHEN NOT hides_vat THEN cost END AS cost,
  CASE WHEN kind <> 'sale' THEN 0 WHEN order_status = 'cancelled' THEN total WHEN gone = 0 OR value = 0 THEN 0
  ELSE {share} END
  AS cancelled FROM ({orders}) a
"""
_NET = """
SELECT {keys}, kind, total, tax_total, discounts, value - gone AS kept, units, goods, costed, cost, cancelled,
  total - cancelled - CASE WHEN refunded_total = 0 OR kind <> 'sale' THEN 0
  WHEN paid - total + cancelled <= 0 THEN refunded_total
  WHEN refunded_total > paid - total + cancelled THEN refunded_total - (paid - total + cancelled) ELSE 0 END AS net
FROM ({orders}) b
"""
#: By kind of order, so that nothing is asked of each of them that its kind says.
_SUMS = """
SELECT {keys}, kind, COUNT(*) AS orders, COUNT(total) AS known, SUM(units) AS units, SUM(total + discounts) AS gross,
  SUM(total) AS total, SUM(cancelled) AS cancelled, SUM(net) AS net, SUM({vat}) AS vat, COUNT(tax_total) AS stated,
  SUM({goods}) AS goods, SUM({costed}) AS costed, SUM(CASE WHEN net <> 0 OR net = total THEN {cost} END) AS cost
FROM ({orders}) c GROUP BY {keys}, kind
"""


def order_sums(connection: Connection, period: Period, *keys: str) -> Iterator[tuple[tuple[object, ...], OrderSums]]:
    """What the orders of a period come to, for every combination of the keys: columns of an order, or SQL of them."""
    found: dict[tuple[object, ...], OrderSums] = {}
    for row in of_period(connection, _query(connection, keys), period):
        key, sums = tuple(row[: len(keys)]), _of_kind(row)
        found[key] = found[key] + sums if key in found else sums
    yield from found.items()


def _of_kind(row: Row[Any]) -> OrderSums:
    """Of sales everything, of credits what they give back, of adjustments nothing but themselves."""
    total = whole(row.total)
    if row.kind == "adjustment":
        return OrderSums(adjustments=total)
    is_sale, net, gross, cancelled = row.kind == "sale", whole(row.net), whole(row.gross), whole(row.cancelled)
    return OrderSums(
        orders=row.orders if is_sale else 0,
        unknown=row.orders - row.known if is_sale else 0,
        credits=0 if is_sale else row.orders,
        units=whole(row.units) if is_sale else 0,
        gross=gross if is_sale else 0,
        discounts=gross - total if is_sale else 0,
        cancellations=cancelled if is_sale else -total,
        refunds=total - cancelled - net,
        net=net,
        vat=whole(row.vat),
        stated=row.stated,
        goods=whole(row.goods),
        costed=whole(row.costed),
        cost=whole(row.cost),
    )


def _query(connection: Connection, keys: tuple[str, ...]) -> str:
    def share(amount: str, part: str, whole: str) -> str:
        return rounded(connection, f"CAST({amount} AS DOUBLE PRECISION) * {part} / NULLIF({whole}, 0)")

    named = [f"{key} AS key{place}" for place, key in enumerate(keys)]
    names = ", ".join(f"key{place}" for place in range(len(keys)))
    orders = _ORDERS.format(gone=_GONE, back=_BACK)
    cancelled = share("total", "gone", "value")
    orders = fenced(connection, _CANCELLED.format(orders=orders, keys=", ".join(named), share=cancelled))
    vat = f"CASE WHEN net = total THEN tax_total ELSE {share('tax_total', 'net', 'total')} END"
    revenue = f"(net - COALESCE({vat}, 0))"
    return _SUMS.format(
        keys=names,
        goods=f"CASE WHEN goods = kept THEN {revenue} ELSE {share(revenue, 'goods', 'kept')} END",
        costed=f"CASE WHEN costed = kept THEN {revenue} ELSE {share(revenue, 'costed', 'kept')} END",
        cost=rounded(connection, "cost"),
        vat=vat,
        orders=fenced(connection, _NET.format(orders=orders, keys=names)),
    )
