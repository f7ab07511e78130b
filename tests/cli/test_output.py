"""How data is shown: the same rows as a table, JSON, NDJSON and CSV."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

import pytest
from jsonschema import Draft202012Validator

from royal_cli.cli.json_schema import envelope, of_type
from royal_cli.cli.output import show
from royal_cli.cli.tables import fit
from royal_cli.cli.terminal import Format, Terminal, answering
from royal_cli.cli.views import Column, Notice, One, Page, Rows, View, to_json
from royal_cli.errors import UsageError
from royal_cli.money import Money


class Glaze(StrEnum):
    matt = "matt"
    shiny = "shiny"


@dataclass(frozen=True)
class Mug:
    sku: str
    title: str
    price: Money | None
    stock: int | None
    sold: bool | None = None
    changed: datetime | None = None
    tags: list[str] | None = None


MUGS = Rows(
    Mug,
    Column("sku", "SKU"),
    Column("title", shorten=True),
    Column("price"),
    Column("stock", "In stock"),
    Column("sold", shown=False),
    Column("changed", shown=False),
    Column("tags", shown=False),
    empty="No mugs.",
)


@dataclass(frozen=True)
class Shelf:
    name: str
    mugs: list[Mug]
    note: str | None


SHELF = One(Shelf, Column("name"), Column("mugs", "On it", rows=MUGS), Column("note"))

BLUE = Mug(
    "MUG-BLUE", "Blue mug", Money(1250, "EUR", 2), 5, True, datetime(2026, 3, 31, 22, 30, tzinfo=UTC), ["a", "b"]
)
YEN = Mug("MUG-JP", 'Tasse "青"', Money(1980, "JPY", 0), None)


def shown(
    capsys: pytest.CaptureFixture[str], view: View[Any], data: Any, format: Format = Format.table, **call: Any
) -> tuple[str, str]:
    """What stands on stdout and on stderr."""
    extra = {name: call.pop(name) for name in ("page", "warnings", "also") if name in call}
    with answering(Terminal(words=("mug", "list"), view=view, format=format, **call)):
        show(view, data, **extra)  # type: ignore[call-overload]
    return capsys.readouterr()


def test_json_is_an_envelope_with_money_time_and_unknown_as_the_contract_says(
    capsys: pytest.CaptureFixture[str],
) -> None:
    stdout, stderr = shown(
        capsys, MUGS, [BLUE, YEN], Format.json, page=Page(2, "c2", 7), warnings=[Notice("no_cost", "No cost.", 3)]
    )

    assert json.loads(stdout) == {
        "schema": "royal.mug.list/1",
        "data": [
            {
                "sku": "MUG-BLUE",
                "title": "Blue mug",
                "price": {"amount": "12.50", "currency": "EUR"},
                "stock": 5,
                "sold": True,
                "changed": "2026-03-31T22:30:00Z",
                "tags": ["a", "b"],
            },
            {
                "sku": "MUG-JP",
                "title": 'Tasse "青"',
                "price": {"amount": "1980", "currency": "JPY"},
                "stock": None,
                "sold": None,
                "changed": None,
                "tags": None,
            },
        ],
        "page": {"limit": 2, "next": "c2", "total": 7},
        "warnings": [{"code": "no_cost", "message": "No cost.", "count": 3}],
    }
    assert stderr == ""
    Draft202012Validator(envelope(MUGS, "royal.mug.list/1")).validate(json.loads(stdout))


def test_an_empty_list_is_an_empty_list_and_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(shown(capsys, MUGS, [], Format.json)[0])["data"] == []
    assert shown(capsys, MUGS, [], Format.ndjson) == ("", "")
    assert shown(capsys, MUGS, [], Format.csv)[0] == "sku,title,price,price_currency,stock,sold,changed,tags\n"
    assert shown(capsys, MUGS, []) == ("", "No mugs.\n")


def test_ndjson_is_one_object_per_line(capsys: pytest.CaptureFixture[str]) -> None:
    stdout, _ = shown(capsys, MUGS, iter([BLUE, YEN]), Format.ndjson, fields=("stock", "sku"))

    assert stdout == '{"stock":5,"sku":"MUG-BLUE"}\n{"stock":null,"sku":"MUG-JP"}\n'


def test_csv_gives_money_two_columns_and_leaves_unknown_empty(capsys: pytest.CaptureFixture[str]) -> None:
    stdout, _ = shown(capsys, MUGS, [BLUE, YEN, Mug("MUG-X", "No price", None, 0)], Format.csv)

    assert stdout == (
        "sku,title,price,price_currency,stock,sold,changed,tags\n"
        'MUG-BLUE,Blue mug,12.50,EUR,5,true,2026-03-31T22:30:00Z,"[""a"",""b""]"\n'
        'MUG-JP,"Tasse ""青""",1980,JPY,,,,\n'
        "MUG-X,No price,,,0,,,\n"
    )


