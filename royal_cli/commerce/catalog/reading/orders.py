"""The orders in which products can be listed. What is unknown comes last, up and down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, case, func

from royal_cli.commerce.catalog.reading.cursor import Key
from royal_cli.commerce.catalog.reading.figures import LEVELS, PRODUCTS, WITH_LEVELS, WITH_VARIANTS, figures
from royal_cli.commerce.catalog.reading.rows import Sort

#: Of a longer title only so much decides its place, lest a cursor grow with it.
_TITLE = 120


@dataclass(frozen=True, slots=True)
class Order:
    """The keys, and the rows that they are computed from: several for one product if `grouped`.

    `indexed`: the first products of the order are found without sorting all.
    """

    keys: Sequence[Key]
    rows: FromClause = PRODUCTS
    grouped: bool = False
    indexed: bool = False


def order(sort: Sort, descending: bool) -> Order:
    id = PRODUCTS.c.id
    match sort:
        case Sort.sku:
            return Order([Key(PRODUCTS.c.sku, str, descending)], indexed=True)
        case Sort.title:
            title = func.lower(func.substr(PRODUCTS.c.title, 1, _TITLE))
            return Order([Key(title, str, descending), Key(id, int, descending)])
        case Sort.updated:
            # The index goes one way in time and the other way in id.
            keys = [Key(PRODUCTS.c.updated_at, datetime, descending), Key(id, int, not descending)]
            return Order(keys, indexed=True)
        case Sort.created:
            return Order([Key(PRODUCTS.c.created_at, datetime, descending), Key(id, int, descending)])
        case Sort.price:
            return _by_price(descending)
        case Sort.margin:
            margin = func.min(figures(PRODUCTS).margin)
            return Order([*_known_first(margin, float, descending), Key(id, int)], WITH_VARIANTS, True)
        case Sort.stock:
            stock = func.sum(LEVELS.c.available)
            return Order([*_known_first(stock, int, descending), Key(id, int)], WITH_LEVELS, True)


def _by_price(descending: bool) -> Order:
    """By the lowest price, one currency after the other. Prices in several currencies have no lowest."""
    price = figures(PRODUCTS).price
    currency = case((price.known, price.currency))
    alone = and_(func.min(currency).is_not(None), func.min(currency) == func.max(currency))
    lowest = case((alone, func.min(price.units)))
    unknown, amount = _known_first(lowest, float, descending)
    keys = [unknown, Key(func.coalesce(case((alone, func.min(currency))), ""), str), amount, Key(PRODUCTS.c.id, int)]
    return Order(keys, WITH_VARIANTS, True)


def _known_first(value: ColumnElement[Any], kind: type[int] | type[float], descending: bool) -> list[Key]:
    unknown = case((value.is_(None), 1), else_=0)
    return [Key(unknown, int), Key(func.coalesce(value, kind(0)), kind, descending)]
