"""`royal product check`: what an operator and a job get to see."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import Engine

from royal_cli.commerce.catalog.checking import pictures
from royal_cli.connectors import images
from royal_cli.connectors.images import Answer, Verdict
from royal_cli.db.database import transaction
from tests.cli.conftest import Royal
from tests.commerce.catalog.checking.flawed import add, sound


@pytest.fixture(autouse=True)
def catalogue(shop: Path, sqlite_engine: Engine) -> Engine:
    """Three tables: nothing is wrong with one, two have no cost, and one of these a wrong GTIN."""
    with transaction(sqlite_engine) as session:
        add(session, 1)
        add(session, 2, [sound(2, cost_price=None)])
        add(session, 3, [sound(3, cost_price=None, gtin="8712345600001")], vendor="Potter")
    return sqlite_engine


def test_the_summary_has_a_line_for_each_thing_that_is_wrong(royal: Royal) -> None:
    result = royal("product", "check")

    cells = [re.split(r"\s{2,}", line)[:3] for line in result.stdout.splitlines()]
    assert cells[1:] == [["error", "1", "gtin_check_digit"], ["warning", "2", "missing_cost"]]
    assert result.exit_code == 0
    assert result.stderr == "3 products with 3 variants looked at. --code CODE lists what a check found.\n"


def test_the_channel_stands_there_where_channels_are_asked_for(royal: Royal) -> None:
    assert "Channel" not in royal("product", "check").stdout
    assert "Channel" in royal("product", "check", "--channel", "bol", "--list").stdout


def test_a_catalogue_in_which_nothing_is_wrong(royal: Royal) -> None:
    result = royal("product", "check", "TABLE-1", "--channel", "all")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines()[0] == "Nothing is wrong."


def test_a_code_lists_its_findings_and_they_go_on_into_an_edit(royal: Royal) -> None:
    found = royal("product", "check", "--code", "missing_cost", "--fields", "sku", "--format", "csv")
    edited = royal("product", "edit", "-", "--cost", "55.00", "--yes", "--json", input=found.stdout)

    assert found.stdout == "sku\nTABLE-2\nTABLE-3\n"
    assert edited.exit_code == 0, edited.stderr
    assert royal("product", "check", "--code", "missing_cost", "--format", "csv", "--fields", "sku").stdout == "sku\n"


def test_csv_and_ndjson_have_every_finding_with_what_to_do(royal: Royal) -> None:
    rows = list(csv.DictReader(io.StringIO(royal("product", "check", "--list", "--format", "csv").stdout)))
    lines = royal("product", "check", "--list", "--format", "ndjson").stdout.splitlines()

    assert [(row["sku"], row["code"], row["value"], row["todo"]) for row in rows] == [
        ("TABLE-2", "missing_cost", "", "ask the supplier, or take it from the last purchase"),
        ("TABLE-3", "missing_cost", "", "ask the supplier, or take it from the last purchase"),
        ("TABLE-3", "gtin_check_digit", "8712345600001", "compare it with the label"),
    ]
    assert [json.loads(line)["code"] for line in lines] == [row["code"] for row in rows]


@pytest.mark.parametrize(
    ("part", "arguments"),
    [([], []), (["list"], ["--list"]), (["list"], ["--code", "missing_cost"]), (["score"], ["--score"])],
)
def test_each_part_keeps_to_its_schema(royal: Royal, part: list[str], arguments: list[str]) -> None:
    schema = json.loads(royal("schema", "product", "check", *part).stdout)

    told = json.loads(royal("product", "check", *arguments, "--json").stdout)

    Draft202012Validator(schema).validate(told)
    assert told["schema"] == ".".join(["royal.product.check", *part]) + "/1"


def test_the_list_of_schemas_has_the_parts(royal: Royal) -> None:
    rows = json.loads(royal("schema", "--json").stdout)["data"]

    assert {"command": "product check list", "schema": "royal.product.check.list/1"} in rows


def test_a_page_tells_the_cursor_of_the_next(royal: Royal) -> None:
    first = json.loads(royal("product", "check", "--list", "--limit", "2", "--json").stdout)
    cursor = first["page"]["next"]
    rest = json.loads(royal("product", "check", "--list", "--limit", "2", "--cursor", cursor, "--json").stdout)
    other = royal("product", "check", "--code", "missing_cost", "--cursor", cursor)

    assert [(row["sku"], row["code"]) for row in first["data"] + rest["data"]] == [
        ("TABLE-2", "missing_cost"),
        ("TABLE-3", "missing_cost"),
        ("TABLE-3", "gtin_check_digit"),
    ]
    assert rest["page"]["next"] is None
    assert other.exit_code == 2


def test_a_score_is_the_share_of_the_checks_of_the_channel_that_a_product_passes(royal: Royal) -> None:
    """bol has 18 checks; the wrong check digit is one of them."""
    rows = json.loads(royal("product", "check", "--channel", "bol", "--score", "--json").stdout)["data"]

    assert rows == [
        {
            "product": "table-3", "channel": "bol", "score": 94, "errors": 1, "warnings": 0, "advice": 0,
            "lacks": ["gtin_check_digit"],
        }
    ]  # fmt: skip


def test_the_least_complete_comes_first(royal: Royal, catalogue: Engine) -> None:
    with transaction(catalogue) as session:
        add(session, 9, [sound(9, price=None, compare_at_price=None)], title="", description=None)

    rows = json.loads(royal("product", "check", "--score", "--limit", "2", "--json").stdout)["data"]

    assert [(row["product"], row["errors"], row["warnings"]) for row in rows] == [("table-9", 2, 1), ("table-3", 1, 1)]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--fail-on", "error"], 1),
        (["--fail-on", "warning", "--list", "--limit", "1"], 1),
        (["--fail-on", "error", "--code", "missing_cost"], 0),
        (["--fail-on", "warning", "TABLE-1"], 0),
        (["--severity", "error", "--fail-on", "advice", "TABLE-2"], 0),
    ],
)
def test_a_job_may_fail_on_what_is_found(royal: Royal, arguments: list[str], code: int) -> None:
    assert royal("product", "check", *arguments).exit_code == code


def test_the_findings_that_a_job_failed_on_are_those_of_its_channels(royal: Royal) -> None:
    result = royal("product", "check", "--channel", "google", "--fail-on", "error")

    assert "royal product check --channel google --list --severity error" in result.stderr


def test_a_check_is_of_those_with_a_tag(royal: Royal) -> None:
    assert "Nothing is wrong." in royal("product", "check", "--tag", "nowhere").stderr


def test_what_a_job_failed_on_is_told_as_json(royal: Royal) -> None:
    result = royal("product", "check", "--fail-on", "warning", "--json")

    error = json.loads(result.stderr)["error"]
    assert error["message"] == "3 findings are as bad as --fail-on warning, or worse."
    assert len(json.loads(result.stdout)["data"]) == 2


def test_a_margin_that_is_too_low_is_found_when_it_is_said_what_low_is(royal: Royal) -> None:
    rows = json.loads(royal("product", "check", "--below-margin", "60", "--code", "low_margin", "--json").stdout)[
        "data"
    ]

    assert [(row["sku"], row["value"]) for row in rows] == [("TABLE-1", "129.00 EUR, cost 60.00 EUR")]
    assert royal("product", "check", "--code", "low_margin").exit_code == 2


def test_skus_come_from_stdin_too(royal: Royal) -> None:
    found = royal("product", "check", "-", "--list", "--format", "csv", "--fields", "sku,code", input="sku\ntable-2\n")

    assert found.stdout == "sku,code\nTABLE-2,missing_cost\n"
    assert royal("product", "check", "-", input="").exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["--score", "--list"], ["--limit", "3"], ["--all"], ["--list", "--all", "--limit", "3"], ["--cursor", "x"],
        ["--allow-private"], ["--list", "--cursor", "nonsense"], ["--channel", "kiosk"], ["--code", "missing_cots"],
        ["--code", "image_gone"], ["--below-margin", "much"], ["--list", "--images", "--cursor", "x"],
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_wrong_usage(royal: Royal, arguments: list[str]) -> None:
    result = royal("product", "check", *arguments)

    assert (result.exit_code, result.stdout) == (2, "")


def test_a_mistyped_code_and_an_unknown_sku_are_told(royal: Royal) -> None:
    assert "Did you mean missing_cost?" in royal("product", "check", "--code", "missing_cots").stderr
    assert royal("product", "check", "TABEL-1").exit_code == 5


@pytest.mark.parametrize("width", [60, 120])
def test_a_table_fits_the_terminal(royal: Royal, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))

    for arguments in ([], ["--list"], ["--score"]):
        result = royal("product", "check", *arguments, env={"FORCE_COLOR": "1", "NO_COLOR": "1"})

        lines = re.sub(r"\x1b\[\d+m", "", result.stdout).splitlines()
        assert max(len(line) for line in lines) <= width


def test_images_that_do_not_answer_are_findings(royal: Royal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "answers", lambda addresses, allow_private: _answered(list(addresses)))

    result = royal("product", "check", "--images", "--code", "image_gone")

    assert "https://cdn.example/2.jpg: the server answers 404" in " ".join(result.stdout.split())
    assert "3 of 3 images asked for." in result.stderr


def _answered(addresses: list[str]) -> list[Answer]:
    return [
        Answer(address, Verdict.gone if "/2." in address else Verdict.fine, "the server answers 404")
        for address in addresses
    ]


def test_ctrl_c_shows_what_was_found_of_the_images(royal: Royal, monkeypatch: pytest.MonkeyPatch) -> None:
    found = pictures.Pictures(interrupted=True)
    monkeypatch.setattr(pictures, "look", lambda *arguments: found)

    result = royal("product", "check", "--images")

    assert result.exit_code == 130
    assert "gtin_check_digit" in result.stdout
