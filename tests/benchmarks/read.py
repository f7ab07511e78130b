"""Reads a feed the way an import does, to its end: recognised, and as canonical columns; nothing is stored."""

import sys

from royal_cli.cli.main import collect_rarely
from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.commerce.feeds.recognise import batches, recognise
from royal_cli.commerce.feeds.source import open_feed


def read(name: str) -> int:
    with open_feed(name) as source:
        known = recognise(source)
        return sum(len(batch.numbers) for batch in batches(source, known, known.options(FeedOptions(currency="EUR"))))


if __name__ == "__main__":
    collect_rarely()  # as the program does
    print(read(sys.argv[1]))  # noqa: T201
