"""Writes the catalogue as a feed of the kind that is asked for."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from sqlmodel import Session

from royal_cli.commerce.catalog.exporting import blocks, google, offers, royal_csv, royal_ndjson, shopify, woocommerce
from royal_cli.commerce.catalog.exporting.report import LeftOut, Report
from royal_cli.commerce.catalog.exporting.royal_table import RoyalTable
from royal_cli.commerce.catalog.reading.rows import Filters, Status
from royal_cli.errors import UsageError


class Target(StrEnum):
    royal = "royal"
    ndjson = "ndjson"
    shopify = "shopify"
    woocommerce = "woocommerce"
    google = "google"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    to: Target = Target.royal
    filters: Filters = field(default_factory=Filters)
    #: Of royal's table: only these, in this order.
    columns: Sequence[str] = ()
    #: Of the prices, where the feed has one currency only and does not name it.
    currency: str | None = None
    #: Where a product is shown, with {product} and {sku} in it.
    link: str | None = None


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """`rows` are those of the file; what was left out does not count as product or variant."""

    target: Target
    file: Path
    rows: int
    products: int
    variants: int
    left_out: list[LeftOut]


def export(session: Session, request: ExportRequest, report: Report) -> Iterator[str]:
    """The text of the feed in blocks, as they are asked for; `report` is complete after the last one.

    The catalogue is read as it is at the first block, and the session must not have been used before.
    """
    if request.columns and request.to is not Target.royal:
        raise UsageError(f"The columns of a {request.to} feed are given.", hint="Only --to royal can choose them.")
    connection = blocks.begin(session)
    places = blocks.places(connection)
    found = blocks.blocks(connection, request.filters)
    everything = request.filters in (Filters(), Filters(status=Status.any))
    match request.to:
        case Target.royal:
            table = RoyalTable(places, report, columns=request.columns, faithful=everything)
            return royal_csv.royal_csv(found, table)
        case Target.ndjson:
            return royal_ndjson.royal_ndjson(found, places, report, faithful=everything)
        case Target.google:
            return google.google_rss(found, request.link, report)
    write = shopify.shopify_csv if request.to is Target.shopify else woocommerce.woocommerce_csv
    return write(found, offers.one_currency(blocks.currencies(connection), request.currency), report)


def export_to_file(
    session: Session, request: ExportRequest, path: Path, progress: Callable[[int, int], None]
) -> ExportSummary:
    """Write the feed to a file, which appears whole or not at all. `progress` is told characters and rows so far."""
    report, written = Report(), 0
    partial = path.with_name(f".{path.name}.part")
    try:
        with partial.open("w", encoding="utf-8", newline="") as target:
            for text in export(session, request, report):
                written += target.write(text)
                progress(written, report.rows)
        partial.replace(path)
    finally:
        with suppress(FileNotFoundError):
            partial.unlink()
    return ExportSummary(request.to, path, report.rows, report.products, report.variants, report.left_out)
