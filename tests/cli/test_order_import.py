"""`royal order import`: what it shows, asks and exits with."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Royal


@pytest.fixture(autouse=True)
def _other_orders(shop: Path) -> None:
    (shop / "orders.csv").write_text(
        "order,date,sku,title,quantity,price,currency,email\n"
        "1001,2026-03-14T15:09Z,MUG-BLUE,Blue mug,2,12.50,EUR,ann@shop.example\n"
        "1001,2026-03-14T15:09Z,MUG-RED,Red mug,1,12.50,EUR,ann@shop.example\n"
        "1002,2026-03-15T09:00Z,VASE,Vase,1,30.00,EUR,bob@shop.example\n"
    )


def test_orders_go_in_and_undo_takes_them_back(royal: Royal, shop: Path) -> None:
    royal("product", "import", "mugs.csv", "--yes")
    done = royal("order", "import", "orders.csv", "--yes")

    assert done.exit_code == 0
    assert "Orders                   2 created, 0 updated, 0 unchanged" in done.stdout
    assert "Codes without a product  1" in done.stdout
    assert "`royal order unmatched` lists the codes without a product." in done.stderr
    undone = royal("undo", "last", "--json")
    assert json.loads(undone.stdout)["data"]["status"] == "undone"
    assert json.loads(royal("order", "list", "--json").stdout)["data"] == []


def test_a_plan_is_applied_once(royal: Royal, shop: Path) -> None:
    seen = royal("order", "import", "orders.csv", "--dry-run", "--output", "plan.json")
    assert seen.exit_code == 0
    assert "Plan saved in            plan.json" in seen.stdout

    applied = json.loads(royal("apply", "plan.json", "--reason", "checked", "--json").stdout)["data"]
    assert applied["orders"] == {"created": 2, "updated": 0, "unchanged": 0}
    assert applied["products"] is None
    again = royal("apply", "plan.json")
    assert (again.exit_code, again.stdout) == (6, "")
    (done, *_) = json.loads(royal("history", "--json").stdout)["data"]
    assert (done["operation"], done["kind"], done["reason"]) == (applied["operation"], "order.import", "checked")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("order", "import", "orders.csv", "--output", "plan.json"), "Add --dry-run."),
        (("apply", "plan.json", "--allow", "zero"), "Leave --allow out."),
    ],
)
def test_a_plan_that_is_asked_for_wrongly(royal: Royal, shop: Path, words: tuple[str, ...], says: str) -> None:
    royal("order", "import", "orders.csv", "--dry-run", "--output", "plan.json")
    done = royal(*words)

    assert done.exit_code == 2
    assert says in done.stderr


def test_a_dry_run_says_what_would_change_and_writes_nothing(royal: Royal, shop: Path) -> None:
    seen = royal("order", "import", "orders.csv", "--dry-run", "--json", "--detailed-exitcode")

    data = json.loads(seen.stdout)["data"]
    assert (seen.exit_code, data["operation"], data["channel"]) == (10, None, "file")
    assert [(change["key"], change["after"]) for change in data["changes"]] == [
        ("1001", {"amount": "37.50", "currency": "EUR"}),
        ("1002", {"amount": "30.00", "currency": "EUR"}),
    ]
    assert json.loads(royal("order", "list", "--json").stdout)["data"] == []


def test_the_same_orders_again_are_nothing_to_do(royal: Royal, shop: Path) -> None:
    royal("order", "import", "orders.csv", "--yes")
    again = royal("order", "import", "orders.csv", "--yes")

    assert again.exit_code == 0
    assert "Nothing to do." in again.stderr


def test_refused_rows_wait_in_a_file_that_can_be_corrected_and_imported(royal: Royal, shop: Path) -> None:
    orders = (shop / "orders.csv").read_text()
    (shop / "orders.csv").write_text(orders.replace("MUG-RED,Red mug,1", "MUG-RED,Red mug,0"))
    done = royal("order", "import", "orders.csv", "--yes")

    rejects = shop / "orders.rejects.csv"
    assert done.exit_code == 3
    assert "2 of 3 rows were rejected; they are in orders.rejects.csv." in done.stderr
    assert [line.split(",")[3] for line in rejects.read_text().splitlines()] == [
        "royal_code", "other_row", "quantity_zero",
    ]  # fmt: skip
    rejects.write_text(rejects.read_text().replace("Red mug,0", "Red mug,1"))
    assert royal("order", "import", "orders.rejects.csv", "--yes").exit_code == 0
    assert len(json.loads(royal("order", "list", "--json").stdout)["data"]) == 2


def test_orders_come_from_standard_input_for_a_channel(royal: Royal, shop: Path) -> None:
    done = royal("order", "import", "-", "--channel", "Market stall", "--json", input=(shop / "orders.csv").read_text())

    assert done.exit_code == 0
    assert json.loads(done.stdout)["data"]["channel"] == "Market stall"


def test_flags_that_mean_nothing_are_named(royal: Royal, shop: Path) -> None:
    for words in (("--timezone", "Mars/Olympus"), ("--dates", "ydm"), ("--allow", "vanish"), ("--currency", "XXX")):
        done = royal("order", "import", "orders.csv", *words)
        assert (done.exit_code, words[1] in done.stderr) == (2, True)
