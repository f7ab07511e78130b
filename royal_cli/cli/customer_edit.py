"""`royal customer edit`: what is known of customers, changed by hand."""

from typing import Annotated

import typer

from royal_cli.cli import standard_input
from royal_cli.cli.app import App
from royal_cli.cli.by_hand import asking, changing, ended, of_one, preview
from royal_cli.cli.changing import How
from royal_cli.cli.customer_filters import OfType, WhoOf
from royal_cli.cli.history import CHANGES
from royal_cli.cli.output import show
from royal_cli.cli.shared_options import taking
from royal_cli.cli.views import Column, One
from royal_cli.commerce.customers.editing import CustomerChange, Edit, edit_customers

app = App()

EDITED = One(
    CustomerChange,
    Column("customers"),
    Column("operation"),
    Column("dry_run"),
    Column("changes", rows=CHANGES),
    Column("more_changes", shown=False),
    summary=True,
)

Tags = Annotated[list[str] | None, typer.Option("--add-tag", metavar="TAG", help="Can be said several times.")]
NotTags = Annotated[list[str] | None, typer.Option("--remove-tag", metavar="TAG")]


@app.command(
    "edit",
    shows=EDITED,
    examples="""
    royal customer edit ann@example.com --type vip --add-tag regular
    royal customer edit shopify/6193211 --first-name Ann --phone "+31 6 12345678"
    royal customer edit ann@example.com --email ann.jansen@example.com --reason "married"
    royal customer list --min-spent 1000 --all --format csv --fields customer | royal customer edit - --type vip --yes
    """,
)
@taking(how=of_one)
def edit(
    customers: WhoOf,
    type_: OfType = None,
    add_tag: Tags = None,
    remove_tag: NotTags = None,
    note: Annotated[
        str | None, typer.Option("--note", metavar="TEXT", help="In place of the note there is.", show_default=False)
    ] = None,
    first_name: Annotated[str | None, typer.Option("--first-name", metavar="NAME", show_default=False)] = None,
    last_name: Annotated[str | None, typer.Option("--last-name", metavar="NAME", show_default=False)] = None,
    phone: Annotated[str | None, typer.Option("--phone", metavar="NUMBER", show_default=False)] = None,
    email: Annotated[
        str | None,
        typer.Option("--email", metavar="ADDRESS", help="A new one; the old one is still theirs.", show_default=False),
    ] = None,
    *,
    how: How,
) -> None:
    """Change what is known of customers. An empty text clears a field, `--type unknown` the type.

    Whether they agreed to be written to is noted with `royal customer consent`.
    """
    wanted = Edit(
        email=email, first_name=first_name, last_name=last_name, phone=phone, type=type_, note=note,
        add_tags=add_tag or (), remove_tags=remove_tag or (),
    )  # fmt: skip
    named = standard_input.words_of(customers, "royal customer edit", heading="customer", what="customer")
    with changing(how) as (engine, asked):
        done = edit_customers(engine, named, wanted, asked, asking(how, preview))
    show(EDITED, done)
    ended(done.operation, how, found=bool(done.changes))
