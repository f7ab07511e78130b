"""`royal customer`: who buys."""

from royal_cli.cli.app import App

app = App(
    "Customers: found in orders, merged, exported, erased.",
    later={},
    examples="""
    royal customer list
    royal customer show ann@example.com
    """,
)
