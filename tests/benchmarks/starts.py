"""How fast royal is at hand: its version and help, a page of a large catalogue, a page of many orders, one order."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.benchmarks import feed, order_tables
from tests.benchmarks.children import answer, python, royal, run
from tests.benchmarks.databases import sqlite
from tests.benchmarks.results import Result

MOST_START = 10
MOST_LIST = 1.4
TIMES = 21
LARGEST = 100_000


def bare() -> list[Result]:
    return [
        _against(f"royal {word}", royal(word), "python -c pass", python("-c", "pass"), MOST_START)
        for word in ("--version", "--help")
    ]


def listing(folder: Path, rows: int) -> Result:
    """A page of up to 100,000 products, against the imports alone."""
    rows = min(rows, LARGEST)
    path = folder / "catalogue.csv"
    feed.write(path, rows)
    with sqlite(folder, "list") as url:
        run(royal("product", "import", str(path), "--yes", "--quiet"), url)
        imports = "import typer, sqlmodel"
        command = royal("product", "list", "--limit", "50", "--json")
        what = f"royal product list --limit 50 --json of {rows:,}"
        return _against(what, command, f"python -c '{imports}'", python("-c", imports), MOST_LIST, url)


def orders(folder: Path, count: int) -> Iterator[Result]:
    """A page of so many orders and one of them, against the imports alone."""
    imports = "import typer, sqlmodel"
    floor = python("-c", imports)
    with sqlite(folder, "orders") as url:
        order_tables.fill(url, count)
        (newest,) = answer(royal("order", "list", "--limit", "1", "--json"), url)["data"]
        name = f"{newest['channel']}/{newest['number']}"
        for words in (("order", "list", "--limit", "50"), ("order", "show", name)):
            what = f"royal {' '.join(words)} --json of {count:,}"
            yield _against(what, royal(*words, "--json"), f"python -c '{imports}'", floor, MOST_LIST, url)


def _against(
    what: str, command: list[str], against: str, floor: list[str], most: float, url: str | None = None
) -> Result:
    """Medians of runs that take turns, after one of each that does not count."""
    pairs = [(run(command, url).seconds, run(floor).seconds) for _ in range(TIMES + 1)][1:]
    ours, theirs = map(median, zip(*pairs, strict=True))
    return Result(what, against, ours, theirs, most)
