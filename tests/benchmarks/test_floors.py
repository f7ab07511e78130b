"""What royal is measured against must do the same work, or the ratios say nothing."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import make_url
from stdnum import ean

from royal_cli.commerce.catalog.exporting import shopify
from royal_cli.db import schema
from royal_cli.db.database import opened
from tests.benchmarks import (
    export_floor,
    feed,
    order_feed,
    order_postgres_floor,
    order_sqlite_floor,
    order_tables,
    postgres_floor,
    report_floors,
    reports,
    sqlite_floor,
)
from tests.benchmarks.children import answer, royal, run
from tests.benchmarks.sums import sums

ROWS = 300


@pytest.fixture(scope="module")
def small_feed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("feed") / "feed.csv"
    feed.write(path, ROWS)
    return path


def test_the_feed_is_the_same_every_time(small_feed: Path, tmp_path: Path) -> None:
    feed.write(tmp_path / "again.csv", ROWS)

    assert (tmp_path / "again.csv").read_bytes() == small_feed.read_bytes()


def test_the_feed_has_half_a_kilobyte_a_row(small_feed: Path) -> None:
    assert 480 <= small_feed.stat().st_size / ROWS <= 540


def test_every_gtin_of_the_feed_has_its_check_digit(small_feed: Path) -> None:
    with small_feed.open(newline="", encoding="utf-8") as file:
        stated = [row["gtin"] for row in csv.DictReader(file) if row["gtin"]]

    assert len(stated) > ROWS * 0.9
    assert all(ean.is_valid(gtin) for gtin in stated)


def test_a_tenth_of_the_rows_of_the_second_feed_has_changed(small_feed: Path, tmp_path: Path) -> None:
    feed.write(tmp_path / "changed.csv", ROWS, changed=True)

    before = small_feed.read_text(encoding="utf-8").splitlines()
    after = (tmp_path / "changed.csv").read_text(encoding="utf-8").splitlines()
    assert sum(one != other for one, other in zip(before, after, strict=True)) == ROWS // 10


def test_the_floor_on_sqlite_loads_what_royal_loads(
    small_feed: Path, sqlite_url: str, sqlite_template: Path, tmp_path: Path
) -> None:
    floor = tmp_path / "floor.db"
    floor.write_bytes(sqlite_template.read_bytes())
    sqlite_floor.load(str(floor), str(small_feed))
    run(royal("product", "import", str(small_feed), "--yes"), sqlite_url)

    assert sums(f"sqlite:///{floor}") == sums(sqlite_url)


def test_the_floor_on_postgres_loads_what_royal_loads(
    small_feed: Path, postgres_url: str, empty_postgres_url: str
) -> None:
    schema.upgrade(empty_postgres_url)
    postgres_floor.load(empty_postgres_url, str(small_feed))
    run(royal("product", "import", str(small_feed), "--yes"), postgres_url)

    assert sums(empty_postgres_url) == sums(postgres_url)


@pytest.fixture(scope="module")
def small_orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("orders") / "orders.csv"
    order_feed.write(path, ROWS)
    return path


def test_the_floor_of_orders_on_sqlite_loads_what_royal_loads(
    small_orders: Path, sqlite_url: str, sqlite_template: Path, tmp_path: Path
) -> None:
    floor = tmp_path / "floor.db"
    floor.write_bytes(sqlite_template.read_bytes())
    order_sqlite_floor.load(str(floor), str(small_orders))
    run(royal("order", "import", str(small_orders), "--yes"), sqlite_url)

    found = sums(sqlite_url, "orders")
    assert sums(f"sqlite:///{floor}", "orders") == found
    assert found["order_line_items"][0][:2] == [ROWS, ROWS // order_feed.LINES_PER_ORDER]


def test_the_floor_of_orders_on_postgres_loads_what_royal_loads(
    small_orders: Path, postgres_url: str, empty_postgres_url: str
) -> None:
    schema.upgrade(empty_postgres_url)
    order_postgres_floor.load(empty_postgres_url, str(small_orders))
    run(royal("order", "import", str(small_orders), "--yes"), postgres_url)

    assert sums(empty_postgres_url, "orders") == sums(postgres_url, "orders")


def test_the_floor_of_an_export_has_the_rows_of_royals_table(
    small_feed: Path, database_url: str, tmp_path: Path
) -> None:
    run(royal("product", "import", str(small_feed), "--yes"), database_url)
    export_floor.write(database_url, "royal", str(tmp_path / "floor.csv"))
    run(royal("product", "export", "--output", str(tmp_path / "royal.csv")), database_url)

    floor, ours = (read_rows(tmp_path / name) for name in ("floor.csv", "royal.csv"))
    same = ("product", "sku", "title", "description", "category", "gtin", "currency", "stock: Main")
    columns = ("p.sku", "v.sku", "p.title", "p.description", "c.path", "v.gtin", "v.currency", "l.available")
    assert [[row[name] for name in columns] for row in floor] == [[row[name] for name in same] for row in ours]
    assert len(ours) == ROWS
    assert len(export_floor.COLUMNS["royal"]) == len(ours[0])
    assert len(export_floor.COLUMNS["shopify"]) == len(shopify.HEADER)


@pytest.mark.parametrize("report", report_floors.QUERIES)
def test_the_floor_of_a_report_comes_to_its_figures(database_url: str, report: str) -> None:
    order_tables.fill(database_url, 600)

    data = answer(royal("report", report, *reports.PERIOD, "--json"), database_url)["data"]
    first, *_ = report_floors.answers(database_url, report)

    if report in ("sales", "channels"):
        rows = data["totals"] if report == "sales" else data["rows"]
        gross, net = (sum(cents(row[name]["amount"]) for row in rows) for name in ("gross", "net"))
        assert (sum(row[-9] for row in first), sum(row[-5] for row in first)) == (gross, net)
        assert sum(row[-10] for row in first) == sum(row["units"] for row in rows)
    elif report == "products":
        assert sum(row[3] or 0 for row in first) == sum(row["units"] for row in data["rows"])
        kept = sum((row[5] or 0) - (row[6] or 0) - row[7] - row[8] for row in first)
        assert kept == sum(cents(row["revenue"]["amount"]) for row in data["rows"])
    elif report == "customers":
        assert sum(row[3] for row in first) == sum(row["customers"] for row in data["segments"])
        assert sum(row[5] for row in first) == sum(cents(row["net"]["amount"]) for row in data["segments"])
    elif report == "inventory":
        assert len(first) == data["variants"]
        assert sum(row[2] + row[3] for row in first) == data["units"]
    else:
        assert sum(row[4] for row in first if row[0] == "sale") == data["orders"]


def cents(amount: str) -> int:
    return int(amount.replace(".", ""))


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_floor_on_sqlite_works_under_royals_own_pragmas(sqlite_url: str) -> None:
    path = make_url(sqlite_url).database
    assert path
    floor = sqlite_floor.connect(path)
    with opened(sqlite_url) as engine, engine.connect() as connection:
        for name in ("journal_mode", "synchronous", "foreign_keys", "temp_store", "cache_size"):
            ours = connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            assert floor.execute(f"PRAGMA {name}").fetchone()[0] == ours, name
    floor.close()
