"""royal's own feed as NDJSON: a product per line with its variants, nothing unknown among it.

A line of its own comes before a product with prices, weight or size of its own.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from royal_cli.commerce.catalog.exporting import cells
from royal_cli.commerce.catalog.exporting.blocks import Block, Places, Product, Variant
from royal_cli.commerce.catalog.exporting.report import Report
from royal_cli.commerce.catalog.exporting.royal_columns import sayable
from royal_cli.commerce.catalog.exporting.skus import stated_skus

_PLAIN = ("title", "vendor", "product_type", "category")
_LISTS = ("tags", "meta_keywords", "search_keywords")
_OF_VARIANT = ("gtin", "asin", *(f"option{n}_{part}" for n in (1, 2, 3) for part in ("name", "value")))
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def royal_ndjson(blocks: Iterable[Block], places: Places, report: Report, *, faithful: bool = True) -> Iterator[str]:
    named = sayable(places, report)
    for block in blocks:
        skus = iter(stated_skus(block, faithful))
        lines = []
        for product, variants in block:
            sold = [_variant(variant, next(skus), block, named, report) for variant in variants]
            told, own = _product(product, report), _figures(product, sold, report)
            if own and sold:
                lines.append(_encode({"sku": cells.identifier(product.sku), **own}))
            lines.append(_encode({**told, "variants": sold} if sold else {**told, **own}))
            report.products += 1
            report.variants += len(sold)
        report.rows += len(lines)
        yield "".join(f"{line}\n" for line in lines)


def _product(product: Product, report: Report) -> dict[str, Any]:
    found: dict[str, Any] = {"product": cells.identifier(product.sku)}
    found |= _texts(product, _PLAIN, report) | _known(product, ("description", "status"))
    for name in _LISTS:
        if document := getattr(product, name):
            if cells.words(document) == cells.UNSAYABLE:
                report.leave(name.replace("_", " "), "a part of it holds a comma or what else ends a part", product.sku)
            else:
                found[name] = json.loads(document)
    seo = _texts(product, ("seo_title", "seo_description"), report)
    found["seo"] = {name.removeprefix("seo_"): text for name, text in seo.items()}
    found["images"] = _images(product, report)
    if product.videos and cells.addresses(product.videos) != cells.UNSAYABLE:
        found["videos"] = json.loads(product.videos)
    return {name: value for name, value in found.items() if value not in ({}, [])}


def _images(product: Product, report: Report) -> list[dict[str, str | None]]:
    images = cells.images(product.images)
    if not all(cells.is_plain(url) for url, _ in images):
        report.leave("images", "the address holds what ends an address", product.sku)
        return []
    return [{"url": url, "alt": alt} for url, alt in images]


def _figures(product: Product, variants: list[dict[str, Any]], report: Report) -> dict[str, Any]:
    """What a product says of its own price, weight and size; beside variants it would be read as said of them."""
    amounts = _amounts(product, {"price": product.base_price})
    if amounts and not variants:
        report.leave("prices", "the product has no variant that could bear them", product.sku)
        amounts = {}
    return amounts | _measures(product)


def _amounts(row: Any, amounts: dict[str, int | None]) -> dict[str, Any]:
    """The prices of a row with its currency, under the names that an import knows."""
    amounts |= {name: getattr(row, name) for name in ("compare_at_price", "cost_price") if hasattr(row, name)}
    told = {name: cells.amount((count, row.price_scale, row.currency)) for name, count in amounts.items()}
    found: dict[str, Any] = {name: amount for name, amount in told.items() if amount}
    return found | _known(row, ("currency",)) if found else {}


def _variant(variant: Variant, sku: str, block: Block, places: Places, report: Report) -> dict[str, Any]:
    found: dict[str, Any] = {"sku": sku} if sku else {}
    found |= _texts(variant, ("title",), report) | _known(variant, (*_OF_VARIANT, "status", "position"))
    if variant.mpn is not None:
        found["mpn"] = cells.identifier(variant.mpn)
    if variant.image_url is not None:
        found["image"] = variant.image_url
    found |= _amounts(variant, {"price": variant.price})
    if variant.price_includes_vat is not None:
        found["price_includes_vat"] = bool(variant.price_includes_vat)
    found["allow_backorder"] = bool(variant.allow_backorder)
    found |= _measures(variant)
    stock = {
        name: block.stock[name][variant.id] for name in places.locations if variant.id in block.stock.get(name, ())
    }
    prices = {name: _price(variant.id, block, name) for name in places.markets}
    found |= {"stock": stock} if stock else {}
    prices = {name: price for name, price in prices.items() if price}
    return found | ({"prices": prices} if prices else {})


def _price(variant_id: int, block: Block, market: str) -> dict[str, Any]:
    price = block.markets.get(market, {}).get(variant_id)
    if price is None:
        return {}
    found = _amounts(price, {"price": price.price})
    return found if price.included is None else found | {"included": bool(price.included)}


def _measures(row: Product | Variant) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if weight := cells.weight((row.weight, row.weight_unit)):
        found["weight"] = {"value": weight, "unit": row.weight_unit}
    sides = dict(zip(("length", "width", "height", "unit"), cells.sides(row.dimensions), strict=True))
    sides = {name: text for name, text in sides.items() if text}
    return found | ({"dimensions": sides} if sides else {})


def _texts(row: Product | Variant, names: Iterable[str], report: Report) -> dict[str, Any]:
    """Without texts that would be read as something else."""
    found = _known(row, names)
    for name in [name for name, text in found.items() if not cells.is_text(text)]:
        report.leave(name.replace("_", " "), "it would be read as something else", row.sku)
        del found[name]
    return found


def _known(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: value for name in names if (value := getattr(row, name)) is not None}
