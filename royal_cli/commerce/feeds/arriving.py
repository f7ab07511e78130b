"""One row of a batch as a person would look at it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from royal_cli.commerce.feeds.batch import Batch
from royal_cli.money import Money, to_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivingRow:
    """A row as it would come into the catalogue; None where the feed does not say."""

    line: int
    sku: str | None
    product: str | None
    title: str | None
    options: str | None
    price: Money | None
    price_includes_vat: bool | None
    compare_at_price: Money | None
    cost: Money | None
    #: Location -> units, and market -> price.
    stock: dict[str, int]
    prices: dict[str, Money]
    gtin: str | None
    mpn: str | None
    vendor: str | None
    type: str | None
    category: str | None
    tags: list[str]
    status: str | None
    weight: str | None
    size: str | None
    images: list[str]
    description: str | None


def arriving(batch: Batch, row: int, location: str) -> ArrivingRow:
    product = {name: _of_product(batch, column, row) for name, column in batch.product.items()}
    variant = {name: column[row] for name, column in batch.variant.items()}
    images = (batch.images[row] if batch.images else None) or ()
    return ArrivingRow(
        line=batch.lines[row],
        sku=batch.skus[row],
        product=batch.keys[row] if batch.keys[row] != batch.skus[row] else None,
        title=product.get("title"),
        options=_options(variant),
        price=_money(variant, "price"),
        price_includes_vat=variant.get("price_includes_vat"),
        compare_at_price=_money(variant, "compare_at_price"),
        cost=_money(variant, "cost_price"),
        prices=_market_prices(batch, row),
        stock={name or location: units for name, column in batch.stock.items() if (units := column[row]) is not None},
        gtin=variant.get("gtin"),
        mpn=variant.get("mpn"),
        vendor=product.get("vendor"),
        type=product.get("product_type"),
        category=product.get("category_path"),
        tags=json.loads(product.get("tags") or "[]"),
        status=product.get("status"),
        weight=_weight(variant),
        size=_size(variant.get("dimensions")),
        images=[url for url, _ in images],
        description=product.get("description"),
    )


def _of_product(batch: Batch, column: Sequence[Any], row: int) -> Any:
    """What this row or an earlier one of the same product says of it."""
    rows = (place for place in range(row + 1) if batch.keys[place] == batch.keys[row])
    return next((column[place] for place in rows if column[place] is not None), None)


def _money(variant: Mapping[str, Any], name: str) -> Money | None:
    amount = variant.get(name)
    return None if amount is None else Money(amount, variant["currency"], variant["price_scale"])


def _market_prices(batch: Batch, row: int) -> dict[str, Money]:
    """Those whose currency is known."""
    stated = ((market, market.price[row], market.price_scale[row]) for market in batch.markets if market.currency)
    return {
        market.market: Money(amount, market.currency or "", scale)
        for market, amount, scale in stated
        if amount is not None and scale is not None
    }


def _options(variant: Mapping[str, Any]) -> str | None:
    pairs = [(variant.get(f"option{n}_name"), variant.get(f"option{n}_value")) for n in (1, 2, 3)]
    return ", ".join(f"{name}: {value}" for name, value in pairs if value) or None


def _weight(variant: Mapping[str, Any]) -> str | None:
    weight = variant.get("weight")
    if weight is None:
        return None
    return f"{to_text(weight, 3).rstrip('0').rstrip('.')} {variant.get('weight_unit') or ''}".strip()


def _size(dimensions: str | None) -> str | None:
    if not dimensions:
        return None
    sides = json.loads(dimensions)
    return f"{' × '.join(sides[side] for side in ('length', 'width', 'height') if side in sides)} {sides['unit']}"
