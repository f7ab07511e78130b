"""Imports as processes of their own: killed, interrupted, racing, and finding the database busy."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from royal_cli.commerce.lock import catalogue_lock
from tests.commerce.catalog.made_feeds import everything, ledger_agrees, rows

ROWS = 4_000


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    """A feed that takes a second or two."""
    path = tmp_path / "lamps.csv"
    lines = (
        f"LAMP-{n},Lamp number {n},{'bright ' * 40},{n}.50,EUR,{n % 9},Lights > Kind {n % 50}\n" for n in range(ROWS)
    )
    path.write_text("sku,title,description,price,currency,stock: Main,category\n" + "".join(lines))
    return path


def royal(url: str, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "royal_cli", *words],
        env={**os.environ, "ROYAL_DATABASE_URL": url},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: "subprocess.Popen[str]") -> tuple[int, str]:
    _, stderr = process.communicate(timeout=120)
    return process.returncode, stderr


def is_whole_or_empty(engine: Engine) -> bool:
    counts = [
        rows(engine, f"SELECT count(*) FROM {table}")[0][0]
        for table in ("products", "product_variants", "inventory_levels", "inventory_movements")
    ]
    return counts in ([0] * 4, [ROWS] * 4)


def test_an_import_that_is_killed_has_done_nothing_or_all_and_the_next_one_finishes_it(
    engine: Engine, database_url: str, feed: Path
) -> None:
    began = time.monotonic()
    assert ended(royal(database_url, "product", "import", str(feed), "--dry-run", "-q"))[0] == 0
    takes = time.monotonic() - began

    for share in (0.3, 0.5, 0.65, 0.75, 0.85, 0.95, 1.05):
        process = royal(database_url, "product", "import", str(feed), "-q")
        time.sleep(takes * share)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert is_whole_or_empty(engine)

    assert ended(royal(database_url, "product", "import", str(feed), "-q")) == (0, "")
    assert rows(engine, "SELECT count(*) FROM products") == [(ROWS,)]
    assert rows(engine, "SELECT count(*) FROM operations") == [(1,)]
    assert ledger_agrees(engine)


def test_ctrl_c_ends_an_import_with_one_sentence(engine: Engine, database_url: str, feed: Path) -> None:
    process = royal(database_url, "product", "import", str(feed))
    assert process.stderr
    assert "columns" in process.stderr.readline()  # it has recognised the feed and now reads it
    process.send_signal(signal.SIGINT)

    assert ended(process) == (130, "royal: Interrupted.\n       The same command again takes up the work.\n")
    assert rows(engine, "SELECT count(*) FROM products") == [(0,)]


def test_two_imports_at_once_do_the_work_once(engine: Engine, database_url: str, feed: Path) -> None:
    first, second = (royal(database_url, "product", "import", str(feed), "-q", "--wait", "60") for _ in range(2))

    assert [ended(first), ended(second)] == [(0, ""), (0, "")]
    assert rows(engine, "SELECT count(*) FROM operations") == [(1,)]
    assert rows(engine, "SELECT count(*) FROM products") == [(ROWS,)]


def test_the_second_import_waits_or_exits_as_it_is_told(engine: Engine, database_url: str, feed: Path) -> None:
    with catalogue_lock(engine, 0.0, print):
        at_once = royal(database_url, "product", "import", str(feed), "--no-wait")
        soon = royal(database_url, "product", "import", str(feed), "--wait", "0.3")
        patient = royal(database_url, "product", "import", str(feed), "--wait", "60")
        looking = royal(database_url, "product", "import", str(feed), "--dry-run", "-q")

        assert "Another import is changing this catalogue." in ended(at_once)[1]
        assert (at_once.returncode, ended(soon)[0]) == (9, 9)
        assert ended(looking) == (0, "")
    code, said = ended(patient)

    assert code == 0
    assert "waiting up to 60 seconds" in said


def test_a_database_that_somebody_writes_to_is_waited_for_and_then_left(
    sqlite_engine: Engine, sqlite_url: str, feed: Path
) -> None:
    with sqlite_engine.connect() as connection:
        connection.execute(text("UPDATE operations SET reason = 'busy'"))
        code, said = ended(royal(sqlite_url, "product", "import", str(feed), "-q", "--set", "lock_wait=0.3"))
        connection.rollback()

    assert (code, said.count("\n")) == (9, 2)
    assert everything(sqlite_engine)["products"] == []
