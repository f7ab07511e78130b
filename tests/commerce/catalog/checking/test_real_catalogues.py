"""Checks of real catalogues agree with what is counted in their files, by other means."""

import csv
import gzip
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.catalog.checking.asked import asked
from royal_cli.commerce.catalog.checking.examine import Choice, in_numbers
from royal_cli.commerce.catalog.importing.feed_import import FeedRequest, import_feed
from royal_cli.commerce.catalog.importing.importer import Request
from royal_cli.commerce.catalog.reading.rows import Filters, Status
from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.db.database import reading
from tests.commerce.catalog.made_feeds import NO_LIMITS

EVERYTHING = Choice(Filters(status=Status.any))


def counts(engine: Engine, feed: Path, rejects: Path, *channels: str) -> Counter[str]:
    request = FeedRequest(name=str(feed), options=FeedOptions(currency="EUR"), rejects_file=rejects)
    import_feed(engine, request, Request(limits=NO_LIMITS, wait=0.0), recognised=lambda line: None)
    with reading(engine) as session:
        found = in_numbers(session, EVERYTHING, asked(channels))
    return Counter({row.code: row.count for row in found})


def shopify_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["Variant Price"]]


@pytest.mark.parametrize(("name", "compared"), [("shopify_fashion_nl_messy", 42), ("shopify_template_markets", 3)])
def test_prices_of_a_shop(engine: Engine, shared: Path, tmp_path: Path, name: str, compared: int) -> None:
    feed = shared / f"data/products/{name}.csv"
    rows = shopify_rows(feed)

    found = counts(engine, feed, tmp_path / "rejects.csv")

    prices = [(Decimal(row["Variant Price"]), row["Variant Compare At Price"]) for row in rows]
    assert found["compare_at"] == compared == sum(bool(other) and Decimal(other) <= price for price, other in prices)
    assert found["zero_price"] == sum(price == 0 for price, _ in prices)
    assert found["missing_cost"] == sum(not row["Cost per item"] for row in rows)
    # A spreadsheet has written some as 3.65275E+11.
    assert found["missing_gtin"] == sum(not re.fullmatch(r"'?\d+ *", row["Variant Barcode"]) for row in rows)
    assert found["negative_stock"] == sum(row["Variant Inventory Qty"].startswith("-") for row in rows)


def test_barcodes_that_several_articles_have(sqlite_engine: Engine, shared: Path, tmp_path: Path) -> None:
    """2,035 numbers stand more than once in this file."""
    numbers = []
    with gzip.open(shared / "data/products/large_bestbuy_48k.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, escapechar="\\", doublequote=False):
            numbers.append(row["upc"].strip())
    feed = tmp_path / "articles.csv"
    with feed.open("w", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["sku", "title", "gtin"])
        writer.writerows((f"A-{place}", f"Article {place}", number) for place, number in enumerate(numbers))

    found = counts(sqlite_engine, feed, tmp_path / "rejects.csv")

    assert sum(count > 1 for count in Counter(numbers).values()) == 2035
    usable = [n.lstrip("0") for n in numbers if re.fullmatch(r"\d{8}|\d{12,14}", n) and n.strip("0")]
    times = Counter(usable)
    assert found["gtin_shared"] == sum(times[number] > 1 for number in usable)
    assert found["missing_gtin"] == len(numbers) - len(usable)
    assert found["duplicate_title"] == found["near_duplicate"] == 0
