"""`royal product delete`: products that should never have been there."""

from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.by_hand import changing, ended, of_one
from royal_cli.cli.catalog_words import complete_sku
from royal_cli.cli.changing import How, safety_limits
from royal_cli.cli.output import show
from royal_cli.cli.prompts import confirm
from royal_cli.cli.shared_options import taking
from royal_cli.cli.standard_input import skus_of
from royal_cli.cli.terminal import note, terminal
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.catalog.importing.safety import allowed
from royal_cli.commerce.catalog.product_delete import Deletion, Going, delete_products

app = App()

GOING = Rows(
    Going,
    Column("sku", "SKU"),
    Column("title", shorten=True),
    Column("variants"),
    Column("units"),
    Column("whole", "Whole product"),
)
DELETED = One(
    Deletion,
    Column("operation"),
    Column("dry_run"),
    Column("products"),
    Column("variants"),
    Column("units", "Units in stock"),
    Column("market_prices", shown=False),
    Column("going", "What goes", rows=GOING),
    Column("more_going", shown=False),
    summary=True,
)


@app.command(
    "delete",
    shows=DELETED,
    examples="""
    royal product delete MUG-TEST --dry-run
    royal product delete MUG-TEST SHIRT-XXS --reason "never sold"
    royal product list --status archived --all --format csv --fields sku | royal product delete - --yes
    """,
)
@taking(how=of_one)
def delete(
    skus: Annotated[
        list[str],
        typer.Argument(
            metavar="SKU …|-",
            help="Whole products or variants; - reads them from stdin.",
            autocompletion=complete_sku,
            show_default=False,
        ),
    ],
    allow: Annotated[list[str] | None, typer.Option("--allow", metavar="CHECK", help="Let it pass: vanish.")] = None,
    *,
    how: How,
) -> None:
    """Delete products with their variants, stock and prices, or a variant of several. `royal undo` brings all back.

    What was ever ordered stays: archive it instead. More than ten SKUs are held to the limit of a feed. Nothing is
    deleted before somebody has agreed: on a terminal when asked, elsewhere with --yes.
    """
    permitted = allowed(allow)
    named = skus_of(skus, "royal product delete")

    def ask(found: Deletion) -> None:
        for row in found.going:
            note(f"{row.sku}  {row.title}  (variants: {row.variants}, {_units(row.units)})")
        if found.more_going:
            note("… and more; --dry-run --json lists them.")
        confirm(
            f"Delete this? Products: {found.products}, variants: {found.variants}, {_units(found.units)}.",
            yes=False,
        )

    with changing(how) as (engine, asked):
        done = delete_products(
            engine,
            named,
            asked,
            limits=safety_limits(terminal().settings),
            allow=permitted,
            confirm=None if how.yes else ask,
        )
    show(DELETED, done)
    ended(done.operation, how, found=bool(done.variants or done.products))


def _units(number: int | None) -> str:
    return "stock unknown" if number is None else f"units in stock: {number}"
