"""royal's own feed in NDJSON as chunks of rows: one product per line, one row per variant.

    {"sku": "TEE", "title": "Tee", "tags": ["cotton", "summer"], "images": [{"url": "https://…", "alt": "Front"}],
     "variants": [{"sku": "TEE-M", "options": {"Size": "M"}, "price": "12.50", "currency": "EUR",
                   "stock": {"Main": 5}, "prices": {"NL": {"price": "13.00"}}}]}

A product has any of: sku, title, description, vendor, product_type, category, tags, status, images (addresses, or
objects with url and alt), videos, seo {title, description}, weight {value, unit}, dimensions {length, width, height,
unit}, variants; and without variants whatever a variant may have. A variant has any of: sku, title, gtin, mpn, asin,
options {name: value}, price, compare_at_price, cost_price, currency, price_includes_vat, stock {location: units},
prices {market: {price, compare_at_price, currency, included}}, weight, dimensions, status, image, allow_backorder.

Its columns are those of `json_objects`.
"""

import json
from collections.abc import Iterator
from typing import Any

from royal_cli.commerce.feeds import encoding as encodings
from royal_cli.commerce.feeds.json_objects import (
    DECODER,
    PRODUCTS,
    MalformedError,
    Nesting,
    Pending,
    is_envelope,
    too_deep,
)
from royal_cli.commerce.feeds.lines import Lines, split_lines
from royal_cli.commerce.feeds.rows import RawChunk
from royal_cli.commerce.feeds.source import Source


def is_lines(source: Source, nesting: Nesting = PRODUCTS) -> bool:
    """Whether the feed is an object per line, and not one document that takes as many lines as it wants."""
    encoding = encodings.detect(source.head, is_whole=source.is_whole, name=source.name)
    lines = [line.strip() for line in split_lines(encodings.decode(source.head, encoding)) if not line.isspace()]
    if not lines or not lines[0].startswith("{"):
        return False
    try:
        first = DECODER.decode(lines[0])
    except json.JSONDecodeError as error:
        is_spread = error.pos >= len(lines[0])
        return not is_spread and (source.is_whole or len(lines) > 1)
    except RecursionError:
        return len(lines) > 1
    return len(lines) > 1 or (source.is_whole and not is_envelope(first, nesting))


def read(source: Source, nesting: Nesting = PRODUCTS) -> Iterator[RawChunk]:
    """The rows of a feed; a line that is no product is in `ragged`, as its only cell."""
    encoding = encodings.detect(source.head, is_whole=source.is_whole, name=source.name)
    pending = Pending(nesting)
    for line, text in enumerate(Lines(source, encoding.codec), 1):
        if text.isspace():
            continue
        try:
            pending.add(line, _parse(text), text)
        except MalformedError as error:
            pending.refuse(line, text, error)
        if pending.is_full:
            yield pending.chunk()
            pending = Pending(nesting, pending.next_number)
    if not pending.is_empty:
        yield pending.chunk()


def _parse(text: str) -> Any:
    try:
        return DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise MalformedError("malformed_json", f"column {error.colno}: {error.msg}") from error
    except RecursionError as error:
        raise too_deep() from error
