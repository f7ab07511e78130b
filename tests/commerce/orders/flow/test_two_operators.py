"""Two operators at once, as processes of their own: one wins, the other one is told, and nothing is double."""

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.orders.flow.allocate import allocate
from royal_cli.commerce.orders.flow.fulfill import Fulfilled
from royal_cli.commerce.orders.flow.ship import Shipping, ship
from tests.commerce.catalog.made_feeds import import_rows, rows
from tests.commerce.orders.flow.floor import ASKED, faults, goods, one, packing, sell
from tests.commerce.stock.shelves import proven, put, shelves

Answer = tuple[int, str]


def at_once(url: str, *calls: Sequence[str]) -> list[Answer]:
    """All of them, started together; exit codes and what was said on stderr."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "royal_cli", "order", *words, "--yes", "--set", "lock_wait=60"],
            env={**os.environ, "ROYAL_DATABASE_URL": url},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for words in calls
    ]
    return [(process.wait(timeout=120), process.communicate()[1]) for process in started]


@pytest.fixture
def shop(engine: Engine) -> Engine:
    put(engine, {("MUG", "Main"): 3})
    sell(engine, "1001", goods("MUG", 2))
    sell(engine, "1002", goods("MUG", 2))
    return engine


def test_of_two_who_ship_one_order_one_does(shop: Engine, database_url: str) -> None:
    allocate(shop, one("1001"), ASKED)

    first, second = sorted(
        at_once(
            database_url,
            ["ship", "1001", "--carrier", "DHL", "--number", "JD0146"],
            ["ship", "1001", "--carrier", "UPS", "--number", "1Z999"],
        )
    )

    assert (first[0], second[0]) == (0, 6)
    assert second[1].startswith("royal: Parcel 1 of order 1001 was handed over already on ")
    assert "Traceback" not in second[1]
    assert rows(shop, "SELECT number, status FROM fulfillments") == [(1, "shipped")]
    assert rows(shop, "SELECT count(*) FROM operations WHERE kind = 'order.ship'") == [(1,)]
    assert shelves(shop)["MUG", "Main"] == 1
    assert faults(shop) == []


def test_of_two_orders_that_want_the_last_units_one_gets_them(shop: Engine, database_url: str) -> None:
    answers = sorted(at_once(database_url, ["allocate", "1001"], ["allocate", "1002"]))

    assert [code for code, _ in answers] == [0, 6]
    assert "1 of 2 is nowhere free" in answers[1][1]
    assert shelves(shop)["MUG", "Main"] == (1, 2, 0, 0)
    assert faults(shop) == []


def test_of_two_who_give_money_back_one_does_and_both_are_content(shop: Engine, database_url: str) -> None:
    """T81: the same request is the same refund."""
    answers = at_once(database_url, *[["refund", "1001", "--line", "MUG=1", "--reason", "late"]] * 3)

    assert [code for code, _ in answers] == [0, 0, 0]
    assert sum("nothing was done" in said for _, said in answers) == 2
    assert rows(shop, "SELECT count(*), sum(amount) FROM refunds") == [(1, 1250)]


def test_who_cancels_and_who_ships_at_once_do_not_both_succeed(shop: Engine, database_url: str) -> None:
    answers = at_once(database_url, ["cancel", "1001"], ["ship", "1001"])

    assert sorted(code for code, _ in answers) == [0, 6]
    assert faults(shop) == []


def test_who_ships_while_a_feed_writes_stock_waits_for_it_and_both_succeed(engine: Engine) -> None:
    mug = {"title": "Mug", "sku": "MUG", "stock": {"Main": 5}}
    import_rows(engine, mug)
    sell(engine, "1001", goods("MUG", 2))
    shipped: list[Future[Fulfilled]] = []

    def shipping(phase: str, _done: int, _total: int | None, _rows: int) -> None:
        if phase == "writing":
            shipped.append(desk.submit(ship, engine, "1001", None, Shipping(packing=packing()), ASKED))
            wait(shipped, timeout=0.5)

    with ThreadPoolExecutor(1) as desk:
        done = import_rows(engine, {**mug, "stock": {"Main": 9}}, progress=shipping)

    assert done.operation
    assert shipped[0].result().operation
    assert shelves(engine) == {("MUG", "Main"): 7}
    assert proven(engine)
