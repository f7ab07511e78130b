"""Imports of orders that are killed, that find the disk full, or that run beside each other: all of it or nothing."""

import signal
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from royal_cli.db.database import opened
from royal_cli.errors import DatabaseError
from tests.commerce.catalog.made_feeds import rows
from tests.commerce.catalog.test_real_processes import ended, royal
from tests.commerce.orders.importing.made_orders import dump, import_orders, line, order

ORDERS = 3_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Orders that take a second or two."""
    path = tmp_path / "orders.csv"
    lines = (
        f"R{number},2026-03-14T15:09Z,LAMP-{number % 97},Lamp,{place},12.50,EUR,{number}@mail.example\n"
        for number in range(ORDERS)
        for place in (1, 2, 3)
    )
    path.write_text("order,date,sku,title,quantity,price,currency,email\n" + "".join(lines))
    return path


def counts(engine: Engine) -> list[int]:
    tables = ("orders", "order_line_items", "customers", "operations")
    return [rows(engine, f"SELECT count(*) FROM {table}")[0][0] for table in tables]


def test_an_import_that_is_killed_has_done_nothing_or_all_and_the_next_one_finishes_it(
    engine: Engine, database_url: str, file: Path
) -> None:
    began = time.monotonic()
    assert ended(royal(database_url, "order", "import", str(file), "--dry-run", "-q"))[0] == 0
    takes = time.monotonic() - began

    for share in (0.4, 0.6, 0.75, 0.9, 1.0, 1.1):
        process = royal(database_url, "order", "import", str(file), "-q")
        time.sleep(takes * share)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert counts(engine) in ([0] * 4, [ORDERS, 3 * ORDERS, ORDERS, 1])

    assert ended(royal(database_url, "order", "import", str(file), "-q")) == (0, "")
    assert counts(engine) == [ORDERS, 3 * ORDERS, ORDERS, 1]


def test_two_imports_at_once_do_the_work_once(engine: Engine, database_url: str, file: Path) -> None:
    first, second = (royal(database_url, "order", "import", str(file), "-q", "--wait", "60") for _ in range(2))

    assert [ended(first), ended(second)] == [(0, ""), (0, "")]
    assert counts(engine) == [ORDERS, 3 * ORDERS, ORDERS, 1]


def test_a_disk_that_fills_changes_nothing_and_the_same_import_does_it_later(
    sqlite_engine: Engine, sqlite_url: str
) -> None:
    import_orders(sqlite_engine, order("1001", line("MUG")))
    before = dump(sqlite_engine)
    many = [order(f"R{number}", line(f"MUG-{number}", title="mug " * 50)) for number in range(2_000)]

    def fill_up(connection: Any, _record: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 50}")

    with opened(sqlite_url) as full:
        event.listen(full, "connect", fill_up)
        with pytest.raises(DatabaseError, match="No space is left"):
            import_orders(full, *many)
    assert dump(sqlite_engine) == before
    assert import_orders(sqlite_engine, *many).counts.orders.created == 2_000
