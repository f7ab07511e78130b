"""Loads the batches of a file into the staging tables, one order for the rows that stand together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import accumulate, chain, compress, pairwise, repeat
from typing import Any

from sqlalchemy import Connection

from royal_cli.commerce import sql
from royal_cli.commerce.feeds.batch import Reject
from royal_cli.commerce.importing.staging import insert_rows
from royal_cli.commerce.order_feeds.batch import LINE_FIELDS, ORDER_FIELDS, OrderBatch
from royal_cli.commerce.orders.importing.line_totals import MOST, line_total
from royal_cli.commerce.orders.importing.sold_things import SoldThings
from royal_cli.money import exponent

#: What an order says once and for all: rows that contradict each other in it are rejected.
STEADY = (
    "order_number", "kind", "currency", "prices_include_vat", "subtotal", "tax_total", "shipping_total",
    "discount_total", "fee_total", "total", "paid_total", "refunded_total", "customer_key", "customer_email",
)  # fmt: skip
#: What a line's total follows from, in the order in which `line_total` takes it.
STATED = ("price", "price_scale", "quantity", "discount", "total")
_LINE_COLUMNS = tuple(name for name in LINE_FIELDS if name not in ("kind", "total", "discount"))


@dataclass(slots=True)
class Loader:
    """Loads batches into the staging tables, and remembers what has to be looked at again."""

    connection: Connection
    #: Whatever a line states as its total is taken.
    trusts_totals: bool = False
    rows: int = 0
    order_fields: set[str] = field(default_factory=set)
    line_fields: set[str] = field(default_factory=set)
    #: External ids of orders of which a row was refused.
    spoilt: set[str] = field(default_factory=set)
    #: (id of the staged order, the field) where rows that stand together contradict each other.
    contradictions: list[tuple[int, str]] = field(default_factory=list)
    #: Lines that are refused, and with them their orders.
    refused: list[Reject] = field(default_factory=list)
    sold: SoldThings = field(default_factory=SoldThings)

    def load(self, batch: OrderBatch) -> None:
        """Append the rows of a batch."""
        self.spoilt.update(batch.spoilt)
        if not batch.numbers:
            return
        self.rows += len(batch.numbers)
        runs = _runs(batch.orders)
        self._load_orders(batch, runs)
        self._load_lines(batch, runs)
        self._load_other_rows(batch, runs)
        insert_rows(
            self.connection, "stage_codes", ["id", "code_key", "code", "title", "gtin", "kind"], self.sold.new()
        )

    def _load_orders(self, batch: OrderBatch, runs: list[range]) -> None:
        fields = [name for name in ORDER_FIELDS if name in batch.order]
        self.order_fields.update(fields)
        ids = [batch.numbers[run.start] for run in runs]
        columns = [self._of_orders(name, batch.order[name], runs, ids) for name in fields]
        insert_rows(
            self.connection,
            "stage_orders",
            ["id", "line", "rows", "external_id", *fields],
            zip(
                ids,
                [batch.lines[run.start] for run in runs],
                map(len, runs),
                [batch.orders[run.start] for run in runs],
                *columns,
                strict=True,
            ),
        )

    def _of_orders(self, name: str, column: list[Any], runs: list[range], ids: list[int]) -> list[Any]:
        found = [_first(column, run) if column[run.start] is None else column[run.start] for run in runs]
        if name in STEADY:
            for id, run in zip(ids, runs, strict=True):
                if len(run) > 1 and len(set(column[run.start : run.stop]) - {None}) > 1:
                    self.contradictions.append((id, name))
        return _stored(self.connection, found)

    def _load_lines(self, batch: OrderBatch, runs: list[range]) -> None:
        fields = [name for name in _LINE_COLUMNS if name in batch.line]
        self.line_fields.update(fields)
        kinds = [kind or "product" for kind in _column(batch, "kind")]
        called = (_column(batch, name) for name in ("code", "title", "gtin"))
        numbers = map(self.sold.number, *called, kinds)
        totals, discounts = self._totals(batch, runs)
        rows: Iterable[tuple[Any, ...]] = zip(
            _of_rows(runs, [batch.numbers[run.start] for run in runs]),
            batch.numbers,
            batch.lines,
            chain.from_iterable(_positions(batch, runs)),
            numbers,
            kinds,
            totals,
            discounts,
            *(batch.line[name] for name in fields),
            strict=True,
        )
        if not all(batch.sells):
            rows = compress(rows, batch.sells)
        names = ("stage_order", "id", "line", "position", "stage_code", "kind", "total", "discount", *fields)
        insert_rows(self.connection, "stage_lines", names, rows)

    def _totals(self, batch: OrderBatch, runs: list[range]) -> tuple[list[int | None], list[int | None]]:
        """Totals and discounts of all lines, as far as the currency of their order is known by now."""
        said = [_first(batch.order.get("currency"), run) for run in runs]
        digits = {currency: exponent(currency) for currency in set(said) if currency}
        totals: list[int | None] = []
        discounts: list[int | None] = []
        stated = (_column(batch, name) for name in STATED)
        for place, (currency, price, scale, quantity, discount, total) in enumerate(
            zip(_of_rows(runs, said), *stated, strict=True)
        ):
            if (
                total is None
                and discount is None
                and price is not None
                and quantity is not None
                and scale == digits.get(currency)
                and -MOST <= price * quantity <= MOST
            ):  # most lines of most files, and nothing to round
                totals.append(price * quantity)
                discounts.append(None)
                continue
            found = line_total(self.trusts_totals, currency, price, scale, quantity, discount, total)
            totals.append(found.total)
            discounts.append(found.discount)
            if found.wrong and batch.sells[place]:
                where = batch.numbers[place], batch.lines[place], "", batch.orders[place]
                self.refused.append(Reject(*where, "line_total", found.wrong))
        return totals, discounts

    def _load_other_rows(self, batch: OrderBatch, runs: list[range]) -> None:
        if all(batch.sells):
            return
        orders = _of_rows(runs, [batch.numbers[run.start] for run in runs])
        rows = zip(batch.numbers, batch.lines, orders, strict=True)
        insert_rows(
            self.connection,
            "stage_other_rows",
            ["id", "line", "stage_order"],
            compress(rows, [not sells for sells in batch.sells]),
        )


def _runs(orders: list[str]) -> list[range]:
    """The places of rows of one order that stand together."""
    starts = [0, *(place for place, (one, other) in enumerate(pairwise(orders), 1) if one != other)]
    return [range(start, stop) for start, stop in zip(starts, [*starts[1:], len(orders)], strict=True)]


def _of_rows(runs: list[range], values: Sequence[Any]) -> Iterator[Any]:
    """The value of each run, once for each of its rows."""
    return chain.from_iterable(repeat(value, len(run)) for run, value in zip(runs, values, strict=True))


def _first(column: list[Any] | None, run: range) -> Any:
    if column is None:
        return None
    return next((value for value in column[run.start : run.stop] if value is not None), None)


def _positions(batch: OrderBatch, runs: list[range]) -> Iterator[Iterable[int]]:
    """The places of lines in their orders, from 1; rows that are no line have that of the line before them."""
    if all(batch.sells):
        return (range(1, len(run) + 1) for run in runs)
    return (accumulate(map(int, batch.sells[run.start : run.stop])) for run in runs)


def _column(batch: OrderBatch, name: str) -> list[Any]:
    return batch.line[name] if name in batch.line else [None] * len(batch.numbers)


def _stored(connection: Connection, column: list[Any]) -> list[Any]:
    """Times as SQLite keeps them; PostgreSQL takes them as they are."""
    if sql.is_postgres(connection) or not any(isinstance(value, datetime) for value in column):
        return column
    return [value and f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}" for value in column]
