"""A scheduled feed of two mugs, and the shortest way to run it."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session
from tenacity import wait_none

from royal_cli.commerce.catalog.importing.importer import Request
from royal_cli.commerce.catalog.scheduled_feeds.reading import FeedDetail, show_feed
from royal_cli.commerce.catalog.scheduled_feeds.register import NewFeed, add_feed, find_feed
from royal_cli.commerce.catalog.scheduled_feeds.runs import Run, RunRequest, run_feed
from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.commerce.feeds.source import Limits
from royal_cli.connectors import download
from royal_cli.db.feeds import ProductFeed
from tests.commerce.catalog.made_feeds import LIMITS

ADDRESS = "https://deboer.example/feed.csv"
MUGS = b"sku,title,price\nMUG-RED,Red mug,12.50\nMUG-BLU,Blue mug,12.50\n"
DEARER = MUGS.replace(b"Blue mug,12.50", b"Blue mug,13.00")
FREE = MUGS.replace(b"12.50", b"0.00")


def request(environ: Mapping[str, str] | None = None, **more: Any) -> RunRequest:
    return RunRequest(
        importing=Request(limits=LIMITS, wait=0, allow=more.pop("allow", frozenset())),
        options=FeedOptions(currency="EUR"),
        limits=Limits(),
        environ=environ or {},
        **more,
    )


def add(engine: Engine, source: str = ADDRESS, name: str = "deboer", **more: Any) -> None:
    add_feed(engine, NewFeed(name=name, source=source, **more))


def run(engine: Engine, name: str = "deboer", **more: Any) -> Run:
    return run_feed(engine, name, request(**more))


def stored(engine: Engine, name: str = "deboer") -> ProductFeed:
    with Session(engine) as session:
        feed = find_feed(session, name)
        session.expunge(feed)
        return feed


def shown(engine: Engine) -> FeedDetail:
    return show_feed(engine, "deboer", runs=100)


def prices(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {row.sku: row.price for row in connection.execute(text("SELECT sku, price FROM product_variants"))}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again at once."""
    monkeypatch.setattr(download, "_PATIENCE", wait_none())
