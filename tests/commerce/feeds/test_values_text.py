"""Text, identifiers, lists, addresses, yes and no, and GTINs."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean

from royal_cli.commerce.feeds.batch import Batch, MarketColumns
from royal_cli.commerce.feeds.values import as_json, boolean, choice, gtin, html, identifier, text, urls, words
from tests.commerce.feeds.columns import problems_for, read

DAMAGED = [
    "#REF!",
    "#ЗНАЧ!",
    "#VÄRDEFEL!",
    "#VALUE!",
    "#N/A",
    "#NAME?",
    "#DIV/0!",
    "#BEZUG!",
    "#NV",
    "#WAARDE!",
    "#¡REF!",
    "Err:502",
]


def test_text_is_trimmed_and_nothing_else() -> None:
    outcome = read(text, " Linen Tee ", "", " \t", "n/a", "nil", "Tee #3", "E+ vitamin")

    assert outcome.values == ["Linen Tee", None, None, "n/a", "nil", "Tee #3", "E+ vitamin"]
    assert outcome.warned == []


def test_an_apostrophe_goes_only_where_a_spreadsheet_put_it() -> None:
    outcome = read(text, "'0123", "'=A1", "'-50 %", "'Til Dawn", "'90s Tee", "'12.50", "'")

    assert outcome.values == ["0123", "=A1", "-50 %", "'Til Dawn", "'90s Tee", "12.50", "'"]


def test_a_formula_that_is_nothing_but_a_text_is_that_text() -> None:
    assert read(text, '="0123"', '=" Tee "', '=""', '="a"&"b"', "=A1").values == [
        "0123",
        "Tee",
        None,
        '="a"&"b"',
        "=A1",
    ]
    assert read(identifier, '="00123"', '=""', "T-1").values == ["00123", None, "T-1"]


@pytest.mark.parametrize("cell", DAMAGED)
@pytest.mark.parametrize("convert", [text, html, identifier, words, urls, boolean, gtin])
def test_a_failed_formula_is_no_value(convert: Callable[..., Any], cell: str) -> None:
    outcome = read(convert, cell, "")

    assert outcome.values == [None, None]
    assert outcome.warned == [(cell, "spreadsheet_error")]


@pytest.mark.parametrize("convert", [text, html, identifier, words, urls, boolean, gtin])
def test_clear_is_the_same_in_every_column(convert: Callable[..., Any]) -> None:
    outcome = read(convert, "", "__CLEAR__", clears="product.title")

    assert outcome.values == [None, None]
    assert outcome.cleared == {1: {"product.title"}}
    assert outcome.warned == []


def test_html_stays_as_it_is() -> None:
    assert read(html, " <p>Soft</p>\n", "  ", "<b>'Til</b>").values == [" <p>Soft</p>\n", None, "<b>'Til</b>"]


def test_one_text_out_of_several_is_not_chosen() -> None:
    outcome = read(text, "Tee\x1fShirt", "Tee")

    assert outcome.values == [None, "Tee"]
    assert outcome.warned == [("Tee\x1fShirt", "several_values")]


def test_an_identifier_is_never_a_shortened_number() -> None:
    outcome = read(identifier, "'0451", "1.23E+12", "5E+4", "A-1", "E+1", "1E2", " B 2 ", "O'Neill")

    assert outcome.values == ["0451", None, None, "A-1", "E+1", "1E2", "B 2", "O'Neill"]
    assert outcome.warned == [("1.23E+12", "scientific"), ("5E+4", "scientific")]


def test_a_key_that_is_damaged_rejects_its_row() -> None:
    outcome = read(identifier, "TEE-M", "#REF!", "1.23E+12", "", key=True)

    assert outcome.values == ["TEE-M", None, None, None]
    assert outcome.rejected == [(3, "spreadsheet_error"), (4, "scientific")]


def test_a_list_is_split_trimmed_and_without_repeats() -> None:
    assert read(words, "cotton, summer,cotton, ", "", " , ").values == [("cotton", "summer"), None, None]
    assert read(words, "a;b|c", separators=";|").values == [("a", "b", "c")]
    assert read(words, "a\x1fb").values == [("a", "b")]
    assert as_json([("a", "Größe"), None]) == ['["a","Größe"]', None]


def test_addresses_may_hold_commas() -> None:
    outcome = read(urls, "https://a.example/1.jpg, https://b.example/w_5,h_3/2.jpg", "//cdn.example/3.png,", "")

    assert outcome.values == [
        ("https://a.example/1.jpg", "https://b.example/w_5,h_3/2.jpg"),
        ("//cdn.example/3.png",),
        None,
    ]
    assert outcome.warned == []


def test_a_blank_parts_addresses_and_cuts_none_short() -> None:
    outcome = read(
        urls, "https://a.example/1.jpg https://a.example/2.jpg", "https://a.example/my photo.jpg", separators=" "
    )

    assert outcome.values == [("https://a.example/1.jpg", "https://a.example/2.jpg"), None]
    assert outcome.warned == [("https://a.example/my photo.jpg", "not_a_url")]


def test_what_is_no_address_is_refused_and_the_others_stay() -> None:
    outcome = read(urls, "https://a.example/1.jpg|photo.jpg", "https://a b.example/x", separators="|")

    assert outcome.values == [("https://a.example/1.jpg",), None]
    assert outcome.warned == [("photo.jpg", "not_a_url"), ("https://a b.example/x", "not_a_url")]


def test_a_strict_address_rejects_its_row() -> None:
    assert read(urls, "photo.jpg", strict=True).rejected == [(2, "not_a_url")]


def test_yes_and_no_in_many_languages() -> None:
    assert read(boolean, "TRUE", "yes", "1", "Ja", "oui", "Sí", "WAHR").values == [True] * 7
    assert read(boolean, "false", "No", "0", "nein", "non", "FALSCH").values == [False] * 6
    assert read(boolean, "", "n/a").values == [None, None]
    assert read(boolean, "maybe").warned == [("maybe", "not_a_boolean")]


def test_a_choice_is_one_of_its_words() -> None:
    statuses = {"active": "active", "archiviert": "archived"}
    outcome = read(choice, "Active", "ARCHIVIERT", "gone", "", options=statuses)

    assert outcome.values == ["active", "archived", None, None]
    assert outcome.warned == [("gone", "unknown_value")]


@pytest.mark.parametrize(
    ("cell", "digits"),
    [
        ("4006381333931", "4006381333931"),
        ("'8720602828605", "8720602828605"),
        ("096009010836", "096009010836"),
        ("96385074", "96385074"),
        ("978-3-16-148410-0", "9783161484100"),
        ("8720602828605.0", "8720602828605"),
        ("1 0614141 00041 5", "10614141000415"),
    ],
)
def test_a_gtin_is_its_digits(cell: str, digits: str) -> None:
    outcome = read(gtin, cell)

    assert outcome.values == [digits]
    assert outcome.warned == []


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("8.80609E+12", "gtin_scientific"),
        ("3.65275E+11", "gtin_scientific"),
        ("8,80609E+12", "gtin_scientific"),
        ("9E+12", "gtin_scientific"),
        ("96009010836", "gtin_length"),
        ("6385074", "gtin_length"),
        ("123456789", "gtin_length"),
        ("0000000000000", "gtin_invalid"),
        ("ABC", "gtin_invalid"),
        ("1234567\x1f1234567", "several_values"),
        ("٤٠٠٦٣٨١٣٣٣٩٣١", "gtin_invalid"),
        ("n/a", "no_value"),
    ],
)
def test_a_damaged_gtin_is_refused_and_never_mended(cell: str, code: str) -> None:
    outcome = read(gtin, cell)

    assert outcome.values == [None]
    assert outcome.warned == [(cell, code)]


def test_a_wrong_check_digit_is_kept_and_told() -> None:
    outcome = read(gtin, "4006381333932", strict=True)

    assert outcome.values == ["4006381333932"]
    assert outcome.warned == [("4006381333932", "gtin_check_digit")]
    assert outcome.rejected == []


@given(st.sampled_from([8, 12, 13, 14]).flatmap(lambda n: st.from_regex(rf"[0-9]{{{n}}}", fullmatch=True)))
def test_check_digits_agree_with_another_implementation(digits: str) -> None:
    outcome = read(gtin, digits)

    if digits.strip("0"):
        assert outcome.values == [digits]
        assert (outcome.warned == []) is ean.is_valid(digits)


@given(
    st.sampled_from([text, html, identifier, words, urls, boolean, gtin]), st.lists(st.text(max_size=12), max_size=5)
)
def test_no_cells_break_a_converter(convert: Callable[..., Any], cells: list[str]) -> None:
    assert len(read(convert, *cells).values) == len(cells)


def test_settling_takes_out_the_rejected_rows_and_moves_what_is_cleared() -> None:
    problems = problems_for(["TEE", "#REF!", "CAP"])
    skus = identifier(["TEE", "#REF!", "CAP"], problems, "SKU", key=True)
    titles = text(["Tee", "#N/A", "__CLEAR__"], problems, "Title", clears="product.title")
    market = MarketColumns("NL", "EUR", [True, None, False], [1, 2, 3], [None, None, None], [2, 2, 2])
    batch = Batch([1, 2, 3], [2, 3, 4], ["a", "b", "c"], ["x", None, "z"], [True, True, False], skus)
    batch.product["title"] = titles
    batch.stock["Main"] = [5, 6, 7]
    batch.images = [[("https://a.example/1.jpg", None)], None, None]
    batch.markets = [market]

    problems.settle(batch)
    batch.cleared = problems.cleared_of_kept()

    assert (batch.numbers, batch.lines, batch.keys, batch.skus) == ([1, 3], [2, 4], ["a", "c"], ["TEE", "CAP"])
    assert (batch.aliases, batch.sells) == (["x", "z"], [True, False])
    assert batch.product["title"] == ["Tee", None]
    assert batch.stock["Main"] == [5, 7]
    assert batch.images == [[("https://a.example/1.jpg", None)], None]
    assert batch.markets == [MarketColumns("NL", "EUR", [True, False], [1, 3], [None, None], [2, 2])]
    assert batch.cleared == {1: {"product.title"}}
    assert [(reject.number, reject.code) for reject in batch.rejects] == [(2, "spreadsheet_error")]
    assert batch.warnings == []


def test_an_embedded_picture_is_no_address_not_even_where_its_letters_look_like_one() -> None:
    outcome = read(urls, "data:image/png;base64,//j/pNwZ", "https://x.example/1.jpg,//x.example/2.jpg")

    assert outcome.values == [None, ("https://x.example/1.jpg", "//x.example/2.jpg")]
    assert [code for _, code in outcome.warned] == ["not_a_url"]
