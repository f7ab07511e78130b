"""Rows of cells as text in CSV, a block at a time."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

Cell = str | int | None


def csv_text(blocks: Iterable[Iterable[Sequence[Cell]]]) -> Iterator[str]:
    """One text per block of rows; None is an empty cell."""
    for rows in blocks:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        yield text.getvalue()
