"""What comes in on standard input: lines of text, SKUs, order numbers."""

import sys
from collections.abc import Iterator

from royal_cli.errors import UsageError


def lines() -> Iterator[str]:
    """As UTF-8, whatever the terminal thinks."""
    for number, line in enumerate(sys.stdin, 1):
        try:
            line.encode()
        except UnicodeEncodeError:
            raise UsageError(f"Line {number} of standard input is not UTF-8.") from None
        yield line


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
