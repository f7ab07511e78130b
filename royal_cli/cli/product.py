"""`royal product`: the catalogue."""

from royal_cli.cli import product_list, product_show
from royal_cli.cli.app import App

app = App(
    "Import feeds; list and show products.",
    later={"import": ("royal_cli.cli.product_import", "Create or update products from a feed.")},
    examples="""
    royal product list --limit 20
    royal product show MUG-RED
    """,
)

product_list.register(app)
product_show.register(app)
