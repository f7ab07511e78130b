import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, text
from sqlmodel import Session

from royal_cli.db.database import open_engine, opened, parse_url, reading, transaction, writing
from royal_cli.db.stock import Location
from royal_cli.errors import UsageError

PROJECT = Path(__file__).parents[2]


def count(session: Session) -> int:
    found: int = session.execute(select(func.count()).select_from(Location)).scalar_one()
    return found


def test_what_is_written_is_there_afterwards(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add(Location(name="Main"))

    with reading(engine) as session:
        assert count(session) == 1


def test_a_reader_leaves_nothing_behind(engine: Engine) -> None:
    with reading(engine) as session:
        session.add(Location(name="Main"))
        session.flush()

    with reading(engine) as session:
        assert count(session) == 0


def test_an_error_takes_everything_back(engine: Engine) -> None:
    def fail() -> None:
        with transaction(engine) as session:
            session.add(Location(name="Main"))
            session.flush()
            raise ValueError("a fault")

    with pytest.raises(ValueError, match="a fault"):
        fail()

    with reading(engine) as session:
        assert count(session) == 0


def test_an_inner_step_can_be_taken_back_alone(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add(Location(name="Main"))
        session.flush()
        with session.begin_nested() as step:
            session.add(Location(name="Attic"))
            session.flush()
            step.rollback()

    with reading(engine) as session:
        assert count(session) == 1


def test_a_reader_sees_one_moment(sqlite_engine: Engine) -> None:
    with reading(sqlite_engine) as session:
        before = count(session)
        with transaction(sqlite_engine) as writer:
            writer.add(Location(name="Main"))

        assert count(session) == before


def test_writers_take_turns(database_url: str) -> None:
    """Each reads, then writes what it read plus one: none may be lost."""

    def add(_: int) -> None:
        with opened(database_url, wait=30) as engine, transaction(engine) as session:
            session.execute(text("UPDATE locations SET priority = priority + 1"))

    with opened(database_url) as engine, transaction(engine) as session:
        session.add(Location(name="Main"))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(add, range(12)))

    with opened(database_url) as engine, reading(engine) as session:
        assert session.execute(text("SELECT priority FROM locations")).scalar() == 12


def test_a_connection_that_writes_holds_the_lock_from_its_beginning(sqlite_engine: Engine) -> None:
    with writing(sqlite_engine).begin() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
        with opened(str(sqlite_engine.url), wait=0) as other, other.begin() as reader:
            assert reader.exec_driver_sql("SELECT count(*) FROM locations").scalar() == 0


def test_sqlite_is_set_up_for_many_readers_and_safe_writes(sqlite_engine: Engine) -> None:
    with sqlite_engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "temp_store", "cache_size")
        }

    assert settings == {
        "journal_mode": "wal",
        "synchronous": 1,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "temp_store": 1,
        "cache_size": -65536,
    }


def test_a_new_file_is_only_made_when_asked(empty_sqlite_url: str) -> None:
    with opened(empty_sqlite_url, create=True) as engine, reading(engine) as session:
        assert session.execute(text("SELECT 1")).scalar() == 1

    with opened(empty_sqlite_url) as engine, reading(engine) as session:
        assert session.execute(text("SELECT 1")).scalar() == 1


def test_a_database_in_memory_needs_no_file() -> None:
    with opened("sqlite://") as engine, reading(engine) as session:
        assert session.execute(text("SELECT 1")).scalar() == 1


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("postgres://anna:s3cret@db.example/shop", "postgresql+psycopg"),
        ("postgresql://db.example/shop", "postgresql+psycopg"),
        ("postgresql+psycopg://db.example/shop", "postgresql+psycopg"),
        ("sqlite:///royal.db", "sqlite"),
        ("sqlite+pysqlite:///royal.db", "sqlite"),
    ],
)
def test_urls_as_people_write_them(url: str, driver: str) -> None:
    assert parse_url(url).drivername == driver


@pytest.mark.parametrize("url", ["royal.db", "", "mysql://anna:s3cret@db.example/shop", "postgresql+asyncpg://a/b"])
def test_other_urls_are_refused_without_repeating_them(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        open_engine(url)

    assert "s3cret" not in caught.value.message
    assert "sqlite:///" in (caught.value.hint or "")


def test_opening_costs_no_more_than_the_models() -> None:
    code = "import sys; import royal_cli.db.database, royal_cli.db.revision; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    loaded = run.stdout.split()

    assert {"alembic", "psycopg", "httpx", "rich"}.isdisjoint(loaded)


def test_a_cursor_that_outlives_its_connection_is_no_news(
    sqlite_engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    """Ctrl-C ends so: the connection is closed at once, and what was half read a moment later."""
    with sqlite_engine.connect() as connection:
        result = connection.execute(text("SELECT 1 UNION SELECT 2"))
        connection.invalidate()
        result.close()

    assert not caplog.records
