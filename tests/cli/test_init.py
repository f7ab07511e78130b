"""`royal init`: from nothing to a database that is ready."""

import json
from pathlib import Path

import pytest

from royal_cli.settings import user_file
from tests.cli.conftest import Royal
from tests.cli.on_a_terminal import CLEAR, CTRL_C, ENTER, on_a_terminal


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _done(royal: Royal, *words: str) -> dict[str, object]:
    result = royal("init", "--json", *words)
    assert result.exit_code == 0, result.stderr
    data: dict[str, object] = json.loads(result.stdout)["data"]
    return data


def test_on_a_fresh_machine_it_makes_the_folder_and_the_database(royal: Royal) -> None:
    first, second = _done(royal), _done(royal)

    assert Path(str(first["database"])).is_file()
    assert (first["tables"], second["tables"]) == ("created", "unchanged")
    assert royal("db", "status").exit_code == 0
    assert not user_file().exists()


def test_the_second_time_there_is_nothing_to_do(royal: Royal) -> None:
    words = (
        "--database",
        "sqlite:///shop.db",
        "--currency",
        "sek",
        "--timezone",
        "Europe/Stockholm",
        "--vat",
        "included",
    )

    first = _done(royal, *words)
    before = user_file().read_bytes()
    second = royal("init", *words)

    assert first["written"] == ["database_url", "currency", "timezone", "vat"]
    assert (second.exit_code, second.stderr) == (0, "Nothing to do.\n")
    assert user_file().read_bytes() == before


def test_a_relative_database_stays_where_it_was_meant(
    royal: Royal, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _done(royal, "--database", "sqlite:///shop.db")
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")

    assert (folder / "shop.db").is_file()
    assert json.loads(royal("db", "status", "--json").stdout)["data"]["database"] == str(folder / "shop.db")


def test_a_default_that_was_chosen_is_a_decision_and_is_written(royal: Royal, folder: Path) -> None:
    _done(royal, "--currency", "EUR", "--project")

    assert (folder / "royal.toml").read_text() == 'currency = "EUR"\n'


def test_a_dry_run_does_nothing(royal: Royal, folder: Path) -> None:
    done = _done(royal, "--currency", "SEK", "--dry-run")

    assert (done["tables"], done["written"], done["dry_run"]) == ("created", ["currency"], True)
    assert not user_file().exists()
    assert not Path(str(done["database"])).exists()


@pytest.mark.parametrize(
    "words",
    [
        ("--currency", "EUX"),
        ("--timezone", "Mars"),
        ("--vat", "maybe"),
        ("--database", "mysql://shop"),
        ("--user", "--project"),
    ],
)
def test_a_wrong_answer_is_wrong_usage_and_nothing_is_made(royal: Royal, folder: Path, words: tuple[str, ...]) -> None:
    result = royal("init", *words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert not list(folder.iterdir())
    assert not user_file().exists()


def test_a_password_is_not_written_down(royal: Royal) -> None:
    result = royal("init", "--database", "postgresql://royal:geheim@127.0.0.1:1/shop")

    assert result.exit_code == 2
    assert "geheim" not in result.stderr
    assert not user_file().exists()


def test_a_database_that_cannot_be_made_leaves_no_settings(royal: Royal, folder: Path) -> None:
    (folder / "file").write_text("in the way")

    result = royal("init", "--database", "sqlite:///file/shop.db", "--currency", "SEK")

    assert (result.exit_code, result.stdout) == (1, "")
    assert not user_file().exists()


def test_a_server_can_be_set_up_too(royal: Royal, empty_postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROYAL_DATABASE_URL", empty_postgres_url)

    assert [_done(royal)["tables"], _done(royal)["tables"]] == ["created", "unchanged"]
    assert json.loads(royal("db", "status", "--json").stdout)["data"]["bytes"] is None


def test_on_a_terminal_it_asks_for_what_no_flag_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))

    code, shown = on_a_terminal(
        "init", "--database", "sqlite:///shop.db",
        answers=[
            ("Currency", f"{CLEAR}EUX{ENTER}"),
            ("code", f"{CLEAR}sek{ENTER}"),
            ("zone", f"{CLEAR}Europe/Stockholm{ENTER}"),
            ("VAT", ENTER),
        ],
    )  # fmt: skip

    assert code == 0, shown
    assert "currency code" in shown
    assert user_file().read_text().splitlines() == [
        f'database_url = "sqlite:///{folder}/shop.db"',
        'currency = "SEK"',
        'timezone = "Europe/Stockholm"',
        'vat = "unknown"',
    ]


def test_ctrl_c_at_a_question_does_nothing(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))

    code, shown = on_a_terminal("init", answers=[("Database", CTRL_C)])

    assert code == 130
    assert "royal: Interrupted." in shown
    assert not user_file().exists()
    assert not list(folder.iterdir())


@pytest.mark.parametrize("variable", ["CI", "ROYAL_NO_PROMPT"])
def test_nothing_is_asked_where_questions_are_forbidden(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    monkeypatch.setenv(variable, "1")

    code, shown = on_a_terminal("init", answers=[])

    assert code == 0
    assert "Ready." in shown
