"""`royal product stock`: how much there is of a variant, and where."""

from royal_cli.cli.app import App

app = App(
    "Stock: what lies where, how it got there, and what is changed by hand.",
    later={
        "list": ("royal_cli.cli.product_stock_list", "What lies of each variant at each location."),
        "set": ("royal_cli.cli.product_stock_set", "Set how much there is, of one variant or of many."),
        "adjust": ("royal_cli.cli.product_stock_adjust", "Change it by a difference: found, lost, broken, bought."),
        "transfer": ("royal_cli.cli.product_stock_transfer", "Move units from one location to another."),
        "count": ("royal_cli.cli.product_stock_count", "Take stock: what was counted on the shelf."),
        "moves": ("royal_cli.cli.product_stock_moves", "The ledger: every movement, the newest first."),
        "verify": ("royal_cli.cli.product_stock_verify", "Prove every level by its movements."),
        "limits": ("royal_cli.cli.product_stock_limits", "Set when to reorder, how much, and the most there may be."),
        "safety": ("royal_cli.cli.product_stock_safety", "Keep units back from a channel, or from all."),
    },
    examples="""
    royal product stock list --below-reorder
    royal product stock adjust MUG-RED -3 --reason "broken in the window"
    royal product stock count - < counted.csv
    """,
    default="list",
)
