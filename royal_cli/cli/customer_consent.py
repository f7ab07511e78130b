"""`royal customer consent`: what customers agreed to."""

from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.by_hand import changing, ended
from royal_cli.cli.catalog_words import complete_customer
from royal_cli.cli.changing import Detailed, DryRun, How, Reason
from royal_cli.cli.days import beginning
from royal_cli.cli.output import show
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import note, terminal
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.customers.consents import ConsentGiven, ConsentRow, list_consents, note_consent
from royal_cli.commerce.customers.reading.rows import Medium
from royal_cli.commerce.session import reading
from royal_cli.errors import UsageError

app = App()

_AGREED = {"yes": "green", "no": "red"}
NOTED = One(
    ConsentGiven,
    Column("customer"),
    Column("medium"),
    Column("given", "Agreed", style=_AGREED),
    Column("at", "When"),
    Column("source", "Where"),
    Column("holds", "Counts now"),
    Column("operation"),
    Column("dry_run"),
    summary=True,
)
CONSENTS = Rows(
    ConsentRow,
    Column("customer", style="bold", shorten=True),
    Column("medium"),
    Column("given", "Agreed", style=_AGREED),
    Column("at", "When"),
    Column("source", "Where", shorten=True),
    Column("holds", "Counts now"),
    empty="Nobody has said anything about being written to.",
    part="list",
)


def _of_consent(dry_run: DryRun = False, reason: Reason = None, detailed: Detailed = False) -> How:
    """--yes is the customer's answer here; a note of it needs no question."""
    return How(dry_run=dry_run, yes=True, reason=reason, detailed=detailed)


@app.command(
    "consent",
    shows=NOTED,
    parts=(CONSENTS,),
    examples="""
    royal customer consent ann@example.com --yes --source "newsletter form"
    royal customer consent ann@example.com --no --medium sms --source "phone call" --at 2026-03-01
    royal customer consent ann@example.com --list
    royal customer consent --list --format csv > consents.csv
    """,
)
@taking(how=_of_consent)
def consent(
    customer: Annotated[
        str | None,
        typer.Argument(
            metavar="[CUSTOMER]",
            autocompletion=complete_customer,
            help="As for `royal customer show`.",
            show_default=False,
        ),
    ] = None,
    agreed: Annotated[
        bool | None, typer.Option("--yes/--no", help="What the customer said.", show_default=False)
    ] = None,
    medium: Annotated[Medium, typer.Option("--medium", help="To be written to, or called, that way.")] = Medium.email,
    source: Annotated[
        str | None, typer.Option("--source", metavar="TEXT", help="Where it was said, as `newsletter form`.")
    ] = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="TIME", help="When, as 2026-03-01 or 2026-03-01T14:30; else now.")
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="Show what was said, the newest first.")] = False,
    *,
    how: How,
) -> None:
    """Note that a customer agreed to be written to, or no longer does. The newest word on each medium counts.

    An order is no consent: nothing is ever assumed from one. What was said before stays known, with time and place.
    """
    if listed:
        if agreed is not None or source or at:
            raise UsageError("--list shows what was said.", hint="Leave --yes, --no, --source and --at out.")
        with reading(terminal().settings) as session:
            show(CONSENTS, list_consents(session, customer))
        return
    if customer is None or agreed is None or source is None:
        raise UsageError(
            "Who said what, and where?", hint='royal customer consent ann@example.com --yes --source "newsletter form"'
        )
    with changing(how) as (engine, asked):
        done = note_consent(engine, customer, medium, agreed, source, beginning(at, "--at"), asked)
    show(NOTED, done)
    if not done.holds:
        note("Something newer was said since; that is what counts.")
    ended(done.operation, how, found=done.operation is not None or how.dry_run)
