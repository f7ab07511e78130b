"""A portion of the catalogue: products, each with its variants, stock and market prices."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, repeat
from operator import itemgetter
from typing import Any, NamedTuple


class Product(NamedTuple):
    """As it is stored; lists and documents are JSON text."""

    id: int
    sku: str
    title: str
    description: str | None
    vendor: str | None
    product_type: str | None
    status: str | None
    category: str | None
    tags: str | None
    meta_keywords: str | None
    search_keywords: str | None
    seo_title: str | None
    seo_description: str | None
    images: str | None
    videos: str | None
    currency: str | None
    price_scale: int | None
    base_price: int | None
    compare_at_price: int | None
    cost_price: int | None
    weight: int | None
    weight_unit: str | None
    dimensions: str | None


class Variant(NamedTuple):
    id: int
    product_id: int
    sku: str
    sku_derived: bool
    source_sku: str | None
    title: str | None
    gtin: str | None
    asin: str | None
    mpn: str | None
    option1_name: str | None
    option1_value: str | None
    option2_name: str | None
    option2_value: str | None
    option3_name: str | None
    option3_value: str | None
    currency: str | None
    price_scale: int | None
    price: int | None
    compare_at_price: int | None
    cost_price: int | None
    price_includes_vat: bool | None
    weight: int | None
    weight_unit: str | None
    dimensions: str | None
    status: str | None
    position: int | None
    image_url: str | None
    allow_backorder: bool

    @property
    def options(self) -> list[tuple[str | None, str]]:
        """Name and value of each."""
        pairs = (
            (self.option1_name, self.option1_value),
            (self.option2_name, self.option2_value),
            (self.option3_name, self.option3_value),
        )
        return [(name, value) for name, value in pairs if value is not None]


class MarketPrice(NamedTuple):
    variant_id: int
    currency: str | None
    price_scale: int | None
    price: int | None
    compare_at_price: int | None
    included: bool | None


@dataclass(frozen=True)
class Block:
    """Products by id, and all their variants in the same order. The rows are plain tuples of the fields above."""

    products: Sequence[tuple[Any, ...]]
    variants: Sequence[tuple[Any, ...]]
    #: Location -> id of a variant -> units available.
    stock: dict[str, dict[int, int]]
    #: Market -> id of a variant -> its price there.
    markets: dict[str, dict[int, MarketPrice]]

    def units(self, variant_id: int) -> int | None:
        """Of all locations of which something is known."""
        known = [level[variant_id] for level in self.stock.values() if variant_id in level]
        return sum(known) if known else None

    @cached_property
    def stocked(self) -> Sequence[int | None]:
        """The units of each variant."""
        ids = self.of_variants["id"]
        if len(self.stock) == 1:
            return [level.get(id) for level in self.stock.values() for id in ids]
        return list(map(self.units, ids))

    @cached_property
    def of_products(self) -> dict[str, Sequence[Any]]:
        """Name of a field -> what it is of each product."""
        return _columns(Product._fields, self.products)

    @cached_property
    def of_variants(self) -> dict[str, Sequence[Any]]:
        return _columns(Variant._fields, self.variants)

    @cached_property
    def spans(self) -> list[range]:
        """Of each product, the places of its variants."""
        found: dict[int, range] = {}
        start = 0
        for owner, variants in groupby(map(_OWNER, self.variants)):
            end = start + len(list(variants))
            found[owner] = range(start, end)
            start = end
        return [found.get(row[0], range(0)) for row in self.products]

    def __iter__(self) -> Iterator[tuple[Product, list[Variant]]]:
        variants = list(map(Variant._make, self.variants))
        for row, own in zip(self.products, self.spans, strict=True):
            yield Product._make(row), variants[own.start : own.stop]


#: What a product with variants may say of itself that else these say, of a plain tuple of its fields.
FIGURES = itemgetter(
    *map(Product._fields.index, ("base_price", "compare_at_price", "cost_price", "weight", "dimensions"))
)
NO_FIGURES = (None,) * 5
_OWNER = itemgetter(Variant._fields.index("product_id"))


def _columns(names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> dict[str, Sequence[Any]]:
    return dict(zip(names, zip(*rows, strict=True) if rows else repeat(()), strict=False))


@dataclass(frozen=True, slots=True)
class Places:
    """Where there is stock, and where there are prices of their own."""

    locations: list[str]
    markets: list[str]
