"""What the CSV feeds of the channels share: named cells under a header, in one currency."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from royal_cli.commerce.catalog.exporting.blocks import Block, Product, Variant
from royal_cli.commerce.catalog.exporting.lines import csv_line, csv_text
from royal_cli.commerce.catalog.exporting.report import Report

Row = dict[str, str | int | None]
#: The rows of one product, which also tells the report what it leaves out.
ProductRows = Callable[[Product, list[Variant], Block, str | None, Report], Iterator[Row]]


def channel_csv(
    header: Sequence[str], product_rows: ProductRows, blocks: Iterable[Block], currency: str | None, report: Report
) -> Iterator[str]:
    """The header, then one text per block."""
    yield csv_line(header)
    for block in blocks:
        rows = [row for product, own in block for row in product_rows(product, own, block, currency, report)]
        report.rows += len(rows)
        yield csv_text([[_text(row.get(name)) for row in rows] for name in header])


def _text(cell: str | int | None) -> str | None:
    return str(cell) if isinstance(cell, int) else cell
