"""A half year of real invoices goes in to the cent, again without a change, in parts, and out again."""

import csv
import gzip
import io
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.importing.counts import Outcome
from royal_cli.commerce.order_feeds.options import OrderOptions
from royal_cli.commerce.orders.importing.file_import import OrderFileRequest, OrderImportSummary, import_orders
from royal_cli.commerce.orders.importing.importer import OrderRequest
from royal_cli.commerce.undo import undo
from tests.commerce.catalog.dumps import last
from tests.commerce.catalog.made_feeds import rows
from tests.commerce.orders.importing.made_orders import TABLES, dump

#: Some invoices were written over two minutes; none over two days.
MIDDLE = "2011-03-15"


@pytest.fixture
def invoices(shared: Path, tmp_path: Path) -> Path:
    path = tmp_path / "invoices.csv"
    path.write_bytes(gzip.decompress((shared / "data/orders/uci_online_retail_to_2011-06-30.csv.gz").read_bytes()))
    return path


def load(engine: Engine, file: Path) -> OrderImportSummary:
    options = OrderOptions(currency="GBP", currency_origin="--currency", timezone="Europe/London")
    request = OrderFileRequest(name=str(file), options=options)
    return import_orders(engine, request, OrderRequest(wait=0.0), recognised=lambda text: None)


def seen(engine: Engine) -> list[list[tuple[Any, ...]]]:
    """What is there, but for ids and times."""
    return [
        rows(engine, "SELECT order_number, kind, total, created_at FROM orders ORDER BY 1"),
        rows(
            engine,
            "SELECT o.order_number, l.position, l.sku, l.quantity, l.total FROM order_line_items l"
            " JOIN orders o ON o.id = l.order_id ORDER BY 1, 2",
        ),
        rows(engine, "SELECT external_id FROM customer_aliases ORDER BY 1"),
    ]


def test_invoices_go_in_to_the_cent_and_again_without_a_change(engine: Engine, invoices: Path) -> None:
    expected: dict[str, int] = defaultdict(int)
    for row in csv.DictReader(io.StringIO(invoices.read_text(encoding="utf-8"), newline="")):
        amount = Decimal(row["UnitPrice"]) * int(row["Quantity"]) * 100
        expected[row["InvoiceNo"]] += int(amount.quantize(Decimal(1), ROUND_HALF_UP))
    done = load(engine, invoices)

    assert (done.rows.read, done.rows.rejected) == (245_903, 0)
    assert (done.orders, done.lines) == (Outcome(12_795, 0, 0), Outcome(245_903, 0, 0))
    assert dict(rows(engine, "SELECT order_number, total FROM orders")) == expected
    assert rows(engine, "SELECT count(*) FROM orders WHERE kind = 'credit'") == [(2_006,)]
    assert rows(engine, "SELECT count(*) FROM customers") == [(3_002,)]
    assert int(rows(engine, "SELECT sum(total) FROM order_line_items")[0][0]) == 439_795_076
    assert int(rows(engine, "SELECT sum(total) FROM order_line_items WHERE quantity > 0")[0][0]) == 482_646_649
    assert rows(engine, "SELECT count(*) FROM sold_codes WHERE code_key <> lower(code)") == [(0,)]
    before = dump(engine)
    again = load(engine, invoices)
    assert (again.operation, again.orders) == (None, Outcome(0, 0, 12_795))
    assert dump(engine) == before
    assert undo(engine, last(engine)).conflicts == 0
    assert dump(engine) == {name: [] for name in TABLES}


def test_the_whole_on_top_of_a_part_adds_exactly_the_rest(engine: Engine, invoices: Path, tmp_path: Path) -> None:
    header, *lines = invoices.read_text(encoding="utf-8").splitlines(keepends=True)
    early = [line for line in lines if _date(line) < MIDDLE]
    part = tmp_path / "part.csv"
    part.write_text("".join([header, *early]), encoding="utf-8")
    first = load(engine, part)
    before = [set(found) for found in seen(engine)]
    done = load(engine, invoices)

    assert first.rows.read == len(early)
    assert done.orders == Outcome(12_795 - first.orders.created, 0, first.orders.created)
    assert done.lines == Outcome(len(lines) - len(early), 0, len(early))
    assert all(then <= set(now) for then, now in zip(before, seen(engine), strict=True))
    assert int(rows(engine, "SELECT sum(total) FROM orders")[0][0]) == 439_795_076
    undo(engine, last(engine))
    assert [set(found) for found in seen(engine)] == before


def _date(line: str) -> str:
    return next(csv.reader([line]))[4][:10]
