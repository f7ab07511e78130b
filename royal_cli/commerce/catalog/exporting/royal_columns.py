"""The columns of royal's own table, and which of them are asked for."""

from collections.abc import Sequence

from royal_cli.commerce.catalog.exporting.block import Places
from royal_cli.commerce.catalog.exporting.report import Report
from royal_cli.commerce.feeds.formats.royal import ROYAL
from royal_cli.commerce.feeds.formats.sheet import bind
from royal_cli.commerce.feeds.headers import closest
from royal_cli.errors import UsageError

KEYS = ("product", "sku")
OF_PRODUCT = (
    "title", "description", "vendor", "type", "status", "category", "tags", "meta keywords", "search keywords",
    "seo title", "seo description", "videos", "images",
)  # fmt: skip
#: One described image of the product per row.
IMAGE = ("image", "image alt text")
OF_VARIANT = (
    "variant title", "variant status", "variant image", "position", "gtin", "asin", "mpn",
    "allow backorder", "option1 name", "option1 value", "option2 name", "option2 value", "option3 name",
    "option3 value", "currency", "price", "compare at price", "cost", "price includes vat", "weight", "weight unit",
    "length", "width", "height", "dimension unit",
)  # fmt: skip
OF_MARKET = ("currency", "price", "compare at price", "included")


def header(places: Places) -> list[str]:
    stock = [f"stock: {name}" for name in places.locations]
    prices = [f"{field}: {name}" for name in places.markets for field in OF_MARKET]
    return [*KEYS, *OF_PRODUCT, *IMAGE, *OF_VARIANT, *stock, *prices]


def chosen(columns: Sequence[str], known: Sequence[str], what: str = "A royal feed") -> list[str]:
    """The columns that are asked for, or all that there are; one that there is not raises UsageError."""
    for name in columns:
        if name not in known:
            near = closest(name, known)
            hint = f"Did you mean {near!r}?" if near else f"They are {', '.join(known)}."
            raise UsageError(f"{what} has no column {name!r}.", hint=hint)
    return list(columns or known)


def sayable(places: Places, report: Report) -> Places:
    """Locations and markets whose names a header can hold."""
    locations = [name for name in places.locations if _is_read(f"stock: {name}", "stock", name)]
    markets = [name for name in places.markets if _is_read(f"price: {name}", "market.price", name)]
    for what, all_names, kept in (("stock", places.locations, locations), ("prices", places.markets, markets)):
        for name in set(all_names) - set(kept):
            report.leave(what, "no column can have the name of its location or market", name)
    return Places(locations, markets)


def _is_read(header: str, role: str, name: str) -> bool:
    return name in bind((header,), ROYAL).named.get(role, {})
