"""How long the search of the product list takes beyond its start-up, over as many products as the feed has rows."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from statistics import median

from tests.benchmarks.children import royal, run
from tests.benchmarks.imports import Databases
from tests.benchmarks.results import Result

TIMES = 5
#: A common word, a rare one, one that nothing has, two words of which one is the vendor's, one that is not ASCII.
TEXTS = ("oak", "0500123", "tankard", "nordlicht clock", "größe")
MOST_SECONDS = 1.0


def searches(kind: str, databases: Databases, feed: Path) -> Iterator[Result]:
    """Against the same list without a search; at most one second more."""
    opened: AbstractContextManager[str] = databases("search")
    with opened as url:
        run(royal("product", "import", str(feed), "--yes", "--quiet"), url)
        bare = _seconds(url)
        for text in TEXTS:
            yield Result(
                f"product list --search '{text}' on {kind}",
                "product list",
                _seconds(url, "--search", text),
                bare,
                round((bare + MOST_SECONDS) / bare, 2),
            )


def _seconds(url: str, *options: str) -> float:
    command = royal("product", "list", "--json", *options)
    return median([run(command, url).seconds for _ in range(TIMES + 1)][1:])
