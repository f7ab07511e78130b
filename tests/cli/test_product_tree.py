"""`royal product category`, `collection`, `delete` and `merge` as an operator types them."""

import json
from pathlib import Path
from typing import Any

import pytest

from royal_cli.cli import by_hand, product_category, product_delete
from royal_cli.cli.terminal import Terminal
from royal_cli.errors import Refused
from tests.cli.conftest import Royal

FEED = """\
sku,title,price,currency,stock: Main,category
MUG,Mug,12.50,EUR,5,Kitchen > Mugs
MUG-2,Mug again,12.50,EUR,2,Kitchen > Mugs > Large
BOWL,Bowl,20.00,EUR,,Kitchen > Bowls
"""


@pytest.fixture(autouse=True)
def _catalogue(royal: Royal, shop: Path) -> None:
    (shop / "kitchen.csv").write_text(FEED)
    assert royal("product", "import", "kitchen.csv", "--yes").exit_code == 0


def data(stdout: str) -> Any:
    return json.loads(stdout)["data"]


def last_operation(royal: Royal) -> Any:
    return data(royal("history", "--json", "--limit", "1").stdout)[0]


def test_the_tree_is_indented_for_people_and_flat_for_programs(royal: Royal) -> None:
    table = royal("product", "category").stdout
    flat = data(royal("product", "category", "list", "--json").stdout)

    assert [line.split("  ")[0] or line.strip().split("  ")[0] for line in table.splitlines()] == [
        "Category", "Kitchen", "Bowls", "Mugs", "Large"
    ]  # fmt: skip
    assert "\n    Large " in table
    assert [(row["path"], row["level"], row["parent"], row["products"], row["products_below"]) for row in flat] == [
        ("Kitchen", 0, None, 0, 3),
        ("Kitchen > Bowls", 1, "Kitchen", 1, 1),
        ("Kitchen > Mugs", 1, "Kitchen", 1, 2),
        ("Kitchen > Mugs > Large", 2, "Kitchen > Mugs", 1, 1),
    ]


def test_a_branch_of_the_tree_begins_at_the_margin(royal: Royal) -> None:
    assert royal("product", "category", "list", "Mugs").stdout.splitlines()[1].startswith("Mugs ")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["category", "rename", "Mugs", "Bowls"], 6, "There is a category 'Kitchen > Bowls' already."),
        (["category", "move", "Kitchen", "--under", "Large"], 2, "cannot go under"),
        (["category", "move", "Mugs"], 2, "Where to was not said"),
        (["category", "move", "Mugs", "--root", "--under", "Bowls"], 2, "Where to was not said, or twice"),
        (["category", "merge", "Pans", "--into", "Mugs"], 5, "There is no category 'Pans'."),
        (["category", "delete", "Kitchen"], 7, "has categories below it: 3"),
        (["category", "delete", "Bowls"], 7, "'Kitchen > Bowls' has products in it: 1."),
        (["category", "delete", "Kitchen", "--recursive"], 7, "Nobody is here to answer."),
        (["delete", "MUG"], 7, "Nobody is here to answer."),
        (["delete", "CUP", "--yes"], 5, "no product or variant with the SKU 'CUP'"),
        (["delete", "MUG", "--yes", "--allow", "everything"], 2, "There is no check 'everything'."),
        (["delete", "-"], 2, "No SKU came in on standard input."),
        (["merge", "MUG-2", "--into", "MUG"], 7, "Main: 5 of MUG and 2 of MUG-2"),
        (["merge", "MUG", "--into", "MUG"], 2, "cannot be merged into itself"),
        (["collection", "show", "summer"], 5, "There is no collection 'summer'."),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_one_sentence(royal: Royal, words: list[str], code: int, said: str) -> None:
    before = last_operation(royal)
    result = royal("product", *words)

    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr
    assert last_operation(royal) == before


def test_what_was_done_is_in_the_history_in_words_that_people_use(royal: Royal) -> None:
    royal("product", "category", "move", "Mugs", "--root", "--reason", "there are too many")
    operation = last_operation(royal)
    shown = data(royal("history", "show", "last", "--json").stdout)

    assert (operation["kind"], operation["reason"]) == ("product.category.move", "there are too many")
    assert [(c["key"], c["field"], c["before"], c["after"]) for c in shown["changes"]] == [
        ("Mugs", "parent_id", "Kitchen", None),
        ("Kitchen > Mugs", None, None, None),  # the path by which feeds still find it
    ]
    royal("product", "category", "merge", "Large", "--into", "Bowls")
    (change, *_) = data(royal("product", "history", "MUG-2", "--json").stdout)
    assert (change["field"], change["before"], change["after"]) == ("category_id", "Mugs > Large", "Kitchen > Bowls")


