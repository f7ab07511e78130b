"""JSON objects as rows: one row per variant of a product (or line of an order), its members under dotted names.

`title`, `seo.title`, `images.url`, `variant.sku`, `variant.options.Size`, `variant.stock.Main`. A product's own cells
stand on its first row only, but what names it (`Nesting.keys`) on all of them. Numbers keep their digits, true and
false are words, null is an empty cell, and the values of a list are joined with `rows.SEPARATOR`; a list inside the
objects of a list, or a list of lists, stands as its JSON.
"""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from royal_cli.commerce.feeds.rows import CHUNK_ROWS, SEPARATOR, TYPED, Ragged, RawChunk, tabulate


class Nesting(NamedTuple):
    """How objects of one kind hold the rows that they become."""

    #: What one of them is, and the code of a value that is none.
    noun: str
    refusal: str
    #: Members that name it: they stand on all its rows.
    keys: tuple[str, ...]
    #: What only such an object has, and not the object around a list of them.
    names: tuple[str, ...]
    #: The members that may hold its rows, and what comes before the names of theirs.
    rows: tuple[str, ...]
    prefix: str
    #: Lists of objects that belong to it.
    lists: frozenset[str]


PRODUCTS = Nesting(
    noun="product",
    refusal="not_a_product",
    keys=("product", "sku", "handle", "id", "item_group_id"),
    names=("sku", "handle", "product", "gtin", "ean"),
    rows=("variants",),
    prefix="variant",
    lists=frozenset(
        ["variants", "images", "options", "media", "videos", "metafields", "attributes", "prices", "properties",
         "specs"]
    ),
)  # fmt: skip

#: So far below the document a list of products may stand.
DEEPEST_LIST = 3

_CHUNK_CHARACTERS = 16 << 20
_DEEPEST = 20
_LONGEST_CELL_SHOWN = 10_000
_LARGEST_EXPONENT = 30


class MalformedError(ValueError):
    """A value that is none of the objects that are looked for."""

    def __init__(self, code: str, hint: str) -> None:
        super().__init__(hint)
        self.code = code
        self.hint = hint


class _Doubled(dict[str, Any]):
    """An object in which a name comes twice."""


class _NoNumber(str):
    """NaN and Infinity, which JSON does not have and some programs write."""

    __slots__ = ()


class Pending:
    """Rows on their way into a chunk."""

    def __init__(self, nesting: Nesting = PRODUCTS, next_number: int = 1) -> None:
        self.nesting = nesting
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

    def add(self, line: int, value: Any, text: str) -> None:
        """The rows of a value, whose text begins on that line."""
        self._characters += len(text)
        try:
            rows = rows_of(value, text, self.nesting)
        except MalformedError as error:
            self.refuse(line, text, error)
            return
        self._rows += rows
        self._numbers += range(self.next_number, self.next_number + len(rows))
        self._lines += [line] * len(rows)
        self.next_number += len(rows)

    def refuse(self, line: int, text: str, error: MalformedError) -> None:
        shown = [text.strip()[:_LONGEST_CELL_SHOWN]]
        self._ragged.append(Ragged(self.next_number, line, shown, error.code, error.hint))
        self.next_number += 1

    def chunk(self) -> RawChunk:
        chunk = tabulate(self._rows, self._numbers, self._lines)
        chunk.ragged = self._ragged
        return chunk


def is_envelope(value: Any, nesting: Nesting = PRODUCTS, depth: int = 0) -> bool:
    """Whether this is no product, but an object that holds some."""
    if not isinstance(value, dict) or depth > DEEPEST_LIST or is_named(value, nesting):
        return False
    if len(value) == 1 and isinstance(next(iter(value.values())), dict):
        return True
    return any(
        is_envelope(inner, nesting, depth + 1)
        or (isinstance(inner, list) and any(isinstance(one, dict) for one in inner) and name not in nesting.lists)
        for name, inner in value.items()
    )


def is_named(value: Mapping[str, Any], nesting: Nesting = PRODUCTS) -> bool:
    """Whether an object has a name of its own, as a product or an order does."""
    return any(isinstance(value.get(name), str) for name in nesting.names)


