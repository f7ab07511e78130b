"""Rows come out as they were written, each with its line, and none is ever shifted under the header."""

import csv
import gzip
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from royal_cli.commerce.feeds import delimited, dialect
from royal_cli.commerce.feeds.delimited import unique_names
from royal_cli.commerce.feeds.dialect import Dialect, Quoting
from royal_cli.commerce.feeds.rows import CHUNK_ROWS
from royal_cli.commerce.feeds.source import DEFAULT_LIMITS, Limits, open_feed
from royal_cli.errors import FeedError, RoyalError
from tests.commerce.feeds.given import chunks, feed, lines, ragged, rows


def test_rows_stand_under_their_header_with_number_and_line(tmp_path: Path) -> None:
    source = feed(tmp_path, "sku,title\nTEE,Tee\n\nCAP,Cap\n,\nMUG,Mug\n")

    (chunk,) = chunks(source)
    assert chunk.header == ("sku", "title")
    assert chunk.rows == [["TEE", "Tee"], ["CAP", "Cap"], ["MUG", "Mug"]]
    assert chunk.numbers == [1, 2, 3]
    assert chunk.lines == [2, 4, 6]
    assert chunk.ragged == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_cell_of_several_lines_moves_the_lines_below_it(tmp_path: Path, end: str) -> None:
    text = end.join(["sku,text", 'A,"one', "two", 'three"', "B,x", 'C,"', '"', "D,y", ""])

    assert lines(feed(tmp_path, text)) == [2, 5, 6, 8]


def test_line_ends_may_be_mixed(tmp_path: Path) -> None:
    source = feed(tmp_path, b'sku,text\r\nA,"x\ny"\r\nB,z\nC,w\r')

    assert rows(source) == [["A", "x\ny"], ["B", "z"], ["C", "w"]]
    assert lines(source) == [2, 4, 5]


def test_a_row_of_another_width_is_set_aside_and_not_shifted(tmp_path: Path) -> None:
    source = feed(tmp_path, "sku,title,price\nA,Tee,1\nB,Tee, soft,2\nC,3\nD,Cap,4\n")

    assert rows(source) == [["A", "Tee", "1"], ["D", "Cap", "4"]]
    assert [(row.number, row.line, row.cells, row.code) for row in ragged(source)] == [
        (2, 3, ["B", "Tee", " soft", "2"], "too_many_fields"),
        (3, 4, ["C", "3"], "too_few_fields"),
    ]
    assert ragged(source)[0].hint == "4 fields under a header of 3; put cells that hold a comma in quotes"
    assert chunks(source)[0].numbers == [1, 4]


def test_chunks_are_of_bounded_size_and_numbered_through(tmp_path: Path) -> None:
    count = 2 * CHUNK_ROWS + 7
    found = chunks(feed(tmp_path, "sku,title\n" + "".join(f"S-{n},Tee\n" for n in range(count))))

    assert [len(chunk.rows) for chunk in found] == [CHUNK_ROWS, CHUNK_ROWS, 7]
    assert [number for chunk in found for number in chunk.numbers] == list(range(1, count + 1))
    assert [line for chunk in found for line in chunk.lines] == list(range(2, count + 2))
    assert found[-1].rows[-1] == [f"S-{count - 1}", "Tee"]


def test_a_few_huge_cells_do_not_fill_the_memory(tmp_path: Path) -> None:
    found = chunks(feed(tmp_path, "sku,text\n" + "".join(f"S-{n},{'x' * 2_000_000}\n" for n in range(30))))

    assert sum(len(chunk.rows) for chunk in found) == 30
    assert max(len(chunk.rows) for chunk in found) < 12


def test_a_header_names_every_column_once() -> None:
    assert unique_names(["sku", "", " Price ", "Price", "\ufeffTitle", "Body\n(HTML)", "Price (2)", "Price"]) == [
        "sku", "column 2", "Price", "Price (2)", "Title", "Body (HTML)", "Price (2) (2)", "Price (3)",
    ]  # fmt: skip


def test_what_a_rejects_file_adds_is_dropped_again(tmp_path: Path) -> None:
    source = feed(tmp_path, "royal_line,royal_code,sku,title,ROYAL_x\n3,no_sku,TEE,Tee,y\n4,x,CAP\n")

    assert delimited.header(source, dialect.of(source)) == ("sku", "title")
    assert rows(source) == [["TEE", "Tee"]]
    assert ragged(source)[0].cells == ["CAP"]


