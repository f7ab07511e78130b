"""One chunk of a file of orders: its cells by role, and which of its rows belong together."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from royal_cli.commerce.feeds.formats.sheet import Sheet
from royal_cli.commerce.feeds.values import Problems
from royal_cli.commerce.order_feeds.options import OrderOptions

T = TypeVar("T")


class Stated(NamedTuple):
    """Of every order in a chunk the cell that counts, and the row on which it stands."""

    rows: Sequence[int]
    cells: list[str]


class OrderSheet(Sheet):
    """`orders` names the order of each row; rows of one order that follow each other are a run."""

    options: OrderOptions
    orders: Sequence[str] = ()
    #: The currency of each run.
    currencies: Sequence[str | None] = ()

    @cached_property
    def starts(self) -> list[int]:
        """The first row of each run."""
        orders = self.orders
        return [row for row, order in enumerate(orders) if not row or order != orders[row - 1]]

    @cached_property
    def runs(self) -> list[tuple[int, int]]:
        """The first row of each run, and the one behind its last."""
        return list(zip(self.starts, [*self.starts[1:], self.size], strict=True))

    @cached_property
    def row_currencies(self) -> list[str | None]:
        return self.down(self.currencies)

    def stated(self, role: str) -> Stated:
        """Of every run the first cell that says something."""
        cells = self.cells(role)
        first = [cells[row] for row in self.starts]
        if all(first) or not self.has(role) or len(first) == self.size:
            return Stated(self.starts, first)
        rows = [
            start if cells[start].strip() else next((row for row in range(start, end) if cells[row].strip()), start)
            for start, end in self.runs
        ]
        return Stated(rows, [cells[row] for row in rows])

    def at_starts(self, found: Sequence[T | None]) -> list[T | None]:
        """What was found for every run as a column: on the first row of each."""
        column: list[T | None] = [None] * self.size
        for row, value in zip(self.starts, found, strict=True):
            column[row] = value
        return column

    def down(self, found: Sequence[T]) -> list[T]:
        """What was found for every run, on all its rows."""
        return [value for value, (start, end) in zip(found, self.runs, strict=True) for _ in range(start, end)]

    def problems_at(self, rows: Sequence[int]) -> Problems:
        """Where cells of chosen rows are read: what is wrong is said of the row that they stand on."""
        return _Chosen(self.problems, rows)

    def remember(self, name: str, make: Callable[[], Any]) -> Any:
        """What is kept in mind of the file under this name, made when it is asked for first."""
        if name not in self.memory:
            self.memory[name] = make()
        return self.memory[name]


class _Chosen(Problems):
    def __init__(self, whole: Problems, rows: Sequence[int]) -> None:
        super().__init__(whole.numbers, whole.lines)
        self._whole = whole
        self._rows = rows

    def reject(self, row: int, column: str, value: str, code: str, hint: str) -> None:
        self._whole.reject(self._rows[row], column, value, code, hint)

    def warn(self, row: int, column: str, value: str, code: str, hint: str) -> None:
        self._whole.warn(self._rows[row], column, value, code, hint)

    def clear(self, row: int, field: str) -> None:
        """An empty field of an order says nothing: there is nothing to clear."""
