"""A sheet of a workbook is a table: the right sheet, the right header, every row as it stands there."""

import csv
import gzip
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from royal_cli.commerce.feeds.profile import FileHints
from royal_cli.commerce.feeds.recognise import raw_rows, recognise
from royal_cli.commerce.feeds.rows import CHUNK_ROWS, TYPED, RawChunk
from royal_cli.commerce.feeds.source import Limits, open_feed
from royal_cli.errors import FeedError, UsageError
from tests.commerce.feeds.workbook.books import added, book, edited, saved, with_sheet, without

HEADER = ["sku", "title", "price"]
CUP = ["CUP", "Cup", 9]
SEEN = datetime(2026, 11, 27, 9, 30)  # noqa: DTZ001


def chunks(
    path: Path, *, feed: str | None = None, sheet: str | None = None, header_line: int | None = None, **limits: Any
) -> list[RawChunk]:
    with open_feed(str(path), limits=Limits(**limits)) as source:
        known = recognise(source, feed, None, FileHints(sheet=sheet, header_line=header_line))
        return list(raw_rows(source, known))


def table(path: Path, **hints: Any) -> list[dict[str, str]]:
    return [dict(zip(chunk.header, row, strict=True)) for chunk in chunks(path, **hints) for row in chunk.rows]


def described(path: Path) -> str:
    with open_feed(str(path)) as source:
        return recognise(source).describe()


def refusal(path: Path, **hints: Any) -> tuple[str, str]:
    with pytest.raises((FeedError, UsageError)) as caught:
        chunks(path, **hints)
    return caught.value.message, caught.value.hint or ""


def test_typed_cells_become_text_without_a_loss(tmp_path: Path) -> None:
    header = ["sku", "title", "price", "cost", "sold", "since", "at", "seen", "gtin", "rate", "error"]
    row = [1001.0, " Cup ", 1.234, "12,50", True, date(2026, 11, 27), time(9, 30), SEEN,
           8712345678906.0, 0.21, "#N/A"]  # fmt: skip
    path = book(tmp_path, [header, row], formats={"A2": "000000", "J2": "0%"})

    assert table(path, feed="table") == [
        {
            "sku": "001001", "title": " Cup ", "price": f"1.234{TYPED}", "cost": "12,50", "sold": "TRUE",
            "since": f"2026-11-27{TYPED}", "at": f"09:30:00{TYPED}", "seen": f"2026-11-27T09:30:00{TYPED}",
            "gtin": "8712345678906", "rate": "21%", "error": "#N/A",
        }
    ]  # fmt: skip


def test_the_header_may_stand_below_titles_notes_and_blank_rows(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Price list 2026"], [], ["Valid from", date(2026, 1, 1), "until further notice"],
        ["All prices net, ask for the conditions"], [], HEADER, CUP, [], ["POT", "Pot", 12.5],
    ]  # fmt: skip
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Prices"
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    path = saved(tmp_path, made)

    (chunk,) = chunks(path)
    assert chunk.header == ("sku", "title", "price")
    assert chunk.rows == [["CUP", "Cup", "9"], ["POT", "Pot", f"12.5{TYPED}"]]
    assert (chunk.numbers, chunk.lines) == ([1, 2], [7, 9])
    assert described(path) == "royal product feed · workbook, sheet Prices, header on line 6 · 3 columns, 0 not used"


def test_a_row_of_labels_above_is_not_the_header_where_a_better_one_follows(tmp_path: Path) -> None:
    path = book(tmp_path, [["Supplier", "De Boer", "Utrecht"], ["Article no", "Name", "Price"], ["A1", "Cup", 9]])

    assert table(path) == [{"Article no": "A1", "Name": "Cup", "Price": "9"}]


def test_the_operator_may_say_where_the_header_is(tmp_path: Path) -> None:
    path = book(tmp_path, [HEADER, ["sku", "title", "stock"], ["CUP", "Cup", 3]])

    assert table(path, header_line=2) == [{"sku": "CUP", "title": "Cup", "stock": "3"}]
    assert refusal(path, header_line=9)[0] == "Line 9 of list.xlsx is empty, and no header."


