"""What was measured, as a table to look at and as JSON to keep."""

import json
import os
import platform
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Result:
    """One pair. Seconds of both, their ratio, and what must be reached; None where nothing is asked for."""

    what: str
    against: str
    seconds: float
    floor_seconds: float
    most: float | None
    peak_mb: float | None = None
    most_mb: float | None = None

    @property
    def ratio(self) -> float:
        return self.seconds / self.floor_seconds

    @property
    def reached(self) -> bool:
        fits = self.peak_mb is None or self.most_mb is None or self.peak_mb <= self.most_mb
        return (self.most is None or self.ratio <= self.most) and fits


def line(result: Result) -> str:
    """One row of the table of `heading`."""
    memory = f"{result.peak_mb:.0f} MB" if result.peak_mb else ""
    most = f"{result.most_mb:.0f} MB" if result.most_mb else ""
    return (
        f"{result.what:<52}{result.against:<34}{_time(result.seconds):>9}{_time(result.floor_seconds):>9}"
        f"{result.ratio:>7.2f}{result.most or '':>6}{memory:>8}{most:>8}  {'reached' if result.reached else 'MISSED'}"
    )


def heading() -> str:
    titles = f"{'what':<52}{'against':<34}{'royal':>9}{'floor':>9}{'ratio':>7}{'most':>6}{'peak':>8}{'most':>8}"
    return f"{titles}\n{'-' * len(titles)}"


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{1000 * seconds:.0f} ms"


def machine() -> str:
    return (
        f"{_processor()}, {os.cpu_count()} cores, {_memory_gb()} GB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [text.partition(":")[2].strip() for text in lines if text.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _memory_gb() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 10**9)


def save(path: Path, rows: int, results: Sequence[Result]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    measured = [{**asdict(result), "ratio": result.ratio, "reached": result.reached} for result in results]
    content = {"machine": machine(), "command": sys.argv[1:], "rows": rows, "results": measured}
    path.write_text(json.dumps(content, indent=2) + "\n")
