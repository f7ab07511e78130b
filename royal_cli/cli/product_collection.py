"""`royal product collection`: products that somebody has put together, such as for a season."""

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
from royal_cli.cli.terminal import note, terminal
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce import session
from royal_cli.commerce.catalog import collection_edit
from royal_cli.commerce.catalog.collection_edit import CollectionChange
from royal_cli.commerce.catalog.reading.collections import (
    CollectionDetail,
    CollectionRow,
    Member,
    list_collections,
    show_collection,
)

app = App(
    "Products put together by hand, such as for a season.",
    examples="""
    royal product collection create Summer
    royal product collection add summer MUG-RED harbour-jacket
    royal product collection show summer
    """,
    default="list",
)

COLLECTIONS = Rows(
    CollectionRow,
    Column("name", "Collection"),
    Column("products"),
    Column("slug"),
    Column("is_active", "Active"),
    Column("description", shorten=True),
    Column("updated_at", "Updated", shown=False),
    empty="There are no collections yet: royal product collection create NAME",
)
MEMBERS = Rows(Member, Column("sku", "SKU"), Column("title", shorten=True), Column("status"))
DETAIL = One(
    CollectionDetail,
    Column("name", "Collection"),
    Column("slug"),
    Column("products"),
    Column("description"),
    Column("is_active", "Active"),
    Column("created_at", "Created"),
    Column("updated_at", "Updated"),
    Column("members", "Products in it", rows=MEMBERS),
    Column("more_members", shown=False),
)
CHANGE = One(
    CollectionChange,
    Column("collection"),
    Column("operation"),
    Column("dry_run"),
    Column("products", "Products changed"),
    Column("changes", "First changes", rows=CHANGES),
    Column("more_changes", shown=False),
    summary=True,
)

Name = Annotated[str, typer.Argument(metavar="COLLECTION", help="Its slug or name.", show_default=False)]
Skus = Annotated[
    list[str],
    typer.Argument(
        metavar="SKU …|-", help="Products; - reads them from stdin.", autocompletion=complete_sku, show_default=False
    ),
]


@app.command(
    "list",
    shows=COLLECTIONS,
    examples="""
    royal product collection list
    royal product collection list --json
    """,
)
def list_() -> None:
    """Show the collections with how many products are in each; archived products do not count."""
    with session.reading(terminal().settings) as reading:
        found = list_collections(reading)
    show(COLLECTIONS, found)


@app.command(
    "show",
    shows=DETAIL,
    examples="""
    royal product collection show summer
    royal product collection show summer --limit 1000 --json
    """,
)
def show_(
    name: Name,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1_000_000, help="How many products at most.")] = 50,
) -> None:
    """Show one collection with its products."""
    with session.reading(terminal().settings) as reading:
        found = show_collection(reading, name, limit=limit)
    show(DETAIL, found)
    if found.more_members:
        note(f"The first {limit} products; --limit shows more.")


@app.command(
    "create",
    shows=CHANGE,
    examples="""
    royal product collection create Summer
    royal product collection create "Gifts under 20" --description "For the home page"
    """,
)
@taking(how=of_one)
def create(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What people call it.", show_default=False)],
    description: Annotated[str | None, typer.Option("--description")] = None,
    *,
    how: How,
) -> None:
    """Create an empty collection."""
    with changing(how) as (engine, asked):
        done = collection_edit.create_collection(engine, name, description, asked, asking(how, preview))
    _end(done, how)


@app.command(
    "add",
    shows=CHANGE,
    examples="""
    royal product collection add summer MUG-RED harbour-jacket
    royal product list --vendor Potter --all --format csv --fields sku | royal product collection add summer -
    """,
)
@taking(how=of_one)
def add(
    name: Name,
    skus: Skus,
    *,
    how: How,
) -> None:
    """Put products into a collection. The SKU of a variant means its product."""
    named = skus_of(skus, "royal product collection add NAME")
    with changing(how) as (engine, asked):
        done = collection_edit.add_to_collection(engine, name, named, asked, asking(how, preview))
    _end(done, how)


@app.command(
    "remove",
    shows=CHANGE,
    examples="""
    royal product collection remove summer MUG-RED
    """,
)
@taking(how=of_one)
def remove(
    name: Name,
    skus: Skus,
    *,
    how: How,
) -> None:
    """Take products out of a collection."""
    named = skus_of(skus, "royal product collection remove NAME")
    with changing(how) as (engine, asked):
        done = collection_edit.remove_from_collection(engine, name, named, asked, asking(how, preview))
    _end(done, how)


@app.command(
    "rename",
    shows=CHANGE,
    examples="""
    royal product collection rename summer "Summer 2027"
    """,
)
@taking(how=of_one)
def rename(
    name: Name,
    new_name: Annotated[str, typer.Argument(metavar="NEW-NAME", show_default=False)],
    *,
    how: How,
) -> None:
    """Give a collection another name. Its slug stays, so that addresses do."""
    with changing(how) as (engine, asked):
        done = collection_edit.rename_collection(engine, name, new_name, asked, asking(how, preview))
    _end(done, how)


@app.command(
    "delete",
    shows=CHANGE,
    examples="""
    royal product collection delete summer --dry-run
    """,
)
@taking(how=of_one)
def delete(
    name: Name,
    *,
    how: How,
) -> None:
    """Delete a collection. The products in it stay as they are."""
    with changing(how) as (engine, asked):
        done = collection_edit.delete_collection(engine, name, asked, asking(how, preview))
    _end(done, how)


def _end(done: CollectionChange, how: How) -> None:
    show(CHANGE, done)
    ended(done.operation, how, found=bool(done.changes))
