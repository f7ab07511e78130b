"""`royal product category`: the tree that the products are sorted into."""

from dataclasses import replace
from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.by_hand import asking, changing, ended, of_one
from royal_cli.cli.catalog_words import complete_category
from royal_cli.cli.changing import How
from royal_cli.cli.output import show
from royal_cli.cli.prompts import confirm
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import Format, note, terminal
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce import session
from royal_cli.commerce.catalog.categories import editing
from royal_cli.commerce.catalog.categories.editing import ChangedCategory, TreeChange
from royal_cli.commerce.catalog.reading.categories import CategoryDetail, CategoryRow, list_categories, show_category
from royal_cli.errors import UsageError

app = App(
    "The tree that the products are sorted into.",
    examples="""
    royal product category list
    royal product category rename "Clothing > Tops" Shirts --dry-run
    royal product category merge Tees --into "Clothing > Shirts"
    """,
    default="list",
)

CATEGORIES = Rows(
    CategoryRow,
    Column("name", "Category"),
    Column("products"),
    Column("products_below", "With those below"),
    Column("slug", shorten=True),
    Column("path", shown=False),
    Column("level", shown=False),
    Column("parent", shown=False),
    empty="There are no categories with products; --all shows empty ones.",
)
DETAIL = One(
    CategoryDetail,
    Column("path", "Category"),
    Column("slug"),
    Column("products"),
    Column("products_below", "With those below"),
    Column("description"),
    Column("is_active", "Active"),
    Column("created_at", "Created"),
    Column("name", shown=False),
    Column("parent", shown=False),
    Column("level", shown=False),
    Column("aliases", "Was called"),
    Column("children", "Directly below", rows=CATEGORIES),
)
CHANGED = Rows(
    ChangedCategory,
    Column("before", "Was", fold=True),
    Column("after", "Is", fold=True),
    Column("action", style={"create": "green", "delete": "red", "merge": "yellow"}),
)
CHANGE = One(
    TreeChange,
    Column("operation"),
    Column("dry_run"),
    Column("categories"),
    Column("products", "Products moved"),
    Column("changes", "Categories", rows=CHANGED),
    Column("more_changes", shown=False),
    summary=True,
)

Path = Annotated[
    str,
    typer.Argument(
        metavar="PATH", help="Its path, slug or name.", autocompletion=complete_category, show_default=False
    ),
]
Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH …", help="Their paths, slugs or names.", autocompletion=complete_category, show_default=False
    ),
]


@app.command(
    "list",
    shows=CATEGORIES,
    examples="""
    royal product category list
    royal product category list Clothing --all
    royal product category list --json --fields path,products
    """,
)
def list_(
    path: Annotated[
        str | None,
        typer.Argument(metavar="[PATH]", help="Only this one and those below.", autocompletion=complete_category),
    ] = None,
    with_empty: Annotated[bool, typer.Option("--all", help="Also those without any product.")] = False,
) -> None:
    """Show the tree with how many products are in each category; archived products do not count."""
    with session.reading(terminal().settings) as reading:
        found = list_categories(reading, under=path, with_empty=with_empty)
    if terminal().format is Format.table:
        top = min((row.level for row in found), default=0)
        found = [replace(row, name=f"{'  ' * (row.level - top)}{row.name}") for row in found]
    show(CATEGORIES, found)


@app.command(
    "show",
    shows=DETAIL,
    examples="""
    royal product category show "Clothing > Shirts"
    royal product category show clothing-shirts --json
    """,
)
def show_(path: Path) -> None:
    """Show one category with those directly below it."""
    with session.reading(terminal().settings) as reading:
        found = show_category(reading, path)
    show(DETAIL, found)


@app.command(
    "create",
    shows=CHANGE,
    examples="""
    royal product category create "Clothing > Shirts > Linen"
    """,
)
@taking(how=of_one)
def create(
    path: Annotated[str, typer.Argument(metavar="PATH", help='As "Clothing > Shirts".', show_default=False)],
    *,
    how: How,
) -> None:
    """Create a category with all that it is in, as far as they are not there."""
    with changing(how) as (engine, asked):
        done = editing.create_category(engine, path, asked, asking(how, _preview))
    _end(done, how)


