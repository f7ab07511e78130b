"""Files of orders that a test writes down order by order, and the shortest way to import them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, select

from royal_cli.commerce.order_feeds.batch import LINE_FIELDS, ORDER_FIELDS, OrderBatch
from royal_cli.commerce.orders.importing.importer import OrderImport, OrderRequest
from royal_cli.db.tables import METADATA

PLACED = datetime(2026, 3, 14, 15, 9, tzinfo=UTC)
#: A row of a file: the order it belongs to, what it says of it, and the line that it is, if it is one.
Row = tuple[str, dict[str, Any], dict[str, Any] | None]


def line(code: str | None, quantity: int | None = 1, price: int | None = 1000, **fields: Any) -> dict[str, Any]:
    """A line; its price is in cents unless it says more."""
    scale = None if price is None else 2
    return {"code": code, "quantity": quantity, "price": price, "price_scale": scale, **fields}


def order(number: str, *lines: dict[str, Any] | None, **fields: Any) -> list[Row]:
    """The rows of an order: what is said of it stands on the first; None is a row that is no line."""
    said = {"currency": "EUR", "created_at": PLACED, **fields}
    return [(number, {} if place else said, sold) for place, sold in enumerate(lines)]


class MadeOrders:
    """Orders in the order given, in batches of so many rows."""

    def __init__(self, *orders: list[Row], chunk: int = 1_000) -> None:
        self.rows = [row for rows in orders for row in rows]
        self.name = "made.csv"
        self.digest = "0" * 64
        self.size = len(self.rows)
        self.position = 0
        self.chunk = chunk

    def batches(self) -> Iterator[OrderBatch]:
        for start in range(0, len(self.rows), self.chunk):
            rows = self.rows[start : start + self.chunk]
            numbers = list(range(start + 1, start + len(rows) + 1))
            yield OrderBatch(
                numbers=numbers,
                lines=[number + 1 for number in numbers],
                orders=[number for number, _, _ in rows],
                sells=[sold is not None for _, _, sold in rows],
                order=_columns(ORDER_FIELDS, [said for _, said, _ in rows]),
                line=_columns(LINE_FIELDS, [sold or {} for _, _, sold in rows]),
            )


def _columns(names: tuple[str, ...], rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    return {name: [row.get(name) for row in rows] for name in names if any(name in row for row in rows)}


def import_orders(engine: Engine, *orders: list[Row], chunk: int = 1_000, **request: Any) -> OrderImport:
    """Import made orders; what it counted can be read from the result."""
    with OrderImport(engine, OrderRequest(**{"channel": "shop", "wait": 0.0, **request})) as run:
        run.stage(MadeOrders(*orders, chunk=chunk))
        run.write({})
        return run


def refused(engine: Engine, *orders: list[Row], **request: Any) -> dict[str, str]:
    """Why rows were refused: code -> hint of the first one."""
    found = import_orders(engine, *orders, **request).rejects.first
    return {code: reject.hint for code, reject in found.items()}


#: Rows of orders and of what hangs on them, parents first.
TABLES = (
    "channels", "sold_codes", "customers", "customer_aliases", "customer_addresses", "customer_totals", "orders",
    "order_line_items", "refunds",
)  # fmt: skip


def dump(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """All of them with all their fields, except when they were last written."""
    found = {}
    with engine.connect() as connection:
        for name in TABLES:
            table = METADATA.tables[name]
            columns = [column for column in table.columns if column.name != "updated_at"]
            if name == "customer_totals":  # counted anew, under other ids
                columns = [column for column in columns if column.name != "id"]
            found[name] = sorted(tuple(map(str, row)) for row in connection.execute(select(*columns)))
    return found
