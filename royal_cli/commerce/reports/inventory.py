"""What the stock is worth, how long it lasts, what does not sell, and what runs out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, text

from royal_cli.commerce.reports.amounts import money, share
from royal_cli.commerce.reports.asked import Span
from royal_cli.commerce.reports.inventory_rows import InventoryReport, StockPart, StockRow, StockValue
from royal_cli.commerce.reports.names import UNCATEGORISED, categories
from royal_cli.commerce.reports.query import ask, of_period, whole
from royal_cli.commerce.reports.stockless import stockless
from royal_cli.commerce.reports.words import Choices
from royal_cli.errors import UsageError
from royal_cli.money import Money, exponent, round_half_up

#: What floating point adds and takes away.
_NOISE = 1e-9
#: So much of the dead stock is shown, the most valuable first.
FEW = 10

_LEVELS = """
SELECT l.location_id AS location, l.product_variant_id AS variant, l.available, l.committed, l.damaged, l.incoming,
  l.reorder_point
FROM inventory_levels l
"""
_VARIANTS = """
SELECT v.id, v.sku, CASE WHEN v.title IS NULL THEN p.title ELSE p.title || ', ' || v.title END AS title,
  p.id AS product, COALESCE(v.status, '') = 'archived' OR COALESCE(p.status, '') = 'archived' AS is_archived,
  CASE WHEN v.cost_price IS NOT NULL THEN v.cost_price ELSE p.cost_price END AS cost,
  CASE WHEN v.cost_price IS NOT NULL THEN v.price_scale ELSE p.price_scale END AS scale,
  CASE WHEN v.cost_price IS NOT NULL THEN v.currency ELSE p.currency END AS currency
FROM product_variants v JOIN products p ON p.id = v.product_id
"""
_SOLD = """
SELECT l.product_variant_id AS variant, SUM(l.quantity - l.cancelled_quantity) AS units
FROM orders o JOIN order_line_items l ON l.order_id = o.id
WHERE o.created_at >= :start AND o.created_at < :end AND o.kind = 'sale' AND l.kind = 'product'
  AND l.product_variant_id IS NOT NULL AND (o.order_status IS NULL OR o.order_status <> 'cancelled')
