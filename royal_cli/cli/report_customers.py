"""`royal report customers`: new against returning, segments, cohorts, concentration."""

from royal_cli.cli.app import App
from royal_cli.cli.report_options import ReportOptions, by_time
from royal_cli.cli.report_shown import show_report
from royal_cli.cli.shared_options import taking
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.reports.customers_rows import (
    Cohort,
    CustomersReport,
    CustomerTotals,
    NewAndReturning,
    Segment,
)

TOTALS = Rows(
    CustomerTotals,
    Column("currency", "In"),
    Column("customers"),
    Column("orders"),
    Column("known_share", "Customer known %", percent=True),
    Column("net"),
    Column("net_per_customer"),
    Column("orders_per_customer"),
    Column("repeat_share", "Bought again %", percent=True),
    Column("top_1", "Best 1 % bring in %", percent=True),
    Column("top_5", "Best 5 % bring in %", percent=True),
    Column("top_10", "Best 10 % bring in %", percent=True),
    Column("top_20", "Best 20 % bring in %", percent=True),
    Column("gini"),
)
SEGMENTS = Rows(
    Segment,
    Column("segment", style="bold"),
    Column("customers"),
    Column("customers_share", "Of them %", percent=True),
    Column("net"),
    Column("net_share", "Of net %", percent=True),
    Column("orders"),
    Column("last_order_at", "Last order"),
    Column("currency", shown=False),
)
ROWS = Rows(
    NewAndReturning,
    Column("bucket", "In", style="bold"),
    Column("new_customers", "New"),
    Column("returning_customers", "Returning"),
    Column("new_net", "Net of new"),
    Column("returning_net", "Net of returning"),
    Column("new_orders", "Orders of new"),
    Column("returning_orders", "Orders of returning"),
    Column("currency", shown=False),
)
COHORTS = Rows(
    Cohort,
    Column("cohort", style="bold"),
    Column("customers"),
    Column("later"),
    Column("active"),
    Column("retention", "Retention %", percent=True),
)
CUSTOMERS = One(
    CustomersReport,
    Column("period"),
    Column("compared", shown=False),
    Column("period_start", shown=False),
    Column("period_end", shown=False),
    Column("timezone", shown=False),
    Column("by", shown=False),
    Column("customers"),
    Column("new_customers", "New"),
    Column("totals", "In all", rows=TOTALS, across=True),
    Column("segments", rows=SEGMENTS),
    Column("rows", "New and returning", rows=ROWS),
    Column("cohorts", rows=COHORTS, shown=False),
    Column("notes", shown=False),
    lines="rows",
)

EXAMPLES = """
royal report customers
royal report customers --period 2025 --by month --html customers.html
royal report customers --period all --format csv --fields cohorts > cohorts.csv
royal report customers --period 1y --format csv --fields segments
"""

app = App()


@app.command("customers", shows=CUSTOMERS, examples=EXAMPLES)
@taking(options=by_time)
def customers(*, options: ReportOptions) -> None:
    """Show who buys: new and returning customers, segments, cohorts with retention, and how much the best bring in.

    Segments are by recency, frequency and money (RFM): each a score from 1 to 5 by quintile among the customers of the
    period who pay in the same currency. A customer is new with the very first order, whenever that was; a cohort are
    those who were new in the same month, or in the same --by week or day, and its retention the share of them that
    ordered again so much later. The Gini coefficient is 0 where all bring in the same, near 1 where a few bring in
    everything. Without a period it is the last year.
    """
    show_report(CUSTOMERS, "customers", options)
