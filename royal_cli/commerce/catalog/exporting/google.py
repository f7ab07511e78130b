"""Google Merchant product data as RSS 2.0: an item per variant, with all that Google requires or not at all.

The rules are those of Google's product data specification (support.google.com/merchants/answer/7052112).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from royal_cli.commerce.catalog.exporting import cells, offers
from royal_cli.commerce.catalog.exporting.blocks import Block, Product, Variant
from royal_cli.commerce.catalog.exporting.marketplace import no_gtin
from royal_cli.commerce.catalog.exporting.report import Report
from royal_cli.errors import UsageError

_ID, _TITLE, _DESCRIPTION, _LINK, _BRAND, _MPN, _TYPE = 50, 150, 5_000, 2_000, 70, 70, 750
_MORE_IMAGES = 10
_OPTIONS = {
    **dict.fromkeys(["color", "colour", "kleur", "farbe", "couleur"], "color"),
    **dict.fromkeys(["size", "maat", "größe", "grösse", "taille"], "size"),
    **dict.fromkeys(["material", "materiaal", "matière"], "material"),
    **dict.fromkeys(["pattern", "patroon", "muster", "motif"], "pattern"),
}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WEIGHT_UNITS = frozenset(["g", "kg", "lb", "oz"])

Attributes = list[tuple[str, str]]


def google_rss(blocks: Iterable[Block], link: str | None, report: Report) -> Iterator[str]:
    site = _site(link)
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n'
        f"<title>{escape(site)}</title>\n<link>{escape(site)}</link>\n<description>{escape(site)}</description>\n"
    )
    for block in blocks:
        yield "".join(_items(block, link or "", report))
    yield "</channel>\n</rss>\n"


def _site(link: str | None) -> str:
    example = "It reads: --link 'https://shop.example/products/{product}?variant={sku}'"
    if link is None:
        raise UsageError("A Google feed says where each product is shown, and royal does not know that.", hint=example)
    parts = urlsplit(link)
    if parts.scheme not in ("http", "https") or not parts.netloc or not ("{product}" in link or "{sku}" in link):
        raise UsageError(f"{link} is not where products are shown.", hint=example)
    return f"{parts.scheme}://{parts.netloc}"


def _items(block: Block, link: str, report: Report) -> Iterator[str]:
    for product, variants in block:
        before = report.variants
        for variant in variants:
            found = _attributes(product, variant, block.units(variant.id), len(variants) > 1, link)
            lacking = (
                "it is a draft or archived" if {product.status, variant.status} != {"active"} else _lacking(dict(found))
            )
            if lacking:
                report.leave("variant", lacking, variant.sku)
                continue
            report.variants += 1
            report.rows += 1
            yield _item(found)
        report.products += report.variants > before


def _item(attributes: Attributes) -> str:
    lines = (f"<g:{name}>{escape(_NOT_XML.sub('', text))}</g:{name}>\n" for name, text in attributes if text)
    return f"<item>\n{''.join(lines)}</item>\n"


def _attributes(
    product: Product, variant: Variant, units: int | None, is_one_of_several: bool, link: str
) -> Attributes:
    images = [url for url, _ in cells.images(product.images)]
    images = list(dict.fromkeys([variant.image_url, *images] if variant.image_url else images))
    regular = offers.higher_price(variant)
    values = " / ".join(value for _, value in variant.options)
    return [
        ("id", variant.sku),
        ("title", f"{product.title} - {values}" if is_one_of_several and values else product.title),
        ("description", readable(product.description or "")),
        ("link", link.replace("{product}", quote(product.sku, safe="")).replace("{sku}", quote(variant.sku, safe=""))),
        ("image_link", images[0] if images else ""),
        *(("additional_image_link", url) for url in images[1 : _MORE_IMAGES + 1]),
        ("availability", _availability(units, variant)),
        ("price", _money(regular or offers.price(variant), variant)),
        ("sale_price", _money(offers.price(variant), variant) if regular else ""),
        ("brand", product.vendor or ""),
        ("gtin", variant.gtin or ""),
        ("mpn", variant.mpn or ""),
        ("product_type", product.category or ""),
        ("item_group_id", product.sku if is_one_of_several else ""),
        *_options(variant),
        ("shipping_weight", _weight(variant)),
    ]


def _money(amount: str, variant: Variant) -> str:
    return f"{amount} {variant.currency}" if amount and variant.currency else ""


def _availability(units: int | None, variant: Variant) -> str:
    if units is None:
        return ""
    return "in_stock" if units > 0 else "backorder" if variant.allow_backorder else "out_of_stock"


def _options(variant: Variant) -> Iterator[tuple[str, str]]:
    told = {_OPTIONS.get((name or "").casefold()): value for name, value in reversed(variant.options)}
    return ((name, told[name]) for name in ("color", "size", "material", "pattern") if name in told)


def _weight(variant: Variant) -> str:
    if variant.weight is None or variant.weight_unit is None:
        return ""
    if variant.weight_unit not in _WEIGHT_UNITS:
        return f"{offers.plain(offers.grams(variant.weight, variant.weight_unit))} g"
    return f"{cells.decimal(variant.weight, 3)} {variant.weight_unit}"


def _lacking(found: dict[str, str]) -> str | None:
    """What keeps an item out of the feed; None where it is complete."""
    for name in ("id", "title", "description", "image_link", "availability", "price", "brand"):
        if not found[name]:
            return _WHY.get(name, f"it has no {name.replace('_', ' ')}")
    for name, longest in _LONGEST.items():
        if len(found.get(name, "")) > longest:
            return f"its {name.replace('_', ' ')} has more than {longest} characters"
    if found["availability"] == "backorder":
        return "it is sold out but can be ordered, for which Google wants a date"
    if not found["price"].strip("0. ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
        return "its price is 0"
    return _wrong_identity(found["gtin"], found["mpn"]) or _wrong_address(found)


_LONGEST = {
    "id": _ID, "item_group_id": _ID, "title": _TITLE, "description": _DESCRIPTION, "link": _LINK, "image_link": _LINK,
    "brand": _BRAND, "mpn": _MPN, "product_type": _TYPE,
}  # fmt: skip
_WHY = {
    "availability": "nothing is known of its stock",
    "price": "it has no price with a currency",
    "brand": "it has no vendor, which is the brand",
}


def _wrong_identity(gtin: str, mpn: str) -> str | None:
    if not gtin:
        return None if mpn else "it has neither a GTIN nor an MPN"
    return no_gtin(gtin)


def _wrong_address(found: dict[str, str]) -> str | None:
    return None if found["image_link"].startswith(("http://", "https://")) else "its image has no whole address"


class _Text(HTMLParser):
    """The words of a page, with a space where a block ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style")
        self.parts.append("" if tag in _INLINE else " ")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style") and self._hidden > 0
        self.parts.append("" if tag in _INLINE else " ")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


_INLINE = frozenset(["a", "b", "em", "font", "i", "s", "small", "span", "strong", "sub", "sup", "u"])


def readable(html: str) -> str:
    """A description as plain text."""
    if "<" not in html and "&" not in html:
        return " ".join(html.split())
    parser = _Text()
    parser.feed(html)
    parser.close()
    return " ".join("".join(parser.parts).split())
