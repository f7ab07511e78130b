"""royal's own feed in NDJSON as chunks of rows: one product per line, one row per variant.

    {"sku": "TEE", "title": "Tee", "tags": ["cotton", "summer"], "images": [{"url": "https://…", "alt": "Front"}],
     "variants": [{"sku": "TEE-M", "options": {"Size": "M"}, "price": "12.50", "currency": "EUR",
                   "stock": {"Main": 5}, "prices": {"NL": {"price": "13.00"}}}]}

A product has any of: sku, title, description, vendor, product_type, category, tags, status, images (addresses, or
objects with url and alt), videos, seo {title, description}, weight {value, unit}, dimensions {length, width, height,
unit}, variants; and without variants whatever a variant may have. A variant has any of: sku, title, gtin, mpn, asin,
options {name: value}, price, compare_at_price, cost_price, currency, price_includes_vat, stock {location: units},
prices {market: {price, compare_at_price, currency, included}}, weight, dimensions, status, image, allow_backorder.

Columns are dotted: `title`, `seo.title`, `images.url`, `variant.sku`, `variant.options.Size`, `variant.stock.Main`.
A product's own cells stand on its first row only, but its key (`sku`, or `product`) on all of them. Numbers keep
their digits, true and false are words, null is an empty cell, and the values of a list are joined with
`rows.SEPARATOR`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Never

from royal_cli.commerce.feeds import encoding as encodings
from royal_cli.commerce.feeds.lines import Lines
from royal_cli.commerce.feeds.rows import CHUNK_ROWS, SEPARATOR, Ragged, RawChunk, tabulate
from royal_cli.commerce.feeds.source import Source
from royal_cli.errors import FeedError

_KEYS = ("product", "sku")
_VARIANTS = "variants"
_VARIANT = "variant"

_CHUNK_CHARACTERS = 16 << 20
_DEEPEST = 20
_LONGEST_CELL_SHOWN = 10_000


class _MalformedError(ValueError):
    """A line that is no product."""

    def __init__(self, code: str, hint: str) -> None:
        super().__init__(hint)
        self.code = code
        self.hint = hint


def read(source: Source) -> Iterator[RawChunk]:
    """The rows of a feed; a line that is no product is in `ragged`, as its only cell."""
    encoding = encodings.detect(source.head, is_whole=source.is_whole, name=source.name)
    lines = Lines(source, encoding.codec)
    pending = _Pending(1)
    is_first = True
    for line, text in enumerate(lines, 1):
        if text.isspace():
            continue
        if is_first:
            _refuse_other_json(source, text)
            is_first = False
        pending.add(line, text)
        if pending.is_full:
            yield pending.chunk()
            pending = _Pending(pending.next_number)
    if not pending.is_empty:
        yield pending.chunk()


class _Pending:
    """Rows on their way into a chunk."""

    def __init__(self, next_number: int) -> None:
        self.next_number = next_number
        self._rows: list[dict[str, str]] = []
        self._numbers: list[int] = []
        self._lines: list[int] = []
        self._ragged: list[Ragged] = []
        self._characters = 0

    @property
    def is_full(self) -> bool:
        return len(self._rows) + len(self._ragged) >= CHUNK_ROWS or self._characters >= _CHUNK_CHARACTERS

    @property
    def is_empty(self) -> bool:
        return not (self._rows or self._ragged)

    def add(self, line: int, text: str) -> None:
        self._characters += len(text)
        try:
            rows = _rows(_parse(text))
        except _MalformedError as error:
            shown = [text.strip()[:_LONGEST_CELL_SHOWN]]
            self._ragged.append(Ragged(self.next_number, line, shown, error.code, error.hint))
            self.next_number += 1
            return
        self._rows += rows
        self._numbers += range(self.next_number, self.next_number + len(rows))
        self._lines += [line] * len(rows)
        self.next_number += len(rows)

    def chunk(self) -> RawChunk:
        chunk = tabulate(self._rows, self._numbers, self._lines)
        chunk.ragged = self._ragged
        return chunk


def _refuse_other_json(source: Source, first: str) -> None:
    """A whole file that is one array or one object over several lines is not read a line at a time."""
    bare = first.strip()
    if bare.startswith("["):
        hint = "write one product per line, for example with: jq -c '.[]' feed.json > feed.ndjson"
        raise FeedError(f"{source.name} is one JSON array, not one JSON object per line.", hint=hint)
    try:
        json.loads(bare)
    except json.JSONDecodeError as error:
        if bare.startswith("{") and error.pos >= len(bare):
            hint = "write one product per line, for example with: jq -c . feed.json > feed.ndjson"
            raise FeedError(f"{source.name} spreads a JSON object over several lines.", hint=hint) from error
    except (RecursionError, ValueError):
        return


def _parse(text: str) -> dict[str, Any]:
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise _MalformedError("malformed_json", f"column {error.colno}: {error.msg}") from error
    except RecursionError as error:
        raise _too_deep() from error
    if not isinstance(value, dict):
        raise _MalformedError("not_a_product", "write one JSON object per line")
    if "\\ud" in text.lower() and not _is_text(value):
        raise _MalformedError("malformed_json", "half of a surrogate pair is no character")
    return value


def _is_text(value: dict[str, Any]) -> bool:
    try:
        return bool(json.dumps(value, ensure_ascii=False).encode())
    except UnicodeEncodeError:
        return False


def _too_deep() -> _MalformedError:
    return _MalformedError("malformed_json", "nested deeper than any product")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = dict(pairs)
    if len(names) != len(pairs):
        raise _MalformedError("duplicate_key", "a name comes twice in one object")
    return names


def _no_number(word: str) -> Never:
    raise _MalformedError("malformed_json", f"{word} is no number")


_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=_no_number, object_pairs_hook=_object)


def _rows(product: dict[str, Any]) -> list[dict[str, str]]:
    """One row per variant; the product's own cells on the first one."""
    variants = product.pop(_VARIANTS, None) or []
    if not isinstance(variants, list) or not all(isinstance(variant, dict) for variant in variants):
        raise _MalformedError("malformed_variants", "variants is a list of objects")
    own = _flat(product)
    if not variants:
        return [own]
    keys = {name: own[name] for name in _KEYS if name in own}
    return [{**(keys if place else own), **_flat(variant, _VARIANT)} for place, variant in enumerate(variants)]


