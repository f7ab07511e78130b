"""Which revision of the tables a database has, told without loading Alembic."""

from typing import Literal

from sqlalchemy import Engine, inspect, text

from royal_cli.db.failures import place, translated
from royal_cli.errors import DatabaseError

#: All revisions, oldest first.
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
HEAD = REVISIONS[-1]

State = Literal["missing", "older", "current", "newer"]


def current_revision(engine: Engine) -> str | None:
    with translated(engine.url), engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return revision


def state_of(revision: str | None) -> State:
    if revision is None:
        return "missing"
    if revision == HEAD:
        return "current"
    return "older" if revision in REVISIONS else "newer"


def check_revision(engine: Engine) -> None:
    """Raise DatabaseError unless the tables are those this program knows."""
    where = place(engine.url)
    match state_of(current_revision(engine)):
        case "missing":
            raise DatabaseError(f"{where} has no tables of royal yet.", hint="royal init")
        case "older":
            raise DatabaseError(f"{where} was made by an older royal.", hint="royal db upgrade")
        case "newer":
            raise made_by_newer(where)


def made_by_newer(where: str) -> DatabaseError:
    return DatabaseError(f"{where} was made by a newer royal.", hint="Upgrade the program: pipx upgrade royal-cli")
