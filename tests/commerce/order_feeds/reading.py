"""Reads a file of orders to its end and shows its orders and lines the way a person would look at them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from royal_cli.commerce.feeds.batch import Reject, Warn
from royal_cli.commerce.feeds.profile import Profile, parse
from royal_cli.commerce.feeds.source import open_feed
from royal_cli.commerce.order_feeds.batch import LINE_FIELDS, ORDER_FIELDS, OrderBatch
from royal_cli.commerce.order_feeds.options import OrderOptions
from royal_cli.commerce.order_feeds.recognise import Recognised, batches, recognise
from royal_cli.money import to_text

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass(slots=True)
class Line:
    """A line of an order; fields that the file does not state are left out."""

    order: str
    number: int
    line: int
    fields: dict[str, Any]

    def __getitem__(self, field: str) -> Any:
        return self.fields.get(field)

    @property
    def price(self) -> str | None:
        price = self.fields.get("price")
        return None if price is None else to_text(price, self.fields["price_scale"])

    @property
    def gross(self) -> Decimal:
        """Price times quantity, not rounded."""
        return Decimal(f"{self.price}") * Decimal(self.fields["quantity"])


@dataclass(slots=True)
class OrderFile:
    known: Recognised
    batches: list[OrderBatch]
    #: What the first row that says something says of each order.
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    @property
    def rejects(self) -> list[Reject]:
        return [reject for batch in self.batches for reject in batch.rejects]

    @property
    def warnings(self) -> list[Warn]:
        return [warning for batch in self.batches for warning in batch.warnings]

    @property
    def refused(self) -> list[tuple[int, str, str]]:
        """Line, column and code of what was rejected."""
        return [(reject.line, reject.column, reject.code) for reject in sorted(self.rejects)]

    def of(self, order: str) -> list[Line]:
        return [line for line in self.lines if line.order == order]


def read(
    file: str | bytes | Path,
    *,
    folder: Path | None = None,
    name: str = "orders.csv",
    form: str | None = None,
    profile: Profile | str | None = None,
    currency: str | None = "EUR",
    **options: Any,
) -> OrderFile:
    """Read a file, or a text that is put into a file in `folder` first. Amounts without a currency are in EUR."""
    if not isinstance(file, Path):
        assert folder
        (folder / name).write_bytes(file.encode() if isinstance(file, str) else file)
        file = folder / name
    if isinstance(profile, str):
        profile = parse(profile, "profile.toml")
    with open_feed(str(file)) as source:
        known = recognise(source, form, profile)
        settings = OrderOptions(currency=currency, now=NOW)
        found = OrderFile(known, list(batches(source, known, known.options(settings, **options))))
    for batch in found.batches:
        _take(found, batch)
    return found


def _take(found: OrderFile, batch: OrderBatch) -> None:
    columns = (*batch.order.values(), *batch.line.values(), batch.lines, batch.orders, batch.sells)
    assert all(len(column) == len(batch.numbers) for column in columns)
    assert set(batch.order) <= set(ORDER_FIELDS)
    assert set(batch.line) <= set(LINE_FIELDS)
    for row, (order, number, line) in enumerate(zip(batch.orders, batch.numbers, batch.lines, strict=True)):
        known = found.orders.setdefault(order, {})
        for name, column in batch.order.items():
            if column[row] is not None:
                known.setdefault(name, column[row])
        if batch.sells[row]:
            fields = {name: column[row] for name, column in batch.line.items() if column[row] is not None}
            found.lines.append(Line(order, number, line, fields))
