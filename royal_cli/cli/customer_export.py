"""`royal customer export`: all that is held about a person, or the list of all customers."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from royal_cli.cli import customer_filters
from royal_cli.cli.app import App
from royal_cli.cli.catalog_words import complete_customer
from royal_cli.cli.customer_list import CUSTOMERS
from royal_cli.cli.output import lines_of, schema_name, show
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import Format, answering, note, terminal, write
from royal_cli.cli.views import Column, One, Rows, encoded
from royal_cli.commerce.customers.exporting import CustomerExport, PersonalData, personal_data, write_privately
from royal_cli.commerce.customers.reading.rows import CustomerRow, Filters
from royal_cli.commerce.session import reading
from royal_cli.errors import UsageError

app = App()

EXPORTED = One(
    CustomerExport,
    Column("file"),
    Column("customer"),
    Column("customers"),
    Column("orders"),
    summary=True,
)
PERSON = One(
    PersonalData, Column("exported_at"), Column("customer"), Column("orders"), Column("changes"), part="person"
)
ALL = Rows(CustomerRow, *CUSTOMERS.columns, empty=CUSTOMERS.empty, part="all")

#: What the names of files say that a list is written to.
_FORMS = {".csv": Format.csv, ".ndjson": Format.ndjson, ".jsonl": Format.ndjson}


@app.command(
    "export",
    shows=EXPORTED,
    parts=(PERSON, ALL),
    examples="""
    royal customer export ann@example.com --output ann.json
    royal customer export shopify/6193211 | less
    royal customer export --all --output customers.csv
    royal customer export --all --consent email --format ndjson --fields email,name > newsletter.ndjson
    """,
)
@taking(filters=customer_filters.of_options)
def export_(
    customer: Annotated[
        str | None,
        typer.Argument(
            metavar="[CUSTOMER]",
            autocompletion=complete_customer,
            help="As for `royal customer show`.",
            show_default=False,
        ),
    ] = None,
    everybody: Annotated[
        bool, typer.Option("--all", help="The list of all customers, or those the filters find.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write it there, readable for you alone.")
    ] = None,
    *,
    filters: Filters,
) -> None:
    """Write all that is held about a person, as JSON: for somebody who asks for their own data (GDPR, article 15).

    It has the addresses, ids on channels, consents, notes, totals, every order with its lines, parcels, refunds and
    notes, and what the journal says was changed of them. With --all it is the list of customers, as CSV or NDJSON.
    """
    if everybody == (customer is not None):
        raise UsageError("Whose data?", hint="Name one customer, or say --all.")
    if everybody:
        _export_list(filters, output)
        return
    if filters != Filters():
        raise UsageError("Filters choose from all customers.", hint="Add --all, or leave them out.")
    with reading(terminal().settings) as session:
        person = personal_data(session, customer or "")
    if output is None:
        _show_person(person)
        return
    write_privately(output, [_document(person)])
    show(EXPORTED, CustomerExport(output, person.customer.customer, 1, len(person.orders)))


def _document(person: PersonalData) -> str:
    named = {"schema": schema_name(PERSON, terminal().words), "data": encoded(person, PERSON.columns)}
    return json.dumps(named, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def _show_person(person: PersonalData) -> None:
    match terminal().format:
        case Format.table:
            write(_document(person))
        case Format.json:
            show(PERSON, person)
        case _:
            raise UsageError("All about a person is JSON.", hint="Leave --format out, or export --all as a list.")


def _export_list(filters: Filters, output: Path | None) -> None:
    from royal_cli.commerce.customers.reading.listing import every_customer

    with reading(terminal().settings) as session:
        rows = every_customer(session, filters)
        if output is None:
            show(ALL, rows)
            return
        counted = _Counted(rows)
        write_privately(output, lines_of(ALL, counted, ALL.chosen(terminal().fields), _form(output)))
    with answering(replace(terminal(), fields=())):
        show(EXPORTED, CustomerExport(output, None, counted.number, None))
    if not counted.number:
        note(ALL.empty)


def _form(output: Path) -> Format:
    """As the name of the file says."""
    if output.suffix.lower() in _FORMS:
        return _FORMS[output.suffix.lower()]
    raise UsageError(
        f"{output} does not say what it is to be.", hint="Its name ends in .csv or .ndjson; or leave --output out."
    )


class _Counted:
    """Rows, and how many of them were asked for."""

    def __init__(self, rows: Iterator[Any]) -> None:
        self.rows = rows
        self.number = 0

    def __iter__(self) -> Iterator[Any]:
        for row in self.rows:
            self.number += 1
            yield row
