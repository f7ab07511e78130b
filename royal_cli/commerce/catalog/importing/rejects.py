"""Writes `<feed>.rejects.csv`: the rejected rows as they were, with the reasons in front, ready to be corrected."""

import csv
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from royal_cli.commerce.catalog.importing.problems import Rejects
from royal_cli.commerce.feeds.rows import REASON_COLUMNS, RawChunk


def write_rejects(path: Path, rejects: Rejects, read: Callable[[], Iterable[RawChunk]]) -> None:
    """Read the feed again and keep its rejected rows. The file appears whole or not at all.

    A row that did not fit its header keeps its cells as they are, so that they can be put right.
    """
    header = _header(rejects, read())
    reasons = rejects.in_order()
    partial = path.with_name(f".{path.name}.part")
    try:
        with partial.open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target, lineterminator="\n")
            writer.writerow((*REASON_COLUMNS, *header))
            for chunk in read():
                for (_, cells), reject in zip(_rejected(rejects, chunk), reasons, strict=False):
                    why = (reject.line, reject.column, reject.value, reject.code, reject.hint)
                    writer.writerow((*why, *_under(header, chunk.header, cells)))
        partial.replace(path)
    finally:
        with suppress(FileNotFoundError):
            partial.unlink()


def _header(rejects: Rejects, chunks: Iterable[RawChunk]) -> list[str]:
    """Every column that a rejected row has; the chunks of XML and NDJSON differ in theirs."""
    return list(dict.fromkeys(name for chunk in chunks if _rejected(rejects, chunk) for name in chunk.header))


def _rejected(rejects: Rejects, chunk: RawChunk) -> list[tuple[int, list[str]]]:
    rows = [*zip(chunk.numbers, chunk.rows, strict=True), *((row.number, row.cells) for row in chunk.ragged)]
    return sorted(row for row in rows if row[0] in rejects)


def _under(header: list[str], own: tuple[str, ...], cells: list[str]) -> list[str]:
    if len(cells) != len(own) or list(own) == header:
        return cells
    values = dict(zip(own, cells, strict=True))
    return [values.get(name, "") for name in header]
