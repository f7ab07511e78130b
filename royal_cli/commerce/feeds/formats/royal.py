"""royal's own feed, as a table and as JSON: what `royal product export` writes and an import reads back.

One row per variant. Rows of one product carry the same `product`; what they say about it may stand on any of them,
the first counts. A row with nothing of a variant (no SKU, option, price, stock, GTIN) only adds to its product.

    product             key of the product; empty: the SKU
    sku                 the variant's SKU
    title, description, vendor, type, status (active, draft, archived), category ("Clothing > Shirts")
    tags, meta keywords, search keywords            several with a comma between them
    seo title, seo description
    images                                          addresses with a blank between them
    videos                                          addresses with a comma between them
    image, image alt text, image position           or one image of the product per row
    variant title, variant status, variant image, position, gtin, asin, mpn, allow backorder
    option1 name, option1 value … option3 value     or one column per option: "option: Size"
    currency, price, compare at price, cost, price includes vat    (or price and a sale price, while it runs)
    weight, weight unit, length, width, height, dimension unit     or the unit in the header: "weight (kg)"
    stock: Main                                     units available, a column per location
    price: NL, compare at price: NL, currency: NL, included: NL    a market's prices

JSON has the same under the names that `ndjson` lists.
"""

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats import options, prices
from royal_cli.commerce.feeds.formats.declare import Format, Seen, pattern
from royal_cli.commerce.feeds.formats.groups import repeated
from royal_cli.commerce.feeds.formats.listing import listing
from royal_cli.commerce.feeds.formats.royal_json import header_of, unfold
from royal_cli.commerce.feeds.formats.sheet import Sheet, bind, has_any
from royal_cli.commerce.feeds.values import Problems

_OF_PRODUCTS = {
    "product": "product", "title": "product.title", "description": "product.description",
    "vendor": "product.vendor", "type": "product.product_type", "product type": "product.product_type",
    "status": "product.status", "category": "product.category_path", "tags": "product.tags",
    "meta keywords": "product.meta_keywords", "search keywords": "product.search_keywords",
    "seo title": "product.seo_title", "seo description": "product.seo_description", "videos": "product.videos",
    "images": "images", "images url": "images", "images alt": "image_alts",
    "image": "image", "image alt text": "image_alt", "image position": "image_position",
    "variant title": "variant.title", "variant status": "variant.status", "variant image": "variant.image_url",
}  # fmt: skip

_OF_EACH = {
    "sku": "sku", "gtin": "variant.gtin", "asin": "variant.asin", "mpn": "variant.mpn", "position": "variant.position",
    "allow backorder": "variant.allow_backorder", "currency": "currency", "price": "variant.price",
    "compare at price": "variant.compare_at_price", "cost": "variant.cost_price", "cost price": "variant.cost_price",
    "sale price": "sale_price", "price includes vat": "variant.price_includes_vat",
    "weight": "variant.weight", "weight value": "variant.weight", "weight unit": "weight_unit",
    **{side: side for side in ("length", "width", "height")}, "dimension unit": "dimension_unit",
    **{f"dimensions {side}": side for side in ("length", "width", "height")}, "dimensions unit": "dimension_unit",
    "stock": "stock",
    **{f"option{n} {part}": f"variant.option{n}_{part}" for n in (1, 2, 3) for part in ("name", "value")},
}  # fmt: skip

COLUMNS = {**_OF_PRODUCTS, **_OF_EACH, **{f"variant {word}": role for word, role in _OF_EACH.items()}}

PATTERNS = (
    pattern(r"stock: ?(?P<name>.+)", "stock"),
    pattern(r"price: ?(?P<name>.+)", "market.price"),
    pattern(r"compare at price: ?(?P<name>.+)", "market.compare_at_price"),
    pattern(r"currency: ?(?P<name>.+)", "market.currency"),
    pattern(r"included: ?(?P<name>.+)", "market.included"),
    pattern(r"option: ?(?P<name>.+)", "option"),
    pattern(r"(?:variant\.)?stock\.(?P<name>.+)", "stock"),
    pattern(r"(?:variant\.)?options\.(?P<name>.+)", "option"),
    *(
        pattern(rf"(?:variant\.)?prices\.(?P<name>.+)\.{field}", f"market.{field}")
        for field in ("price", "compare_at_price", "currency", "included")
    ),
    pattern(r"weight \((?P<unit>mg|kgs?|lbs?|g|oz)\)", "variant.weight"),
    *(pattern(rf"{side} \((?P<unit>mm|cm|m|in|ft|yd)\)", side) for side in ("length", "width", "height")),
)

