"""A feed from a real server: versions, packed answers, and a connection that breaks off."""

import gzip
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.catalog.scheduled_feeds.kept import kept
from tests.commerce.catalog.scheduled_feeds import feeds
from tests.commerce.catalog.scheduled_feeds.feeds import DEARER, MUGS, add, prices, run, stored

impatient = feeds.impatient


@dataclass
class Shop:
    """What the server has, how much of it gets through, and what it was asked."""

    content: bytes = MUGS
    packed: bool = False
    cut: int = 0
    address: str = ""
    asked: list[dict[str, str | None]] = field(default_factory=list)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        etag = f'"{hash(self.content)}"'
        asked = {name: handler.headers.get(name) for name in ("If-None-Match", "Accept-Encoding")}
        self.asked.append(asked)
        if asked["If-None-Match"] == etag:
            handler.send_response(304)
            handler.end_headers()
            return
        body = gzip.compress(self.content) if self.packed else self.content
        handler.send_response(200)
        handler.send_header("ETag", etag)
        handler.send_header("Content-Length", str(len(body)))
        if self.packed:
            handler.send_header("Content-Encoding", "gzip")
        handler.end_headers()
        handler.wfile.write(body[: len(body) - self.cut])


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            shop.answer(self)

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    shop.address = f"http://127.0.0.1:{server.server_port}/feed.csv"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield shop
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.usefixtures("impatient")
def test_a_feed_over_its_days(engine: Engine, shop: Shop) -> None:
    add(engine, shop.address)
    assert run(engine).status == "imported"
    assert run(engine).status == "not_modified"

    shop.content, shop.cut = DEARER, 7
    torn = run(engine)
    assert torn.status == "failed"
    assert torn.error
    assert (torn.error.exit_code, torn.error.retryable) == (8, True)
    assert prices(engine) == {"MUG-RED": 1250, "MUG-BLU": 1250}
    assert kept(engine.url, "deboer").latest.read_bytes() == MUGS
    assert len(shop.asked) == 2 + 4

    shop.cut, shop.packed = 0, True
    assert run(engine).status == "imported"
    assert prices(engine) == {"MUG-RED": 1250, "MUG-BLU": 1300}
    assert kept(engine.url, "deboer").latest.read_bytes() == DEARER
    assert kept(engine.url, "deboer").previous.read_bytes() == MUGS
    assert run(engine).status == "not_modified"
    assert shop.asked[-1] == {"If-None-Match": stored(engine).etag, "Accept-Encoding": "gzip"}
