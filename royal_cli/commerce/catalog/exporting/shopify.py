"""Shopify's product CSV: a row per variant, further images in rows of their own."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from royal_cli.commerce.catalog.exporting import cells, offers
from royal_cli.commerce.catalog.exporting.blocks import Block, Product, Variant
from royal_cli.commerce.catalog.exporting.channel_csv import Row, channel_csv
from royal_cli.commerce.catalog.exporting.report import Report
from royal_cli.commerce.feeds.formats.slugs import slug

HEADER = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published",
    "Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value", "Option3 Name", "Option3 Value",
    "Variant SKU", "Variant Grams", "Variant Inventory Tracker", "Variant Inventory Qty", "Variant Inventory Policy",
    "Variant Fulfillment Service", "Variant Price", "Variant Compare At Price", "Variant Barcode",
    "Image Src", "Image Position", "Image Alt Text", "SEO Title", "SEO Description",
    "Variant Image", "Variant Weight Unit", "Cost per item", "Status",
)  # fmt: skip
_HANDLE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: Shopify shows weights in these; in the file they all are grams.
_SHOWN_UNITS = frozenset(["g", "kg", "lb", "oz"])


def shopify_csv(blocks: Iterable[Block], currency: str | None, report: Report) -> Iterator[str]:
    return channel_csv(HEADER, _rows, blocks, currency, report)


def _rows(
    product: Product, variants: list[Variant], block: Block, currency: str | None, report: Report
) -> Iterator[Row]:
    sold = offers.told_apart(offers.with_price(variants, currency, report), report)
    offers.leave_if_empty(product, sold, report)
    if not sold:
        return
    report.products += 1
    report.variants += len(sold)
    key = handle(product.sku)
    told: list[Row] = [_variant(variant, block.units(variant.id)) for variant in sold]
    _name_options_once(told)
    pictures: list[Row] = [_picture(place, *image) for place, image in enumerate(cells.images(product.images), 1)]
    told[0] |= _product(product, report)
    nothing: Row = {}
    for row, picture in zip_longest(told, pictures, fillvalue=nothing):
        yield {"Handle": key, **row, **picture}


def handle(sku: str) -> str:
    """The SKU where it is a handle; else one made of it, with a mark, so that no two products share theirs."""
    if _HANDLE.fullmatch(sku):
        return sku
    mark = hashlib.sha256(sku.encode()).hexdigest()[:6]
    return "-".join(filter(None, (slug(sku), mark)))


def _product(product: Product, report: Report) -> Row:
    tags = cells.words(product.tags) if product.tags else ""
    if tags == cells.UNSAYABLE:
        report.leave("tags", "a part of it holds a comma or what else ends a part", product.sku)
        tags = ""
    return {
        "Title": product.title, "Body (HTML)": product.description, "Vendor": product.vendor,
        "Type": product.product_type, "Tags": tags, "Published": "TRUE" if product.status == "active" else "FALSE",
        "SEO Title": product.seo_title, "SEO Description": product.seo_description, "Status": product.status,
    }  # fmt: skip


def _variant(variant: Variant, units: int | None) -> Row:
    options = variant.options or [("Title", "Default Title")]
    weight = offers.grams(variant.weight, variant.weight_unit)
    unit = variant.weight_unit if variant.weight_unit in _SHOWN_UNITS else "g"
    row: Row = {
        "Variant SKU": variant.sku, "Variant Grams": offers.plain(weight),
        "Variant Inventory Tracker": "" if units is None else "shopify", "Variant Inventory Qty": units,
        "Variant Inventory Policy": "continue" if variant.allow_backorder else "deny",
        "Variant Fulfillment Service": "manual", "Variant Price": offers.price(variant),
        "Variant Compare At Price": cells.amount((variant.compare_at_price, variant.price_scale, variant.currency)),
        "Variant Barcode": variant.gtin,
        "Variant Image": variant.image_url, "Variant Weight Unit": "" if weight is None else unit,
        "Cost per item": cells.amount((variant.cost_price, variant.price_scale, variant.currency)),
    }  # fmt: skip
    for number, (name, value) in enumerate(options, 1):
        row |= {f"Option{number} Name": name, f"Option{number} Value": value}
    return row


def _name_options_once(rows: list[Row]) -> None:
    for row in rows[1:]:
        for number in (1, 2, 3):
            row.pop(f"Option{number} Name", None)


def _picture(place: int, url: str, alt: str | None) -> Row:
    return {"Image Src": url, "Image Position": place, "Image Alt Text": alt}
