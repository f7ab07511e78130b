"""What is asked of the list of products, and what each of its rows says."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum, StrEnum

from royal_cli.money import Money


class Status(StrEnum):
    active = "active"
    draft = "draft"
    archived = "archived"
    any = "any"


class Sort(Enum):
    sku = "sku"
    title = "title"
    price = "price"
    stock = "stock"
    margin = "margin"
    updated = "updated"
    created = "created"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which products are meant; without a status all but the archived ones. All that is said must hold."""

    status: Status | None = None
    #: The path, name or slug of a category; what is below it belongs to it.
    category: str | None = None
    #: Words that must all occur in the title, a SKU, a GTIN or the vendor.
    search: str | None = None
    vendor: str | None = None
    tag: str | None = None
    missing_cost: bool = False
    #: Percent of the price.
    below_margin: Decimal | None = None
    missing_image: bool = False
    #: What is known of the stock adds up to nothing.
    out_of_stock: bool = False


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product with the figures of its variants; a variant without a price or cost has those of the product.

    `lowest_price` and `highest_price` are None while no price is known, and where the prices are in several
    `currencies`. `cost` is the one that all variants have. `gross_margin` is (price - cost) / price in percent,
    rounded down, of the prices as they are stored: VAT, fees and returns are not taken off. It is that of the
    variant with the lowest. `stock` adds up what is known; `without_stock` counts the variants of which nothing is.
    """

    sku: str
    title: str
    status: str | None
    vendor: str | None
    product_type: str | None
    category: str | None
    variants: int
    lowest_price: Money | None
    highest_price: Money | None
    currencies: list[str]
    cost: Money | None
    without_cost: int
    gross_margin: Decimal | None
    stock: int | None
    without_stock: int
    images: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Listing:
    """One page: `next` is the cursor of the one after it, `total` how many there are where it was counted."""

    rows: list[ProductRow]
    next: str | None
    total: int | None
