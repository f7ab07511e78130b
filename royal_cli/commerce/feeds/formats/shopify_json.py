"""Brings Shopify's products.json, read as dotted columns, under the headers of its CSV."""

from royal_cli.commerce.feeds.formats.sheet import Binding
from royal_cli.commerce.feeds.headers import fold
from royal_cli.commerce.feeds.rows import SEPARATOR, RawChunk
from royal_cli.errors import FeedError

_OPTION_NAMES = "options.name"
_MOST_OPTIONS = 3
_HEADERS = {
    **{f"variant.option{number}": f"Option{number} Value" for number in range(1, _MOST_OPTIONS + 1)},
    "images.src": "Image Src",
    "variant.featured_image.src": "Variant Image",
}


def unfold(chunk: RawChunk) -> RawChunk:
    """Rename what the CSV calls otherwise, and give each option's name a column of its own."""
    header = tuple(_HEADERS.get(name, name) for name in chunk.header)
    if _OPTION_NAMES not in chunk.header:
        return RawChunk(header, chunk.rows, chunk.numbers, chunk.lines, chunk.ragged)
    place = chunk.header.index(_OPTION_NAMES)
    added = tuple(f"Option{number} Name" for number in range(1, _MOST_OPTIONS + 1))
    rows = [[*row[:place], *row[place + 1 :], *_names(row[place])] for row in chunk.rows]
    header = (*header[:place], *header[place + 1 :], *added)
    return RawChunk(header, rows, chunk.numbers, chunk.lines, chunk.ragged)


def _names(cell: str) -> list[str]:
    names = cell.split(SEPARATOR)[:_MOST_OPTIONS]
    return names + [""] * (_MOST_OPTIONS - len(names))


def refuse_hundredths(binding: Binding, _is_asked_for: bool) -> None:
    """A shop's theme is given its prices in hundredths (/products/….js), with the smallest and the largest beside."""
    if {"price varies", "price min"} <= set(map(fold, binding.header)):
        message = "This is the product.js of a Shopify theme, whose prices are in hundredths."
        raise FeedError(message, hint="import /products.json of that shop, or its product export")
