"""`royal product profile`: an unknown table becomes a profile, with and without somebody to ask."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Royal
from tests.cli.on_a_terminal import CLEAR, CTRL_C, DOWN, ENTER, on_a_terminal

TABLE = """\
Art.-Nr.;Bezeichnung;EK netto;UVP;Lager;Gewicht
L-1;Kerzenhalter, klein;4,20;12,95;14;0,18
L-2;Kerzenhalter, groß;6,80;19,95;;0,32
L-3;Tischlampe;24,00;79,0O;3;2,4
"""


@pytest.fixture(autouse=True)
def folder(shop: Path) -> Path:
    """A project with the price list of a supplier."""
    (shop / "royal.toml").write_text('currency = "EUR"\nvat = "included"\n')
    (shop / "lamps.csv").write_text(TABLE, encoding="utf-8")
    return shop


def _data(royal: Royal, *words: str, exit_code: int = 0) -> Any:
    result = royal("product", "profile", *words, "--json")
    assert result.exit_code == exit_code, result.stderr
    return json.loads(result.stdout)["data"]


def test_what_the_table_does_not_say_is_asked_for_by_its_flag(royal: Royal, folder: Path) -> None:
    result = royal("product", "profile", "create", "lamps.csv")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        "royal: lamps.csv does not say everything. In which unit is Gewicht, such as 0,18?",
        '       Add --weight-unit g|kg …, or --map "Gewicht=" to leave it out.',
    ]
    assert not (folder / "profiles").exists()


def test_from_an_unknown_table_to_products(royal: Royal, folder: Path) -> None:
    made = _data(royal, "create", "lamps.csv", "--weight-unit", "kg")
    tested = _data(royal, "test", "lamps", "lamps.csv", exit_code=3)
    done = royal("product", "import", "lamps.csv", "--profile", "lamps", "--yes")
    shown = json.loads(royal("product", "list", "--json").stdout)["data"]

    assert (made["file"], made["read"], made["arriving"], made["rejected"]) == ("profiles/lamps.toml", 3, 2, 1)
    assert made["rows"][0]["price"] == {"amount": "12.95", "currency": "EUR"}
    assert (made["rows"][0]["weight"], made["rows"][1]["stock"]) == ("0.18 kg", {}), "T10"
    assert {row["name"]: row["value"] for row in made["values"]} == {
        "decimal_mark": ",", "weight_unit": "kg", "currency": "EUR", "price_includes_vat": "true",
    }  # fmt: skip
    assert (tested["read"], tested["arriving"], tested["unused_columns"]) == (3, 2, [])
    assert [(reject["code"], reject["first_line"]) for reject in tested["rejects"]] == [("not_a_number", 4)]
    assert done.exit_code == 3
    assert {row["sku"]: row["lowest_price"]["amount"] for row in shown} == {"L-1": "12.95", "L-2": "19.95"}


def test_a_scheduled_feed_takes_a_profile_by_its_name(royal: Royal, folder: Path) -> None:
    royal("product", "profile", "create", "lamps.csv", "--weight-unit", "kg")

    added = royal("product", "feed", "add", "lichthaus", "lamps.csv", "--profile", "lamps")
    shown = json.loads(royal("product", "feed", "show", "lichthaus", "--json").stdout)["data"]

    assert added.exit_code == 0, added.stderr
    assert shown["profile"] == str(folder / "profiles/lamps.toml")


def test_the_proposal_is_shown_and_the_next_step_is_said(royal: Royal) -> None:
    result = royal("product", "profile", "create", "lamps.csv", "--map", "Gewicht=")

    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert "Art.-Nr. L-1 sku by its name another one in every row" in lines
    assert "Gewicht 0,18 – not used you said so" in lines
    assert "Price 12.95 EUR 19.95 EUR" in lines
    assert result.stderr == "The next step: royal product import lamps.csv --profile lamps --dry-run\n"


def test_flags_say_what_the_profile_is(royal: Royal, folder: Path) -> None:
    made = _data(
        royal, "create", "lamps.csv", "--weight-unit", "kg", "--name", "Licht", "--title", "Lichthaus, monthly",
        "--currency", "chf", "--vat", "excluded", "--decimal-mark", ",", "--price", "UVP", "--key", "Art.-Nr.",
        "--stock", "Lager=Köln", "--map", "EK netto=cost", "--delimiter", ";", "--encoding", "utf-8",
    )  # fmt: skip

    written = tomllib.loads((folder / "profiles/Licht.toml").read_text(encoding="utf-8"))
    assert made["text"] == (folder / "profiles/Licht.toml").read_text(encoding="utf-8")
    assert written == {
        "title": "Lichthaus, monthly", "key": "Art.-Nr.",
        "columns": {"Bezeichnung": "title", "EK netto": "cost", "UVP": "price", "Gewicht": "weight"},
        "stock": {"Lager": "Köln"},
        "values": {"currency": "CHF", "price_includes_vat": False, "decimal_mark": ",", "weight_unit": "kg"},
        "file": {"encoding": "utf-8", "delimiter": ";"},
    }  # fmt: skip


def test_a_dry_run_saves_nothing(royal: Royal, folder: Path) -> None:
    made = _data(royal, "create", "lamps.csv", "--weight-unit", "kg", "--dry-run")

    assert made["dry_run"] is True
    assert not (folder / "profiles").exists()


def test_a_profile_is_never_written_over_unasked(royal: Royal, folder: Path) -> None:
    words = ("product", "profile", "create", "lamps.csv", "--map", "Gewicht=")
    assert royal(*words).exit_code == 0
    again, elsewhere, forced = royal(*words), royal(*words, "--output", "lamps.toml"), royal(*words, "--force")

    assert (again.exit_code, again.stderr.splitlines()[0]) == (
        6, "royal: There is a profile profiles/lamps.toml already.",
    )  # fmt: skip
    assert (elsewhere.exit_code, forced.exit_code) == (0, 0)
    assert royal("product", "import", "lamps.csv", "--profile", "lamps.toml", "--dry-run").exit_code == 3
    assert royal(*words, "--output", "nowhere/lamps.toml").exit_code == 5


def test_a_feed_that_royal_knows_needs_no_profile(royal: Royal, folder: Path) -> None:
    (folder / "shopify.csv").write_text("Handle,Title,Variant SKU,Variant Price\ntee,Tee,TEE,20\nmug,Mug,MUG,5\n")

    result = royal("product", "profile", "create", "shopify.csv")

    assert result.exit_code == 2
    assert "needs no profile: royal knows the columns of a Shopify product export" in result.stderr
    assert _data(royal, "create", "shopify.csv", "--feed", "table")["arriving"] == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--vat", "maybe"), "--vat cannot be 'maybe'."),
        (("--weight-unit", "stone"), "--weight-unit cannot be 'stone'."),
        (("--feed", "shopify"), "--feed cannot be 'shopify'."),
        (("--currency", "EURO"), "EURO is no currency"),
        (("--key", "Artikel"), "--key: the table has no column 'Artikel'."),
        (("--name", "../lamps"), "'../lamps' is no name for a profile."),
    ],
)
def test_a_flag_that_means_nothing_is_wrong_usage(royal: Royal, words: tuple[str, ...], says: str) -> None:
    result = royal("product", "profile", "create", "lamps.csv", *words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr


def test_profiles_are_listed_and_shown(royal: Royal, folder: Path) -> None:
    assert royal("product", "profile").stderr.startswith("There are no profiles;")
    royal("product", "profile", "create", "lamps.csv", "--weight-unit", "kg")
    (folder / "profiles/broken.toml").write_text('kye = "x"\n')

    listed = _data(royal, "list")
    shown = _data(royal, "show", "lamps")

    assert [(row["name"], row["state"]) for row in listed] == [
        ("broken", "broken.toml, line 1: kye is not known here."), ("lamps", "valid"),
    ]  # fmt: skip
    assert {row["column"]: row["field"] for row in shown["columns"]} == {
        "Art.-Nr.": "sku", "Bezeichnung": "title", "EK netto": "cost", "UVP": "price", "Lager": "stock",
        "Gewicht": "weight",
    }  # fmt: skip
    assert {"name": "weight_unit", "value": "kg"} in shown["values"]
    text = (folder / "profiles/lamps.toml").read_text(encoding="utf-8")
    assert royal("product", "profile", "show", "lamps", "--raw").stdout == text


def test_a_table_that_does_not_fit_its_profile_names_all_columns(royal: Royal, folder: Path) -> None:
    royal("product", "profile", "create", "lamps.csv", "--weight-unit", "kg")
    (folder / "other.csv").write_text(TABLE.replace("UVP", "Preis").replace("Lager", "Bestand"), encoding="utf-8")

    result = royal("product", "profile", "test", "lamps", "other.csv")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        "royal: other.csv lacks columns of lamps.toml: UVP, Lager.",
        "       Unknown to the profile are Preis, Bestand.",
    ]


def test_the_first_rows_alone_can_be_tested(royal: Royal) -> None:
    royal("product", "profile", "create", "lamps.csv", "--weight-unit", "kg")

    tested = _data(royal, "test", "lamps", "lamps.csv", "--limit", "2")

    assert (tested["read"], tested["arriving"], tested["rejected"], len(tested["rows"])) == (2, 2, 0, 2)


def test_an_unknown_table_points_to_the_command(royal: Royal, folder: Path) -> None:
    (folder / "unknown.csv").write_text("c1,c2\nA-1,Mug\nA-2,Cup\n")

    assert "royal product profile create" in royal("product", "import", "unknown.csv").stderr


def test_on_a_terminal_it_asks_only_what_the_table_does_not_say(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))

    code, shown = on_a_terminal(
        "product", "profile", "create", "lamps.csv", columns=60,
        answers=[
            ("unit is Gewicht", ENTER),
            ("Is that right?", DOWN + ENTER),
            ("Which column?", DOWN + ENTER),
            ("What is Bezeichnung?", DOWN + ENTER),
            ("own table", f"{CLEAR}titel{ENTER}{CLEAR}variant title{ENTER}"),
            ("Is that right?", ENTER),
            ("A name", f"{CLEAR}licht{ENTER}"),
        ],
    )  # fmt: skip

    assert code == 0, shown
    assert "3 of the first" not in shown
    assert "2 of the first 3 rows arrive." in shown
    written = tomllib.loads((folder / "profiles/licht.toml").read_text(encoding="utf-8"))
    assert written["columns"]["Bezeichnung"] == "variant title"
    assert written["values"] == {"decimal_mark": ",", "weight_unit": "kg"}


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([("unit is Gewicht", CTRL_C)], 130),
        ([("unit is Gewicht", ENTER), ("Is that right?", CTRL_C)], 130),
        ([("unit is Gewicht", ENTER), ("Is that right?", DOWN + DOWN + ENTER)], 7),
    ],
)
def test_whoever_stops_leaves_nothing_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch, answers: list[tuple[str, str]], code: int
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    before = sorted(folder.iterdir())

    ended, shown = on_a_terminal("product", "profile", "create", "lamps.csv", answers=answers)

    assert ended == code, shown
    assert sorted(folder.iterdir()) == before


def test_names_of_profiles_are_completed(royal: Royal, monkeypatch: pytest.MonkeyPatch) -> None:
    from royal_cli.cli.profile_words import complete_profile

    royal("product", "profile", "create", "lamps.csv", "--weight-unit", "kg")

    assert complete_profile("la") == ["lamps"]
    assert complete_profile("x") == []
