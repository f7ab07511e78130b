"""What is known of one product, from its own fields down to the stock of each variant at each location."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from royal_cli.money import Money


@dataclass(frozen=True, slots=True)
class Level:
    """How much of a variant is at one location; a movement changes it, nothing else."""

    available: int
    committed: int
    incoming: int
    damaged: int
    reorder_point: int | None
    reorder_quantity: int | None
    updated_at: datetime

    def __str__(self) -> str:
        others = {"committed": self.committed, "incoming": self.incoming, "damaged": self.damaged}
        more = ", ".join(f"{count} {name}" for name, count in others.items() if count)
        return f"{self.available} ({more})" if more else str(self.available)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a variant costs in one market. `included` is None while nobody has said whether it is sold there."""

    price: Money | None
    compare_at_price: Money | None
    included: bool | None

    def __str__(self) -> str:
        sold = {True: "sold", False: "not sold", None: "unknown"}[self.included]
        if self.price is None:
            return sold
        return f"{self.price} (not sold)" if self.included is False else str(self.price)


@dataclass(frozen=True, slots=True)
class Image:
    url: str
    alt_text: str | None
    position: int | None
    is_primary: bool | None


@dataclass(frozen=True, slots=True)
class Touched:
    """The newest operation that changed something here; `royal history show` tells what."""

    operation: str
    kind: str
    actor: str
    at: datetime

    def __str__(self) -> str:
        return f"{self.operation} ({self.kind}, {self.actor})"


@dataclass(frozen=True, slots=True)
class Variant:
    """A price, a compare-at price or a cost that the variant does not have itself is the product's.

    `sku_derived`: royal made the SKU, because the feed had none or gave it to several; `source_sku` is the feed's.
    `gross_margin` is (price - cost) / price in percent, of the prices as they are stored.
    `stock` is the sum of what the `levels` say is available, None where none is known.
    """

    sku: str
    options: dict[str, str]
    price: Money | None
    stock: int | None
    gross_margin: Decimal | None
    cost: Money | None
    gtin: str | None
    levels: dict[str, Level]
    market_prices: dict[str, Offer]
    compare_at_price: Money | None
    price_includes_vat: bool | None
    sku_derived: bool
    source_sku: str | None
    title: str | None
    status: str | None
    asin: str | None
    mpn: str | None
    weight: Decimal | None
    weight_unit: str | None
    dimensions: dict[str, str] | None
    image_url: str | None
    allow_backorder: bool
    position: int | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Product:
    """`stock` and `gross_margin` as in the list of products; the prices are the product's own."""

    sku: str
    title: str
    status: str | None
    stock: int | None
    gross_margin: Decimal | None
    price: Money | None
    compare_at_price: Money | None
    cost: Money | None
    category: str | None
    vendor: str | None
    product_type: str | None
    tags: list[str] | None
    collections: list[str] | None
    weight: Decimal | None
    weight_unit: str | None
    dimensions: dict[str, str] | None
    seo_title: str | None
    seo_description: str | None
    meta_keywords: list[str] | None
    search_keywords: list[str] | None
    videos: list[dict[str, object]] | None
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None
    archived_at: datetime | None
    last_operation: Touched | None
    description: str | None
    variants: list[Variant]
    images: list[Image] | None
