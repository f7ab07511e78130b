"""`royal report channels`: what each channel sells, side by side."""

from royal_cli.cli.app import App
from royal_cli.cli.report_options import ReportOptions, without_by
from royal_cli.cli.report_shown import show_report
from royal_cli.cli.shared_options import taking
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.reports.channels_rows import ChannelRow, ChannelsReport

ROWS = Rows(
    ChannelRow,
    Column("channel", style="bold", shorten=True),
    Column("orders"),
    Column("net"),
    Column("net_share", "Of all %", percent=True),
    Column("net_before", "Before", shown=False),
    Column("net_change", "Change %", percent=True, shown=False),
    Column("average_order"),
    Column("cancelled_share", "Cancelled %", percent=True),
    Column("refunded_share", "Refunded %", percent=True),
    Column("margin_share", "Margin %", percent=True),
    Column("gross"),
    Column("units"),
    Column("currency", shown=False),
    Column("cancellations", shown=False),
    Column("refunds", shown=False),
    Column("vat", shown=False),
    Column("margin", shown=False),
    Column("costed_share", shown=False),
    Column("unknown_totals", shown=False),
)
CHANNELS = One(
    ChannelsReport,
    Column("period"),
    Column("compared", "Compared with", shown=False),
    Column("period_start", shown=False),
    Column("period_end", shown=False),
    Column("timezone", shown=False),
    Column("channels", "Channels that sold"),
    Column("rows", "Side by side", rows=ROWS),
    Column("notes", shown=False),
    lines="rows",
)

EXAMPLES = """
royal report channels
royal report channels --period last-month --compare previous
royal report channels --period 2025 --format csv > channels.csv
"""

app = App()


@app.command("channels", shows=CHANNELS, examples=EXAMPLES)
@taking(options=without_by)
def channels(*, options: ReportOptions) -> None:
    """Show what each channel sells, side by side, the highest net first; a row for each of its currencies.

    The amounts are those of `royal report sales`; what was cancelled and refunded is a share of the gross. Without a
    period it is the last 30 days, today included.
    """
    show_report(CHANNELS, "channels", options)
