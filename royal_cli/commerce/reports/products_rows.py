"""The rows of the report on products."""

from dataclasses import dataclass, field
from datetime import date

from royal_cli.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductSales:
    """What was sold of one variant, product or unmatched code, in one currency; see `line_sums` for the amounts.

    `revenue` is what stayed after discounts, cancellations and refunds, `revenue_share` its part of that of all
    products in the currency, `cumulated_share` the part of this one with all that sold better. `abc` is A while those
    before it make less than 80 % of the revenue, B while less than 95 %, else C. `returns_share` is of the units sold.
    The margin is without VAT, None where no cost is known. Shares are fractions of 1.
    """

    rank: int
    code: str
    title: str | None
    category: str | None
    currency: str
    units: int
    revenue: Money
    revenue_share: float | None
    cumulated_share: float | None
    abc: str
    returned_units: int
    returns_share: float | None
    margin: Money | None
    margin_share: float | None
    matched: bool
    revenue_before: Money | None = None
    revenue_change: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AbcClass:
    """How few products make most of the revenue of a currency."""

    abc: str
    currency: str
    products: int
    products_share: float | None
    revenue: Money
    revenue_share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverSold:
    """A variant in the catalogue of which nothing was ordered in the period; `stock` is None where nobody said."""

    sku: str
    title: str | None
    category: str
    stock: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductsReport:
    """`rows` are sorted as asked, `worst` those that brought in least, `never_sold` those with the most stock first."""

    period: str
    period_start: date
    period_end: date
    timezone: str
    compared: str | None
    per: str
    products_sold: int
    never_sold_count: int
    unmatched_codes: int
    rows: list[ProductSales]
    worst: list[ProductSales]
    classes: list[AbcClass]
    never_sold: list[NeverSold]
    notes: list[str] = field(default_factory=list)
