"""The rows of the report on inventory."""

from dataclasses import dataclass, field
from datetime import date

from royal_cli.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class StockRow:
    """One variant, its locations together. `on_hand` is what is available, committed and damaged.

    `value` is what the undamaged units cost. `sold` are the units ordered in the period and not cancelled, `per_day`
    these by the days on which there was stock, as far as the ledger tells; `cover_days` is how long what is available
    lasts at that rate, None where nothing was sold. `is_dead`: there is stock, and nothing was sold in the period.
    """

    sku: str
    title: str | None
    category: str
    on_hand: int
    available: int
    committed: int
    damaged: int
    incoming: int
    value: Money | None
    sold: int
    days_without_stock: float
    per_day: float | None
    cover_days: int | None
    is_dead: bool
    below_reorder_point: bool
    reorder_point: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockValue:
    """At cost, one currency. `cost_of_sold` is what the units sold in the period cost at today's cost.

    `turnover` is how often a year the stock is sold at that rate: cost_of_sold * 365 / days of the period / value.
    """

    currency: str
    variants: int
    units: int
    value: Money
    dead_value: Money
    dead_share: float | None
    cost_of_sold: Money
    turnover: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockPart:
    """What lies at one location, or in one category; its value is in one currency, None where no cost is known."""

    name: str
    variants: int
    units: int
    value: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryReport:
    """What there is right now, against the sales of a period. Counts are of variants."""

    period: str
    period_start: date
    period_end: date
    timezone: str
    compared: str | None
    variants: int
    units: int
    without_stock_figure: int
    without_cost: int
    units_without_cost: int
    out_of_stock: int
    negative: int
    below_reorder_point: int
    dead: int
    values: list[StockValue]
    rows: list[StockRow]
    dead_stock: list[StockRow]
    locations: list[StockPart]
    categories: list[StockPart]
    notes: list[str] = field(default_factory=list)
