"""Feeds made for a test: a file with given bytes, opened."""

from pathlib import Path

from royal_cli.commerce.feeds import delimited, dialect
from royal_cli.commerce.feeds.dialect import Dialect
from royal_cli.commerce.feeds.rows import Ragged, RawChunk
from royal_cli.commerce.feeds.source import DEFAULT_LIMITS, Limits, Source, open_feed


def feed(folder: Path, content: bytes | str, *, limits: Limits = DEFAULT_LIMITS, encoding: str = "utf-8") -> Source:
    path = folder / "feed"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return open_feed(str(path), limits=limits)


def chunks(source: Source, written: Dialect | None = None) -> list[RawChunk]:
    return list(delimited.read(source, written or dialect.of(source)))


def rows(source: Source, written: Dialect | None = None) -> list[list[str]]:
    return [row for chunk in chunks(source, written) for row in chunk.rows]


def lines(source: Source, written: Dialect | None = None) -> list[int]:
    return [line for chunk in chunks(source, written) for line in chunk.lines]


def ragged(source: Source, written: Dialect | None = None) -> list[Ragged]:
    return [row for chunk in chunks(source, written) for row in chunk.ragged]
