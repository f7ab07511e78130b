"""PrestaShop's import files: the one of products, and the one of combinations, which names products by their ID."""

import re
from collections.abc import Sequence

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats import composed, dates, options, prices
from royal_cli.commerce.feeds.formats.declare import Format, Seen
from royal_cli.commerce.feeds.formats.fields import category_path
from royal_cli.commerce.feeds.formats.prestashop_words import ENGLISH
from royal_cli.commerce.feeds.formats.sheet import Sheet
from royal_cli.commerce.feeds.formats.slugs import slug

_COLUMNS = {
    **dict.fromkeys(["id", "product id", "no product id", "no id"], "id"), "product reference": "product_reference",
    "active 0 1": "product.status", "name": "product.title", "categories x y z": "categories",
    "price tax excluded or price tax included": "variant.price",
    "price tax excluded": "net_price", "price tax excl": "net_price",
    "price tax included": "gross_price", "price tax incl": "gross_price",
    "wholesale price": "cost", "cost price": "cost",
    "discount amount": "discount_amount", "discount percent": "discount_percent",
    "discount from yyyy mm dd": "discount_start", "discount to yyyy mm dd": "discount_end",
    "reference no": "sku", "reference": "sku", "manufacturer": "product.vendor", "brand": "product.vendor",
    "ean13": "ean", "upc": "upc", "mpn": "variant.mpn",
    "depth": "length", "width": "width", "height": "height", "weight": "variant.weight", "quantity": "stock",
    "short description": "short_description", "summary": "short_description", "description": "description",
    "tags x y z": "product.tags", "meta title": "product.seo_title", "meta keywords": "product.meta_keywords",
    "meta description": "product.seo_description", "image urls x y z": "images", "image url": "images",
    **dict.fromkeys(["out of stock", "action when out of stock", "out of stock action"], "backorder"),
    "attribute name type position": "attributes", "value value position": "attribute_values",
    "impact on price": "impact",
    # What the list of products in the back office exports.
    "status": "product.status", "image": "images", "category": "categories",
}  # fmt: skip
COLUMNS = {**_COLUMNS, **{word: _COLUMNS[english] for word, english in ENGLISH.items() if english in _COLUMNS}}

#: What the list of products in the back office has in every version.
_LIST = frozenset(["name", "reference", "price tax excl"])

_OWN = (
    "active 0 1", "categories x y z", "tax rules id", "on sale 0 1", "image urls x y z", "url rewritten",
    "feature name value position", "discount percent", "reference no", "id name of shop", "ecotax",
    "price tax excluded or price tax included", "price tax excluded", "price tax included",
)  # fmt: skip

#: 2 stands for the shop's own setting, which the file does not say.
_BACKORDER = {"0": False, "1": True}
_ROOTS = frozenset(["Home", "Accueil", "Strona główna", "Inicio", "Startseite"])
_POSITION = re.compile(r":\d+\s*\Z")
_AFTER_POSITION = re.compile(r"(?<=:\d)\s*,\s*|(?<=:\d\d)\s*,\s*")
_NO_DATE = "0000-00-00"


def _fits(seen: Seen) -> int:
    words = frozenset(ENGLISH.get(word, word) for word in seen.words)
    if {"attribute name type position", "value value position"} <= words:
        return 95
    if words >= _LIST and words & {"id", "product id"}:
        return 90
    own = len(words & set(_OWN))
    return min(95, 20 + 15 * own) if own >= 3 and "name" in words else 0


def _keys(sheet: Sheet) -> list[str]:
    """The ID, by which combinations know their product; without one the reference, or the name."""
    reference = "product_reference" if sheet.has("attributes") else "sku"
    names = zip(*(sheet.names(role) for role in ("id", reference, "product.title")), strict=True)
    return [f"prestashop:{number}" if number.strip("0") else sku or slug(name) for number, sku, name in names]


def _choose(sheet: Sheet) -> None:
    """The EAN, or else the UPC; a cost of zero says that nobody has stated one, or that it is that of the product."""
    _choose_prices(sheet)
    if sheet.has("ean", "upc"):
        codes = zip(sheet.cells("ean"), sheet.cells("upc"), strict=True)
        sheet.state("variant.gtin", sheet.header("ean"), [ean if ean.strip() else upc for ean, upc in codes])
    if sheet.has("cost"):
        cells = [cell if _says_something(cell) else "" for cell in sheet.cells("cost")]
        sheet.state("variant.cost_price", sheet.header("cost"), cells)
    if sheet.has("backorder"):
        cells = ["" if cell.strip() == "2" else cell for cell in sheet.cells("backorder")]
        sheet.state("backorder", sheet.header("backorder"), cells)


def _choose_prices(sheet: Sheet) -> None:
    """The price without tax; where there is none, that with it. A column of one price for both leaves it open."""
    if not sheet.has("net_price", "gross_price"):
        return
    stated = list(zip(sheet.cells("net_price"), sheet.cells("gross_price"), strict=True))
    is_gross = [not net.strip() or (_says_something(gross) and not _says_something(net)) for net, gross in stated]
    cells = [gross if takes else net for (net, gross), takes in zip(stated, is_gross, strict=True)]
    sheet.state("variant.price", sheet.header("net_price" if sheet.has("net_price") else "gross_price"), cells)
    sheet.state("variant.price_includes_vat", "tax", ["true" if takes else "false" for takes in is_gross])


