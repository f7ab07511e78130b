"""Google Merchant product data as RSS 2.0: an item per variant, with all that Google requires or not at all.

The rules are those of Google's product data specification (support.google.com/merchants/answer/7052112).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from royal_cli.commerce.catalog.exporting import cells, offers
from royal_cli.commerce.catalog.exporting.block import Block, Product, Variant
from royal_cli.commerce.catalog.exporting.marketplace import has_fractions, no_gtin, no_vat, stated
from royal_cli.commerce.catalog.exporting.report import Report
from royal_cli.errors import UsageError

_MORE_IMAGES = 10
CONDITIONS = ("new", "refurbished", "used")
#: What Google tells variants apart by -> what an option may be called.
_OPTIONS = {
    word: attribute
    for attribute, words in {
        "color": "color, colour, kleur, farbe, couleur, colore, kolor, renk, cor",
        "size": "size, maat, größe, grösse, taille, talla, taglia, rozmiar, beden, tamanho",
        "material": "material, materiaal, matière, materiale, materiał, malzeme",
        "pattern": "pattern, patroon, muster, motif, motivo, wzór, desen",
    }.items()
    for word in words.split(", ")
}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WEIGHT_UNITS = frozenset(["g", "kg", "lb", "oz"])
_MOST_GRAMS = 1_000_000
#: Characters that an address may have; percent signs are those of what is written so already.
_OF_ADDRESSES = "%/:=&?~#+!$,;'@()*[]-._"

Attributes = list[tuple[str, str]]


def google_rss(blocks: Iterable[Block], link: str | None, condition: str | None, report: Report) -> Iterator[str]:
    site = _site(link)
    feed = _Feed(link or "", stated("condition", condition, CONDITIONS, "Google") if condition else "", report)
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n'
        f"<title>{escape(site)}</title>\n<link>{escape(site)}</link>\n<description>{escape(site)}</description>\n"
    )
    for block in blocks:
        yield "".join(feed.items(block))
    yield "</channel>\n</rss>\n"


def _site(link: str | None) -> str:
    example = "It reads: --link 'https://shop.example/products/{product}?variant={sku}'"
    if link is None:
        raise UsageError("A Google feed says where each product is shown, and royal does not know that.", hint=example)
    parts = urlsplit(link)
    if parts.scheme not in ("http", "https") or not parts.netloc or not ("{product}" in link or "{sku}" in link):
        raise UsageError(f"{link} is not where products are shown.", hint=example)
    return f"{parts.scheme}://{parts.netloc}"


class _Feed:
    def __init__(self, link: str, condition: str, report: Report) -> None:
        self._link = link
        self._condition = condition
        self._report = report

    def items(self, block: Block) -> Iterator[str]:
        for product, variants in block:
            before = self._report.variants
            is_group = _are_told_apart(variants)
            for variant in variants:
                values = " / ".join(value for _, value in variant.options) if len(variants) > 1 else ""
                title = f"{product.title} - {values}" if values else product.title
                found = self._attributes(product, variant, block.units(variant.id), title, is_group)
                if lacking := _lacking(product, variant, dict(found)):
                    self._report.leave("variant", lacking, variant.sku)
                    continue
                self._report.variants += 1
                self._report.rows += 1
                if not all(map(_is_whole, _images(product, variant))):
                    self._report.leave("image", "it has no whole address", variant.sku)
                yield _item(found)
            self._report.products += self._report.variants > before

    def _attributes(
        self, product: Product, variant: Variant, units: int | None, title: str, is_group: bool
    ) -> Attributes:
        images = list(filter(_is_whole, _images(product, variant)))
        regular = offers.higher_price(variant)
        return [
            ("id", variant.sku),
            ("title", title),
            ("description", plain_text(product.description or "")),
            ("link", self._link_of(product, variant)),
            ("image_link", images[0] if images else ""),
            *(("additional_image_link", url) for url in images[1 : _MORE_IMAGES + 1]),
            ("availability", _availability(units, variant)),
            ("price", _money(regular or offers.price(variant), variant)),
            ("sale_price", _money(offers.price(variant), variant) if regular else ""),
            ("condition", self._condition),
            ("brand", product.vendor or ""),
            ("gtin", variant.gtin or ""),
            ("mpn", variant.mpn or ""),
            ("product_type", product.category or ""),
            ("item_group_id", product.sku if is_group else ""),
            *_options(variant).items(),
            ("shipping_weight", _weight(variant)),
        ]

    def _link_of(self, product: Product, variant: Variant) -> str:
        skus = {"{product}": product.sku, "{sku}": variant.sku}
        return re.sub(r"\{(?:product|sku)\}", lambda place: quote(skus[place[0]], safe=""), self._link)


def _images(product: Product, variant: Variant) -> list[str]:
    """The addresses of what shows the variant, as a browser would ask for them."""
    stored = [url for url, _ in cells.images(product.images)]
    shown = dict.fromkeys([variant.image_url, *stored] if variant.image_url else stored)
    return [quote(url, safe=_OF_ADDRESSES) for url in shown]


def _is_whole(address: str) -> bool:
    return address.startswith(("http://", "https://")) and len(address) <= _LONGEST["image_link"]


def _item(attributes: Attributes) -> str:
    lines = (f"<g:{name}>{escape(_NOT_XML.sub('', text))}</g:{name}>\n" for name, text in attributes if text)
    return f"<item>\n{''.join(lines)}</item>\n"


def _are_told_apart(variants: Sequence[Variant]) -> bool:
    """Whether they are a group as Google knows it: several, no two of the same colour, size, material and pattern."""
    told = {tuple(_options(variant).items()) for variant in variants}
    return len(variants) > 1 and len(told) == len(variants) and () not in told


def _money(amount: str, variant: Variant) -> str:
    return f"{amount} {variant.currency}" if amount and variant.currency else ""


def _availability(units: int | None, variant: Variant) -> str:
    if units is None:
        return ""
    return "in_stock" if units > 0 else "backorder" if variant.allow_backorder else "out_of_stock"


def _options(variant: Variant) -> dict[str, str]:
    told = {_OPTIONS.get((name or "").casefold()): value for name, value in reversed(variant.options)}
    return {name: told[name] for name in ("color", "size", "material", "pattern") if name in told}


def _weight(variant: Variant) -> str:
    grams = offers.grams(variant.weight, variant.weight_unit)
    if not grams or grams > _MOST_GRAMS:
        return ""
    if variant.weight_unit not in _WEIGHT_UNITS:
        return f"{offers.plain(grams)} g"
    return f"{cells.decimal(variant.weight or 0, 3)} {variant.weight_unit}"


def _lacking(product: Product, variant: Variant, found: dict[str, str]) -> str | None:
    """What keeps an item out of the feed; None where it is complete."""
    if {product.status, variant.status} != {"active"}:
        return "it is a draft or archived"
    for name in ("id", "title", "description", "image_link", "availability", "price", "brand"):
        if not found[name]:
            if name == "image_link" and _images(product, variant):
                return "its image has no whole address"
            return _WHY.get(name, f"it has no {name.replace('_', ' ')}")
    for name, longest in _LONGEST.items():
        if len(found.get(name, "")) > longest:
            return f"its {name.replace('_', ' ')} has more than {longest} characters"
    if found["availability"] == "backorder":
        return "it is sold out but can be ordered, for which Google wants a date"
    return _wrong_price(variant) or _wrong_identity(variant)


_LONGEST = {
    "id": 50, "item_group_id": 50, "title": 150, "description": 5_000, "link": 2_000, "image_link": 2_000, "brand": 70,
    "mpn": 70, "product_type": 750, "color": 100, "size": 100, "material": 200, "pattern": 100,
}  # fmt: skip
_WHY = {
    "availability": "nothing is known of its stock",
    "price": "it has no price with a currency",
    "brand": "it has no vendor, which is the brand",
}


def _wrong_price(variant: Variant) -> str | None:
    if not variant.price:
        return "its price is 0"
    return has_fractions(variant) or no_vat(variant, with_vat=True)


def _wrong_identity(variant: Variant) -> str | None:
    if not variant.gtin:
        return None if variant.mpn else "it has neither a GTIN nor an MPN"
    return no_gtin(variant.gtin)


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


def plain_text(html: str) -> str:
    """A description as plain text."""
    if "<" not in html and "&" not in html:
        return " ".join(html.split())
    parser = _Text()
    parser.feed(html)
    parser.close()
    return " ".join("".join(parser.parts).split())
