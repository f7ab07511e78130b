"""Changes of amounts: exact, and rounded once."""

from fractions import Fraction

import pytest

from royal_cli.commerce.catalog.editing.amounts import change, is_change, result, rounding
from royal_cli.errors import UsageError


@pytest.mark.parametrize(
    ("wish", "amount", "becomes"),
    [
        ("12.95", 1000, (1295, 2)),
        ("12", 1000, (1200, 2)),
        ("9.125", 1000, (9125, 3)),
        ("+5%", 1250, (1313, 2)),  # 13.125
        ("-5%", 1250, (1188, 2)),  # 11.875
        ("-5%", 1190, (1131, 2)),  # 11.305
        ("+2", 1250, (1450, 2)),
        ("-2.00", 1250, (1050, 2)),
        ("\u22122.00", 1250, (1050, 2)),
        ("*1.21", 1000, (1210, 2)),
        ("/1.21", 1000, (826, 2)),  # 8.2644…
        ("-100%", 1250, (0, 2)),
        ("-20", 1250, None),
        ("*100000000000000", 10**9, None),
    ],
)
def test_a_price_in_cents_becomes(wish: str, amount: int, becomes: tuple[int, int] | None) -> None:
    assert result(change(wish), amount, 2, "EUR") == becomes


def test_digits_are_those_of_the_currency_or_of_a_finer_price() -> None:
    assert result(change("+5%"), 1005, 0, "JPY") == (1055, 0)  # 1055.25
    assert result(change("+5%"), 1005, 3, "EUR") == (1055, 3)  # 1.05525
    assert result(change("+5%"), 1250, 3, "KWD") == (1313, 3)  # 1.3125
    assert result(change("+10%"), 1000, 3, "EUR") == (110, 2)


@pytest.mark.parametrize(
    ("to", "amount", "becomes"),
    [
        ("0.05", 1312, 1310), ("0.05", 1313, 1315), ("0.05", 1, 5), ("5", 1250, 1500), ("5", 1249, 1000),
        (".99", 1240, 1199), (".99", 1249, 1299), (".99", 1299, 1299), (".99", 10, 99), (".95", 0, 0),
    ],
)  # fmt: skip
def test_rounding_goes_to_the_nearest_and_never_to_nothing(to: str, amount: int, becomes: int) -> None:
    assert rounding(to).of(Fraction(amount, 100)) == Fraction(becomes, 100)


@pytest.mark.parametrize("text", ["", "abc", "12,50", "5%", "*5%", "/0", "1.2.3", "++5", "12.50 EUR", "1e3"])
def test_what_is_no_price_and_no_change_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        change(text)


@pytest.mark.parametrize("text", ["0", "0.00", "-1", "x", ".", ".99%"])
def test_what_is_nothing_to_round_to_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        rounding(text)


def test_a_sku_is_not_taken_for_a_price() -> None:
    assert not is_change("MUG-RED")
    assert is_change("12.50")