@pytest.mark.parametrize("quoting", Quoting)
def test_quotes_are_read_as_the_dialect_says(tmp_path: Path, quoting: Quoting) -> None:
    written = {
        Quoting.DOUBLED: 'sku,text\nA,"3"" pipe, C:\\dir"\n',
        Quoting.BACKSLASH: 'sku,text\nA,"3\\" pipe, C:\\dir"\n',
        Quoting.NONE: 'sku,text\n"A",3" pipe\n',
    }
    expected = {
        Quoting.DOUBLED: ["A", '3" pipe, C:\\dir'],
        Quoting.BACKSLASH: ["A", '3" pipe, C:\\dir'],
        Quoting.NONE: ['"A"', '3" pipe'],
    }

    assert rows(feed(tmp_path, written[quoting]), Dialect(quoting=quoting)) == [expected[quoting]]


def test_a_backslash_before_a_closing_quote_may_be_escaped_itself(tmp_path: Path) -> None:
    source = feed(tmp_path, 'sku,text\nA,"C:\\\\"\nB,"say \\"hi\\""\n')

    assert rows(source, Dialect(quoting=Quoting.BACKSLASH)) == [["A", "C:\\"], ["B", 'say "hi"']]


def test_a_quote_that_does_not_pair_rejects_its_own_row_only(tmp_path: Path) -> None:
    text = "sku,title,price\n" + "".join(f'"S-{n}","Tee {n}",{n}\n' for n in range(10))
    source = feed(tmp_path, text.replace('"Tee 3"', '"27" screen"'))

    assert [row[0] for row in rows(source)] == [f"S-{n}" for n in range(10) if n != 3]
    assert [(row.number, row.line, row.code) for row in ragged(source)] == [(4, 5, "broken_quotes")]


def test_lines_swallowed_by_an_open_quote_are_reported_one_by_one(tmp_path: Path) -> None:
    text = 'sku,title,price\nA,"Tee,1\nB,Cap,2\nC,"Mug",3\nD,"Bag",4\n'
    source = feed(tmp_path, text)

    assert rows(source) == [["D", "Bag", "4"]]
    assert [(row.line, row.code) for row in ragged(source)] == [(n, "broken_quotes") for n in (2, 3, 4)]
    assert [row.number for row in ragged(source)] == [1, 2, 3]


def test_the_rest_of_a_broken_cell_is_no_row(tmp_path: Path) -> None:
    text = 'text,sku,price\n"<a href="x">\nlong\nend of it",A,1\n"fine",B,2\n'

    assert rows(feed(tmp_path, text), Dialect()) == [["fine", "B", "2"]]
    assert [(row.line, row.code) for row in ragged(feed(tmp_path, text), Dialect())] == [
        (2, "broken_quotes"),
        (3, "too_few_fields"),
        (4, "after_broken_quotes"),
    ]


def test_a_quote_that_swallows_the_rest_of_the_feed_is_named(tmp_path: Path) -> None:
    text = "sku,title\n" + "".join(f"S-{n},Tee\n" for n in range(50))
    source = feed(tmp_path, text.replace("S-7,Tee", 'S-7,"Tee'))

    with pytest.raises(FeedError, match=r"Line 9 of feed begins a row in which a quote is opened and not closed"):
        chunks(source, Dialect())


def test_a_quote_that_swallows_megabytes_is_noticed_early(tmp_path: Path) -> None:
    limits = DEFAULT_LIMITS._replace(cell=100_000)
    source = feed(tmp_path, 'sku,title\nA,"Tee\n' + "S-1,Tee\n" * 100_000, limits=limits)

    with pytest.raises(FeedError, match=r"Line 2 of feed begins a row with a cell of more than 100,000 characters"):
        chunks(source, Dialect())


def test_a_last_row_that_is_cut_off_is_set_aside(tmp_path: Path) -> None:
    source = feed(tmp_path, 'sku,title\nA,Tee\nB,"Ca')

    assert rows(source, Dialect()) == [["A", "Tee"]]
    assert [(row.line, row.code) for row in ragged(source, Dialect())] == [(3, "broken_quotes")]


def test_an_endless_line_is_refused_without_being_held(tmp_path: Path) -> None:
    limits = DEFAULT_LIMITS._replace(line=1 << 20)
    source = feed(tmp_path, "sku,title\nA,Tee\n" + "x" * (5 << 20), limits=limits)

    with pytest.raises(FeedError, match=r"Line 3 of feed is longer than 1,048,576 characters"):
        chunks(source, Dialect())


