"""How rows that arrive, and rows that do not, are shown where nothing is written."""

from royal_cli.cli.views import Column, Notice, Rows
from royal_cli.commerce.feeds.arriving import ArrivingRow
from royal_cli.commerce.feeds.rehearsal import RejectedRows, WarnedCells

ARRIVING = Rows(
    ArrivingRow,
    Column("line"),
    Column("sku", "SKU"),
    Column("product"),
    Column("title"),
    Column("options"),
    Column("price"),
    Column("price_includes_vat", "With VAT"),
    Column("compare_at_price"),
    Column("cost"),
    Column("prices", "Prices of markets"),
    Column("stock"),
    Column("gtin", "GTIN"),
    Column("mpn", "MPN"),
    Column("vendor"),
    Column("type"),
    Column("category"),
    Column("tags"),
    Column("status"),
    Column("weight"),
    Column("size"),
    Column("images"),
    Column("description", shown=False),
)
REJECTED = Rows(
    RejectedRows,
    Column("count"),
    Column("code"),
    Column("first_line", "First on line"),
    Column("column"),
    Column("value", shorten=True),
    Column("hint", fold=True),
)
WARNED = Rows(
    WarnedCells,
    Column("count"),
    Column("code"),
    Column("column"),
    Column("value", shorten=True),
    Column("hint", fold=True),
    Column("lines", "Lines, such as", shown=False),
)

ROWS = Column("rows", "First rows, as they arrive", rows=ARRIVING, across=True, shown=False)
REJECTS = Column("rejects", "Rejected rows", rows=REJECTED, shown=False)
WARNINGS = Column("warnings", "Warnings", rows=WARNED, shown=False)


def notices(warnings: list[WarnedCells]) -> list[Notice]:
    return [Notice(warning.code, warning.hint, warning.count) for warning in warnings]
