"""royal's own feed as NDJSON: a product per line with its variants, nothing unknown among it."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from royal_cli.commerce.catalog.exporting import cells
from royal_cli.commerce.catalog.exporting.blocks import Block, Places, Product, Variant
from royal_cli.commerce.catalog.exporting.report import Report
from royal_cli.commerce.catalog.exporting.royal_csv import sayable
from royal_cli.commerce.catalog.exporting.skus import stated_skus

_PLAIN = ("title", "description", "vendor", "product_type", "status", "category")
_LISTS = ("tags", "meta_keywords", "search_keywords")
_OF_VARIANT = ("gtin", "asin", "mpn", *(f"option{n}_{part}" for n in (1, 2, 3) for part in ("name", "value")))
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def royal_ndjson(blocks: Iterable[Block], places: Places, report: Report, *, faithful: bool = True) -> Iterator[str]:
    named = sayable(places, report)
    for block in blocks:
        skus = iter(stated_skus(block, faithful))
        lines = []
        for product, variants in block:
            sold = [_variant(variant, next(skus), block, named) for variant in variants]
            lines.append(_encode(_product(product, sold, report)))
            report.products += 1
            report.variants += len(sold)
            report.rows += 1
        yield "".join(f"{line}\n" for line in lines)


def _product(product: Product, variants: list[dict[str, Any]], report: Report) -> dict[str, Any]:
    found: dict[str, Any] = {"product": product.sku, **_known(product, _PLAIN)}
    for name in _LISTS:
        if document := getattr(product, name):
            if cells.words(document) == cells.UNSAYABLE:
                report.leave(name.replace("_", " "), "a part of it holds a comma or what else ends a part", product.sku)
            else:
                found[name] = json.loads(document)
    seo = {"title": product.seo_title, "description": product.seo_description}
    found["seo"] = {name: text for name, text in seo.items() if text is not None}
    found["images"] = _images(product, report)
    if product.videos and cells.addresses(product.videos) != cells.UNSAYABLE:
        found["videos"] = json.loads(product.videos)
    found |= _figures(product, variants, report)
    found["variants"] = variants
    return {name: value for name, value in found.items() if value not in ({}, [])}


def _images(product: Product, report: Report) -> list[dict[str, str | None]]:
    images = cells.images(product.images)
    if not all(cells.is_plain(url) for url, _ in images):
        report.leave("images", "the address holds what ends an address", product.sku)
        return []
    return [{"url": url, "alt": alt} for url, alt in images]


def _figures(product: Product, variants: list[dict[str, Any]], report: Report) -> dict[str, Any]:
    """What a product says of price, weight and size would be read as said of its variants."""
    amounts = (product.base_price, product.compare_at_price, product.cost_price)
    if any(amount is not None for amount in amounts):
        report.leave("prices", "this feed has them on variants only", product.sku)
    if not variants:
        return _measures(product)
    if product.weight is not None or product.dimensions is not None:
        report.leave("weight and size", "this feed has them on variants only", product.sku)
    return {}


def _variant(variant: Variant, sku: str, block: Block, places: Places) -> dict[str, Any]:
    found: dict[str, Any] = {"sku": sku} if sku else {}
    found |= _known(variant, ("title", *_OF_VARIANT, "status", "position"))
    if variant.image_url is not None:
        found["image"] = variant.image_url
    for name in ("price", "compare_at_price", "cost_price"):
        if amount := cells.amount((getattr(variant, name), variant.price_scale, variant.currency)):
            found[name] = amount
    found |= _known(variant, ("currency",))
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
    amounts = {
        name: cells.amount((getattr(price, name), price.price_scale, price.currency))
        for name in ("price", "compare_at_price")
    }
    found: dict[str, Any] = {name: amount for name, amount in amounts.items() if amount}
    found |= _known(price, ("currency",))
    return found if price.included is None else found | {"included": bool(price.included)}


def _measures(row: Product | Variant) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if weight := cells.weight((row.weight, row.weight_unit)):
        found["weight"] = {"value": weight, "unit": row.weight_unit}
    sides = dict(zip(("length", "width", "height", "unit"), cells.sides(row.dimensions), strict=True))
    sides = {name: text for name, text in sides.items() if text}
    return found | ({"dimensions": sides} if sides else {})


def _known(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: value for name in names if (value := getattr(row, name)) is not None}
