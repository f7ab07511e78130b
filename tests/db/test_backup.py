import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, make_url, text

from royal_cli.db import schema, sqlite_copy
from royal_cli.db.backup import backup, restore
from royal_cli.db.database import opened, reading, transaction
from royal_cli.db.products import Product
from royal_cli.db.revision import HEAD
from royal_cli.errors import Conflict, DatabaseError, Locked, NotFound, Refused, UsageError

PROJECT = Path(__file__).parents[2]

MANY_PRODUCTS = """
WITH RECURSIVE numbers (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < 20000)
INSERT INTO products (sku, title, description, created_at, updated_at)
SELECT 'RETRO-CLOCK-' || n, 'Retro clock', hex(randomblob(500)), '2026-07-01 00:00:00', '2026-07-01 00:00:00'
FROM numbers
"""

pytestmark = pytest.mark.usefixtures("postgres_tools")


def fill(url: str, *skus: str) -> None:
    with opened(url) as engine, transaction(engine) as session:
        session.add_all([Product(sku=sku, title=sku.title(), tags=["küche"]) for sku in skus])


def skus(url: str) -> list[str]:
    with opened(url) as engine, reading(engine) as session:
        return [row[0] for row in session.execute(text("SELECT sku FROM products ORDER BY sku"))]


def empty(url: str) -> None:
    with opened(url) as engine, transaction(engine) as session:
        session.execute(text("DELETE FROM products"))


def test_what_is_put_back_is_what_was_there(database_url: str, tmp_path: Path) -> None:
    fill(database_url, "RETRO-CLOCK", "RETRO-LAMP")
    copy = backup(database_url, tmp_path / "copy")
    empty(database_url)
    fill(database_url, "MODERN-CHAIR")

    done = restore(database_url, copy.path, replace=True)

    assert skus(database_url) == ["RETRO-CLOCK", "RETRO-LAMP"]
    assert (done.revision, done.state) == (HEAD, "current")
    assert (copy.revision, copy.size) == (HEAD, (tmp_path / "copy").stat().st_size)
    assert schema.status(database_url).state == "current"


def test_numbers_go_on_after_those_of_the_backup(database_url: str, tmp_path: Path) -> None:
    fill(database_url, "RETRO-CLOCK", "RETRO-LAMP")
    copy = backup(database_url, tmp_path / "copy")
    restore(database_url, copy.path, replace=True)
    fill(database_url, "MODERN-CHAIR")

    with opened(database_url) as engine, reading(engine) as session:
        assert session.execute(text("SELECT id FROM products WHERE sku = 'MODERN-CHAIR'")).scalar() == 3


def test_a_backup_goes_into_a_database_that_is_not_there_yet(
    database_url: str, another_database_url: str, tmp_path: Path
) -> None:
    fill(database_url, "RETRO-CLOCK")
    copy = backup(database_url, tmp_path / "copy")

    done = restore(another_database_url, copy.path)

    assert skus(another_database_url) == ["RETRO-CLOCK"]
    assert done.kept is None


def test_a_backup_while_others_write_is_of_one_moment(database_url: str, tmp_path: Path) -> None:
    """A writer adds products in pairs; no copy may hold half a pair."""
    with _writer_of_pairs(database_url):
        time.sleep(0.3)
        copies = [backup(database_url, tmp_path / f"copy-{number}") for number in range(3)]

    for copy in copies:
        restore(database_url, copy.path, replace=True)
        found = skus(database_url)
        assert found
        assert len(found) % 2 == 0


