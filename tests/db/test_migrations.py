import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, Index, TextClause, inspect, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from royal_cli.db import schema
from royal_cli.db.database import opened
from royal_cli.db.revision import HEAD, REVISIONS, current_revision
from royal_cli.db.tables import METADATA
from royal_cli.errors import DatabaseError

PROJECT = Path(__file__).parents[2]


def test_the_newest_migration_is_the_one_the_program_asks_for() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.migrations_folder()))
    revisions = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]

    assert tuple(reversed(revisions)) == REVISIONS
    assert revisions[0] == HEAD


def test_models_and_migrations_agree(engine: Engine) -> None:
    on_sqlite = engine.dialect.name == "sqlite"
    indexes = {index for table in METADATA.tables.values() for index in table.indexes}
    left = {index.name for index in indexes if (_sorts(index) if on_sqlite else _is_of_sqlite(index))}

    def is_comparable(_item: object, name: str, kind: str, _reflected: bool, _compare_to: object) -> bool:
        """SQLite does not tell Alembic that an index is descending, and Alembic does not know those of one database.

        The next test sees to these.
        """
        return kind != "index" or name not in left

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_comparable})
        assert compare_metadata(context, METADATA) == []


def test_models_and_migrations_agree_to_the_letter(engine: Engine, another_database_url: str) -> None:
    """Checks, generated columns and defaults as well, which Alembic does not compare."""
    with opened(another_database_url, create=True) as fresh:
        METADATA.create_all(fresh)

        assert _definition(engine) == _definition(fresh)


def test_up_and_down_and_up_again(empty_database_url: str) -> None:
    schema.upgrade(empty_database_url)
    with opened(empty_database_url) as engine:
        first = _definition(engine)

    schema.downgrade(empty_database_url, "base")
    assert schema.status(empty_database_url).tables == ()

    schema.upgrade(empty_database_url)
    with opened(empty_database_url) as engine:
        assert _definition(engine) == first


def test_an_upgrade_says_what_it_did(empty_database_url: str) -> None:
    assert schema.upgrade(empty_database_url) == schema.Upgrade(before=None, after=HEAD)
    assert schema.upgrade(empty_database_url) == schema.Upgrade(before=HEAD, after=HEAD)


def test_two_upgrades_at_once_are_as_good_as_one(empty_database_url: str) -> None:
    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(_upgrade_in_a_process, empty_database_url) for _ in range(2)]:
            assert done.result() == ""

    assert schema.status(empty_database_url).state == "current"


def test_an_upgrade_that_another_one_overtakes_is_none_the_worse(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_then_be_overtaken(engine: Engine) -> str | None:
        seen = current_revision(engine)
        monkeypatch.setattr(schema, "current_revision", current_revision)
        assert schema.upgrade(empty_database_url) == schema.Upgrade(before=None, after=HEAD)
        return seen

    monkeypatch.setattr(schema, "current_revision", look_then_be_overtaken)

    assert schema.upgrade(empty_database_url).after == HEAD
    assert schema.status(empty_database_url).state == "current"


def test_the_status_of_a_database_without_tables(empty_postgres_url: str) -> None:
    found = schema.status(empty_postgres_url)

    assert (found.current, found.head, found.state, found.tables) == (None, HEAD, "missing", ())


def test_the_status_of_a_database_that_is_up_to_date(database_url: str) -> None:
    found = schema.status(database_url)

    assert (found.current, found.state) == (HEAD, "current")
    assert "products" in found.tables
    assert len(found.tables) == 47


def test_a_database_of_a_newer_royal_is_not_touched(database_url: str) -> None:
    with opened(database_url) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(DatabaseError, match="newer royal"):
        schema.upgrade(database_url)


def test_tables_of_other_programs_are_left_alone(empty_postgres_url: str) -> None:
    with opened(empty_postgres_url) as engine:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE weather (degrees INTEGER)"))

        schema.upgrade(empty_postgres_url)
        schema.downgrade(empty_postgres_url, "base")

        assert "weather" in inspect(engine).get_table_names()


def test_another_programs_table_is_not_taken_for_ours(empty_database_url: str) -> None:
    with opened(empty_database_url, create=True) as engine, engine.begin() as connection:
        connection.execute(text("CREATE TABLE orders (mine INTEGER)"))

    with pytest.raises(DatabaseError, match="has tables of another program: orders"):
        schema.upgrade(empty_database_url)

    with opened(empty_database_url) as engine:
        assert inspect(engine).get_table_names() == ["orders"]


def test_a_failed_upgrade_leaves_nothing_behind(empty_database_url: str) -> None:
    """The name of the last index is taken, so all tables before it have to go again."""
    with opened(empty_database_url, create=True) as engine, engine.begin() as connection:
        connection.execute(text("CREATE TABLE weather (degrees INTEGER)"))
        connection.execute(text("CREATE INDEX idx_changes_operation ON weather (degrees)"))

    with pytest.raises((OperationalError, ProgrammingError), match="already exists"):
        schema.upgrade(empty_database_url)

    with opened(empty_database_url) as engine:
        assert inspect(engine).get_table_names() == ["weather"]


def test_an_installed_program_carries_its_migrations(empty_sqlite_url: str, tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "royal_cli", tmp_path / "site" / "royal_cli")
    shutil.copytree(PROJECT / "migrations", tmp_path / "site" / "royal_cli" / "migrations")

    assert _upgrade_in_a_process(empty_sqlite_url, tmp_path / "site") == ""
    assert schema.status(empty_sqlite_url).state == "current"


def test_an_upgrade_does_not_make_folders(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="There is no database") as caught:
        schema.upgrade(f"sqlite:///{tmp_path}/not/here/royal.db")

    assert caught.value.hint == "royal init"
    assert not (tmp_path / "not").exists()


def test_the_migrations_are_found_beside_the_package() -> None:
    assert schema.migrations_folder() == PROJECT / "migrations"


def _sorts(index: Index) -> bool:
    return any(isinstance(expression, TextClause) for expression in index.expressions)


def _is_of_sqlite(index: Index) -> bool:
    return str(index.name).endswith("_search")


def _upgrade_in_a_process(url: str, folder: Path = PROJECT) -> str:
    """What it says on its standard error, with the program as it lies in the folder."""
    code = f"from royal_cli.db.schema import upgrade; upgrade({url!r})"
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False).stderr


def _definition(engine: Engine) -> list[str]:
    """The whole schema in the database's own words, in an order of its own."""
    if engine.dialect.name == "sqlite":
        rows = _rows(engine, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%'")
        return sorted(_sorted_parts(row) for row in rows)
    return sorted(
        _rows(
            engine,
            """
            SELECT concat_ws(' ', table_name, column_name, data_type, character_maximum_length, is_nullable,
                             column_default, generation_expression) FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name NOT LIKE 'alembic%'
            UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'alembic%'
            UNION ALL SELECT concat_ws(' ', conname, pg_get_constraintdef(oid)) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace AND conname NOT LIKE 'alembic%'
            """,
        )
    )


def _rows(engine: Engine, question: str) -> list[str]:
    with engine.connect() as connection:
        return [row[0] for row in connection.execute(text(question))]


def _sorted_parts(statement: str) -> str:
    """Constraints may stand in any order, and SQLite puts the name of a table that was built anew in quotes."""
    statement = re.sub(r'^CREATE TABLE "(\w+)"', r"CREATE TABLE \1", statement)
    parts = re.split(r",\s*\n\s*|\n\s*", statement.replace("\t", " "))
    return "\n".join(sorted(part.strip() for part in parts if part.strip()))
