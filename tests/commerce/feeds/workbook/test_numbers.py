"""What a typed number says: its digits, and what its format shows beyond them."""

import pytest

from royal_cli.commerce.feeds.rows import TYPED
from royal_cli.commerce.feeds.workbook.numbers import BUILT_IN, look_of, plain


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("42", "42"),
        ("0", "0"),
        ("-0", "0"),
        ("1001.0", "1001"),
        ("8712345678906", "8712345678906"),
        ("8.712345678906E12", "8712345678906"),
        ("12.50", f"12.5{TYPED}"),
        ("1.234", f"1.234{TYPED}"),
        ("-3.5", f"-3.5{TYPED}"),
        ("0.30000000000000004", f"0.3{TYPED}"),
        ("12.100000000000001", f"12.1{TYPED}"),
        ("1.0000000000000001E-2", f"0.01{TYPED}"),
        ("999999999999999", "999999999999999"),
        ("87123456789060012", "8.71234567890600E+16"),
        ("1E+300", "1.00000000000000E+300"),
        ("5.5511151231257827E-17", "5.55111512312578E-17"),
        ("none", "none"),
        ("NaN", "NaN"),
    ],
)
def test_a_number_has_fifteen_digits_and_no_exponent(written: str, expected: str) -> None:
    assert plain(written) == expected


@pytest.mark.parametrize(
    ("code", "written", "expected"),
    [
        ("General", "12.5", f"12.5{TYPED}"),
        ("0.00", "12.505", f"12.505{TYPED}"),
        ("#,##0.00;[Red]-#,##0.00", "1234.5", f"1234.5{TYPED}"),
        # Masks of zeros are what a person sees: article numbers, codes.
        ("00000", "42", "00042"),
        ("00000", "1234567", "1234567"),
        ("0000000000000", "12345678905", "0012345678905"),
        ("000-000", "123456", "123-456"),
        ("000-000", "7", "000-007"),
        ('"ART-"0000', "17", "ART-0017"),
        (r"00\.000\.000", "1234567", "01.234.567"),
        ("00000", "4.5", f"4.5{TYPED}"),
        ("0", "7", "7"),
        ("00", "-7", "-7"),
        # Percentages.
        ("0%", "0.21", "21%"),
        ("0.00%", "0.055", f"5.5%{TYPED}"),
        ('0"%"', "21", "21"),
        # Currencies; which decimals are shown says nothing.
        ('#,##0.00 "€"', "12.5", f"12.5 €{TYPED}"),
        ("[$€-413] #,##0.00", "12.505", f"12.505 €{TYPED}"),
        ("[$$-409]#,##0.00", "12", "12 USD"),
        ("[$$-1009]#,##0.00", "12", "12 CAD"),
        ("[$kr-41D] #,##0", "99", "99 SEK"),
        ("[$CHF-807] #,##0.00", "99", "99 CHF"),
        ("[$$-en-US]#,##0.00", "12", "12 USD"),
        ('_-"$"* #,##0.00_-', "12", "12 $"),
        (r"#,##0.00\ [$zł-415]", "12", "12 zł"),
        ('#,##0.00" kg"', "1.25", f"1.25{TYPED}"),
        ('0" pcs"', "5", "5"),
        # Days.
        ("yyyy-mm-dd", "46353", f"2026-11-27{TYPED}"),
        ("d/m/yy", "46353.375", f"2026-11-27T09:00:00{TYPED}"),
        ("[$-413]d mmmm yyyy;@", "46353", f"2026-11-27{TYPED}"),
        ("mmm-yy", "61", f"1900-03-01{TYPED}"),
        ("mmm-yy", "59", f"1900-02-28{TYPED}"),
        ("hh:mm", "0.375", f"09:00:00{TYPED}"),
        ("[h]:mm", "1.5", f"36:00:00{TYPED}"),
        ("yyyy-mm-dd", "0", "0"),
        ("yyyy-mm-dd", "-3", "-3"),
        ("yyyy-mm-dd", "1E10", "10000000000"),
        ('"dmy" 0.0', "1.5", f"1.5{TYPED}"),
        ("[Red]0", "3", "3"),
    ],
)
def test_a_format_says_what_a_number_is(code: str, written: str, expected: str) -> None:
    assert look_of(code)(written) == expected


def test_formats_without_a_text_are_known_by_their_number() -> None:
    assert look_of(BUILT_IN[14])("46353") == f"2026-11-27{TYPED}"
    assert look_of(BUILT_IN[9])("0.21") == "21%"
    # The currency of these is the one of whoever looks at them.
    assert not {5, 6, 7, 8, 41, 42, 43, 44} & BUILT_IN.keys()


def test_days_may_be_counted_from_1904() -> None:
    assert look_of("yyyy-mm-dd", from_1904=True)("44891") == f"2026-11-27{TYPED}"


@pytest.mark.parametrize("code", ["yyyy-mm-dd", "0%", "00000", '0 "€"'])
def test_what_is_no_number_stays_as_it_is(code: str) -> None:
    assert look_of(code)("x") == "x"
