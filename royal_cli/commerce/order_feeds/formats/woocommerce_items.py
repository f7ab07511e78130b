"""WooCommerce's exports with a row per order: their items, in whichever cells these stand, as a row for each.

line_items                      id:7|name:Mug|sku:MUG|quantity:2|subtotal:10.00|total:9.00;id:8|name:…
line_item_1, line_item_2 …      the same, an item in each
Product Item 1 Name …           a column for each part of each item
Product Name #1, SKU #1 …       the same in other words
Product(s)                      2× Mug, 1× Bowl
"""

import json
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from royal_cli.commerce.feeds.headers import fold
from royal_cli.commerce.feeds.rows import RawChunk

#: What the rows of items are called, which other exports have themselves.
_COLUMNS = {
    "id": "Item ID", "name": "Item Name", "sku": "Item SKU", "quantity": "Item Quantity", "price": "Item Price",
    "subtotal": "Item Subtotal", "total": "Item Total", "tax": "Item Total Tax", "refunded": "Item Refunded Qty",
}  # fmt: skip

#: What exports call the parts of an item.
_PARTS = {
    "id": "id", "item id": "id", "name": "name", "product name": "name", "item name": "name", "title": "name",
    "sku": "sku", "item sku": "sku", "product sku": "sku", "quantity": "quantity", "qty": "quantity",
    "item quantity": "quantity", "subtotal": "subtotal", "sub total": "subtotal", "item subtotal": "subtotal",
    "total": "total", "item total": "total", "line total": "total", "total tax": "tax", "tax": "tax",
    "item total tax": "tax", "refunded qty": "refunded", "price": "price", "item cost": "price", "item price": "price",
}  # fmt: skip

_NEXT_ITEM = re.compile(r";\s*(?=(?:id|name|product_id|sku):)")
_NEXT_PART = re.compile(r"(?<!\\)\|")
_LISTED = re.compile(r"(\d+) ?[×x] (.+?)(?=, \d+ ?[×x] |\Z)")
_NUMBERED = re.compile(r"(?:product|line|order) item (?P<first>\d+) (?P<part>.+)|(?P<same>.+) no (?P<second>\d+)")

_Item = dict[str, str]


def divide(chunk: RawChunk) -> RawChunk:
    """A row for every item of every order; the rows as they are where each has one item already."""
    readers, numbered = _places(chunk.header)
    if not readers and not numbered:
        return chunk
    taken = {*readers, *(place for item in numbered.values() for place in item.values())}
    kept = [place for place in range(len(chunk.header)) if place not in taken]
    rows, lines = [], []
    for row, line in zip(chunk.rows, chunk.lines, strict=True):
        own = [row[place] for place in kept]
        items = [item for place, read in readers.items() for item in read(row[place])]
        items += [{part: row[place] for part, place in item.items()} for item in numbered.values()]
        for item in list(filter(_says_something, items)) or [{}]:
            rows.append([*own, *(item.get(part, "") for part in _COLUMNS)])
            lines.append(line)
    header = (*(chunk.header[place] for place in kept), *_COLUMNS.values())
    return RawChunk(header, rows, list(range(1, len(rows) + 1)), lines, chunk.ragged)


def shaped(header: tuple[str, ...]) -> list[str]:
    """The folded header of what `divide` makes of rows with this one."""
    return list(map(fold, divide(RawChunk(header, [], [], [])).header))


def _says_something(item: _Item) -> bool:
    return any(item.get(part, "").strip() for part in ("name", "sku", "quantity"))


@lru_cache(maxsize=64)
def _places(header: tuple[str, ...]) -> tuple[dict[int, Callable[[str], list[_Item]]], dict[int, dict[str, int]]]:
    """Where cells hold items, and how they are read; and of items in columns of their own, where each part stands."""
    readers: dict[int, Callable[[str], list[_Item]]] = {}
    numbered: dict[int, dict[str, int]] = {}
    for place, name in enumerate(header):
        word = fold(name)
        if word == "line items" or re.fullmatch(r"(?:line|order) item \d+", word):
            readers[place] = _items
        elif word in ("product s", "products"):
            readers[place] = _listed
        elif found := _NUMBERED.fullmatch(word):
            part = _PARTS.get(found["part"] or found["same"])
            if part:
                numbered.setdefault(int(found["first"] or found["second"]), {}).setdefault(part, place)
    return readers, dict(sorted(numbered.items()))


def _items(cell: str) -> list[_Item]:
    if cell.lstrip().startswith(("[", "{")):
        return _of_json(cell)
    return [_item(_NEXT_PART.split(item)) for item in _NEXT_ITEM.split(cell.strip())] if cell.strip() else []


def _of_json(cell: str) -> list[_Item]:
    try:
        found = json.loads(cell, parse_float=str, parse_int=str)
    except json.JSONDecodeError:
        return [{"name": cell}]
    items = found if isinstance(found, list) else [found]
    return [_named(list(item.items())) for item in items if isinstance(item, dict)]


def _item(parts: Sequence[str]) -> _Item:
    pairs = (part.partition(":") for part in parts)
    return _named([(name, value.replace("\\|", "|")) for name, _, value in pairs])


def _named(pairs: Sequence[tuple[str, object]]) -> _Item:
    return {part: str(value) for name, value in pairs if (part := _PARTS.get(fold(name))) and value is not None}


def _listed(cell: str) -> list[_Item]:
    return [{"quantity": count, "name": name.strip()} for count, name in _LISTED.findall(cell)]