def test_a_nul_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match=r"Line 3 of feed holds a NUL byte"):
        chunks(feed(tmp_path, "sku,title\nA,Tee\nB,C\0p\n"), Dialect())


def test_bytes_of_another_encoding_far_below_are_named_with_their_line(tmp_path: Path) -> None:
    good = "sku,title\n" + "TEE,Größe L\n" * 120_000
    source = feed(tmp_path, good.encode() + "CAP,Größe M\n".encode("cp1252"))

    with pytest.raises(FeedError, match=r"Line 120002 of feed is not UTF-8 text \(bytes F6\)"):
        chunks(source)


def test_utf16_is_read_and_its_odd_end_is_noticed(tmp_path: Path) -> None:
    text = "sku\ttitle\nTEE\tGröße 😀\n"
    assert rows(feed(tmp_path, text, encoding="utf-16")) == [["TEE", "Größe 😀"]]
    assert rows(feed(tmp_path, text, encoding="utf-16-be")) == [["TEE", "Größe 😀"]]
    with pytest.raises(FeedError, match="Line 3 of feed is not UTF-16-LE text"):
        chunks(feed(tmp_path, text.encode("utf-16-le") + b"x"))


def test_a_header_without_rows_gives_no_chunk(tmp_path: Path) -> None:
    source = feed(tmp_path, "sku,title")

    assert chunks(source) == []
    assert delimited.header(source, dialect.of(source)) == ("sku", "title")


def test_a_header_that_is_not_there_or_broken_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="has no line 9, where its header should be"):
        chunks(feed(tmp_path, "sku,title\n"), Dialect(header_line=9))
    with pytest.raises(FeedError, match="Line 1 of feed is the header, but its quotes do not pair"):
        chunks(feed(tmp_path, '"sku"x,title\nA,B\n'), Dialect())


def test_the_lines_above_the_header_count(tmp_path: Path) -> None:
    source = feed(tmp_path, 'Our "best" products\n\nsku,title\nA,Tee\nB\n')

    assert rows(source) == [["A", "Tee"]]
    assert lines(source) == [4]
    assert ragged(source)[0].line == 5


#: Data rows of real files, counted with Python's csv module and the parameters stated here, blank rows left out.
REAL = {
    "akeneo_tablets.csv": {"delimiter": ";"},
    "amazon_listings_all.txt": {"delimiter": "\t"},
    "apparel_multichannel_mrp.csv": {},
    "apparel_stock.csv": {},
    "awin_swimwear_same_shop.csv": {},
    "bol_offers_export.csv": {},
    "etsy_woodplans.csv": {},
    "google_csv_woodplans.csv": {},
    "google_ski_wear.tsv": {"delimiter": "\t"},
    "magento2_catalog_product.csv": {},
    "marketplace_air_conditioners_in.csv": {},
    "pipe_delimited_fr.csv": {"delimiter": "|"},
    "pos_articles_de_cp1252.csv": {"delimiter": ";", "encoding": "cp1252"},
    "prestashop_combinations_import.csv": {"delimiter": ";"},
    "prestashop_products_import.csv": {"delimiter": ";"},
    "shopify_apparel.csv": {},
    "shopify_dup_skus_apostrophe.csv": {},
    "shopify_fashion_nl_messy.csv": {},
    "shopify_home_and_garden.csv": {},
    "shopify_negative_stock.csv": {},
    "shopify_no_qty_zero_price.csv": {},
    "shopify_partial_inventory_nl.csv": {},
    "shopify_swimwear_shared_sku.csv": {},
    "shopify_template_markets.csv": {},
    "shopify_titlecase_headers.csv": {},
    "wix_car_care.csv": {"encoding": "utf-8-sig"},
    "woocommerce_sample_products.csv": {},
    "woocommerce_unit_test_sample.csv": {},
    "woocommerce_us_units_bom.csv": {"encoding": "utf-8-sig"},
}


@pytest.mark.parametrize("name", REAL)
def test_real_files_are_read_cell_by_cell(shared: Path, name: str) -> None:
    path = shared / "data/products" / name
    stated = {"encoding": "utf-8", "delimiter": ",", **REAL[name]}
    with path.open(newline="", encoding=stated["encoding"]) as file:
        expected = [row for row in csv.reader(file, delimiter=stated["delimiter"]) if any(row)]
    with open_feed(str(path)) as source:
        assert rows(source) == expected[1:]
        assert ragged(source) == []
        assert len(delimited.header(source, dialect.of(source))) == len(expected[0])


