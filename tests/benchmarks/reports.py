"""Reports over a million orders, against plain SQL for the same figures."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from statistics import median

from tests.benchmarks import report_floors
from tests.benchmarks.children import python, royal, run
from tests.benchmarks.results import Result

MOST = 1.3
MOST_MB = 300
#: The days that `order_tables` fills.
PERIOD = ("--from", "2023-01-01", "--to", "2025-12-31")
#: What shows all figures, and of a long list as much as a person reads.
_OPTIONS = {"products": ("--limit", "20"), "inventory": ("--limit", "20")}


def measure(
    database: str, databases: Callable[[str], AbstractContextManager[str]], orders: int, repeat: int
) -> Iterator[Result]:
    """Each pair once before it counts, so that both find the database in memory."""
    with databases("reports") as url:
        run(python("-m", "tests.benchmarks.order_tables", url, str(orders)))
        for report in report_floors.QUERIES:
            floor = python("-m", "tests.benchmarks.report_floors", url, report)
            ours = royal("report", report, *PERIOD, *_OPTIONS.get(report, ()), "--json")
            pairs = [(run(floor), run(ours, url)) for _ in range(repeat + 1)][1:]
            yield Result(
                f"report {report} of {orders:,} orders on {database}",
                "plain SQL",
                median(mine.seconds for _, mine in pairs),
                median(theirs.seconds for theirs, _ in pairs),
                MOST,
                max(mine.peak_mb for _, mine in pairs),
                MOST_MB,
            )
