"""`royal product export`: the catalogue goes out as a feed."""

import csv
import io
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from royal_cli.cli import product_filters
from royal_cli.cli.app import App
from royal_cli.cli.output import show
from royal_cli.cli.progress import progress
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import Format, answering, note, terminal, write_bytes
from royal_cli.cli.views import Column, Notice, One, Rows
from royal_cli.commerce.catalog.exporting.feed import ExportRequest, ExportSummary, Target, export, export_to_file
from royal_cli.commerce.catalog.exporting.report import LeftOut, Report
from royal_cli.commerce.catalog.reading.rows import Filters
from royal_cli.commerce.feeds.options import currency_code
from royal_cli.commerce.session import reading
from royal_cli.errors import NotFound, UsageError

LEFT_OUT = Rows(LeftOut, Column("count"), Column("what"), Column("reason", fold=True), Column("skus", "SKUs, such as"))

EXPORT = One(
    ExportSummary,
    Column("target"),
    Column("file"),
    Column("rows"),
    Column("products"),
    Column("variants"),
    Column("left_out", "Left out", rows=LEFT_OUT, shown=False),
    summary=True,
)

_EXAMPLES = """
royal product export --output catalogue.csv
royal product export --fields sku,price,cost > prices.csv
royal product export --to shopify --category Shirts --output shirts.csv
royal product export --to google --link 'https://shop.example/p/{product}?v={sku}' --output feed.xml
royal product export --to bol --condition NEW --delivery-code 1-2d --with-vat --output offers.csv
royal product export --to amazon --currency EUR --fields sku,price,quantity --with-vat --output prices.txt
royal product export --to xlsx --vendor Weber --output weber.xlsx
royal product list --search oak --fields sku --format csv | royal product export --skus - --fields sku,price,cost
royal product export --to ndjson --status any --output everything.ndjson --json
"""

app = App()


@app.command("export", shows=EXPORT, examples=_EXAMPLES)
@taking(filters=product_filters.of_options)
def export_(
    to: Annotated[Target, typer.Option("--to", help="The kind of feed.")] = Target.royal,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write it there; without, to the terminal or pipe.")
    ] = None,
    currency: Annotated[
        str | None,
        typer.Option(
            "--currency",
            metavar="CODE",
            help="Of the prices, where the feed has only one: shopify, woocommerce, amazon.",
        ),
    ] = None,
    link: Annotated[
        str | None,
        typer.Option("--link", metavar="URL", help="Where google finds a product: {product} and {sku} in it."),
    ] = None,
    condition: Annotated[
        str | None,
        typer.Option("--condition", metavar="WORD", help="Of what is offered, such as new: google, bol, amazon."),
    ] = None,
    delivery_code: Annotated[
        str | None, typer.Option("--delivery-code", metavar="CODE", help="bol's, such as 24uurs-23 or 1-2d.")
    ] = None,
    with_vat: Annotated[
        bool,
        typer.Option("--with-vat", help="Prices of which royal does not know it include VAT: bol, amazon."),
    ] = False,
    skus: Annotated[
        str | None,
        typer.Option("--skus", metavar="FILE|-", help="Only products with these SKUs, one a line; - is stdin."),
    ] = None,
    *,
    filters: Filters,
) -> None:
    """Write products with their variants, stock and prices as a feed.

    royal's own feed (royal, a table, xlsx, a workbook, or ndjson) reads back without a change; its --fields are
    columns, such as sku, price and "stock: Main". What is unknown is an empty cell. Text stands in a table as it is
    stored, also where it begins with = + - or @: a spreadsheet may take that for a formula, so do not let it open
    feeds of people you do not know; in a workbook it is text. bol and amazon are tables of offers to upload: condition
    and delivery are what you say they are. What a channel would not take, or take for something else, is left out and
    told on stderr, and with --output and --json in the summary.
    """
    of_summary, columns = _fields(output)
    request = ExportRequest(
        to=to, filters=filters, columns=columns, currency=currency_code(currency), link=link,
        skus=None if skus is None else _skus(skus),
        condition=condition, delivery_code=delivery_code, with_vat=with_vat,
    )  # fmt: skip
    if output is None:
        _to_stdout(request)
    else:
        _to_file(request, output, of_summary)


def _skus(source: str) -> list[str]:
    """Of a file or stdin: a list, or a column that `product list --format csv` writes."""
    if source != "-" and not Path(source).is_file():
        raise NotFound(f"There is no file {source}.", hint="One SKU a line; - reads them from stdin.")
    data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise UsageError("This is no list of SKUs: it is not text in UTF-8.", hint="One SKU a line.")
    found = [row[0].strip() for row in csv.reader(io.StringIO(text)) if row and row[0].strip()]
    found = found[1:] if found[:1] == ["sku"] else found
    if not found:
        raise UsageError("No SKU is named.", hint="One a line: royal product list --fields sku --format csv")
    return found


def _fields(output: Path | None) -> tuple[Sequence[str], Sequence[str]]:
    """Those of the summary, and those of the feed."""
    if output is None:
        return (), terminal().fields
    of_summary = [name for name in terminal().fields if name in EXPORT.names]
    return of_summary, [name for name in terminal().fields if name not in EXPORT.names]


def _to_stdout(request: ExportRequest) -> None:
    if terminal().format is not Format.table:
        hint = "Add --output FILE for a summary as JSON; --to ndjson is the feed as JSON."
        raise UsageError("Without --output the feed itself is what is shown, in the format of --to.", hint=hint)
    if request.to is Target.xlsx and sys.stdout.isatty():
        raise UsageError("A workbook is nothing to look at in a terminal.", hint="Write it to a file: --output FILE")
    report = Report()
    with reading(terminal().settings) as session:
        for part in export(session, request, report):
            write_bytes(part)
    for left in report.left_out:
        note(_told(left))


def _to_file(request: ExportRequest, output: Path, of_summary: Sequence[str]) -> None:
    if not output.absolute().parent.is_dir():
        raise NotFound(f"There is no folder {output.parent}.", hint="Make it first, or write elsewhere.")
    with reading(terminal().settings) as session, progress() as line:
        done = export_to_file(session, request, output, lambda size, rows: line.update(size, None, rows, "writing"))
    notices = [Notice("left_out", _told(left), left.count) for left in done.left_out]
    with answering(replace(terminal(), fields=tuple(of_summary))):
        warnings = notices if terminal().format is Format.json else ()
        show(EXPORT, done, also=["left_out"] if done.left_out else [], warnings=warnings)


def _told(left: LeftOut) -> str:
    more = " …" if left.count > len(left.skus) else ""
    return f"left out: {left.what}, {left.count}×: {left.reason} ({', '.join(left.skus)}{more})"
