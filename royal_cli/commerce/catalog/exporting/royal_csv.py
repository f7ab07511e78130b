"""royal's own table as CSV."""

from collections.abc import Iterable, Iterator

from royal_cli.commerce.catalog.exporting.block import Block
from royal_cli.commerce.catalog.exporting.lines import csv_line, csv_text
from royal_cli.commerce.catalog.exporting.royal_table import RoyalTable


def royal_csv(blocks: Iterable[Block], table: RoyalTable) -> Iterator[str]:
    yield csv_line(table.header)
    for block in blocks:
        yield csv_text(table.columns(block))
