"""Wix's product CSV, of both catalogues: a row for the product, below it rows for its variants or its media."""

import re
from collections.abc import Sequence

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats import composed, fields, images, options, prices
from royal_cli.commerce.feeds.formats.declare import Format, Seen, pattern
from royal_cli.commerce.feeds.formats.sheet import Sheet
from royal_cli.commerce.feeds.rows import SEPARATOR

COLUMNS = {
    "handleid": "handle", "handle": "handle", "fieldtype": "kind", "name": "product.title",
    "description": "product.description", "plaindescription": "product.description", "brand": "product.vendor",
    "productimageurl": "media", "media": "media", "mediaalttext": "media_alt", "collection": "collection",
    "sku": "sku", "barcode": "variant.gtin", "price": "variant.price", "surcharge": "surcharge",
    "strikethroughprice": "variant.compare_at_price", "cost": "variant.cost_price", "visible": "visible",
    "discountmode": "discount_mode", "discountvalue": "discount_value", "inventory": "inventory",
    "weight": "variant.weight",
}  # fmt: skip

PATTERNS = (
    pattern(r"productOptionName(?P<name>\d)", "option_name"),
    pattern(r"productOption(?:Description|Choices)(?P<name>\d)", "option_value"),
)

_KINDS = frozenset(["product", "variant", "media"])
_ZERO = re.compile(r"0+(?:[.,]0*)?")
#: A choice of colour is written with its colour: #ff0000:Red.
_SWATCH = re.compile(r"(?:#[0-9a-f]{3,8}|rgba?\([^)]*\)):\s*(?=\S)", re.IGNORECASE)
#: Media of the shop itself are named without the address under which Wix shows them.
_OWN_MEDIA = re.compile(r"\w+_[0-9a-f]{32}[^\s/]*")
_MEDIA_ADDRESS = "https://static.wixstatic.com/media/"


def _fits(seen: Seen) -> int:
    return 97 if "fieldtype" in seen.words and seen.count("handleid", "handle") else 0


def _keys(sheet: Sheet) -> list[str]:
    return sheet.names("handle")


def _choose(sheet: Sheet) -> None:
    """Wix writes a weight of 0.0 where nobody has stated one."""
    if sheet.has("variant.weight"):
        cells = ["" if _ZERO.fullmatch(cell.strip()) else cell for cell in sheet.cells("variant.weight")]
        sheet.state("variant.weight", sheet.header("variant.weight"), cells)


def _shape(sheet: Sheet, batch: Batch) -> None:
    kinds = _kinds(sheet)
    products = _products(batch.keys, kinds)
    have_variants = {key for key, kind in zip(batch.keys, kinds, strict=True) if kind == "variant"}
    batch.sells = [
        kind == "variant" or (kind == "product" and key not in have_variants)
        for key, kind in zip(batch.keys, kinds, strict=True)
    ]
    _show(sheet, batch, kinds)
    _collect(sheet, batch)
    _set_options(sheet, batch, products)
    _count(sheet, batch)
    composed.add_to_base(
        sheet, batch, "surcharge",
        [products.get(key, row) if kind == "variant" else None
         for row, (key, kind) in enumerate(zip(batch.keys, kinds, strict=True))],
    )  # fmt: skip
    _discount(sheet, batch, products)


def _kinds(sheet: Sheet) -> list[str]:
    """Product, variant or media, in either letter case; anything else rejects its row."""
    kinds = [cell.strip().casefold() for cell in sheet.cells("kind")]
    for row, kind in enumerate(kinds):
        if kind not in _KINDS:
            hint = "write Product, or Variant below its product"
            sheet.problems.reject(row, sheet.header("kind"), sheet.cells("kind")[row], "unknown_value", hint)
    return kinds


def _products(keys: Sequence[str], kinds: Sequence[str]) -> dict[str, int]:
    """The row of each product."""
    found: dict[str, int] = {}
    for row, (key, kind) in enumerate(zip(keys, kinds, strict=True)):
        if kind == "product":
            found.setdefault(key, row)
    return found


def _show(sheet: Sheet, batch: Batch, kinds: Sequence[str]) -> None:
    if sheet.has("visible"):
        shown = values.boolean(sheet.cells("visible"), sheet.problems, sheet.header("visible"))
        status = [None if is_shown is None else "active" if is_shown else "draft" for is_shown in shown]
        batch.product["status"] = [one if kind == "product" else None for one, kind in zip(status, kinds, strict=True)]
        batch.variant["status"] = [one if kind == "variant" else None for one, kind in zip(status, kinds, strict=True)]


