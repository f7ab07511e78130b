"""`royal order list|show|unmatched|match|note|tag|hold|release|risk`, as they are typed."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Royal

ORDERS = (
    "Name,Email,Financial Status,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Billing Address1,Billing Country,Id\n"
    "#1001,ann@example.com,paid,unfulfilled,EUR,25.00,5.00,0.00,30.00,2026-03-01 10:00:00 +0100,"
    "2,Blue mug,12.50,MUG-BLUE,Ann Jansen,Dam 1,NL,9001\n"
    "#1002,bob@example.com,paid,fulfilled,EUR,12.50,0.00,0.00,12.50,2026-03-02 10:00:00 +0100,"
    "1,Red mug,12.50,MUG-RED,Bob Muller,Hauptstr. 2,DE,9002\n"
)


@pytest.fixture
def sold(royal: Royal, shop: Path) -> Path:
    """Ann's open order #1001 and Bob's #1002, before the catalogue knows the mugs."""
    (shop / "orders.csv").write_text(ORDERS)
    assert royal("order", "import", "orders.csv", "--yes").exit_code == 0
    assert royal("product", "import", "mugs.csv", "--yes").exit_code == 0
    return shop


def data(royal: Royal, *words: str) -> Any:
    done = royal(*words, "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)["data"]


def numbers(royal: Royal, *filters: str) -> list[str]:
    return [row["number"] for row in data(royal, "order", "list", *filters)]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ([], ["#1002", "#1001"]),
        (["--sort", "placed"], ["#1001", "#1002"]),
        (["--fulfillment", "unfulfilled"], ["#1001"]),
        (["--customer", "bob@example.com"], ["#1002"]),
        (["--search", "jansen"], ["#1001"]),
        (["--from", "2026-03-02"], ["#1002"]),
        (["--to", "2026-03-01"], ["#1001"]),
        (["--from", "2026-03-01", "--to", "2026-03-02"], ["#1002", "#1001"]),
        (["--min-total", "30"], ["#1001"]),
        (["--min-total", "30.00 usd"], []),
        (["--held"], []),
        (["--unmatched", "--channel", "shopify"], ["#1002", "#1001"]),
    ],
)
def test_filters_find_what_they_say(royal: Royal, sold: Path, filters: list[str], found: list[str]) -> None:
    assert numbers(royal, *filters) == found


def test_days_are_those_of_the_shop(royal: Royal, sold: Path) -> None:
    """#1001 was placed at 09:00 UTC on the first of March, which far in the west is still February."""
    assert numbers(royal, "--to", "2026-02-28", "--set", "timezone=Pacific/Pago_Pago") == ["#1001"]
    assert numbers(royal, "--to", "2026-02-28") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--from", "yesteryear"], "--from yesteryear is not a day."),
        (["--from", "2026-03-02", "--to", "2026-03-01"], "--from 2026-03-02 is after --to 2026-03-01."),
        (["--min-total", "much"], "--min-total much is not an amount."),
        (["--min-total", "1.005"], "--min-total 1.005 is not an amount."),
        (["--open", "--status", "closed"], "--open and --status closed contradict each other."),
        (["--all", "--limit", "3"], "--all shows all there is"),
        (["--cursor", "x"], "This is not a cursor of royal."),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(royal: Royal, sold: Path, words: list[str], said: str) -> None:
    done = royal("order", "list", *words)

    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_page_says_how_to_go_on(royal: Royal, sold: Path) -> None:
    first = json.loads(royal("order", "list", "--limit", "1", "--count", "--json").stdout)
    rest = json.loads(royal("order", "list", "--limit", "1", "--cursor", first["page"]["next"], "--json").stdout)

    assert (first["page"]["total"], first["data"][0]["number"]) == (2, "#1002")
    assert ([row["number"] for row in rest["data"]], rest["page"]["next"]) == (["#1001"], None)


def test_an_order_is_shown_with_amounts_that_add_up(royal: Royal, sold: Path) -> None:
    shown = data(royal, "order", "show", "1001")

    amounts = [shown[name]["amount"] for name in ("subtotal", "shipping", "total", "paid", "outstanding")]
    assert amounts == ["25.00", "5.00", "30.00", "30.00", "0.00"]
    assert (shown["channel"], shown["history"], len(shown["lines"])) == ("shopify", None, 1)
    assert royal("order", "show", "1009").exit_code == 5
    assert royal("order", "show", "1001", "--channel", "ebay").exit_code == 5


