"""Puts a product and its variants, as they are stored, together into one row of the list."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Row

from royal_cli.commerce.catalog.reading.amounts import cheapest_first, gross_margin, money
from royal_cli.commerce.catalog.reading.rows import ProductRow
from royal_cli.money import Money


class Figures(NamedTuple):
    price: Money | None
    cost: Money | None

    @property
    def margin(self) -> Decimal | None:
        return gross_margin(self.price, self.cost)


def figures(product: Row[Any], variant: Row[Any] | None = None) -> Figures:
    """The price and the cost of a variant: its own, or where it has none the product's."""
    price = variant and money(variant.price, variant.price_scale, variant.currency)
    cost = variant and money(variant.cost_price, variant.price_scale, variant.currency)
    return Figures(
        price=price if variant and variant.price is not None else _base(product, "base_price"),
        cost=cost if variant and variant.cost_price is not None else _base(product, "cost_price"),
    )


def _base(product: Row[Any], name: str) -> Money | None:
    return money(product._mapping[name], product.price_scale, product.currency)


def summary(product: Row[Any], variants: Sequence[Row[Any]]) -> ProductRow:
    """`variants` with the sum of their `stock`."""
    sold = [figures(product, variant) for variant in variants] or [figures(product)]
    currencies = sorted({one.price.currency for one in sold if one.price})
    lowest, highest = _range([one.price for one in sold if one.price]) if len(currencies) == 1 else (None, None)
    costs = [one.cost for one in sold]
    stocks = [int(variant.stock) for variant in variants if variant.stock is not None]
    return ProductRow(
        sku=product.sku,
        title=product.title,
        status=product.status,
        vendor=product.vendor,
        product_type=product.product_type,
        category=product.category,
        variants=len(variants),
        lowest_price=lowest,
        highest_price=highest,
        currencies=currencies,
        cost=costs[0] if len(set(costs)) == 1 else None,
        without_cost=costs.count(None),
        gross_margin=lowest_margin(sold),
        stock=sum(stocks) if stocks else None,
        without_stock=len(variants) - len(stocks),
        images=len(_images(product, variants)),
        created_at=product.created_at,
        updated_at=product.updated_at,
    )


def lowest_margin(sold: Sequence[Figures]) -> Decimal | None:
    return min((one.margin for one in sold if one.margin is not None), default=None)


def _range(prices: Sequence[Money]) -> tuple[Money, Money]:
    inorder = cheapest_first(prices)
    return inorder[0], inorder[-1]


def _images(product: Row[Any], variants: Sequence[Row[Any]]) -> set[str]:
    """Most images of variants are among those of their product."""
    return {image["url"] for image in product.images or []} | {v.image_url for v in variants if v.image_url}
