"""Money counts in whole minor units, and nothing is rounded that nobody asked to round."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from royal_cli.money import CURRENCIES, Money, exponent, from_text, is_currency, normal, rescale, round_half_up, to_text

amounts = st.integers(-(10**17), 10**17)
scales = st.integers(0, 6)


@pytest.mark.parametrize(
    ("amount", "scale", "text"),
    [(1250, 2, "12.50"), (5, 2, "0.05"), (-5, 2, "-0.05"), (1999, 0, "1999"), (-1250, 3, "-1.250"), (0, 2, "0.00")],
)
def test_an_amount_is_shown_with_all_its_digits(amount: int, scale: int, text: str) -> None:
    assert to_text(amount, scale) == text


@given(amounts, scales)
def test_what_is_shown_reads_back_as_the_same_amount(amount: int, scale: int) -> None:
    assert from_text(to_text(amount, scale)) == (amount, scale)


@given(amounts, scales)
def test_what_is_shown_is_what_decimal_says(amount: int, scale: int) -> None:
    assert Decimal(to_text(amount, scale)) == Decimal(amount).scaleb(-scale)


@pytest.mark.parametrize("text", ["", "-", ".5", "5.", "1,50", "1e3", "+5", "--5", " 5", "٣", "1.2.3", "NaN"])
def test_only_a_plain_decimal_is_read(text: str) -> None:
    with pytest.raises(ValueError, match="not a plain decimal"):
        from_text(text)


@pytest.mark.parametrize(("code", "digits"), [("EUR", 2), ("JPY", 0), ("TND", 3), ("KWD", 3), ("ISK", 0), (None, 2)])
def test_currencies_have_the_digits_of_iso_4217(code: str | None, digits: int) -> None:
    assert exponent(code) == digits


def test_codes_are_three_capitals_and_lower_case_is_none() -> None:
    assert all(len(code) == 3 and code.isupper() for code in CURRENCIES)
    assert is_currency("CHF")
    assert not is_currency("chf")
    assert not is_currency("XXX")


def test_more_digits_are_free_and_fewer_only_if_they_are_zero() -> None:
    assert rescale(125, 1, 3) == 12500
    assert rescale(12500, 3, 1) == 125
    with pytest.raises(ValueError, match=r"12\.345 does not fit 2 decimals"):
        rescale(12345, 3, 2)


@pytest.mark.parametrize(
    ("given_as", "currency", "stored_as"),
    [
        ((125, 1), "EUR", (1250, 2)),
        ((12500, 3), "EUR", (1250, 2)),
        ((12345, 3), "EUR", (12345, 3)),
        ((5, 0), "TND", (5000, 3)),
        ((100000, 2), "JPY", (1000, 0)),
        ((0, 4), None, (0, 2)),
    ],
)
def test_an_amount_has_one_way_to_be_stored(
    given_as: tuple[int, int], currency: str | None, stored_as: tuple[int, int]
) -> None:
    assert normal(*given_as, currency) == stored_as


@given(amounts, scales, scales)
def test_halves_are_rounded_away_from_zero(amount: int, scale: int, to: int) -> None:
    expected = Decimal(amount).scaleb(-scale).quantize(Decimal(1).scaleb(-to), ROUND_HALF_UP)

    assert Decimal(round_half_up(amount, scale, to)).scaleb(-to) == expected


def test_money_says_what_it_is() -> None:
    assert str(Money(1250, "EUR", 2)) == "12.50 EUR"
