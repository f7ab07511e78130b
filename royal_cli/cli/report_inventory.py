"""`royal report inventory`: value, days of cover, dead stock, turnover."""

from enum import StrEnum
from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.report_options import Limit, ReportOptions, limited, period_only
from royal_cli.cli.report_shown import show_report
from royal_cli.cli.shared_options import taking
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.reports.inventory_rows import InventoryReport, StockPart, StockRow, StockValue
from royal_cli.commerce.reports.words import Choices

ROWS = Rows(
    StockRow,
    Column("sku", "SKU", style="bold", shorten=True),
    Column("title", shorten=True),
    Column("available"),
    Column("sold"),
    Column("cover_days", "Days of cover"),
    Column("incoming"),
    Column("value"),
    Column("below_reorder_point", "Reorder"),
    Column("committed"),
    Column("category", shorten=True),
    Column("per_day", "A day", shown=False),
    Column("days_without_stock", shown=False),
    Column("on_hand", shown=False),
    Column("damaged", shown=False),
    Column("is_dead", "Dead", shown=False),
    Column("reorder_point", shown=False),
)
VALUES = Rows(
    StockValue,
    Column("currency", "In"),
    Column("value"),
    Column("units"),
    Column("variants"),
    Column("dead_value"),
    Column("dead_share", "Dead %", percent=True),
    Column("cost_of_sold", "Cost of what was sold"),
    Column("turnover", "Turnover a year"),
)
PARTS = Rows(
    StockPart,
    Column("name", "Of", style="bold"),
    Column("variants"),
    Column("units"),
    Column("value"),
)
INVENTORY = One(
    InventoryReport,
    Column("period", "Sales of"),
    Column("compared", shown=False),
    Column("period_start", shown=False),
    Column("period_end", shown=False),
    Column("timezone", shown=False),
    Column("variants", "Variants with stock figures"),
    Column("units"),
    Column("without_stock_figure", "Stock unknown"),
    Column("without_cost", "Cost unknown"),
    Column("units_without_cost", shown=False),
    Column("out_of_stock"),
    Column("negative", "Below zero"),
    Column("below_reorder_point"),
    Column("dead"),
    Column("values", "Value at cost", rows=VALUES, across=True),
    Column("rows", "Stock", rows=ROWS),
    Column("dead_stock", rows=ROWS),
    Column("locations", rows=PARTS),
    Column("categories", rows=PARTS),
    Column("notes", shown=False),
    lines="rows",
)

EXAMPLES = """
royal report inventory
royal report inventory --period 180d --sort value
royal report inventory --format csv --fields dead_stock --limit 1000 > dead.csv
royal report inventory --html stock.html
"""


class Sort(StrEnum):
    cover = "cover"
    value = "value"
    available = "available"
    sold = "sold"
    sku = "sku"


app = App()


@app.command("inventory", shows=INVENTORY, examples=EXAMPLES)
@taking(options=period_only)
def inventory(
    *,
    options: ReportOptions,
    sort: Annotated[Sort, typer.Option(help="What comes first; cover: what lasts the shortest.")] = Sort.cover,
    limit: Limit = None,
) -> None:
    """Show what the stock is worth, how long it lasts, what does not sell, and what runs out.

    Stock is what there is right now; the period says which sales it is held against, without one those of the last 90
    days. The value is available and committed units at today's cost. Days of cover are the units available by those
    sold a day; days on which there was nothing to sell do not count, as far as the ledger knows them. Dead is what has
    stock and was not sold in the period. Turnover is how often a year the stock would be sold at that rate.
    """
    show_report(INVENTORY, "inventory", options, Choices(limit=limited(limit), sort=sort.value))
