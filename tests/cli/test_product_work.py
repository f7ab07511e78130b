"""Daily work on the catalogue as an operator types it: SKUs, filters, lists, the editor, the question."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Royal
from tests.cli.on_a_terminal import CTRL_C, on_a_terminal


@pytest.fixture(autouse=True)
def _mugs(royal: Royal, shop: Path) -> None:
    assert royal("product", "import", "mugs.csv", "--yes").exit_code == 0


def data(royal: Royal, *words: str, input: str | None = None, code: int = 0) -> dict[str, Any]:
    done = royal(*words, "--json", input=input)
    assert done.exit_code == code, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)["data"]
    return found


def price(royal: Royal, sku: str) -> str:
    found: str = data(royal, "product", "show", sku)["variants"][0]["price"]["amount"]
    return found


def stock(royal: Royal, sku: str) -> int | None:
    found: int | None = data(royal, "product", "show", sku)["stock"]
    return found


def test_what_is_done_says_how_it_is_taken_back_and_an_empty_list_how_it_is_given(royal: Royal) -> None:
    done = royal("product", "price", "set", "MUG-RED", "12.95")

    (operation,) = re.findall(r"Operation +(\w+)", done.stdout)
    assert done.stderr == f"`royal undo {operation}` takes it back.\n"
    assert "royal product archive - < skus.txt" in royal("product", "archive", "-").stderr


@pytest.mark.parametrize(
    ("words", "after"),
    [
        (["MUG-RED", "12.95"], "12.95"),
        (["MUG-RED", "-5%"], "11.88"),
        (["MUG-RED", "-2"], "10.50"),
        (["MUG-RED", "--by", "-2.00"], "10.50"),
        (["MUG-RED", "--to=13", "--round", ".95"], "12.95"),
        (["--where", "search=red mug", "+10%", "--yes"], "13.75"),
        (["MUG-RED", "*1.21"], "15.13"),
    ],
)
def test_a_price_is_typed_as_it_comes_to_mind(royal: Royal, words: list[str], after: str) -> None:
    data(royal, "product", "price", "set", *words)

    assert (price(royal, "MUG-RED"), price(royal, "MUG-BLUE")) == (after, "12.50")


@pytest.mark.parametrize(
    "words",
    [
        [], ["MUG-RED"], ["12.95"], ["MUG-RED", "cheap"], ["MUG-RED", "--to", "1", "--by", "+2"],
        ["MUG-RED", "--by", "2"],
        ["MUG-RED", "--to", "+2"], ["MUG-RED", "1", "--round", "0"], ["MUG-RED", "1", "--currency", "EUX"],
        ["MUG-RED", "--cost", "1", "--market", "NL"], ["MUG-RED", "1", "--where", "all"], ["--where", "all"],
        ["MUG-RED", "1", "--allow", "everything"], ["MUG-RED", "1", "--output", "plan.json"], ["-", "1"],
    ],
)  # fmt: skip
def test_a_price_that_cannot_be_meant_is_wrong_usage(royal: Royal, words: list[str]) -> None:
    done = royal("product", "price", "set", *words, input="")

    assert (done.exit_code, done.stdout) == (2, ""), done.stderr


def test_with_a_flag_for_the_price_every_word_is_a_sku(royal: Royal) -> None:
    royal("product", "create", "111", "--title", "A number")
    data(royal, "product", "price", "set", "MUG-RED", "111", "--to", "5")

    assert (price(royal, "MUG-RED"), price(royal, "111")) == ("5.00", "5.00")


def test_a_cost_alone_needs_no_price_and_skus_may_come_in(royal: Royal) -> None:
    data(royal, "product", "price", "set", "MUG-RED", "--cost", "4.10")
    data(royal, "product", "price", "set", "-", "+1.00", input="sku\nMUG-RED\nMUG-BLUE\n")

    assert (price(royal, "MUG-RED"), price(royal, "MUG-BLUE"), price(royal, "MUG-SHOP")) == ("13.50", "13.50", "9.00")


def test_a_price_list_comes_in_and_what_it_cannot_do_is_exit_code_3(royal: Royal) -> None:
    done = data(royal, "product", "price", "set", "-", input="MUG-RED;13,50\nNIX;1\n", code=3)

    assert (done["rejected"], done["rejects"][0]["sku"], done["rejects"][0]["line"]) == (1, "NIX", 2)
    assert price(royal, "MUG-RED") == "13.50"
    told = royal("product", "price", "set", "-", input="NIX;1\n")
    assert told.exit_code == 3
    assert "nothing in the catalogue has this SKU" in told.stdout
    assert "Nothing to do." in told.stderr


@pytest.mark.parametrize(
    ("words", "after"),
    [(["40"], 40), (["+5"], 10), (["-3"], 2), (["--by=-3"], 2), (["--to", "7"], 7), (["--by", "2"], 7)],
)
def test_stock_is_set_or_changed(royal: Royal, words: list[str], after: int) -> None:
    data(royal, "product", "stock", "set", "MUG-BLUE", *words, "--reason", "counted")

    assert stock(royal, "MUG-BLUE") == after


def test_stock_that_nobody_knows_is_not_changed_and_a_list_is_read(royal: Royal) -> None:
    refused = royal("product", "stock", "set", "MUG-SHOP", "+5")
    listed = royal("product", "stock", "set", "-", input="sku,quantity,location\nMUG-SHOP,5,\n")

    assert (refused.exit_code, listed.exit_code) == (6, 0)
    assert stock(royal, "MUG-SHOP") == 5
    assert royal("product", "stock", "set", "MUG-RED", "5", "--location", "Moon").exit_code == 5
    assert royal("product", "stock", "set", "MUG-RED", "five").exit_code == 2
    assert royal("product", "stock", "set", "MUG-RED", "--to", "5", "--by", "5").exit_code == 2


def test_what_a_filter_finds_is_changed_only_with_yes_where_nobody_can_be_asked(royal: Royal) -> None:
    asked = royal("product", "archive", "--where", "out-of-stock", "--allow", "vanish")
    told = royal("product", "archive", "--where", "out-of-stock", "--dry-run", "--detailed-exitcode")
    done = data(royal, "product", "archive", "--where", "out-of-stock", "--yes", "--allow", "vanish")

    assert (asked.exit_code, told.exit_code) == (7, 10)
    assert "MUG-RED  status: active -> archived" in asked.stderr
    assert done["products"]["updated"] == 1
    assert data(royal, "product", "show", "MUG-RED")["status"] == "archived"


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (["vendor"], "needs a value"),
        (["vendor="], "has no value"),
        (["missing-cost=yes"], "has no value"),
        (["vender=X"], "Did you mean vendor?"),
        (["colour=X"], "The filters are"),
        (["vendor=X", "vendor=Y"], "said twice"),
        (["all", "vendor=X"], "means all of them"),
        (["status=sold"], "no status"),
        (["below-margin=low"], "not a number"),
    ],
)
def test_a_filter_that_is_none_is_wrong_usage(royal: Royal, filters: list[str], words: str) -> None:
    done = royal("product", "archive", *(part for text in filters for part in ("--where", text)))

    assert done.exit_code == 2
    assert words in done.stderr


def test_all_filters_of_the_list_can_be_said(royal: Royal) -> None:
    royal("product", "edit", "MUG-RED", "--vendor", "Potter", "--category", "Mugs", "--tags", "old", "--cost", "12")
    said = ["vendor=Potter", "category=Mugs", "tag=OLD", "status=active", "search=red", "below-margin=20",
            "missing-image", "out-of-stock"]  # fmt: skip
    words = [part for text in said for part in ("--where", text)]

    assert data(royal, "product", "tag", "add", "slow", *words, "--yes")["products"]["updated"] == 1
    assert data(royal, "product", "tag", "add", "slow", "--where", "missing-cost", "--yes")["products"]["updated"] == 2


def test_tags_are_added_listed_and_removed(royal: Royal) -> None:
    royal("product", "tag", "add", "summer, sale", "MUG-RED", "MUG-BLUE")
    royal("product", "tag", "remove", "SALE", "MUG-RED")

    assert json.loads(royal("product", "tag", "list", "--json").stdout)["data"] == [
        {"tag": "summer", "products": 2},
        {"tag": "sale", "products": 1},
    ]
    assert royal("product", "tag", "add", " , ", "MUG-RED").exit_code == 2


def test_a_product_is_created_once_and_undone(royal: Royal) -> None:
    words = ["product", "create", "TEE-S", "--of", "TEE", "--title", "Tee", "--option", "Size=S", "--price", "9.95",
             "--stock", "4", "--image", "https://a.example/1.jpg", "--without-vat", "--backorder"]  # fmt: skip
    data(royal, *words)
    again = royal(*words)

    shown = data(royal, "product", "show", "TEE")
    assert (shown["variants"][0]["options"], shown["stock"]) == ({"Size": "S"}, 4)
    assert (shown["variants"][0]["price_includes_vat"], shown["variants"][0]["allow_backorder"]) == (False, True)
    assert again.exit_code == 6
    assert royal("product", "create", "TEE-M", "--of", "TEE", "--option", "Size", "--price", "9").exit_code == 2
    assert royal("product", "create", "X", "--title", "X", "--stock", "-3").exit_code == 2
    assert royal("undo", "last").exit_code == 0
    assert royal("product", "show", "TEE").exit_code == 5


def test_an_edit_is_saved_as_a_plan_and_applied(royal: Royal, shop: Path) -> None:
    data(royal, "product", "edit", "--where", "all", "--vendor", "Potter", "--dry-run", "--output", "plan.json")
    royal("product", "edit", "MUG-RED", "--mpn", "7")
    applied = data(royal, "apply", "plan.json")

    assert (applied["source"], applied["products"]["updated"]) == ("--where all", 3)
    assert data(royal, "history", "show", "last")["kind"] == "product.edit"


def test_fields_are_emptied_and_what_cannot_be_is_said(royal: Royal) -> None:
    royal("product", "edit", "MUG-RED", "--vendor", "Potter", "--weight", "250 g")
    data(royal, "product", "edit", "MUG-RED", "--clear", "weight", "--vendor", "")

    shown = data(royal, "product", "show", "MUG-RED")
    assert (shown["vendor"], shown["variants"][0]["weight"], shown["variants"][0]["weight_unit"]) == (None, None, None)
    for words in (["--clear", "title"], ["--vendor", "X", "--clear", "vendor"], [], ["--option", "=S"]):
        assert royal("product", "edit", "MUG-RED", *words).exit_code == 2


@pytest.fixture
def editor(shop: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor that runs `edit.py` with the file; what it writes to `seen` can be looked at."""
    program = shop / "editor"
    program.write_text('#!/bin/sh\nexec python edit.py "$1"\n')
    program.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(program))
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("TMPDIR", str(shop))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parents[2])]))
    return shop / "edit.py"


