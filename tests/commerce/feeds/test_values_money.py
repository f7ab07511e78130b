"""Prices as shops write them, read exactly or refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from royal_cli.commerce.feeds.values import ColumnEvidence, Prices, currency_codes, in_one_currency, money
from royal_cli.money import exponent
from tests.commerce.feeds.columns import is_blank, problems_for, read


def price(cell: str, **options: object) -> tuple[int | None, int | None, str | None]:
    found: Prices = read(money, cell, **options).values
    return found.amount[0], found.scale[0], found.currency[0]


@pytest.mark.parametrize(
    ("cell", "amount", "scale", "currency"),
    [
        ("12.50", 1250, 2, None),
        ("12,50", 1250, 2, None),
        ("0,15", 15, 2, None),
        ("1.234,50 €", 123450, 2, "EUR"),
        ("€ 1.234,50", 123450, 2, "EUR"),
        ("1'234.50", 123450, 2, None),
        ("CHF 1’234.50", 123450, 2, "CHF"),
        ("1 234,50", 123450, 2, None),
        ("1\u00a0234,50\u00a0€", 123450, 2, "EUR"),
        ("1\u202f234\u202f567,89 EUR", 123456789, 2, "EUR"),
        ("49,00 TND", 49000, 3, "TND"),
        ("19.99 EUR", 1999, 2, "EUR"),
        ("29.56 EUR", 2956, 2, "EUR"),
        ("USD 5", 500, 2, "USD"),
        ("$5.00 USD", 500, 2, "USD"),
        ("US$ 5", 500, 2, "USD"),
        ("£.50", 50, 2, "GBP"),
        ("₹1,02,999", 10299900, 2, "INR"),
        ("1,23,456.75", 12345675, 2, None),
        ("1,234,567", 123456700, 2, None),
        ("12,- €", 1200, 2, "EUR"),
        ("12.–", 1200, 2, None),
        ("12.", 1200, 2, None),
        (".5", 50, 2, None),
        ("007", 700, 2, None),
        ("'12.50", 1250, 2, None),
        (" 12.50 ", 1250, 2, None),
        ("0.0375", 375, 4, None),
        ("12.3450", 12345, 3, None),
        ("0.500", 50, 2, None),
        ("¥1000 JPY", 1000, 0, "JPY"),
        ("zł 5,00", 500, 2, "PLN"),
    ],
)
def test_a_price_is_read_exactly(cell: str, amount: int | None, scale: int | None, currency: str | None) -> None:
    assert price(cell) == (amount, scale, currency)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1,234", "ambiguous_number"),
        ("1.234", "ambiguous_number"),
        ("₹32,999", "ambiguous_number"),
        ("1,234 TND", "ambiguous_number"),
        ("1.2E+3", "scientific"),
        ("1E5", "scientific"),
        ("29.56 EUR,662 USD", "not_a_number"),
        ("5.00 - 9.00", "not_a_number"),
        ("from 5.00 each", "not_a_number"),
        ("--5", "not_a_number"),
        ("1.23.456", "not_a_number"),
        ("1,2345,678", "not_a_number"),
        ("12 50", "not_a_number"),
        ("1'23", "not_a_number"),
        ("1,234 567", "not_a_number"),
        ("1'234,567.00", "not_a_number"),
        ("٣", "not_a_number"),
        ("cheap", "not_a_number"),
        ("5 XYZ", "currency_unknown"),
        ("$5", "currency_open"),
        ("¥500", "currency_open"),
        ("kr 5", "currency_open"),
        ("€5 USD", "currency_open"),
        ("-5.00", "negative"),
        ("5.00-", "negative"),
        ("(5.00)", "negative"),
        ("−5", "negative"),
        ("#REF!", "spreadsheet_error"),
        ("#wert!", "spreadsheet_error"),
        ("Err:502", "spreadsheet_error"),
        ("Nill", "no_value"),
        ("n/a", "no_value"),
        ("-", "no_value"),
        ("1" * 19, "too_large"),
    ],
)
def test_what_is_not_certainly_a_price_is_refused(cell: str, code: str) -> None:
    outcome = read(money, cell)

    assert outcome.values == Prices([None], [None], [None])
    assert outcome.warned == [(cell, code)]
    assert outcome.rejected == []


def test_an_empty_cell_keeps_and_clear_clears() -> None:
    outcome = read(money, "", "__CLEAR__", "  ", clears="variant.price")

    assert outcome.values.amount == [None, None, None]
    assert outcome.cleared == {1: {"variant.price"}}
    assert outcome.warned == []


def test_a_strict_column_rejects_the_row_and_not_an_absent_value() -> None:
    outcome = read(money, "5.00", "cheap", "n/a", strict=True)

    assert outcome.rejected == [(3, "not_a_number")]
    assert outcome.warned == [("n/a", "no_value")]


@pytest.mark.parametrize("cell", ["-5.00", "5.00-", "(5.00)", "€ -5", "-€5.00", "−5,00"])
def test_a_price_below_zero_passes_where_it_may(cell: str) -> None:
    assert price(cell, negative=True)[0] == -500


def test_the_column_decides_what_one_cell_leaves_open() -> None:
    assert read(money, "1,234", "12.50").values.amount == [123400, 1250]
    assert read(money, "1,234", "12,50").values == Prices([1234, 1250], [3, 2], [None, None])
    assert read(money, "1.234", "0,99").values.amount == [123400, 99]
    assert read(money, "1.234", "12.50").values.scale == [3, 2]
    assert read(money, "₹32,999", "₹1,02,999").values.amount == [3299900, 10299900]


def test_whole_numbers_and_gaps_decide_nothing() -> None:
    assert read(money, "1,234", "12", "", "n/a").warned[0] == ("1,234", "ambiguous_number")


def test_evidence_lasts_from_one_chunk_to_the_next() -> None:
    marks = ColumnEvidence()
    read(money, "12,50", evidence=marks)

    assert price("1.234", evidence=marks) == (123400, 2, None)


def test_a_mark_that_changes_from_one_chunk_to_the_next_decides_nothing_any_more() -> None:
    marks = ColumnEvidence()
    read(money, "12,50", evidence=marks)
    read(money, "12.50", evidence=marks)

    assert price("1.234", evidence=marks) == (None, None, None)


def test_a_column_with_both_marks_decides_nothing() -> None:
    outcome = read(money, "49,00 TND", "19.99 EUR", "1,234 EUR")

    assert outcome.values.amount == [49000, 1999, None]
    assert outcome.warned == [("1,234 EUR", "ambiguous_number")]


@pytest.mark.parametrize(("mark", "amount"), [(",", 1234), (".", 123400)])
def test_the_operator_decides_only_what_is_open(mark: str, amount: int) -> None:
    assert price("1,234", decimal_mark=mark)[0] == amount
    assert price("12.50", decimal_mark=mark)[0] == 1250
    assert price("12,50", decimal_mark=mark)[0] == 1250


def test_thousandths_are_natural_for_a_dinar_and_a_yen_has_none() -> None:
    assert price("1.234 TND") == (1234, 3, "TND")
    assert price("1,234 JPY") == (1234, 0, "JPY")
    assert price("1.234", currency="KWD") == (1234, 3, "KWD")
    assert price("1.234 JPY")[0] is None


def test_a_cell_without_a_currency_is_in_the_one_of_the_feed() -> None:
    assert price("5", currency="EUR") == (500, 2, "EUR")
    assert price("5 USD", currency="EUR") == (500, 2, "USD")


def test_a_shared_sign_means_the_currency_of_the_feed_if_that_uses_it() -> None:
    assert price("$5", currency="CAD") == (500, 2, "CAD")
    assert price("kr 5", currency="SEK") == (500, 2, "SEK")
    assert price("£5", currency="EGP") == (500, 2, "EGP")
    assert price("£5", currency="EUR") == (500, 2, "GBP")
    assert price("$5", currency="EUR")[0] is None


def test_each_row_may_state_its_currency_in_another_column() -> None:
    outcome = read(money, "1,234", "1.5", "7", "x", currency=["EUR", "TND", None, "EUR"])

    assert outcome.values == Prices([123400, 1500, 700, None], [2, 3, 2, None], ["EUR", "TND", None, None])
    assert outcome.warned == [("x", "not_a_number")]


def test_currencies_of_their_own_column() -> None:
    outcome = read(currency_codes, "eur", "€", "£", "$", "XXX", "", "12")

    assert outcome.values == ["EUR", "EUR", "GBP", None, None, None, None]
    assert outcome.warned == [("$", "currency_open"), ("XXX", "currency_unknown"), ("12", "currency_unknown")]


def test_the_prices_of_a_row_share_one_scale() -> None:
    problems = problems_for(["a", "b"])
    shared = in_one_currency(
        problems,
        {
            "Price": money(["12.50", ""], problems, "Price", currency="EUR"),
            "Cost": money(["3.125", "1"], problems, "Cost", currency="EUR", decimal_mark="."),
        },
    )

    assert shared == (["EUR", "EUR"], [3, 2], [[12500, None], [3125, 100]])
    assert problems.warned == []


def test_a_second_currency_in_a_row_is_refused() -> None:
    problems = problems_for(["a"])
    shared = in_one_currency(
        problems,
        {"Price": money(["12.50 EUR"], problems, "Price"), "Cost": money(["3 USD"], problems, "Cost")},
    )

    assert shared == (["EUR"], [2], [[1250], [None]])
    assert [(warning.column, warning.value, warning.code) for _, warning in problems.warned] == [
        ("Cost", "3.00 USD", "currency_differs")
    ]


def test_a_row_with_only_a_cost_is_in_the_currency_of_its_cost() -> None:
    problems = problems_for(["a", "b", "c"])
    shared = in_one_currency(
        problems,
        {
            "Price": money(["", "5", ""], problems, "Price", currency="EUR"),
            "Cost": money(["3", "", ""], problems, "Cost", currency="EUR"),
        },
    )

    assert shared == (["EUR", "EUR", None], [2, 2, None], [[None, 500, None], [300, None, None]])


def test_rows_without_any_price_have_no_currency_either() -> None:
    problems = problems_for(["a", "b"])
    shared = in_one_currency(problems, {"Price": money(["", "5"], problems, "Price", currency="EUR")})

    assert shared == ([None, "EUR"], [None, 2], [[None, 500]])


def grouped(whole: str, sign: str) -> str:
    first = len(whole) % 3 or 3
    return sign.join([whole[:first], *(whole[at : at + 3] for at in range(first, len(whole), 3))])


@given(
    amount=st.integers(0, 10**14),
    scale=st.integers(0, 5),
    marks=st.sampled_from(
        [(",", "."), (".", ","), ("'", "."), (" ", ","), ("\u00a0", ","), ("\u202f", ","), ("", ".")]
    ),
    currency=st.sampled_from(["EUR", "JPY", "TND", "USD"]),
    before=st.booleans(),
)
def test_a_price_reads_back_however_it_was_written(
    amount: int, scale: int, marks: tuple[str, str], currency: str, before: bool
) -> None:
    group, point = marks
    digits = str(amount).rjust(scale + 1, "0")
    whole, fraction = (digits[:-scale], digits[-scale:]) if scale else (digits, "")
    text = grouped(whole, group) + (point + fraction if fraction else "")
    found, its_scale, its_currency = price(f"{currency} {text}" if before else f"{text} {currency}", decimal_mark=point)

    assert found is not None
    assert its_scale is not None
    assert its_scale >= exponent(currency)
    assert Decimal(found).scaleb(-its_scale) == Decimal(amount).scaleb(-scale)
    assert its_currency == currency


@given(st.text(max_size=20))
def test_no_cell_breaks_the_reader_and_each_one_is_accounted_for(cell: str) -> None:
    outcome = read(money, cell)

    assert outcome.values.amount[0] is not None or outcome.warned or outcome.cleared or is_blank(cell)
