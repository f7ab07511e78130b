"""`royal location`: where stock lies."""

from royal_cli.cli.app import App

app = App(
    "Locations: warehouses, stores, suppliers.",
    later={},
    examples="""
    royal location list
    royal location create Utrecht --type warehouse
    """,
)
