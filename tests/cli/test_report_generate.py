"""`royal report generate` and `royal report metrics`, as typed."""

import csv
import io
import json
from pathlib import Path

import pytest

from royal_cli.commerce.reports import sales
from royal_cli.errors import Unavailable
from tests.cli.conftest import Royal

TWO = """
[[report]]
name = "sales"
period = "2026-01"
by = "week"
json = "out/sales.json"
csv = "out/sales.csv"
ndjson = "out/sales.ndjson"

[[report]]
name = "sales"
period = "all"
html = "out/all.html"
metrics = false
"""


@pytest.fixture(autouse=True)
def _set(shop: Path) -> None:
    (shop / "reports.toml").write_text(TWO)


def test_a_dry_run_says_what_would_be_written(royal: Royal, shop: Path) -> None:
    result = royal("report", "generate", "reports.toml", "--dry-run", "--json")

    rows = json.loads(result.stdout)["data"]
    assert [(row["report"], row["status"], row["figures"]) for row in rows] == [("sales", "would be written", None)] * 2
    assert rows[0]["files"] == ["out/sales.json", "out/sales.ndjson", "out/sales.csv"]
    assert not (shop / "out").exists()


def test_files_say_what_the_command_prints(royal: Royal, shop: Path) -> None:
    result = royal("report", "generate", "reports.toml")

    assert (result.exit_code, result.stderr) == (0, "")
    words = ("report", "sales", "--period", "2026-01", "--by", "week")
    assert json.loads((shop / "out/sales.json").read_text()) == json.loads(royal(*words, "--json").stdout)
    assert (shop / "out/sales.csv").read_text() == royal(*words, "--format", "csv").stdout
    assert (shop / "out/sales.ndjson").read_text() == royal(*words, "--format", "ndjson").stdout
    assert (shop / "out/all.html").read_text().startswith("<!doctype html>")


def test_a_set_is_made_from_any_folder(royal: Royal, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shop.parent)

    assert royal("report", "generate", "shop/reports.toml", "--quiet").stdout == ""
    assert (shop / "out/all.html").is_file()


def test_one_report_that_fails_is_told_and_the_others_are_made(royal: Royal, shop: Path) -> None:
    (shop / "file").write_text("")
    (shop / "reports.toml").write_text(TWO.replace("out/all.html", "file/all.html"))

    result = royal("report", "generate", "reports.toml", "--format", "csv")

    assert result.exit_code == 3
    assert "1 of 2 reports went wrong. sales: The system says: " in result.stderr
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [(row["status"], bool(row["error"])) for row in rows] == [("written", False), ("failed", True)]


def test_a_report_alone_ends_as_its_command_would(royal: Royal, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise Unavailable("The server is away.")

    monkeypatch.setattr(sales, "of_span", refuse)
    (shop / "reports.toml").write_text('[[report]]\nname = "sales"\nhtml = "a.html"')

    result = royal("report", "generate", "reports.toml")

    assert result.exit_code == 8
    assert "The server is away." in result.stderr


def test_all_that_fail_are_a_failure(royal: Royal, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise Unavailable("The server is away.")

    monkeypatch.setattr(sales, "of_span", refuse)

    assert royal("report", "generate", "reports.toml").exit_code == 1


def test_a_mistake_in_the_set_stops_it_before_the_first_report(royal: Royal, shop: Path) -> None:
    (shop / "reports.toml").write_text(TWO + "perod = '30d'\n")

    result = royal("report", "generate", "reports.toml")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "reports.toml, line 15: perod is not known here." in result.stderr
    assert "Did you mean period?" in result.stderr
    assert not (shop / "out").exists()


def test_a_set_that_is_not_there_is_not_found(royal: Royal, shop: Path) -> None:
    assert royal("report", "generate", "missing.toml").exit_code == 5


def test_figures_of_an_unknown_report_are_not_found(royal: Royal, shop: Path) -> None:
    result = royal("report", "metrics", "store", "sails")

    assert result.exit_code == 5
    assert "sales" in result.stderr


def test_nothing_kept_is_said_with_what_to_type(royal: Royal, shop: Path) -> None:
    result = royal("report", "metrics")

    assert (result.exit_code, result.stdout) == (0, "")
    assert "royal report metrics store" in result.stderr


@pytest.mark.parametrize(
    "words",
    [("--of", "currency"), ("--from", "soon"), ("--limit", "0"), ("--all", "--limit", "3")],
)
def test_what_is_typed_wrongly_is_wrong_usage(royal: Royal, shop: Path, words: tuple[str, ...]) -> None:
    assert royal("report", "metrics", "list", *words).exit_code == 2
