"""The shortest ways from a database to a feed and back."""

import csv
import io
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from royal_cli.commerce.catalog.exporting.feed import ExportRequest, Target, export
from royal_cli.commerce.catalog.exporting.report import Report
from royal_cli.commerce.catalog.importing.feed_import import FeedRequest, ImportSummary, import_feed
from royal_cli.commerce.catalog.importing.importer import Request
from royal_cli.commerce.catalog.reading.rows import Filters, Status
from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.db.database import reading
from tests.commerce.catalog.made_feeds import NO_LIMITS, everything, rows

EVERYTHING = Filters(status=Status.any)


def exported(engine: Engine, to: Target = Target.royal, report: Report | None = None, **request: Any) -> str:
    with reading(engine) as session:
        return b"".join(export(session, ExportRequest(to=to, **request), report or Report())).decode()


def table(
    engine: Engine, to: Target = Target.royal, report: Report | None = None, **request: Any
) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported(engine, to, report, **request), newline="")))


def left_out(report: Report) -> dict[str, list[str]]:
    """Reason -> the SKUs that it concerns."""
    return {left.reason: left.skus for left in report.left_out}


def imported(engine: Engine, feed: Path, currency: str = "EUR") -> ImportSummary:
    request = FeedRequest(
        name=str(feed), options=FeedOptions(currency=currency), rejects_file=feed.with_suffix(".rejects.csv")
    )
    return import_feed(engine, request, Request(limits=NO_LIMITS, wait=0.0), recognised=lambda line: None)


def whole(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that a feed of royal's own can say."""
    as_text = "CAST({} AS TEXT)".format
    documents = ", ".join(map(as_text, ("tags", "meta_keywords", "search_keywords", "dimensions", "videos", "images")))
    return everything(engine) | {
        # A currency that no amount is in is no part of it.
        "variants": rows(
            engine,
            "SELECT p.sku, v.sku, v.title, v.sku_derived, v.source_sku, v.gtin, v.option1_name, v.option1_value,"
            " CASE WHEN coalesce(v.price, v.compare_at_price, v.cost_price) IS NOT NULL THEN v.currency END,"
            " v.price, v.compare_at_price, v.cost_price, v.status, v.allow_backorder,"
            " CASE WHEN coalesce(v.price, v.compare_at_price, v.cost_price) IS NOT NULL THEN v.price_scale END"
            " FROM product_variants v JOIN products p ON p.id = v.product_id ORDER BY v.sku",
        ),
        "product fields": rows(
            engine,
            f"SELECT sku, product_type, {documents}, currency, price_scale, base_price, compare_at_price, cost_price,"
            " weight, weight_unit, seo_title, seo_description FROM products ORDER BY sku",
        ),
        "variant fields": rows(
            engine,
            "SELECT sku, asin, mpn, option2_name, option2_value, option3_name, option3_value, price_includes_vat,"
            f" weight, weight_unit, {as_text('dimensions')}, position, image_url FROM product_variants ORDER BY sku",
        ),
        "market fields": rows(
            engine,
            "SELECT v.sku, m.market, m.price_scale, m.compare_at_price FROM market_prices m"
            " JOIN product_variants v ON v.id = m.product_variant_id ORDER BY v.sku, m.market",
        ),
    }
