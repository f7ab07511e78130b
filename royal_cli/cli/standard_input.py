"""What comes in on standard input, or in a file in its place: lines of text, SKUs, order numbers."""

import sys
from collections.abc import Iterator
from pathlib import Path

from royal_cli.errors import FeedError, UsageError


def lines() -> Iterator[str]:
    """As UTF-8, whatever the terminal thinks."""
    for number, line in enumerate(sys.stdin, 1):
        try:
            line.encode()
        except UnicodeEncodeError:
            raise UsageError(f"Line {number} of standard input is not UTF-8.") from None
        yield line


def lines_of_file(path: Path) -> Iterator[str]:
    """The same of a file."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            yield from file
    except UnicodeDecodeError:
        raise FeedError(f"{path} is not UTF-8 text.", hint="Save it as CSV with the encoding UTF-8.") from None


def lines_of(name: str) -> Iterator[str]:
    """The lines of a file or, for `-`, of standard input. NotFound, FeedError and UsageError say what is wrong."""
    if name == "-":
        yield from lines()
        return
    from royal_cli.commerce.feeds.source import open_feed

    with open_feed(name) as source, source.open_bytes() as file:
        for number, line in enumerate(file, 1):
            try:
                yield line.decode()
            except UnicodeDecodeError:
                raise UsageError(f"Line {number} of {name} is not UTF-8.", hint="Save it again as UTF-8.") from None


def skus_of(words: list[str], command: str) -> list[str]:
    """The SKUs on the command line, or with - those on standard input, one a line; a heading is none."""
    return words_of(words, command, heading="sku", what="SKU")


def words_of(words: list[str], command: str, *, heading: str, what: str) -> list[str]:
    """The same for whatever has a name: `heading` is what a list calls it, `what` what people do."""
    if words != ["-"]:
        return words
    stripped = (line.strip().strip('"') for line in lines())
    found = [line for line in stripped if line and line != heading]
    if not found:
        raise UsageError(f"No {what} came in on standard input.", hint=f"One a line: {command} - < {heading}s.txt")
    return found
