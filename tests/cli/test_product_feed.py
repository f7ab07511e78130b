"""`royal product feed` as an operator, or cron, types it."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest
from pytest_httpx import HTTPXMock

from tests.cli.conftest import Royal
from tests.commerce.feeds.workbook.books import book

ADDRESS = "https://deboer.example/feed.csv"
ROOT = Path(__file__).parents[2]


def data(stdout: str) -> Any:
    return json.loads(stdout)["data"]


@pytest.fixture
def database_shop(shop: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same shop, on either database."""
    monkeypatch.setenv("ROYAL_DATABASE_URL", database_url)
    return shop


def test_a_feed_from_adding_it_to_its_history(royal: Royal, database_shop: Path) -> None:
    added = royal("product", "feed", "add", "mugs", "mugs.csv", "--every", "6h", "--currency", "eur")

    assert added.exit_code == 0, added.stderr
    assert "Now it would be" in added.stdout
    assert "3 read: 3 created" in added.stdout
    assert data(royal("product", "list", "--json").stdout) == []

    first = data(royal("product", "feed", "run", "mugs", "--json").stdout)
    assert [(run["status"], run["read"], run["created"], run["dry_run"]) for run in first] == [
        ("imported", 3, 3, False)
    ]
    again = royal("product", "feed", "run", "--all", "--quiet")
    assert (again.exit_code, again.stdout, again.stderr) == (0, "", "")

    (listed,) = data(royal("product", "feed", "list", "--json").stdout)
    assert (listed["name"], listed["status"], listed["every"], listed["failures"]) == ("mugs", "unchanged", "6h", 0)
    found = data(royal("product", "feed", "show", "mugs", "--json").stdout)
    assert (found["options"], found["source"]) == ({"currency": "EUR"}, str(database_shop / "mugs.csv"))
    assert [run["status"] for run in found["runs"]] == ["unchanged", "imported"]

    page = json.loads(royal("product", "feed", "history", "mugs", "--limit", "1", "--json").stdout)
    rest = royal("product", "feed", "history", "mugs", "--cursor", page["page"]["next"], "--json")
    assert [run["status"] for run in page["data"] + data(rest.stdout)] == ["unchanged", "imported"]


def test_what_is_wrong_with_a_feed_is_seen_when_it_is_added(royal: Royal, shop: Path) -> None:
    (shop / "broken.csv").write_text("colour,shape\nred,round\n")

    assert royal("product", "feed", "add", "broken", "broken.csv").exit_code == 1
    assert royal("product", "feed", "add", "gone", "gone.csv").exit_code == 5
    assert data(royal("product", "feed", "list", "--json").stdout) == []
    assert royal("product", "feed", "add", "gone", "gone.csv", "--no-check").exit_code == 0
    assert royal("product", "feed", "add", "gone", "mugs.csv").exit_code == 6


def test_a_trial_of_adding_stores_nothing(royal: Royal, shop: Path) -> None:
    (shop / "some.csv").write_text("sku,title,price\nA,Apron,12.50\nB,Bowl,cheap\n")
    tried = royal("product", "feed", "add", "some", "some.csv", "--dry-run")

    assert tried.exit_code == 0
    assert "Rows that would be rejected" in tried.stdout
    assert data(royal("product", "feed", "list", "--json").stdout) == []
    assert not list(shop.glob("*.rejects.csv"))


def test_a_secret_is_never_repeated(royal: Royal, shop: Path) -> None:
    for source in (f"{ADDRESS}?token=t0ps3cret", "https://anna:t0ps3cret@deboer.example/feed.csv"):
        result = royal("product", "feed", "add", "deboer", source, "--verbose")

        assert result.exit_code == 2
        assert "t0ps3cret" not in result.stderr + result.stdout


