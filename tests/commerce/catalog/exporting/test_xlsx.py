"""royal's table as a workbook: what people see in it, and that it says the same as the table."""

import csv
import io
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import Engine

from royal_cli.commerce.catalog.exporting import royal_xlsx
from royal_cli.commerce.catalog.exporting.feed import ExportRequest, Target, export
from royal_cli.commerce.catalog.exporting.report import Report
from royal_cli.db import schema
from royal_cli.db.database import opened, reading, transaction
from royal_cli.errors import UsageError
from tests.commerce.catalog.exporting.exported import EVERYTHING, imported, left_out, table, whole
from tests.commerce.catalog.exporting.test_round_trip import TRAPS
from tests.commerce.catalog.made_feeds import import_rows
from tests.commerce.catalog.reading.made_catalogue import product, variant

EXAMPLES = Path(__file__).parents[4] / "examples"


def workbook(engine: Engine, report: Report | None = None, **request: Any) -> Workbook:
    with reading(engine) as session:
        parts = export(session, ExportRequest(to=Target.xlsx, **request), report or Report())
        return load_workbook(io.BytesIO(b"".join(parts)))


def cells(book: Workbook) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in book["Products"].iter_rows()]


def as_shown(cell: Any) -> str:
    """What somebody copies out of it: numbers with the decimals of their format."""
    if cell.value is None:
        return ""
    if isinstance(cell.value, bool):
        return str(cell.value).lower()
    if isinstance(cell.value, str):
        return cell.value
    return f"{cell.value:.{len(cell.number_format.partition('.')[2])}f}"


def rows_as_shown(book: Workbook) -> list[list[str]]:
    return [[as_shown(cell) for cell in row] for row in book["Products"].iter_rows()]


def test_numbers_are_numbers_and_codes_are_text(engine: Engine) -> None:
    import_rows(
        engine,
        {
            "sku": "0042", "title": "Mug", "gtin": "00012345678905", "price": 1_250, "stock": {"Main": 3},
            "price_includes_vat": True,
        },
    )  # fmt: skip

    sheet = workbook(engine, columns=["sku", "gtin", "price", "stock: Main", "price includes vat", "cost"])["Products"]

    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [
        ("0042", "s"), ("00012345678905", "s"), (12.5, "n"), (3, "n"), (True, "b"), (None, "n"),
    ]  # fmt: skip
    assert sheet["C2"].number_format == "0.00"


def test_the_header_stays_in_sight_and_can_be_filtered(engine: Engine) -> None:
    import_rows(engine, {"sku": "MUG", "title": "Mug"}, {"sku": "JUG", "title": "Jug"})

    sheet = workbook(engine, columns=["sku", "title"])["Products"]

    assert [cell.value for cell in sheet[1]] == ["sku", "title"]
    assert all(cell.font.bold for cell in sheet[1])
    assert not sheet["A2"].font.bold
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")
    assert sheet.column_dimensions["B"].width == 40


def test_no_text_becomes_a_formula_or_an_error(engine: Engine) -> None:
    titles = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x.example")', "=", "#1 Mug"]
    import_rows(engine, *({"sku": f"={n}", "title": title} for n, title in enumerate(titles)))

    sheet = workbook(engine, columns=["sku", "title"])["Products"]

    found = [(title.value, sku.data_type, title.data_type) for sku, title in sheet.iter_rows(min_row=2)]
    assert found == [(title, "s", "s") for title in titles]


def test_the_workbook_says_what_the_table_says(engine: Engine) -> None:
    imported(engine, EXAMPLES / "catalogue.csv")

    found = rows_as_shown(workbook(engine, filters=EVERYTHING))

    assert found[1:] == [list(row.values()) for row in table(engine, filters=EVERYTHING)]


def test_what_is_easily_lost_comes_back_from_a_workbook(
    engine: Engine, another_database_url: str, tmp_path: Path
) -> None:
    import_rows(engine, *chain.from_iterable(TRAPS.values()))
    before = whole(engine)
    report = Report()
    feed = tmp_path / "feed.csv"
    with feed.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows_as_shown(workbook(engine, report, filters=EVERYTHING)))

    assert imported(engine, feed).operation is None
    schema.upgrade(another_database_url)
    with opened(another_database_url) as another:
        assert imported(another, feed).rows.rejected == 0
        assert whole(another) == before
    assert report.left_out == []


def test_what_a_cell_cannot_hold_is_left_out_and_told(engine: Engine) -> None:
    with transaction(engine) as session:
        product(session, "NOVEL", variant("NOVEL"), description="n" * 32_768)
        product(session, "ESSAY", variant("ESSAY"), description="e" * 32_767)
        product(session, "BELL", variant("BELL"), description="ding\x07")
        product(session, "CODE", variant("CODE"), description="_x0041_ would be shown as an A")
    report = Report()

    (_, *rows) = cells(workbook(engine, report, columns=["sku", "description"]))

    assert rows == [["NOVEL", None], ["ESSAY", "e" * 32_767], ["BELL", None], ["CODE", None]]
    assert left_out(report) == {
        "it has more than the 32,767 characters of a cell": ["NOVEL"],
        "a cell cannot hold all of its characters": ["BELL", "CODE"],
    }


def test_an_article_whose_name_no_cell_holds_is_left_out(sqlite_engine: Engine) -> None:
    with transaction(sqlite_engine) as session:
        product(session, "BELL", variant("B_x0041_"), variant("B-2"))
    report = Report()

    assert cells(workbook(sqlite_engine, report, columns=["sku", "product"])) == [["sku", "product"], ["B-2", "BELL"]]
    assert left_out(report) == {"a cell cannot hold all of its characters": ["B_x0041_"]}


def test_a_number_of_more_digits_than_a_workbook_keeps_is_text(engine: Engine) -> None:
    with transaction(engine) as session:
        product(session, "PLANET", variant("PLANET", price=12_345_678_901_234_567))

    sheet = workbook(engine, columns=["price"])["Products"]

    assert (sheet["A2"].value, sheet["A2"].data_type) == ("123456789012345.67", "s")


def test_more_rows_than_a_worksheet_has_are_refused(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    import_rows(engine, {"sku": "MUG", "title": "Mug"}, {"sku": "JUG", "title": "Jug"})
    monkeypatch.setattr(royal_xlsx, "MOST_ROWS", 2)

    with pytest.raises(UsageError, match="more than the 2 rows of a worksheet"):
        workbook(engine)
