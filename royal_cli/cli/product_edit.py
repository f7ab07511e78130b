"""`royal product edit`: change fields by hand, of one product or of many."""

from typing import Annotated

import typer

from royal_cli.cli import changing, product_document, product_fields
from royal_cli.cli.app import App
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import terminal
from royal_cli.commerce.catalog.editing.edit import Edit, edit_products
from royal_cli.errors import UsageError

app = App()


@app.command(
    "edit",
    shows=changing.EDITED,
    examples="""
    royal product edit MUG-RED
    royal product edit MUG-RED --price 12.95 --dry-run
    royal product edit harbour-jacket --vendor Havenlicht --tags "rain, autumn"
    royal product edit --where vendor=Potter --where missing-image --status draft
    royal product list --vendor Potter --all --format csv --fields sku | royal product edit - --status archived
    """,
)
@taking(stated=product_fields.stated, how=changing.of_many)
def edit(
    skus: changing.Skus = None,
    *,
    stated: product_fields.Stated,
    clear: Annotated[
        list[str] | None,
        typer.Option("--clear", metavar="FIELD", help=f"Empty it: {', '.join(product_fields.CLEARABLE)}."),
    ] = None,
    how: changing.How,
) -> None:
    """Change fields of products and variants, as one operation that `royal undo` takes back.

    On a terminal and without a field to set, it opens them in $EDITOR: up to twenty SKUs in one document.

    Prices and what follows them are of variants: of the one that the SKU names, or of all of a product. On a terminal
    the change is shown before it is made; what --where finds is changed without a terminal only with --yes. More than
    ten SKUs, and all that a filter finds, are held to the same limits as a feed.
    """
    values, options = stated.values, stated.options
    for name in clear or []:
        if name not in product_fields.CLEARABLE or name in values:
            raise UsageError(f"--clear {name} cannot be.", hint=f"It empties {', '.join(product_fields.CLEARABLE)}.")
        values[name] = ""
    if not values and not options:
        if how.where or not skus or skus == ["-"] or not terminal().interactive:
            raise UsageError("Nothing to change was said.", hint="royal product edit MUG-RED --price 12.95")
        product_document.edit(skus, how)
        return
    wanted = Edit(
        targets=changing.targets(skus, how), values=values, options=options, currency=terminal().settings.currency
    )
    changing.change(edit_products(wanted), how)