GROUP BY l.product_variant_id
"""


@dataclass(slots=True)
class _Level:
    available: int = 0
    committed: int = 0
    damaged: int = 0
    incoming: int = 0
    reorder_point: int | None = None
    is_low: bool = False

    def add(self, row: Row[Any]) -> None:
        self.available += row.available
        self.committed += row.committed
        self.damaged += row.damaged
        self.incoming += row.incoming
        if row.reorder_point is not None:
            self.reorder_point = (self.reorder_point or 0) + row.reorder_point
            self.is_low = self.is_low or row.available <= row.reorder_point

    @property
    def units(self) -> int:
        """What lies there and can be sold, or is."""
        return self.available + self.committed


SORTS: Mapping[str, Callable[[StockRow], tuple[Any, ...]]] = {
    "cover": lambda row: (row.cover_days is None, row.cover_days or 0, row.sku),
    "value": lambda row: (row.value is None, -row.value.amount if row.value else 0, row.sku),
    "available": lambda row: (-row.available, row.sku),
    "sold": lambda row: (-row.sold, row.sku),
    "sku": lambda row: (row.sku,),
}


def check(choices: Choices) -> None:
    """UsageError where there is no such order."""
    if choices.sort not in (None, *SORTS):
        raise UsageError(f"Stock is not sorted by {choices.sort!r}.", hint=f"By {', '.join(SORTS)}.")


def of_span(connection: Connection, span: Span, choices: Choices) -> InventoryReport:
    sort = choices.sort or "cover"
    stored = {row.id: row for row in connection.execute(text(_VARIANTS))}
    levels, at = _levels(connection)
    sold = {row.variant: whole(row.units) for row in of_period(connection, _SOLD, span.period)}
    empty = stockless(connection, span.period, span.now, {id: level.available for id, level in levels.items()})
    tops = categories(connection)
    rows = {
        id: _row(stored[id], level, sold.get(id, 0), span, empty.get(id, timedelta()), tops)
        for id, level in levels.items()
    }
    listed = sorted(rows.values(), key=SORTS[sort])
    dead = sorted((row for row in rows.values() if row.is_dead), key=SORTS["value"])
    without_cost = [row for row in rows.values() if row.value is None]
    active = sum(not row.is_archived for row in stored.values())
    return InventoryReport(
        period=str(span.period),
        period_start=span.period.first,
        period_end=span.period.last,
        timezone=span.period.zone.key,
        compared=None,
        variants=len(rows),
        units=sum(level.units for level in levels.values()),
        without_stock_figure=active - sum(not stored[id].is_archived for id in levels),
        without_cost=len(without_cost),
        units_without_cost=sum(row.available + row.committed for row in without_cost),
        out_of_stock=sum(row.available <= 0 for row in rows.values()),
        negative=sum(row.available < 0 for row in rows.values()),
        below_reorder_point=sum(row.below_reorder_point for row in rows.values()),
        dead=len(dead),
        values=list(_values(stored, rows, sold, span)),
        rows=listed[: choices.limit],
        dead_stock=dead[: choices.limit or FEW],
        locations=list(_by_location(connection, at, stored)),
        categories=list(_by_category(rows)),
        notes=list(_notes(rows, without_cost)),
    )


def _levels(connection: Connection) -> tuple[dict[int, _Level], dict[int, dict[int, int]]]:
    """Those of each variant with its locations together, and the units of each variant at each location."""
    levels: dict[int, _Level] = {}
    at: dict[int, dict[int, int]] = {}
    for row in ask(connection, _LEVELS):
        levels.setdefault(row.variant, _Level()).add(row)
        at.setdefault(row.location, {})[row.variant] = row.available + row.committed
    return levels, at


def _worth(stored: Row[Any], units: int) -> Money | None:
    """So many units at cost, rounded once; units below zero are worth nothing."""
    if stored.cost is None or stored.currency is None or stored.scale is None:
        return None
    digits = exponent(stored.currency)
    return money(round_half_up(max(0, units) * stored.cost, stored.scale, digits), stored.currency)


def _row(stored: Row[Any], level: _Level, sold: int, span: Span, empty: timedelta, tops: Mapping[int, str]) -> StockRow:
    days = _days(span)
    without = min(empty / timedelta(days=1), float(days))
    # Sold on days without stock: the ledger does not know all, so all days count.
    stocked = days - without if days - without >= 1 else float(days)
    per_day = sold / stocked if sold > 0 else None
    return StockRow(
        sku=stored.sku,
        title=stored.title,
        category=tops.get(stored.product, UNCATEGORISED),
        on_hand=level.units + level.damaged,
        available=level.available,
        committed=level.committed,
        damaged=level.damaged,
        incoming=level.incoming,
        value=_worth(stored, level.units),
        sold=sold,
        days_without_stock=round(without, 1),
        per_day=None if per_day is None else round(per_day, 3),
        cover_days=None if per_day is None else int(max(0, level.available) / per_day + _NOISE),
        is_dead=level.available > 0 and sold <= 0,
        below_reorder_point=level.is_low,
        reorder_point=level.reorder_point,
    )


def _days(span: Span) -> float:
    """Of the period, as far as it is over."""
    return max(1.0, (min(span.period.end, span.now) - span.period.start) / timedelta(days=1))


def _values(
    stored: Mapping[int, Row[Any]], rows: Mapping[int, StockRow], sold: Mapping[int, int], span: Span
) -> Iterator[StockValue]:
    costs = [(id, worth) for id, units in sold.items() if id in stored and (worth := _worth(stored[id], units))]
    valued = [row for row in rows.values() if row.value]
    for currency in sorted({row.value.currency for row in valued if row.value}):
        of_currency = [row for row in valued if row.value and row.value.currency == currency]
        value = sum(row.value.amount for row in of_currency if row.value)
        dead = sum(row.value.amount for row in of_currency if row.value and row.is_dead)
        cost = sum(worth.amount for id, worth in costs if worth.currency == currency and id in rows)
        yield StockValue(
            currency=currency,
            variants=len(of_currency),
            units=sum(row.available + row.committed for row in of_currency),
            value=money(value, currency),
            dead_value=money(dead, currency),
            dead_share=share(dead, value),
            cost_of_sold=money(cost, currency),
            turnover=round(cost * 365 / _days(span) / value, 2) if value else None,
        )


def _by_location(
    connection: Connection, at: Mapping[int, Mapping[int, int]], stored: Mapping[int, Row[Any]]
) -> Iterator[StockPart]:
    for row in connection.execute(text("SELECT id, name FROM locations ORDER BY priority, name")):
        units = at.get(row.id, {})
        worths = [_worth(stored[variant], count) for variant, count in units.items()]
        yield from _parts(row.name, list(units.values()), worths)


def _by_category(rows: Mapping[int, StockRow]) -> Iterator[StockPart]:
    for name in sorted({row.category for row in rows.values()}):
        of_category = [row for row in rows.values() if row.category == name]
        units = [row.available + row.committed for row in of_category]
        yield from _parts(name, units, [row.value for row in of_category])


def _parts(name: str, units: Sequence[int], worths: Sequence[Money | None]) -> Iterator[StockPart]:
    """A row per currency; what has no cost has a row without a value."""
    currencies = {worth.currency if worth else None for worth in worths}
    for currency in sorted(currencies, key=lambda code: (code is None, code or "")):
        chosen = [place for place, worth in enumerate(worths) if (worth.currency if worth else None) == currency]
        value = sum(worth.amount for place in chosen if (worth := worths[place]))
        yield StockPart(
            name=name,
            variants=len(chosen),
            units=sum(units[place] for place in chosen),
            value=money(value, currency) if currency else None,
        )


def _notes(rows: Mapping[int, StockRow], without_cost: Sequence[StockRow]) -> Iterator[str]:
    if not rows:
        yield "No stock is known yet: royal product stock set SKU QUANTITY"
    if without_cost:
        variants = "1 variant has" if len(without_cost) == 1 else f"{len(without_cost):,} variants have"
        yield f"{variants} stock and no known cost: their units are counted, and in no value."
