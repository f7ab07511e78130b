"""Opens the database that the settings name, once its tables are known to fit this program."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from royal_cli.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session


@contextmanager
def engine(settings: Settings) -> "Iterator[Engine]":
    """The database itself, for whoever needs more than one session; closed at the end."""
    from royal_cli.db.database import opened
    from royal_cli.db.revision import check_revision

    with opened(settings.url, wait=settings.lock_wait) as found:
        check_revision(found)
        yield found


@contextmanager
def reading(settings: Settings) -> "Iterator[Session]":
    """A session that only looks."""
    from royal_cli.db import database

    with engine(settings) as found, database.reading(found) as session:
        yield session


@contextmanager
def transaction(settings: Settings) -> "Iterator[Session]":
    """A session that writes all or nothing."""
    from royal_cli.db import database

    with engine(settings) as found, database.transaction(found) as session:
        yield session
