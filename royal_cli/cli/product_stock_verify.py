"""`royal product stock verify`: every level proved by its movements."""

from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.catalog_words import complete_location
from royal_cli.cli.output import show
from royal_cli.cli.terminal import terminal
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.session import reading
from royal_cli.commerce.stock.verifying import Difference, Proof, verify
from royal_cli.errors import RoyalError

app = App()

DIFFERENCES = Rows(
    Difference,
    Column("sku", "SKU"),
    Column("location", shorten=True),
    Column("quantity"),
    Column("level"),
    Column("movements"),
    Column("difference"),
)
PROOF = One(
    Proof,
    Column("levels"),
    Column("movements"),
    Column("differing", "Not the sum of their movements"),
    Column("differences", rows=DIFFERENCES),
)


@app.command(
    "verify",
    shows=PROOF,
    examples="""
    royal product stock verify
    royal product stock verify --location Utrecht --json
    """,
)
def verify_(
    location: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this location.", autocompletion=complete_location)
    ] = None,
) -> None:
    """Prove the stock: of every level available, committed, incoming and damaged are the sum of its movements.

    Exit code 1, with a list, where one is not: somebody has written past the ledger.
    """
    with reading(terminal().settings) as session:
        found = verify(session, location=location)
    show(PROOF, found)
    if found.differing:
        raise RoyalError(
            f"{found.differing} quantities are not the sum of their movements.",
            hint="royal product stock moves SKU shows what moved; royal db restore brings a backup back.",
        )
