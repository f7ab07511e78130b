"""Shopify's product CSV: a row per variant, further images in rows of their own."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import repeat

from royal_cli.commerce.catalog.exporting import cells, offers
from royal_cli.commerce.catalog.exporting.block import Block
from royal_cli.commerce.catalog.exporting.layout import NOWHERE, Layout, arranged
from royal_cli.commerce.catalog.exporting.lines import Column, csv_line, csv_text
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
_NO_OPTIONS = (("Title", "Default Title"),)

_PICTURE = ("Image Src", "Image Position", "Image Alt Text")
_NO_PICTURE = (None, None, None)

Columns = dict[str, Column]
Picture = tuple[str | None, str | None, str | None]


def shopify_csv(blocks: Iterable[Block], currency: str | None, report: Report) -> Iterator[str]:
    table = _Table(currency, report)
    yield csv_line(HEADER)
    for block in blocks:
        columns = table.columns(block)
        yield csv_text([columns[name] for name in HEADER])


class _Table:
    def __init__(self, currency: str | None, report: Report) -> None:
        self._currency = currency
        self._report = report
        self._amounts = cells.Amounts()
        self._words = cells.Written(cells.words)
        self._numbers: cells.Written[int | None] = cells.Written(str)
        self._grams = cells.Written(_grams)

    def columns(self, block: Block) -> Columns:
        layout = Layout()
        pictures: list[Picture] = []
        for place, own in enumerate(offers.sold(block, self._currency, self._report)):
            if own:
                shown = _pictures(block.of_products["images"][place])
                layout.add(place, [*own, *repeat(NOWHERE, len(shown) - len(own))])
                pictures += [*shown, *repeat(_NO_PICTURE, len(own) - len(shown))]
                self._report.products += 1
                self._report.variants += len(own)
        self._report.rows += len(layout.variants)
        names, values = _options(block)
        found: Columns = dict(zip(_PICTURE, zip(*pictures, strict=True) if pictures else repeat(()), strict=False))
        found["Handle"] = arranged(list(map(handle, block.of_products["sku"])), layout.owners)
        for columns, places in (
            (self._of_products(block, set(layout.owners)), layout.products),
            (self._of_variants(block) | values, layout.variants),
            (names, _first_variants(layout)),
        ):
            found |= {name: arranged(column, places) for name, column in columns.items()}
        return found

    def _of_products(self, block: Block, told: set[int]) -> Columns:
        of = block.of_products
        tags = list(map(self._words.__getitem__, of["tags"]))
        for place in [place for place, text in enumerate(tags) if text == cells.UNSAYABLE]:
            if place in told:
                self._report.leave("tags", "a part of it holds a comma or what else ends a part", of["sku"][place])
            tags[place] = ""
        return {
            "Title": of["title"], "Body (HTML)": of["description"], "Vendor": of["vendor"],
            "Type": of["product_type"], "Tags": tags, "Status": of["status"], "SEO Title": of["seo_title"],
            "Published": ["TRUE" if status == "active" else "FALSE" for status in of["status"]],
            "SEO Description": of["seo_description"],
        }  # fmt: skip

    def _of_variants(self, block: Block) -> Columns:
        of = block.of_variants
        price, compare_at, cost = (
            self._amounts.column(of[name], of["price_scale"], of["currency"])
            for name in ("price", "compare_at_price", "cost_price")
        )
        grams = list(map(self._grams.__getitem__, zip(of["weight"], of["weight_unit"], strict=True)))
        return {
            "Variant SKU": of["sku"], "Variant Price": price, "Variant Compare At Price": compare_at,
            "Cost per item": cost, "Variant Barcode": of["gtin"], "Variant Image": of["image_url"],
            "Variant Inventory Tracker": ["" if units is None else "shopify" for units in block.stocked],
            "Variant Inventory Qty": list(map(self._numbers.__getitem__, block.stocked)),
            "Variant Inventory Policy": ["continue" if may else "deny" for may in of["allow_backorder"]],
            "Variant Fulfillment Service": ["manual"] * len(block.variants), "Variant Grams": grams,
            "Variant Weight Unit": [
                (unit if unit in _SHOWN_UNITS else "g") if weight else ""
                for weight, unit in zip(grams, of["weight_unit"], strict=True)
            ],
        }  # fmt: skip


def _grams(weight: tuple[int | None, str | None]) -> str:
    return offers.plain(offers.grams(*weight))


def _pictures(document: str | None) -> list[Picture]:
    return [(url, str(number), alt) for number, (url, alt) in enumerate(cells.images(document), 1)]


def _first_variants(layout: Layout) -> list[int]:
    """The variant of each row that is the first of its product."""
    return [
        variant if product != NOWHERE else NOWHERE
        for variant, product in zip(layout.variants, layout.products, strict=True)
    ]


def _options(block: Block) -> tuple[Columns, Columns]:
    """Names and values."""
    of = block.of_variants
    stored = [of[f"option{n}_{part}"] for part in ("name", "value") for n in (1, 2, 3)]
    shown = list(map(_shown_options, zip(*stored, strict=True)))
    columns: Iterable[Column] = zip(*shown, strict=True) if shown else [()] * 6
    found = dict(zip(_OPTIONS, columns, strict=True))
    return {name: found[name] for name in _OPTIONS[:3]}, {name: found[name] for name in _OPTIONS[3:]}


_OPTIONS = tuple(f"Option{n} {part}" for part in ("Name", "Value") for n in (1, 2, 3))


@lru_cache(maxsize=32_768)
def _shown_options(stored: tuple[str | None, ...]) -> tuple[str | None, ...]:
    """Those that a variant has; one without any is known by an option of Shopify's own."""
    pairs = [pair for pair in zip(stored[:3], stored[3:], strict=True) if pair[1] is not None]
    names, values = zip(*(pairs or _NO_OPTIONS), strict=True)
    more = (None,) * (3 - len(names))
    return (*names, *more, *values, *more)


def handle(sku: str) -> str:
    """The SKU where it is a handle; else one made of it, with a mark, so that no two products share theirs."""
    if _HANDLE.fullmatch(sku):
        return sku
    mark = hashlib.sha256(sku.encode()).hexdigest()[:6]
    return "-".join(filter(None, (slug(sku), mark)))
