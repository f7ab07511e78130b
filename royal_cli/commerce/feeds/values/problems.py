"""What is wrong with the cells of a chunk: rows that are rejected, values that are refused, fields that are cleared."""

from collections.abc import Sequence
from typing import Protocol

from royal_cli.commerce.feeds.batch import Reject, Warn
from royal_cli.commerce.feeds.rows import TYPED, RawChunk


class Settled(Protocol):
    """Rows of any kind as columns."""

    rejects: list[Reject]
    warnings: list[Warn]

    def keep(self, mask: Sequence[bool]) -> None:
        """Take out what the mask does not have."""


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

    def settle(self, batch: Settled) -> None:
        """Take the rejected rows out of a batch that has one entry per row, and add what was found to it."""
        if self.rejected:
            batch.keep([row not in self.rejected for row in range(len(self.numbers))])
        batch.rejects += self.rejected.values()
        batch.warnings += (warning for row, warning in self.warned if row not in self.rejected)

    def cleared_of_kept(self) -> dict[int, set[str]]:
        """What rows clear, by their place among those that are not rejected."""
        if not (self.rejected and self.cleared):
            return self.cleared
        kept = (row for row in range(len(self.numbers)) if row not in self.rejected)
        return {place: self.cleared[row] for place, row in enumerate(kept) if row in self.cleared}
