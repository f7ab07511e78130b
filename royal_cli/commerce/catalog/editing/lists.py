"""Reads short lists that come in on standard input: a SKU on every line, and what it is to have."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from sqlalchemy import Connection, text

from royal_cli.commerce.feeds.rows import CHUNK_ROWS
from royal_cli.errors import FeedError, UsageError

_DELIMITERS = "\t;,"


#: Which variants the lines of `given` name: the one with that SKU, or else all of the product with that SKU.
_NAMED = (
    "SELECT g.line, v.id AS variant_id FROM given g JOIN product_variants v ON v.sku = g.sku"
    " UNION ALL SELECT g.line, v.id FROM given g JOIN products p ON p.sku = g.sku"
    " JOIN product_variants v ON v.product_id = p.id"
    " WHERE NOT EXISTS (SELECT 1 FROM product_variants n WHERE n.sku = g.sku)"
)


@dataclass(slots=True)
class Rows:
    """Some lines of a list: their numbers, and a column of cells for every name, empty where a line has none."""

    lines: list[int]
    cells: dict[str, list[str]]
    #: Lines with more cells than there are columns.
    ragged: list[tuple[int, str]]


def read_list(lines: Iterable[str], order: Sequence[str], words: Mapping[str, str]) -> Iterator[Rows]:
    """Rows of a list with comma, semicolon or tab between its cells.

    Without a header the columns are those of `order`, as far as they go. A header may name them in any order, by
    these names or by those that `words` translates. The first column is needed, and one more.
    """
    numbered = _filled(lines)
    first = next(numbered, None)
    if first is None:
        raise UsageError("Nothing came in on standard input.", hint=f"A line reads: {','.join(order[:2])}")
    delimiter = next((sign for sign in _DELIMITERS if sign in first[1]), ",")
    rows = _split(chain([first], numbered), delimiter)
    number, head = next(rows)
    columns = _header(head, order, words)
    if columns is None:
        columns, rows = list(order), chain([(number, head)], rows)
    while chunk := list(islice(rows, CHUNK_ROWS)):
        yield _rows(chunk, columns)


def _filled(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, 1):
        found = line.removeprefix("\ufeff") if number == 1 else line
        if "\0" in found:
            raise FeedError(f"Line {number} of the list is not text.")
        if found.strip():
            yield number, found.rstrip("\r\n")


def _split(numbered: Iterable[tuple[int, str]], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """A cell of these lists holds no line break, so every line is a row."""
    for number, line in numbered:
        try:
            (cells,) = csv.reader([line], delimiter=delimiter, strict=True)
        except csv.Error as error:
            raise FeedError(f"Line {number} of the list cannot be read: {error}.") from error
        yield number, [cell.strip() for cell in cells]


def _header(cells: Sequence[str], order: Sequence[str], words: Mapping[str, str]) -> list[str] | None:
    """The columns that a header names; None where the first line is none."""
    spoken = [" ".join(cell.casefold().replace("_", " ").replace("-", " ").split()) for cell in cells]
    known = {**{name.replace("_", " "): name for name in order}, **words}
    columns = [known.get(word, "") for word in spoken]
    if order[0] not in columns:
        return None
    if "" in columns:
        raise UsageError(
            f"A column {cells[columns.index('')]!r} has no meaning here.",
            hint=f"The columns are {', '.join(order)}; `royal product import` reads larger tables.",
        )
    if len(set(columns)) < len(columns) or len(columns) < 2:
        raise UsageError("The header names a column twice, or only one.", hint=f"It reads: {','.join(order[:2])}")
    return columns


def _rows(chunk: Sequence[tuple[int, list[str]]], columns: Sequence[str]) -> Rows:
    ragged = [(number, cells[0]) for number, cells in chunk if len(cells) > len(columns)]
    whole = [(number, cells) for number, cells in chunk if len(cells) <= len(columns)]
    return Rows(
        [number for number, _ in whole],
        {
            name: [cells[place] if place < len(cells) else "" for _, cells in whole]
            for place, name in enumerate(columns)
        },
        ragged,
    )


def name_variants(connection: Connection) -> None:
    """Fill `given_variants` from the `line` and `sku` of `given`; `several`: the line names a product with several."""
    connection.execute(text("DROP TABLE IF EXISTS given_variants"))
    several = "count(*) OVER (PARTITION BY n.line) > 1 AS several"
    connection.execute(
        text(f"CREATE TEMPORARY TABLE given_variants AS SELECT n.line, n.variant_id, {several} FROM ({_NAMED}) n")
    )
    connection.execute(text("CREATE INDEX given_variants_line ON given_variants (line)"))
