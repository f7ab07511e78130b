"""`royal customer erase`: a person goes, the books stay."""

from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.by_hand import changing, of_one
from royal_cli.cli.changing import How
from royal_cli.cli.customer_filters import Who
from royal_cli.cli.output import show
from royal_cli.cli.prompts import confirm
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import note
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.customers.erasing import ErasedPart, Erasure, erase_customer
from royal_cli.errors import ChangesFound, UsageError

app = App()

_PARTS = Rows(ErasedPart, Column("rows", "Count"), Column("what", fold=True))
ERASED = One(
    Erasure,
    Column("customer"),
    Column("operation"),
    Column("dry_run"),
    Column("goes", "Goes for good", rows=_PARTS),
    Column("stays", rows=_PARTS),
    summary=True,
)

#: The one check that --allow lets pass.
_OPEN = "open"


@app.command(
    "erase",
    shows=ERASED,
    examples="""
    royal customer erase ann@example.com --dry-run
    royal customer erase ann@example.com --yes --reason "asked for it in ticket 4711"
    """,
)
@taking(how=of_one)
def erase(
    customer: Who,
    allow: Annotated[
        list[str] | None,
        typer.Option("--allow", metavar="CHECK", help="open: also while orders are still to be sent."),
    ] = None,
    *,
    how: How,
) -> None:
    """Erase a person (GDPR, article 17). It cannot be undone, and is not done before somebody has agreed.

    Names, addresses, phone, birth date, ids on channels, consents and notes go, from the customer, from the orders and
    from the journal. The orders stay with their amounts, lines and countries, and so do all totals. A file that is
    imported later does not bring the person back: orders placed before this come in without them, later ones make a
    new customer. Backups, exported files and rejected rows in files still hold what was in them.
    """
    if any(check != _OPEN for check in allow or ()):
        raise UsageError(f"There is no check {(allow or [''])[0]!r} here.", hint=f"The one there is: {_OPEN}")

    def ask(found: Erasure) -> None:
        for title, parts in (("Goes for good", found.goes), ("Stays", found.stays)):
            note(f"{title}: {', '.join(f'{part.what}: {part.rows}' for part in parts)}")
        confirm(f"Erase {customer}? It cannot be undone.", yes=False)

    with changing(how) as (engine, asked):
        done = erase_customer(engine, customer, asked, allow_open=bool(allow), confirm=None if how.yes else ask)
    show(ERASED, done)
    if done.operation:
        note("Backups made before this, and files that were exported or imported, still hold the person.")
    elif how.dry_run and how.detailed:
        raise ChangesFound("There is somebody to erase.", hint="Leave out --dry-run to do it.")
