"""Brings royal's JSON, read as dotted columns, into the shape of royal's table: what a variant has, on its row.

A product without variants is its own only variant. What a product with variants says of price, weight and size
holds for those of its variants that say nothing of it.
"""

from collections.abc import Sequence

from royal_cli.commerce.feeds.rows import RawChunk

_VARIANT = "variant."
_ONE = frozenset(["sku", "gtin", "mpn", "asin", "position"])
_ONE_PREFIXES = ("options.", "stock.")
_SHARED = frozenset(["price", "compare_at_price", "cost_price", "currency", "price_includes_vat", "allow_backorder"])
_SHARED_PREFIXES = ("prices.", "weight.", "dimensions.")


def header_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """The header of the table that comes of these columns."""
    return unfold(RawChunk(names, [], [], [])).header


def unfold(chunk: RawChunk) -> RawChunk:
    """Move what a product says of its variants to their columns, where a chunk has products with variants."""
    places = {name: place for place, name in enumerate(chunk.header)}
    own = [place for name, place in places.items() if name.startswith(_VARIANT)]
    if not own:
        return chunk
    moved = {name: place for name, place in places.items() if _is_shared(name) or _is_of_one(name)}
    added = [f"{_VARIANT}{name}" for name in moved if f"{_VARIANT}{name}" not in places]
    targets = {name: place for place, name in enumerate([*chunk.header, *added])}
    rows = [[*row, *[""] * len(added)] for row in chunk.rows]
    lead: list[str] = []
    for row in rows:
        is_only = not any(row[place] for place in own)
        lead = row if is_only or not lead or _product(row, places) != _product(lead, places) else lead
        for name, place in moved.items():
            target = targets[f"{_VARIANT}{name}"]
            if is_only or (_is_shared(name) and not row[target]):
                row[target] = lead[place]
    return _without(RawChunk(tuple(targets), rows, chunk.numbers, chunk.lines, chunk.ragged), moved)


def _is_shared(name: str) -> bool:
    return name in _SHARED or name.startswith(_SHARED_PREFIXES)


def _is_of_one(name: str) -> bool:
    return name in _ONE or name.startswith(_ONE_PREFIXES)


def _product(row: Sequence[str], places: dict[str, int]) -> tuple[str, ...]:
    return tuple(row[places[name]] for name in ("product", "sku") if name in places)


def _without(chunk: RawChunk, moved: dict[str, int]) -> RawChunk:
    """The columns that are left; the SKU of a product with variants is the name of the product."""
    names = [name if name != "sku" or "product" in chunk.header else "product" for name in chunk.header]
    kept = [place for place, name in enumerate(names) if name not in moved]
    chunk.rows = [[row[place] for place in kept] for row in chunk.rows]
    chunk.header = tuple(names[place] for place in kept)
    return chunk
