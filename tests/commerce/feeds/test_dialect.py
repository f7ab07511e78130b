"""The way a feed is written is found by what its rows agree on, and can always be stated instead."""

from pathlib import Path

import pytest

from royal_cli.commerce.feeds import dialect
from royal_cli.commerce.feeds.dialect import Dialect, Quoting, sniff
from royal_cli.commerce.feeds.source import open_feed
from royal_cli.errors import UsageError

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}


@pytest.mark.parametrize("sign", DELIMITERS.values(), ids=DELIMITERS)
def test_the_delimiter_is_the_one_that_all_rows_agree_on(sign: str) -> None:
    rows = ["sku,title,price,tags", "A-1,Linen tee; soft,'12,50',a|b|c", "A-2,Cap | black,9\t99,x;y;z"]
    head = "\n".join(row.replace(",", sign) if sign != "," else row for row in rows)

    assert sniff(head.encode()).delimiter == sign


def test_decimal_commas_do_not_make_a_comma_file() -> None:
    head = b"sku;price;cost\n" + b"".join(b"A-%d;%d,50;%d,25\n" % (n, n, n) for n in range(20))

    assert sniff(head).delimiter == ";"


def test_lists_in_cells_do_not_make_a_semicolon_file() -> None:
    head = b"sku,images,title\n" + b"A,https://a/1;https://a/2;https://a/3;https://a/4;https://a/5,Tee\n" * 20

    assert sniff(head).delimiter == ","


def test_delimiters_inside_quotes_do_not_count() -> None:
    head = b"sku;text\n" + b'A;"one, two, three, four"\n' * 10

    assert sniff(head).delimiter == ";"


def test_a_single_column_is_a_table_too() -> None:
    found = sniff(b"sku\nA-1\nA-2\n")

    assert (found.delimiter, found.header_line) == (",", 1)


def test_excel_may_state_its_delimiter() -> None:
    found = sniff(b"sep=;\r\nsku;title\r\nA-1;Tee, linen, soft, white\r\n")

    assert (found.delimiter, found.header_line) == (";", 2)


@pytest.mark.parametrize(
    ("head", "quoting"),
    [
        (b'sku,title\nA,"3"" pipe, long"\nB,"x"\n', Quoting.DOUBLED),
        (b'sku,title\nA,"3\\" pipe, long"\nB,"2\\" x"\n', Quoting.BACKSLASH),
        (b'sku,path\nA,"C:\\"\nB,"D:\\"\n', Quoting.DOUBLED),
        (b'sku\ttitle\tprice\nA\t"Best" knife\t1\nB\t27" screen\t2\nC\t"Top" pan\t3\n', Quoting.NONE),
        (b"sku,title\nA,plain\n", Quoting.DOUBLED),
    ],
)
def test_quotes_are_read_the_way_that_gives_every_row_its_fields(head: bytes, quoting: Quoting) -> None:
    assert sniff(head).quoting is quoting


def test_blanks_after_a_delimiter_may_belong_to_it() -> None:
    assert sniff(b'"sku", "title"\n"A", "Tee, linen"\n').spaced
    assert not sniff(b'sku,title\nA,"say ""hi"", ""bye"""\n').spaced


@pytest.mark.parametrize(
    ("above", "header_line"),
    [
        ("", 1),
        ("\n\r\n", 3),
        (",,,\n", 2),
        ("Products of spring 2025\n", 2),
        ("Products of spring 2025,,,\n\n", 3),
        ("# made by our till\n# 2025-05-01, all of it\n", 3),
        ("# Required | a unique key for the article,# Required | its name,# Optional,# Optional\n", 2),
        ('"# Help text over\ntwo lines, which is long",x,y,z\n', 3),
        ("1,2,3,4\n", 2),
        ("x" * 300 + ",a,b,c\n", 2),
    ],
)
def test_what_stands_above_the_header_is_skipped(above: str, header_line: int) -> None:
    head = above + "sku,title,price,stock\nA-1,Tee,12.50,3\nA-2,Cap,9.99,\n"

    found = sniff(head.encode())
    assert (found.delimiter, found.header_line, found.skipped) == (",", header_line, header_line - 1)


