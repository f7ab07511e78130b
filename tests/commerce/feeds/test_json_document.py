"""A JSON document is one list of products, wherever in it that stands, and is read to its end before it is believed."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from royal_cli.commerce.feeds.json_stream import Document
from royal_cli.commerce.feeds.profile import FileHints
from royal_cli.commerce.feeds.recognise import raw_rows, recognise
from royal_cli.commerce.feeds.rows import CHUNK_ROWS, TYPED
from royal_cli.commerce.feeds.source import Limits
from royal_cli.errors import FeedError, RoyalError, UsageError
from tests.commerce.feeds.formats.reading import read
from tests.commerce.feeds.given import feed


def rows(
    folder: Path, content: str | bytes, *, sheet: str | None = None, encoding: str = "utf-8"
) -> list[dict[str, str]]:
    with feed(folder, content, encoding=encoding) as source:
        known = recognise(source, None, None, FileHints(sheet=sheet))
        chunks = list(raw_rows(source, known))
    return [dict(zip(chunk.header, row, strict=True)) for chunk in chunks for row in chunk.rows]


def described(folder: Path, content: str) -> str:
    with feed(folder, content) as source:
        return recognise(source).describe()


def refusal(folder: Path, content: str | bytes, **options: Any) -> str:
    with pytest.raises((FeedError, UsageError)) as caught:
        rows(folder, content, **options)
    return caught.value.message


CUP = {"sku": "CUP", "title": "Cup", "price": 9}
POT = {"sku": "POT", "title": "Pot", "price": 12.5}
TABLE = [{"sku": "CUP", "title": "Cup", "price": "9"}, {"sku": "POT", "title": "Pot", "price": f"12.5{TYPED}"}]


@pytest.mark.parametrize(
    ("document", "writing"),
    [
        ([CUP, POT], "JSON"),
        ({"products": [CUP, POT]}, "JSON, list products"),
        ({"total": 2, "page": {"size": 50, "ids": [1, 2]}, "data": {"items": [CUP, POT]}}, "JSON, list data.items"),
        ({"products": [CUP, POT], "warnings": [{"code": 1}], "images": [CUP]}, "JSON, list products"),
        ({"meta": {"deep": {"er": {"and": {"deeper": [CUP]}}}}, "rows": [CUP, POT]}, "JSON, list rows"),
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_the_list_of_products_is_found(tmp_path: Path, document: Any, writing: str, indent: int | None) -> None:
    content = json.dumps(document, indent=indent)

    assert rows(tmp_path, content) == TABLE
    assert described(tmp_path, content) == f"royal product feed · {writing} · 3 columns, 0 not used"


@pytest.mark.parametrize("document", [CUP, {"product": CUP}, {"data": {"product": CUP}}])
def test_a_single_product_is_one_row(tmp_path: Path, document: Any) -> None:
    content = json.dumps(document, indent=1)

    assert rows(tmp_path, content) == TABLE[:1]
    assert "JSON, one product" in described(tmp_path, content)


def test_several_lists_that_could_be_the_products_are_not_chosen_from(tmp_path: Path) -> None:
    content = json.dumps({"mugs": [CUP], "pots": {"all": [POT]}, "colours": [{"name": "red"}]})

    assert refusal(tmp_path, content) == "Several lists in feed could be the products: mugs, pots.all."
    assert rows(tmp_path, content, sheet="pots.all") == TABLE[1:]
    assert refusal(tmp_path, content, sheet="pans") == "feed has no list pans."


def test_lists_without_products_are_said_to_be_none(tmp_path: Path) -> None:
    assert refusal(tmp_path, '{"a":[{"x":1}],"b":[{"y":1}]}') == "Several lists in feed could be the products: a, b."
    for content in ("[1, 2]", "[]", "[[1]]"):
        assert refusal(tmp_path, content).endswith("It holds no list of objects.")
    assert refusal(tmp_path, '{"products": []}').endswith("Its columns are products.")


def test_a_document_of_lists_without_end_is_refused(tmp_path: Path) -> None:
    content = json.dumps({f"sku-{number}": [CUP] for number in range(200)})

    assert "more than 100 lists" in refusal(tmp_path, content)


def test_nested_objects_lists_words_and_nulls(tmp_path: Path) -> None:
    product = {
        **CUP,
        "price": {"amount": 1.234, "currency": "EUR"},
        "tags": ["a", "b"],
        "vendor": None,
        "status": "draft",
    }

    assert rows(tmp_path, json.dumps([product])) == [
        {"sku": "CUP", "title": "Cup", "price.amount": f"1.234{TYPED}", "price.currency": "EUR", "tags": "a\x1fb",
         "vendor": "", "status": "draft"}
    ]  # fmt: skip


def test_flat_objects_of_a_suppliers_own_words_are_a_table(tmp_path: Path) -> None:
    products = [
        {"item_no": "A1", "name": "Cup", "price": {"amount": 1.234, "currency": "KWD"}, "ean": 8712345678906, "qty": 5},
        {"item_no": "A2", "name": "Pot", "price": {"amount": 12.5, "currency": "EUR"}, "ean": None, "qty": 5.5},
    ]
    found = read(json.dumps(products, indent=1), folder=tmp_path, decimal_mark=",")

    assert found.known.describe() == "table · JSON · 6 columns, 0 not used"
    assert (found["A1"].price, found["A1"].variant["gtin"]) == ("1.234 KWD", "8712345678906")
    assert [(one.line, one.column, one.value, one.code) for one in found.rejects] == [(12, "qty", "5.5", "not_whole")]


def test_what_is_wrong_with_one_product_sets_that_one_aside(tmp_path: Path) -> None:
    content = '[\n{"sku":"A","title":"A","price":NaN},\n{"sku":"B","sku":"C"},\n5,\n{"sku":"D","title":"D"}\n]'
    found = read(content, folder=tmp_path)

    assert [row.sku for row in found.rows] == ["D"]
    assert [(one.number, one.line, one.code, one.hint) for one in found.rejects] == [
        (1, 2, "malformed_json", "NaN is no number"),
        (2, 3, "duplicate_key", "a name comes twice in one object"),
        (3, 4, "not_a_product", "write one JSON object per product"),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[{"sku":"A"},\n {"sku":"B"},\n]', "Line 3 of feed is no JSON: column 1, a comma before ]."),
        ('[\n  {"sku" "A"}\n]', "Line 2 of feed is no JSON: column 10, Expecting ':' delimiter."),
        ('[{"sku":"A"} {"sku":"B"}]', "Line 1 of feed is no JSON: column 14, a comma or ] belongs here."),
        ('[{"sku":"A"}]\n\n[', "Line 3 of feed is no JSON: column 1, [ after its end."),
        ('[{"sku":"A"},\n{"sku":"B', "feed ends in the middle of its JSON, on line 2."),
        ('[{"sku":"A"}\n', "feed ends in the middle of its JSON, on line 2."),
        ('{"products":[{"sku":"A"}],', "feed ends in the middle of its JSON, on line 1."),
        ('{"a":[{"sku":"A"}],\n"a":[]}', "Line 2 of feed is no JSON: column 4, a comes twice in one object."),
        ('{"a":[{"sku":"A"}],\nb:1}', "Line 2 of feed is no JSON: column 1, a name in quotes belongs here."),
        ('{"a":[{"sku":"A"}],\n"b" 1}', "Line 2 of feed is no JSON: column 5, a colon belongs here."),
        ("[" * 100_000, "Line 1 of feed is no JSON: column 2, nested deeper than any product."),
        (b'[{"sku":"A"},\n{"sku":"' + b"x" * 2_000_000 + b'\xff"}]', "bytes that are not UTF-8"),
    ],
)
def test_a_malformed_or_torn_document_is_refused(tmp_path: Path, content: str | bytes, message: str) -> None:
    assert message in refusal(tmp_path, content)


def test_a_value_without_end_is_refused_before_memory_is_full(tmp_path: Path) -> None:
    content = '[{"sku":"A","title":"' + "x" * (4 << 20)
    with feed(tmp_path, content, limits=Limits(line=1 << 20)) as source, pytest.raises(FeedError) as caught:
        list(Document(source).elements())

    assert caught.value.message == "Line 1 of feed cannot be read."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_document_may_be_in_any_unicode(tmp_path: Path, encoding: str) -> None:
    assert rows(tmp_path, '[{"sku":"CUP","title":"Größe"}]', encoding=encoding) == [{"sku": "CUP", "title": "Größe"}]


def test_chunks_are_bounded_and_lines_are_counted_over_blocks(tmp_path: Path) -> None:
    lines = [f'{{"sku": "S-{number}", "title": "{"x" * 90}"}}' for number in range(CHUNK_ROWS + 2)]
    with feed(tmp_path, "[\n" + ",\n".join(lines) + "\n]") as source:
        first, second = raw_rows(source, recognise(source))

    assert (first.lines[0], first.lines[-1], second.lines) == (2, CHUNK_ROWS + 1, [CHUNK_ROWS + 2, CHUNK_ROWS + 3])
    assert second.numbers == [CHUNK_ROWS + 1, CHUNK_ROWS + 2]


@given(st.lists(st.dictionaries(st.text(min_size=1, max_size=4), st.text(max_size=300_000)), min_size=1, max_size=3))
def test_members_are_read_back_whatever_is_in_them(members: list[dict[str, str]]) -> None:
    with TemporaryDirectory() as folder, feed(Path(folder), json.dumps({"a": {"b": members}}, indent=1)) as source:
        found = [element.value for element in Document(source).elements()]

    assert found == members


@given(st.text('{}[]",:\\u0d81 \nnulltrue', max_size=120))
def test_no_text_breaks_the_reader(content: str) -> None:
    with TemporaryDirectory() as folder:
        try:
            json.loads('[{"sku":"A"},' + content)
        except ValueError:
            with pytest.raises(RoyalError), feed(Path(folder), '[{"sku":"A"},' + content) as source:
                list(Document(source).elements())
