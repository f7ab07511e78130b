"""`royal report sales`: gross, what was given back, net, VAT and margin."""

from royal_cli.cli.app import App
from royal_cli.cli.report_options import ReportOptions, of_options
from royal_cli.cli.report_shown import show_report
from royal_cli.cli.shared_options import taking
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.reports.sales_rows import SalesReport, SalesRow

ROWS = Rows(
    SalesRow,
    Column("bucket", "Of", style="bold"),
    Column("currency", shown=False),
    Column("orders"),
    Column("net"),
    Column("net_change", "Change %", percent=True, shown=False),
    Column("gross"),
    Column("cancellations", "Cancelled"),
    Column("refunds", "Refunded"),
    Column("units"),
    Column("margin_share", "Margin %", percent=True),
    Column("average_order"),
    Column("discounts"),
    Column("vat", "VAT", shown=False),
    Column("margin", shown=False),
    Column("costed_share", "Cost known %", percent=True, shown=False),
    Column("unknown_totals", shown=False),
    Column("credits", shown=False),
    Column("adjustments", shown=False),
    Column("orders_before", shown=False),
    Column("gross_before", shown=False),
    Column("net_before", shown=False),
    empty="Nothing was sold.",
)

TOTALS = Rows(
    SalesRow,
    Column("currency", "In"),
    Column("gross"),
    Column("discounts"),
    Column("cancellations"),
    Column("refunds"),
    Column("net", style="bold"),
    Column("net_before", "Net before"),
    Column("net_change", "Change %", percent=True),
    Column("vat", "VAT in it"),
    Column("orders"),
    Column("orders_before"),
    Column("units"),
    Column("average_order"),
    Column("margin"),
    Column("margin_share", "Margin %", percent=True),
    Column("costed_share", "Cost known %", percent=True),
    Column("unknown_totals", "Without a total"),
    Column("credits"),
    Column("adjustments"),
    Column("gross_before"),
    Column("bucket", shown=False),
)

SALES = One(
    SalesReport,
    Column("period"),
    Column("compared", "Compared with", shown=False),
    Column("period_start", shown=False),
    Column("period_end", shown=False),
    Column("timezone", shown=False),
    Column("compared_start", shown=False),
    Column("compared_end", shown=False),
    Column("by", shown=False),
    Column("totals", "In all", rows=TOTALS, across=True),
    Column("rows", "One by one", rows=ROWS, shown=False),
    Column("notes", shown=False),
    lines="rows",
)

EXAMPLES = """
royal report sales
royal report sales --period 2025 --by month --compare year
royal report sales --from 2025-03-01 --to 2025-03-31 --by channel
royal report sales --period 12w --by week --format csv > weeks.csv
royal report sales --period last-month --by day --html sales.html
"""

app = App()


@app.command("sales", shows=SALES, examples=EXAMPLES)
@taking(options=of_options)
def sales(*, options: ReportOptions) -> None:
    """Show what was sold: gross, cancellations, discounts, refunds, net, VAT, orders, units and margin.

    Amounts are as customers were charged, with VAT where the source states it, one row per currency. Gross is what was
    ordered, with shipping and fees, before discounts. Net is gross without discounts, cancelled units and orders,
    credits, and refunds. Cancellations and refunds count on the day of their order, credits on their own. The margin is
    of net without VAT, of the products whose cost is known; beside it stands how much of their revenue that is.
    The average order is gross less discounts. Without a period it is the last 30 days, today included.
    """
    show_report(SALES, "sales", options, also=lambda report: ["rows"] if report.by else [])