@pytest.mark.parametrize(
    "header", ["#,sku,title", "# SKU,title,price", "2023,2024,sku", ",sku,,title,price", "sku,sku,"]
)
def test_an_odd_header_on_the_first_line_is_still_the_header(header: str) -> None:
    columns = header.count(",")
    head = header + "\n" + ("A" + ",x" * columns + "\n") * 5

    assert sniff(head.encode()).header_line == 1


def test_everything_can_be_stated() -> None:
    head = b"title\nx\ta|b\n1\tc|d\n"

    found = sniff(head, encoding="latin-1", delimiter="pipe", quoting=Quoting.NONE, header_line=2)
    assert found == Dialect("|", "iso8859-1", Quoting.NONE, header_line=2)
    assert sniff(head, delimiter="\\t").delimiter == "\t"


@pytest.mark.parametrize(
    "stated", [{"encoding": "klingon"}, {"encoding": "base64"}, {"delimiter": ";;"}, {"delimiter": '"'}]
)
def test_what_cannot_be_is_wrong_usage(stated: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        sniff(b"sku,title\n", **stated)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (Dialect(), "CSV, comma, UTF-8"),
        (Dialect(has_bom=True, header_line=2), "CSV, comma, UTF-8 with BOM, header on line 2"),
        (Dialect(";", "cp1252"), "CSV, semicolon, Windows-1252"),
        (Dialect("\t", "utf-16-le", has_bom=True), "TSV, UTF-16-LE with BOM"),
        (Dialect("|", "iso8859_2", is_guess=True), "CSV, pipe, ISO8859-2 (guessed)"),
        (Dialect(quoting=Quoting.BACKSLASH), "CSV, comma, UTF-8, quotes escaped with a backslash"),
        (Dialect("~", quoting=Quoting.NONE), "CSV, '~', UTF-8, quotes are text"),
    ],
)
def test_a_dialect_describes_itself_in_one_line(written: Dialect, shown: str) -> None:
    assert written.describe() == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("akeneo_tablets.csv", "CSV, semicolon, UTF-8"),
        ("amazon_listings_all.txt", "TSV, UTF-8"),
        ("apparel_multichannel_mrp.csv", "CSV, comma, UTF-8"),
        ("facebook_catalog_fr_comment_header.csv", "CSV, comma, UTF-8 with BOM, header on line 2"),
        ("google_ski_wear.tsv", "TSV, UTF-8"),
        ("large_bestbuy_48k.csv.gz", "CSV, comma, UTF-8, quotes escaped with a backslash"),
        ("pipe_delimited_fr.csv", "CSV, pipe, UTF-8"),
        ("pos_articles_de_cp1252.csv", "CSV, semicolon, Windows-1252"),
        ("prestashop_products_import.csv", "CSV, semicolon, UTF-8"),
        ("shopify_2024_columns_ragged.csv", "CSV, comma, UTF-8"),
        ("shopify_fashion_nl_messy.csv", "CSV, comma, UTF-8"),
        ("wix_car_care.csv", "CSV, comma, UTF-8 with BOM"),
        ("woocommerce_us_units_bom.csv", "CSV, comma, UTF-8 with BOM"),
    ],
)
def test_real_files_are_described_as_they_are(shared: Path, name: str, shown: str) -> None:
    with open_feed(str(shared / "data/products" / name)) as source:
        assert dialect.of(source).describe() == shown


def test_quotes_that_open_and_close_cells_are_never_text() -> None:
    head = b'sku,title,note\r\nA,",",x\r\nB,two,x,more\r\nC,"a ""b""",x,more\r\n'

    assert sniff(head).quoting is Quoting.DOUBLED


def test_names_of_columns_may_have_a_line_break() -> None:
    found = sniff(b'"SKU","Product\nname","Price\n(EUR)"\nA-1,Tee,12.50\n')

    assert (found.delimiter, found.header_line) == (",", 1)