REPLACE = "import sys; p = sys.argv[1]; t = open(p).read(); open(p, 'w').write(t.replace({!r}, {!r}))\n"


def documents(shop: Path) -> list[Path]:
    return list(shop.glob("royal-*.toml"))


def test_on_a_terminal_a_product_opens_in_the_editor(royal: Royal, shop: Path, editor: Path) -> None:
    editor.write_text(REPLACE.format('price = "12.50"', "price = 13.5"))
    code, shown = on_a_terminal("product", "edit", "MUG-RED", answers=[("Write this?", "y")])

    assert code == 0, shown
    assert "12.50 EUR -> 13.50 EUR" in shown
    assert price(royal, "MUG-RED") == "13.50"
    assert documents(shop) == []


def test_a_document_that_was_not_changed_is_nothing_to_do(shop: Path, editor: Path) -> None:
    editor.write_text("")
    code, shown = on_a_terminal("product", "edit", "MUG-RED", answers=[])

    assert (code, documents(shop)) == (0, [])
    assert "Nothing to do." in shown


def test_a_mistake_is_edited_again_and_what_is_not_written_is_kept(royal: Royal, shop: Path, editor: Path) -> None:
    editor.write_text(
        "import pathlib, sys\np = pathlib.Path(sys.argv[1]); t = p.read_text()\n"
        "p.write_text(t.replace('\"12.50\"', 'oops') if '12.50' in t else t.replace('oops', '13'))\n"
    )
    code, shown = on_a_terminal("product", "edit", "MUG-RED", answers=[("What now?", "\r"), ("Write this?", "n")])

    assert code == 7, shown
    assert "The document cannot be read" in shown
    (kept,) = documents(shop)
    assert "price = 13\n" in kept.read_text()
    assert kept.name in shown.replace("\r\n", "").replace(" ", "")
    assert price(royal, "MUG-RED") == "12.50"


