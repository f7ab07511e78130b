"""The program as a whole: its help, its errors and exit codes, what it costs to start."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from royal_cli.cli.failures import ended
from royal_cli.cli.terminal import ReaderGone
from royal_cli.errors import (
    ChangesFound,
    Conflict,
    CredentialsError,
    DatabaseError,
    FeedError,
    Locked,
    NotFound,
    PartialFailure,
    Refused,
    RoyalError,
    StalePlan,
    Unavailable,
    UsageError,
)
from tests.cli.conftest import Royal

ROOT = Path(__file__).parents[2]
HEAVY = {"rich", "pydantic", "sqlalchemy", "sqlmodel", "alembic", "questionary", "httpx", "jsonschema", "tomlkit"}


def test_help_begins_with_examples_and_names_every_command_and_exit_code(royal: Royal) -> None:
    result = royal("--help")

    assert result.stdout.startswith("Examples:\n  royal init\n")
    for word in ("product", "history", "undo", "apply", "init", "doctor", "db", "config", "schema", "completion"):
        assert f"\n  {word} " in result.stdout
    assert "3 partly done" in result.stdout
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize("words", [(), ("db",), ("config",), ("product",)])
def test_a_bare_noun_asks_for_help(royal: Royal, words: tuple[str, ...]) -> None:
    bare, helped = royal(*words), royal(*words, "-h")

    assert (bare.exit_code, bare.stdout) == (0, helped.stdout)
    assert bare.stdout.startswith("Examples:")


def test_a_noun_with_a_default_does_it(royal: Royal, shop: Path) -> None:
    assert royal("history", "--json").stdout == royal("history", "list", "--json").stdout != ""
    assert royal("history", "-h").stdout.startswith("Examples:")


def test_the_version_is_one_line(royal: Royal) -> None:
    result = royal("--version")

    assert result.stdout.startswith("royal ")
    assert result.stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("prodct", "list"), "Did you mean `royal product`?"),
        (("config", "lst"), "Did you mean `royal config list`?"),
        (("xyzzy",), "`royal --help` lists them."),
        (("import", "feed.csv"), "Did you mean `royal product import`?"),
        (("product", "price", "MUG-RED"), "Did you mean `royal product price set`?"),
    ],
)
def test_a_mistyped_command_is_answered_with_the_one_that_was_meant(
    royal: Royal, words: tuple[str, ...], hint: str
) -> None:
    result = royal(*words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[1].strip() == hint


def test_a_wrong_value_is_told_in_plain_words(royal: Royal) -> None:
    assert "Invalid value for '--limit': it should be a whole number." in royal("product", "list", "--limit=x").stderr
    assert "Invalid value for '--sort': 'x' is not one of" in royal("product", "list", "--sort", "x").stderr


def test_options_of_every_command_stand_anywhere(royal: Royal, shop: Path) -> None:
    (shop / "royal.toml").write_text('[profile.fair]\ncurrency = "NOK"\n')

    for words in (
        ("-P", "fair", "config", "get", "currency"),
        ("config", "-P", "fair", "get", "currency"),
        ("config", "get", "-P", "fair", "currency"),
        ("config", "get", "currency", "-P", "fair"),
    ):
        assert royal(*words).stdout == "NOK\n"


def test_a_setting_can_be_overruled_for_one_call(royal: Royal) -> None:
    call = ("--set", "currency=SEK", "config", "get", "currency", "--set", "timezone=Europe/Oslo")

    assert royal(*call).stdout == "SEK\n"
    assert royal("config", "get", "timezone", "--set", "timezone").exit_code == 2
    assert royal("config", "get", "timezone", "--set", "timezon=UTC").exit_code == 2


def test_two_formats_contradict_each_other(royal: Royal) -> None:
    result = royal("config", "list", "--json", "--format", "csv")

    assert (result.exit_code, result.stdout) == (2, "")
    assert royal("config", "list", "--json", "--format", "json").exit_code == 0


@pytest.mark.parametrize(
    ("error", "exit_code", "code", "retryable"),
    [
        (RoyalError, 1, "failed", False),
        (FeedError, 1, "feed", False),
        (DatabaseError, 1, "database", False),
        (UsageError, 2, "usage", False),
        (PartialFailure, 3, "partial", False),
        (CredentialsError, 4, "credentials", False),
        (NotFound, 5, "not_found", False),
        (Conflict, 6, "conflict", False),
        (StalePlan, 6, "stale_plan", False),
        (Refused, 7, "refused", False),
        (Unavailable, 8, "unavailable", True),
        (Locked, 9, "locked", True),
        (ChangesFound, 10, "changes_found", False),
    ],
)
def test_each_error_has_its_exit_code_and_its_json(
    capsys: pytest.CaptureFixture[str], error: type[RoyalError], exit_code: int, code: str, retryable: bool
) -> None:
    raised = error("MUG-RED is gone.", hint="Look for it.", sku="MUG-RED", path=Path("a.csv"), strange=object)

    assert ended(raised, ["product", "show", "MUG-RED"]) == exit_code
    assert capsys.readouterr() == ("", "royal: MUG-RED is gone.\n       Look for it.\n")

    assert ended(raised, ["product", "show", "MUG-RED", "--format=ndjson"]) == exit_code
    told = json.loads(capsys.readouterr().err)["error"]
    assert told == {
        "code": code,
        "message": "MUG-RED is gone.",
        "hint": "Look for it.",
        "retryable": retryable,
        "details": {"sku": "MUG-RED", "path": "a.csv", "strange": "<class 'object'>"},
    }


@pytest.mark.parametrize("words", [["--json"], ["--format", "json"], ["--format=ndjson"]])
def test_json_is_recognised_in_every_spelling(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    ended(NotFound("No."), ["product", "list", *words])

    assert json.loads(capsys.readouterr().err)["error"]["code"] == "not_found"


def test_what_follows_two_dashes_is_no_option(capsys: pytest.CaptureFixture[str]) -> None:
    ended(NotFound("No."), ["product", "show", "--", "--json"])

    assert capsys.readouterr().err == "royal: No.\n"


def test_what_nobody_expected_is_one_sentence_and_with_verbose_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise KeyError("postgresql://royal:geheim@db/shop")

    with pytest.raises(KeyError) as caught:
        fail()
    assert ended(caught.value, ["product", "list"]) == 1
    sentence = capsys.readouterr().err
    assert ended(caught.value, ["product", "list", "-v"]) == 1
    verbose = capsys.readouterr().err

    assert sentence.startswith("royal: Something happened that royal did not expect: KeyError")
    assert "Traceback" not in sentence
    assert "Traceback" in verbose
    assert "geheim" not in sentence + verbose


@pytest.mark.parametrize("error", [MemoryError(), RecursionError()])
def test_too_little_memory_is_said_plainly(capsys: pytest.CaptureFixture[str], error: Exception) -> None:
    assert ended(error, []) == 1
    assert "ran out of memory" in capsys.readouterr().err


def test_what_the_system_refuses_is_said_with_the_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(OSError(28, "No space left on device", "/srv/feed.csv"), []) == 1
    assert capsys.readouterr().err.startswith("royal: The system says: No space left on device (/srv/feed.csv).\n")


def test_a_reader_that_has_gone_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(ReaderGone(), []) == 0
    assert capsys.readouterr() == ("", "")


def _royal(*words: str) -> list[str]:
    return [sys.executable, "-m", "royal_cli", *words]


def test_head_ends_it_quietly() -> None:
    lister = subprocess.Popen(_royal("config", "list"), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert lister.stdout
    assert lister.stderr
    lister.stdout.close()

    assert lister.stderr.read() == b""
    lister.stderr.close()
    assert lister.wait() == 0


def test_ctrl_c_ends_with_130_and_one_sentence(tmp_path: Path) -> None:
    fifo = tmp_path / "feed.csv"
    os.mkfifo(fifo)
    subprocess.run(_royal("init"), cwd=ROOT, env=_env(tmp_path), check=True, capture_output=True)
    importer = subprocess.Popen(
        _royal("product", "import", str(fifo)), cwd=ROOT, env=_env(tmp_path), stderr=subprocess.PIPE, text=True
    )
    feed = _opened_by_a_reader(fifo)
    importer.send_signal(signal.SIGINT)
    _, stderr = importer.communicate(timeout=30)

    os.close(feed)
    assert importer.returncode == 130
    assert stderr.startswith("royal: Interrupted.\n")


def _opened_by_a_reader(fifo: Path) -> int:
    """The writing end of a pipe, once somebody reads from it."""
    for _ in range(300):
        try:
            return os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nobody read the feed")


def _env(folder: Path) -> dict[str, str]:
    return os.environ | {"ROYAL_DATABASE_URL": f"sqlite:///{folder}/royal.db"}


def _modules_after(*words: str, env: dict[str, str]) -> set[str]:
    """The heavy packages that a call has imported when it ends."""
    script = (
        "import atexit, sys\n"
        "atexit.register(lambda: print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr))\n"
        f"sys.argv = ['royal', *{list(words)!r}]\n"
        "from royal_cli.cli.main import run\nrun()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    return HEAVY & {*done.stderr.split()}


@pytest.mark.parametrize("words", [("--help",), ("--version",), ()])
def test_help_and_version_import_nothing_heavy(words: tuple[str, ...]) -> None:
    assert _modules_after(*words, env=dict(os.environ)) == set()


def test_completing_a_command_imports_nothing_heavy() -> None:
    env = os.environ | {"_ROYAL_COMPLETE": "complete_bash", "COMP_WORDS": "royal pro", "COMP_CWORD": "1"}

    # typer converts the values of options with it.
    assert _modules_after(env=env) <= {"pydantic"}


def test_a_list_as_json_imports_the_tables_and_nothing_else_that_is_heavy(shop: Path) -> None:
    found = _modules_after("product", "list", "--limit", "50", "--json", env=dict(os.environ))

    assert found == {"pydantic", "sqlalchemy", "sqlmodel"}


def _completed(words: str, position: int) -> list[str]:
    env = os.environ | {"_ROYAL_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(position)}
    return subprocess.run(_royal(), cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout.split()


def test_the_shell_completes_commands_options_and_settings() -> None:
    assert _completed("royal co", 1) == ["config", "completion"]
    assert _completed("royal config ", 2) == ["list", "get", "set"]
    assert _completed("royal config get safety.max_v", 3) == ["safety.max_vanish_share"]
    assert "--origin" in _completed("royal config list --o", 3)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_of_a_shell_is_printed(royal: Royal, shell: str) -> None:
    result = royal("completion", shell)

    assert "_ROYAL_COMPLETE" in result.stdout
    assert (result.exit_code, result.stderr) == (0, "")


def test_the_schema_of_what_prints_none_is_not_found(royal: Royal) -> None:
    for words in (("completion", "bash"), ("product",), ("nothing",)):
        result = royal("schema", *words)
        assert (result.exit_code, result.stdout) == (5, "")
    assert royal("schema", "royal", "config", "get").exit_code == 0