def test_variables_are_filled_in_when_it_runs(royal: Royal, shop: Path, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(
        url=f"{ADDRESS}?token=t0ps3cret", match_headers={"Authorization": "Bearer s3cret"}, text="sku,title\nA,Apron\n"
    )
    call = ("product", "feed", "add", "deboer", f"{ADDRESS}?token=${{TOKEN}}", "--header", "Authorization=env:AUTH")

    assert royal(*call).exit_code == 4
    added = royal(*call, env={"TOKEN": "t0ps3cret", "AUTH": "Bearer s3cret"})

    assert added.exit_code == 0
    assert f"{ADDRESS}?token=${{TOKEN}}" in added.stdout
    assert "s3cret" not in added.stdout + added.stderr


def test_one_feed_ends_with_its_own_exit_code(royal: Royal, shop: Path) -> None:
    royal("product", "import", "mugs.csv")
    (shop / "free.csv").write_text("sku,price,stock: Main\nMUG-BLUE,0.00,0\nMUG-RED,0.00,0\nMUG-SHOP,0.00,0\n")
    (shop / "some.csv").write_text("sku,title,price\nA,Apron,12.50\nB,Bowl,cheap\n")
    for name in ("free", "some"):
        royal("product", "feed", "add", name, f"{name}.csv")
    royal("product", "feed", "add", "gone", "gone.csv", "--no-check")

    assert royal("product", "feed", "run", "free").exit_code == 7
    rejected = royal("product", "feed", "run", "some")
    assert rejected.exit_code == 3
    assert "1 of 2 rows of some were rejected; they are in" in rejected.stderr
    gone = royal("product", "feed", "run", "gone", "--json")
    assert gone.exit_code == 5
    assert data(gone.stdout)[0]["error_code"] == json.loads(gone.stderr)["error"]["code"] == "not_found"
    assert royal("product", "feed", "run", "free", "--allow", "zero", "--allow", "price").exit_code == 0


def test_several_feeds_end_with_what_became_of_all_of_them(royal: Royal, shop: Path) -> None:
    for name in ("mugs", "gone", "lost"):
        royal("product", "feed", "add", name, f"{name}.csv", "--no-check")

    some = royal("product", "feed", "run", "--all", "--quiet")
    assert (some.exit_code, some.stdout) == (3, "")
    assert some.stderr.startswith("royal: 2 of 3 feeds went wrong. gone (")
    assert royal("product", "feed", "run", "gone", "lost").exit_code == 5
    assert royal("product", "feed", "disable", "mugs").exit_code == 0
    assert royal("product", "feed", "run", "mugs", "gone").exit_code == 5


@pytest.mark.parametrize("words", ["", "mugs --all", "--all --due", "mugs --allow everything"])
def test_which_feeds_are_meant_has_to_be_said(royal: Royal, shop: Path, words: str) -> None:
    assert royal("product", "feed", "run", *words.split()).exit_code == 2


def test_nothing_due_is_nothing_to_do(royal: Royal, shop: Path) -> None:
    royal("product", "feed", "add", "mugs", "mugs.csv")

    done = royal("product", "feed", "run", "--due")

    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "No feed is to be run.\n")


def test_a_changed_setting_is_shown_and_taken_back(royal: Royal, shop: Path) -> None:
    royal("product", "feed", "add", "mugs", "mugs.csv", "--every", "1h", "--complete")
    tried = royal("product", "feed", "set", "mugs", "--every", "1d", "--clear", "complete", "--dry-run", "--json")

    assert data(tried.stdout)["changes"] == [
        {"setting": "every", "before": "1h", "after": "1d"},
        {"setting": "complete", "before": True, "after": None},
    ]
    royal("product", "feed", "set", "mugs", "--every", "1d", "--partial", "--delimiter", "tab")
    found = data(royal("product", "feed", "show", "mugs", "--json").stdout)
    assert (found["every"], found["options"]) == ("1d", {"delimiter": "\t"})
    assert royal("undo", "last").exit_code == 0
    found = data(royal("product", "feed", "show", "mugs", "--json").stdout)
    assert (found["every"], found["options"]) == ("1h", {"complete": True})


