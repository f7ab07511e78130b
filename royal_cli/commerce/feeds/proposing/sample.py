"""The beginning of a table, by columns: what a proposal is made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from royal_cli.commerce.feeds.headers import fold, listed
from royal_cli.commerce.feeds.proposing.looks import Looks, looks
from royal_cli.commerce.feeds.recognise import Recognised, raw_rows
from royal_cli.commerce.feeds.source import Source
from royal_cli.errors import FeedError

#: As many rows are looked at; kinds of value show long before that, keys that repeat rather late.
SAMPLE_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class SampledColumn:
    header: str
    #: One cell per row of the sample.
    cells: Sequence[str]
    looks: Looks


@dataclass(frozen=True)
class Sample:
    """A table whose columns nobody has explained yet."""

    source: str
    written: str
    columns: tuple[SampledColumn, ...]
    rows: int

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns)

    @cached_property
    def by_header(self) -> dict[str, SampledColumn]:
        return {column.header: column for column in self.columns}


def take(source: Source, table: Recognised, currency: str | None) -> Sample:
    """The first rows of a table; `currency` decides what a sign such as $ may mean."""
    rows: list[list[str]] = []
    for raw in raw_rows(source, table):
        chunk = table.form.prepare(raw) if table.form.prepare else raw
        if chunk.header != table.header:  # further chunks of JSON have the columns that occur in them
            break
        rows += chunk.rows[: SAMPLE_ROWS - len(rows)]
        if len(rows) == SAMPLE_ROWS:
            break
    if not rows:
        raise FeedError(f"{source.name} has a header, but no rows below it.", hint="Export it with its products.")
    _refuse_doubles(source.name, table.header)
    cells = list(zip(*rows, strict=True))
    columns = tuple(
        SampledColumn(name, column, looks(column, currency)) for name, column in zip(table.header, cells, strict=True)
    )
    return Sample(source.name, table.writing.describe(), columns, len(rows))


def _refuse_doubles(name: str, header: Sequence[str]) -> None:
    """A profile knows columns by their words, so these have to differ."""
    folded = [fold(column) for column in header]
    alike = [column for column, words in zip(header, folded, strict=True) if folded.count(words) > 1]
    if alike:
        hint = "Give them different names in the file."
        raise FeedError(f"Columns of {name} cannot be told apart by their names: {listed(alike)}.", hint=hint)