def test_an_order_of_two_channels_is_asked_back(royal: Royal, sold: Path) -> None:
    assert royal("order", "import", "orders.csv", "--channel", "outlet", "--yes").exit_code == 0

    done = royal("order", "show", "1001")

    assert done.exit_code == 6
    assert "outlet/1001, shopify/1001" in done.stderr
    assert data(royal, "order", "show", "shopify/1001")["channel"] == "shopify"


def test_a_code_is_matched_and_the_match_is_taken_back(royal: Royal, sold: Path) -> None:
    assert [row["code"] for row in data(royal, "order", "unmatched")] == ["MUG-BLUE", "MUG-RED"]

    done = royal("order", "match", "mug-red", "MUG-RED")
    assert done.exit_code == 0
    assert [row["code"] for row in data(royal, "order", "unmatched")] == ["MUG-BLUE"]

    assert royal("undo", "last").exit_code == 0
    assert len(data(royal, "order", "unmatched")) == 2


def test_what_is_only_suggested_needs_a_yes(royal: Royal, sold: Path) -> None:
    assert royal("order", "match", "--suggest").exit_code == 7
    assert royal("order", "match", "--suggest", "--dry-run", "--detailed-exitcode").exit_code == 10
    assert len(data(royal, "order", "unmatched")) == 2

    assert royal("order", "match", "--suggest", "--yes").exit_code == 0
    assert data(royal, "order", "unmatched") == []


def test_a_list_of_matches_is_done_as_far_as_it_can_be(royal: Royal, sold: Path) -> None:
    (sold / "matches.csv").write_text("code,sku\nMUG-RED,MUG-BLUE\nNOPE,MUG-RED\n")

    done = royal("order", "match", "--from", "matches.csv")
    assert (done.exit_code, "NOPE" in done.stdout) == (3, True)

    done = royal("order", "match", "--from", "-", input="MUG-BLUE,MUG-BLUE\n")
    assert done.exit_code == 0
    assert data(royal, "order", "unmatched") == []


@pytest.mark.parametrize(
    "words",
    [[], ["MUG-RED"], ["MUG-RED", "MUG-RED", "--as", "fee"], ["MUG-RED", "--suggest"], ["--suggest", "--from", "x"]],
)
def test_one_way_to_say_what_a_code_is(royal: Royal, sold: Path, words: list[str]) -> None:
    assert royal("order", "match", *words).exit_code == 2


def test_a_missing_list_is_not_found(royal: Royal, sold: Path) -> None:
    assert royal("order", "match", "--from", "gone.csv").exit_code == 5


def test_orders_come_on_standard_input(royal: Royal, sold: Path) -> None:
    listed = royal("order", "list", "--all", "--format", "csv", "--fields", "number").stdout

    assert royal("order", "tag", "add", "gift, VIP", "-", input=listed).exit_code == 0
    assert numbers(royal, "--tag", "vip") == ["#1002", "#1001"]
    assert royal("order", "tag", "remove", "gift", "-", input="").exit_code == 2


def test_a_hold_says_why_and_is_released(royal: Royal, sold: Path) -> None:
    assert royal("order", "hold", "1001").exit_code == 2
    assert royal("order", "hold", "1001", "--reason", "odd address").exit_code == 0
    assert data(royal, "order", "show", "1001")["hold_reason"] == "odd address"
    assert numbers(royal, "--held") == ["#1001"]

    assert royal("order", "release", "1001").exit_code == 0
    assert numbers(royal, "--held") == []


def test_a_note_is_read_from_standard_input(royal: Royal, sold: Path) -> None:
    assert royal("order", "note", "1001", "-", input="calls back\non Friday\n").exit_code == 0

    assert [note["note"] for note in data(royal, "order", "show", "1001")["notes"]] == ["calls back\non Friday"]


def test_the_rules_of_risk_are_settings(royal: Royal, sold: Path) -> None:
    done = data(royal, "order", "risk", "1001", "--set", "risk.new_customer_amounts=10 EUR", "--set", "risk.high=20")

    assert (done["high"], done["put_on_hold"]) == (1, 1)
    assert done["riskiest"][0]["reasons"] == ["a first order of more than 10.00 EUR"]
    assert numbers(royal, "--held") == ["#1001"]
    assert royal("order", "risk").exit_code == 2


def test_the_doctor_looks_at_orders(royal: Royal, sold: Path) -> None:
    found = {row["name"]: row["state"] for row in data(royal, "doctor")}

    assert (found["order sums"], found["refunds"], found["reserved stock"]) == ("ok", "ok", "ok")
