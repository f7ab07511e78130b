"""`royal report orders`: open, late, shipped, cancelled, refunded."""

from royal_cli.cli.app import App
from royal_cli.cli.report_options import ReportOptions, by_order
from royal_cli.cli.report_shown import show_report
from royal_cli.cli.shared_options import taking
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.reports.orders_rows import OpenAge, OrdersReport, OrdersRow, StatusCount

_FIELDS = (
    Column("orders"),
    Column("open"),
    Column("shipped"),
    Column("cancelled"),
    Column("cancelled_share", "Cancelled %", percent=True),
    Column("refunded"),
    Column("refunded_share", "Refunded %", percent=True),
    Column("median_hours", "Hours, median"),
    Column("p90_hours", "90 %"),
    Column("p95_hours", "95 %"),
    Column("p99_hours", "99 %"),
    Column("held"),
    Column("credits"),
)
ROWS = Rows(OrdersRow, Column("bucket", "Of", style="bold"), *_FIELDS)
TOTALS = Rows(OrdersRow, *_FIELDS, Column("bucket", shown=False))
STATUSES = Rows(
    StatusCount,
    Column("kind", "Of"),
    Column("status", style="bold"),
    Column("orders"),
    Column("share", "Of all %", percent=True),
)
AGES = Rows(OpenAge, Column("age", "Open for"), Column("orders"))
ORDERS = One(
    OrdersReport,
    Column("period"),
    Column("compared", shown=False),
    Column("period_start", shown=False),
    Column("period_end", shown=False),
    Column("timezone", shown=False),
    Column("by", shown=False),
    Column("orders"),
    Column("parcels"),
    Column("parcels_per_order"),
    Column("unmatched_lines", "Lines without a variant"),
    Column("open_now"),
    Column("late"),
    Column("late_days", "Late after days"),
    Column("totals", "In all", rows=TOTALS),
    Column("rows", "One by one", rows=ROWS, shown=False),
    Column("statuses", rows=STATUSES),
    Column("ages", "Open right now", rows=AGES),
    Column("notes", shown=False),
    lines="rows",
)

EXAMPLES = """
royal report orders
royal report orders --period 12w --by week
royal report orders --period last-month --by channel --format csv
"""

app = App()


@app.command("orders", shows=ORDERS, examples=EXAMPLES)
@taking(options=by_order)
def orders(*, options: ReportOptions) -> None:
    """Show what becomes of orders: statuses, how long they take to be shipped, what is cancelled and refunded.

    Counted are sale orders by the day they were placed. Hours are from the order to its shipping: half of the shipped
    orders were faster than the median, 95 of 100 than the next but one. What is open and late is told as it is right
    now, whenever it was ordered. Without a period it is the last 30 days, today included.
    """
    show_report(ORDERS, "orders", options, also=lambda report: ["rows"] if report.by else [])
