"""`royal order`: what was sold, and what happens to it."""

from royal_cli.cli import order_list
from royal_cli.cli.app import App

app = App(
    "Orders: read from files, sent, cancelled, refunded.",
    later={
        "show": ("royal_cli.cli.order_show", "All that is known of one order."),
    },
    examples="""
    royal order list --open
    royal order show 1001
    """,
)

order_list.register(app)
