"""`royal location`: where stock lies."""

from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.by_hand import asking, changing, ended, of_one, preview
from royal_cli.cli.catalog_words import complete_location
from royal_cli.cli.changing import How
from royal_cli.cli.history import CHANGES
from royal_cli.cli.output import show
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import terminal
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce import session
from royal_cli.commerce.stock import location_edit
from royal_cli.commerce.stock.location_edit import ADDRESS_FIELDS, LocationChange, LocationFields, LocationType
from royal_cli.commerce.stock.locations import LocationDetail, LocationRow, list_locations, show_location

app = App(
    "Locations: warehouses, stores, suppliers.",
    examples="""
    royal location list
    royal location create Utrecht --type store --country-code NL
    royal location edit Utrecht --inactive
    """,
    default="list",
)

_ACTIVE = {"yes": "green", "no": "dim"}

LOCATIONS = Rows(
    LocationRow,
    Column("location", style="bold"),
    Column("type"),
    Column("is_active", "Active", style=_ACTIVE),
    Column("priority"),
    Column("variants"),
    Column("available"),
    Column("committed"),
    Column("incoming"),
    Column("damaged"),
    Column("country_code", "Country"),
    empty="There are no locations yet: royal location create NAME",
)
DETAIL = One(
    LocationDetail,
    Column("location"),
    Column("type"),
    Column("is_active", "Active", style=_ACTIVE),
    Column("priority"),
    Column("address"),
    Column("variants"),
    Column("available"),
    Column("committed"),
    Column("incoming"),
    Column("damaged"),
    Column("movements"),
    Column("last_moved_at", "Last moved"),
    Column("last_counted_at", "Last counted"),
    Column("created_at", "Created"),
)
CHANGE = One(
    LocationChange,
    Column("location"),
    Column("operation"),
    Column("dry_run"),
    Column("changes", "First changes", rows=CHANGES),
    Column("more_changes", shown=False),
    summary=True,
)

Name = Annotated[
    str, typer.Argument(metavar="LOCATION", help="Its name.", autocompletion=complete_location, show_default=False)
]
OfType = Annotated[LocationType | None, typer.Option("--type", help="What kind of place it is.", show_default=False)]
Priority = Annotated[int | None, typer.Option(metavar="NUMBER", help="Orders ask 1 before 2.", show_default=False)]
Active = Annotated[
    bool | None, typer.Option("--active/--inactive", help="Orders go to active ones only.", show_default=False)
]


def address_options(
    company: Annotated[str | None, typer.Option(help="Whose it is.", show_default=False)] = None,
    address1: Annotated[str | None, typer.Option("--address1", help="Street and number.", show_default=False)] = None,
    address2: Annotated[str | None, typer.Option("--address2", help="What else.", show_default=False)] = None,
    postal_code: Annotated[str | None, typer.Option(show_default=False)] = None,
    city: Annotated[str | None, typer.Option(show_default=False)] = None,
    province: Annotated[str | None, typer.Option(show_default=False)] = None,
    country_code: Annotated[str | None, typer.Option(metavar="XX", help="Such as NL.", show_default=False)] = None,
    phone: Annotated[str | None, typer.Option(show_default=False)] = None,
    latitude: Annotated[
        str | None, typer.Option(metavar="DEGREES", help="To know distances.", show_default=False)
    ] = None,
    longitude: Annotated[str | None, typer.Option(metavar="DEGREES", show_default=False)] = None,
) -> dict[str, str] | None:
    """What the options say of an address; None where they say nothing."""
    said = dict(
        zip(
            ADDRESS_FIELDS,
            (company, address1, address2, postal_code, city, province, country_code, phone, latitude, longitude),
            strict=True,
        )
    )
    return {field: value for field, value in said.items() if value is not None} or None


@app.command(
    "list",
    shows=LOCATIONS,
    examples="""
    royal location list
    royal location list --json
    """,
)
def list_() -> None:
    """Show the locations in the order in which orders ask them for units, with what lies there."""
    with session.reading(terminal().settings) as reading:
        found = list_locations(reading)
    show(LOCATIONS, found)


@app.command(
    "show",
    shows=DETAIL,
    examples="""
    royal location show Utrecht
    """,
)
def show_(name: Name) -> None:
    """Show one location: its address, what lies there, and when something was last moved or counted."""
    with session.reading(terminal().settings) as reading:
        found = show_location(reading, name)
    show(DETAIL, found)


@app.command(
    "create",
    shows=CHANGE,
    signed=True,
    examples="""
    royal location create Utrecht
    royal location create "Store Gent" --type store --priority 2 --city Gent --country-code BE
    """,
)
@taking(address=address_options, how=of_one)
def create(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What people call it.", show_default=False)],
    type: OfType = None,
    priority: Priority = None,
    active: Active = None,
    *,
    address: dict[str, str] | None,
    how: How,
) -> None:
    """Create a location: a warehouse, if nothing else is said, which is active."""
    fields = LocationFields(type=type, priority=priority, is_active=active, address=address)
    with changing(how) as (engine, asked):
        done = location_edit.create_location(engine, name, fields, asked, asking(how, preview))
    _end(done, how)


@app.command(
    "edit",
    shows=CHANGE,
    signed=True,
    examples="""
    royal location edit Utrecht --priority 1
    royal location edit "Store Gent" --inactive --reason "closed for stock-taking"
    royal location edit Main --name Utrecht --latitude 52.09 --longitude 5.12
    """,
)
@taking(address=address_options, how=of_one)
def edit(
    name: Name,
    new_name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="What it is called from now on.", show_default=False)
    ] = None,
    type: OfType = None,
    priority: Priority = None,
    active: Active = None,
    *,
    address: dict[str, str] | None,
    how: How,
) -> None:
    """Change a location; what no option names stays as it is. An empty text takes a field of the address away."""
    fields = LocationFields(type=type, priority=priority, is_active=active, address=address)
    with changing(how) as (engine, asked):
        done = location_edit.edit_location(engine, name, fields, asked, asking(how, preview), new_name=new_name)
    _end(done, how)


@app.command(
    "delete",
    shows=CHANGE,
    examples="""
    royal location delete Utrecht --dry-run
    """,
)
@taking(how=of_one)
def delete(name: Name, *, how: How) -> None:
    """Delete a location that stock never lay at. One that it did is made inactive instead."""
    with changing(how) as (engine, asked):
        done = location_edit.delete_location(engine, name, asked, asking(how, preview))
    _end(done, how)


def _end(done: LocationChange, how: How) -> None:
    show(CHANGE, done)
    ended(done.operation, how, found=bool(done.changes))