def test_a_long_list_is_written_in_blocks(capsys: pytest.CaptureFixture[str]) -> None:
    rows = (Mug(f"MUG-{number}", "Mug", None, number) for number in range(2_345))

    stdout, _ = shown(capsys, MUGS, rows, Format.ndjson, fields=("sku",))

    assert stdout.count("\n") == 2_345


def test_in_a_pipe_a_table_is_aligned_complete_and_plain(capsys: pytest.CaptureFixture[str]) -> None:
    long = Mug("MUG-LONG", "A mug with a title that is far longer than any terminal is wide " * 3, None, 12)

    stdout, stderr = shown(capsys, MUGS, [BLUE, YEN, long])

    lines = stdout.splitlines()
    assert lines[0].split() == ["SKU", "Title", "Price", "In", "stock"]
    assert lines[1].startswith("MUG-BLUE  Blue mug  ")
    assert lines[1].endswith("  12.50 EUR         5")
    assert lines[2].endswith("1980 JPY         –")
    assert long.title.strip() in lines[3]
    assert stderr == ""


def test_wide_letters_take_two_columns(capsys: pytest.CaptureFixture[str]) -> None:
    stdout, _ = shown(capsys, MUGS, [BLUE, YEN], fields=("title", "sku"))

    assert stdout == 'Title       SKU\nBlue mug    MUG-BLUE\nTasse "青"  MUG-JP\n'


def test_what_a_feed_hides_in_a_title_does_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    stdout, _ = shown(capsys, MUGS, [Mug("MUG-EVIL", "red\x1b[31m\r\nmug\x07", None, 0)], fields=("title",))

    assert stdout == "Title\nred [31m mug\n"


def test_a_hidden_column_is_shown_when_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Tags" not in shown(capsys, MUGS, [BLUE])[0]
    assert "a, b" in shown(capsys, MUGS, [BLUE], also=["tags"])[0]
    assert shown(capsys, MUGS, [BLUE], fields=("tags",))[0] == "Tags\na, b\n"


def test_one_object_is_a_line_per_field_and_a_table_per_list(capsys: pytest.CaptureFixture[str]) -> None:
    stdout, _ = shown(capsys, SHELF, Shelf("Top", [BLUE], None))

    assert stdout == (
        "Name  Top\nNote  –\n"
        "\nOn it\nSKU       Title         Price  In stock\nMUG-BLUE  Blue mug  12.50 EUR         5\n"
    )


def test_a_column_that_says_nothing_new_is_left_out_below_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    @dataclass(frozen=True)
    class Kiln:
        mugs: list[Mug]

    title = Column("title", sparse=True, usual="Mug")
    others = (Column(name, sparse=True) for name in ("price", "stock", "sold", "changed", "tags"))
    kiln = One(Kiln, Column("mugs", rows=Rows(Mug, Column("sku", "SKU"), title, *others)))
    plain, known = Mug("A", "Mug", Money(0, "EUR", 2), 0), Mug("B", "Jug", None, 3)

    assert shown(capsys, kiln, Kiln([plain, plain]))[0].splitlines()[2:] == ["SKU", "A", "A"]
    assert shown(capsys, kiln, Kiln([plain, known]))[0].splitlines()[2:] == [
        "SKU  Title  Stock", "A    Mug        0", "B    Jug        3",
    ]  # fmt: skip
    assert '"price": null' in shown(capsys, kiln, Kiln([known]), Format.json)[0]


def test_an_empty_list_in_an_object_is_a_dash(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, SHELF, Shelf("Top", [], "full"))[0] == "Name   Top\nOn it  –\nNote   full\n"


def test_a_summary_is_silent_when_all_went_well_and_quiet_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    summary = One(Shelf, *SHELF.columns, summary=True)
    shelf = Shelf("Top", [], None)

    assert shown(capsys, summary, shelf, quiet=True) == ("", "")
    assert shown(capsys, summary, shelf, Format.json, quiet=True)[0] != ""
    assert shown(capsys, SHELF, shelf, quiet=True)[0] != ""


