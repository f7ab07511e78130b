"""`royal product list`: what an operator and a script get to see."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from sqlalchemy import Engine

from royal_cli.db.database import opened, transaction
from tests.cli.conftest import Royal
from tests.commerce.catalog.reading.made_catalogue import mugs, product, variant


@pytest.fixture
def catalogue(shop: Path, sqlite_engine: Engine) -> Engine:
    mugs(sqlite_engine)
    return sqlite_engine


@pytest.mark.usefixtures("catalogue")
def test_a_pipe_gets_every_column_under_its_heading(royal: Royal) -> None:
    result = royal("product", "list")

    heading, blue, *_ = result.stdout.splitlines()
    assert heading.split("  ")[0] == "SKU"
    cells = "MUG-BLUE Mug blue 9.50 EUR 16 57.89 active 12.50 EUR 2 4.00 EUR Kitchen > Mugs Potter & Sons 1"
    assert " ".join(blue.split()) == cells
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_terminal_gets_what_fits_and_no_sku_is_cut(royal: Royal, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))

    result = royal("product", "list", env={"FORCE_COLOR": "1", "NO_COLOR": "1"})

    lines = re.sub(r"\x1b\[\d+m", "", result.stdout).splitlines()
    assert max(len(line) for line in lines) <= width
    assert ["MUG-BLUE" in line for line in lines].count(True) == 1
    assert "Price from" in lines[0]


@pytest.mark.usefixtures("catalogue")
def test_unknown_is_a_dash_in_a_table_and_null_in_json(royal: Royal) -> None:
    table = royal("product", "list", "--search", "theepot", "--fields", "sku,lowest_price,stock")
    found = royal("product", "list", "--search", "theepot", "--fields", "sku,lowest_price,stock", "--json")

    assert table.stdout.splitlines()[1].split() == ["TEAPOT", "–", "–"]
    assert json.loads(found.stdout)["data"] == [{"sku": "TEAPOT", "lowest_price": None, "stock": None}]


@pytest.mark.usefixtures("catalogue")
def test_a_script_walks_the_pages_by_their_cursors(royal: Royal) -> None:
    first = json.loads(royal("product", "list", "--limit", "3", "--count", "--json").stdout)
    cursor = first["page"]["next"]
    second = json.loads(royal("product", "list", "--limit", "3", "--cursor", cursor, "--json").stdout)

    assert [row["sku"] for row in first["data"]] == ["MUG-BLUE", "MUG-RED", "SHIRT"]
    assert first["page"] == {"limit": 3, "next": cursor, "total": 4}
    assert [row["sku"] for row in second["data"]] == ["TEAPOT"]
    assert second["page"] == {"limit": 3, "next": None, "total": None}


@pytest.mark.usefixtures("catalogue")
def test_an_operator_is_told_how_to_go_on(royal: Royal) -> None:
    result = royal("product", "list", "--limit", "1", "--count")

    assert result.stderr.startswith("The first 1 of 4; `--cursor ")


@pytest.mark.usefixtures("catalogue")
def test_a_count_is_told_although_the_page_is_the_last(royal: Royal) -> None:
    assert royal("product", "list", "--count").stderr == "4 in all.\n"


@pytest.mark.usefixtures("catalogue")
def test_an_empty_list_says_so_and_is_no_failure(royal: Royal) -> None:
    result = royal("product", "list", "--vendor", "Nobody")

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "No product is like that.\n")


def test_all_of_a_long_list_goes_into_a_file(royal: Royal, shop: Path, sqlite_engine: Engine) -> None:
    with transaction(sqlite_engine) as session:
        for number in range(120):
            product(session, f"MUG-{number:03}", variant(f"MUG-{number:03}", price=number))

    result = royal("product", "list", "--all", "--sort", "price", "--desc", "--format", "csv")

    lines = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [line["sku"] for line in lines] == [f"MUG-{number:03}" for number in reversed(range(120))]
    assert (lines[0]["lowest_price"], lines[0]["lowest_price_currency"]) == ("1.19", "EUR")


def test_prices_in_several_currencies_show_which(royal: Royal, shop: Path, sqlite_engine: Engine) -> None:
    with transaction(sqlite_engine) as session:
        product(session, "MUG", variant("MUG-EU", price=950), variant("MUG-US", price=950, currency="USD"))

    result = royal("product", "list")

    assert "EUR, USD" in result.stdout


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("margin", ["20", "20%", "20.0 %"])
def test_a_margin_is_written_as_people_write_it(royal: Royal, margin: str) -> None:
    result = royal("product", "list", "--below-margin", margin, "--fields", "sku,gross_margin")

    assert [line.split() for line in result.stdout.splitlines()[1:]] == [["MUG-RED", "9.54"]]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        (["--below-margin", "much"], 2, "A margin of 'much' is not a number."),
        (["--below-margin", "nan"], 2, "A margin of 'nan' is not a number."),
        (["--category", "Mugz"], 5, "There is no category 'Mugz'.\n       Did you mean 'Kitchen > Mugs'?"),
        (["--cursor", "nonsense"], 2, "This is not a cursor of royal."),
        (["--all", "--limit", "3"], 2, "--all shows all there is"),
        (["--limit", "0"], 2, "--limit"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_sentence(
    royal: Royal, arguments: list[str], exit_code: int, said: str
) -> None:
    result = royal("product", "list", *arguments)

    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert said in result.stderr


@pytest.mark.usefixtures("catalogue")
def test_the_last_change_is_shown_where_it_gives_the_order(royal: Royal) -> None:
    result = royal("product", "list", "--sort", "updated", "--desc")

    heading, newest, *_ = result.stdout.splitlines()
    assert heading.endswith("Updated")
    assert newest.startswith("SHIRT")
    assert newest.endswith("2026-03-06 08:00 UTC")


def test_the_same_list_comes_from_both_databases(royal: Royal, database_url: str) -> None:
    with opened(database_url) as engine:
        mugs(engine)

    result = royal("product", "list", "--sort", "stock", "--json", env={"ROYAL_DATABASE_URL": database_url})

    rows = json.loads(result.stdout)["data"]
    assert [(row["sku"], row["stock"]) for row in rows] == [
        ("MUG-RED", 0), ("MUG-BLUE", 16), ("SHIRT", None), ("TEAPOT", None),
    ]  # fmt: skip
