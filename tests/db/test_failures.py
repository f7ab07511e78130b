"""Each way in which a database can fail, on real files and a real server."""

import re
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, Engine, make_url, text
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from royal_cli.db.database import opened, reading, transaction
from royal_cli.db.failures import place, translate
from royal_cli.errors import CredentialsError, DatabaseError, Locked, NotFound, RoyalError, Unavailable

CLOCK = text("INSERT INTO locations (name, created_at) VALUES ('Main', '2026-07-01 00:00:00.000000')")


def write(url: str) -> None:
    with opened(url, wait=0.1) as engine, transaction(engine) as session:
        session.execute(CLOCK)


@pytest.fixture
def path(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


def test_somebody_else_writes(sqlite_url: str, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Locked, match=f"Somebody else is writing to {path}") as caught:
            write(sqlite_url)

    assert caught.value.exit_code == 9
    assert caught.value.retryable


def test_while_somebody_writes_others_read(sqlite_url: str, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with opened(sqlite_url, wait=0) as engine, reading(engine) as session:
            assert session.execute(text("SELECT count(*) FROM products")).scalar() == 0


def test_a_file_that_may_only_be_read(path: Path) -> None:
    with pytest.raises(DatabaseError, match=f"{path} can be read, but not written"):
        write(f"sqlite:///file:{path}?mode=ro&uri=true")


def test_a_full_disk(sqlite_engine: Engine) -> None:
    def fill() -> None:
        with transaction(sqlite_engine) as session:
            session.execute(text("PRAGMA max_page_count = 1"))
            for number in range(100):
                session.execute(text(f"CREATE TABLE filling_{number} (id INTEGER)"))

    with pytest.raises(DatabaseError, match="No space is left"):
        fill()

    with reading(sqlite_engine) as session:
        assert session.execute(text("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'filling%'")).scalar() == 0


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Anna, " * 200)

    with pytest.raises(DatabaseError, match=f"{letter} is not a database"):
        write(f"sqlite:///{letter}")

    assert letter.read_text() == "Dear Anna, " * 200


def test_a_damaged_file(sqlite_url: str, path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * len(content[4096:])
    path.write_bytes(content)

    with pytest.raises(DatabaseError, match=f"{path} is damaged") as caught:
        write(sqlite_url)

    assert caught.value.hint == "Put a backup back: royal db restore FILE"


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="There is no database at") as caught:
        write(f"sqlite:///{tmp_path}/royal.db")

    assert caught.value.hint == "royal init"
    assert list(tmp_path.iterdir()) == []


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="is a folder, not a database"):
        write(f"sqlite:///{tmp_path}")


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match=f"There is no database at {tmp_path}/shop/royal.db yet"):
        write(f"sqlite:///{tmp_path}/shop/royal.db")


def test_a_file_that_may_not_be_opened(sqlite_url: str, path: Path) -> None:
    Path(f"{path}-wal").mkdir()

    with pytest.raises(DatabaseError, match="may not be opened") as caught:
        write(sqlite_url)

    assert caught.value.hint == f"Look at its permissions: ls -l {path.parent}"


def test_a_server_that_is_not_there() -> None:
    with closing(socket.socket()) as reserved:
        reserved.bind(("127.0.0.1", 0))
        url = f"postgresql://anna:s3cret@127.0.0.1:{reserved.getsockname()[1]}/shop"
        with pytest.raises(Unavailable, match="cannot be reached") as caught:
            write(url)

    assert caught.value.exit_code == 8
    assert "s3cret" not in _all_that_is_said(caught.value)


def test_a_server_that_does_not_answer() -> None:
    with closing(socket.socket()) as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(Unavailable, match="cannot be reached"):
            write(f"postgresql://anna@127.0.0.1:{silent.getsockname()[1]}/shop?connect_timeout=2")


@pytest.mark.parametrize("password", ["wr0ng", ""])
def test_a_wrong_password(postgres_url_of_anna: URL, password: str) -> None:
    with pytest.raises(CredentialsError, match="does not accept the user anna") as caught:
        write(_text(postgres_url_of_anna.set(password=password)))

    assert caught.value.exit_code == 4
    assert "wr0ng" not in _all_that_is_said(caught.value)


