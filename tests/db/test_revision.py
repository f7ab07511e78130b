import pytest
from sqlalchemy import Engine, text

from royal_cli.db import revision
from royal_cli.db.database import opened, transaction
from royal_cli.db.revision import HEAD, REVISIONS, check_revision, current_revision, state_of
from royal_cli.errors import DatabaseError


def test_a_migrated_database_is_fine(engine: Engine) -> None:
    check_revision(engine)

    assert current_revision(engine) == HEAD


def test_a_database_without_tables(empty_database_url: str) -> None:
    with (
        opened(empty_database_url, create=True) as engine,
        pytest.raises(DatabaseError, match="has no tables of royal yet") as caught,
    ):
        check_revision(engine)

    assert caught.value.hint == "royal init"


def test_a_database_of_a_newer_royal(engine: Engine) -> None:
    with transaction(engine) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(DatabaseError, match="made by a newer royal") as caught:
        check_revision(engine)

    assert caught.value.hint == "Upgrade the program: pipx upgrade royal-cli"


def test_a_database_of_an_older_royal(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revision, "HEAD", "9998")

    with pytest.raises(DatabaseError, match="made by an older royal") as caught:
        check_revision(engine)

    assert caught.value.hint == "royal db upgrade"


def test_states() -> None:
    assert [state_of(None), state_of(HEAD), state_of("9999")] == ["missing", "current", "newer"]
    assert REVISIONS[-1] == HEAD