@app.command(
    "rename",
    shows=CHANGE,
    examples="""
    royal product category rename "Clothing > Tops" Shirts --dry-run
    royal product category rename clothing-tops Shirts
    """,
)
@taking(how=of_one)
def rename(
    path: Path,
    new_name: Annotated[str, typer.Argument(metavar="NEW-NAME", help="The last step of its path.", show_default=False)],
    *,
    how: How,
) -> None:
    """Give a category another name. The paths of all below it follow; its slug stays, so that addresses do."""
    with changing(how) as (engine, asked):
        done = editing.rename_category(engine, path, new_name, asked, asking(how, _preview))
    _end(done, how)


@app.command(
    "move",
    shows=CHANGE,
    examples="""
    royal product category move Shirts Trousers --under Clothing
    royal product category move "Clothing > Shoes" --root --dry-run
    """,
)
@taking(how=of_one)
def move(
    paths: Paths,
    under: Annotated[
        str | None,
        typer.Option("--under", metavar="PATH", help="The new parent.", autocompletion=complete_category),
    ] = None,
    root: Annotated[bool, typer.Option("--root", help="No parent: at the top of the tree.")] = False,
    *,
    how: How,
) -> None:
    """Put categories, with everything below them, under another one. None can end up below itself."""
    if root == (under is not None):
        raise UsageError("Where to was not said, or twice.", hint="Either --under PATH or --root.")
    with changing(how) as (engine, asked):
        done = editing.move_categories(engine, paths, under, asked, asking(how, _preview))
    _end(done, how)


@app.command(
    "merge",
    shows=CHANGE,
    examples="""
    royal product category merge Tees "Clothing > T-shirts" --into "Clothing > Shirts" --dry-run
    """,
)
@taking(how=of_one)
def merge(
    paths: Paths,
    into: Annotated[
        str,
        typer.Option(
            "--into", metavar="PATH", help="The one that stays.", autocompletion=complete_category, show_default=False
        ),
    ],
    *,
    how: How,
) -> None:
    """Make one category of several: their products and children go into the one that stays.

    Children of the same name become one as well, and so on down the tree.
    """
    with changing(how) as (engine, asked):
        done = editing.merge_categories(engine, paths, into, asked, asking(how, _preview))
    _end(done, how)


@app.command(
    "delete",
    shows=CHANGE,
    examples="""
    royal product category delete "Clothing > Gloves"
    royal product category delete Gloves --move-products-to Clothing --dry-run
    royal product category delete Outlet --recursive --yes
    """,
)
@taking(how=of_one)
def delete(
    path: Path,
    recursive: Annotated[
        bool, typer.Option("--recursive", help="With all below it; products are left without a category.")
    ] = False,
    products_to: Annotated[
        str | None,
        typer.Option("--move-products-to", metavar="PATH", help="Where to.", autocompletion=complete_category),
    ] = None,
    *,
    how: How,
) -> None:
    """Delete a category. One with products or categories in it is only deleted when it is said what becomes of them."""
    must_agree = recursive and not how.dry_run and not how.yes

    def ask(found: TreeChange) -> None:
        _preview(found)
        confirm(f"Delete this? Categories: {found.categories}, products that change: {found.products}.", yes=how.yes)

    with changing(how) as (engine, asked):
        done = editing.delete_category(
            engine,
            path,
            recursive=recursive,
            products_to=products_to,
            asked=asked,
            confirm=ask if must_agree else asking(how, _preview),
        )
    _end(done, how)


def _preview(found: TreeChange) -> None:
    for change in found.changes:
        note(f"{change.action}  {change.before or '–'} -> {change.after or '–'}")
    if found.more_changes:
        note("… and more; --dry-run --json lists them.")
    note(f"Products that change their category: {found.products}")


def _end(done: TreeChange, how: How) -> None:
    show(CHANGE, done)
    ended(done.operation, how, found=bool(done.categories))
