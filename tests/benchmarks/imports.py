"""Imports of a large feed, against the least that loading it can cost; a second import and its undo."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from statistics import median

from tests.benchmarks.children import Run, answer, python, royal, run, settle
from tests.benchmarks.results import Result

MOST = 1.6
MOST_AGAIN = 1.2
MOST_MB = 250

#: Makes an empty database of that name, and removes it at the end.
Databases = Callable[[str], AbstractContextManager[str]]
#: What a database adds up to, by table.
Sums = dict[str, list[list[object]]]


def first(kind: str, databases: Databases, feed: Path, repeat: int) -> Result:
    """An import into an empty database, against the floor; both must load the same."""
    against = {"sqlite": "csv.reader + executemany", "postgres": "COPY + INSERT … ON CONFLICT"}[kind]
    what = f"import into an empty {kind} database"
    return measured_pairs(what, against, partial(_pair, kind, databases, feed), repeat, MOST, MOST_MB)


def measured_pairs(
    what: str, against: str, pair: Callable[[], tuple[Run, Run]], repeat: int, most: float, most_mb: float
) -> Result:
    """The median of several pairs of the floor and ours, and the most memory that ours has held."""
    pairs = [pair() for _ in range(repeat)]
    floor, ours = (median(runs) for runs in zip(*((a.seconds, b.seconds) for a, b in pairs), strict=True))
    return Result(what, against, ours, floor, most, max(run.peak_mb for _, run in pairs), most_mb)


def _pair(kind: str, databases: Databases, feed: Path) -> tuple[Run, Run]:
    with databases("floor") as url:
        target = url.removeprefix("sqlite:///")
        floor, expected = timed(python("-m", f"tests.benchmarks.{kind}_floor", target, str(feed))), sums(url)
    with databases("royal") as url:
        ours = load(url, feed)
        same(expected, sums(url), f"royal and the floor on {kind}")
    return floor, ours


def again(kind: str, databases: Databases, feed: Path, changed: Path) -> Iterator[Result]:
    """A second import with a tenth of the rows changed, and its undo, each against the first import."""
    with databases("again") as url:
        before = load(url, feed)
        expected = sums(url)
        second = load(url, changed)
        _different(expected, sums(url))
        against = "the first import"
        what = f"second import on {kind}, 10 % changed"
        yield Result(what, against, second.seconds, before.seconds, MOST_AGAIN, second.peak_mb, MOST_MB)
        undone = timed(royal("undo", latest(url), "--quiet"), url)
        same(expected, sums(url), f"the catalogue before and after an undo on {kind}")
        what = f"undo of it on {kind}"
        yield Result(what, against, undone.seconds, before.seconds, MOST_AGAIN, undone.peak_mb, MOST_MB)


def load(url: str, feed: Path) -> Run:
    return timed(royal("product", "import", str(feed), "--yes", "--quiet"), url)


def timed(command: list[str], url: str | None = None) -> Run:
    settle()
    return run(command, url)


def latest(url: str) -> str:
    return str(answer(royal("history", "--limit", "1", "--json"), url)["data"][0]["operation"])


def sums(url: str, what: str = "catalogue") -> Sums:
    found: Sums = answer(python("-m", "tests.benchmarks.sums", url, what))
    return found


def same(expected: Sums, found: Sums, what: str) -> None:
    for name, row in expected.items():
        if found[name] != row:
            raise SystemExit(f"{what} differ in {name}:\n  {row}\n  {found[name]}")


def _different(before: Sums, after: Sums) -> None:
    if before == after:
        raise SystemExit("the second import changed nothing")
