"""`royal product edit`: change fields by hand, of one product or of many."""

import sys
from typing import Annotated, Any

import typer

from royal_cli.cli.app import App
from royal_cli.cli.catalog_words import complete_sku
from royal_cli.cli.output import show
from royal_cli.cli.product_import import CHANGES, IN_JSON, IN_TABLE, safety_limits
from royal_cli.cli.prompts import confirm
from royal_cli.cli.terminal import Format, note, terminal
from royal_cli.cli.views import Column, One
from royal_cli.commerce import session
from royal_cli.commerce.catalog.edit import PRODUCT_FIELDS, REQUIRED, VARIANT_FIELDS, Edit, Edited, edit_products
from royal_cli.commerce.catalog.importer import Request
from royal_cli.commerce.catalog.safety import CHECKS
from royal_cli.errors import ChangesFound, UsageError

app = App()

_CLEARABLE = [name for name in (*PRODUCT_FIELDS, *VARIANT_FIELDS) if name not in REQUIRED]

EDITED = One(
    Edited,
    Column("operation"),
    Column("dry_run"),
    Column("products"),
    Column("variants"),
    Column("changes", "First changes", rows=CHANGES),
    Column("more_changes", shown=False),
    summary=True,
)


@app.command(
    "edit",
    shows=EDITED,
    examples="""
    royal product edit MUG-RED --price 12.95 --dry-run
    royal product edit harbour-jacket --vendor Havenlicht --tags "rain, autumn"
    royal product list --vendor Potter --all --format csv --fields sku | royal product edit - --status archived
    """,
)
def edit(
    skus: Annotated[
        list[str],
        typer.Argument(
            metavar="SKU …|-", help="Variants or whole products; - reads them from stdin.", autocompletion=complete_sku
        ),
    ],
    title: Annotated[str | None, typer.Option("--title")] = None,
    description: Annotated[str | None, typer.Option("--description")] = None,
    vendor: Annotated[str | None, typer.Option("--vendor")] = None,
    product_type: Annotated[str | None, typer.Option("--type")] = None,
    category: Annotated[str | None, typer.Option("--category", help='A path, as "Clothing > Shirts".')] = None,
    tags: Annotated[str | None, typer.Option("--tags", help="Between commas.")] = None,
    status: Annotated[str | None, typer.Option("--status", help="active, draft or archived.")] = None,
    seo_title: Annotated[str | None, typer.Option("--seo-title")] = None,
    seo_description: Annotated[str | None, typer.Option("--seo-description")] = None,
    price: Annotated[str | None, typer.Option("--price", help="As 12.50; of each variant.")] = None,
    compare_at_price: Annotated[str | None, typer.Option("--compare-at-price")] = None,
    cost_price: Annotated[str | None, typer.Option("--cost")] = None,
    mpn: Annotated[str | None, typer.Option("--mpn")] = None,
    allow_backorder: Annotated[
        bool | None, typer.Option("--backorder/--no-backorder", help="May be sold when there is none.")
    ] = None,
    clear: Annotated[
        list[str] | None, typer.Option("--clear", metavar="FIELD", help=f"Empty it: {', '.join(_CLEARABLE)}.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, write nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before writing.")] = False,
    allow: Annotated[
        list[str] | None, typer.Option("--allow", metavar="CHECK", help=f"Let it pass: {', '.join(CHECKS)}.")
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why, for the journal.")] = None,
    detailed: Annotated[
        bool, typer.Option("--detailed-exitcode", help="Exit 10 when the dry run finds changes.")
    ] = False,
) -> None:
    """Change fields of products and variants, as one operation that `royal undo` takes back.

    More than ten SKUs are held to the same limits as a feed.

    Prices are those of variants: of the one that the SKU names, or of all of a product. On a terminal the change is
    shown before it is made.
    """
    stated = {
        "title": title, "description": description, "vendor": vendor, "product_type": product_type,
        "category": _path(category), "tags": _list(tags), "status": status, "seo_title": seo_title,
        "seo_description": seo_description, "price": price, "compare_at_price": compare_at_price,
        "cost_price": cost_price, "mpn": mpn, "allow_backorder": allow_backorder,
    }  # fmt: skip
    values = {name: value for name, value in stated.items() if value is not None}
    for name in clear or []:
        if name not in _CLEARABLE or name in values:
            raise UsageError(f"--clear {name} cannot be.", hint=f"It empties {', '.join(_CLEARABLE)}.")
        values[name] = None
    if not values:
        raise UsageError("Nothing to change was said.", hint="royal product edit MUG-RED --price 12.95")
    settings = terminal().settings
    wanted = Edit(
        skus=_skus(skus),
        values=values,
        currency=settings.currency,
        dry_run=dry_run,
        shown_changes=IN_TABLE if terminal().format is Format.table else IN_JSON,
    )
    request = Request(
        limits=safety_limits(settings),
        allow=frozenset(allow or []),
        reason=reason,
        wait=settings.lock_wait,
        notice=note,
    )
    asks = terminal().interactive and not yes
    with session.engine(settings) as engine:
        done = edit_products(engine, wanted, request, confirm=_ask if asks else _go_on)
    show(EDITED, done)
    if not done.changes:
        note("Nothing to do.")
    elif dry_run and detailed:
        raise ChangesFound("There are changes.", hint="Leave out --dry-run to write them.")


def _ask(found: Edited) -> None:
    for change in found.changes:
        note(f"{change.key}  {change.field}: {change.before} -> {change.after}")
    if found.more_changes:
        note("… and more; --dry-run --json lists them.")
    confirm("Write this?", yes=False)


def _go_on(found: Edited) -> None:
    """Nobody is to be asked."""


def _skus(words: list[str]) -> list[str]:
    if words != ["-"]:
        return words
    lines = (line.strip().strip('"') for line in sys.stdin)
    found = [line for line in lines if line and line != "sku"]
    if not found:
        raise UsageError("No SKU came in on standard input.", hint="One a line: royal product edit - < skus.txt")
    return found


def _list(text: str | None) -> Any:
    return None if text is None else [word for part in text.split(",") if (word := part.strip())]


def _path(text: str | None) -> str | None:
    return None if text is None else " > ".join(name for part in text.split(">") if (name := part.strip()))
