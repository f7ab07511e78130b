"""`royal product feed`: feeds that are fetched again and again."""

from royal_cli.cli import product_feed_remove, product_feed_show
from royal_cli.cli.app import App

app = App(
    "Feeds that are fetched again and again: by hand, by cron, or by an agent.",
    later={
        "add": ("royal_cli.cli.product_feed_add", "Have a feed fetched again and again."),
        "run": ("royal_cli.cli.product_feed_run", "Fetch feeds, and import those that changed."),
        "set": ("royal_cli.cli.product_feed_set", "Change where a feed comes from, or how it is read."),
    },
    examples="""
    royal product feed add deboer https://deboer.example/feed.csv --profile deboer --every 6h
    royal product feed run --due --quiet
    royal product feed list
    """,
)

product_feed_show.register_commands(app)
product_feed_remove.register_commands(app)
