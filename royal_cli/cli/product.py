"""`royal product`: the catalogue."""

from royal_cli.cli import product_list, product_show
from royal_cli.cli.app import App

app = App(
    "The catalogue: feeds in and out, products, their prices, stock and tags.",
    later={
        "import": ("royal_cli.cli.product_import", "Create or update products from a feed."),
        "export": ("royal_cli.cli.product_export", "Write products with their variants, stock and prices as a feed."),
        "feed": ("royal_cli.cli.product_feed", "Feeds that are fetched again and again, for cron."),
        "profile": ("royal_cli.cli.product_profile", "Say once what the columns of a table mean."),
        "create": ("royal_cli.cli.product_create", "Create a product, or one more variant of it."),
        "edit": ("royal_cli.cli.product_edit", "Change fields by hand, of one product or of many."),
        "archive": ("royal_cli.cli.product_archive", "Take products out of sale, and keep them."),
        "price": ("royal_cli.cli.product_price", "Set prices, of one variant or of many."),
        "stock": ("royal_cli.cli.product_stock", "What lies where: list, set, adjust, transfer, count, prove."),
        "tag": ("royal_cli.cli.product_tag", "Add and remove tags."),
        "check": ("royal_cli.cli.product_check", "What is missing, wrong, doubled, or refused by a channel."),
        "delete": ("royal_cli.cli.product_delete", "Delete products, or one variant of several."),
        "merge": ("royal_cli.cli.product_merge", "Make one product of duplicates."),
        "category": ("royal_cli.cli.product_category", "The tree that the products are sorted into."),
        "collection": ("royal_cli.cli.product_collection", "Products put together by hand, such as for a season."),
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
