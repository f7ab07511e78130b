"""Whatever stands in the cells: every row is accepted or rejected, once, and every column of a batch fits its rows."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from royal_cli.commerce.feeds.formats.declare import AnyFormat
from royal_cli.commerce.feeds.recognition import Recognised, raw_rows
from royal_cli.commerce.feeds.rows import RawChunk
from royal_cli.commerce.feeds.source import Source
from royal_cli.commerce.feeds.writing import Writing
from royal_cli.commerce.order_feeds.batch import ADDRESS_KEYS, LINE_FIELDS, ORDER_FIELDS
from royal_cli.commerce.order_feeds.formats import FORMATS
from royal_cli.commerce.order_feeds.formats.table import MAPPED
from royal_cli.commerce.order_feeds.options import OrderOptions
from royal_cli.commerce.order_feeds.recognise import batches
from tests.commerce.order_feeds.reading import NOW

FORMS = (*FORMATS, MAPPED)
FURTHER = ["line_items", "line_item_1", "Product Item 2 Name", "Product Item 2 Quantity", "SKU #1", "Nobody knows"]
CELLS = st.sampled_from(
    ["", " ", "1001", "#1002", "C1003", "A1004", "1001", "MUG", "POST", "m", "2", "-1", "0", "1.234", "12,50 EUR",
     "5 USD", "JPY", "EUR", "0.2", "20%", "1e9", "99999999999999999999", "2026-11-20", "2026-11-20T09:00:00+02:00",
     "03/04/2026", "31/12/2026", "19970101", "paid", "Shipped - Delivered", "cancelled", "wc-completed", "EIRE", "NL",
     "Anna de Wit", "de Wit, Anna", "anna@example.com", "no mail", "17850.0", "Amazon.de", "TRUE", "#REF!", "__CLEAR__",
     "id:1|name:Mug|quantity:2|total:5.00;id:2|name:Bowl", '[{"name": "Mug"}]', '{"broken', "a\x1fb", "é\n\u2028x",
     "\U0001f9e6", "'007", "8.80609E+12"]
)  # fmt: skip


@dataclass
class Chunks:
    """A file that is in memory already."""

    chunks: list[RawChunk]

    def rows(self, source: Source, form: AnyFormat | None = None) -> Iterator[RawChunk]:
        return iter(self.chunks)


@st.composite
def chunks(draw: st.DrawFn, form: AnyFormat) -> list[RawChunk]:
    key = draw(st.sampled_from([word for word, role in form.columns.items() if role in form.key_roles]))
    others = draw(st.lists(st.sampled_from([*form.columns, *FURTHER]), max_size=9, unique=True))
    header = tuple(dict.fromkeys([key, *others]))
    found: list[RawChunk] = []
    number = 0
    for size in draw(st.lists(st.integers(1, 4), min_size=1, max_size=3)):
        rows = draw(st.lists(st.lists(CELLS, min_size=len(header), max_size=len(header)), min_size=size, max_size=size))
        numbers = list(range(number + 1, number + size + 1))
        found.append(RawChunk(header, rows, numbers, [n + 1 for n in numbers]))
        number += size
    return found


@pytest.mark.parametrize("form", FORMS, ids=[form.title for form in FORMS])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_row_is_lost_and_none_is_counted_twice(form: AnyFormat, data: st.DataObject) -> None:
    read = data.draw(chunks(form))
    known = Recognised(form, cast(Writing, Chunks(read)), None, read[0].header, ())
    source = cast(Source, None)
    options = OrderOptions(currency="EUR", now=NOW, dates="dmy")
    found = list(batches(source, known, options))

    spoilt = {order for batch in found for order in batch.spoilt}
    numbers = [*chain.from_iterable(batch.numbers for batch in found),
               *(reject.number for batch in found for reject in batch.rejects)]  # fmt: skip
    assert sorted(numbers) == [number for chunk in raw_rows(source, known) for number in chunk.numbers]
    for batch in found:
        assert all(batch.orders)
        assert not spoilt & set(batch.orders) or len(found) > 1
        assert batch.order.keys() <= set(ORDER_FIELDS)
        assert batch.line.keys() <= set(LINE_FIELDS)
        columns: list[list[Any]] = [batch.sells, batch.lines, *batch.order.values(), *batch.line.values()]
        assert {len(column) for column in columns} == {len(batch.numbers)}
        priced = zip(batch.line.get("price", ()), batch.line.get("price_scale", ()), strict=True)
        assert all((price is None) == (scale is None) for price, scale in priced)
        for name in ("billing_address", "shipping_address"):
            stated = filter(None, batch.order.get(name, ()))
            assert all(set(json.loads(address)) <= set(ADDRESS_KEYS) for address in stated)