def _flat(tree: Mapping[str, Any], prefix: str = "", depth: int = 0) -> dict[str, str]:
    """An object as cells under dotted names."""
    if depth > _DEEPEST:
        raise _too_deep()
    cells: dict[str, str] = {}
    for key, value in tree.items():
        name = _text("a name", f"{prefix}.{key}" if prefix else key)
        found = _flat(value, name, depth + 1) if isinstance(value, dict) else _listed(name, value, depth + 1)
        if not cells.keys().isdisjoint(found):
            raise _MalformedError("duplicate_key", f"{name} is stated twice")
        cells.update(found)
    return cells


def _listed(name: str, value: Any, depth: int) -> dict[str, str]:
    if not isinstance(value, list):
        return {name: _text(name, value)}
    if not any(isinstance(one, dict | list) for one in value):
        return {name: SEPARATOR.join(_text(name, one) for one in value)}
    if not all(isinstance(one, dict) for one in value):
        raise _MalformedError("mixed_list", f"{name} is a list of texts or a list of objects, not of both")
    return _side_by_side([_flat(one, name, depth) for one in value])


def _side_by_side(objects: Sequence[dict[str, str]]) -> dict[str, str]:
    """A list of objects as one cell per name, each value at the place of its object."""
    if any(SEPARATOR in cell for one in objects for cell in one.values()):
        raise _MalformedError("mixed_list", "a list inside the objects of a list has no place in a row")
    names = dict.fromkeys(name for one in objects for name in one)
    return {name: SEPARATOR.join(one.get(name, "") for one in objects) for name in names}


def _text(name: str, value: str | bool | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if SEPARATOR in value or "\0" in value:
        raise _MalformedError("control_character", f"{name} holds a control character")
    return value
