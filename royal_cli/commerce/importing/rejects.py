"""Writes `<feed>.rejects.csv`: the rejected rows as they were, with the reasons in front, ready to be corrected."""

import csv
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from royal_cli.commerce.feeds.rows import REASON_COLUMNS, RawChunk
from royal_cli.commerce.importing.problems import Rejects
from royal_cli.errors import PartialFailure

#: What a feed's name loses before `.rejects.csv` is added.
_ENDINGS = {
    ".gz", ".zip", ".csv", ".tsv", ".txt", ".tab", ".xlsx", ".xlsm", ".xml", ".rss", ".atom",
    ".ndjson", ".jsonl", ".json",
}  # fmt: skip


def save_rejects(
    rejects: Rejects, path: Path | None, name: str, read: Callable[[], Iterable[RawChunk]], operation: str | None
) -> Path | None:
    """Write the rejected rows to `path`, or beside the file called `name`; returns where they are, if there are any.

    PartialFailure where that is not possible: what could go in has gone in by then, as `operation`.
    """
    if not len(rejects):
        return None
    path = path or rejects_path(name)
    try:
        write_rejects(path, rejects, read)
    except OSError as error:
        done = f"The import is done ({operation})" if operation else "Nothing was written"
        raise PartialFailure(
            f"{done}, but its {len(rejects)} rejected rows could not be saved to {path}: {error.strerror}.",
            hint="The same command with --rejects FILE saves them elsewhere.",
        ) from error
    return path


def rejects_path(name: str) -> Path:
    """`shop/feed.csv` -> `shop/feed.rejects.csv`; in the working folder where there is no such folder to write to."""
    if name == "-":
        return Path("stdin.rejects.csv")
    if "://" in name:
        name = name.split("?")[0].rstrip("/").rpartition("/")[2] or "feed"
    path = Path(name)
    stem = path.name
    while Path(stem).suffix.lower() in _ENDINGS:
        stem = Path(stem).stem
    folder = path.parent if os.access(path.parent, os.W_OK) else Path()
    return folder / f"{stem}.rejects.csv"


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