def test_a_user_nobody_knows(postgres_url_of_anna: URL) -> None:
    with pytest.raises(CredentialsError, match="does not accept the user nobody"):
        write(_text(postgres_url_of_anna.set(username="nobody")))


def test_a_user_without_rights(postgres_url_of_anna: URL) -> None:
    with pytest.raises(DatabaseError, match="The user anna may not do that"):
        write(_text(postgres_url_of_anna))


def test_a_database_that_is_not_on_the_server(postgres_url: str) -> None:
    with pytest.raises(DatabaseError, match="does not exist on that server") as caught:
        write(_text(make_url(postgres_url).set(database="nowhere")))

    assert caught.value.hint == "createdb nowhere"


def test_a_standby(postgres_url: str) -> None:
    standby = make_url(postgres_url).update_query_dict({"options": "-c default_transaction_read_only=on"})

    with pytest.raises(DatabaseError, match="can be read, but not written"):
        write(_text(standby))


def test_somebody_else_holds_the_table(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as other:
        other.execute("LOCK TABLE locations")
        with pytest.raises(Locked):
            write(postgres_url)


def test_a_server_that_goes_away(postgres_url: str) -> None:
    def work() -> None:
        with (
            opened(postgres_url) as engine,
            psycopg.connect(postgres_url, autocommit=True) as administrator,
            transaction(engine) as session,
        ):
            number = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
            administrator.execute("SELECT pg_terminate_backend(%s)", [number])
            session.execute(CLOCK)

    with pytest.raises(Unavailable, match="is restarting"):
        work()


def test_a_connection_that_died_while_idle_is_replaced(postgres_url: str) -> None:
    with opened(postgres_url) as engine, psycopg.connect(postgres_url, autocommit=True) as administrator:
        with reading(engine) as session:
            number = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        administrator.execute("SELECT pg_terminate_backend(%s)", [number])

        with reading(engine) as session:
            assert session.execute(text("SELECT 1")).scalar() == 1


def test_faults_of_the_program_are_not_dressed_up(engine: Engine) -> None:
    with pytest.raises((OperationalError, ProgrammingError), match="no_such_table"), reading(engine) as session:
        session.execute(text("SELECT * FROM no_such_table"))
    with transaction(engine) as session:
        session.execute(CLOCK)
    with pytest.raises(IntegrityError), transaction(engine) as session:
        session.execute(CLOCK)


def test_errors_of_royal_pass_unchanged(engine: Engine) -> None:
    with pytest.raises(NotFound, match="RETRO-CLOCK"), transaction(engine):
        raise NotFound("There is no RETRO-CLOCK.")


@pytest.mark.parametrize(
    ("state", "error"),
    [
        ("53100", "No space is left"),
        ("53300", "has no connection left"),
        ("40001", "Somebody else is writing"),
        ("40P01", "Somebody else is writing"),
        ("08006", "cannot be reached"),
        ("28000", "does not accept the user anna"),
        ("3D000", "does not exist"),
    ],
)
def test_what_a_server_says_with_a_code(state: str, error: str) -> None:
    url = make_url("postgresql+psycopg://anna:s3cret@db.example/shop")
    explained = translate(psycopg.errors.lookup(state)("the server's own words"), url)

    assert explained is not None
    assert re.search(error, explained.message)
    assert "postgresql://anna:***@db.example/shop" in explained.message


def test_an_error_of_the_disk_itself(sqlite_url: str) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_WRITE

    explained = translate(error, make_url(sqlite_url))

    assert isinstance(explained, DatabaseError)
    assert explained.message.startswith("The disk failed while")


def test_a_password_is_never_shown() -> None:
    assert place(make_url("postgresql+psycopg://anna:s3cret@db.example/shop")) == (
        "postgresql://anna:***@db.example/shop"
    )


def _all_that_is_said(error: RoyalError) -> str:
    return f"{error} {error.hint} {error.details}"


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)