def test_in_a_folder_a_backup_gets_a_name_with_its_time(sqlite_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()

    copy = backup(sqlite_url, folder)

    assert list(folder.iterdir()) == [copy.path]
    assert copy.path.name.startswith("royal-20")
    assert copy.path.suffix == ".sqlite"


def test_a_backup_is_one_file_that_only_its_owner_reads(database_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()

    copy = backup(database_url, folder)

    assert [path.name for path in folder.iterdir()] == [copy.path.name]
    assert stat.S_IMODE(copy.path.stat().st_mode) == 0o600


def test_a_backup_does_not_overwrite_another_unless_told(sqlite_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.write_text("precious")
    with pytest.raises(Conflict, match="already exists"):
        backup(sqlite_url, copy)
    assert copy.read_text() == "precious"

    backup(sqlite_url, copy, replace=True)
    assert copy.read_bytes().startswith(b"SQLite format 3")


def test_a_database_is_not_its_own_backup(sqlite_url: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))

    with pytest.raises(Conflict):
        backup(sqlite_url, path, replace=True)
    with pytest.raises(UsageError, match="is the database itself"):
        restore(sqlite_url, path)


def test_a_backup_of_nothing(empty_postgres_url: str, tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="has no tables"):
        backup(empty_postgres_url, tmp_path / "copy")

    assert list(tmp_path.iterdir()) == []


def test_a_backup_into_no_folder(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="does not exist") as caught:
        backup(sqlite_url, tmp_path / "not" / "here")

    assert caught.value.hint == f"mkdir -p {tmp_path / 'not'}"


def test_a_backup_of_a_damaged_database_is_no_backup(sqlite_url: str, tmp_path: Path) -> None:
    fill(sqlite_url, *[f"RETRO-CLOCK-{number}" for number in range(500)])
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    content = bytearray(path.read_bytes())
    content[-8192:] = b"\xff" * 8192
    path.write_bytes(content)

    with pytest.raises(DatabaseError, match=f"{path} is damaged"):
        backup(sqlite_url, tmp_path / "copy")

    assert not (tmp_path / "copy").exists()


def test_what_was_there_before_is_kept_beside(sqlite_url: str, tmp_path: Path) -> None:
    copy = backup(sqlite_url, tmp_path / "copy")
    fill(sqlite_url, "MODERN-CHAIR")

    kept = restore(sqlite_url, copy.path).kept

    assert kept
    assert kept.name.startswith("royal-before-restore-20")
    assert skus(f"sqlite:///{kept}") == ["MODERN-CHAIR"]
    assert skus(sqlite_url) == []


def test_a_database_that_is_none_any_more_is_kept_too(sqlite_url: str, tmp_path: Path) -> None:
    fill(sqlite_url, "RETRO-CLOCK")
    copy = backup(sqlite_url, tmp_path / "copy")
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    path.write_bytes(b"\xff" * 10_000)

    kept = restore(sqlite_url, copy.path).kept

    assert kept
    assert kept.read_bytes() == b"\xff" * 10_000
    assert skus(sqlite_url) == ["RETRO-CLOCK"]


def test_nothing_is_put_back_under_the_hands_of_others(sqlite_url: str, tmp_path: Path) -> None:
    copy = backup(sqlite_url, tmp_path / "copy")
    fill(sqlite_url, "MODERN-CHAIR")

    with opened(sqlite_url) as engine, reading(engine) as session:
        assert session.execute(text("SELECT count(*) FROM products")).scalar() == 1
        with pytest.raises(Locked, match="is open in another royal"):
            restore(sqlite_url, copy.path, wait=0.1)

    assert skus(sqlite_url) == ["MODERN-CHAIR"]


def test_nothing_is_put_back_while_another_holds_the_tables(postgres_url: str, tmp_path: Path) -> None:
    copy = backup(postgres_url, tmp_path / "copy")
    fill(postgres_url, "MODERN-CHAIR")

    with psycopg.connect(postgres_url) as other:
        other.execute("SELECT * FROM products")
        with pytest.raises(Locked):
            restore(postgres_url, copy.path, replace=True, wait=0.2)

    assert skus(postgres_url) == ["MODERN-CHAIR"]


def test_a_server_with_rows_is_not_overwritten_unless_told(postgres_url: str, tmp_path: Path) -> None:
    copy = backup(postgres_url, tmp_path / "copy")
    fill(postgres_url, "MODERN-CHAIR")

    with pytest.raises(Refused, match="holds data already, in products"):
        restore(postgres_url, copy.path)

    assert skus(postgres_url) == ["MODERN-CHAIR"]


def test_other_tables_on_the_server_are_left_out(postgres_url: str, tmp_path: Path) -> None:
    with psycopg.connect(postgres_url) as other:
        other.execute("CREATE TABLE weather AS SELECT 21 AS degrees")
    copy = backup(postgres_url, tmp_path / "copy")
    with psycopg.connect(postgres_url) as other:
        other.execute("UPDATE weather SET degrees = 3")

    restore(postgres_url, copy.path)

    with psycopg.connect(postgres_url) as other:
        assert other.execute("SELECT degrees FROM weather").fetchone() == (3,)


def test_a_view_on_royals_tables_stops_the_restore_and_nothing_is_lost(postgres_url: str, tmp_path: Path) -> None:
    copy = backup(postgres_url, tmp_path / "copy")
    fill(postgres_url, "MODERN-CHAIR")
    with psycopg.connect(postgres_url) as other:
        other.execute("CREATE VIEW titles AS SELECT title FROM products")

    with pytest.raises(DatabaseError, match="psql failed"):
        restore(postgres_url, copy.path, replace=True)

    assert skus(postgres_url) == ["MODERN-CHAIR"]


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_half_a_backup_is_not_put_back(database_url: str, tmp_path: Path, share: float) -> None:
    fill(database_url, *[f"RETRO-CLOCK-{number}" for number in range(300)])
    copy = backup(database_url, tmp_path / "copy").path
    copy.write_bytes(copy.read_bytes()[: int(copy.stat().st_size * share)])
    before = skus(database_url)

    with pytest.raises(DatabaseError):
        restore(database_url, copy, replace=True)

    assert skus(database_url) == before


def test_a_backup_with_a_broken_index_is_not_put_back(sqlite_url: str, tmp_path: Path) -> None:
    fill(sqlite_url, "RETRO-CLOCK")
    copy = backup(sqlite_url, tmp_path / "copy").path
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        retold = "replace(sql, 'product_type', 'title')"
        connection.execute(f"UPDATE sqlite_schema SET sql = {retold} WHERE name = 'idx_products_status_type'")

    with pytest.raises(DatabaseError, match="damaged: row 1 missing from index idx_products_status_type"):
        restore(sqlite_url, copy)


def test_a_copy_does_not_wait_for_ever(sqlite_url: str, tmp_path: Path) -> None:
    path = sqlite_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Locked):
            sqlite_copy.copy(make_url(sqlite_url), tmp_path / "copy", wait=0.1)


def test_a_database_in_memory_takes_no_backup(sqlite_url: str, tmp_path: Path) -> None:
    copy = backup(sqlite_url, tmp_path / "copy").path

    with pytest.raises(UsageError, match="in memory has no file"):
        restore("sqlite://", copy)


def test_what_is_no_backup_is_not_put_back(database_url: str, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Anna")
    stranger = tmp_path / "stranger.db"
    with closing(sqlite3.connect(stranger)) as connection:
        connection.execute("CREATE TABLE weather (degrees INTEGER)")

    with pytest.raises(NotFound, match="There is no file"):
        restore(database_url, tmp_path / "nothing")
    with pytest.raises(DatabaseError, match="is not a backup of royal"):
        restore(database_url, letter)
    with pytest.raises(DatabaseError, match=r"is not a backup of royal|is a backup of SQLite"):
        restore(database_url, stranger)
    with pytest.raises(DatabaseError, match="cannot be read"):
        restore(database_url, tmp_path)


def test_a_backup_of_a_newer_royal_is_not_put_back(database_url: str, tmp_path: Path) -> None:
    with opened(database_url) as engine:
        _set_revision(engine, "9999")
        copy = backup(database_url, tmp_path / "copy")
        _set_revision(engine, HEAD)

    with pytest.raises(DatabaseError, match="made by a newer royal"):
        restore(database_url, copy.path, replace=True)


def test_without_the_programs_of_the_server_nothing_can_be_copied(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(DatabaseError, match="pg_dump is not installed") as caught:
        backup(postgres_url, tmp_path / "copy")

    assert "apt install postgresql-client" in (caught.value.hint or "")
    assert list(tmp_path.iterdir()) == []


def test_the_password_is_not_among_the_arguments(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spy = tmp_path / "pg_dump"
    spy.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/arguments\necho "error: enough seen" >&2\nexit 1\n')
    spy.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    url = make_url(postgres_url).set(password="s3cret").render_as_string(hide_password=False)

    with pytest.raises(DatabaseError, match="pg_dump failed: enough seen"):
        backup(url, tmp_path / "copy")

    arguments = (tmp_path / "arguments").read_text()
    assert "--dbname=postgresql://" in arguments
    assert "s3cret" not in arguments


def test_a_kill_while_a_backup_is_put_back_leaves_the_old_or_the_new(sqlite_url: str, tmp_path: Path) -> None:
    fill(sqlite_url, "RETRO-CLOCK")
    with opened(sqlite_url) as engine, transaction(engine) as session:
        session.execute(text(MANY_PRODUCTS))
    copy = backup(sqlite_url, tmp_path / "copy").path
    empty(sqlite_url)
    fill(sqlite_url, "MODERN-CHAIR")
    path = Path(sqlite_url.removeprefix("sqlite:///"))

    code = (
        "import pathlib, sys; from royal_cli.db.backup import restore; restore(sys.argv[1], pathlib.Path(sys.argv[2]))"
    )
    process = subprocess.Popen([sys.executable, "-c", code, sqlite_url, str(copy)])
    while process.poll() is None and not list(path.parent.glob("royal-before-restore-*")):
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()

    assert len(skus(sqlite_url)) in (1, 20_000)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@contextmanager
def _writer_of_pairs(url: str) -> Iterator[None]:
    done = threading.Event()

    def write() -> None:
        number = 0
        with opened(url) as engine:
            while not done.is_set():
                number += 1
                with transaction(engine) as session:
                    session.add(Product(sku=f"CUP-{number:05}", title="Cup"))
                    session.flush()
                    session.add(Product(sku=f"SAUCER-{number:05}", title="Saucer"))

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _set_revision(engine: Engine, revision: str) -> None:
    with transaction(engine) as session:
        session.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
