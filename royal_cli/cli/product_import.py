"""`royal product import`: a feed goes in."""

from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from royal_cli.cli import changing
from royal_cli.cli.app import App
from royal_cli.cli.changing import CHANGES, IN_JSON, IN_TABLE, SAFETY
from royal_cli.cli.feed_options import feed_options, file_hints, seconds_to_wait, source_limits
from royal_cli.cli.importing import NAMED_COLUMNS, REJECTS, WARNINGS, ended, note_above, notices, reporting
from royal_cli.cli.output import show
from royal_cli.cli.profile_words import complete_profile
from royal_cli.cli.progress import Progress, progress
from royal_cli.cli.prompts import confirm
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import Format, note, terminal
from royal_cli.cli.views import Column, One
from royal_cli.commerce import session
from royal_cli.commerce.catalog.importing.feed_import import FeedRequest, ImportSummary, import_feed
from royal_cli.commerce.catalog.importing.safety import CHECKS
from royal_cli.commerce.feeds import profile_files
from royal_cli.commerce.feeds.options import check_decimal_mark, currency_code
from royal_cli.commerce.feeds.profile import FileHints
from royal_cli.commerce.importing.counts import Outcome

IMPORT = One(
    ImportSummary,
    Column("source"),
    Column("feed"),
    Column("dry_run", shown=False),
    Column("operation"),
    Column("rows"),
    Column("products"),
    Column("variants"),
    Column("stock_levels"),
    Column("market_prices", shown=False),
    Column("skus_derived", "SKUs derived", shown=False),
    Column("archived", "Products archived", shown=False),
    Column("currency", "Currency, if not said"),
    Column("unused_columns", "Columns not used", shown=False),
    Column("rejects_file", "Rejected rows in", shown=False),
    Column("plan_file", "Plan saved in", shown=False),
    Column("rejects", "Rejected rows", rows=REJECTS, shown=False),
    Column("warnings", "Warnings", rows=WARNINGS, shown=False),
    Column("safety", "Safety checks", rows=SAFETY, shown=False),
    Column("changes", "First changes", rows=CHANGES, shown=False),
    Column("more_changes", shown=False),
    summary=True,
)

_EXAMPLES = """
royal product import feed.csv --dry-run
royal product import feed.csv
royal product import supplier.csv --profile supplier
royal product import prices.xlsx --sheet "Prices 2026"
royal product import stock.csv --create --yes
royal product import https://shop.example/feed.xml --output plan.json --dry-run
curl -s https://shop.example/feed.csv | royal product import - --json
"""


app = App()


