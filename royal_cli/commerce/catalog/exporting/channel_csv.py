"""What the CSV feeds of the channels share: named cells under a header, in one currency."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from royal_cli.commerce.catalog.exporting.blocks import Block, Product, Variant
from royal_cli.commerce.catalog.exporting.lines import Cell, csv_text
from royal_cli.commerce.catalog.exporting.report import Report

Row = dict[str, Cell]
#: The rows of one product, which also tells the report what it leaves out.
ProductRows = Callable[[Product, list[Variant], Block, str | None, Report], Iterator[Row]]


def channel_csv(
    header: Sequence[str], product_rows: ProductRows, blocks: Iterable[Block], currency: str | None, report: Report
) -> Iterator[str]:
    """The header, then one text per block."""

    def rows(block: Block) -> Iterator[tuple[Cell, ...]]:
        for product, variants in block:
            for row in product_rows(product, variants, block, currency, report):
                report.rows += 1
                yield tuple(map(row.get, header))

    return csv_text(chain([[header]], map(rows, blocks)))
