"""`royal product stock` and `royal location`, as an operator types them."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Royal

pytestmark = pytest.mark.usefixtures("shop")


@pytest.fixture(autouse=True)
def _with_mugs(royal: Royal, shop: Path) -> None:
    assert royal("product", "import", "mugs.csv", "--yes").exit_code == 0


def stock(royal: Royal, *words: str) -> list[tuple[str, str, int]]:
    data = json.loads(royal("product", "stock", "list", "--json", *words).stdout)["data"]
    return [(row["sku"], row["location"], row["available"]) for row in data]


def test_a_difference_with_its_reason_shown_and_taken_back(royal: Royal) -> None:
    done = royal("product", "stock", "adjust", "MUG-BLUE", "-3", "--reason", "fell", "--json")

    assert done.exit_code == 0
    assert json.loads(done.stdout)["data"]["moves"] == [
        {"sku": "MUG-BLUE", "location": "Main", "quantity": "available", "before": 5, "change": -3, "after": 2}
    ]
    moved = json.loads(royal("product", "stock", "moves", "MUG-BLUE", "--limit", "1", "--json").stdout)["data"]
    assert [(row["change"], row["before"], row["after"], row["reason"]) for row in moved] == [(-3, 5, 2, "fell")]
    assert royal("undo", "last").exit_code == 0
    assert stock(royal) == [("MUG-BLUE", "Main", 5), ("MUG-RED", "Main", 0)]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ("adjust MUG-BLUE -6", 6, "there are 5 available at Main; 6 fewer would be less than none"),
        ("adjust MUG-SHOP 5", 6, "nobody has said how much of it is at Main"),
        ("adjust MUG-BLUE", 2, "'MUG-BLUE' is no quantity"),
        ("adjust NONE 1", 5, "'NONE'"),
        ("adjust MUG-BLUE 1 --location Mian", 5, "Did you mean 'Main'?"),
        ("adjust MUG-BLUE 1 --damaged --of incoming", 2, "--damaged takes units out of what is available"),
        ("transfer MUG-BLUE 1 --to Main", 2, "from Main to Main"),
        ("transfer MUG-BLUE 1 --to Main --receive --in-transit", 2, "sent or received"),
        ("count MUG-BLUE", 2, "is no file, and nothing says a quantity"),
        ("count MUG-BLUE -3", 2, "what was counted has no sign"),
        ("limits MUG-BLUE", 2, "Nothing says what to set"),
        ("limits --max 3", 2, "Nothing says which variants"),
        ("safety --remove", 2, "Nothing says which variants"),
        ("safety MUG-BLUE 2 --channel bol", 5, "There is no channel 'bol'"),
        ("moves --since soon", 2, "--since soon is not a day"),
        ("list --all --limit 3", 2, "--all shows all there is"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(royal: Royal, words: str, code: int, says: str) -> None:
    done = royal("product", "stock", *words.split())

    assert (done.exit_code, done.stdout) == (code, "")
    assert says in " ".join(done.stderr.split())
    assert stock(royal) == [("MUG-BLUE", "Main", 5), ("MUG-RED", "Main", 0)]


def test_a_dry_run_writes_nothing_and_says_that_there_are_changes(royal: Royal) -> None:
    done = royal("product", "stock", "adjust", "MUG-BLUE", "-3", "--dry-run", "--detailed-exitcode")

    assert done.exit_code == 10
    assert stock(royal)[0] == ("MUG-BLUE", "Main", 5)


def test_a_count_from_a_file_and_from_a_pipe(royal: Royal, shop: Path) -> None:
    (shop / "counted.csv").write_text("\ufeffsku;counted\nMUG-BLUE;4\nMUG-SHOP;7\nNONE;1\n", encoding="utf-8")

    done = royal("product", "stock", "count", "counted.csv", "--json")
    assert done.exit_code == 3
    data = json.loads(done.stdout)["data"]
    assert [(row["sku"], row["expected"], row["difference"]) for row in data["counts"]] == [
        ("MUG-SHOP", None, None), ("MUG-BLUE", 5, -1),
    ]  # fmt: skip
    assert [(row["line"], row["code"]) for row in data["rejects"]] == [(4, "unknown_sku")]
    assert royal("product", "stock", "count", "-", input="MUG-RED,2\n").exit_code == 0
    assert stock(royal) == [("MUG-BLUE", "Main", 4), ("MUG-RED", "Main", 2), ("MUG-SHOP", "Main", 7)]


def test_a_file_that_is_not_text(royal: Royal, shop: Path) -> None:
    (shop / "counted.csv").write_bytes(b"sku,counted\nMUG-\xe9,4\n")

    done = royal("product", "stock", "count", "counted.csv")
    assert (done.exit_code, "counted.csv is not UTF-8 text" in done.stderr) == (1, True)


def test_units_are_sent_and_received(royal: Royal) -> None:
    assert royal("location", "create", "Gent", "--type", "store", "--priority", "2").exit_code == 0
    assert royal("product", "stock", "transfer", "MUG-BLUE", "3", "--to", "gent", "--in-transit").exit_code == 0
    assert stock(royal, "--location", "Gent") == [("MUG-BLUE", "Gent", 0)]
    assert royal("product", "stock", "transfer", "MUG-BLUE", "3", "--to", "gent", "--receive").exit_code == 0
    assert stock(royal, "--sku", "MUG-BLUE") == [("MUG-BLUE", "Gent", 3), ("MUG-BLUE", "Main", 2)]


def test_what_is_written_past_the_ledger_fails_the_proof(royal: Royal, sqlite_url: str) -> None:
    import sqlite3

    assert royal("product", "stock", "verify").exit_code == 0
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE inventory_levels SET available = 9 WHERE available = 5")
    done = royal("product", "stock", "verify", "--json")

    assert done.exit_code == 1
    assert json.loads(done.stdout)["data"]["differences"] == [
        {"sku": "MUG-BLUE", "location": "Main", "quantity": "available", "level": 9, "movements": 5, "difference": 4}
    ]
    assert royal("doctor").exit_code == 1


def test_what_is_unknown_is_listed_and_is_not_0(royal: Royal) -> None:
    """T10: a missing stock is not 0."""
    done = royal("product", "stock", "list", "--unknown", "--format", "csv", "--fields", "sku,available")

    assert done.stdout == "sku,available\nMUG-SHOP,\n"
