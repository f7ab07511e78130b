"""A feed is recognised by what is in it, and the operator may know better."""

from pathlib import Path

import pytest

from royal_cli.commerce.feeds.formats import FORMATS
from royal_cli.commerce.feeds.profile import FileHints
from royal_cli.commerce.feeds.recognise import raw_rows, recognise
from royal_cli.commerce.feeds.source import open_feed
from royal_cli.errors import FeedError, UsageError
from tests.commerce.feeds.formats.reading import read

SHOPIFY = "Handle,Title,Variant SKU,Variant Price\ntee,Tee,TEE,20\n"


def test_every_format_has_a_name_of_its_own() -> None:
    assert len({form.name for form in FORMATS}) == len(FORMATS)


@pytest.mark.parametrize("name", ["feed.txt", "orders.xml", "-"])
def test_the_name_of_a_file_says_nothing(tmp_path: Path, name: str) -> None:
    assert read(SHOPIFY, folder=tmp_path, name=name).known.form.name == "shopify"


def test_a_format_that_is_named_is_taken(tmp_path: Path) -> None:
    feed = read("id,title,price\nCUP,Cup,9\n", folder=tmp_path, form="google")

    assert feed["CUP"].price == "9.00 EUR"


def test_an_unknown_format_is_a_mistake_in_the_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as wrong:
        read(SHOPIFY, folder=tmp_path, form="shopfy")

    assert (wrong.value.message, wrong.value.hint) == ("There is no feed format shopfy.", "did you mean shopify?")


def test_a_named_format_that_cannot_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="a Shopify product export is delimited or json"):
        read("<rss><item><id>1</id></item></rss>", folder=tmp_path, form="shopify")
    with pytest.raises(FeedError, match="needs a Handle or a Title"):
        read("sku,price\nTEE,20\n", folder=tmp_path, form="shopify")


def test_hints_about_the_file_go_before_what_is_found(tmp_path: Path) -> None:
    (tmp_path / "feed.csv").write_bytes("sku|title|price\nTEE|Grün|20\n".encode("cp1252"))
    with open_feed(str(tmp_path / "feed.csv")) as source:
        known = recognise(source, None, None, FileHints(encoding="cp1252", delimiter="|", header_line=1))

    assert known.describe() == "royal product feed · pipe, Windows-1252 · 3 columns, 0 not used"


def test_the_raw_rows_are_those_of_the_feed(tmp_path: Path) -> None:
    (tmp_path / "feed.csv").write_text(SHOPIFY)
    with open_feed(str(tmp_path / "feed.csv")) as source:
        (chunk,) = raw_rows(source, recognise(source))

    assert chunk.header == ("Handle", "Title", "Variant SKU", "Variant Price")
    assert chunk.rows == [["tee", "Tee", "TEE", "20"]]


def test_a_feed_with_a_header_only_has_no_rows(tmp_path: Path) -> None:
    assert read("sku,title,price\n", folder=tmp_path).rows == []


def test_the_reasons_in_a_rejects_file_are_no_columns_of_the_feed(tmp_path: Path) -> None:
    text = "royal_line,royal_column,royal_value,royal_code,royal_hint,Handle,Title,Variant SKU\n3,,,x,y,tee,Tee,TEE\n"
    feed = read(text, folder=tmp_path)

    assert feed.known.header == ("Handle", "Title", "Variant SKU")
    assert feed["TEE"].key == "tee"


def test_xml_of_a_shape_of_its_own_is_refused_for_that(tmp_path: Path) -> None:
    feed = "<magazyn><towar><indeks>T1</indeks><cena>4.99</cena></towar></magazyn>"
    with pytest.raises(FeedError) as refused:
        read(feed, folder=tmp_path, name="stock.xml")

    assert (
        "Below <magazyn> stands nothing that such feeds call a product (<Product>, <SHOPITEM>" in refused.value.message
    )
    assert "export anything else as a table, or as JSON" in str(refused.value.hint)
