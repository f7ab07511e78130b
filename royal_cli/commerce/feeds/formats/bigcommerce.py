"""BigCommerce's product CSV, older and newer: below each product rows for its variants, images and rules."""

import re
from collections.abc import Sequence

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats import below, composed, fields, options, prices
from royal_cli.commerce.feeds.formats.declare import Format, Seen, pattern
from royal_cli.commerce.feeds.formats.sheet import Binding, Sheet
from royal_cli.commerce.feeds.formats.slugs import slug

COLUMNS = {
    "item": "kind", "item type": "kind", "id": "id", "product id": "id", "name": "name", "product name": "name",
    "sku": "sku", "product code sku": "sku", "options": "options", "brand name": "product.vendor",
    "brand": "product.vendor", "description": "product.description", "product description": "product.description",
    "price": "price", "cost price": "cost", "sale price": "sale", "upc ean": "upc", "product upc ean": "upc",
    "global trade number": "gtin", "gps global trade item number": "gtin",
    "manufacturer part number": "variant.mpn", "gps manufacturer part number": "variant.mpn",
    "weight": "variant.weight", "product weight": "variant.weight", "width": "width", "product width": "width",
    "height": "height", "product height": "height", "depth": "length", "product depth": "length",
    "inventory tracking": "tracking", "track inventory": "tracking",
    "current stock": "quantity", "current stock level": "quantity",
    "is visible": "product.status", "product visible": "product.status",
    "category": "categories", "categories": "categories",
    "page title": "product.seo_title", "meta description": "product.seo_description",
    "meta keywords": "product.meta_keywords", "search keywords": "product.search_keywords",
    "variant image url": "variant.image_url", "image url import": "image", "internal image url export": "exported",
    "image description": "image_alt", "image sort order": "image_position",
}  # fmt: skip

PATTERNS = (
    pattern(r"product image url ?- ?\d+", "images"),
    pattern(r"product image file ?- ?\d+", "image_files"),
)

_OLDER = ("product code sku", "product name", "product visible", "current stock level", "track inventory")
_NEWER = (
    "inventory tracking", "current stock", "options", "image url import", "internal image url export",
    "variant image url", "is visible", "product condition", "global trade number", "channels",
)  # fmt: skip

_VARIANTS = frozenset(["variant", "sku"])
_KINDS = _VARIANTS | {"product", "image", "video", "rule"}
_ZERO = re.compile(r"0+(?:[.,]0*)?")
_OPTION = re.compile(r"Type=([^|]*)\|Name=([^|]*)\|Value=(.*?)(?=Type=[^|]*\|Name=|\Z)", re.DOTALL)
_OLDER_OPTION = re.compile(r"\[(\w+)\]\s*([^=]+?)\s*=\s*(.*?)\s*(?=,\s*\[\w+\]|\Z)", re.DOTALL)
#: What a choice of colour looks like: Red[#ff0000], and in older files Red:#ff0000 or the address of a picture.
_SWATCH = re.compile(r"\[[^\[\]]*\]\Z|:\s*(?:#[0-9a-fA-F,#]+|https?:\S+|)\Z")


def _fits(seen: Seen) -> int:
    if "item type" in seen.words and seen.count(*_OLDER) >= 2:
        return 95
    return 92 if {"item", "name"} <= seen.words and seen.count(*_NEWER) >= 3 else 0


def _refine(binding: Binding) -> None:
    """Files of images are named by the shop's own paths; where there are addresses beside them, those count."""
    files = binding.places.pop("image_files", [])
    if "images" in binding.places:
        binding.unused += [binding.header[place] for place in files]
    elif files:
        binding.places["images"] = files


def _kinds(sheet: Sheet) -> list[str]:
    if not sheet.has("kind"):
        return ["product"] * sheet.size
    return [cell.strip().casefold() for cell in sheet.cells("kind")]


def _named(sheet: Sheet) -> list[str | None]:
    """A product is named by its SKU, else its ID, else its name; the rows below it are not."""
    stated = zip(_kinds(sheet), *(sheet.names(role) for role in ("sku", "id", "name")), strict=True)
    return [
        (sku or (f"bigcommerce:{number}" if number else slug(name))) if kind == "product" else None
        for kind, sku, number, name in stated
    ]


def _choose(sheet: Sheet) -> None:
    kinds = _kinds(sheet)
    is_product = [kind == "product" for kind in kinds]
    sheet.state("product.title", sheet.header("name"), _only(is_product, sheet.cells("name")))
    _state(sheet, "variant.price", "price", [kind != "rule" for kind in kinds])
    for role, source in (("sale_price", "sale"), ("variant.cost_price", "cost")):
        # BigCommerce writes 0 where there is none.
        _state(sheet, role, source, [not _ZERO.fullmatch(cell.strip()) for cell in sheet.cells(source)])
    for role, first, second in (("variant.gtin", "upc", "gtin"), ("image", "image", "exported")):
        if sheet.has(first, second):
            header = sheet.header(first if sheet.has(first) else second)
            both = zip(sheet.cells(first), sheet.cells(second), strict=True)
            sheet.state(role, header, [one if one.strip() else other for one, other in both])
    if sheet.has("categories"):
        first_paths = [cell.replace("\\/", "\ue000").partition(";")[0] for cell in sheet.cells("categories")]
        sheet.state("categories", sheet.header("categories"), first_paths)


def _state(sheet: Sheet, role: str, source: str, mask: Sequence[bool]) -> None:
    if sheet.has(source):
        sheet.state(role, sheet.header(source), _only(mask, sheet.cells(source)))


