"""Google Merchant product data: RSS, Atom, and the same attributes as a tab or comma separated table."""

from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats import dates, options, prices
from royal_cli.commerce.feeds.formats.declare import Format, Seen
from royal_cli.commerce.feeds.formats.fields import category_path
from royal_cli.commerce.feeds.formats.sheet import Binding, Sheet
from royal_cli.commerce.feeds.headers import fold
from royal_cli.errors import FeedError

COLUMNS = {
    "id": "sku", "item group id": "group", "title": "variant.title", "description": "product.description",
    "summary": "summary",
    "brand": "product.vendor", "gtin": "variant.gtin", "mpn": "variant.mpn",
    "price": "variant.price", "sale price": "sale_price", "sale price effective date": "sale_dates",
    "cost of goods sold": "variant.cost_price",
    "currency": "currency", "price currency": "currency", "price unit": "currency",
    "image link": "image", "image url": "image", "additional image link": "images", "additional image links": "images",
    "product type": "product.category_path", "google product category": "google_category",
    "shipping weight": "shipping_weight", "product weight": "variant.weight",
    "product length": "length", "product width": "width", "product height": "height",
    "color": "color", "colour": "color", "size": "size", "material": "material", "pattern": "pattern",
    "inventory": "stock", "quantity": "stock", "sell on google quantity": "stock",
    "quantity to sell on facebook": "stock",
}  # fmt: skip

_STOPGAPS = {"shipping_weight": "variant.weight", "summary": "product.description"}

#: What tells the items of a group apart, in the order of their weight.
_OPTIONS = {"color": "Color", "size": "Size", "material": "Material", "pattern": "Pattern"}


def _fits(seen: Seen) -> int:
    if seen.container == "xml" and seen.root not in ("rss", "feed"):
        return 0
    own = seen.count("image link", "availability", "google product category", "item group id", "condition", "gtin",
                     "sale price effective date", "identifier exists", "additional image link", "mpn")  # fmt: skip
    shared = seen.count("title", "link", "description", "price", "brand", "product type")
    return min(95, 15 + 15 * own + 5 * shared) if "id" in seen.words and own >= 2 and shared >= 2 else 0


def _refine(binding: Binding) -> None:
    """What has to do where the better column is missing: the weight as shipped, Atom's summary as the description."""
    for stopgap, role in _STOPGAPS.items():
        places = binding.places.pop(stopgap, None)
        if places and role in binding.places:
            binding.unused.append(binding.header[places[0]])
        elif places:
            binding.places[role] = places


def _check(binding: Binding, _is_asked_for: bool) -> None:
    """A row per store says how many there are in that store: no stock of the variant, and no product."""
    for header in binding.header:
        if fold(header) == "store code":
            message = f"The column {header} belongs to Google's local inventory, a row per store."
            raise FeedError(message, hint="import the feed of the product data instead")


def _keys(sheet: Sheet) -> list[str]:
    """The group of an item, else the item itself."""
    items = sheet.names("sku")
    if not sheet.has("group"):
        return items
    return [group or item for group, item in zip(sheet.names("group"), items, strict=True)]


def _shape(sheet: Sheet, batch: Batch) -> None:
    titles = batch.variant.get("title")
    if titles:
        batch.product["title"] = list(titles)
    if sheet.has("google_category"):
        _add_categories(sheet, batch)
    if sheet.has("group"):
        _set_options(sheet, batch)
    prices.sell_at_sale_price(sheet, batch, _sale_runs(sheet))


def _add_categories(sheet: Sheet, batch: Batch) -> None:
    """The shop's own product type comes first; of Google's categories only a path says something, not its number."""
    own = batch.product.get("category_path") or [None] * sheet.size
    batch.product["category_path"] = [
        path or (category_path(cell) if ">" in cell else None)
        for path, cell in zip(own, sheet.cells("google_category"), strict=True)
    ]


def _set_options(sheet: Sheet, batch: Batch) -> None:
    """Colour, size, material and pattern tell the items of a group apart; as many of them as a variant has options."""
    present = [(name, sheet.header(role), sheet.cells(role)) for role, name in _OPTIONS.items() if sheet.has(role)]
    grouped = map(str.strip, sheet.cells("group"))
    options.put(
        batch, [stated if group else [] for stated, group in zip(options.read(sheet, present), grouped, strict=True)]
    )


def _sale_runs(sheet: Sheet) -> list[bool] | None:
    """Dates such as 2026-11-27T09:00+0100/2026-11-30T23:59+0100."""
    if not sheet.has("sale_price") or not sheet.has("sale_dates"):
        return None
    on_sale = zip(sheet.cells("sale_dates"), sheet.cells("sale_price"), strict=True)
    spans = [(text if sale.strip() else "").partition("/") for text, sale in on_sale]
    for row, (start, mark, _) in enumerate(spans):
        if start.strip() and not mark:
            hint = "write when the sale begins and when it ends, with a / between them"
            sheet.problems.reject(row, sheet.header("sale_dates"), start, "date", hint)
    return dates.running(sheet, sheet.header("sale_dates"), [span[0] for span in spans], [span[2] for span in spans])


GOOGLE = Format(
    name="google", title="Google Merchant feed", columns=COLUMNS, containers=frozenset({"delimited", "xml"}),
    fits=_fits, keys=_keys, shape=_shape, refine=_refine, check=_check,
    attributes=frozenset({"currency", "unit"}),
    several=frozenset({"images"}), key_roles=("sku", "group"), key_words="an id",
)  # fmt: skip
