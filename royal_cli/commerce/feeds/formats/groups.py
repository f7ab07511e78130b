"""Keeps the rows of one product together, and says what they share once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.rows import RawChunk

T = TypeVar("T")

#: More rows of one product than this are not waited for: the stage puts them together again.
LARGEST_GROUP = 20_000


class Grouped(NamedTuple):
    """A chunk whose last product is complete, with the product of each row."""

    chunk: RawChunk
    keys: list[str]


def regroup(chunks: Iterable[RawChunk], keys_of: Callable[[RawChunk], list[str]]) -> Iterator[Grouped]:
    """Move the rows of the last product of a chunk to the next chunk, which may have more of them."""
    pending: Grouped | None = None
    for chunk in chunks:
        now = Grouped(chunk, keys_of(chunk))
        if pending:
            cut = _start_of_last_group(pending.keys)
            if cut or pending.chunk.ragged:
                yield _part(pending, 0, cut, ragged=True)
            if cut < len(pending.keys):
                now = _joined(_part(pending, cut, len(pending.keys)), now)
        pending = now
    if pending:
        yield pending


def _start_of_last_group(keys: Sequence[str]) -> int:
    """Where the rows that have to wait begin."""
    if not keys or not keys[-1]:
        return len(keys)
    start = len(keys) - 1
    while start and keys[start - 1] == keys[-1]:
        start -= 1
    return len(keys) if len(keys) - start >= LARGEST_GROUP else start


def _part(whole: Grouped, start: int, end: int, *, ragged: bool = False) -> Grouped:
    chunk = whole.chunk
    part = RawChunk(
        chunk.header, chunk.rows[start:end], chunk.numbers[start:end], chunk.lines[start:end],
        chunk.ragged if ragged else [],
    )  # fmt: skip
    return Grouped(part, whole.keys[start:end])


def _joined(held: Grouped, now: Grouped) -> Grouped:
    first, second = held.chunk, now.chunk
    header = first.header
    if header != second.header:
        # Chunks of XML and JSON have the columns that occur in them.
        header = (*first.header, *(name for name in second.header if name not in first.header))
    chunk = RawChunk(
        header, _under(header, first) + _under(header, second),
        first.numbers + second.numbers, first.lines + second.lines, second.ragged,
    )  # fmt: skip
    return Grouped(chunk, held.keys + now.keys)


def _under(header: tuple[str, ...], chunk: RawChunk) -> list[list[str]]:
    if header == chunk.header:
        return chunk.rows
    places = {name: place for place, name in enumerate(chunk.header)}
    order = [places.get(name) for name in header]
    return [["" if place is None else row[place] for place in order] for row in chunk.rows]


def repeated(keys: Sequence[str]) -> list[list[int]]:
    """The rows of each product that has more than one."""
    if len(set(keys)) == len(keys):
        return []
    rows: dict[str, list[int]] = {}
    for row, key in enumerate(keys):
        rows.setdefault(key, []).append(row)
    return [group for group in rows.values() if len(group) > 1]


def is_first(keys: Sequence[str]) -> list[bool]:
    """Whether a row is the first of its product."""
    seen: set[str] = set()
    return [not (key in seen or seen.add(key)) for key in keys]  # type: ignore[func-returns-value]


def fill_down(keys: Sequence[str], column: Sequence[T | None]) -> list[T | None]:
    """Give every row of a product what one of them states; the first that does wins."""
    stated: dict[str, T] = {}
    for key, value in zip(keys, column, strict=True):
        if value is not None:
            stated.setdefault(key, value)
    return [stated.get(key) if value is None else value for key, value in zip(keys, column, strict=True)]


def say_once(batch: Batch) -> None:
    """Of what several rows say about their product, the first counts."""
    groups = repeated(batch.keys)
    if not groups:
        return
    for column in batch.product.values():
        _keep_first(batch.keys, column)
    if batch.images:
        for group in groups:
            _drop_repeated_images(group, batch.images)


def _keep_first(keys: Sequence[str], column: list[Any]) -> None:
    owners = [key for key, value in zip(keys, column, strict=True) if value is not None]
    if len(set(owners)) == len(owners):
        return
    seen: set[str] = set()
    for row, key in enumerate(keys):
        if column[row] is not None:
            column[row] = None if key in seen else column[row]
            seen.add(key)


def _drop_repeated_images(group: Sequence[int], images: list[list[tuple[str, str | None]] | None]) -> None:
    seen: set[str] = set()
    for row in group:
        fresh = {url: alt for url, alt in reversed(images[row] or ()) if url not in seen}
        images[row] = list(reversed(fresh.items())) or None
        seen.update(fresh)


#: Fields that a product and its variants have both: the product's name of each, and the variant's.
_FIGURES = {
    "currency": "currency", "price_scale": "price_scale", "base_price": "price", "compare_at_price": "compare_at_price",
    "cost_price": "cost_price", "weight": "weight", "weight_unit": "weight_unit", "dimensions": "dimensions",
}  # fmt: skip


def state_figures(batch: Batch) -> None:
    """What a row that does not sell says of prices, weight and size, it says of its product.

    A row that sells says it of its variant alone: a price has one place where it is true.
    """
    if all(batch.sells):
        return
    for name, source in _FIGURES.items():
        column = batch.variant.get(source, ())
        if any(value is not None and not sells for value, sells in zip(column, batch.sells, strict=False)):
            batch.product[name] = [None if sells else value for value, sells in zip(column, batch.sells, strict=True)]
    for row, names in batch.cleared.items():
        if not batch.sells[row]:
            names |= {f"product.{name}" for name, source in _FIGURES.items() if f"variant.{source}" in names}
