"""`make bench`: measures royal against the least that the same work can cost, in pairs, on this machine."""

import argparse
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.benchmarks import (
    exports,
    feed,
    imports,
    order_imports,
    readings,
    reports,
    reservations,
    results,
    searches,
    starts,
)
from tests.benchmarks.children import ROOT
from tests.benchmarks.databases import postgres, postgres_server, sqlite
from tests.benchmarks.results import Result

PARTS = ("starts", "list", "sqlite", "postgres", "search", "xlsx", "xml", "export", "orders", "reserve", "reports")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the large feed, and orders of the reports")
    parser.add_argument("--repeat", type=int, default=1, help="how often each first import and export is measured")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure only this; may be repeated")
    parser.add_argument("--folder", type=Path, help="where there is room: 8 GB per million rows")
    parser.add_argument("--output", type=Path, default=ROOT / "build/bench.json", help="where the figures go as JSON")
    wanted = parser.parse_args()
    print(f"{results.machine()}\n{wanted.rows:,} rows\n\n{results.heading()}", flush=True)  # noqa: T201
    found = []
    with tempfile.TemporaryDirectory(prefix="royal-bench-", dir=wanted.folder) as folder:
        for result in _measure(Path(folder), wanted.rows, wanted.repeat, wanted.only or PARTS):
            found.append(result)
            print(results.line(result), flush=True)  # noqa: T201
            results.save(wanted.output, wanted.rows, found)
    print(f"\n{wanted.output} has the figures.")  # noqa: T201


def _measure(folder: Path, rows: int, repeat: int, parts: tuple[str, ...]) -> Iterator[Result]:
    if "starts" in parts:
        yield from starts.bare()
    if "list" in parts:
        yield starts.listing(folder, rows)
        yield from starts.orders(folder, rows)
    first, changed = folder / "feed.csv", folder / "changed.csv"
    if {"sqlite", "postgres", "search", "export"} & set(parts):
        feed.write(first, rows)
    if {"sqlite", "postgres"} & set(parts):
        feed.write(changed, rows, changed=True)
    if "sqlite" in parts:
        databases = partial(sqlite, folder)
        yield imports.first("sqlite", databases, first, repeat)
        yield from imports.again("sqlite", databases, first, changed)
    if "search" in parts:
        yield from searches.searches("sqlite", partial(sqlite, folder), first)
    if "export" in parts:
        yield from exports.measure("sqlite", partial(sqlite, folder), first, rows, repeat)
    if "xlsx" in parts:
        yield readings.xlsx(partial(sqlite, folder), folder, rows, repeat)
    if "xml" in parts:
        yield from readings.xml(partial(sqlite, folder), folder, rows, repeat)
    if "orders" in parts:
        yield from order_imports.measure("sqlite", partial(sqlite, folder), folder, rows // 2, repeat)
    if "reserve" in parts:
        yield reservations.measure("sqlite", partial(sqlite, folder), rows // 10)
    if "reports" in parts:
        yield from reports.measure("sqlite", partial(sqlite, folder), rows, repeat)
    if {"postgres", "search", "export", "orders", "reserve", "reports"} & set(parts):
        with postgres_server(folder) as server:
            yield from _measure_on_postgres(server, parts, folder, rows, repeat)


def _measure_on_postgres(server: str, parts: tuple[str, ...], folder: Path, rows: int, repeat: int) -> Iterator[Result]:
    databases = partial(postgres, server)
    first, changed = folder / "feed.csv", folder / "changed.csv"
    if "postgres" in parts:
        yield imports.first("postgres", databases, first, repeat)
        yield from imports.again("postgres", databases, first, changed)
    if "search" in parts:
        yield from searches.searches("postgres", databases, first)
    if "export" in parts:
        yield from exports.measure("postgres", databases, first, rows, repeat)
    if "orders" in parts:
        yield from order_imports.measure("postgres", databases, folder, rows // 2, repeat)
    if "reserve" in parts:
        yield reservations.measure("postgres", databases, rows)
    if "reports" in parts:
        yield from reports.measure("postgres", databases, rows, repeat)


if __name__ == "__main__":
    main()
