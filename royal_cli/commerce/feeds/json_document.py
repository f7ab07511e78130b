"""A JSON document as chunks of rows: the objects of one list in it, wherever that stands.

    [{"sku": "TEE", …}, …]                      the document itself
    {"products": [{"sku": "TEE", …}, …]}        products
    {"data": {"items": [{…}]}, "total": 1}      data.items
    {"sku": "TEE", "variants": [{…}]}           a single product, also as {"product": {…}}

What an object means in columns is said in `json_objects`.
"""

from collections.abc import Callable, Iterator
from typing import Any

from royal_cli.commerce.feeds.json_objects import PRODUCTS, Nesting, Pending, is_named
from royal_cli.commerce.feeds.json_stream import Document, Element
from royal_cli.commerce.feeds.rows import RawChunk
from royal_cli.commerce.feeds.source import Source
from royal_cli.errors import FeedError, UsageError

#: In place of a path: the document is a single product.
ONE = "."

_SAMPLE = 50
_MOST_LISTS = 100


def find(
    source: Source, suits: Callable[[RawChunk], int], wanted: str | None = None, nesting: Nesting = PRODUCTS
) -> str:
    """The path of the list of products; the one that is `wanted`, or the only one that can be a feed."""
    samples = _samples(source, nesting)
    if wanted is not None:
        if wanted not in samples:
            hint = f"its lists are {', '.join(samples)}" if samples else "it holds no list of objects"
            raise UsageError(f"{source.name} has no list {wanted}.", hint=hint)
        return wanted
    paths = [path for path in samples if path.rpartition(".")[2] not in nesting.lists]
    if not paths or (source.is_whole and "" not in paths and _is_one(source, nesting)):
        return ONE
    if len(paths) > 1:
        known = [path for path in paths if suits(samples[path].chunk())]
        if len(known) != 1:
            names = ", ".join(known or paths)
            message = f"Several lists in {source.name} could be the {nesting.noun}s: {names}."
            raise FeedError(message, hint=f"say which with --sheet, such as --sheet data.{nesting.noun}s")
        paths = known
    return paths[0]


def read(source: Source, path: str, nesting: Nesting = PRODUCTS) -> Iterator[RawChunk]:
    """The rows of the list at a path; a member that is no product is in `ragged`, as its only cell."""
    pending = Pending(nesting)
    for element in _only(source) if path == ONE else Document(source).elements():
        if element.path != path and path != ONE:
            continue
        pending.add(element.line, element.value, element.text)
        if pending.is_full:
            yield pending.chunk()
            pending = Pending(nesting, pending.next_number)
    if not pending.is_empty:
        yield pending.chunk()


def _samples(source: Source, nesting: Nesting) -> dict[str, Pending]:
    """What every list begins with. The document is read to its end: it is refused before anything else is done."""
    samples: dict[str, Pending] = {}
    for element in Document(source).elements():
        sample = samples.setdefault(element.path, Pending(nesting))
        if sample.next_number <= _SAMPLE:
            sample.add(element.line, element.value, element.text)
        if len(samples) > _MOST_LISTS:
            message = f"{source.name} has more than {_MOST_LISTS} lists of objects, and no list of {nesting.noun}s."
            raise FeedError(message, hint=f"export the {nesting.noun}s as one list")
    return samples


def _is_one(source: Source, nesting: Nesting) -> bool:
    value = _unwrapped(Document(source).whole().value)
    return isinstance(value, dict) and is_named(value, nesting)


def _only(source: Source) -> Iterator[Element]:
    element = Document(source).whole()
    yield element._replace(value=_unwrapped(element.value))


def _unwrapped(value: Any) -> Any:
    """The product in {"product": {…}}."""
    while isinstance(value, dict) and len(value) == 1 and isinstance(inner := next(iter(value.values())), dict):
        value = inner
    return value
