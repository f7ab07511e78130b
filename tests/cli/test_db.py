"""`royal db`: upgrade, backup, restore."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Royal


def _data(royal: Royal, *words: str) -> dict[str, object]:
    result = royal(*words, "--json")
    assert result.exit_code == 0, result.stderr
    data: dict[str, object] = json.loads(result.stdout)["data"]
    return data


def test_status_says_whether_the_tables_fit(royal: Royal, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROYAL_DATABASE_URL", database_url)

    status = _data(royal, "db", "status")

    assert (status["state"], status["revision"]) == ("current", status["needed"])
    assert isinstance(status["tables"], int)
    assert status["tables"] >= 19


def test_an_upgrade_is_done_once(royal: Royal, empty_database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROYAL_DATABASE_URL", empty_database_url)
    royal("init", "--yes")

    assert _data(royal, "db", "upgrade")["changed"] is False
    assert royal("db", "upgrade").stderr == "Nothing to do.\n"


def test_a_dry_run_of_an_upgrade_changes_nothing(
    royal: Royal, empty_sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(empty_sqlite_url.removeprefix("sqlite:///"))) as connection:
        connection.execute("CREATE TABLE other (id)")
    monkeypatch.setenv("ROYAL_DATABASE_URL", empty_sqlite_url)

    planned = _data(royal, "db", "upgrade", "--dry-run")

    assert (planned["before"], planned["changed"], planned["dry_run"]) == (None, True, True)
    assert _data(royal, "db", "status")["state"] == "missing"
    assert _data(royal, "db", "upgrade")["changed"] is True


def test_a_backup_can_be_put_back(royal: Royal, shop: Path) -> None:
    royal("product", "import", "mugs.csv", "--yes")
    made = _data(royal, "db", "backup", "copy.sqlite")
    royal("undo", "last")

    done = _data(royal, "db", "restore", "copy.sqlite", "--yes")

    assert (made["file"], done["state"]) == ("copy.sqlite", "current")
    assert Path(str(done["kept"])).is_file()
    assert royal("product", "show", "MUG-BLUE").exit_code == 0


def test_a_backup_in_a_folder_is_named_after_the_time(royal: Royal, shop: Path) -> None:
    made = _data(royal, "db", "backup")

    assert Path(str(made["file"])).match("royal-*.sqlite")
    assert royal("db", "backup", str(made["file"])).exit_code == 6


def test_restore_asks_and_without_anybody_there_it_refuses(royal: Royal, shop: Path) -> None:
    royal("db", "backup", "copy.sqlite")

    result = royal("db", "restore", "copy.sqlite")

    assert (result.exit_code, result.stdout) == (7, "")
    assert "--yes" in result.stderr


@pytest.mark.parametrize(
    ("words", "exit_code"),
    [("restore nothing.sqlite --yes", 5), ("restore mugs.csv --yes", 1), ("backup nowhere/copy.sqlite", 1)],
)
def test_what_cannot_be_done_is_said(royal: Royal, shop: Path, words: str, exit_code: int) -> None:
    result = royal("db", *words.split())

    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert result.stderr.startswith("royal: ")


def test_a_dry_run_of_a_restore_checks_the_backup_and_changes_nothing(royal: Royal, shop: Path) -> None:
    royal("db", "backup", "empty.sqlite")
    royal("product", "import", "mugs.csv")
    checked = _data(royal, "db", "restore", "empty.sqlite", "--dry-run")
    (shop / "torn.sqlite").write_bytes((shop / "empty.sqlite").read_bytes()[:5_000])

    assert (checked["state"], checked["dry_run"], checked["kept"]) == ("current", True, None)
    assert royal("db", "restore", "torn.sqlite", "--dry-run").exit_code == 1
    assert len(json.loads(royal("product", "list", "--json").stdout)["data"]) == 3


def test_a_copy_is_another_database_with_the_same_shop(royal: Royal, shop: Path) -> None:
    royal("product", "import", "mugs.csv")
    listed = royal("product", "list", "--json").stdout
    counted = _rows(royal, "db", "copy", "--to", "sqlite:///elsewhere.db", "--dry-run")
    done = _rows(royal, "db", "copy", "--to", "sqlite:///elsewhere.db")
    there = {"ROYAL_DATABASE_URL": "sqlite:///elsewhere.db"}

    assert {row["table"]: row["rows"] for row in counted} == {row["table"]: row["copied"] for row in done}
    assert royal("product", "list", "--json", env=there).stdout == listed
    assert royal("undo", "last", env=there).exit_code == 0


def test_a_password_is_never_taken_from_the_command_line(royal: Royal, shop: Path) -> None:
    done = royal("db", "copy", "--to", "postgresql://anna:secret@nowhere.example/shop")

    assert done.exit_code == 2
    assert "secret" not in done.stderr
    assert royal("db", "copy").exit_code == 2


def _rows(royal: Royal, *words: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(royal(*words, "--json").stdout)["data"]
    return rows
