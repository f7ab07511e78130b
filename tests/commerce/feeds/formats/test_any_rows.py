"""Whatever stands in the cells: every row is accepted or rejected, once, and every column of a batch fits its rows."""

from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from royal_cli.commerce.feeds.formats import FORMATS
from royal_cli.commerce.feeds.formats.build import build
from royal_cli.commerce.feeds.formats.declare import AnyFormat
from royal_cli.commerce.feeds.formats.groups import regroup
from royal_cli.commerce.feeds.formats.sheet import Sheet, bind
from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.commerce.feeds.rows import RawChunk
from tests.commerce.feeds.formats.reading import NOW, rows_of

FURTHER = [
    "Included / Norway",
    "Price / Norway",
    "Compare At Price / Norway",
    "Inventory Available: Lille",
    "Location",
    "Attribute 1 name",
    "Attribute 1 value(s)",
    "Weight (lbs)",
    "Length (in)",
    "stock: Main",
    "price: NL",
    "option: Size",
    "currency: NL",
    "variant.prices.NL.price",
    "variant.options.Size",
    "Price (USD)",
    "Image 2",
    "Nobody knows",
]
CELLS = st.sampled_from(
    ["", " ", "tee", "cup", "TEE-S", "Title", "Default Title", "S", "20", "20.00", "1.234", "12,50 EUR", "5 USD", "-3",
     "0", "5.5", "InStock", "not stocked", "TRUE", "false", "active", "Draft", "variation", "variable", "id:7", "7",
     "a, b", "Home > Cups", "https://x.example/1.jpg", "https://x.example/1.jpg, https://x.example/2.jpg",
     "4006381333931", "8.80609E+12", "#REF!", "__CLEAR__", "'007", "2026-11-20", "2026-11-20/2026-11-30",
     "56.41555101875", "oz", "kg", "12 in", "a\x1fb", "é\n\u2028x", "DELETE", "continue", "\U0001f9e6"]
)  # fmt: skip


@st.composite
def chunks(draw: st.DrawFn, form: AnyFormat) -> list[RawChunk]:
    header = tuple(draw(st.lists(st.sampled_from([*form.columns, *FURTHER]), min_size=1, max_size=9, unique=True)))
    found: list[RawChunk] = []
    number = 0
    for size in draw(st.lists(st.integers(1, 4), min_size=1, max_size=3)):
        rows = draw(st.lists(st.lists(CELLS, min_size=len(header), max_size=len(header)), min_size=size, max_size=size))
        numbers = list(range(number + 1, number + size + 1))
        found.append(RawChunk(header, rows, numbers, [n + 1 for n in numbers]))
        number += size
    return found


@pytest.mark.parametrize("form", FORMATS, ids=[form.name for form in FORMATS])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_row_is_lost_and_none_is_counted_twice(form: AnyFormat, data: st.DataObject) -> None:
    read = data.draw(chunks(form))
    options = FeedOptions(currency="EUR", now=NOW)

    def sheet(chunk: RawChunk) -> Sheet:
        return Sheet(chunk, form, bind(chunk.header, form), options)

    prepared = [form.prepare(chunk) if form.prepare else chunk for chunk in read]
    batches = [build(sheet(chunk), keys) for chunk, keys in regroup(prepared, lambda chunk: form.keys(sheet(chunk)))]
    rows = list(chain.from_iterable(map(rows_of, batches)))

    assert all(row.key for row in rows)
    assert sorted([*(row.number for row in rows), *(one.number for batch in batches for one in batch.rejects)]) == [
        number for chunk in read for number in chunk.numbers
    ]
    for batch in batches:
        columns = [*batch.stock.values(), *(column for market in batch.markets for column in market[2:])]
        assert {len(column) for column in columns} <= {len(batch.numbers)}
        assert all(name.startswith(("product.", "variant.")) for names in batch.cleared.values() for name in names)