def test_a_table_may_begin_anywhere_and_have_columns_without_a_name(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    named: dict[str, Any] = {"C4": "sku", "D4": "title", "F4": "price", "C5": "CUP", "D5": "Cup", "F5": 9}
    for place, cell in named.items():
        sheet[place] = cell
    sheet["G9"] = "a remark"
    path = saved(tmp_path, made)

    (chunk,) = chunks(path)
    assert chunk.header == ("sku", "title", "price", "column 7")
    assert chunk.rows == [["CUP", "Cup", "9", ""], ["", "", "", "a remark"]]
    assert chunk.lines == [5, 9]


def test_a_header_that_comes_again_is_no_product(tmp_path: Path) -> None:
    (chunk,) = chunks(book(tmp_path, [HEADER, CUP, HEADER, ["POT", "Pot", 3]]))

    assert chunk.rows == [["CUP", "Cup", "9"], ["POT", "Pot", "3"]]
    assert [(row.number, row.line, row.code) for row in chunk.ragged] == [(2, 3, "repeated_header")]
    assert chunk.numbers == [1, 3]


def test_what_a_rejects_file_adds_is_left_out_again(tmp_path: Path) -> None:
    path = book(tmp_path, [["royal_line", "royal_code", *HEADER], [7, "not_a_number", *CUP]])

    assert table(path) == [{"sku": "CUP", "title": "Cup", "price": "9"}]


def test_hidden_and_empty_sheets_are_passed_over(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.worksheets[0].title = "Empty"
    for name, state in (("Old", "hidden"), ("Older", "veryHidden"), ("Now", "visible")):
        sheet = made.create_sheet(name)
        sheet.append(HEADER)
        sheet.append([name, "Cup", 9])
        sheet.sheet_state = state
    made.create_chartsheet("Chart")
    path = saved(tmp_path, made)

    assert [row["sku"] for row in table(path)] == ["Now"]
    assert [row["sku"] for row in table(path, sheet="Old")] == ["Old"]
    assert refusal(path, sheet="Empty") == ("The sheet Empty of list.xlsx is empty.", "name another with --sheet")
    assert refusal(path, sheet="Later") == (
        "list.xlsx has no sheet Later.", "its sheets are Empty, Old, Older, Now",
    )  # fmt: skip


def test_of_several_sheets_the_only_feed_is_taken(tmp_path: Path) -> None:
    path = book(tmp_path, {"Read me": [["Dear customer,"], ["please order in time."]], "List": [HEADER, CUP]})

    assert table(path) == [{"sku": "CUP", "title": "Cup", "price": "9"}]


def test_several_feeds_are_not_chosen_from(tmp_path: Path) -> None:
    path = book(tmp_path, {"Notes": [["x"]], "Mugs": [HEADER, CUP], "Pots": [HEADER, ["POT", "Pot", 3]]})

    assert refusal(path) == (
        "Several sheets of list.xlsx could be the feed: Mugs, Pots.", "say which with --sheet NAME",
    )  # fmt: skip
    assert [row["sku"] for row in table(path, sheet=" pots")] == ["POT"]


def test_sheets_of_which_none_is_a_feed_are_listed(tmp_path: Path) -> None:
    path = book(tmp_path, {"A": [["x", "y"], [1, 2]], "B": [["z"]]})

    assert refusal(path)[0] == "Several sheets of list.xlsx hold something, and none looks like a feed: A, B."


def test_a_workbook_of_nothing_is_refused(tmp_path: Path) -> None:
    assert refusal(book(tmp_path, []))[0] == "list.xlsx has no sheet with anything on it."


def test_formulas_count_by_their_last_result(tmp_path: Path) -> None:
    path = with_sheet(
        book(tmp_path, [HEADER, CUP]),
        '<row r="1"><c r="A1" t="inlineStr"><is><t>sku</t></is></c><c r="B1" t="inlineStr"><is><t>title</t></is></c>'
        '<c r="C1" t="inlineStr"><is><t>price</t></is></c></row>'
        '<row r="2"><c r="A2" t="str"><f>"A"&amp;1</f><v>A1</v></c><c r="B2" t="str"><f>""</f><v></v></c>'
        '<c r="C2"><f>10*1.21</f><v>12.1</v></c></row>'
        '<row r="3"><c r="A3" t="e"><f>x!A1</f><v>#REF!</v></c><c r="B3" t="b"><f>1=1</f><v>1</v></c>'
        '<c r="C3"><f>C2</f></c></row>',
    )

    assert table(path) == [
        {"sku": "A1", "title": "", "price": f"12.1{TYPED}"},
        {"sku": "#REF!", "title": "TRUE", "price": "#UNCALCULATED!"},
    ]


def test_a_formula_that_no_spreadsheet_has_computed_is_no_zero(tmp_path: Path) -> None:
    """Programs that write workbooks put 0 where the result belongs, and ask for it to be computed."""
    path = book(tmp_path, [HEADER, ["CUP", "Cup", "=2*3"], ["POT", "Pot", "=2*0"]])
    zeros = edited(path, "xl/worksheets/sheet1.xml", lambda xml: re.sub("<v ?/>|<v></v>", "<v>0</v>", xml))

    assert [row["price"] for row in table(zeros)] == ["#UNCALCULATED!", "#UNCALCULATED!"]
    trusted = edited(zeros, "xl/workbook.xml", lambda xml: xml.replace('fullCalcOnLoad="1"', ""))
    assert [row["price"] for row in table(trusted)] == ["0", "0"]


def test_texts_in_several_fonts_with_line_ends_and_escapes(tmp_path: Path) -> None:
    rich = CellRichText("Big ", TextBlock(InlineFont(b=True), "red"), " cup")
    made = openpyxl.Workbook()
    for row in (HEADER, ["CUP", rich, 9], ["POT", "two\nlines", 3], ["PAN", "a_x000D_b _x005F_x _x0001_", 4]):
        made.worksheets[0].append(row)

    assert [row["title"] for row in table(saved(tmp_path, made))] == [
        "Big red cup", "two\nlines", "a\rb _x _x0001_",
    ]  # fmt: skip


def test_texts_that_cells_share(tmp_path: Path) -> None:
    """As spreadsheets write them; openpyxl puts them into the cells."""
    shared = "".join(
        f"<si>{text}</si>"
        for text in ("<t>sku</t>", "<t>title</t>", "<t xml:space='preserve'> Cup </t>", "<t/>",
                     "<r><t>Big </t></r><r><rPr><b/></rPr><t>mug</t></r><rPh sb='0' eb='1'><t>spoken</t></rPh>")
    )  # fmt: skip
    relation = '<Relationship Id="s" Type="http://x/relationships/sharedStrings" Target="/xl/Texts.XML"/>'
    path = with_sheet(
        book(tmp_path, [HEADER]),
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
        '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" t="s"><v>4</v></c></row>'
        '<row r="3"><c r="A3" t="s"><v>4</v></c><c r="B3" t="s"><v>3</v></c></row>',
    )
    edited(
        path, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace("</Relationships>", f"{relation}</Relationships>")
    )
    added(
        path, "xl/texts.xml", f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{shared}</sst>'
    )

    assert table(path) == [{"sku": " Cup ", "title": "Big mug"}, {"sku": "Big mug", "title": ""}]


def test_rows_and_cells_may_leave_out_where_they_are_and_the_styles_may_be_missing(tmp_path: Path) -> None:
    text = '<c t="inlineStr"><is><t>{}</t></is></c>'
    header = "".join(map(text.format, HEADER))
    path = with_sheet(
        book(tmp_path, [HEADER]), f"<row>{header}</row><row>{text.format('CUP')}<c/><c><v>9</v></c></row>"
    )
    edited(path, "xl/_rels/workbook.xml.rels", lambda xml: re.sub("<Relationship [^>]*/styles[^>]*>", "", xml))

    assert table(path) == [{"sku": "CUP", "title": "", "price": "9"}]


def test_days_counted_from_1904(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.epoch = datetime(1904, 1, 1)  # noqa: DTZ001
    for row in (["sku", "title", "since"], ["CUP", "Cup", date(2026, 11, 27)]):
        made.worksheets[0].append(row)

    assert table(saved(tmp_path, made))[0]["since"] == f"2026-11-27{TYPED}"


def test_strict_open_xml_has_other_namespaces(tmp_path: Path) -> None:
    path = book(tmp_path, [HEADER, CUP])
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"):
        edited(path, part, lambda xml: xml.replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"
        ))  # fmt: skip

    assert table(path) == [{"sku": "CUP", "title": "Cup", "price": "9"}]


def test_a_huge_stated_size_and_a_cell_far_away_cost_nothing(tmp_path: Path) -> None:
    path = book(tmp_path, [HEADER, *[[f"S-{number}", "Cup", 9] for number in range(300)]])
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    edited(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace('ref="A1:C301"', 'ref="A1:XFD1048576"'))
    edited(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace("</sheetData>", far))

    (chunk,) = chunks(path)
    assert chunk.header == (*HEADER, "column 16384")
    assert (len(chunk.rows), chunk.lines[-1]) == (301, 1_048_576)


def test_chunks_are_bounded_and_rows_can_be_read_twice_at_once(tmp_path: Path) -> None:
    path = book(tmp_path, [HEADER, *[[f"S-{number}", "Cup", number] for number in range(CHUNK_ROWS + 2)]])
    with open_feed(str(path)) as source:
        known = recognise(source)
        both = list(zip(raw_rows(source, known), raw_rows(source, known), strict=True))

    assert [len(one.rows) for one, _ in both] == [CHUNK_ROWS, 2]
    assert both[1][0].numbers == [CHUNK_ROWS + 1, CHUNK_ROWS + 2]
    assert all(one == other for one, other in both)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda path: without(path, "xl/worksheets/sheet1.xml"), "its part xl/worksheets/sheet1.xml is missing"),
        (lambda path: edited(path, "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2]), "no well-formed XML"),
        (lambda path: edited(path, "xl/workbook.xml", lambda xml: xml[:-20]), "no well-formed XML"),
        (lambda path: edited(path, "xl/workbook.xml", lambda xml: f"<!DOCTYPE x [<!ENTITY a 'b'>]>{xml}"), "entities"),
        (lambda path: with_sheet(path, '<row r="x"/>'), "Line 0 of sheet Sheet"),
        (lambda path: with_sheet(path, '<row r="1"><c r="A1" t="s"><v>99</v></c></row>'), "Line 1 of sheet Sheet"),
        (lambda path: with_sheet(path, '<row r="1"><c r="1"><v>9</v></c></row>'), None),
        (lambda path: path.write_bytes(path.read_bytes()[:-40]) and path, "zip data of list.xlsx is damaged"),
        (lambda path: path.write_bytes(b"PK\3\4" + bytes(40)) and path, "zip data of list.xlsx is damaged"),
    ],
)  # fmt: skip
def test_a_damaged_workbook_is_refused(tmp_path: Path, change: Callable[[Path], Path], message: str | None) -> None:
    path = book(tmp_path, [HEADER, CUP])
    change(path)

    if message:
        with pytest.raises(FeedError, match=message):
            chunks(path)
    else:
        with pytest.raises(FeedError):
            chunks(path)


def test_a_part_that_unpacks_beyond_the_limits_is_a_bomb(tmp_path: Path) -> None:
    path = book(tmp_path, [HEADER, CUP])
    edited(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace("</sheetData>", " " * (8 << 20) + "</sheetData>"))

    assert refusal(path, unpacked=4 << 20)[0].startswith("list.xlsx looks like a zip bomb")
    assert "goes on without an end" in refusal(path, line=1 << 20)[0]


def test_a_workbook_may_be_packed_once_more(tmp_path: Path) -> None:
    path = book(tmp_path, [HEADER, CUP])
    (tmp_path / "list.xlsx.gz").write_bytes(gzip.compress(path.read_bytes()))
    with zipfile.ZipFile(tmp_path / "list.zip", "w") as archive:
        archive.write(path, "list.xlsx")

    for packed in ("list.xlsx.gz", "list.zip"):
        assert table(tmp_path / packed) == [{"sku": "CUP", "title": "Cup", "price": "9"}]


def test_the_real_stock_list_is_read_as_openpyxl_reads_it(shared: Path) -> None:
    """The same list as apparel_stock.csv, with numbers as numbers and remarks in a column without a header."""
    path = shared / "data/products/apparel_stock.xlsx"
    with open_feed(str(path)) as source:
        known = recognise(source, "table")
        rows = [row for chunk in raw_rows(source, known) for row in chunk.rows]
        lines = [line for chunk in raw_rows(source, known) for line in chunk.lines]

    made = openpyxl.load_workbook(path, read_only=True, data_only=True)
    first, *others = made.worksheets[0].iter_rows(values_only=True)
    made.close()
    assert known.header == (*first[:7], "column 8")
    assert rows == [list(map(_as_text, row)) for row in others]
    assert lines == list(range(2, 9273))
    with (shared / "data/products/apparel_stock.csv").open(newline="", encoding="utf-8") as file:
        listed = list(csv.reader(file))[1:]
    assert [row[1] for row in rows] == [row[1] for row in listed]
    assert [row[3] for row in rows] == [row[3].removesuffix(".0") for row in listed]
    assert (sum(row[1] == "" for row in rows), "#REF!" in {row[1] for row in rows}) == (83, True)
    # Codes such as JAN8601, of which a spreadsheet has made dates.
    assert sum(row[2].endswith(TYPED) for row in rows) == 325


def _as_text(cell: object) -> str:
    if isinstance(cell, datetime):
        return f"{cell.date().isoformat()}{TYPED}"
    return "" if cell is None else str(cell)