def test_the_table_of_one_value_is_the_bare_value(capsys: pytest.CaptureFixture[str]) -> None:
    bare = One(Shelf, *SHELF.columns, only="name")

    assert shown(capsys, bare, Shelf("Top", [], None))[0] == "Top\n"


def test_a_cut_list_and_a_warning_are_said_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    page, warnings = Page(1, "abc", 9), [Notice("no_cost", "3 mugs have no cost.")]

    assert shown(capsys, MUGS, [BLUE], page=page, warnings=warnings)[1] == (
        "The first 1 of 9; `--cursor abc` shows what follows.\nwarning: 3 mugs have no cost.\n"
    )
    assert shown(capsys, MUGS, [BLUE], page=page, warnings=warnings, quiet=True)[1] == ""


def test_an_unknown_field_is_answered_with_the_one_that_was_meant(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError) as caught:
        shown(capsys, MUGS, [BLUE], fields=("titel",))
    assert caught.value.hint == "Did you mean title?"

    with pytest.raises(UsageError) as caught:
        shown(capsys, MUGS, [BLUE], fields=("xyzzy",))
    assert caught.value.hint == "The fields are sku, title, price, stock, sold, changed, tags."


def test_a_command_shows_the_view_that_it_declares(capsys: pytest.CaptureFixture[str]) -> None:
    with answering(Terminal(words=("mug", "list"), view=SHELF)), pytest.raises(TypeError, match="mug list"):
        show(MUGS, [BLUE])


def test_the_columns_of_a_view_are_exactly_the_fields_of_its_rows() -> None:
    with pytest.raises(TypeError, match="Shelf"):
        Rows(Shelf, Column("name"), Column("mugs"))
    with pytest.raises(TypeError, match="Shelf"):
        Rows(Shelf, Column("name"), Column("mugs"), Column("note"), Column("color"))


def test_times_and_amounts_look_as_the_settings_say(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROYAL_TIMEZONE", "Europe/Amsterdam")
    look = {"display.decimal_mark": ",", "display.dates": "dmy"}

    stdout, _ = shown(capsys, MUGS, [BLUE], fields=("price", "changed", "sold"), overrides=look)

    assert stdout.splitlines()[1] == "12,50 EUR  01-04-2026 00:30 CEST  yes"


@pytest.fixture
def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "60")
    return monkeypatch


LONG = [
    Mug("MUG-BLUE", "A mug of stoneware, glazed twice, made by hand in Delft", Money(1250, "EUR", 2), 5),
    Mug("MUG-RED", "Red", Money(900, "EUR", 2), 12),
]


def test_on_a_narrow_terminal_titles_are_shortened_and_numbers_are_not(
    capsys: pytest.CaptureFixture[str], on_a_terminal: pytest.MonkeyPatch
) -> None:
    stdout, stderr = shown(capsys, MUGS, LONG, no_color=True)

    plain = stdout.replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert all(len(line) <= 60 for line in plain.splitlines())
    assert plain.splitlines()[1] == "MUG-BLUE  A mug of stoneware, glazed t…  12.50 EUR         5"
    assert stderr == ""


def test_columns_that_find_no_room_are_named(
    capsys: pytest.CaptureFixture[str], on_a_terminal: pytest.MonkeyPatch
) -> None:
    on_a_terminal.setenv("COLUMNS", "40")

    stdout, stderr = shown(capsys, MUGS, LONG)

    assert "In stock" not in stdout
    assert stderr == "No room for stock: --fields chooses, --json has all.\n"


@pytest.mark.parametrize(("columns", "titles"), [("30", 2), ("40", 3), ("56", 4), ("60", 5), ("200", 7)])
def test_a_title_that_can_be_read_comes_before_one_more_column(
    capsys: pytest.CaptureFixture[str], on_a_terminal: pytest.MonkeyPatch, columns: str, titles: int
) -> None:
    on_a_terminal.setenv("COLUMNS", columns)

    stdout, _ = shown(capsys, MUGS, LONG, also=["sold", "changed", "tags"], no_color=True)

    headings = ("SKU", "Title", "Price", "In stock", "Sold", "Changed", "Tags")
    assert sum(heading in stdout.splitlines()[0] for heading in headings) == titles


def test_a_folded_column_runs_on_over_several_lines(
    capsys: pytest.CaptureFixture[str], on_a_terminal: pytest.MonkeyPatch
) -> None:
    folded = Rows(Shelf, Column("name"), Column("note", fold=True), Column("mugs", shown=False))

    stdout, _ = shown(capsys, folded, [Shelf("Top", [], "glazed twice and made by hand in Delft " * 3)])

    assert stdout.replace("\n", " ").count("Delft") == 3
    assert "…" not in stdout