def _only(mask: Sequence[bool], cells: Sequence[str]) -> list[str]:
    return [cell if keep else "" for keep, cell in zip(mask, cells, strict=True)]


def _shape(sheet: Sheet, batch: Batch) -> None:
    kinds = _kinds(sheet)
    for row, kind in enumerate(kinds):
        if kind not in _KINDS:
            hint = "write Product, or Variant below its product"
            sheet.problems.reject(row, sheet.header("kind"), sheet.cells("kind")[row], "unknown_value", hint)
    products = {key: row for row, (key, kind) in enumerate(zip(batch.keys, kinds, strict=True)) if kind == "product"}
    varied = {key for key, kind in zip(batch.keys, kinds, strict=True) if kind in _VARIANTS}
    batch.sells = [
        kind in _VARIANTS or (kind == "product" and key not in varied)
        for key, kind in zip(batch.keys, kinds, strict=True)
    ]
    bases = [products.get(key) if kind in _VARIANTS else None for key, kind in zip(batch.keys, kinds, strict=True)]
    _file(sheet, batch)
    _set_options(sheet, batch, kinds)
    _count(sheet, batch, products)
    _sell(sheet, batch, bases)
    _refuse_rules(sheet, batch, kinds)


def _file(sheet: Sheet, batch: Batch) -> None:
    if sheet.has("categories"):
        cells = values.text(sheet.cells("categories"), sheet.problems, sheet.header("categories"),
                            clears="product.category_path")  # fmt: skip
        paths = [cell and fields.category_path(cell, "/") for cell in cells]
        batch.product["category_path"] = [path and path.replace("\ue000", "/") for path in paths]


def _set_options(sheet: Sheet, batch: Batch, kinds: Sequence[str]) -> None:
    """In newer files the options have a column; in older ones they stand where products have their name."""
    role, match = ("options", _OPTION) if sheet.has("options") else ("name", _OLDER_OPTION)
    if not sheet.has(role):
        return
    rows: list[list[tuple[str, str]]] = []
    for row, (cell, kind) in enumerate(zip(sheet.cells(role), kinds, strict=True)):
        found = match.findall(cell) if kind in _VARIANTS else []
        if kind in _VARIANTS and cell.strip() and not found:
            hint = "write options as Type=Rectangle|Name=Size|Value=M, or as [S]Size=M"
            sheet.problems.reject(row, sheet.header(role), cell, "options", hint)
        rows.append([(name.strip(), _SWATCH.sub("", value).strip()) for _, name, value in found])
    options.put(batch, rows)


def _count(sheet: Sheet, batch: Batch, products: dict[str, int]) -> None:
    """Stock is counted by product or by variant; the figures of what is not counted are zeros that say nothing."""
    if not sheet.has("quantity"):
        return
    tracking = [cell.strip().casefold() for cell in sheet.cells("tracking")]
    cells = []
    for row, cell in enumerate(sheet.cells("quantity")):
        product = products.get(batch.keys[row], row)
        how = tracking[product]
        counted = how != "none" and (row == product or how not in ("product", "by product"))
        cells.append(cell if batch.sells[row] and counted else "")
    location = sheet.options.default_location
    batch.stock[location] = fields.quantities(sheet, sheet.header("quantity"), cells, location)


def _sell(sheet: Sheet, batch: Batch, bases: Sequence[int | None]) -> None:
    """A variant without a price of its own has that of its product, and its sale price."""
    inherits = [row for row, base in enumerate(bases) if base is not None and not composed.amount_of(batch, row)]
    composed.add_to_base(sheet, batch, "surcharge", bases)
    for row in inherits:
        base = bases[row]
        sale = composed.amount_of(batch, base, "sale_price") if base is not None else None
        if sale and composed.amount_of(batch, row) and not composed.amount_of(batch, row, "sale_price"):
            composed.put_amount(batch, row, "sale_price", sale, batch.variant["currency"][row])
    composed.leave_sales_to_variants(batch)
    prices.sell_at_sale_price(sheet, batch)


def _refuse_rules(sheet: Sheet, batch: Batch, kinds: Sequence[str]) -> None:
    """Rules change the prices of variants in ways that depend on one another: then none of them is known."""
    ruled = {
        key for key, kind, cell in zip(batch.keys, kinds, sheet.cells("price"), strict=True)
        if kind == "rule" and cell.strip()
    }  # fmt: skip
    for row, (key, kind) in enumerate(zip(batch.keys, kinds, strict=True)):
        if key in ruled and composed.amount_of(batch, row):
            for name in {"price", "compare_at_price"} & batch.variant.keys():
                batch.variant[name][row] = None
            if kind in _VARIANTS:
                hint = "rules below the product change this price; royal does not follow them, and leaves it as it is"
                sheet.problems.warn(row, sheet.header("price"), sheet.cells("price")[row], "price_rules", hint)


BIGCOMMERCE = Format(
    name="bigcommerce", title="BigCommerce product export", columns=COLUMNS, patterns=PATTERNS,
    fits=_fits, survey=below.survey(_named), refine=_refine, choose=_choose, keys=below.keys(_named), shape=_shape,
    several=frozenset({"images", "image_files"}),
    key_roles=("sku", "id", "name"), key_words="a SKU, an ID or a Name",
    statuses={
        **dict.fromkeys(["true", "y", "yes", "1"], "active"), **dict.fromkeys(["false", "n", "no", "0"], "draft"),
    },
)  # fmt: skip
