"""A shortcut gives exactly what the converter gives that it spares, or nothing at all."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.formats import plain
from royal_cli.commerce.feeds.values import Problems

#: Texts that are nearly what a shortcut takes: they have to be left to the converter, or read alike.
ODD = st.sampled_from(
    ["", " ", "__CLEAR__", " __CLEAR__", "'007", "#REF!", " #N/A", "Err:502", "1E+5", "8.80609E+12", "12,50", "1.234",
     "0.500", "12.505", "-", "-1.00", "00.50", "1\n2", "a\x1fb", '"x"', "a\\b", "12345670", "00000000", "4006381333932",
     "https://x.example/a,b.jpg", "https://x.example/1.jpg,https://x.example/2.jpg", "https:///x", "//x.example/1.jpg",
     "https://x.example/a b", "https://x.example/1.jpg,", "ftp://x.example", "a,b,,a", " , ", "١٢.٥٠", "é, ü", "None"]
)  # fmt: skip


def cells(usual: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(usual, max_size=6) | st.lists(usual | ODD, max_size=6)


def gtin13(digits: str) -> str:
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


AMOUNTS = st.decimals(0, 10**6, places=2).map(str)
GTINS = st.from_regex(r"[0-9]{12}", fullmatch=True).map(gtin13)
WORDS = st.lists(st.text("abcé #'", max_size=5), max_size=4).map(",".join)
WEIGHTS = st.decimals(0, 1000, places=3).map(str) | st.integers(0, 5000).map(str)


def converted(convert: Callable[..., Any], column: Sequence[str], **options: Any) -> Any:
    """What the converter gives for a column in which nothing is wrong; None where something is."""
    problems = Problems(list(range(len(column))), list(range(len(column))))
    found = convert(column, problems, "Column", **options)
    return None if problems.warned or problems.rejected or problems.cleared else found


def agrees(short: Any, long: Any) -> bool:
    return short is None or short == long


@given(cells(AMOUNTS))
def test_amounts(column: list[str]) -> None:
    prices = converted(values.money, column, currency="EUR")
    assert agrees(plain.amounts(column), prices and prices.amount)
    assert plain.amounts(column) is None or set(prices.scale) <= {2, None}


@given(cells(GTINS))
def test_gtins(column: list[str]) -> None:
    assert agrees(plain.gtins(column), converted(values.gtin, column))


@given(cells(WORDS))
def test_lists(column: list[str]) -> None:
    found = converted(values.words, column)
    assert agrees(plain.lists(column, ","), found and values.as_json(found))


@given(cells(WEIGHTS), st.sampled_from(["kg", "lb", "g", "oz"]))
def test_weights(column: list[str], unit: str) -> None:
    found = converted(values.weight, column, unit=unit)
    assert agrees(plain.weights(column, is_large=unit in ("kg", "lb")), found and found.thousandths)


@pytest.mark.parametrize(
    ("shortcut", "column"),
    [
        (plain.amounts, ["12.50", "", "0.99"]),
        (plain.gtins, ["4006381333931", "", "96385074", "036000291452"]),
        (lambda column: plain.lists(column, ","), ["linen, summer", "", "été"]),
        (lambda column: plain.weights(column, is_large=True), ["0.350", "1.2", "12", ""]),
    ],
)
def test_a_plain_column_takes_the_shortcut(shortcut: Callable[[list[str]], object], column: list[str]) -> None:
    assert shortcut(column) is not None
