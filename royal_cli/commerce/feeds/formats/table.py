"""Any other table: by a mapping profile, or where its headers are words that can mean one thing only."""

from dataclasses import replace

from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats import royal
from royal_cli.commerce.feeds.formats.declare import Seen, pattern
from royal_cli.commerce.feeds.formats.royal_json import header_of
from royal_cli.commerce.feeds.formats.sheet import Binding, Sheet, bind, meaning
from royal_cli.commerce.feeds.headers import fold, listed
from royal_cli.errors import FeedError

#: Role -> what suppliers call it.
_WORDS = {
    "sku": "sku code, sku id, product sku, variant sku, stock code, product code, article number, article no,"
           "article nr, article code, art no, art nr, item number, item no, item code, supplier sku",
    "product": "parent sku, parent, item group id, group id, style, style id, style no, style number, style code,"
               "handle",
    "product.title": "name, product name, product title, item name, article name",
    "product.description": "long description, product description, body, body html",
    "product.product_type": "product type",
    "product.vendor": "brand, brand name, manufacturer, manufacturer name",
    "product.category_path": "categories, category path, product category, category name",
    "product.meta_keywords": "keywords",
    "product.seo_title": "meta title",
    "product.seo_description": "meta description",
    "images": "image url, image urls, image link, image src, photo, photos, picture, pictures, main image,"
              "additional image link, additional image links, additional images",
    "variant.gtin": "ean, ean code, ean 13, ean13, gtin 13, gtin13, gtin 14, upc, upc code, barcode, bar code, isbn,"
                    "variant barcode",
    "variant.mpn": "manufacturer part number, manufacturer code",
    "variant.price": "sales price, selling price, retail price, regular price, variant price, price incl vat,"
                     "price including vat, price excl vat, price excluding vat, net price, gross price",
    "sale_price": "sale price, special price",
    "variant.compare_at_price": "variant compare at price, was price",
    "variant.cost_price": "cost price, purchase price, buying price, buy price, wholesale price, cost per item",
    "currency": "currency code",
    "stock": "qty, quantity, stock quantity, stock qty, stock level, quantity in stock, inventory, inventory quantity,"
             "available, available quantity, on hand, variant inventory qty",
    "weight_unit": "unit of weight, weight uom",
}  # fmt: skip
_COLUMNS = {word.strip(): role for role, words in _WORDS.items() for word in words.split(",")}

#: The same where JSON nests it: price.amount.
_COLUMNS |= {
    "price amount": "variant.price", "price value": "variant.price", "price currency": "currency",
    "price currency code": "currency", "images src": "images",
}  # fmt: skip

_IN = r"[ _]?(?:in )?[(\[]?(?P<unit>{})[)\]]?"
_CURRENCY = _IN.format(r"eur|usd|gbp|chf|sek|nok|dkk|pln|czk|€|£|\$")
_PATTERNS = (
    pattern(rf"weight{_IN.format('mg|kgs?|lbs?|g|oz|grams')}", "variant.weight"),
    *(pattern(side + _IN.format("mm|cm|m|inch|in|ft"), side) for side in ("length", "width", "height")),
    pattern(rf"(?:price|retail price|sales price|selling price){_CURRENCY}", "variant.price"),
    pattern(rf"(?:cost|cost price|purchase price){_CURRENCY}", "variant.cost_price"),
    pattern(r"(?:image|photo|picture)(?:[ _]?(?:url|link))?[ _]?\d+(?:[ _]?(?:url|link))?", "images"),
)  # fmt: skip

#: What tells the variants of one product apart; without a column for the product it says nothing.
_TELLS_APART = ("color", "colour", "size", "material")

#: Headers of tables whose rows depend on each other in ways that only a format of their own can follow.
_STRUCTURED = {
    "fieldtype": "Wix", "configurable variations": "Magento", "attribute set code": "Magento", "asin1": "Amazon",
    "offerid": "bol", "variation 1 type": "Etsy", "image urls x y z": "PrestaShop",
    "row type": "variants in rows of their own", "record type": "variants in rows of their own",
}  # fmt: skip