def test_colours_are_for_terminals_that_want_them(
    capsys: pytest.CaptureFixture[str], on_a_terminal: pytest.MonkeyPatch
) -> None:
    stated = Rows(Shelf, Column("name", style={"Top": "green"}), Column("note"), Column("mugs", shown=False))
    shelf = [Shelf("Top", [], None)]
    green = "\x1b[32m"

    assert green in shown(capsys, stated, shelf)[0]
    assert green not in shown(capsys, stated, shelf, no_color=True)[0]
    on_a_terminal.setenv("NO_COLOR", "1")
    assert green not in shown(capsys, stated, shelf)[0]
    on_a_terminal.delenv("FORCE_COLOR")
    assert "\x1b" not in shown(capsys, stated, shelf)[0]


def test_an_object_on_a_terminal_has_headings_for_its_lists(
    capsys: pytest.CaptureFixture[str], on_a_terminal: pytest.MonkeyPatch
) -> None:
    stdout, _ = shown(capsys, SHELF, Shelf("Top", [BLUE], "full"), no_color=True)

    assert "\x1b[1mOn it\x1b[0m" in stdout
    assert "MUG-BLUE" in stdout


@pytest.mark.parametrize(
    ("widths", "least", "room", "expected"),
    [
        ([8, 40, 6], [8, 12, 6], 80, [8, 40, 6]),
        ([8, 40, 6], [8, 12, 6], 40, [8, 22, 6]),
        ([8, 40, 40], [8, 12, 12], 60, [8, 24, 24]),
        ([8, 14, 40], [8, 12, 12], 60, [8, 14, 34]),
        ([90], [90], 60, [60]),
    ],
)
def test_columns_share_the_room(widths: list[int], least: list[int], room: int, expected: list[int]) -> None:
    assert fit(widths, least, room) == expected


@dataclass(frozen=True)
class Everything:
    text: str
    yes: bool
    whole: int
    share: float
    exact: Decimal
    path: Path
    moment: datetime
    day: date
    money: Money
    glaze: Glaze
    state: Literal["ok", "broken"]
    maybe: str | None
    names: tuple[str, ...]
    counts: dict[str, int]
    mugs: Sequence[Mug]
    free: object


EVERYTHING = Everything(
    "a", True, 1, 0.5, Decimal("1E+2"), Path("a.csv"), BLUE.changed or datetime.now(UTC), date(2026, 3, 31),
    Money(-5, "EUR", 3), Glaze.matt, "ok", None, ("x",), {"n": 1}, [YEN], {"any": [1]},
)  # fmt: skip
EVERY = One(Everything, *(Column(name) for name in Everything.__dataclass_fields__))


def test_every_type_of_field_fits_its_own_schema(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(shown(capsys, EVERY, EVERYTHING, Format.json)[0])

    Draft202012Validator(envelope(EVERY, "royal.mug.list/1")).validate(data)
    assert data["data"]["exact"] == "100"
    assert data["data"]["money"] == {"amount": "-0.005", "currency": "EUR"}


def test_every_type_of_field_can_stand_in_a_table_and_in_csv(capsys: pytest.CaptureFixture[str]) -> None:
    assert "n: 1" in shown(capsys, EVERY, EVERYTHING)[0]
    assert "matt,ok,," in shown(capsys, EVERY, EVERYTHING, Format.csv)[0]


def test_a_schema_refuses_what_the_view_does_not_show() -> None:
    schema = Draft202012Validator(envelope(MUGS, "royal.mug.list/1"))
    good: dict[str, object] = {"schema": "royal.mug.list/1", "data": [], "page": None, "warnings": []}

    assert schema.is_valid(good)
    assert not schema.is_valid(good | {"data": [{"sku": "MUG"}]})
    assert not schema.is_valid(good | {"schema": "royal.mug.list/2"})
    assert not schema.is_valid(good | {"extra": 1})


def test_a_time_without_a_zone_and_a_strange_object_are_never_shown() -> None:
    with pytest.raises(TypeError, match="no time zone"):
        to_json(datetime(2026, 3, 31))  # noqa: DTZ001
    with pytest.raises(TypeError, match="cannot be shown"):
        to_json(object())


@pytest.mark.parametrize("hint", [complex, type[int], list])
def test_a_type_without_a_schema_is_a_mistake_of_the_view(hint: object) -> None:
    with pytest.raises(TypeError, match="schema"):
        of_type(hint)
