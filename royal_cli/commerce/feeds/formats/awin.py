"""Awin's product data: what an affiliate downloads, and what an advertiser uploads under slightly other names."""

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats import options
from royal_cli.commerce.feeds.formats.declare import Format, Seen
from royal_cli.commerce.feeds.formats.sheet import Sheet
from royal_cli.commerce.feeds.headers import fold
from royal_cli.commerce.feeds.rows import RawChunk

#: Role -> the columns that say it, the best one first; where that is empty the next one counts.
_CHOICES = {
    "variant.gtin": ("product gtin", "ean", "upc"),
    "product.category_path": ("merchant product category path", "merchant category", "category name"),
    "variant.compare_at_price": ("product price old", "rrp price"),
}

COLUMNS = {
    "merchant product id": "sku", "product id": "sku", "parent product id": "group", "product name": "variant.title",
    "description": "product.description", "brand name": "product.vendor", "mpn": "variant.mpn",
    "search price": "variant.price", "price": "variant.price", "currency": "currency",
    "merchant image url": "image", "image url": "image", "alternate image": "images", "alternate image two": "images",
    "alternate image three": "images", "alternate image four": "images", "stock quantity": "stock",
    "in stock": "in_stock", "colour": "colour", "fashion size": "size", "fashion material": "material",
    **{word: role for role, words in _CHOICES.items() for word in words},
}  # fmt: skip

#: What tells the products of one parent apart.
_OPTIONS = {"colour": "Colour", "size": "Size", "material": "Material"}


def _fits(seen: Seen) -> int:
    downloaded = seen.count("aw product id", "merchant product id", "aw deep link", "merchant deep link",
                            "search price", "merchant image url", "aw image url", "data feed id")  # fmt: skip
    uploaded = seen.count("product id", "product name", "deep link", "price")
    if downloaded >= 2 and seen.words & {"merchant product id", "product id"}:
        return 96
    return 90 if uploaded == 4 else 0


def _prepare(chunk: RawChunk) -> RawChunk:
    """Put the best of several columns into the first of them, which is the one that is read."""
    names = [fold(name) for name in chunk.header]
    for words in _CHOICES.values():
        places = [names.index(word) for word in words if word in names]
        if len(places) > 1:
            for row in chunk.rows:
                row[min(places)] = next((row[place] for place in places if _says_something(row[place])), "")
    return chunk


def _says_something(cell: str) -> bool:
    """Neither empty nor a zero, which the download has where the advertiser says nothing."""
    return bool(cell.strip().strip("0.,"))


def _keys(sheet: Sheet) -> list[str]:
    return [parent or own for parent, own in zip(sheet.names("group"), sheet.names("sku"), strict=True)]


def _shape(sheet: Sheet, batch: Batch) -> None:
    if "title" in batch.variant:
        batch.product["title"] = list(batch.variant["title"])
    if "compare_at_price" in batch.variant:
        batch.variant["compare_at_price"] = [amount or None for amount in batch.variant["compare_at_price"]]
    if sheet.has("group"):
        _set_options(sheet, batch)
    if sheet.has("stock", "in_stock"):
        _doubt_stock(sheet, batch)


def _set_options(sheet: Sheet, batch: Batch) -> None:
    present = [(name, sheet.header(role), sheet.cells(role)) for role, name in _OPTIONS.items() if sheet.has(role)]
    stated = zip(options.read(sheet, present), sheet.names("group"), strict=True)
    options.put(batch, [said if parent else [] for said, parent in stated])


def _doubt_stock(sheet: Sheet, batch: Batch) -> None:
    """Where a product is said to be in stock with no units, nobody has counted them."""
    available = values.boolean(sheet.cells("in_stock"), sheet.problems, sheet.header("in_stock"))
    for units in batch.stock.values():
        for row, count in enumerate(units):
            if count == 0 and available[row]:
                units[row] = None
                hint = "this product is in stock, so none is no count of it; the stock stays unknown"
                sheet.problems.warn(row, sheet.header("stock"), "0", "no_quantity", hint)


AWIN = Format(
    name="awin", title="Awin product feed", columns=COLUMNS, fits=_fits, keys=_keys, shape=_shape, prepare=_prepare,
    several=frozenset({"images"}), key_roles=("sku",), key_words="a merchant_product_id or a product_id",
)  # fmt: skip
