"""Writes the XML feed of the benchmarks: Google Merchant's RSS, as large as wanted, the same at every run."""

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from tests.benchmarks import feed

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">
<channel>
<title>Benchmark</title>
<link>https://shop.example.com</link>
<description>All products</description>
"""
_TAIL = "</channel>\n</rss>\n"
#: Column of the table -> attribute of Google's.
_NAMES = {
    "sku": "g:id", "title": "title", "description": "description", "vendor": "g:brand", "category": "g:product_type",
    "price": "g:price", "gtin": "g:gtin", "weight (g)": "g:shipping_weight", "image": "g:image_link",
}  # fmt: skip
_UNITS = {"price": " EUR", "weight (g)": " g"}


def write(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(_HEAD)
        file.writelines(_items(rows))
        file.write(_TAIL)


def _items(rows: int) -> Iterator[str]:
    for values in feed.rows(rows):
        row = dict(zip(feed.HEADER, map(str, values), strict=True))
        sku = row["sku"]
        yield "<item>\n"
        for column, name in _NAMES.items():
            if row[column]:
                yield f"  <{name}>{escape(row[column])}{_UNITS.get(column, '')}</{name}>\n"
        yield (
            f"  <link>https://shop.example.com/products/{sku.lower()}</link>\n"
            f"  <g:availability>{'in_stock' if row['stock'] != '0' else 'out_of_stock'}</g:availability>\n"
            "  <g:condition>new</g:condition>\n"
            f"  <g:item_group_id>{sku[:11]}</g:item_group_id>\n"
            f"  <g:color>{sku[-3:].title()}</g:color>\n"
            "  <g:shipping><g:country>NL</g:country><g:price>4.95 EUR</g:price></g:shipping>\n"
            "</item>\n"
        )