#: What stands where a SKU should be in a row that adds up the others.
_TOTAL = (
    "total, totals, grand total, sub total, subtotal, overall total, sum, gesamt, gesamtsumme, zwischensumme, endsumme,"
    "summe, totaal, subtotaal, eindtotaal, total général, total general, sous total, totale, totale generale, suma,"
    "razem, celkem, összesen, toplam, genel toplam, totalt, summa, yhteensä, i alt, итого, всего, всього, разом"
)
_TOTALS = frozenset(word.strip() for word in _TOTAL.split(","))

_HOW = "write a profile that says which column is what (config/profiles/supplier.toml is an example), and use --profile"


def _fits(seen: Seen) -> int:
    binding = bind(header_of(seen.header), TABLE)
    told = binding.places.keys() & {"product.title", "variant.price", "variant.cost_price", "stock", "variant.gtin"}
    return 30 if "sku" in binding.places and told | binding.named.keys() else 0


def _refine(binding: Binding) -> None:
    if "product" not in binding.places:
        for place in binding.named.pop("option", {}).values():
            binding.unused.append(binding.header[place])
    for place in binding.places.get("variant.price", ()):
        words = fold(binding.header[place]).split()
        for sign, answer in (("incl", "true"), ("including", "true"), ("gross", "true"),
                             ("excl", "false"), ("excluding", "false"), ("net", "false")):  # fmt: skip
            if sign in words:
                binding.constants.setdefault("variant.price_includes_vat", answer)


def _check(binding: Binding, is_asked_for: bool) -> None:
    """Refuse what could be meant in several ways. Whoever asks for a table takes what is known of it."""
    for role, headers in binding.doubled.items():
        raise FeedError(f"Several columns could be the {meaning(role)}: {listed(headers)}.", hint=_HOW)
    _check_prices(binding)
    for header in binding.header:
        if kind := _STRUCTURED.get(fold(header)):
            raise FeedError(f"The column {header} belongs to a feed of another kind ({kind}).", hint=_HOW)
    used = len(binding.header) - len(binding.unused)
    if used * 2 < len(binding.header) and not is_asked_for:
        message = f"Only {used} of {len(binding.header)} columns are known: not {listed(binding.unused)}."
        raise FeedError(message, hint=f"{_HOW}, or --feed table to take what is known")


def _check_prices(binding: Binding) -> None:
    rivals = [name for name in binding.unused if {"price", "rrp", "msrp"} & set(fold(name).split())]
    if rivals and "variant.price" in binding.places:
        known = [binding.header[place] for place in binding.places["variant.price"]]
        raise FeedError(f"Several columns could be the price: {listed(known + rivals)}.", hint=_HOW)


def _shape(sheet: Sheet, batch: Batch) -> None:
    for row, sku in enumerate(sheet.cells("sku")):
        if sku.strip(" :.*=").casefold() in _TOTALS:
            hint = "this row adds up the others and is no product; take it out"
            sheet.problems.reject(row, sheet.header("sku"), sku, "total_row", hint)
    royal.shape(sheet, batch)


TABLE = replace(
    royal.ROYAL, name="table", title="table", fits=_fits, refine=_refine, check=_check, shape=_shape,
    columns={**royal.COLUMNS, **_COLUMNS}, containers=frozenset({"delimited", "json"}),
    patterns=(*royal.PATTERNS, *_PATTERNS, *(pattern(f"(?P<name>{word})", "option") for word in _TELLS_APART)),
    key_words="a column sku, article number or item number",
)  # fmt: skip

#: The same with a profile: then only what the profile says counts.
MAPPED = replace(
    royal.ROYAL, name="table", title="table by profile", only_meant=True, fits=lambda _: 0, shape=_shape,
    columns={**royal.COLUMNS, "dimensions": "dimensions"},
)  # fmt: skip