@pytest.mark.parametrize(("written", "kept"), [("", 0), ("# mine\n", 1)])
def test_ctrl_c_in_the_editor_leaves_only_what_was_written(shop: Path, editor: Path, written: str, kept: int) -> None:
    editor.write_text(
        "import signal, sys, time\nsignal.signal(signal.SIGINT, signal.SIG_DFL)\n"
        f"open(sys.argv[1], 'a').write({written!r}); print('open now', flush=True); time.sleep(30)\n"
    )
    code, shown = on_a_terminal("product", "edit", "MUG-RED", answers=[("open now", CTRL_C)])

    assert (code, len(documents(shop))) == (130, kept), shown
    assert ("What you wrote is in" in shown) is bool(kept)


def test_an_editor_that_fails_changes_nothing(shop: Path, editor: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor.write_text("raise SystemExit(3)")
    code, shown = on_a_terminal("product", "edit", "MUG-RED", answers=[])
    monkeypatch.setenv("VISUAL", "no-such-editor")
    missing, told = on_a_terminal("product", "edit", "MUG-RED", answers=[])

    assert (code, missing, documents(shop)) == (2, 2, [])
    assert "ended with code 3" in shown
    assert "cannot be started" in told


def test_on_a_terminal_create_asks_for_the_few_that_matter(
    royal: Royal, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    answers = [("Title", "Cup\r"), ("Price", "4.50\r"), ("Cost", "\r"), ("Vendor", "\r"), ("Category", "\r"),
               ("Stock", "4\r"), ("Write this?", "y")]  # fmt: skip
    code, shown = on_a_terminal("product", "create", "CUP", answers=answers)

    assert code == 0, shown
    assert (price(royal, "CUP"), stock(royal, "CUP")) == ("4.50", 4)
