"""`royal order`: what was sold, and what happens to it."""

from royal_cli.cli import order_list
from royal_cli.cli.app import App

app = App(
    "Orders: read from files, sent, cancelled, refunded.",
    later={
        "show": ("royal_cli.cli.order_show", "All that is known of one order."),
        "unmatched": ("royal_cli.cli.order_unmatched", "What was sold and is in no catalogue yet."),
        "match": ("royal_cli.cli.order_match", "Say which SKU a channel's code is."),
        "note": ("royal_cli.cli.order_note", "Note something about an order."),
        "tag": ("royal_cli.cli.order_tag", "Add and remove tags."),
        "hold": ("royal_cli.cli.order_hold", "Keep orders from being sent."),
        "release": ("royal_cli.cli.order_release", "Let orders on hold go on."),
        "risk": ("royal_cli.cli.order_risk", "Score orders again: what speaks against them."),
    },
    examples="""
    royal order list --open
    royal order show 1001
    """,
)

order_list.register(app)