_OPTIONS = ("variant.option1_value", "variant.option2_value", "variant.option3_value")

#: What only a variant has.
_OF_VARIANTS = (
    "sku", "variant.gtin", "variant.asin", "variant.price", "variant.cost_price", "sale_price", "stock", *_OPTIONS,
)  # fmt: skip


def _fits(seen: Seen) -> int:
    """The header consists of our own words."""
    binding = bind(header_of(seen.header), ROYAL)
    if not binding.places.keys() & {"sku", "product"} or len(seen.header) < 2:
        return 0
    return 97 if not binding.unused else 40 if binding.named else 0


def keys(sheet: Sheet) -> list[str]:
    """The product, else the SKU; where a table has neither, or lists what the catalogue knows, the GTIN."""
    skus = sheet.names("sku")
    if sheet.has("product"):
        skus = [product or sku for product, sku in zip(sheet.names("product"), skus, strict=True)]
    if sheet.has("variant.gtin") and (not sheet.has("sku", "product") or listing(sheet.binding)):
        return [key or gtin for key, gtin in zip(skus, _gtins(sheet), strict=True)]
    return skus


def _gtins(sheet: Sheet) -> list[str]:
    """In the form in which they are stored; what is no GTIN is a name like any other."""
    found = values.gtin(sheet.cells("variant.gtin"), Problems.of(sheet.chunk), sheet.header("variant.gtin"))
    return [gtin or name for gtin, name in zip(found, sheet.names("variant.gtin"), strict=True)]


def shape(sheet: Sheet, batch: Batch) -> None:
    says_something = has_any(sheet, _OF_VARIANTS, named=("stock", "option", "market.price"))
    batch.sells = [own and not parent for own, parent in zip(says_something, _are_parents(sheet), strict=True)]
    if named := sheet.named("option"):
        options.put(batch, options.read(sheet, [(name, *column) for name, column in named.items()]))
    _refuse_other_names(sheet, batch)
    _refuse_nobody(sheet)
    _doubt_products(sheet)
    prices.sell_at_sale_price(sheet, batch)


def _refuse_other_names(sheet: Sheet, batch: Batch) -> None:
    """Where a SKU alone names the product, two names are two products, and one of them has the wrong SKU.

    This looks at the rows of a chunk; the catalogue's import compares those of several.
    """
    titles = batch.product.get("title")
    if titles is None or sheet.has("product", *_OPTIONS):
        return
    named = next((role for role in sheet.form.key_roles if sheet.has(role)), "sku")
    for rows in repeated(batch.keys):
        first, *others = [row for row in rows if titles[row] is not None] or [0]
        for row in others:
            if titles[row] != titles[first]:
                hint = f"line {sheet.chunk.lines[first]} gives this SKU another title: correct one of the rows"
                sheet.problems.reject(row, sheet.header(named), batch.keys[row], "duplicate_variant", hint)


def _refuse_nobody(sheet: Sheet) -> None:
    """In a list of stock or prices, a row without a SKU means none of its product's variants."""
    if not listing(sheet.binding) or not sheet.has("sku"):
        return
    for row, names in enumerate(zip(sheet.names("sku"), sheet.names("variant.gtin"), strict=True)):
        if not any(names):
            sheet.problems.reject(row, sheet.header("sku"), "", "missing_key", f"fill in {sheet.header('sku')}")


def _doubt_products(sheet: Sheet) -> None:
    """Say where a spreadsheet made a date or a rounded number of the product: such a row is one of its own."""
    if sheet.has("product"):
        values.identifier(sheet.cells("product"), sheet.problems, sheet.header("product"))


def _are_parents(sheet: Sheet) -> list[bool]:
    """Rows that name no product of their own, and whose SKU is the product of others."""
    products = sheet.names("product")
    parents = set(products) - {""}
    if not parents:
        return [False] * sheet.size
    return [not product and sku in parents for product, sku in zip(products, sheet.names("sku"), strict=True)]


ROYAL = Format(
    name="royal", title="royal product feed", columns=COLUMNS, patterns=PATTERNS,
    containers=frozenset({"delimited", "json"}), fits=_fits, keys=keys, shape=shape, prepare=unfold,
    several=frozenset({"images", "image"}), key_roles=("sku", "product", "variant.gtin"),
    key_words="a sku, a product or a gtin", listing=listing,
)  # fmt: skip
