"""`royal product archive`: take products, or single variants, out of sale and keep them."""

from royal_cli.cli import changing
from royal_cli.cli.app import App
from royal_cli.cli.shared_options import taking
from royal_cli.commerce.catalog.editing.edit import archive_products

app = App()


@app.command(
    "archive",
    shows=changing.EDITED,
    examples="""
    royal product archive MUG-RED
    royal product archive --where vendor=Potter --where out-of-stock --dry-run
    royal product list --category Summer --all --format csv --fields sku | royal product archive -
    """,
)
@taking(how=changing.of_many)
def archive(
    skus: changing.Skus = None,
    *,
    how: changing.How,
) -> None:
    """Archive products: they stay in the catalogue, and are no longer listed or sold.

    The SKU of a variant archives that variant alone, where its product has others. `royal undo` takes it back;
    `royal product edit SKU --status active` (for a variant --variant-status) brings back a single one.
    """
    changing.change(archive_products(changing.targets(skus, how)), how)
