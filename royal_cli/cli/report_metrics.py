"""`royal report metrics`: figures of reports that are kept, to be compared later."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.output import show
from royal_cli.cli.report_options import ReportOptions, of_options
from royal_cli.cli.terminal import Format, note, terminal
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.reports.words import PERIODS, By, Compare, Words
from royal_cli.errors import NotFound, UsageError

app = App(
    "Keep the figures of reports, and compare them later.",
    default="list",
    examples="""
    royal report metrics store sales --period last-month --compare year
    royal report metrics list --name net_sales
    """,
)
