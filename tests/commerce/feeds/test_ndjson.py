"""One product per line becomes one row per variant, with every digit as it was written."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from royal_cli.commerce.feeds.ndjson import is_lines, read
from royal_cli.commerce.feeds.rows import CHUNK_ROWS, TYPED, RawChunk
from royal_cli.commerce.feeds.source import Source
from royal_cli.errors import RoyalError
from tests.commerce.feeds.given import feed


def dicts(source: Source) -> list[dict[str, str]]:
    return [dict(zip(chunk.header, row, strict=True)) for chunk in read(source) for row in chunk.rows]


def only(folder: Path, product: str) -> dict[str, str]:
    (row,) = dicts(feed(folder, product))
    return row


def fault(folder: Path, line: str) -> tuple[str, str]:
    (chunk,) = read(feed(folder, '{"sku":"TEE"}\n' + line))
    (ragged,) = chunk.ragged
    assert (ragged.number, ragged.line, ragged.cells) == (2, 2, [line])
    return ragged.code, ragged.hint


def test_a_product_has_a_row_for_each_variant(tmp_path: Path) -> None:
    line = json.dumps(
        {
            "sku": "TEE",
            "title": "Tee",
            "seo": {"title": "Linen tee"},
            "variants": [
                {"sku": "TEE-M", "options": {"Size": "M"}, "price": "12.50", "stock": {"Main": 5, "No. 2": 0}},
                {"sku": "TEE-L", "options": {"Size": "L"}, "prices": {"NL": {"price": "13.00"}}},
            ],
        }
    )
    (chunk,) = read(feed(tmp_path, f'\n{line}\n{{"sku":"CAP","price":9}}\n'))

    assert chunk == RawChunk(
        ("sku", "title", "seo.title", "variant.sku", "variant.options.Size", "variant.price", "variant.stock.Main",
         "variant.stock.No. 2", "variant.prices.NL.price", "price"),
        [
            ["TEE", "Tee", "Linen tee", "TEE-M", "M", "12.50", "5", "0", "", ""],
            ["TEE", "", "", "TEE-L", "L", "", "", "", "13.00", ""],
            ["CAP", "", "", "", "", "", "", "", "", "9"],
        ],
        [1, 2, 3],
        [2, 2, 3],
    )  # fmt: skip


def test_numbers_keep_the_digits_they_are_written_with(tmp_path: Path) -> None:
    row = only(tmp_path, '{"a":12.50,"b":0.1,"c":123456789012345678901234567890,"d":-0,"e":"007","f":"1.5"}')

    assert row == {
        "a": f"12.50{TYPED}", "b": f"0.1{TYPED}", "c": "123456789012345678901234567890", "d": "-0", "e": "007",
        "f": "1.5",
    }  # fmt: skip


def test_numbers_with_an_exponent_are_written_out_unless_they_are_beyond_all_measure(tmp_path: Path) -> None:
    row = only(tmp_path, '{"a":1E2,"b":8.712345678906e12,"c":1.5e-3,"d":1e999999999}')

    assert row == {"a": "100", "b": "8712345678906", "c": f"0.0015{TYPED}", "d": "1e999999999"}


def test_words_nulls_and_lists(tmp_path: Path) -> None:
    row = only(tmp_path, '{"t":true,"f":false,"n":null,"l":["a",1,null,true],"e":[],"o":{}}')

    assert row == {"t": "true", "f": "false", "n": "", "l": "a\x1f1\x1f\x1ftrue", "e": ""}


def test_a_list_of_objects_stays_aligned(tmp_path: Path) -> None:
    row = only(tmp_path, '{"images":[{"url":"a"},{"url":"b","alt":"Front"},{"size":{"w":3}}]}')

    assert row == {"images.url": "a\x1fb\x1f", "images.alt": "\x1fFront\x1f", "images.size.w": "\x1f\x1f3"}


@pytest.mark.parametrize(
    ("line", "code", "hint"),
    [
        ('{"sku":"CAP",}', "malformed_json", "column 1"),  # the Pythons differ in which
        ('{"sku":"CAP"', "malformed_json", "column 13: Expecting ',' delimiter"),
        ('{"sku":"CAP"} x', "malformed_json", "column 15: Extra data"),
        ('{"price":NaN}', "malformed_json", "NaN is no number"),
        ('{"sku":"\\ud800"}', "malformed_json", "half of a surrogate pair"),
        ("5", "not_a_product", "one JSON object per product"),
        ("[1]", "not_a_product", "one JSON object per product"),
        ('{"a":1,"a":2}', "duplicate_key", "a name comes twice"),
        ('{"a.b":1,"a":{"b":2}}', "duplicate_key", "a is stated twice"),
        ('{"variants":{"sku":"M"}}', "malformed_variants", "a list of objects"),
        ('{"variants":["M"]}', "malformed_variants", "a list of objects"),
        ('{"images":["a",{"url":"b"}]}', "mixed_list", "images is a list"),
        ('{"a":[[1],2]}', "mixed_list", "a is a list"),
        ('{"a":"x\\u0000y"}', "control_character", "a holds a control character"),
        ('{"a":"x\\u001fy"}', "control_character", "a holds a control character"),
        ('{"a\\u0000":"x"}', "control_character", "a name holds"),
    ],
)
def test_a_line_that_is_no_product_is_set_aside(tmp_path: Path, line: str, code: str, hint: str) -> None:
    found, its_hint = fault(tmp_path, line)

    assert found == code
    assert hint in its_hint


@pytest.mark.parametrize("line", ["[" * 100_000, '{"a":' * 900 + "1" + "}" * 900])
def test_json_nested_without_end_is_set_aside(tmp_path: Path, line: str) -> None:
    (chunk,) = read(feed(tmp_path, '{"sku":"TEE"}\n' + line))

    assert [(row.code, row.hint) for row in chunk.ragged] == [("malformed_json", "nested deeper than any product")]
    assert len(chunk.ragged[0].cells[0]) <= 10_000


def test_what_has_no_place_in_a_row_stands_as_its_json(tmp_path: Path) -> None:
    row = only(tmp_path, '{"a":[[1],["é"]],"images":[{"src":"x","ids":[1,2]},{"src":"y","ids":[]}]}')

    assert row == {"a": '[["1"], ["é"]]', "images.src": "x\x1fy", "images.ids": '["1", "2"]\x1f[]'}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"sku":"TEE"}\n{"sku":"CAP"}', True),
        ('\n{"sku":"TEE"}\n', True),
        ('{"sku":"TEE",}\n{"sku":"CAP"}', True),
        ('{"sku":"TEE"} x', True),
        ('{"sku":"TEE","variants":[{"sku":"TEE-M"}]}', True),
        ('{"title":"Tee","images":[{"url":"x"}]}', True),
        ('[{"sku":"TEE"}]', False),
        ('{"products":[{"sku":"TEE"}]}', False),
        ('{"total":1,"data":{"items":[{"sku":"TEE"}]}}', False),
        ('{"product":{"sku":"TEE"}}', False),
        ('{\n  "sku": "TEE"\n}', False),
        ('{"products":[{"sku":"TEE"},\n{"sku":"CAP"}]}', False),
        ('{"sku":"TEE"', False),
    ],
)
def test_an_object_per_line_is_told_from_one_document(tmp_path: Path, text: str, expected: bool) -> None:
    assert is_lines(feed(tmp_path, text)) == expected


def test_a_first_line_that_is_merely_broken_is_one_reject(tmp_path: Path) -> None:
    (chunk,) = read(feed(tmp_path, '{"sku":"TEE",}\n{"sku":"CAP"}\n'))

    assert [row.line for row in chunk.ragged] == [1]
    assert chunk.rows == [["CAP"]]


def test_chunks_are_bounded_and_numbered_through(tmp_path: Path) -> None:
    found = list(read(feed(tmp_path, "".join(f'{{"sku":"S-{n}"}}\n' for n in range(CHUNK_ROWS + 2)))))

    assert [len(chunk.rows) for chunk in found] == [CHUNK_ROWS, 2]
    assert found[1].numbers == [CHUNK_ROWS + 1, CHUNK_ROWS + 2]


def test_a_mark_and_windows_lines_are_fine(tmp_path: Path) -> None:
    assert dicts(feed(tmp_path, '{"sku":"Größe"}\r\n{"sku":"CAP"}\r\n', encoding="utf-8-sig")) == [
        {"sku": "Größe"},
        {"sku": "CAP"},
    ]


names = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="."), min_size=1, max_size=5)
cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\x1f"), max_size=10)
products = st.dictionaries(names.filter(lambda name: name != "variants"), cells, min_size=1, max_size=5)


@given(st.lists(products, min_size=1, max_size=5), st.booleans())
def test_whatever_is_written_is_read_back(written: list[dict[str, Any]], ascii_only: bool) -> None:
    text = "\n".join(json.dumps(product, ensure_ascii=ascii_only) for product in written)
    with TemporaryDirectory() as folder, feed(Path(folder), text) as source:
        found = dicts(source)

    assert [{name: row[name] for name in product} for row, product in zip(found, written, strict=True)] == written


@given(st.binary(max_size=200) | st.text('{}[]",:\\u0d81 \nnulltrue', max_size=120).map(str.encode))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        try:
            with feed(Path(folder), b'{"sku":"TEE"}\n' + content) as source:
                found = list(read(source))
        except RoyalError:
            return
    numbers = [n for chunk in found for n in [*chunk.numbers, *(row.number for row in chunk.ragged)]]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