def test_a_category_goes_back_by_product_restore_as_well(royal: Royal) -> None:
    royal("product", "category", "merge", "Bowls", "--into", "Mugs")
    royal("product", "category", "create", "Kitchen > Bowls")
    (change, *_) = data(royal("product", "history", "BOWL", "--field", "category_id", "--json").stdout)
    restored = royal("product", "restore", change["change"])

    assert restored.exit_code == 0, restored.stderr
    assert data(royal("product", "show", "BOWL", "--json").stdout)["category"] == "Kitchen > Bowls"


def test_a_dry_run_says_by_its_exit_code_that_there_is_something(royal: Royal) -> None:
    dry = ["--dry-run", "--detailed-exitcode"]

    assert royal("product", "category", "rename", "Mugs", "Cups", *dry).exit_code == 10
    assert royal("product", "category", "rename", "Mugs", "Mugs", *dry).exit_code == 0
    assert royal("product", "collection", "create", "Summer", *dry).exit_code == 10
    assert royal("product", "delete", "MUG", *dry).exit_code == 10
    assert royal("product", "merge", "MUG-2", "--into", "MUG", "--stock", "add", *dry).exit_code == 10


def test_skus_come_from_another_command(royal: Royal) -> None:
    listed = royal("product", "list", "--category", "Mugs", "--format", "csv", "--fields", "sku").stdout
    royal("product", "collection", "create", "Summer")
    royal("product", "collection", "add", "summer", "-", input=listed)
    shown = data(royal("product", "collection", "show", "Summer", "--json").stdout)

    assert [member["sku"] for member in shown["members"]] == ["MUG", "MUG-2"]
    assert royal("product", "delete", "-", "--yes", input=listed).exit_code == 0
    assert [row["sku"] for row in data(royal("product", "list", "--json").stdout)] == ["BOWL"]
    assert royal("undo", "last").exit_code == 0
    assert len(data(royal("product", "list", "--json").stdout)) == 3


def test_a_merge_warns_of_the_skus_that_nothing_has_any_more(royal: Royal) -> None:
    done = royal("product", "merge", "MUG-2", "--into", "MUG", "--stock", "add")

    assert "A feed that still has MUG-2 would create it again." in done.stderr
    assert data(royal("product", "show", "MUG", "--json").stdout)["stock"] == 7


def test_an_import_says_that_a_category_is_called_otherwise_now(royal: Royal) -> None:
    royal("product", "category", "rename", "Mugs", "Cups")
    done = data(royal("product", "import", "kitchen.csv", "--yes", "--json").stdout)

    assert [(warning["code"], warning["count"]) for warning in done["warnings"]] == [("category_moved", 2)]
    assert done["rows"]["unchanged"] == 3


@pytest.mark.parametrize("agreed", [True, False])
def test_a_person_is_shown_what_would_happen_and_asked(
    royal: Royal, monkeypatch: pytest.MonkeyPatch, agreed: bool
) -> None:
    asked = []

    def confirm(question: str, *, yes: bool) -> None:
        asked.append(question)
        if not agreed:
            raise Refused("Nothing was done.")

    monkeypatch.setattr(Terminal, "interactive", True)
    for module in (by_hand, product_category, product_delete):
        monkeypatch.setattr(module, "confirm", confirm)
    calls = [
        royal("product", "category", "rename", "Mugs", "Cups"),
        royal("product", "category", "delete", "Kitchen", "--recursive"),
        royal("product", "collection", "create", "Summer"),
        royal("product", "merge", "MUG-2", "--into", "MUG", "--stock", "keep"),
        royal("product", "delete", "BOWL"),
    ]

    assert [call.exit_code for call in calls] == ([0] if agreed else [7]) * 5
    assert asked == [
        "Write this?",
        "Delete this? Categories: 4, products that change: 3.",
        "Write this?",
        "Write this?",
        "Delete this? Products: 1, variants: 1, stock unknown.",
    ]
    assert "change  Kitchen > Mugs -> Kitchen > Cups" in calls[0].stderr
    assert "BOWL  Bowl  (variants: 1, stock unknown)" in calls[4].stderr
    assert len(data(royal("product", "list", "--json").stdout)) == (1 if agreed else 3)
