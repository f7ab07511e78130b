"""Quantities, plain numbers, weights and lengths."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from royal_cli.commerce.feeds.values import ColumnEvidence, Lengths, Measures, decimal, length, quantity, weight
from tests.commerce.feeds.columns import is_blank, read


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("5", 5),
        ("5.0", 5),
        ("5,00", 5),
        ("-3", -3),
        ("−3", -3),
        ("1,234,567", 1234567),
        ("1.234.567", 1234567),
        ("1 234", 1234),
        ("1,234.00", 1234),
        ("0,000", 0),
        ("'7", 7),
        (" 12 ", 12),
        ("+4", 4),
    ],
)
def test_a_quantity_is_a_whole_number(cell: str, units: int) -> None:
    assert read(quantity, cell).values == [units]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("5.5", "not_whole"),
        ("1,000", "ambiguous_number"),
        ("1.000", "ambiguous_number"),
        ("InStock", "not_a_number"),
        ("5 pcs", "not_a_number"),
        (">100", "not_a_number"),
        ("1e3", "scientific"),
        ("2147483648", "too_large"),
        ("nil", "no_value"),
        ("#N/A", "spreadsheet_error"),
    ],
)
def test_anything_else_is_unknown_and_not_zero(cell: str, code: str) -> None:
    outcome = read(quantity, cell)

    assert outcome.values == [None]
    assert outcome.warned == [(cell, code)]


def test_thousands_or_thousandths_is_decided_by_the_column_or_the_operator() -> None:
    assert read(quantity, "1,000", "12.0").values == [1000, 12]
    assert read(quantity, "1,000", "12,0").values == [1, 12]
    assert read(quantity, "1,000", decimal_mark=".").values == [1000]
    assert read(quantity, "1.000", decimal_mark=".").values == [1]


@given(st.integers(-(2**31) + 1, 2**31 - 1))
def test_every_quantity_reads_back(units: int) -> None:
    assert read(quantity, str(units), f"{units}.0", f"{units},00").values == [units] * 3


@pytest.mark.parametrize(
    ("cell", "text"), [("1.234,50", "1234.5"), ("0,5", "0.5"), ("12", "12"), ("-1.5", "-1.5"), ("2.50", "2.5")]
)
def test_a_plain_number_becomes_text_with_a_point(cell: str, text: str) -> None:
    assert read(decimal, cell).values == [text]


@pytest.mark.parametrize(
    ("cell", "thousandths", "unit"),
    [
        ("1.36 lb", 1360, "lb"),
        ("1,36 lbs", 1360, "lb"),
        ("2.5kgs", 2500, "kg"),
        ("1.500 kg", 1500, "kg"),
        ("250 Grams", 250000, "g"),
        ("3 oz.", 3000, "oz"),
        ("5 mg", 5000, "mg"),
        ("0.0005 kg", 500, "g"),
        ("0.12345678 kg", 123456780, "mg"),
        ("0.0625 lb", 1000, "oz"),
        ("453.59237 g", 453592370, "mg"),
        ("0 g", 0, "g"),
        ("1.234,5 g", 1234500, "g"),
    ],
)
def test_a_weight_keeps_its_unit_or_takes_a_finer_one(cell: str, thousandths: int, unit: str) -> None:
    assert read(weight, cell).values == Measures([thousandths], [unit])


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("12", "unit_missing"),
        ("12 stone", "unit_unknown"),
        ("0.12345 lb", "too_fine"),
        ("0.0001 mg", "too_fine"),
        ("0.30000000000000004 oz", "too_fine"),
        ("1,500 kg", "ambiguous_number"),
        ("1.500 g", "ambiguous_number"),
        ("-2 kg", "negative"),
        ("heavy", "not_a_number"),
        ("ca. 2 kg", "not_a_number"),
        ("none", "no_value"),
    ],
)
def test_a_weight_that_cannot_be_kept_exactly_is_refused(cell: str, code: str) -> None:
    outcome = read(weight, cell)

    assert outcome.values == Measures([None], [None])
    assert outcome.warned == [(cell, code)]


def test_the_unit_may_come_from_the_header_or_from_each_row() -> None:
    assert read(weight, "1.5", "2 lb", unit="kg").values == Measures([1500, 2000], ["kg", "lb"])
    assert read(weight, "1", "2", unit=["kg", None]).values == Measures([1000, None], ["kg", None])
    assert read(weight, "1.250", "2,5", unit=["g", "kg"]).values == Measures([1250000, 2500], ["g", "kg"])


def test_evidence_is_shared_by_the_chunks_of_a_column() -> None:
    marks = ColumnEvidence()
    read(weight, "2,5 kg", evidence=marks)

    assert read(weight, "1,500 kg", evidence=marks).values == Measures([1500], ["kg"])


GRAMS = {
    "mg": Fraction(1, 1000),
    "g": Fraction(1),
    "kg": Fraction(1000),
    "oz": Fraction(45359237, 1600000),
    "lb": Fraction(45359237, 100000),
}


@given(st.integers(0, 10**9), st.integers(0, 8), st.sampled_from(sorted(GRAMS)))
def test_no_weight_changes_on_its_way_in(figures: int, scale: int, unit: str) -> None:
    digits = str(figures).rjust(scale + 1, "0")
    cell = f"{digits[:-scale]}.{digits[-scale:]}" if scale else digits
    outcome = read(weight, f"{cell} {unit}", decimal_mark=".")
    assume(outcome.warned != [(f"{cell} {unit}", "too_fine")])

    found = Fraction(outcome.values.thousandths[0], 1000) * GRAMS[outcome.values.unit[0]]
    assert found == Fraction(figures, 10**scale) * GRAMS[unit]


def test_lengths_keep_their_digits_and_unit() -> None:
    outcome = read(length, "20 in", "3.50 cm", '12"', "1.234 m", "4", "-1 cm")

    assert outcome.values == Lengths(["20", "3.5", "12", "1.234", None, None], ["in", "cm", "in", "m", None, None])
    assert outcome.warned == [("4", "unit_missing"), ("-1 cm", "negative")]
    assert read(length, "4", unit="mm").values == Lengths(["4"], ["mm"])


@given(st.sampled_from([quantity, decimal, weight, length]), st.text(max_size=20))
def test_no_cell_breaks_a_converter(convert: object, cell: str) -> None:
    outcome = read(convert, cell)  # type: ignore[arg-type]
    values = outcome.values[0] if isinstance(outcome.values, tuple) else outcome.values

    assert values[0] is not None or outcome.warned or outcome.cleared or is_blank(cell)
