"""`royal report dashboard`: what a merchant looks at first."""

from royal_cli.cli import report_channels, report_products, report_sales
from royal_cli.cli.app import App
from royal_cli.cli.report_options import ReportOptions, without_by
from royal_cli.cli.report_shown import show_report
from royal_cli.cli.shared_options import taking
from royal_cli.cli.views import Column, One
from royal_cli.commerce.reports.dashboard_rows import Dashboard

DASHBOARD = One(
    Dashboard,
    Column("period"),
    Column("compared", "Compared with", shown=False),
    Column("period_start", shown=False),
    Column("period_end", shown=False),
    Column("timezone", shown=False),
    Column("compared_start", shown=False),
    Column("compared_end", shown=False),
    Column("totals", "Sales", rows=report_sales.TOTALS, across=True),
    Column("open_orders"),
    Column("late"),
    Column("late_days", "Late after days"),
    Column("held"),
    Column("unmatched_codes", "Codes without a variant"),
    Column("out_of_stock"),
    Column("below_reorder_point"),
    Column("negative_stock", "Stock below zero"),
    Column("channels", rows=report_channels.ROWS),
    Column("best", "Best sold", rows=report_products.ROWS),
    Column("rows", "Day by day", rows=report_sales.ROWS, shown=False),
    Column("notes", shown=False),
    lines="rows",
)

EXAMPLES = """
royal report dashboard
royal report dashboard --period today
royal report dashboard --period this-month --compare year --html dashboard.html
"""

app = App()


@app.command("dashboard", shows=DASHBOARD, examples=EXAMPLES)
@taking(options=without_by)
def dashboard(*, options: ReportOptions) -> None:
    """Show what was sold, by channel and product, what waits to be sent, and what runs out.

    The sales are of the period, without one of the last 30 days, and compared with as many days before; what waits and
    what runs out is told as it is right now. Each figure is that of its own report, which has more.
    """
    show_report(DASHBOARD, "dashboard", options)
