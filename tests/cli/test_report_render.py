"""`royal report render`, as in a pipe."""

import csv
import io
import json
from pathlib import Path

import pytest
from lxml import html

from tests.cli.conftest import Royal
from tests.cli.on_a_terminal import on_a_terminal

ROWS = [
    {"month": "2026-01", "net": {"amount": "1250.50", "currency": "EUR"}, "who": {"email": "a@b.c"}, "orders": 3},
    {"month": "2026-02", "net": None, "who": None, "orders": 40},
]
LINES = "".join(json.dumps(row) + "\n" for row in ROWS)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_lines_from_a_pipe_become_a_table(royal: Royal) -> None:
    result = royal("report", "render", "-", input=LINES)

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "Month            Net  Who           Orders",
        "2026-01  1250.50 EUR  email: a@b.c       3",
        "2026-02            –  –                 40",
    ]


def test_they_become_csv_that_money_takes_two_columns_of(royal: Royal) -> None:
    result = royal("report", "render", "-", "--format", "csv", input=LINES)

    assert list(csv.reader(io.StringIO(result.stdout))) == [
        ["month", "net", "net_currency", "who", "orders"],
        ["2026-01", "1250.50", "EUR", '{"email":"a@b.c"}', "3"],
        ["2026-02", "", "", "", "40"],
    ]


def test_fields_choose_what_is_shown_in_their_order(royal: Royal) -> None:
    result = royal("report", "render", "-", "--fields", "orders,who.email", "--format", "csv", input=LINES)

    assert result.stdout == "orders,who.email\n3,a@b.c\n40,\n"


def test_an_unknown_field_is_wrong_usage(royal: Royal) -> None:
    for form in ("table", "csv"):
        result = royal("report", "render", "-", "--fields", "ordres", "--format", form, input=LINES)

        assert (result.exit_code, result.stdout) == (2, "")
        assert "Did you mean orders?" in result.stderr


def test_a_page_is_written_and_told_about(royal: Royal, tmp_path: Path) -> None:
    result = royal("report", "render", "-", "--html", "a.html", "--title", "Spring", "--chart", "month,net",
                   "--json", input=LINES)  # fmt: skip

    page = html.parse(str(tmp_path / "a.html")).getroot()
    assert page.findtext(".//h1") == "Spring"
    assert page.findtext(".//figcaption/strong") == "Spring"
    assert [str(cell.text) for cell in page.find(".//details").iter("td") if cell.text] == ["1,250.50\u00a0EUR", "–"]
    data = json.loads(result.stdout)["data"]
    assert data == {"source": "standard input", "file": "a.html", "rows": 2, "columns": 4,
                    "bytes": (tmp_path / "a.html").stat().st_size}  # fmt: skip


def test_the_fields_of_a_page_are_those_of_its_rows(royal: Royal, tmp_path: Path) -> None:
    result = royal("report", "render", "-", "--html", "a.html", "--fields", "orders,rows", "--json", input=LINES)

    assert json.loads(result.stdout)["data"] == {"rows": 2}
    page = html.parse(str(tmp_path / "a.html")).getroot()
    assert [str(cell.text) for cell in page.iter("th")] == ["Orders"]


def test_what_another_command_prints_can_be_rendered(royal: Royal, shop: Path) -> None:
    royal("product", "import", "mugs.csv", "--yes")
    for form in ("json", "ndjson"):
        printed = royal("product", "list", "--format", form, "--fields", "sku,stock,lowest_price").stdout

        rendered = royal("report", "render", "-", "--format", "csv", input=printed).stdout

        assert rendered == royal("product", "list", "--format", "csv", "--fields", "sku,stock,lowest_price").stdout


@pytest.mark.parametrize(
    ("words", "input", "code", "said"),
    [
        (["missing.json"], "", 5, "There is no file missing.json."),
        (["-"], "", 1, "standard input is empty."),
        (["-"], '[{"a": 1}, {', 1, "standard input ends in the middle of its JSON, on line 1."),
        (["-"], "no json", 1, "Line 1 of standard input is no JSON"),
        (["-", "--json"], LINES, 2, "What comes in is JSON already."),
        (["-", "--chart", "month"], LINES, 2, "A chart needs two fields or more."),
        (["-", "--chart", "month,orders", "--format", "csv"], LINES, 2, "CSV has no charts."),
        (["-", "--html", "no/folder.html"], LINES, 5, "There is no folder no."),
        (["-", "--html", "."], LINES, 2, ". is a folder."),
    ],
)
def test_what_goes_wrong_is_one_sentence(
    royal: Royal, tmp_path: Path, words: list[str], input: str, code: int, said: str
) -> None:
    result = royal("report", "render", *words, input=input)

    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr
    assert list(tmp_path.glob("*.html")) == []


def test_a_chart_that_cannot_be_drawn_leaves_the_page_before(royal: Royal, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("before")

    result = royal("report", "render", "-", "--html", "a.html", "--chart", "month,who", input=LINES)

    assert result.exit_code == 2
    assert "who is not a number in every row" in result.stderr
    assert (tmp_path / "a.html").read_text() == "before"


def test_no_row_is_nothing(royal: Royal) -> None:
    result = royal("report", "render", "-", input="[]")

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "There are no rows.\n")


def test_a_chart_is_drawn_for_people_only(royal: Royal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rows.ndjson").write_text(LINES)
    monkeypatch.setenv("NO_COLOR", "1")

    piped = royal("report", "render", "rows.ndjson", "--chart", "month,orders").stdout
    code, shown = on_a_terminal("report", "render", "rows.ndjson", "--chart", "month,orders", answers=[], columns=60)

    assert "┤" not in piped
    assert code == 0
    assert "┤" in shown
    assert "orders" in shown
    assert max(map(len, shown.splitlines())) <= 60 + len("\x1b[1m") * 12


def test_hostile_values_do_not_reach_the_terminal(royal: Royal) -> None:
    result = royal("report", "render", "-", "--title", "a\x1b[2Jb", input='[{"a\\u001b[31m": "x\\u001b]0;y\\u0007"}]')

    assert "\x1b" not in result.stdout
