"""`royal order import`: a file of orders goes in."""

from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from royal_cli.cli.app import App
from royal_cli.cli.changing import CHANGES, IN_JSON, IN_TABLE, Detailed, DryRun, Output, Reason, Yes, check_output
from royal_cli.cli.feed_options import file_hints, order_options, seconds_to_wait, source_limits
from royal_cli.cli.importing import NAMED_COLUMNS, REJECTS, WARNINGS, ended, note_above, notices, reporting
from royal_cli.cli.output import show
from royal_cli.cli.product_feed_options import Currency, DecimalMark, Profile, Vat, stated
from royal_cli.cli.progress import Progress, progress
from royal_cli.cli.prompts import confirm
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import Format, note, terminal
from royal_cli.cli.views import Column, One
from royal_cli.commerce import session
from royal_cli.commerce.feeds import profile_files
from royal_cli.commerce.feeds.options import check_decimal_mark, currency_code, timezone_name
from royal_cli.commerce.feeds.profile import FileHints
from royal_cli.commerce.orders.importing.checks import ALLOWED, allowed
from royal_cli.commerce.orders.importing.file_import import OrderFileRequest, OrderImportSummary, import_orders
from royal_cli.commerce.orders.importing.importer import OrderRequest
from royal_cli.commerce.orders.risk.rules import Rules
from royal_cli.errors import UsageError

ORDER_IMPORT = One(
    OrderImportSummary,
    Column("source"),
    Column("feed"),
    Column("channel"),
    Column("dry_run", shown=False),
    Column("operation"),
    Column("rows"),
    Column("orders"),
    Column("lines"),
    Column("lines_removed", shown=False),
    Column("customers_created"),
    Column("codes_unmatched", "Codes without a product"),
    Column("held", "On hold for their risk", shown=False),
    Column("currency", "Currency, if not said"),
    Column("unused_columns", "Columns not used", shown=False),
    Column("rejects_file", "Rejected rows in", shown=False),
    Column("plan_file", "Plan saved in", shown=False),
    Column("rejects", "Rejected rows", rows=REJECTS, shown=False),
    Column("warnings", "Warnings", rows=WARNINGS, shown=False),
    Column("changes", "First changes", rows=CHANGES, shown=False),
    Column("more_changes", shown=False),
    summary=True,
)

app = App()


@app.command(
    "import",
    shows=ORDER_IMPORT,
    examples="""
    royal order import orders_export.csv --dry-run
    royal order import orders_export.csv --dry-run --output plan.json && royal apply plan.json
    royal order import orders_export.csv
    royal order import till.csv --profile till --channel "Market stall"
    royal order import invoices.csv.gz --currency GBP --timezone Europe/London --yes
    curl -s https://shop.example/orders.json | royal order import - --json
    """,
)
@taking(file=file_hints, wait=seconds_to_wait)
def import_(
    orders: Annotated[str, typer.Argument(metavar="FILE|-|URL", help="The orders.", show_default=False)],
    channel: Annotated[
        str | None, typer.Option("--channel", metavar="NAME", help="Where they were placed; else that of the format.")
    ] = None,
    feed_format: Annotated[
        str | None, typer.Option("--feed", metavar="FORMAT", help="What it is, where that is not recognised: shopify …")
    ] = None,
    mapping: Profile = None,
    dry_run: DryRun = False,
    output: Output = None,
    yes: Yes = False,
    allow: Annotated[
        list[str] | None, typer.Option("--allow", metavar="CHECK", help=f"Let it pass: {', '.join(ALLOWED)}.")
    ] = None,
    currency: Currency = None,
    vat: Vat = None,
    decimal_mark: DecimalMark = None,
    dates: Annotated[
        str | None, typer.Option("--dates", metavar="dmy|mdy|ymd", help="What comes first in dates such as 03/04/2026.")
    ] = None,
    timezone: Annotated[
        str | None, typer.Option("--timezone", metavar="ZONE", help="Of times that do not say.")
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option("--rejects", metavar="FILE", help="Where rejected rows go, not beside the file.")
    ] = None,
    reason: Reason = None,
    all_changes: Annotated[bool, typer.Option("--all", help="List every change of a dry run.")] = False,
    detailed: Detailed = False,
    *,
    file: FileHints,
    wait: float | None,
) -> None:
    """Create or update orders from a file, as one operation that `royal undo` takes back.

    An order is known by its channel and what that calls it: imported again it is updated, and never doubled. What
    was shipped, refunded, noted or held here stays as it is. Stock is not moved.

    --dry-run --output saves what would be done as a plan, which `royal apply` does later, exactly so or not at all.

    An order goes in whole or not at all. Rows of those that cannot are written to <file>.rejects.csv, to be corrected
    and imported again; exit code 3 says so.
    """
    check_output(dry_run, output)
    settings = terminal().settings
    wanted = OrderFileRequest(
        name=orders,
        feed=feed_format,
        profile=profile_files.load(mapping, Path.cwd()) if mapping else None,
        file=file,
        options=order_options(settings),
        flags=_flags(currency, vat, decimal_mark, dates, timezone),
        limits=source_limits(settings),
        dry_run=dry_run,
        plan_file=output,
        rejects_file=rejects,
        shown_changes=None if all_changes else IN_TABLE if terminal().format is Format.table else IN_JSON,
        channel=channel,
    )
    with session.engine(settings) as engine, progress() as line:
        request = OrderRequest(
            allow=allowed(allow),
            reason=reason,
            risk=Rules.of(settings.risk),
            wait=settings.lock_wait if wait is None else wait,
            progress=reporting(line),
            notice=partial(note_above, line),
        )
        ask = None if yes or dry_run or not terminal().interactive else partial(_ask_before_writing, line)
        done = import_orders(engine, wanted, request, recognised=note, confirm=ask)
    _report(done, detailed)


def _flags(
    currency: str | None, vat: bool | None, decimal_mark: str | None, dates: str | None, timezone: str | None
) -> dict[str, Any]:
    check_decimal_mark(decimal_mark)
    if dates not in (None, "dmy", "mdy", "ymd"):
        raise UsageError(f"{dates} is no order of day, month and year.", hint="It is --dates dmy, mdy or ymd")
    return stated(
        currency=currency_code(currency),
        currency_origin="--currency" if currency else None,
        price_includes_vat=vat,
        decimal_mark=decimal_mark,
        dates=dates,
        timezone=timezone_name(timezone),
    )


def _ask_before_writing(line: Progress, found: OrderImportSummary) -> None:
    """Say what would happen and go on only if that is wanted; nothing to do needs no answer."""
    line.clear()
    if not found.changes:
        return
    note(f"Rows: {found.rows}.")
    note(f"Orders: {found.orders}. Lines: {found.lines}. Customers: {found.customers_created:,} created.")
    confirm("Write this?", yes=False)


def _report(done: OrderImportSummary, detailed: bool) -> None:
    names = ("lines_removed", "held", "rejects_file", "plan_file", "rejects", "warnings", "changes")
    also = [name for name in names if getattr(done, name)]
    if 0 < len(done.unused_columns) <= NAMED_COLUMNS:
        also.append("unused_columns")
    show(ORDER_IMPORT, done, also=also, warnings=notices(done.warnings))
    if done.more_changes:
        note("More would change; --all lists everything, --output FILE saves it.")
    if done.operation is None and not done.changes:
        note("Nothing to do.")
    if done.operation and done.codes_unmatched:
        note("`royal order unmatched` lists the codes without a product.")
    ended(done.rows, done.rejects_file, changed=done.dry_run and bool(done.changes), detailed=detailed)
