"""`royal product`: the catalogue."""

from royal_cli.cli import product_list, product_show
from royal_cli.cli.app import App

app = App(
    "Import and export feeds; list and show products.",
    later={
        "import": ("royal_cli.cli.product_import", "Create or update products from a feed."),
        "export": ("royal_cli.cli.product_export", "Write products with their variants, stock and prices as a feed."),
        "feed": ("royal_cli.cli.product_feed", "Feeds that are fetched again and again, for cron."),
        "profile": ("royal_cli.cli.product_profile", "Say once what the columns of a table mean."),
        "edit": ("royal_cli.cli.product_edit", "Change fields by hand, of one product or of many."),
        "history": ("royal_cli.cli.product_history", "What happened to a product, field by field."),
        "restore": ("royal_cli.cli.product_restore", "Give one field back the value it had."),
    },
    examples="""
    royal product list --limit 20
    royal product show MUG-RED
    """,
)

product_list.register(app)
product_show.register(app)
