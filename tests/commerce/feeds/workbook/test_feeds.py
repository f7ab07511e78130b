"""Every format may come in a workbook, and a typed cell means what it says there and nothing else."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from royal_cli.commerce.feeds import profile
from royal_cli.commerce.feeds.proposing.looks import looks
from royal_cli.commerce.feeds.rows import TYPED
from tests.commerce.feeds.formats.reading import Feed, read
from tests.commerce.feeds.workbook.books import book


def sheet(folder: Path, *rows: Sequence[Any], formats: dict[str, str] | None = None, **options: Any) -> Feed:
    return read(book(folder, rows, formats=formats), **options)


def test_a_format_is_recognised_in_a_workbook_as_in_text(tmp_path: Path) -> None:
    feed = sheet(
        tmp_path,
        ["Handle", "Title", "Option1 Name", "Option1 Value", "Variant SKU", "Variant Price", "Variant Inventory Qty"],
        ["tee", "Tee", "Size", "M", "TEE-M", 12.5, 4.0],
        ["tee", None, None, "L", "TEE-L", 13, -1],
    )

    assert feed.known.describe() == "Shopify product export · workbook, sheet Sheet · 7 columns, 0 not used"
    assert [(row.sku, row.price, row.options, row.stock) for row in feed.rows] == [
        ("TEE-M", "12.50 EUR", ["Size: M"], {"": 4}),
        ("TEE-L", "13.00 EUR", ["Size: L"], {"": -1}),
    ]


@pytest.mark.parametrize("mark", [None, ",", "."])
def test_a_typed_number_is_no_matter_of_marks(tmp_path: Path, mark: str | None) -> None:
    feed = sheet(
        tmp_path,
        ["sku", "title", "price", "cost", "weight (g)", "length (cm)", "stock"],
        ["CUP", "Cup", 1.234, "1.500,25", 1.234, 2.345, 1234],
        ["POT", "Pot", 12.5, 12.345, 1234.5, 12.25, 2.0],
        decimal_mark=mark,
    )
    cup, pot = feed.rows

    assert (cup.price, cup.money("cost_price"), cup.stock) == ("1.234 EUR", "1500.250 EUR", {"": 1234})
    assert (cup.variant["weight"], cup.variant["dimensions"]) == (1234, '{"length":"2.345","unit":"cm"}')
    assert (pot.price, pot.money("cost_price"), pot.stock) == ("12.500 EUR", "12.345 EUR", {"": 2})
    assert (feed.rejects, feed.warnings) == ([], [])


def test_typed_numbers_say_nothing_of_how_a_supplier_writes_texts(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["sku", "title", "price"], ["A", "A", 12.5], ["B", "B", "1,234"]]

    assert [(one.value, one.code) for one in sheet(tmp_path, *rows).rejects] == [("1,234", "ambiguous_number")]
    assert sheet(tmp_path, *rows, ["C", "C", "7,50"])["B"].price == "1.234 EUR"
    assert sheet(tmp_path, *rows, decimal_mark=".")["B"].price == "1234.00 EUR"


def test_names_that_were_typed_as_numbers(tmp_path: Path) -> None:
    feed = sheet(
        tmp_path,
        ["sku", "title", "gtin", "mpn"],
        [1001.0, 42, 8712345678906.0, 1.234],
        [7, "Pot", 12345678901234567, 8.5],
        ["X-1", "Pan", 36000291452, "00123"],
        formats={"A3": "00000", "C4": "000000000000"},
    )

    assert [(row.sku, row.product["title"], row.variant.get("gtin"), row.variant["mpn"]) for row in feed.rows] == [
        ("1001", "42", "8712345678906", "1.234"),
        ("00007", "Pot", None, "8.5"),
        ("X-1", "Pan", "036000291452", "00123"),
    ]
    assert feed.codes == ["gtin_scientific"]


def test_a_sku_beyond_fifteen_digits_or_made_a_date_of_is_refused(tmp_path: Path) -> None:
    feed = sheet(
        tmp_path,
        ["sku", "title", "mpn", "option: Size"],
        [1234567890123456789, "Cup", None, "S"],
        [date(2001, 1, 1), "Pot", None, "S"],
        ["PAN", date(2026, 1, 1), date(2002, 1, 1), "S"],
        ["LID", "Lid", None, date(2026, 8, 6)],
    )

    assert [(one.line, one.column, one.value, one.code) for one in feed.rejects] == [
        (2, "sku", "1.23456789012346E+18", "scientific"),
        (3, "sku", "2001-01-01", "date_for_text"),
        (5, "option: Size", "2026-08-06", "date_for_text"),
    ]
    assert [(one.column, one.value, one.code) for one in feed.warnings] == [
        ("title", "2026-01-01", "date_for_text"), ("mpn", "2002-01-01", "date_for_text"),
    ]  # fmt: skip


def test_a_currency_may_stand_in_the_format_of_the_number(tmp_path: Path) -> None:
    feed = sheet(
        tmp_path,
        ["sku", "title", "price"],
        ["A", "A", 12.5], ["B", "B", 12.345], ["C", "C", 9], ["D", "D", 3],
        formats={"C2": '"£"#,##0.00', "C3": "[$€-413] #,##0.00", "C4": "[$$-409]#,##0.00", "C5": '"$"#,##0.00'},
    )  # fmt: skip

    assert [row.price for row in feed.rows] == ["12.50 GBP", "12.345 EUR", "9.00 USD"]
    assert [(one.line, one.value, one.code) for one in feed.rejects] == [(5, "3 $", "currency_open")]


def test_errors_and_formulas_without_a_result_are_no_values(tmp_path: Path) -> None:
    feed = sheet(tmp_path, ["sku", "title", "price", "vendor"], ["#REF!", "A", 1], ["B", "B", "=1+1"],
                 ["C", "C", 3, "=A1"])  # fmt: skip

    assert [(one.line, one.column, one.code) for one in feed.rejects] == [
        (2, "sku", "spreadsheet_error"), (3, "price", "not_calculated"),
    ]  # fmt: skip
    assert [(one.column, one.code) for one in feed.warnings] == [("vendor", "not_calculated")]


def test_a_percentage_is_no_price(tmp_path: Path) -> None:
    feed = sheet(tmp_path, ["sku", "title", "price"], ["A", "A", 0.21], formats={"C2": "0%"})

    assert [(one.value, one.code) for one in feed.rejects] == [("21%", "not_a_number")]


def test_dates_of_a_sale_are_read_as_dates(tmp_path: Path) -> None:
    feed = sheet(
        tmp_path,
        ["ID", "Type", "SKU", "Name", "Published", "Regular price", "Sale price", "Date sale price starts",
         "Date sale price ends"],
        [1, "simple", "A", "A", 1, 20, 15, date(2026, 11, 1), date(2026, 11, 30)],
        [2, "simple", "B", "B", 1, 20, 15, date(2026, 12, 1), None],
    )  # fmt: skip

    assert feed.known.form.name == "woocommerce"
    assert [(row.price, row.money("compare_at_price")) for row in feed.rows] == [
        ("15.00 EUR", "20.00 EUR"), ("20.00 EUR", None),
    ]  # fmt: skip


def test_a_profile_says_which_sheet_and_what_its_columns_are(tmp_path: Path) -> None:
    text = """
        key = "Artikel"
        [columns]
        "Omschrijving" = "title"
        "Prijs" = "price"
        [values]
        decimal_mark = ","
        [file]
        sheet = "Lijst"
    """
    rows: list[list[Any]] = [["Weeklijst"], ["Artikel", "Omschrijving", "Prijs"], ["A1", "Kop", 1.234]]
    path = book(tmp_path, {"Lijst": rows, "Oud": rows})
    feed = read(path, profile=profile.parse(text, "boer.toml"))

    assert feed.known.describe() == (
        "table by profile (boer.toml) · workbook, sheet Lijst, header on line 2 · 3 columns, 0 not used"
    )
    assert feed["A1"].price == "1.234 EUR"


def test_the_mark_of_typed_cells_stays_out_of_what_is_read(tmp_path: Path) -> None:
    """A fraction and a date in columns of every kind."""
    # fmt: off
    header = ["sku", "product", "title", "description", "vendor", "type", "tags", "category", "images", "seo title",
              "meta keywords", "mpn", "gtin", "option: Size", "status", "currency", "weight unit", "videos", "asin"]
    # fmt: on
    feed = sheet(tmp_path, header, [1.5] * len(header), ["A", 2.5, *[date(2026, 1, 1)] * (len(header) - 2)])

    assert TYPED not in repr(feed)


cells = st.one_of(
    st.integers(-(10**9), 10**9),
    st.decimals(-99_999, 99_999, places=2).map(float),
    st.booleans(),
    st.text("abc X-1,.;\n\"'é€", max_size=8).map(str.strip).filter(lambda text: not text.startswith("=")),
    st.none(),
)


@settings(max_examples=60)
@given(st.lists(st.lists(cells, min_size=4, max_size=4), min_size=1, max_size=6))
def test_a_workbook_and_the_same_rows_as_text_are_the_same_feed(rows: list[list[Any]]) -> None:
    header = ["sku", "title", "vendor", "stock"]
    rows = [[f"S-{place}", *row] for place, row in enumerate(rows)]
    header.append("price")
    with TemporaryDirectory() as folder:
        typed = read(book(Path(folder), [header, *rows]), form="royal")
        with (Path(folder) / "list.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header, *[list(map(_shown, row)) for row in rows]])
        written = read(Path(folder) / "list.csv", form="royal", decimal_mark=".")

    assert [(row.sku, row.product, row.variant, row.stock) for row in typed.rows] == [
        (row.sku, row.product, row.variant, row.stock) for row in written.rows
    ]
    assert [(one.number, one.column, one.code) for one in typed.rejects] == [
        (one.number, one.column, one.code) for one in written.rejects
    ]


def _shown(cell: object) -> str:
    """A cell as a spreadsheet writes it to CSV."""
    if isinstance(cell, bool):
        return str(cell).upper()
    return "" if cell is None else f"{cell:g}" if isinstance(cell, float) and cell == int(cell) else str(cell)


def test_typed_numbers_prove_no_mark_to_a_proposed_profile() -> None:
    typed, written = looks([f"12.5{TYPED}", f"1.234{TYPED}", "7"]), looks(["12.5", f"1.234{TYPED}", "7"])

    assert (typed.mark, typed.open_number, typed.numbers) == ("", "", 1)
    assert (written.mark, written.proof) == (".", "12.5")
