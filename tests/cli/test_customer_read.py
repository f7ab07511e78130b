"""`royal customer list`, `show` and `export`."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Royal


@pytest.fixture(autouse=True)
def _two_customers(royal: Royal, shop: Path) -> None:
    assert royal("order", "import", "orders.csv", "--yes").exit_code == 0


def _listed(royal: Royal, *options: str) -> list[str]:
    result = royal("customer", "list", *options, "--json")
    assert result.exit_code == 0, result.stderr
    return [row["customer"] for row in json.loads(result.stdout)["data"]]


def test_a_list_of_customers_with_what_they_spent(royal: Royal) -> None:
    result = royal("customer", "list")

    heading, bob, ann = result.stdout.splitlines()
    assert heading.split("  ")[0] == "Customer"
    assert bob.startswith("bob@example.com")
    assert "12.50 EUR" in bob
    assert "Ann Jansen" in ann
    assert "30.00 EUR" in ann
    assert "NL" in ann


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--search", "jansen"], ["ann@example.com"]),
        (["--country", "de"], ["bob@example.com"]),
        (["--min-spent", "20"], ["ann@example.com"]),
        (["--min-spent", "20 USD"], []),
        (["--since", "2026-03-02"], ["bob@example.com"]),
        (["--new", "--since", "2026-03-01"], ["bob@example.com", "ann@example.com"]),
        (["--new"], []),
        (["--type", "vip"], []),
        (["--channel", "shopify", "--sort", "spent", "--desc"], ["ann@example.com", "bob@example.com"]),
        (["--consent", "email"], []),
        (["--erased"], []),
    ],
)
def test_filters_and_orders(royal: Royal, options: list[str], found: list[str]) -> None:
    assert _listed(royal, *options) == found


@pytest.mark.parametrize(
    ("options", "exit_code", "says"),
    [
        (["--min-spent", "much"], 2, "is not an amount"),
        (["--since", "soon"], 2, "is not a day"),
        (["--channel", "ebay"], 5, "There is no channel 'ebay'"),
        (["--all", "--limit", "5"], 2, "--all shows all there is"),
        (["--erased", "--search", "x"], 2, "Nothing is known"),
        (["--type", "giant"], 2, "giant"),
    ],
)
def test_what_cannot_be_listed(royal: Royal, options: list[str], exit_code: int, says: str) -> None:
    result = royal("customer", "list", *options)

    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert says in result.stderr


def test_pages(royal: Royal) -> None:
    page = json.loads(royal("customer", "list", "--limit", "1", "--count", "--json").stdout)
    assert (page["page"]["total"], len(page["data"])) == (2, 1)

    rest = _listed(royal, "--limit", "1", "--cursor", page["page"]["next"])
    assert [page["data"][0]["customer"], *rest] == ["bob@example.com", "ann@example.com"]


@pytest.mark.parametrize("who", ["ann@example.com", "ANN@EXAMPLE.COM", "+31612345678"])
def test_one_screen_about_a_customer(royal: Royal, who: str) -> None:
    result = royal("customer", "show", who)

    assert result.exit_code == 0
    for part in ("Ann Jansen", "30.00 EUR", "Dam 1", "#1001", "Addresses", "Newest orders"):
        assert part in result.stdout
    assert "Consents" not in result.stdout


def test_nobody_is_shown_for_somebody(royal: Royal) -> None:
    result = royal("customer", "show", "nobody@example.com")

    assert (result.exit_code, result.stdout) == (5, "")
    assert "There is no customer 'nobody@example.com'." in result.stderr
    assert "royal customer list --search" in result.stderr


def test_two_of_one_phone_number_are_told_apart(royal: Royal) -> None:
    royal("customer", "edit", "bob@example.com", "--phone", "06 12345678", "--yes")
    result = royal("customer", "show", "0612345678", "--json")

    error = json.loads(result.stderr)["error"]
    assert (result.exit_code, error["code"]) == (6, "conflict")
    assert sorted(error["details"]["candidates"]) == ["ann@example.com", "bob@example.com"]


def test_all_about_a_person_as_a_file(royal: Royal, shop: Path) -> None:
    result = royal("customer", "export", "ann@example.com", "--output", "ann.json")

    assert result.exit_code == 0, result.stderr
    written = json.loads((shop / "ann.json").read_text())
    assert written["schema"] == "royal.customer.export.person/1"
    assert written["data"]["customer"]["phone"] == "+31 6 12345678"
    (order,) = written["data"]["orders"]
    assert (order["number"], order["lines"][0]["sku"]) == ("#1001", "MUG-BLUE")
    assert (shop / "ann.json").stat().st_mode & 0o077 == 0


def test_all_about_a_person_through_a_pipe(royal: Royal) -> None:
    plain, asked = (royal("customer", "export", "ann@example.com", *form) for form in ((), ("--json",)))

    assert json.loads(plain.stdout)["data"]["customer"] == json.loads(asked.stdout)["data"]["customer"]
    assert royal("customer", "export", "ann@example.com", "--format", "csv").exit_code == 2


@pytest.mark.parametrize("to", ["pipe", "file"])
@pytest.mark.parametrize("form", ["csv", "ndjson"])
def test_the_list_of_all(royal: Royal, shop: Path, to: str, form: str) -> None:
    if to == "pipe":
        text = royal("customer", "export", "--all", "--format", form).stdout
    else:
        assert royal("customer", "export", "--all", "--output", f"all.{form}").exit_code == 0
        text = (shop / f"all.{form}").read_text()

    rows = (
        list(csv.DictReader(io.StringIO(text))) if form == "csv" else [json.loads(line) for line in text.splitlines()]
    )
    assert [(row["email"], row["first_name"]) for row in rows] == [
        ("bob@example.com", "Bob"),
        ("ann@example.com", "Ann"),
    ]


def test_an_export_is_of_one_or_of_all(royal: Royal, shop: Path) -> None:
    assert royal("customer", "export").exit_code == 2
    assert royal("customer", "export", "ann@example.com", "--all").exit_code == 2
    assert royal("customer", "export", "ann@example.com", "--country", "NL").exit_code == 2
    assert royal("customer", "export", "--all", "--output", "all.doc").exit_code == 2
    assert royal("customer", "export", "ann@example.com", "--output", "no/where.json").exit_code == 5
    assert not (shop / "all.doc").exists()
