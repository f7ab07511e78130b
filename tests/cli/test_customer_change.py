"""`royal customer edit`, `consent`, `merge` and `erase`."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Royal

ANN, BOB = "ann@example.com", "bob@example.com"


@pytest.fixture(autouse=True)
def _two_customers(royal: Royal, shop: Path) -> None:
    assert royal("order", "import", "orders.csv", "--yes").exit_code == 0


def _shown(royal: Royal, who: str) -> dict[str, object]:
    result = royal("customer", "show", who, "--json")
    assert result.exit_code == 0, result.stderr
    found: dict[str, object] = json.loads(result.stdout)["data"]
    return found


def test_many_are_edited_from_a_list(royal: Royal) -> None:
    names = royal("customer", "list", "--all", "--format", "csv", "--fields", "customer").stdout
    result = royal("customer", "edit", "-", "--type", "vip", "--add-tag", "spring", "--yes", input=names)

    assert result.exit_code == 0, result.stderr
    assert [(_shown(royal, who)["type"], _shown(royal, who)["tags"]) for who in (ANN, BOB)] == [("vip", ["spring"])] * 2
    assert royal("undo", "last").exit_code == 0
    assert _shown(royal, ANN)["type"] is None


def test_a_rehearsal_changes_nothing_and_says_so_in_its_exit_code(royal: Royal) -> None:
    result = royal("customer", "edit", ANN, "--note", "x", "--dry-run", "--detailed-exitcode")
    assert result.exit_code == 10
    assert "notes" in result.stdout
    assert _shown(royal, ANN)["note"] is None
    assert royal("customer", "edit", ANN, "--first-name", "Ann", "--dry-run", "--detailed-exitcode").exit_code == 0


def test_an_edit_says_what(royal: Royal) -> None:
    result = royal("customer", "edit", ANN)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Nothing says what to change." in result.stderr
    assert royal("customer", "edit", ANN, "--email", BOB).exit_code == 6
    assert royal("customer", "edit", "-", "--type", "vip", input="customer\n").exit_code == 2


def test_a_consent_is_noted_with_time_and_place(royal: Royal) -> None:
    given = royal("customer", "consent", ANN, "--yes", "--source", "newsletter form", "--at", "2026-03-01T14:30")
    assert given.exit_code == 0, given.stderr
    later = royal("customer", "consent", ANN, "--no", "--source", "phone call", "--at", "2026-04-01")
    assert later.exit_code == 0
    assert _shown(royal, ANN)["accepts_marketing"] is False

    result = royal("customer", "consent", ANN, "--list", "--json")
    listed = json.loads(result.stdout)
    assert listed["schema"] == "royal.customer.consent.list/1"
    assert [(row["given"], row["source"], row["at"], row["holds"]) for row in listed["data"]] == [
        (False, "phone call", "2026-04-01T00:00:00Z", True),
        (True, "newsletter form", "2026-03-01T14:30:00Z", False),
    ]
    royal("undo", "last")
    assert _shown(royal, ANN)["accepts_marketing"] is True


@pytest.mark.parametrize(
    "words",
    [
        [ANN], [ANN, "--yes"], ["--yes", "--source", "x"], [ANN, "--yes", "--source", "x", "--at", "2999-01-01"],
        [ANN, "--list", "--yes"], [ANN, "--yes", "--source", "x", "--at", "soon"],
        [ANN, "--yes", "--source", "x", "--medium", "pigeon"],
    ],
)  # fmt: skip
def test_half_a_consent_is_none(royal: Royal, words: list[str]) -> None:
    assert royal("customer", "consent", *words).exit_code == 2
    assert royal("customer", "consent", "--list", "--format", "csv").stdout.count("\n") == 1


def test_a_merge_is_shown_done_and_undone(royal: Royal) -> None:
    before = _shown(royal, ANN)
    shown = royal("customer", "merge", BOB, "--into", ANN, "--dry-run", "--json")
    assert json.loads(shown.stdout)["data"]["orders"] == 1
    assert _shown(royal, ANN)["orders"] == before["orders"] == 1

    assert royal("customer", "merge", BOB, "--into", ANN, "--reason", "one household").exit_code == 0
    assert _shown(royal, BOB)["customer"] == ANN
    assert _shown(royal, ANN)["orders"] == 2
    again = royal("customer", "merge", BOB, "--into", ANN)
    assert (again.exit_code, "Nothing to do." in again.stderr) == (0, True)

    assert royal("undo", "last").exit_code == 0
    assert {**_shown(royal, ANN), "last_operation": None, "updated_at": None} == {
        **before, "last_operation": None, "updated_at": None,
    }  # fmt: skip
    assert _shown(royal, BOB)["customer"] == BOB


def test_nobody_is_erased_before_somebody_agrees(royal: Royal) -> None:
    result = royal("customer", "erase", BOB)
    assert result.exit_code == 7
    assert "It cannot be undone." in result.stderr
    assert "Goes for good" in result.stderr
    assert royal("customer", "erase", BOB, "--dry-run", "--detailed-exitcode").exit_code == 10
    assert _shown(royal, BOB)["name"] == "Bob Muller"


def test_an_erased_person_is_gone_and_the_order_is_there(royal: Royal, shop: Path) -> None:
    result = royal("customer", "erase", BOB, "--yes", "--reason", "ticket 4711")
    assert result.exit_code == 0, result.stderr
    assert "Backups made before this" in result.stderr

    assert royal("customer", "show", BOB).exit_code == 5
    assert royal("undo", "last").exit_code == 7
    order = json.loads(royal("order", "show", "1002", "--json").stdout)["data"]
    assert (order["total"], order["email"], order["billing_address"]) == (
        {"amount": "12.50", "currency": "EUR"}, None, None,
    )  # fmt: skip
    erased = json.loads(royal("customer", "list", "--erased", "--json").stdout)["data"]
    assert [(row["orders"], row["name"], row["country"]) for row in erased] == [(1, None, "DE")]


def test_an_old_file_does_not_bring_a_person_back(royal: Royal, shop: Path) -> None:
    royal("customer", "erase", BOB, "--yes")
    old = (
        (shop / "orders.csv").read_text().replace("#1002", "#0999").replace("9002", "8999").replace("-03-02", "-01-02")
    )
    (shop / "old.csv").write_text(old)
    result = royal("order", "import", "old.csv", "--yes")

    assert result.exit_code == 0, result.stderr
    assert "erased" in result.stdout + result.stderr
    assert royal("customer", "show", BOB).exit_code == 5
    assert json.loads(royal("order", "show", "0999", "--json").stdout)["data"]["email"] is None


def test_who_still_waits_for_a_parcel_is_not_erased(royal: Royal) -> None:
    result = royal("customer", "erase", ANN, "--yes")
    assert result.exit_code == 7
    assert "still to be sent: #1001" in result.stderr
    assert royal("customer", "erase", ANN, "--yes", "--allow", "everything").exit_code == 2
    assert royal("customer", "erase", ANN, "--yes", "--allow", "open").exit_code == 0