@pytest.mark.parametrize("words", ["", "--clear colour", "--every soon", "--currency mug", "--decimal-mark x"])
def test_a_setting_that_cannot_be_is_wrong_usage(royal: Royal, shop: Path, words: str) -> None:
    royal("product", "feed", "add", "mugs", "mugs.csv", "--no-check")

    assert royal("product", "feed", "set", "mugs", *words.split()).exit_code == 2


def test_a_feed_is_removed_only_when_that_is_said(royal: Royal, shop: Path) -> None:
    royal("product", "feed", "add", "mugs", "mugs.csv")
    royal("product", "feed", "run", "mugs")

    assert royal("product", "feed", "remove", "mugs").exit_code == 7
    assert royal("product", "feed", "remove", "mugs", "--dry-run").exit_code == 0
    removed = royal("product", "feed", "remove", "mugs", "--yes")
    assert "Its products stay." in removed.stderr
    assert len(data(royal("product", "list", "--json").stdout)) == 3
    assert royal("product", "feed", "show", "mugs").exit_code == 5
    assert royal("undo", "last").exit_code == 0
    assert royal("product", "feed", "show", "mugs").exit_code == 0
    assert data(royal("history", "--json").stdout)[0]["kind"] == "undo"


def test_doctor_looks_after_feeds(royal: Royal, shop: Path) -> None:
    royal("product", "feed", "add", "mugs", "mugs.csv", "--every", "1h")
    well = [check for check in data(royal("doctor", "--json").stdout) if check["name"] == "feeds"]
    royal("product", "feed", "add", "gone", "gone.csv", "--no-check")
    royal("product", "feed", "run", "gone")
    ill = [check for check in data(royal("doctor", "--json").stdout) if check["name"] == "feeds"]

    assert [(check["state"], check["todo"]) for check in well] == [("ok", None)]
    assert [(check["state"], check["todo"]) for check in ill] == [("warning", "royal product feed run gone")]


def test_names_are_completed(royal: Royal, shop: Path) -> None:
    royal("product", "feed", "add", "mugs", "mugs.csv", "--no-check")

    done = royal(env={"_ROYAL_COMPLETE": "complete_bash", "COMP_WORDS": "royal product feed show m", "COMP_CWORD": "4"})

    assert done.stdout.split() == ["mugs"]


def test_the_crontab_calls_what_there_is(royal: Royal, shop: Path) -> None:
    lines = (ROOT / "config" / "crontab").read_text().splitlines()
    calls = [line.partition("royal ")[2] for line in lines if " royal " in line and not line.startswith("#")]

    assert calls
    for call in calls:
        here = call.replace("/home/anna/shop", str(shop))
        assert royal(*shlex.split(here)).exit_code == 0, call


def test_a_feed_may_be_one_sheet_of_a_workbook(royal: Royal, database_shop: Path) -> None:
    header = ["sku", "title", "price", "gtin", "stock"]
    mugs: list[list[Any]] = [header, [1001, "Mug", 12.5, 8712345678906, 4], ["POT", "Pot", 1.234, None, 0]]
    book(database_shop, {"Mugs": mugs, "Old": mugs[:2]})

    assert royal("product", "feed", "add", "mugs", "list.xlsx", "--sheet", "Mugs").exit_code == 0
    (run,) = data(royal("product", "feed", "run", "mugs", "--json").stdout)
    assert (run["status"], run["created"]) == ("imported", 2)
    listed = data(royal("product", "list", "--fields", "sku,lowest_price,stock", "--json").stdout)
    assert listed == [
        {"sku": "1001", "lowest_price": {"amount": "12.50", "currency": "EUR"}, "stock": 4},
        {"sku": "POT", "lowest_price": {"amount": "1.234", "currency": "EUR"}, "stock": 0},
    ]
    assert data(royal("product", "feed", "show", "mugs", "--json").stdout)["options"]["sheet"] == "Mugs"
