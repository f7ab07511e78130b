"""`royal order`: what was sold, and what happens to it."""

from royal_cli.cli import order_list
from royal_cli.cli.app import App

app = App(
    "Orders: read from files, sent, cancelled, refunded.",
    later={
        "import": ("royal_cli.cli.order_import", "Create or update orders from a file."),
        "show": ("royal_cli.cli.order_show", "All that is known of one order."),
        "unmatched": ("royal_cli.cli.order_unmatched", "What was sold and is in no catalogue yet."),
        "match": ("royal_cli.cli.order_match", "Say which SKU a channel's code is."),
        "route": ("royal_cli.cli.order_route", "Where orders would be sent from, and why."),
        "allocate": ("royal_cli.cli.order_allocate", "Reserve what orders need, or give it back."),
        "pick": ("royal_cli.cli.order_pick", "What to fetch from which shelf."),
        "fulfill": ("royal_cli.cli.order_fulfill", "Pack parcels."),
        "ship": ("royal_cli.cli.order_ship", "Hand parcels over, and note when they arrived."),
        "cancel": ("royal_cli.cli.order_cancel", "Cancel what has not been sent."),
        "refund": ("royal_cli.cli.order_refund", "Give money back, once per request."),
        "return": ("royal_cli.cli.order_return", "Take goods back."),
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
