"""The price and the cost of each variant in SQL: its own, or where it has none the product's."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Double, FromClause, Numeric, and_, case, cast, exists, literal, select

from royal_cli.db.products import Category, Product, ProductVariant
from royal_cli.db.stock import InventoryLevel

PRODUCTS = Product.metadata.tables["products"]
VARIANTS = ProductVariant.metadata.tables["product_variants"]
CATEGORIES = Category.metadata.tables["categories"]
LEVELS = InventoryLevel.metadata.tables["inventory_levels"]

#: One row for every variant, and one for a product that has none.
WITH_VARIANTS = PRODUCTS.outerjoin(VARIANTS, VARIANTS.c.product_id == PRODUCTS.c.id)
WITH_LEVELS = WITH_VARIANTS.outerjoin(LEVELS, LEVELS.c.product_variant_id == VARIANTS.c.id)

#: The scales of nearly all amounts first: they are looked through in this order.
_SCALES = (2, 0, 3, 4, 1, *range(5, 19))


@dataclass(frozen=True, slots=True)
class Amount:
    amount: ColumnElement[Any]
    scale: ColumnElement[Any]
    currency: ColumnElement[Any]

    @property
    def known(self) -> ColumnElement[bool]:
        return and_(self.amount.is_not(None), self.currency.is_not(None))

    @property
    def units(self) -> ColumnElement[Any]:
        """In units of the currency, to sort by; exact up to fifteen digits."""
        power = case(*((self.scale == scale, literal(10.0**scale, Double)) for scale in _SCALES))
        return case((self.known, cast(self.amount, Double) / power))


@dataclass(frozen=True, slots=True)
class Figures:
    price: Amount
    cost: Amount

    @property
    def comparable(self) -> ColumnElement[bool]:
        return and_(self.price.amount > 0, self.cost.amount.is_not(None), self.price.currency == self.cost.currency)

    @property
    def margin(self) -> ColumnElement[Any]:
        """The margin as a share of the price, to sort by."""
        return case((self.comparable, 1.0 - self.cost.units / self.price.units))

    def margin_below(self, amount: int, scale: int) -> ColumnElement[bool]:
        """Whether the margin is below that many percent, compared exactly."""
        price = _exact(self.price.amount) * _power(self.cost.scale - self.price.scale)
        cost = _exact(self.cost.amount) * _power(self.price.scale - self.cost.scale)
        whole = literal(100 * 10**scale, BigInteger)
        return and_(self.comparable, (price - cost) * whole < literal(amount, BigInteger) * price)


def _exact(amount: ColumnElement[Any]) -> ColumnElement[Any]:
    """PostgreSQL refuses a product of integers that exceeds 64 bits."""
    return cast(amount, Numeric)


def _power(scale: ColumnElement[Any]) -> ColumnElement[Any]:
    """10**scale, and 1 below that."""
    return case((scale <= 0, literal(1, BigInteger)), *((scale == n, literal(10**n, BigInteger)) for n in range(1, 19)))


def figures(products: FromClause) -> Figures:
    """Of a row of `products` (the table or an alias of it), joined to one of its variants if it has any."""

    def either(own: str, fallback: str) -> Amount:
        mine = VARIANTS.c[own].is_not(None)
        names = ((own, fallback), ("price_scale", "price_scale"), ("currency", "currency"))
        return Amount(*(case((mine, VARIANTS.c[a]), else_=products.c[b]) for a, b in names))

    return Figures(price=either("price", "base_price"), cost=either("cost_price", "cost_price"))


def some_variant(condition: Callable[[Figures], ColumnElement[bool]]) -> ColumnElement[bool]:
    """Whether it holds for a variant of the product, or for the product itself where that has none."""
    same = PRODUCTS.alias("same")
    rows = same.outerjoin(VARIANTS, VARIANTS.c.product_id == same.c.id)
    found = select(same.c.id).select_from(rows).where(same.c.id == PRODUCTS.c.id, condition(figures(same)))
    return exists(found.correlate(PRODUCTS))
