"""Headers are compared by their words."""

import pytest

from royal_cli.commerce.feeds.headers import clean, closest, fold, listed


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Variant SKU", "variant sku"),
        ("variant_sku", "variant sku"),
        ("\ufeff'Variant-Sku' ", "variant sku"),
        ("Body (HTML)", "body html"),
        ("g:image_link", "image link"),
        ("c:price", "c price"),
        ("Item #", "item no"),
        ("GRÖSSE", "grösse"),
        ("  ", ""),
    ],
)
def test_case_and_punctuation_do_not_count(header: str, words: str) -> None:
    assert fold(header) == words


def test_a_clean_header_keeps_its_own_letters() -> None:
    assert clean('\ufeff"Price / Netherlands" ') == "Price / Netherlands"


def test_the_closest_header_is_found_by_its_words() -> None:
    assert closest("Artikel_Nr.", ["Artikelnr", "EAN"]) == "Artikelnr"
    assert closest("EAN", ["Bezeichnung"]) is None


def test_long_lists_are_cut() -> None:
    assert listed(["a", "", "b"], limit=2) == "a, (empty) … and 1 more"
