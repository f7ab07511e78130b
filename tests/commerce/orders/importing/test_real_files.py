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
EARLY, LATE = "2010-12-20", "2011-02-01"


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


def totals_of(file: Path) -> dict[str, int]:
    """What each invoice comes to in pence, every line of it rounded."""
    totals: dict[str, int] = defaultdict(int)
    for row in csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline="")):
        amount = Decimal(row["UnitPrice"]) * int(row["Quantity"]) * 100
        totals[row["InvoiceNo"]] += int(amount.quantize(Decimal(1), ROUND_HALF_UP))
    return dict(totals)


def until(invoices: Path, day: str) -> Path:
    header, *lines = invoices.read_text(encoding="utf-8").splitlines(keepends=True)
    part = invoices.with_name(f"until-{day}.csv")
    part.write_text("".join([header, *(line for line in lines if _date(line) < day)]), encoding="utf-8")
    return part


def test_invoices_go_in_to_the_cent(engine: Engine, invoices: Path) -> None:
    done = load(engine, invoices)

    assert (done.rows.read, done.rows.rejected) == (245_903, 0)
    assert (done.orders, done.lines) == (Outcome(12_795, 0, 0), Outcome(245_903, 0, 0))
    assert dict(rows(engine, "SELECT order_number, total FROM orders")) == totals_of(invoices)
    assert rows(engine, "SELECT count(*) FROM orders WHERE kind = 'credit'") == [(2_006,)]
    assert rows(engine, "SELECT count(*) FROM customers") == [(3_002,)]
    assert int(rows(engine, "SELECT sum(total) FROM order_line_items")[0][0]) == 439_795_076
    assert int(rows(engine, "SELECT sum(total) FROM order_line_items WHERE quantity > 0")[0][0]) == 482_646_649
    assert rows(engine, "SELECT count(*) FROM sold_codes WHERE code_key <> lower(code)") == [(0,)]


def test_more_on_top_adds_exactly_the_rest_and_each_is_taken_back(engine: Engine, invoices: Path) -> None:
    less, more = until(invoices, EARLY), until(invoices, LATE)
    first = load(engine, less)
    stored, before = dump(engine), [set(found) for found in seen(engine)]
    again = load(engine, less)
    assert (again.operation, again.orders) == (None, Outcome(0, 0, first.orders.created))
    assert dump(engine) == stored

    done = load(engine, more)
    fewer, all_of_them = totals_of(less), totals_of(more)
    assert first.orders.created == len(fewer)
    assert done.orders == Outcome(len(all_of_them) - len(fewer), 0, len(fewer))
    assert done.lines == Outcome(done.rows.read - first.rows.read, 0, first.rows.read)
    assert all(then <= set(now) for then, now in zip(before, seen(engine), strict=True))
    assert dict(rows(engine, "SELECT order_number, total FROM orders")) == all_of_them

    assert undo(engine, last(engine)).conflicts == 0
    assert [set(found) for found in seen(engine)] == before
    assert first.operation
    assert undo(engine, first.operation).conflicts == 0
    assert dump(engine) == {name: [] for name in TABLES}


def _date(line: str) -> str:
    return next(csv.reader([line]))[4][:10]
