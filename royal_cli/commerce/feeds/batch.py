"""What every format turns its rows into: canonical columns, ready to be staged.

All lists of a batch have one entry per accepted row. `None` means the feed does not say:
the stored value is kept. What a row clears on purpose stands in `cleared`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any, NamedTuple

#: Fields of a product, in the order in which they are staged. Money is an integer that counts
#: 10**-price_scale of `currency`; JSON columns are canonical JSON text; weight is in thousandths of its unit.
PRODUCT_FIELDS = (
    "title", "description", "product_type", "vendor", "tags", "status", "category_path",
    "currency", "price_scale", "base_price", "compare_at_price", "cost_price",
    "weight", "weight_unit", "dimensions", "seo_title", "seo_description",
    "meta_keywords", "search_keywords", "images", "videos",
)  # fmt: skip

#: Fields of a variant, in the order in which they are staged.
VARIANT_FIELDS = (
    "title", "gtin", "asin", "mpn",
    "option1_name", "option1_value", "option2_name", "option2_value", "option3_name", "option3_value",
    "currency", "price_scale", "price", "compare_at_price", "cost_price", "price_includes_vat",
    "weight", "weight_unit", "dimensions", "status", "position", "image_url", "allow_backorder",
)  # fmt: skip

#: The location that a stock column without a location's name belongs to.
DEFAULT_LOCATION = ""


class Reject(NamedTuple):
    """Why a row did not go in. `number` is the row's number in the feed, `column` the feed's own header."""

    number: int
    line: int
    column: str
    value: str
    code: str
    hint: str


class Warn(NamedTuple):
    """Something in an accepted row that an operator should look at."""

    line: int
    column: str
    value: str
    code: str
    hint: str


class MarketColumns(NamedTuple):
    """Prices of one market, one entry per row. Amounts as in the variant's price columns."""

    market: str
    currency: str | None
    included: list[bool | None]
    price: list[int | None]
    compare_at_price: list[int | None]
    price_scale: list[int | None]


@dataclass(slots=True)
class Batch:
    numbers: list[int]
    lines: list[int]
    #: The product each row belongs to: the parent's SKU, handle or group id; never empty.
    keys: list[str]
    #: Another name under which rows of the same feed refer to the product (WooCommerce `id:744`).
    aliases: list[str | None] | None
    #: The row describes a variant that can be sold; otherwise it only adds to its product.
    sells: list[bool]
    #: The SKU as the feed states it; None where it has none.
    skus: list[str | None]
    product: dict[str, list[Any]] = field(default_factory=dict)
    variant: dict[str, list[Any]] = field(default_factory=dict)
    #: Per row the images it adds to its product, each as (url, alt text or None), in order.
    images: list[list[tuple[str, str | None]] | None] | None = None
    #: Location name -> units available per row.
    stock: dict[str, list[int | None]] = field(default_factory=dict)
    markets: list[MarketColumns] = field(default_factory=list)
    #: Index of a row -> names of the fields that it clears, as "product.title" or "variant.price".
    cleared: dict[int, set[str]] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    warnings: list[Warn] = field(default_factory=list)

    def keep(self, mask: Sequence[bool]) -> None:
        """Take the rows out that the mask does not have; `cleared`, rejects and warnings stay as they are."""

        def of(column: Sequence[Any]) -> list[Any]:
            return list(compress(column, mask))

        self.numbers, self.lines, self.keys = of(self.numbers), of(self.lines), of(self.keys)
        self.sells, self.skus = of(self.sells), of(self.skus)
        self.aliases = self.aliases and of(self.aliases)
        self.images = self.images and of(self.images)
        for columns in (self.product, self.variant, self.stock):
            columns.update({name: of(column) for name, column in columns.items()})
        self.markets = [_keep_market(market, of) for market in self.markets]


def _keep_market(market: MarketColumns, of: Callable[[Sequence[Any]], list[Any]]) -> MarketColumns:
    return market._replace(
        included=of(market.included),
        price=of(market.price),
        compare_at_price=of(market.compare_at_price),
        price_scale=of(market.price_scale),
    )
