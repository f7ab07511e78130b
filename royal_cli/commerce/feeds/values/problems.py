"""What is wrong with the cells of a chunk: rows that are rejected, values that are refused, fields that are cleared."""

from collections.abc import Callable, Sequence
from itertools import compress
from typing import Any

from royal_cli.commerce.feeds.batch import Batch, MarketColumns, Reject, Warn
from royal_cli.commerce.feeds.rows import TYPED, RawChunk


class Problems:
    """Collects by index of the row in its chunk; the first reason to reject a row is the one that is reported."""

    def __init__(self, numbers: Sequence[int], lines: Sequence[int]) -> None:
        self.numbers = numbers
        self.lines = lines
        self.rejected: dict[int, Reject] = {}
        self.warned: list[tuple[int, Warn]] = []
        self.cleared: dict[int, set[str]] = {}

    @classmethod
    def of(cls, chunk: RawChunk) -> "Problems":
        return cls(chunk.numbers, chunk.lines)

    def reject(self, row: int, column: str, value: str, code: str, hint: str) -> None:
        number, line, shown = self.numbers[row], self.lines[row], value.removesuffix(TYPED)
        self.rejected.setdefault(row, Reject(number, line, column, shown, code, hint))

    def warn(self, row: int, column: str, value: str, code: str, hint: str) -> None:
        self.warned.append((row, Warn(self.lines[row], column, value.removesuffix(TYPED), code, hint)))

    def clear(self, row: int, field: str) -> None:
        self.cleared.setdefault(row, set()).add(field)

    def settle(self, batch: Batch) -> Batch:
        """Take the rejected rows out of a batch that has one entry per row, and add what was found to it."""
        if self.rejected:
            _keep(batch, [row not in self.rejected for row in range(len(self.numbers))])
        batch.rejects += self.rejected.values()
        batch.warnings += (warning for row, warning in self.warned if row not in self.rejected)
        batch.cleared = self._cleared_of_kept()
        return batch

    def _cleared_of_kept(self) -> dict[int, set[str]]:
        if not (self.rejected and self.cleared):
            return self.cleared
        kept = (row for row in range(len(self.numbers)) if row not in self.rejected)
        return {place: self.cleared[row] for place, row in enumerate(kept) if row in self.cleared}


def _keep(batch: Batch, mask: Sequence[bool]) -> None:
    def of(column: Sequence[Any]) -> list[Any]:
        return list(compress(column, mask))

    batch.numbers, batch.lines, batch.keys = of(batch.numbers), of(batch.lines), of(batch.keys)
    batch.sells, batch.skus = of(batch.sells), of(batch.skus)
    batch.aliases = batch.aliases and of(batch.aliases)
    batch.images = batch.images and of(batch.images)
    for columns in (batch.product, batch.variant, batch.stock):
        columns.update({name: of(column) for name, column in columns.items()})
    batch.markets = [_keep_market(market, of) for market in batch.markets]


def _keep_market(market: MarketColumns, of: Callable[[Sequence[Any]], list[Any]]) -> MarketColumns:
    return market._replace(
        included=of(market.included),
        price=of(market.price),
        compare_at_price=of(market.compare_at_price),
        price_scale=of(market.price_scale),
    )
