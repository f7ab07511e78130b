"""Numbers, money, shares and dates as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from royal_cli.commerce.reports.notation import Notation
from royal_cli.commerce.reports.page import Kind, Value
from royal_cli.money import Money

ENGLISH = Notation()
DUTCH = Notation(decimal_mark=",", dates="dmy", zone=ZoneInfo("Europe/Amsterdam"))


@pytest.mark.parametrize(
    ("value", "kind", "english", "dutch"),
    [
        (None, "money", "–", "–"),
        ("", "text", "–", "–"),
        (Money(439795076, "GBP", 2), "money", "4,397,950.76 GBP", "4.397.950,76 GBP"),
        (Money(-5, "EUR", 2), "money", "−0.05 EUR", "−0,05 EUR"),
        (Money(0, "EUR", 2), "money", "0.00 EUR", "0,00 EUR"),
        (Money(1234567, "JPY", 0), "money", "1,234,567 JPY", "1.234.567 JPY"),
        (Money(12345, "EUR", 4), "money", "1.2345 EUR", "1,2345 EUR"),
        (12795, "count", "12,795", "12.795"),
        (-1000, "count", "−1,000", "−1.000"),
        (10**21, "count", "1,000,000,000,000,000,000,000", "1.000.000.000.000.000.000.000"),
        (Decimal("1234.5"), "number", "1,234.50", "1.234,50"),
        (Decimal("0.125"), "number", "0.13", "0,13"),
        (Decimal("-0.125"), "number", "−0.13", "−0,13"),
        (Decimal("7.00"), "number", "7", "7"),
        (2.5, "number", "2.50", "2,50"),
        (Decimal("0.0893"), "share", "8.9 %", "8,9 %"),
        (Decimal("0.4565"), "share", "45.7 %", "45,7 %"),
        (1, "share", "100.0 %", "100,0 %"),
        (Decimal("-0.0004"), "share", "0.0 %", "0,0 %"),
        ("8712345678906", "text", "8712345678906", "8712345678906"),
        (datetime(2026, 3, 1, 23, 30, tzinfo=UTC), "date", "2026-03-01", "02-03-2026"),
        (datetime(2026, 2, 28, 23, 30, tzinfo=UTC), "month", "Feb 2026", "Mar 2026"),
    ],
)
def test_a_value_as_people_write_it(value: Value, kind: Kind, english: str, dutch: str) -> None:
    assert ENGLISH.value(value, kind).replace("\u00a0", " ") == english
    assert DUTCH.value(value, kind).replace("\u00a0", " ") == dutch


def test_a_number_and_its_unit_stay_on_one_line() -> None:
    assert " " not in ENGLISH.value(Money(100000, "EUR", 2), "money")
    assert " " not in ENGLISH.share(Decimal("0.5"))


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (Decimal("12.5"), "EUR", "12.50 EUR"),
        (1200, "JPY", "1,200 JPY"),
        (3, "orders", "3 orders"),
        (45.66, "%", "45.7 %"),
        (7, "", "7"),
        (None, "EUR", "–"),
    ],
)
def test_a_value_of_a_chart_has_its_unit(value: Decimal | None, unit: str, expected: str) -> None:
    assert ENGLISH.measured(value, unit).replace("\u00a0", " ") == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", "0"),
        ("0.25", "0.25"),
        ("500", "500"),
        ("5000", "5,000"),
        ("20000", "20k"),
        ("-20000", "−20k"),
        ("1500000", "1.5M"),
        ("2000000000", "2bn"),
        ("1E+15", "1,000T"),
    ],
)
def test_a_name_beside_an_axis_is_short(value: str, expected: str) -> None:
    assert ENGLISH.short(Decimal(value)) == expected


def test_a_date_without_a_time_is_of_no_zone() -> None:
    assert DUTCH.date(date(2026, 3, 1)) == "01-03-2026"


def test_the_moment_of_making_names_its_zone() -> None:
    assert DUTCH.moment(datetime(2026, 3, 1, 23, 30, tzinfo=UTC)) == "02-03-2026 00:30 CET"