def _says_something(cell: str) -> bool:
    return bool(cell.strip().strip("0.,"))


def _shape(sheet: Sheet, batch: Batch) -> None:
    if sheet.has("attributes"):
        _set_options(sheet, batch)
        _show(batch)
        for row, cell in enumerate(sheet.cells("impact")):
            if cell.strip():
                composed.refuse_without_base(sheet, row, "impact")
    else:
        _describe(sheet, batch)
        _discount(sheet, batch)
    if sheet.has("backorder"):
        batch.variant["allow_backorder"] = values.choice(
            sheet.cells("backorder"), sheet.problems, sheet.header("backorder"), _BACKORDER
        )


def _set_options(sheet: Sheet, batch: Batch) -> None:
    """Names such as Color:color:0, Size:select:1 beside values such as Blue:0, M:1."""
    found: list[list[tuple[str, str]]] = []
    for row, (names, stated) in enumerate(zip(sheet.cells("attributes"), sheet.cells("attribute_values"), strict=True)):
        named = [name.partition(":")[0].strip() for name in names.split(",") if name.strip()]
        told = _split(stated, len(named))
        if len(told) != len(named) or not all((*named, *told)):
            hint = "give one value for each attribute, such as Color:color:0, Size:select:1 and Blue:0, M:1"
            sheet.problems.reject(row, sheet.header("attribute_values"), stated, "options", hint)
        found.append(list(zip(named, told, strict=False)))
    options.put(batch, found)


def _split(cell: str, count: int) -> list[str]:
    """As many values as there are names; a comma after a position parts two, any other may belong to a value."""
    parts = [part for part in cell.split(",") if part.strip()]
    if len(parts) != count:
        parts = _AFTER_POSITION.split(cell.strip())
    return [_POSITION.sub("", part).strip() for part in parts if part.strip()]


def _show(batch: Batch) -> None:
    """The image of a combination is its own."""
    if batch.images:
        batch.variant["image_url"] = [found[0][0] if found else None for found in batch.images]
        batch.images = None


def _describe(sheet: Sheet, batch: Batch) -> None:
    texts = [
        values.html(sheet.cells(role), sheet.problems, sheet.header(role), clears="product.description")
        for role in ("description", "short_description") if sheet.has(role)
    ]  # fmt: skip
    if texts:
        batch.product["description"] = [next(filter(None, both), None) for both in zip(*texts, strict=True)]
    if sheet.has("categories"):
        cells = values.text(sheet.cells("categories"), sheet.problems, sheet.header("categories"),
                            clears="product.category_path")  # fmt: skip
        batch.product["category_path"] = [cell and _category(cell) for cell in cells]


def _category(cell: str) -> str | None:
    """The first category below the root, which all products are in."""
    paths = (path.strip() for path in re.split(r"[,|]", cell))
    parts = (path.partition("/") for path in paths)
    found = (category_path(below if first.strip() in _ROOTS else f"{first}/{below}", "/") for first, _, below in parts)
    return next(filter(None, found), None)


def _discount(sheet: Sheet, batch: Batch) -> None:
    """A share is taken off while the discount runs. An amount is one with tax, which may not fit the price."""
    if not sheet.has("discount_percent", "discount_amount"):
        return
    percents, amounts = (_figures(sheet, role) for role in ("discount_percent", "discount_amount"))
    off = [bool(percent or amount) for percent, amount in zip(percents, amounts, strict=True)]
    starts, ends = (_dates(sheet, role, off) for role in ("discount_start", "discount_end"))
    running = dates.running(sheet, sheet.header("discount_start"), starts, ends)
    batch.variant["sale_price"] = [None] * sheet.size
    includes_tax = batch.variant.get("price_includes_vat") or [None] * sheet.size
    for row, runs in enumerate(running):
        if off[row] and runs and composed.amount_of(batch, row):
            fits = includes_tax[row] or not amounts[row]
            if not fits or not composed.take_off(batch, row, percents[row], amounts[row]):
                hint = "royal cannot tell what this discount leaves of the price; the price without it is used"
                role = "discount_amount" if amounts[row] else "discount_percent"
                sheet.problems.warn(row, sheet.header(role), sheet.cells(role)[row], "discount", hint)
    prices.sell_at_sale_price(sheet, batch)


def _figures(sheet: Sheet, role: str) -> list[str | None]:
    found = values.decimal(sheet.cells(role), sheet.problems, sheet.header(role),
                           decimal_mark=sheet.options.decimal_mark or ".", strict=True)  # fmt: skip
    return [number if number and number.strip("0.") else None for number in found]


def _dates(sheet: Sheet, role: str, off: Sequence[bool]) -> list[str]:
    stated = zip(sheet.cells(role), off, strict=True)
    return ["" if not is_off or cell.strip().startswith(_NO_DATE) else cell for cell, is_off in stated]


PRESTASHOP = Format(
    name="prestashop", title="PrestaShop import file", columns=COLUMNS,
    fits=_fits, choose=_choose, keys=_keys, shape=_shape,
    key_roles=("id", "product_reference", "sku", "product.title"), key_words="an ID, a Reference or a Name",
    statuses={"1": "active", "0": "draft", "yes": "active", "no": "draft", "true": "active", "false": "draft"},
)  # fmt: skip
