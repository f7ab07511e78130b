"""Reports as they are typed: every format, periods, and what is wrong said in a sentence."""

import csv
import io
import json
from pathlib import Path

import pytest

from royal_cli.db.database import opened
from tests.cli.conftest import Royal
from tests.commerce.reports.shop import Shop as Rows
from tests.commerce.reports.shop import line


@pytest.fixture
def sold(shop: Path, sqlite_url: str) -> None:
    """Two orders in March 2025, in two currencies."""
    with opened(sqlite_url) as engine, engine.begin() as connection:
        rows = Rows(connection)
        mug = rows.variant("MUG")
        rows.order("2025-03-02", line(price=1000, quantity=2, product_variant_id=mug, cost=500))
        rows.order("2025-03-03", line(price=700, product_variant_id=mug), currency="GBP")


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.usefixtures("sold")
def test_json_has_the_totals_and_the_rows(royal: Royal) -> None:
    result = royal("report", "sales", "--period", "2025-03", "--by", "week", "--json")

    data = json.loads(result.stdout)["data"]
    assert [row["net"] for row in data["totals"]] == [
        {"amount": "20.00", "currency": "EUR"},
        {"amount": "7.00", "currency": "GBP"},
    ]
    assert data["totals"][0]["margin_share"] == 0.75
    assert (data["period_start"], data["period_end"], data["by"]) == ("2025-03-01", "2025-03-31", "week")
    assert len(data["rows"]) == 2 * 6
    assert result.stderr == ""


@pytest.mark.usefixtures("sold")
def test_csv_and_ndjson_are_the_rows(royal: Royal) -> None:
    call = ("report", "sales", "--period", "2025-03", "--by", "day", "--format")

    rows = read(royal(*call, "csv").stdout)
    objects = [json.loads(text) for text in royal(*call, "ndjson").stdout.splitlines()]

    assert len(rows) == len(objects) == 62
    assert (rows[1]["bucket"], rows[1]["net"], rows[1]["net_currency"]) == ("2025-03-02", "20.00", "EUR")
    assert objects[1]["net"] == {"amount": "20.00", "currency": "EUR"}


@pytest.mark.usefixtures("sold")
def test_fields_choose_columns_of_the_rows_or_another_list(royal: Royal) -> None:
    call = ("report", "products", "--period", "2025-03", "--format", "csv", "--fields")

    assert royal(*call, "code,units").stdout == "code,units\nMUG,2\nMUG,1\n"
    assert [row["abc"] for row in read(royal(*call, "classes").stdout)] == ["A", "B", "C"] * 2
    assert royal(*call, "colour").exit_code == 2


@pytest.mark.usefixtures("sold")
def test_a_table_shows_shares_in_percent_and_says_its_days(royal: Royal) -> None:
    result = royal("report", "sales", "--period", "2025-03")

    assert "1 Mar 2025 to 31 Mar 2025, UTC" in result.stdout
    assert "75.0" in result.stdout
    assert "The margin is of the products whose cost is known" in result.stderr


@pytest.mark.usefixtures("sold")
def test_the_last_thirty_days_are_what_is_meant_and_said_to_be_empty(royal: Royal) -> None:
    result = royal("report", "sales")

    assert result.exit_code == 0
    assert "the last one was on 2025-03-03: --period all has everything" in result.stderr


@pytest.mark.usefixtures("sold")
def test_a_page_is_written_beside_the_table(royal: Royal, shop: Path) -> None:
    result = royal("report", "sales", "--period", "2025-03", "--by", "day", "--html", "sales.html")

    assert result.exit_code == 0, result.stderr
    assert "Net sales" in (shop / "sales.html").read_text()
    assert "sales.html is the page." in result.stderr


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["--period", "soon"], 2, "'soon' is not a period."),
        (["--from", "31.3.2025"], 2, "--from '31.3.2025' is not a date."),
        (["--from", "2025-03-02", "--to", "2025-03-01"], 2, "before it begins"),
        (["--from", "2025-03-02", "--period", "30d"], 2, "two periods"),
        (["--period", "all", "--compare", "year"], 2, "nothing before it"),
        (["--html", "nowhere/sales.html"], 5, "There is no folder nowhere."),
        (["--from", "1901-01-01", "--by", "day"], 2, "too many"),
    ],
)
@pytest.mark.usefixtures("shop")
def test_what_is_wrong_is_said_in_a_sentence(royal: Royal, words: list[str], code: int, sentence: str) -> None:
    result = royal("report", "sales", *words)

    assert (result.exit_code, result.stdout) == (code, "")
    assert sentence in result.stderr


@pytest.mark.usefixtures("sold")
def test_days_are_those_of_the_shops_time_zone(royal: Royal) -> None:
    """Midnight of 2 March in UTC is still 1 March in New York."""
    result = royal("report", "sales", "--period", "2025-03-01", "--set", "timezone=America/New_York", "--json")

    assert [row["orders"] for row in json.loads(result.stdout)["data"]["totals"]] == [1]
