"""`royal product import`, `apply`, `undo` and `history` as an operator types them."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Royal
from tests.commerce.feeds.workbook.books import book

CHEAP = "sku,title,price\nMUG-BLUE,Blue mug,3.00\nMUG-RED,Red mug,3.00\nMUG-SHOP,Mug with our name,3.00\n"


def data(stdout: str) -> Any:
    return json.loads(stdout)["data"]


def prices(royal: Royal) -> dict[str, str]:
    listed = data(royal("product", "list", "--json").stdout)
    return {row["sku"]: row["lowest_price"]["amount"] for row in listed}


def test_an_import_says_what_it_took_the_feed_for_and_what_it_did(royal: Royal, shop: Path) -> None:
    done = royal("product", "import", "mugs.csv")

    assert done.exit_code == 0
    assert done.stderr == "royal product feed · comma, UTF-8 · 5 columns, 0 not used\n"
    assert "3 read: 3 created, 0 updated, 0 unchanged, 0 rejected" in done.stdout
    assert "3 read: 0 created, 0 updated, 3 unchanged" in royal("product", "import", "mugs.csv").stdout


def test_an_import_names_the_columns_that_it_does_not_use(royal: Royal, shop: Path) -> None:
    (shop / "tarif.csv").write_text("Réf.;Désignation;PA HT;Stock Lyon\nL-1;Lampe;12,00;4\n")

    assert "Columns not used       Stock Lyon" in royal("product", "import", "tarif.csv").stdout


def test_a_dry_run_shows_every_field_and_writes_nothing(royal: Royal, shop: Path) -> None:
    royal("product", "import", "mugs.csv")
    (shop / "new.csv").write_text("sku,title,price\nMUG-BLUE,Blue mug,13.00\n")
    shown = data(royal("product", "import", "new.csv", "--dry-run", "--json").stdout)

    assert shown["operation"] is None
    assert shown["changes"] == [
        {
            "entity": "variant",
            "action": "update",
            "key": "MUG-BLUE",
            "within": "MUG-BLUE",
            "field": "price",
            "before": {"amount": "12.50", "currency": "EUR"},
            "after": {"amount": "13.00", "currency": "EUR"},
        }
    ]
    assert prices(royal)["MUG-BLUE"] == "12.50"


@pytest.mark.parametrize(("feed", "code"), [("mugs.csv", 0), ("new.csv", 10)])
def test_a_dry_run_tells_by_its_exit_code_whether_there_are_changes(
    royal: Royal, shop: Path, feed: str, code: int
) -> None:
    royal("product", "import", "mugs.csv")
    (shop / "new.csv").write_text("sku,title\nMUG-BLUE,A mug\n")

    assert royal("product", "import", feed, "--dry-run", "--detailed-exitcode").exit_code == code
    assert royal("product", "import", feed, "--dry-run").exit_code == 0


def test_a_saved_plan_is_applied_once_and_then_stale(royal: Royal, shop: Path) -> None:
    royal("product", "import", "mugs.csv")
    (shop / "new.csv").write_text("sku,price\nMUG-BLUE,13.00\n")
    royal("product", "import", "new.csv", "--dry-run", "--output", "plan.json")
    (shop / "new.csv").unlink()

    assert royal("apply", "plan.json").exit_code == 0
    assert prices(royal)["MUG-BLUE"] == "13.00"
    again = royal("apply", "plan.json")
    assert again.exit_code == 6
    assert "changed since this was planned" in again.stderr


def test_rejected_rows_are_corrected_in_their_file_and_go_in(royal: Royal, shop: Path) -> None:
    (shop / "feed.csv").write_text("sku;title;price\nA;Apron;12,50\nB;Bowl;cheap\nC;Cup;1,00;9\n", encoding="utf-8")
    first = royal("product", "import", "feed.csv", "--json")
    rejects = shop / "feed.rejects.csv"

    assert first.exit_code == 3
    assert [(r["code"], r["first_line"], r["column"], r["value"]) for r in data(first.stdout)["rejects"]] == [
        ("not_a_number", 3, "price", "cheap"),
        ("too_many_fields", 4, "", ""),
    ]
    assert rejects.read_text().splitlines()[1].endswith(",B,Bowl,cheap")
    rejects.write_text(rejects.read_text().replace("B,Bowl,cheap", 'B,Bowl,"7,25"').replace('"1,00",9', '"1,00"'))

    assert royal("product", "import", "feed.rejects.csv").exit_code == 0
    assert prices(royal) == {"A": "12.50", "B": "7.25", "C": "1.00"}


def test_rejects_are_read_as_royal_wrote_them_whatever_the_profile_says_of_the_feed(royal: Royal, shop: Path) -> None:
    (shop / "feed.csv").write_bytes("Liste vom Montag\nNr;Name;Preis\n1;Käse;2,50\n2;Öl;teuer\n".encode("cp1252"))
    (shop / "p.toml").write_text(
        'key = "Nr"\n[columns]\nName = "title"\nPreis = "price"\n[values]\ndecimal_mark = ","\n'
        '[file]\nencoding = "cp1252"\ndelimiter = ";"\nheader_line = 2\n'
    )
    assert royal("product", "import", "feed.csv", "--profile", "p.toml").exit_code == 3
    rejects = shop / "feed.rejects.csv"
    rejects.write_text(rejects.read_text().replace("Öl,teuer", 'Öl,"9,95"'))

    assert royal("product", "import", "feed.rejects.csv", "--profile", "p.toml").exit_code == 0
    assert prices(royal) == {"1": "2.50", "2": "9.95"}


def test_a_feed_comes_through_a_pipe(royal: Royal, shop: Path) -> None:
    done = royal("product", "import", "-", input="sku,title,price\nA,Apron,1.00\nB,Bowl,x\n")

    assert done.exit_code == 3
    assert (shop / "stdin.rejects.csv").exists()
    assert prices(royal) == {"A": "1.00"}


def test_a_packed_feed_is_read_as_it_is(royal: Royal, shop: Path) -> None:
    with gzip.open(shop / "feed.csv.gz", "wt") as file:
        file.write("sku,title,price\nA,Apron,1.00\n")

    assert royal("product", "import", "feed.csv.gz").exit_code == 0
    assert prices(royal) == {"A": "1.00"}


def test_a_feed_that_changes_too_much_is_stopped_and_passes_when_allowed(royal: Royal, shop: Path) -> None:
    royal("product", "import", "mugs.csv")
    (shop / "cheap.csv").write_text(CHEAP)
    stopped = royal("product", "import", "cheap.csv")

    assert stopped.exit_code == 7
    assert "3 of 3 prices would change by more than 50%" in stopped.stderr
    assert "--allow price" in stopped.stderr
    assert prices(royal)["MUG-BLUE"] == "12.50"
    assert royal("product", "import", "cheap.csv", "--allow", "price").exit_code == 0
    assert prices(royal)["MUG-BLUE"] == "3.00"


def test_the_limits_are_settings(royal: Royal, shop: Path) -> None:
    royal("product", "import", "mugs.csv")
    (shop / "cheap.csv").write_text(CHEAP)

    assert royal("product", "import", "cheap.csv", "--set", "safety.max_price_change=0.9").exit_code == 0


def test_a_complete_feed_archives_the_rest(royal: Royal, shop: Path) -> None:
    royal("product", "import", "mugs.csv")
    (shop / "one.csv").write_text("sku,title\nMUG-BLUE,Blue mug\n")

    assert royal("product", "import", "one.csv", "--complete").exit_code == 7
    assert royal("product", "import", "one.csv", "--complete", "--allow", "vanish").exit_code == 0
    assert prices(royal).keys() == {"MUG-BLUE"}


def test_an_import_is_undone_and_redone_from_the_history(royal: Royal, shop: Path) -> None:
    royal("product", "import", "mugs.csv", "--reason", "first stock")
    (listed,) = data(royal("history", "--json").stdout)
    undone = data(royal("undo", listed["operation"], "--json").stdout)

    assert (listed["kind"], listed["reason"], listed["source"]) == ("product.import", "first stock", "mugs.csv")
    assert (undone["status"], undone["conflicts"]) == ("undone", 0)
    assert data(royal("product", "list", "--json").stdout) == []
    assert royal("undo", "last").exit_code == 0
    assert prices(royal)["MUG-BLUE"] == "12.50"


def test_what_was_changed_since_is_kept_and_said(royal: Royal, shop: Path) -> None:
    royal("product", "import", "mugs.csv")
    for price in ("13.00", "14.00"):
        royal("product", "import", "-", input=f"sku,price\nMUG-BLUE,{price}\n")
    second = data(royal("history", "--json").stdout)[1]["operation"]
    kept = royal("undo", second, "--json")

    assert kept.exit_code == 3
    assert data(kept.stdout)["examples"] == [
        {
            "entity": "product_variants",
            "key": "MUG-BLUE",
            "field": "price",
            "before": "12.50",
            "after": "13.00",
            "now": "14.00",
            "why": "it was changed since",
        }
    ]
    assert prices(royal)["MUG-BLUE"] == "14.00"


def test_history_shows_each_field_with_its_values(royal: Royal, shop: Path) -> None:
    royal("product", "import", "mugs.csv")
    royal("product", "import", "-", input="sku,price,stock: Main\nMUG-BLUE,13.00,4\n")
    shown = data(royal("history", "show", "last", "--json").stdout)

    assert {(c["key"], c["field"], c["before"], c["after"]) for c in shown["changes"]} == {
        ("MUG-BLUE", "price", "12.50", "13.00"),
        ("MUG-BLUE @ Main", "available", "5", "4"),
    }


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["nothing.csv"], 5),
        (["."], 1),
        (["mugs.csv", "--allow", "everything"], 2),
        (["mugs.csv", "--output", "plan.json"], 2),
        (["mugs.csv", "--currency", "EURO"], 2),
        (["mugs.csv", "--decimal-mark", ";"], 2),
        (["mugs.csv", "--feed", "shopfy"], 2),
        (["mugs.csv", "--profile", "none.toml"], 5),
        (["mugs.csv", "--encoding", "klingon"], 2),
        (["mugs.csv", "--rejects"], 2),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_with_its_exit_code(
    royal: Royal, shop: Path, words: list[str], code: int
) -> None:
    done = royal("product", "import", *words)

    assert done.exit_code == code
    assert done.stderr.splitlines()[-2].startswith("royal: ")
    assert done.stdout == ""


def test_rejects_that_cannot_be_saved_are_said_after_the_import_is_done(royal: Royal, shop: Path) -> None:
    done = royal(
        "product", "import", "-", "--rejects", "no/such/folder.csv", input="sku,title,price\nA,Apron,1\nB,Bowl,x\n"
    )

    assert done.exit_code == 3
    assert "The import is done" in done.stderr
    assert prices(royal) == {"A": "1.00"}


def test_a_workbook_goes_in_and_its_rejected_rows_are_corrected_as_text(royal: Royal, shop: Path) -> None:
    """Typed numbers stay what they are on the way through the file of rejects: 1.234 never becomes 1234."""
    rows: list[list[Any]] = [["Price list"], ["sku", "title", "price", "weight (kg)"], ["CUP", "Cup", 1.234, 1.125],
            ["POT", "Pot", "12,5O", 2.375]]  # fmt: skip
    book(shop, {"Read me": [["Dear customer"]], "Prices": rows, "Old": rows})

    undecided = royal("product", "import", "list.xlsx")
    assert "Several sheets of list.xlsx could be the feed: Prices, Old." in undecided.stderr
    done = royal("product", "import", "list.xlsx", "--sheet", "prices", "--decimal-mark", ",")
    assert done.exit_code == 3
    assert done.stderr.startswith(
        "royal product feed · workbook, sheet Prices, header on line 2 · 4 columns, 0 not used\n"
    )
    rejects = shop / "list.rejects.csv"
    rejects.write_text(rejects.read_text(encoding="utf-8").replace("12,5O", "12,50"), encoding="utf-8")
    assert royal("product", "import", "list.rejects.csv", "--decimal-mark", ",").exit_code == 0

    assert prices(royal) == {"CUP": "1.234", "POT": "12.50"}
    shown = data(royal("product", "show", "POT", "--json").stdout)
    assert shown["variants"][0]["weight"] == "2.375"


def test_a_list_creates_nothing_unless_told_to(royal: Royal, shop: Path) -> None:
    royal("product", "import", "mugs.csv")
    (shop / "stock.csv").write_text("Item no,Quantity\nMUG-BLUE,17\nMUG-NEW,3\n")
    done = royal("product", "import", "stock.csv")

    assert done.exit_code == 3
    assert done.stderr.startswith("stock list · comma, UTF-8 · 2 columns, 0 not used\n")
    assert "not_in_catalogue" in done.stdout
    assert royal("product", "show", "MUG-NEW").exit_code == 5
    assert royal("product", "import", "stock.csv", "--create").exit_code == 0
    assert data(royal("product", "list", "--status", "draft", "--fields", "sku,title,stock", "--json").stdout) == [
        {"sku": "MUG-NEW", "title": "MUG-NEW", "stock": 3}
    ]
    assert royal("undo", "last").exit_code == 0
    assert royal("product", "show", "MUG-NEW").exit_code == 5


def test_a_feed_can_be_kept_from_creating(royal: Royal, shop: Path) -> None:
    royal("product", "import", "mugs.csv")
    (shop / "new.csv").write_text("sku,title,price\nMUG-BLUE,Blue mug,13.00\nMUG-NEW,New mug,9.00\n")

    assert royal("product", "import", "new.csv", "--no-create", "--yes").exit_code == 3
    assert prices(royal)["MUG-BLUE"] == "13.00"
    assert "MUG-NEW" not in prices(royal)
