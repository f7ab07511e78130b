"""Feeds that are more than text: a workbook against openpyxl, an XML feed against iterparse."""

import csv
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from openpyxl import Workbook

from tests.benchmarks import feed, imports, xml_feed
from tests.benchmarks.children import Run, answer, python
from tests.benchmarks.results import Result

MOST_XLSX = 1.3
MOST_XML = 1.5
MOST_MB = 250
LARGEST_SHEET = 100_000

#: Columns of a supplier's workbook, and which of them are numbers there.
_COLUMNS = (
    "sku", "title", "vendor", "type", "tags", "category", "price", "cost", "gtin", "weight (g)", "stock", "image",
)  # fmt: skip
_NUMBERS = frozenset(["price", "cost", "weight (g)", "stock", "gtin"])


def xlsx(databases: imports.Databases, folder: Path, rows: int, repeat: int) -> Result:
    """The whole import of a workbook; it must load what the same rows load as text."""
    rows = min(rows, LARGEST_SHEET)
    book, text = folder / "list.xlsx", folder / "list.csv"
    _write_book(book, text, rows)
    with databases("text") as url:
        imports.load(url, text)
        expected = imports.sums(url)
    ours, floor = [], []
    for _ in range(repeat):
        floor.append(_timed("tests.benchmarks.read_floors", "xlsx", book))
        with databases("book") as url:
            ours.append(imports.load(url, book))
            imports.same(expected, imports.sums(url), "a workbook and the same rows as text")
    what = f"import of an xlsx of {rows:,} rows, SQLite"
    return _result(what, "openpyxl, read-only iteration", ours, floor, MOST_XLSX)


def xml(databases: imports.Databases, folder: Path, rows: int, repeat: int) -> Iterator[Result]:
    """Reading an XML feed of half as many items, 500 MB for a million rows; and what a whole import of it takes."""
    items = rows // 2
    path = folder / "google.xml"
    xml_feed.write(path, items)
    for reader in (python("-m", "tests.benchmarks.read"), python("-m", "tests.benchmarks.read_floors", "xml")):
        if (found := answer([*reader, str(path)])) != items:
            raise SystemExit(f"{' '.join(reader)} has read {found:,} of {items:,} items")
    size = f"XML feed of {path.stat().st_size / 10**6:.0f} MB"
    ours = [_timed("tests.benchmarks.read", path) for _ in range(repeat)]
    texts = [_timed("tests.benchmarks.read_floors", "xml", path) for _ in range(repeat)]
    bare = [_timed("tests.benchmarks.read_floors", "xml_bare", path) for _ in range(repeat)]
    yield _result(f"reading an {size}", "iterparse, names and texts", ours, texts, MOST_XML)
    yield _result("the same", "iterparse, nothing taken", ours, bare, None)
    with databases("xml") as url:
        yield _result(f"import of an {size}, SQLite", "iterparse, names and texts", [imports.load(url, path)], texts,
                      None)  # fmt: skip


def _write_book(book: Path, text: Path, rows: int) -> None:
    places = [feed.HEADER.index(name) for name in _COLUMNS]
    made = Workbook(write_only=True)
    sheet = made.create_sheet("Prices")
    with text.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for row in (_COLUMNS, *([str(row[place]) for place in places] for row in feed.rows(rows))):
            writer.writerow(row)
            sheet.append([_typed(name, cell) for name, cell in zip(_COLUMNS, row, strict=True)])
    made.save(book)


def _typed(name: str, cell: str) -> object:
    if name not in _NUMBERS or cell == name:
        return cell or None
    return (float(cell) if "." in cell else int(cell)) if cell else None


def _timed(module: str, *arguments: str | Path) -> Run:
    return imports.timed(python("-m", module, *map(str, arguments)))


def _result(what: str, against: str, ours: list[Run], floor: list[Run], most: float | None) -> Result:
    seconds, floor_seconds = (median(run.seconds for run in runs) for runs in (ours, floor))
    return Result(what, against, seconds, floor_seconds, most, max(run.peak_mb for run in ours), MOST_MB)