def test_a_help_line_above_the_header_is_skipped_in_a_real_file(shared: Path) -> None:
    with open_feed(str(shared / "data/products/facebook_catalog_fr_comment_header.csv")) as source:
        (chunk,) = chunks(source)

    assert chunk.header[:3] == ("id", "title", "description")
    assert [name for name in chunk.header if name.startswith("product_tags")] == ["product_tags[0]", "product_tags[1]"]
    assert len(chunk.rows) == 3
    assert chunk.rows[0][chunk.header.index("price")] == "49,00 TND"


def test_a_real_file_of_nothing_but_ragged_rows_has_no_row(shared: Path) -> None:
    with open_feed(str(shared / "data/products/shopify_2024_columns_ragged.csv")) as source:
        assert rows(source) == []
        assert {row.code for row in ragged(source)} == {"too_many_fields"}
        assert [row.number for row in ragged(source)] == list(range(1, 29))


def test_backslash_escaped_quotes_of_a_real_file(shared: Path) -> None:
    path = shared / "data/products/large_bestbuy_48k.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        expected = list(csv.reader(file, escapechar="\\", doublequote=False))
    with open_feed(str(path)) as source:
        found = rows(source)

    assert found == expected[1:]
    assert len(found) == 48194
    assert found[0][0] == "096009010836"
    assert found[58][1] == 'Antec - 3.125" Case Cooling Fan'


names = st.lists(st.text("abcdefgh", min_size=1, max_size=6), min_size=2, max_size=6, unique=True)
characters = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff")
texts = st.text(characters | st.sampled_from('",;|\t\r\n\\\x0b\x0c\x85\u2028'), max_size=12)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    header = draw(names)
    cell = texts.filter(lambda text: not text.startswith(" "))
    return header, draw(st.lists(st.lists(cell, min_size=len(header), max_size=len(header)), max_size=12))


@given(
    table=tables(),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    quote_all=st.booleans(),
)
def test_whatever_is_written_is_read_back(
    table: tuple[list[str], list[list[str]]], delimiter: str, end: str, encoding: str, quote_all: bool
) -> None:
    header, written = table
    text = io.StringIO()
    # The module leaves a line end of another kind than its own unquoted, unless it quotes everything.
    is_broken = any("\r" in cell or "\n" in cell for row in written for cell in row)
    writer = csv.writer(
        text,
        delimiter=delimiter,
        lineterminator=end,
        quoting=csv.QUOTE_ALL if quote_all or is_broken else csv.QUOTE_MINIMAL,
    )
    writer.writerows([header, *written])
    with TemporaryDirectory() as folder, feed(Path(folder), text.getvalue(), encoding=encoding) as source:
        found = dialect.of(source)
        assert (found.delimiter, found.header_line) == (delimiter, 1)
        assert delimited.header(source, found) == tuple(header)
        assert rows(source, found) == [row for row in written if any(row)]
        assert ragged(source, found) == []


@given(st.binary(max_size=400) | st.text('a1,;"\\\n\r\t| é', max_size=200).map(str.encode))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    limits = Limits(cell=100, line=200)
    with TemporaryDirectory() as folder:
        try:
            with feed(Path(folder), content, limits=limits) as source:
                found = chunks(source)
        except RoyalError:
            return
    numbers = [n for chunk in found for n in [*chunk.numbers, *(row.number for row in chunk.ragged)]]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert all(len(row) == len(chunk.header) for chunk in found for row in chunk.rows)


def test_a_header_that_comes_again_is_no_row(tmp_path: Path) -> None:
    source = feed(tmp_path, "sku,title\nA,Tee\nsku,title\nB,Cap\n")

    assert rows(source) == [["A", "Tee"], ["B", "Cap"]]
    assert [(row.line, row.code) for row in ragged(source)] == [(3, "repeated_header")]

    rejects = feed(tmp_path, "royal_line,sku,title\n3,sku,title\n4,C,Cup\n")

    assert rows(rejects) == [["C", "Cup"]]
    assert [row.code for row in ragged(rejects)] == ["repeated_header"]


def test_a_delimiter_at_the_end_of_the_rows_alone_is_named(tmp_path: Path) -> None:
    ended, longer = ragged(feed(tmp_path, "sku,title\nA,Tee,\nB,Cap,x\n"), Dialect())

    assert "take the comma at its end away" in ended.hint
    assert "put cells that hold a comma in quotes" in longer.hint
