"""Imports of many orders, against the least that loading them can cost; the same again, and their undo."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.benchmarks import order_feed
from tests.benchmarks.children import Run, python, royal
from tests.benchmarks.imports import Databases, latest, measured_pairs, same, sums, timed
from tests.benchmarks.results import Result

MOST = 2.0
MOST_MB = 250
_AGAINST = {"sqlite": "csv.reader + executemany", "postgres": "COPY + INSERT … SELECT"}


def measure(kind: str, databases: Databases, folder: Path, lines: int, repeat: int) -> Iterator[Result]:
    feed = folder / "orders.csv"
    if not feed.exists():
        order_feed.write(feed, lines)
    what = f"import of {lines:,} order lines on {kind}"
    yield measured_pairs(what, _AGAINST[kind], partial(_pair, kind, databases, feed), repeat, MOST, MOST_MB)
    yield from _again(kind, databases, feed)


def _pair(kind: str, databases: Databases, feed: Path) -> tuple[Run, Run]:
    with databases("floor") as url:
        target = url.removeprefix("sqlite:///")
        floor = timed(python("-m", f"tests.benchmarks.order_{kind}_floor", target, str(feed)))
        expected = sums(url, "orders")
    with databases("royal") as url:
        ours = load(url, feed)
        same(expected, sums(url, "orders"), f"royal and the floor of orders on {kind}")
    return floor, ours


def _again(kind: str, databases: Databases, feed: Path) -> Iterator[Result]:
    """The same orders a second time, which changes nothing, and the undo of the first."""
    with databases("again") as url:
        empty = sums(url, "orders")
        first = load(url, feed)
        before = sums(url, "orders")
        second = load(url, feed)
        same(before, sums(url, "orders"), f"orders before and after a second import on {kind}")
        against = "the first import"
        yield Result(f"the same orders again on {kind}", against, second.seconds, first.seconds, None, second.peak_mb)
        undone = timed(royal("undo", latest(url), "--quiet"), url)
        same(empty, sums(url, "orders"), f"orders before an import and after its undo on {kind}")
        yield Result(f"undo of these orders on {kind}", against, undone.seconds, first.seconds, None, undone.peak_mb)


def load(url: str, feed: Path) -> Run:
    return timed(royal("order", "import", str(feed), "--yes", "--quiet"), url)
