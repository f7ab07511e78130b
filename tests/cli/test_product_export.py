"""`royal product export`, as an operator calls it."""

import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Royal


@pytest.fixture(autouse=True)
def _mugs(royal: Royal, shop: Path) -> None:
    assert royal("product", "import", "mugs.csv", "--yes").exit_code == 0


def test_the_feed_goes_to_stdout_and_nothing_else(royal: Royal) -> None:
    result = royal("product", "export", "--fields", "sku,price,stock: Main")

    assert result.exit_code == 0
    assert result.stdout == "sku,price,stock: Main\nMUG-BLUE,12.50,5\nMUG-RED,12.50,0\nMUG-SHOP,9.00,\n"
    assert result.stderr == ""


def test_what_is_exported_imports_again_with_nothing_to_do(royal: Royal) -> None:
    assert royal("product", "export", "--output", "out.csv").exit_code == 0

    result = royal("product", "import", "out.csv", "--yes")

    assert result.exit_code == 0
    assert "Nothing to do." in result.stderr


def test_a_file_is_summed_up(royal: Royal, shop: Path) -> None:
    result = royal("product", "export", "--to", "ndjson", "--output", "out.ndjson", "--json")

    assert json.loads(result.stdout)["data"] == {
        "target": "ndjson", "file": "out.ndjson", "rows": 3, "products": 3, "variants": 3, "left_out": [],
    }  # fmt: skip
    lines = (shop / "out.ndjson").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["product"] for line in lines] == ["MUG-BLUE", "MUG-RED", "MUG-SHOP"]
    assert not list(shop.glob(".*"))


def test_filters_choose_products(royal: Royal) -> None:
    result = royal("product", "export", "--search", "red", "--fields", "sku")

    assert result.stdout == "sku\nMUG-RED\n"


def test_skus_of_a_list_choose_products(royal: Royal, shop: Path) -> None:
    listed = royal("product", "list", "--search", "red", "--fields", "sku", "--format", "csv").stdout
    (shop / "skus.txt").write_text("MUG-RED\n\nMUG-NONE\n")

    piped = royal("product", "export", "--skus", "-", "--fields", "sku", input=listed)
    read = royal("product", "export", "--skus", "skus.txt", "--fields", "sku")

    assert piped.stdout == read.stdout == "sku\nMUG-RED\n"
    assert (piped.stderr, read.stderr) == ("", "left out: product, 1×: there is none with this SKU (MUG-NONE)\n")


def test_what_is_no_list_of_skus_is_refused(royal: Royal, shop: Path) -> None:
    (shop / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (shop / "blank.txt").write_bytes(b"MUG-RED\n\0")

    for name in ("photo.jpg", "blank.txt"):
        result = royal("product", "export", "--skus", name)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "This is no list of SKUs" in result.stderr


def test_a_workbook_goes_into_a_file_or_a_pipe(royal: Royal, shop: Path) -> None:
    saved = royal("product", "export", "--to", "xlsx", "--output", "out.xlsx", "--json")
    piped = royal("product", "export", "--to", "xlsx")

    assert json.loads(saved.stdout)["data"]["rows"] == 3
    for book in (shop / "out.xlsx", io.BytesIO(piped.stdout_bytes)):
        assert load_workbook(book)["Products"]["B2"].value == "MUG-BLUE"


def test_fields_of_ndjson_are_chosen(royal: Royal) -> None:
    result = royal("product", "export", "--to", "ndjson", "--fields", "product,sku,price")

    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert lines[1] == {"product": "MUG-RED", "variants": [{"sku": "MUG-RED", "price": "12.50"}]}


def test_what_is_left_out_is_told_with_its_reason(royal: Royal) -> None:
    link = "https://shop.example/{sku}"
    shown = royal("product", "export", "--to", "google", "--link", link)
    saved = royal("product", "export", "--to", "google", "--link", link, "--output", "feed.xml", "--json")

    assert shown.exit_code == 0
    assert shown.stderr == "left out: variant, 3×: it has no description (MUG-BLUE, MUG-RED, MUG-SHOP)\n"
    assert json.loads(saved.stdout)["data"]["left_out"] == [
        {"what": "variant", "reason": "it has no description", "count": 3, "skus": ["MUG-BLUE", "MUG-RED", "MUG-SHOP"]}
    ]


def test_columns_and_fields_of_the_summary_are_told_apart(royal: Royal, shop: Path) -> None:
    result = royal("product", "export", "--fields", "sku,rows", "--output", "skus.csv", "--json")

    assert json.loads(result.stdout)["data"] == {"rows": 3}
    assert (shop / "skus.csv").read_text(encoding="utf-8") == "sku\nMUG-BLUE\nMUG-RED\nMUG-SHOP\n"


@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        (["--json"], 2, "Without --output the feed itself is what is shown"),
        (["--fields", "prise"], 2, "Did you mean 'price'?"),
        (["--to", "google"], 2, "--link"),
        (["--to", "kiosk"], 2, "kiosk"),
        (["--to", "amazon"], 2, "--condition new"),
        (["--to", "bol", "--condition", "new"], 2, "--delivery-code 24uurs-23"),
        (["--to", "bol", "--condition", "nice", "--delivery-code", "1-2d"], 2, "bol knows no condition 'nice'"),
        # T63: a promise that bol does not know.
        (["--to", "bol", "--condition", "new", "--delivery-code", "24h"], 2, "bol knows no delivery code '24h'"),
        (["--to", "shopify", "--condition", "new"], 2, "A shopify feed has no use for --condition."),
        (["--to", "amazon", "--fields", "sku,asin"], 2, "--fields sku,price,quantity"),
        (["--currency", "EURO"], 2, "EURO is no currency"),
        (["--to", "ndjson", "--fields", "prise"], 2, "Did you mean 'price'?"),
        (["--to", "shopify", "--fields", "sku"], 2, "The columns of a shopify feed are given."),
        (["--skus", "none.txt"], 5, "There is no file none.txt."),
        (["--skus", "-"], 2, "No SKU is named."),
        (["--category", "Mugs"], 5, "There is no category 'Mugs'."),
        (["--output", "nowhere/out.csv"], 5, "There is no folder nowhere."),
        (["--output", "."], 2, ". is a folder."),
    ],
)
def test_a_wrong_call_is_told_what_is_wrong(royal: Royal, words: list[str], exit_code: int, said: str) -> None:
    result = royal("product", "export", *words)

    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert said in result.stderr


def test_a_failed_export_leaves_the_file_before_it_as_it_was(royal: Royal, shop: Path) -> None:
    (shop / "out.csv").write_text("yesterday's\n")

    result = royal("product", "export", "--category", "Mugs", "--output", "out.csv")

    assert result.exit_code == 5
    assert (shop / "out.csv").read_text() == "yesterday's\n"
    assert not list(shop.glob(".*"))


def test_help_says_that_formulas_are_not_altered(royal: Royal) -> None:
    assert "a spreadsheet may take that for a formula" in " ".join(royal("product", "export", "--help").stdout.split())