def _collect(sheet: Sheet, batch: Batch) -> None:
    """The images of each row, and the first of the product's collections."""
    if sheet.has("media"):
        cells = [_addresses(cell) if cell else cell for cell in sheet.cells("media")]
        found = values.urls(cells, sheet.problems, sheet.header("media"), clears="product.images")
        texts = values.text(sheet.cells("media_alt"), sheet.problems, sheet.header("media_alt"))
        batch.images = [_described(urls, text) for urls, text in zip(found, texts, strict=True)]
    if sheet.has("collection"):
        first = [cell.partition(";")[0] for cell in sheet.cells("collection")]
        names = values.text(first, sheet.problems, sheet.header("collection"), clears="product.category_path")
        batch.product["category_path"] = [name and fields.category_path(name) for name in names]


def _addresses(cell: str) -> str:
    names = map(str.strip, cell.split(";"))
    return SEPARATOR.join(_MEDIA_ADDRESS + name if _OWN_MEDIA.fullmatch(name) else name for name in names)


def _described(urls: tuple[str, ...] | None, text: str | None) -> list[images.Image] | None:
    return [(url, text if place == 0 else None) for place, url in enumerate(urls)] if urls else None


def _set_options(sheet: Sheet, batch: Batch, products: dict[str, int]) -> None:
    """A variant states its values; the names stand with its product, which lists all values there are."""
    names, stated = sheet.named("option_name"), sheet.named("option_value")
    columns = [(number, header, _without_swatches(cells)) for number, (header, cells) in stated.items()]
    if not columns:
        return
    rows: list[list[tuple[str, str]]] = []
    product_rows = set(products.values())
    for row, said in enumerate(options.read(sheet, columns)):
        product = products.get(batch.keys[row], row)
        is_variant = row not in product_rows and batch.sells[row]
        named = [(_name(names, number, row, product), value) for number, value in said] if is_variant else []
        rows.append(named)
    options.put(batch, rows)


def _name(names: dict[str, tuple[str, Sequence[str]]], number: str, row: int, product: int) -> str:
    cells = names[number][1] if number in names else None
    return (cells[row].strip() or cells[product].strip() if cells else "") or f"Option {number}"


def _without_swatches(cells: Sequence[str]) -> list[str]:
    return [_SWATCH.sub("", cell, count=1) if ":" in cell else cell for cell in cells]


def _count(sheet: Sheet, batch: Batch) -> None:
    """Only what sells is counted; of a product with variants Wix writes 0."""
    if sheet.has("inventory"):
        stated = zip(sheet.cells("inventory"), batch.sells, strict=True)
        cells = [cell.replace("_", " ") if sells else "" for cell, sells in stated]
        location = sheet.options.default_location
        batch.stock[location] = fields.quantities(sheet, sheet.header("inventory"), cells, location)


def _discount(sheet: Sheet, batch: Batch, products: dict[str, int]) -> None:
    """The discount of a product holds for its variants; the price without it is the one that is compared to."""
    if not sheet.has("discount_value"):
        return
    header = sheet.header("discount_value")
    stated = values.decimal(sheet.cells("discount_value"), sheet.problems, header,
                            decimal_mark=sheet.options.decimal_mark or ".", strict=True)  # fmt: skip
    modes = [cell.strip().casefold() for cell in sheet.cells("discount_mode")]
    batch.variant["sale_price"] = [None] * sheet.size
    for row in range(sheet.size):
        product = products.get(batch.keys[row], row)
        value = stated[product]
        if batch.sells[row] and value and value.strip("0.") and composed.amount_of(batch, row):
            percent, amount = (value, None) if modes[product] == "percent" else (None, value)
            if modes[product] not in ("percent", "amount") or not composed.take_off(batch, row, percent, amount):
                sheet.problems.warn(row, header, value, "discount", "royal cannot tell the price with this discount")
    prices.sell_at_sale_price(sheet, batch)


WIX = Format(
    name="wix", title="Wix product export", columns=COLUMNS, patterns=PATTERNS,
    fits=_fits, choose=_choose, keys=_keys, shape=_shape, key_roles=("handle",), key_words="a handleId",
)  # fmt: skip
