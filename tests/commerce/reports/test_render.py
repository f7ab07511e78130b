"""JSON of any shape as rows, columns, tables and charts."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from royal_cli.commerce.reports.json_values import as_cells, as_value
from royal_cli.commerce.reports.notation import Notation
from royal_cli.commerce.reports.page import Chart
from royal_cli.commerce.reports.render import Records, look_up, open_records
from royal_cli.commerce.reports.render_page import chart_of, page_of, tables_of
from royal_cli.errors import FeedError, UsageError
from royal_cli.money import Money

EURO = {"amount": "12.50", "currency": "EUR"}


@pytest.fixture
def reading(tmp_path: Path) -> Callable[[str], Any]:
    @contextmanager
    def opened(text: str) -> Iterator[Records]:
        path = tmp_path / "rows.json"
        path.write_text(text, "utf-8")
        with open_records(str(path)) as records:
            yield records

    return opened


ROWS = [{"sku": "A", "stock": 3}, {"sku": "B", "stock": None, "tag": "new"}]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ROWS),
        json.dumps(ROWS, indent=2),
        "\n".join(map(json.dumps, ROWS)),
        "\n\n".join(map(json.dumps, ROWS)) + "\n\n",
        json.dumps({"schema": "royal.product.list/1", "data": ROWS, "page": {"limit": 2}, "warnings": [{"code": "x"}]}),
        json.dumps({"data": ROWS, "total": 2}),
        "\ufeff" + json.dumps(ROWS),
    ],
    ids=["list", "spread", "lines", "blank lines", "envelope", "others' envelope", "byte order mark"],
)
def test_rows_are_found_however_they_are_wrapped(reading: Any, text: str) -> None:
    with reading(text) as records:
        assert [column.name for column in records.columns] == ["sku", "stock", "tag"]
        assert list(records.rows()) == ROWS
        assert list(records.rows()) == ROWS, "a second time"
        assert records.count == 2


def test_one_object_is_not_a_list_of_one(reading: Any) -> None:
    inner = {"status": "done", "rows": ROWS, "money": EURO}
    for text in (json.dumps(inner), json.dumps({"schema": "royal.report.sales/1", "data": inner, "page": None})):
        with reading(text) as records:
            own, rows = tables_of(records, records.columns)

            assert own.rows == [["Status", "done"], ["Money", Money(1250, "EUR", 2)]]
            assert (rows.title, rows.rows) == ("Rows", [["A", 3, None], ["B", None, "new"]])


def test_a_list_without_rows_has_none(reading: Any) -> None:
    for text in ("[]", '{"schema": "royal.product.list/1", "data": [], "page": null}'):
        with reading(text) as records:
            assert (records.count, records.columns) == (0, [])
            assert tables_of(records, [])[0].rows == []


def test_values_without_names_are_a_column(reading: Any) -> None:
    with reading('[1, "a", null, [1, 2]]') as records:
        assert [look_up(row, "value") for row in records.rows()] == [1, "a", None, [1, 2]]


def test_a_column_has_the_kind_that_all_its_values_have(reading: Any) -> None:
    rows = [
        {
            "net": EURO,
            "at": "2026-03-01T08:00:00Z",
            "rate": "67.20",
            "n": 1,
            "gtin": "8712345678906",
            "mixed": 1,
            "ok": True,
        },
        {"net": None, "at": None, "rate": "3.5", "n": 2.5, "gtin": "8712345678913", "mixed": "a", "ok": False},
    ]
    with reading(json.dumps(rows)) as records:
        assert {column.name: column.kind for column in records.columns} == {
            "net": "money", "at": "date", "rate": "number", "n": "number", "gtin": "text", "mixed": "text",
            "ok": "text",
        }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (EURO, Money(1250, "EUR", 2)),
        ({"amount": "7", "currency": "EUR"}, Money(700, "EUR", 2)),
        ({"amount": "1.5", "currency": "XYZ"}, "amount: 1.5, currency: XYZ"),
        ({"amount": "12,50", "currency": "EUR"}, "amount: 12,50, currency: EUR"),
        ("2026-03-01T08:00:00Z", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("2026-13-99T08:00:00Z", "2026-13-99T08:00:00Z"),
        ("2026-03-01", "2026-03-01"),
        (True, "yes"),
        (["a", None, 2], "a, –, 2"),
        ({"email": "x@y.z", "paid": EURO}, "email: x@y.z, paid: 12.50 EUR"),
        ([{"sku": "A", "n": 1}, {"sku": "B", "n": 2}], "sku: A, n: 1; sku: B, n: 2"),
        ([], ""),
        (Decimal("0.10"), Decimal("0.10")),
        (None, None),
    ],
)
def test_what_is_nested_can_be_read(value: Any, expected: object) -> None:
    assert as_value(value) == expected


def test_a_csv_file_keeps_every_digit_and_what_is_nested_as_json(reading: Any) -> None:
    text = '[{"n": 0.10, "big": 123456789012345678901234567890, "list": [1.5, "ü"], "ok": true, "none": null}]'
    with reading(text) as records:
        (row,) = records.rows()
        cells = [as_cells(row[name], False) for name in row]

    assert cells == [["0.10"], ["123456789012345678901234567890"], ['[1.5,"ü"]'], ["true"], [""]]
    assert as_cells(EURO, True) == ["12.50", "EUR"]
    assert as_cells(None, True) == ["", ""]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[{"a": 1}, {"a": ', "ends in the middle of its JSON, on line 1"),
        ('{"a": 1}\n{"a": }\n{"a": 3}', "Line 2 of rows.json is no JSON: column 7, Expecting value"),
        ('{"a": 1}\n{"a": NaN}', "Line 2 of rows.json cannot be read: NaN is no number of JSON"),
        ("sku,price\nA,1", "Line 1 of rows.json is no JSON"),
        ("3", "holds one value"),
        ('"text"', "holds one value"),
        ("", "rows.json is empty"),
        ("   \n", "holds nothing but blank lines"),
        ("<html></html>", "web page"),
        ("[" * 100_000, "JSON"),
        ('[{"a": 1}] [2]', "after its end"),
        ("[" + "9" * 5000 + "]", "cannot be read"),
    ],
)
def test_broken_json_is_said_in_one_sentence(reading: Any, text: str, said: str) -> None:
    with pytest.raises(FeedError, match=said) as refused, reading(text):
        pass

    assert refused.value.exit_code == 1
    assert str(refused.value.hint).startswith("It should be JSON")


def test_fields_are_chosen_also_within_objects(reading: Any) -> None:
    rows = [{"id": 1, "who": {"email": "a@b.c", "first.name": "A"}}, {"id": 2, "who": None}]
    with reading(json.dumps(rows)) as records:
        chosen = records.chosen(["who.email", "id"])

        assert [[look_up(row, column.name) for column in chosen] for row in records.rows()] == [["a@b.c", 1], [None, 2]]
        assert chosen[0].heading == "Who email"


def test_an_unknown_field_is_refused_with_what_was_meant(reading: Any) -> None:
    with reading(json.dumps(ROWS)) as records:
        with pytest.raises(UsageError, match="no field 'stok'") as refused:
            records.chosen(["stok"])
        assert refused.value.hint == "Did you mean stock?"
        with pytest.raises(UsageError) as refused:
            records.chosen(["zzz.y"])
        assert refused.value.hint == "The fields are sku, stock, tag."


def _chart(reading: Any, rows: list[dict[str, Any]], *names: str) -> Chart:
    with reading(json.dumps(rows)) as records:
        return chart_of(records, names, "Title", Notation())


MONTHS: list[dict[str, Any]] = [
    {"month": "2026-01", "net": EURO, "orders": 3, "rate": "1.5"},
    {"month": "2026-02", "net": None, "orders": 4, "rate": "2.25"},
]


def test_a_chart_is_drawn_of_two_fields(reading: Any) -> None:
    chart = _chart(reading, MONTHS, "month", "net")

    assert (chart.shape, chart.labels, chart.unit) == ("line", ["2026-01", "2026-02"], "EUR")
    assert [(series.name, series.values) for series in chart.series] == [("Net", [Decimal("12.5"), None])]


def test_a_chart_has_as_many_series_as_are_named(reading: Any) -> None:
    chart = _chart(reading, MONTHS, "month", "orders", "rate")

    assert [series.values for series in chart.series] == [[3, 4], [Decimal("1.5"), Decimal("2.25")]]
    assert chart.unit == ""


def test_what_is_not_along_the_time_is_drawn_as_bars(reading: Any) -> None:
    assert _chart(reading, [{"sku": "A", "n": 1}], "sku", "n").shape == "bars"


@pytest.mark.parametrize(
    ("rows", "names", "said"),
    [
        (MONTHS, ["month"], "two fields or more"),
        (MONTHS, [], "two fields or more"),
        (MONTHS, ["month", "nett"], "no field 'nett'"),
        (MONTHS, ["orders", "month"], "month is not a number in every row"),
        (MONTHS, ["month", "net", "orders"], "several currencies"),
        ([{"a": 1, "b": EURO}, {"a": 2, "b": {**EURO, "currency": "USD"}}], ["a", "b"], "several currencies"),
    ],
)
def test_what_cannot_be_drawn_is_refused(reading: Any, rows: Any, names: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        _chart(reading, rows, *names)


def test_a_page_has_as_many_rows_as_people_look_at(reading: Any) -> None:
    with reading("\n".join(json.dumps({"n": place}) for place in range(2_500))) as records:
        made = page_of(records, records.columns, title=None, chart=None, now=datetime.now(UTC))
        (table,) = made.sections[0].tables

        assert (made.title, made.period) == ("Rows", "2500 rows from rows.json")
        assert [row[0] for row in table.rows] == list(range(1_000))
        assert table.note == "The first 1000 of 2500 rows; a CSV file has all."
        assert len(tables_of(records, records.columns)[0].rows) == 2_500


def test_a_page_is_named_after_the_command_that_made_its_rows(reading: Any) -> None:
    with reading('{"schema": "royal.product.list/1", "data": [{"n": 1}]}') as records:
        assert page_of(records, records.columns, title=None, chart=None, now=datetime.now(UTC)).title == "Product list"


def test_everything_comes_back_from_a_table_that_was_written(reading: Any) -> None:
    """What `--format csv` is read with."""
    rows = [{"a": 'say "yes"', "b": "x,y"}, {"a": "line\nbreak", "b": None}]
    with reading(json.dumps(rows)) as records:
        text = io.StringIO()
        csv.writer(text).writerows(
            [[cell for name in ("a", "b") for cell in as_cells(row.get(name), False)] for row in records.rows()]
        )

    assert list(csv.reader(io.StringIO(text.getvalue()))) == [['say "yes"', "x,y"], ["line\nbreak", ""]]
