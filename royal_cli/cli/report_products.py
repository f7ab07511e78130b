"""`royal report products`: what sells best and worst, ABC, what is never sold."""

from enum import StrEnum
from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.report_options import Limit, ReportOptions, limited, without_by
from royal_cli.cli.report_shown import show_report
from royal_cli.cli.shared_options import taking
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.reports.products_rows import AbcClass, NeverSold, ProductSales, ProductsReport
from royal_cli.commerce.reports.words import Choices

ROWS = Rows(
    ProductSales,
    Column("rank", "#"),
    Column("code", style="bold", shorten=True),
    Column("title", shorten=True),
    Column("units"),
    Column("revenue"),
    Column("revenue_share", "Of all %", percent=True),
    Column("abc", "ABC"),
    Column("margin_share", "Margin %", percent=True),
    Column("returns_share", "Returned %", percent=True),
    Column("revenue_before", "Before", shown=False),
    Column("revenue_change", "Change %", percent=True, shown=False),
    Column("category", shorten=True),
    Column("cumulated_share", "Up to here %", percent=True, shown=False),
    Column("currency", shown=False),
    Column("returned_units", shown=False),
    Column("margin", shown=False),
    Column("matched", shown=False),
)
CLASSES = Rows(
    AbcClass,
    Column("abc", "Class", style="bold"),
    Column("products"),
    Column("products_share", "Of them %", percent=True),
    Column("revenue"),
    Column("revenue_share", "Of revenue %", percent=True),
    Column("currency", shown=False),
)
NEVER_SOLD = Rows(
    NeverSold,
    Column("sku", "SKU", style="bold", shorten=True),
    Column("title", shorten=True),
    Column("stock"),
    Column("category", shorten=True),
)
PRODUCTS = One(
    ProductsReport,
    Column("period"),
    Column("compared", "Compared with", shown=False),
    Column("period_start", shown=False),
    Column("period_end", shown=False),
    Column("timezone", shown=False),
    Column("per", shown=False),
    Column("products_sold", "Sold"),
    Column("never_sold_count", "Never sold"),
    Column("unmatched_codes", "Codes without a variant"),
    Column("rows", "Best", rows=ROWS),
    Column("worst", rows=ROWS),
    Column("classes", "ABC", rows=CLASSES),
    Column("never_sold", "Never sold, the most stock first", rows=NEVER_SOLD),
    Column("notes", shown=False),
    lines="rows",
)

EXAMPLES = """
royal report products --period 1y
royal report products --sort margin --limit 50
royal report products --period 2025-Q1 --per product --format csv > products.csv
royal report products --period 90d --format csv --fields never_sold --limit 1000
royal report products --period last-month --html products.html
"""


class Sort(StrEnum):
    revenue = "revenue"
    units = "units"
    margin = "margin"
    margin_share = "margin-share"
    returns = "returns"


class Per(StrEnum):
    variant = "variant"
    product = "product"


app = App()


@app.command("products", shows=PRODUCTS, examples=EXAMPLES)
@taking(options=without_by)
def products(
    *,
    options: ReportOptions,
    sort: Annotated[Sort, typer.Option(help="What comes first.")] = Sort.revenue,
    per: Annotated[Per, typer.Option(help="A row for each variant, or for all variants of a product.")] = Per.variant,
    limit: Limit = None,
) -> None:
    """Show what sells best and worst, how few products make the revenue, and what was never sold.

    Revenue is what stayed of the product lines after discounts, cancellations, credits and refunds, as customers were
    charged; postage and fees are no products. ABC: A are the products that make the first 80 % of the revenue, B the
    next 15 %, C the rest. Returned are the units that came back or were credited, as a share of those ordered. What no
    variant is known for stands under the code that the channel gave it. Each currency is ranked by itself. Without a
    period it is the last 30 days, today included.
    """
    choices = Choices(limit=limited(limit), sort=sort.value, per=per.value)
    show_report(PRODUCTS, "products", options, choices)