def rows_of(value: Any, text: str, nesting: Nesting = PRODUCTS) -> list[dict[str, str]]:
    """One row per variant or line; what the object says itself on the first one."""
    if not isinstance(value, dict):
        raise MalformedError(nesting.refusal, f"write one JSON object per {nesting.noun}")
    if "\\ud" in text.lower() and not _is_text(value):
        raise MalformedError("malformed_json", "half of a surrogate pair is no character")
    member = next((name for name in nesting.rows if name in value), nesting.rows[0])
    rows = value.get(member) or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise MalformedError(f"malformed_{member}", f"{member} is a list of objects")
    own = _flat(value, but=member)
    if not rows:
        return [own]
    keys = {name: own[name] for name in nesting.keys if name in own}
    return [{**(keys if place else own), **_flat(row, nesting.prefix)} for place, row in enumerate(rows)]


def too_deep() -> MalformedError:
    return MalformedError("malformed_json", "nested deeper than any product")


def _is_text(value: dict[str, Any]) -> bool:
    try:
        return bool(json.dumps(value, ensure_ascii=False).encode())
    except UnicodeEncodeError:
        return False


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = dict(pairs)
    return names if len(names) == len(pairs) else _Doubled(names)


def _number(written: str) -> str:
    """A number that is not whole, or is written with an exponent."""
    text = written
    if "e" in written or "E" in written:
        try:
            number = Decimal(written)
        except InvalidOperation:
            return written
        if abs(number.adjusted()) > _LARGEST_EXPONENT:
            return written
        text = f"{number:f}"
    return text + TYPED if "." in text else text


#: Numbers as text, for every digit to stay.
DECODER = json.JSONDecoder(parse_float=_number, parse_int=str, parse_constant=_NoNumber, object_pairs_hook=_object)


def _flat(tree: Mapping[str, Any], prefix: str = "", depth: int = 0, *, but: str = "") -> dict[str, str]:
    """An object as cells under dotted names."""
    if depth > _DEEPEST:
        raise too_deep()
    if isinstance(tree, _Doubled):
        raise MalformedError("duplicate_key", "a name comes twice in one object")
    cells: dict[str, str] = {}
    for key, value in tree.items():
        if key == but:
            continue
        name = _text("a name", f"{prefix}.{key}" if prefix else key)
        found = _flat(value, name, depth + 1) if isinstance(value, dict) else _listed(name, value, depth + 1)
        if not cells.keys().isdisjoint(found):
            raise MalformedError("duplicate_key", f"{name} is stated twice")
        cells.update(found)
    return cells


def _listed(name: str, value: Any, depth: int) -> dict[str, str]:
    if not isinstance(value, list):
        return {name: _text(name, value)}
    if not any(isinstance(one, dict | list) for one in value):
        return {name: SEPARATOR.join(_text(name, one) for one in value)}
    if all(isinstance(one, list) for one in value):
        return {name: _as_json(name, value)}
    if not all(isinstance(one, dict) for one in value):
        raise MalformedError("mixed_list", f"{name} is a list of texts or a list of objects, not of both")
    return _side_by_side([_flat(_without_lists(name, one), name, depth) for one in value])


def _without_lists(name: str, tree: Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(tree, _Doubled) or not any(isinstance(value, list) for value in tree.values()):
        return tree
    return {key: _as_json(name, value) if isinstance(value, list) else value for key, value in tree.items()}


def _as_json(name: str, value: list[Any]) -> str:
    try:
        return _text(name, json.dumps(value, ensure_ascii=False).replace(TYPED, ""))
    except RecursionError as error:
        raise too_deep() from error


def _side_by_side(objects: Sequence[dict[str, str]]) -> dict[str, str]:
    """A list of objects as one cell per name, each value at the place of its object."""
    if any(SEPARATOR in cell for one in objects for cell in one.values()):
        raise MalformedError("mixed_list", "a list inside the objects of a list has no place in a row")
    names = dict.fromkeys(name for one in objects for name in one)
    return {name: SEPARATOR.join(one.get(name, "") for one in objects) for name in names}


def _text(name: str, value: str | bool | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, _NoNumber):
        raise MalformedError("malformed_json", f"{value} is no number")
    if SEPARATOR in value or "\0" in value:
        raise MalformedError("control_character", f"{name} holds a control character")
    return value
