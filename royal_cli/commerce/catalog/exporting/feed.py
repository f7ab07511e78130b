"""Writes the catalogue as a feed of the kind that is asked for."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection
from sqlmodel import Session

from royal_cli.commerce.catalog.exporting import amazon, blocks, bol, google, offers, shopify, woocommerce
from royal_cli.commerce.catalog.exporting.block import Block
from royal_cli.commerce.catalog.exporting.marketplace import Offers, Told, offer_table
from royal_cli.commerce.catalog.exporting.named import are_named, report_unknown
from royal_cli.commerce.catalog.exporting.report import LeftOut, Report
from royal_cli.commerce.catalog.exporting.royal_csv import royal_csv
from royal_cli.commerce.catalog.exporting.royal_ndjson import royal_ndjson
from royal_cli.commerce.catalog.exporting.royal_table import RoyalTable
from royal_cli.commerce.catalog.exporting.royal_xlsx import royal_xlsx
from royal_cli.commerce.catalog.reading.rows import Filters, Status
from royal_cli.errors import UsageError


class Target(StrEnum):
    royal = "royal"
    xlsx = "xlsx"
    ndjson = "ndjson"
    shopify = "shopify"
    woocommerce = "woocommerce"
    google = "google"
    bol = "bol"
    amazon = "amazon"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    to: Target = Target.royal
    filters: Filters = field(default_factory=Filters)
    #: Only products that are named so, or have a variant that is.
    skus: Sequence[str] | None = None
    #: Only these, in this order, where the kind of feed leaves a choice.
    columns: Sequence[str] = ()
    #: Of the prices, where the feed has one currency only and does not name it.
    currency: str | None = None
    #: Where a product is shown, with {product} and {sku} in it.
    link: str | None = None
    #: Of all that is offered, in the words of the marketplace.
    condition: str | None = None
    #: bol's code of when it is delivered.
    delivery_code: str | None = None
    #: Prices of which it is not known whether they include VAT do.
    with_vat: bool = False


#: What is told of a feed beyond what is in the catalogue -> the kinds of feed that have use for it.
_TOLD = {
    "currency": {Target.shopify, Target.woocommerce, Target.amazon},
    "link": {Target.google},
    "condition": {Target.google, Target.bol, Target.amazon},
    "delivery_code": {Target.bol},
    "with_vat": {Target.bol, Target.amazon},
    "columns": {Target.royal, Target.xlsx, Target.ndjson, Target.amazon},
}


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """`rows` are those of the file; what was left out does not count as product or variant."""

    target: Target
    file: Path
    rows: int
    products: int
    variants: int
    left_out: list[LeftOut]


def export(session: Session, request: ExportRequest, report: Report) -> Iterator[bytes]:
    """The feed in parts, as they are asked for; `report` is complete after the last one.

    The catalogue is read as it is at the first block, and the session must not have been used before.
    """
    _check(request)
    connection = blocks.begin(session)
    found = _found(connection, request, report)
    if request.to is Target.xlsx:
        return royal_xlsx(found, _table(connection, request, report), report)
    return map(str.encode, _text(connection, request, report, found))


def _check(request: ExportRequest) -> None:
    """Nothing is told in vain: it would be taken for what the feed says."""
    for name, targets in _TOLD.items():
        if getattr(request, name) and request.to not in targets:
            kinds = ", ".join(sorted(targets))
            if name == "columns":
                raise UsageError(f"The columns of a {request.to} feed are given.", hint=f"These have a choice: {kinds}")
            flag = f"--{name.replace('_', '-')}"
            raise UsageError(f"A {request.to} feed has no use for {flag}.", hint=f"It is for {kinds}.")


def _text(connection: Connection, request: ExportRequest, report: Report, found: Iterator[Block]) -> Iterator[str]:
    match request.to:
        case Target.royal:
            return royal_csv(found, _table(connection, request, report))
        case Target.ndjson:
            places = blocks.places(connection)
            return royal_ndjson(found, places, report, fields=request.columns, faithful=_is_whole(request))
        case Target.google:
            return google.google_rss(found, request.link, request.condition, report)
        case Target.bol | Target.amazon:
            return offer_table(found, _offers(connection, request), report)
    write = shopify.shopify_csv if request.to is Target.shopify else woocommerce.woocommerce_csv
    return write(found, offers.one_currency(blocks.currencies(connection), request.currency), report)


def _found(connection: Connection, request: ExportRequest, report: Report) -> Iterator[Block]:
    if request.skus is None:
        return blocks.blocks(connection, request.filters)
    report_unknown(connection, request.skus, report)
    return blocks.blocks(connection, request.filters, are_named(connection, request.skus))


def _is_whole(request: ExportRequest) -> bool:
    return not request.columns and request.skus is None and request.filters in (Filters(), Filters(status=Status.any))


def _table(connection: Connection, request: ExportRequest, report: Report) -> RoyalTable:
    places = blocks.places(connection)
    return RoyalTable(places, report, columns=request.columns, faithful=_is_whole(request))


def _offers(connection: Connection, request: ExportRequest) -> Offers:
    told = Told(
        currency=request.currency, condition=request.condition, with_vat=request.with_vat,
        shared=blocks.shared_gtins(connection),
    )  # fmt: skip
    if request.to is Target.bol:
        return bol.offers_of(told, request.delivery_code)
    return amazon.offers_of(told, blocks.currencies(connection), request.columns)


def export_to_file(
    session: Session, request: ExportRequest, path: Path, progress: Callable[[int, int], None]
) -> ExportSummary:
    """Write the feed to a file, which appears whole or not at all. `progress` is told bytes and rows so far."""
    if path.is_dir():
        raise UsageError(f"{path} is a folder.", hint=f"Name a file in it: --output {path / 'catalogue.csv'}")
    report, written = Report(), 0
    partial = path.with_name(f".{path.name}.part")
    try:
        with partial.open("wb") as target:
            for part in export(session, request, report):
                written += target.write(part)
                progress(written, report.rows)
        partial.replace(path)
    finally:
        with suppress(FileNotFoundError):
            partial.unlink()
    return ExportSummary(request.to, path, report.rows, report.products, report.variants, report.left_out)
