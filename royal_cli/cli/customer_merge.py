"""`royal customer merge`: one customer of several who are the same person."""

from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.by_hand import asking, changing, ended, of_one, preview
from royal_cli.cli.catalog_words import complete_customer
from royal_cli.cli.changing import How
from royal_cli.cli.customer_filters import WhoOf
from royal_cli.cli.history import CHANGES
from royal_cli.cli.output import show
from royal_cli.cli.shared_options import taking
from royal_cli.cli.standard_input import words_of
from royal_cli.cli.terminal import note
from royal_cli.cli.views import Column, One
from royal_cli.commerce.customers.merging import CustomerMerge, merge_customers

app = App()

MERGED = One(
    CustomerMerge,
    Column("into"),
    Column("gone"),
    Column("operation"),
    Column("dry_run"),
    Column("orders", "Orders moved"),
    Column("aliases", "Aliases moved"),
    Column("addresses", "Addresses moved"),
    Column("consents", "Consents moved"),
    Column("changes", rows=CHANGES),
    Column("more_changes", shown=False),
    summary=True,
)


@app.command(
    "merge",
    shows=MERGED,
    examples="""
    royal customer merge ann@work.example --into ann@example.com --dry-run
    royal customer merge shopify/6193211 bol/8812 --into ann@example.com --yes --reason "same address"
    """,
)
@taking(how=of_one)
def merge(
    customers: WhoOf,
    into: Annotated[
        str,
        typer.Option(
            "--into",
            metavar="CUSTOMER",
            help="The one who stays.",
            autocompletion=complete_customer,
            show_default=False,
        ),
    ],
    *,
    how: How,
) -> None:
    """Make one customer of several. Orders, aliases, addresses, consents, tags and notes go to the one who stays.

    What is unknown there is filled from the others; nothing is replaced. Their e-mail addresses become further ones,
    so that the next order from there finds the right customer. Totals are counted anew. `royal undo` gives all of them
    back as they were.
    """
    named = words_of(customers, "royal customer merge --into CUSTOMER", heading="customer", what="customer")

    def ask(found: CustomerMerge) -> None:
        preview(found)
        note(f"{', '.join(found.gone)} would become {found.into}, with {found.orders} orders.")

    with changing(how) as (engine, asked):
        done = merge_customers(engine, named, into, asked, asking(how, ask))
    show(MERGED, done)
    ended(done.operation, how, found=bool(done.gone))
