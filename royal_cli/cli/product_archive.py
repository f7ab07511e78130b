"""`royal product archive`: take products, or single variants, out of sale and keep them."""

from royal_cli.cli import changing
from royal_cli.cli.app import App
from royal_cli.cli.product_filters import Where
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
def archive(
    skus: changing.Skus = None,
    where: Where = None,
    dry_run: changing.DryRun = False,
    output: changing.Output = None,
    yes: changing.Yes = False,
    allow: changing.Allow = None,
    reason: changing.Reason = None,
    detailed: changing.Detailed = False,
) -> None:
    """Archive products: they stay in the catalogue, and are no longer listed or sold.

    The SKU of a variant archives that variant alone, where its product has others. `royal undo` takes it back;
    `royal product edit SKU --status active` (for a variant --variant-status) brings back a single one.
    """
    changing.change(
        archive_products(changing.targets(skus, where)),
        changing.request(allow, reason),
        dry_run=dry_run,
        yes=yes,
        output=output,
        detailed=detailed,
        must_ask=bool(where),
    )
