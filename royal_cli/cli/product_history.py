"""`royal product history`: what happened to a product, field by field."""

from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.catalog_words import complete_sku
from royal_cli.cli.output import show
from royal_cli.cli.terminal import terminal
from royal_cli.cli.views import Column, Rows
from royal_cli.commerce import session
from royal_cli.commerce.catalog.reading.history import PastChange, product_history

app = App()

HISTORY = Rows(
    PastChange,
    Column("change"),
    Column("at", "When"),
    Column("key", "SKU / at", shorten=True),
    Column("field"),
    Column("before", shorten=True),
    Column("after", shorten=True),
    Column("action", "What", shorten=True),
    Column("actor", "Who", shorten=True),
    Column("source", "From", shorten=True),
    Column("operation"),
    Column("kind", shown=False),
    Column("reason", shown=False),
    empty="Nothing is known of it.",
)


@app.command(
    "history",
    shows=HISTORY,
    examples="""
    royal product history MUG-RED
    royal product history MUG-RED --field price
    royal product history MUG-RED --json
    """,
)
def history(
    sku: Annotated[
        str, typer.Argument(metavar="SKU", help="As for `royal product show`.", autocompletion=complete_sku)
    ],
    field: Annotated[
        str | None, typer.Option("--field", metavar="FIELD", help="Only this field, as price or available.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="How many at most.")] = 50,
) -> None:
    """Show every change of a product, its variants, their stock and prices, the newest first.

    `royal product restore CHANGE` gives a field back the value that it had before that change.
    """
    with session.reading(terminal().settings) as reading:
        found = product_history(reading, sku, field=field, limit=limit)
    show(HISTORY, found)
