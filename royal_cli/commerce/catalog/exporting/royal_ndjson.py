"""royal's own feed as NDJSON: a product per line with its variants, nothing unknown among it.

A line of its own comes before a product with prices, weight or size of its own.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from royal_cli.commerce.catalog.exporting import cells
from royal_cli.commerce.catalog.exporting.block import FIGURES, NO_FIGURES, Block, MarketPrice, Places, Product
from royal_cli.commerce.catalog.exporting.report import Report
from royal_cli.commerce.catalog.exporting.royal_columns import KEYS, chosen, sayable
from royal_cli.commerce.catalog.exporting.skus import stated_skus

_TEXTS = ("title", "vendor", "product_type", "category")
_LISTS = ("tags", "meta_keywords", "search_keywords")
OF_PRODUCT = ("product", *_TEXTS, "description", "status", *_LISTS, "seo", "images", "videos")
_STORED = ("gtin", "asin", *(f"option{n}_{part}" for n in (1, 2, 3) for part in ("name", "value")), "status")
_MONEY = ("price", "compare_at_price", "cost_price")
OF_VARIANT = (
    "sku", "title", *_STORED, "position", "mpn", "image", *_MONEY, "currency", "price_includes_vat",
    "allow_backorder", "weight", "dimensions", "stock", "prices",
)  # fmt: skip
_LIST_ENDS = "a part of it holds a comma or what else ends a part"
_ADDRESS_ENDS = "the address holds what ends an address"

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
#: The same for a text, without asking what it is.
_text: Callable[[str], str] = json.encoder.encode_basestring


def royal_ndjson(
    blocks: Iterable[Block], places: Places, report: Report, *, fields: Sequence[str] = (), faithful: bool = True
) -> Iterator[str]:
    """`fields` are the only ones, of products and of variants; for `faithful` see RoyalTable."""
    lines = _Lines(sayable(places, report), report, fields, faithful and not fields)
    for block in blocks:
        yield "".join(lines.of(block))


class _Lines:
    """The members of an object are written by columns: of each row ',"name":value', or nothing where it is unknown."""

    def __init__(self, places: Places, report: Report, fields: Sequence[str], faithful: bool) -> None:
        self._places = places
        self._report = report
        self._fields = frozenset(chosen(fields, list(dict.fromkeys([*OF_PRODUCT, *OF_VARIANT]))))
        self._faithful = faithful
        self._amounts = cells.Amounts()
        self._words = cells.Written(cells.words)
        self._written: dict[str, cells.Written[Any]] = {}

    def of(self, block: Block) -> Iterator[str]:
        told = _joined(self._of_products(block), len(block.products))
        sold = _joined(self._of_variants(block), len(block.variants))
        for row, members, own in zip(block.products, told, block.spans, strict=True):
            if FIGURES(row) != NO_FIGURES:
                figures = self._figures(Product._make(row), bool(own))
                if not own:
                    members += figures
                elif figures and self._fields.issuperset(KEYS):
                    yield self._line(f',"sku":{_text(cells.identifier(row[1]))}{figures}')
            variants = ",".join([f"{{{each[1:]}}}" for each in sold[own.start : own.stop] if each])
            if line := f'{members},"variants":[{variants}]' if variants else members:
                yield self._line(line)
        self._report.products += len(block.products)
        self._report.variants += len(block.variants)

    def _line(self, members: str) -> str:
        self._report.rows += 1
        return f"{{{members[1:]}}}\n"

    def _leave(self, name: str, reason: str, sku: str) -> None:
        if name in self._fields:
            self._report.leave(name.replace("_", " "), reason, sku)

    def _members(self, name: str, values: Sequence[Any], write: Callable[[Any], str] = _text) -> Iterator[list[str]]:
        """Of values that are seldom the same."""
        if name in self._fields and values.count(None) < len(values):
            yield ["" if value is None else f',"{name}":{write(value)}' for value in values]

    def _frequent(self, name: str, values: Sequence[Any], write: Callable[[Any], str] = _text) -> Iterator[list[str]]:
        """Of values that are often the same."""
        if name in self._fields and values.count(None) < len(values):
            written = self._written.setdefault(name, cells.Written(lambda value: f',"{name}":{write(value)}'))
            yield list(map(written.__getitem__, values))

    def _of_products(self, block: Block) -> Iterator[list[str]]:
        of = block.of_products
        skus: Sequence[str] = of["sku"]
        yield from self._members("product", list(map(cells.identifier, skus)))
        texts = {name: cells.readable(of[name], name, skus, self._leave) for name in (*_TEXTS, *_SEO)}
        yield from self._members("title", texts["title"])
        for name in _TEXTS[1:]:
            yield from self._frequent(name, texts[name])
        yield from self._members("description", of["description"])
        yield from self._frequent("status", of["status"])
        for name in _LISTS:
            yield from self._frequent(
                name, self._sayable(of[name], name, self._words.__getitem__, _LIST_ENDS, skus), _compact
            )
        if any(texts["seo_title"]) or any(texts["seo_description"]):
            yield from self._members("seo", list(map(_seo, *(texts[name] for name in _SEO))), _encode)
        yield from self._members("images", [self._images(*row) for row in zip(of["images"], skus, strict=True)], str)
        videos = self._sayable(of["videos"], "videos", cells.addresses, _ADDRESS_ENDS, skus)
        yield from self._members("videos", videos, _compact)

    def _sayable(
        self, documents: Sequence[str | None], name: str, say: Callable[[str], str], reason: str, skus: Sequence[str]
    ) -> Sequence[str | None]:
        """Lists that hold something, without those that an import would take apart otherwise."""
        kept: list[str | None] = []
        if not any(documents):
            return [None] * len(documents)
        for document, sku in zip(documents, skus, strict=True):
            said = say(document) if document else ""
            if said == cells.UNSAYABLE:
                self._leave(name, reason, sku)
            kept.append(document if said and said != cells.UNSAYABLE else None)
        return kept

    def _images(self, document: str | None, sku: str) -> str | None:
        images = cells.images(document)
        if not all(cells.is_plain(url) for url, _ in images):
            self._leave("images", _ADDRESS_ENDS, sku)
            return None
        told = ",".join([f'{{"url":{_text(url)},"alt":{_encode(alt)}}}' for url, alt in images])
        return f"[{told}]" if told else None

    def _of_variants(self, block: Block) -> Iterator[list[str]]:
        of = block.of_variants
        skus: Sequence[str] = of["sku"]
        yield from self._members("sku", [sku or None for sku in stated_skus(block, self._faithful)])
        yield from self._members("title", cells.readable(of["title"], "title", skus, self._leave))
        for name in ("gtin", "asin"):
            yield from self._members(name, of[name])
        for name in _STORED[2:]:
            yield from self._frequent(name, of[name])
        yield from self._frequent("position", of["position"], str)
        yield from self._members("mpn", [mpn and cells.identifier(mpn) for mpn in of["mpn"]])
        yield from self._members("image", of["image_url"])
        money = [self._amounts.column(of[name], of["price_scale"], of["currency"]) for name in _MONEY]
        for name, amounts in zip(_MONEY, money, strict=True):
            yield from self._frequent(name, [amount or None for amount in amounts])
        known = map(any, zip(*money, strict=True))
        currencies = [code if is_known else None for code, is_known in zip(of["currency"], known, strict=True)]
        yield from self._frequent("currency", currencies)
        for name in ("price_includes_vat", "allow_backorder"):
            yield from self._frequent(name, of[name], _boolean)
        yield from self._frequent("weight", list(_known_weights(of["weight"], of["weight_unit"])), _weight)
        yield from self._frequent("dimensions", of["dimensions"], _dimensions)
        ids: Sequence[int] = of["id"]
        levels = [(_text(name), block.stock[name]) for name in self._places.locations if name in block.stock]
        if levels:
            yield from self._members("stock", [_stock(levels, id) for id in ids], str)
        if block.markets:
            yield from self._members("prices", [self._prices(block, id) for id in ids], str)

    def _prices(self, block: Block, variant: int) -> str | None:
        prices = ((name, block.markets.get(name, {}).get(variant)) for name in self._places.markets)
        known = {name: self._price(price) for name, price in prices if price is not None}
        told = {name: price for name, price in known.items() if price}
        return _encode(told) if told else None

    def _price(self, price: MarketPrice) -> dict[str, Any]:
        found = self._money({"price": price.price, "compare_at_price": price.compare_at_price}, price)
        return found if price.included is None else found | {"included": bool(price.included)}

    def _money(self, amounts: dict[str, int | None], row: Product | MarketPrice) -> dict[str, Any]:
        """Amounts with their currency, under the names that an import knows."""
        told = {name: self._amounts.one(amount, row.price_scale, row.currency) for name, amount in amounts.items()}
        found = {name: amount for name, amount in told.items() if amount}
        return found | ({"currency": row.currency} if found and row.currency else {})

    def _figures(self, product: Product, is_parent: bool) -> str:
        """What a product says of its own price, weight and size; without variants it would be read as said of one."""
        amounts = {
            "price": product.base_price, "compare_at_price": product.compare_at_price, "cost_price": product.cost_price,
        }  # fmt: skip
        found = self._money(amounts, product)
        if found and not is_parent:
            self._leave("price", "the product has no variant that could bear them", product.sku)
            found = {}
        told = _encode(found)[1:-1]
        members = [told] if told else []
        members += [
            f'"weight":{_weight(each)}' for each in _known_weights([product.weight], [product.weight_unit]) if each
        ]
        if product.dimensions:
            members.append(f'"dimensions":{_dimensions(product.dimensions)}')
        return "".join(f",{member}" for member in members)


_SEO = ("seo_title", "seo_description")


def _joined(columns: Iterable[list[str]], rows: int) -> Sequence[str]:
    """The members of each row."""
    found = list(columns)
    return list(map("".join, zip(*found, strict=True))) if found else [""] * rows


def _stock(levels: Sequence[tuple[str, dict[int, int]]], variant: int) -> str | None:
    known = [f"{name}:{units[variant]}" for name, units in levels if variant in units]
    return f"{{{','.join(known)}}}" if known else None


def _compact(document: str) -> str:
    return _encode(json.loads(document))


def _boolean(value: Any) -> str:
    return "true" if value else "false"


def _seo(title: str | None, description: str | None) -> dict[str, str] | None:
    told = {name: text for name, text in (("title", title), ("description", description)) if text is not None}
    return told or None


def _known_weights(weights: Sequence[int | None], units: Sequence[str | None]) -> Iterator[tuple[int, str] | None]:
    for thousandths, unit in zip(weights, units, strict=True):
        yield None if thousandths is None or unit is None else (thousandths, unit)


def _weight(measure: tuple[int, str]) -> str:
    return _encode({"value": cells.weight(measure), "unit": measure[1]})


def _dimensions(document: str) -> str:
    sides = zip(("length", "width", "height", "unit"), cells.sides(document), strict=True)
    return _encode({name: text for name, text in sides if text})