@app.command("import", shows=IMPORT, examples=_EXAMPLES)
@taking(file=file_hints, wait=seconds_to_wait)
def import_(
    feed: Annotated[str, typer.Argument(metavar="FILE|-|URL", help="The feed.", show_default=False)],
    feed_format: Annotated[
        str | None, typer.Option("--feed", metavar="FORMAT", help="What it is, where that is not recognised: shopify …")
    ] = None,
    mapping: Annotated[
        str | None,
        typer.Option(
            "--profile",
            metavar="NAME|FILE",
            help="What its columns mean: a mapping profile.",
            autocompletion=complete_profile,
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, write nothing.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="PLAN", help="With --dry-run: save it, for `royal apply PLAN`.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before writing.")] = False,
    allow: Annotated[
        list[str] | None, typer.Option("--allow", metavar="CHECK", help=f"Let it pass: {', '.join(CHECKS)}.")
    ] = None,
    complete: Annotated[
        bool, typer.Option("--complete", help="The feed is the whole catalogue: archive what it does not have.")
    ] = False,
    create: Annotated[
        bool | None,
        typer.Option(
            "--create/--no-create",
            help="Create what the catalogue does not know. A list of stock or prices does not, unless told.",
            show_default=False,
        ),
    ] = None,
    currency: Annotated[
        str | None, typer.Option("--currency", metavar="CODE", help="Of prices that do not say.")
    ] = None,
    vat: Annotated[
        bool | None, typer.Option("--with-vat/--without-vat", help="Prices include VAT, or do not.", show_default=False)
    ] = None,
    decimal_mark: Annotated[str | None, typer.Option("--decimal-mark", metavar=". or ,", help="In numbers.")] = None,
    location: Annotated[
        str | None, typer.Option("--location", metavar="NAME", help="Of stock that does not say where.")
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option("--rejects", metavar="FILE", help="Where rejected rows go, not beside the feed.")
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why, for the journal.")] = None,
    all_changes: Annotated[bool, typer.Option("--all", help="List every change of a dry run.")] = False,
    detailed: Annotated[
        bool, typer.Option("--detailed-exitcode", help="Exit 10 when the dry run finds changes.")
    ] = False,
    *,
    file: FileHints,
    wait: float | None,
) -> None:
    """Create or update products and variants from a feed, as one operation that `royal undo` takes back.

    A list of stock or prices alone (a key, and no titles) only updates what the catalogue knows.

    An empty cell keeps what is stored, __CLEAR__ empties it, a column that is missing is left alone. Rows that
    cannot go in are written to <feed>.rejects.csv, to be corrected and imported again; exit code 3 says so.
    """
    changing.check_output(dry_run, output)
    check_decimal_mark(decimal_mark)
    settings = terminal().settings
    wanted = FeedRequest(
        name=feed,
        feed=feed_format,
        profile=profile_files.load(mapping, Path.cwd()) if mapping else None,
        file=file,
        options=feed_options(settings),
        flags=_flags(currency, vat, decimal_mark, location),
        limits=source_limits(settings),
        dry_run=dry_run,
        plan_file=output,
        rejects_file=rejects,
        shown_changes=None if all_changes else IN_TABLE if terminal().format is Format.table else IN_JSON,
    )
    with session.engine(settings) as engine, progress() as line:
        request = changing.request(
            allow,
            reason,
            wait=wait,
            default_location=settings.location,
            complete=complete,
            create=create,
            progress=reporting(line),
            notice=partial(note_above, line),
        )
        ask = None if yes or dry_run or not terminal().interactive else partial(ask_before_writing, line)
        done = import_feed(engine, wanted, request, recognised=note, confirm=ask)
    _report(done, detailed)


def _flags(currency: str | None, vat: bool | None, decimal_mark: str | None, location: str | None) -> dict[str, Any]:
    stated = {
        "currency": currency_code(currency),
        "currency_origin": "--currency" if currency else None,
        "price_includes_vat": vat,
        "decimal_mark": decimal_mark,
        "default_location": location,
    }
    return {name: value for name, value in stated.items() if value is not None}


def ask_before_writing(line: Progress, found: ImportSummary) -> None:
    """Say what would happen and go on only if that is wanted; nothing to do needs no answer."""
    line.clear()
    touched = found.products, found.variants, found.stock_levels, found.market_prices
    if not any(outcome.created or outcome.updated for outcome in touched) and not found.archived:
        return
    note(f"Rows: {found.rows}.")
    note(f"Products: {found.products}. Variants: {found.variants}. Stock: {found.stock_levels}.")
    confirm("Write this?", yes=False)


def _report(done: ImportSummary, detailed: bool) -> None:
    names = ("market_prices", "skus_derived", "archived", "rejects_file", "plan_file", "rejects", "warnings", "changes")
    also = [name for name in names if _says_something(getattr(done, name))]
    if any(check.exceeded for check in done.safety):
        also.append("safety")
    if 0 < len(done.unused_columns) <= NAMED_COLUMNS:
        also.append("unused_columns")
    show(IMPORT, done, also=also, warnings=notices(done.warnings))
    if done.more_changes:
        note("More would change; --all lists everything, --output FILE saves it.")
    if done.operation is None and not done.changes:
        note("Nothing to do.")
    ended(done.rows, done.rejects_file, changed=done.dry_run and bool(done.changes), detailed=detailed)


def _says_something(value: object) -> bool:
    if isinstance(value, Outcome):
        return bool(value.created or value.updated or value.unchanged)
    return bool(value)
