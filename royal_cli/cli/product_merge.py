"""`royal product merge`: one product of duplicates."""

from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.by_hand import asking, changing, ended, of_one, preview
from royal_cli.cli.catalog_words import complete_sku
from royal_cli.cli.changing import How
from royal_cli.cli.history import CHANGES
from royal_cli.cli.output import show
from royal_cli.cli.shared_options import taking
from royal_cli.cli.standard_input import skus_of
from royal_cli.cli.terminal import note
from royal_cli.cli.views import Column, One
from royal_cli.commerce.catalog.merging.products import Merge, Prefer, merge_products
from royal_cli.commerce.catalog.merging.stock import Stock

app = App()


MERGED = One(
    Merge,
    Column("into"),
    Column("operation"),
    Column("dry_run"),
    Column("products_gone"),
    Column("variants_moved"),
    Column("variants_merged"),
    Column("skus_gone", "SKUs gone"),
    Column("changes", rows=CHANGES),
    Column("more_changes", shown=False),
    summary=True,
)

#: A merge is looked at field by field.
IN_TABLE = 200


@app.command(
    "merge",
    shows=MERGED,
    examples="""
    royal product merge MUG-RED-2 --into MUG-RED --dry-run
    royal product merge MUG-RED-2 MUG-RD --into MUG-RED --stock add
    royal product merge old-jacket --into harbour-jacket --prefer from
    """,
)
@taking(how=of_one)
def merge(
    skus: Annotated[
        list[str],
        typer.Argument(
            metavar="SKU …|-",
            help="The duplicates, which go; - reads them from stdin.",
            autocompletion=complete_sku,
            show_default=False,
        ),
    ],
    into: Annotated[
        str,
        typer.Option(
            "--into", metavar="SKU", help="The product that stays.", autocompletion=complete_sku, show_default=False
        ),
    ],
    prefer: Annotated[
        Prefer | None,
        typer.Option(help="Whose values count where both have one; those of the product that stays, if not said."),
    ] = None,
    stock: Annotated[
        Stock | None, typer.Option(help="Where both have stock: keep that of the one that stays, or add both.")
    ] = None,
    *,
    how: How,
) -> None:
    """Make one product of duplicates. What it does not know is filled from them; pictures and tags come together.

    Their variants go over with their SKUs, stock and prices. A variant with the same options or the same GTIN becomes
    one with that of the product that stays. Orders and the stock ledger speak of what stays. `royal undo` restores
    all of them.
    """
    named = skus_of(skus, "royal product merge --into SKU")
    with changing(how, in_table=IN_TABLE) as (engine, asked):
        done = merge_products(
            engine,
            named,
            into,
            asked,
            prefer=prefer,
            stock=stock,
            confirm=asking(how, preview),
        )
    show(MERGED, done)
    if done.skus_gone:
        note(f"A feed that still has {', '.join(done.skus_gone[:5])} would create it again.")
    ended(done.operation, how, found=bool(done.changes))
