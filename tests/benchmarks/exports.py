"""Exports of a large catalogue, against one bare SELECT of the same columns."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from statistics import median

import psycopg

from tests.benchmarks.children import Run, python, royal, run, settle
from tests.benchmarks.results import Result

MOST = 1.5
MOST_MB = 150
KINDS = ("royal", "shopify", "ndjson")


def measure(
    database: str, databases: Callable[[str], AbstractContextManager[str]], feed: Path, rows: int, repeat: int
) -> Iterator[Result]:
    """Of a catalogue with a variant for each row of the feed."""
    with databases("exports") as url:
        run(python("-m", f"tests.benchmarks.{database}_floor", url.removeprefix("sqlite:///"), str(feed)))
        _settle_plans(url)
        for kind in KINDS:
            pairs = [_pair(url, kind, feed.parent, rows) for _ in range(repeat)]
            floor, ours = (median(runs) for runs in zip(*((a.seconds, b.seconds) for a, b in pairs), strict=True))
            peak = max(run.peak_mb for _, run in pairs)
            what = f"export --to {kind} on {database}"
            yield Result(what, "SELECT + csv.writer", ours, floor, MOST, peak, MOST_MB)


def _pair(url: str, kind: str, folder: Path, rows: int) -> tuple[Run, Run]:
    floor, ours = folder / "floor.csv", folder / f"export.{kind}"
    return (
        _timed(python("-m", "tests.benchmarks.export_floor", url, kind, str(floor)), None, floor, rows),
        _timed(royal("product", "export", "--to", kind, "--output", str(ours), "--quiet"), url, ours, rows),
    )


def _settle_plans(url: str) -> None:
    """PostgreSQL looks at new tables a minute later, and may choose other ways between two runs."""
    if url.startswith("postgresql"):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")


def _timed(command: list[str], url: str | None, file: Path, rows: int) -> Run:
    settle()
    done = run(command, url)
    with file.open("rb") as lines:
        written = sum(1 for _ in lines)
    if written not in (rows, rows + 1):
        raise SystemExit(f"{' '.join(command)} wrote {written} lines for {rows} variants")
    file.unlink()
    return done
