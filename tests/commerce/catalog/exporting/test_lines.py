"""Lines of CSV are read back by Python's own reader as the cells that they were."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from royal_cli.commerce.catalog.exporting.lines import csv_line, csv_text

CELLS = st.one_of(st.none(), st.sampled_from(["", '"', ",", "\t", "a,b", 'say "hi"', "two\nlines", "\r"]), st.text())


def tables(width: int) -> st.SearchStrategy[list[tuple[str | None, ...]]]:
    return st.lists(st.tuples(*[CELLS] * width), max_size=5)


@given(st.integers(1, 6).flatmap(tables), st.sampled_from([",", "\t"]))
def test_cells_are_read_back_as_they_were(rows: list[tuple[str | None, ...]], delimiter: str) -> None:
    written = csv_text(list(zip(*rows, strict=True)), delimiter)

    read = csv.reader(io.StringIO(written, newline=""), delimiter=delimiter)

    assert list(read) == [[cell or "" for cell in row] for row in rows]


@pytest.mark.parametrize("empty", [(), ("",), (None, "")])
def test_columns_that_lie_empty_keep_their_places(empty: tuple[str | None, ...]) -> None:
    column = [*empty, "x"]
    blank = [None] * len(column)

    (*_, last) = csv_text([blank, column, blank, blank, column, blank]).splitlines()

    assert last == ",x,,,x,"


def test_nothing_is_no_line() -> None:
    assert csv_text([]) == csv_text([[], []]) == ""


def test_a_header_is_a_line() -> None:
    assert csv_line(["sku", "stock: Main, left"]) == 'sku,"stock: Main, left"\n'
