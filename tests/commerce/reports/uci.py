"""The real orders of a shop, for the tests of reports: rows of the file become rows of the tables, nothing else.

Invoices that begin with C are credits; other lines of a price of 0 and a quantity below 0 are corrections of stock.
"""

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from tests.commerce.reports.shop import NOW, Shop

#: What this shop calls postage, fees and corrections.
_KINDS = {
    "POST": "shipping", "DOT": "shipping", "C2": "shipping", "D": "discount", "M": "adjustment", "S": "adjustment",
    "BANK CHARGES": "fee", "AMAZONFEE": "fee", "PADS": "adjustment",
}  # fmt: skip
_BLOCK = 5_000


@dataclass(frozen=True)
class Line:
    invoice: str
    code: str
    quantity: int
    placed: datetime
    #: Pence, the line rounded half up.
    total: int
    customer: str
    country: str

    @property
    def is_credit(self) -> bool:
        return self.invoice.startswith("C")

    @property
    def kind(self) -> str:
        return _KINDS.get(self.code.upper(), "product")


def read(path: Path) -> Iterator[Line]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            exact = Decimal(row["UnitPrice"]) * int(row["Quantity"])
            yield Line(
                invoice=row["InvoiceNo"],
                code=row["StockCode"],
                quantity=int(row["Quantity"]),
                placed=datetime.fromisoformat(row["InvoiceDate"]).replace(tzinfo=UTC),
                total=int((exact * 100).quantize(Decimal(1), ROUND_HALF_UP)),
                customer=row["CustomerID"].removesuffix(".0"),
                country=row["Country"],
            )


def load(shop: Shop, lines: list[Line]) -> None:
    """One order per invoice; an invoice of nothing but corrections of stock is an adjustment."""
    channel = shop.channel("shop")
    invoices: dict[str, list[Line]] = {}
    for line in lines:
        invoices.setdefault(line.invoice, []).append(line)
    customers = {name: place for place, name in enumerate(sorted({line.customer for line in lines} - {""}), start=1)}
    codes = {code: place for place, code in enumerate(sorted({line.code.lower() for line in lines}), start=1)}
    _insert(shop, "customers", ({"id": id, "email": f"{name}@example.com"} for name, id in customers.items()))
    _insert(
        shop,
        "sold_codes",
        ({"id": id, "channel_id": channel, "code_key": code, "code": code.upper()} for code, id in codes.items()),
    )
    _insert(shop, "orders", (_order(id, channel, found, customers) for id, found in enumerate(invoices.values(), 1)))
    _insert(shop, "order_line_items", (row for id, found in enumerate(invoices.values(), 1)
                                       for row in _lines(id, found, codes)))  # fmt: skip


def _order(id: int, channel: int, lines: list[Line], customers: dict[str, int]) -> dict[str, object]:
    first = lines[0]
    goods = sum(line.total for line in lines if line.kind == "product")
    shipping = sum(line.total for line in lines if line.kind == "shipping")
    total = sum(line.total for line in lines)
    corrects = all(line.total == 0 and line.quantity < 0 for line in lines)
    return {
        "id": id, "order_number": first.invoice, "channel_id": channel, "external_id": first.invoice,
        "kind": "credit" if first.is_credit else "adjustment" if corrects else "sale", "currency": "GBP",
        "customer_id": customers.get(first.customer), "subtotal": goods, "shipping_total": shipping,
        "fee_total": total - goods - shipping, "discount_total": 0, "total": total, "created_at": first.placed,
    }  # fmt: skip


def _lines(order: int, lines: list[Line], codes: dict[str, int]) -> Iterator[dict[str, object]]:
    for position, line in enumerate(lines, start=1):
        yield {
            "order_id": order, "position": position, "kind": line.kind, "sold_code_id": codes[line.code.lower()],
            "quantity": line.quantity, "total": line.total, "created_at": line.placed,
        }  # fmt: skip


def _insert(shop: Shop, table: str, rows: Iterator[dict[str, object]]) -> None:
    """In blocks, by the driver's own executemany."""
    from royal_cli.db.tables import METADATA

    columns = METADATA.tables[table].c
    times = {name: NOW for name in ("created_at", "updated_at") if name in columns}
    block: list[dict[str, object]] = []
    for row in rows:
        block.append({**times, **row})
        if len(block) == _BLOCK:
            shop.connection.execute(METADATA.tables[table].insert(), block)
            block = []
    if block:
        shop.connection.execute(METADATA.tables[table].insert(), block)
