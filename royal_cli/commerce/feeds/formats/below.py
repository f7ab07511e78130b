"""Rows without a name of their own, which belong to the product above them."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from royal_cli.commerce.feeds.formats.sheet import Sheet

#: The product that each row names; None where it belongs to the one above.
Named = Callable[[Sheet], Sequence[str | None]]


def survey(named: Named) -> Callable[[Iterable[Sheet]], Mapping[int, str]]:
    """A survey for feeds whose products go on from one chunk to the next: number of a row -> the product above it."""

    def go_through(sheets: Iterable[Sheet]) -> Mapping[int, str]:
        above: dict[int, str] = {}
        for sheet in sheets:
            if sheet.size:
                found = _keys(sheet, named, above)
                above[sheet.chunk.numbers[-1] + 1] = found[-1]
        return above

    return go_through


def keys(named: Named) -> Callable[[Sheet], list[str]]:
    """The product of each row; "" where none is above it, or where the row above it could not be read."""
    return lambda sheet: _keys(sheet, named, sheet.surveyed if isinstance(sheet.surveyed, Mapping) else {})


def _keys(sheet: Sheet, named: Named, above: Mapping[int, str]) -> list[str]:
    found: list[str] = []
    numbers = sheet.chunk.numbers
    for row, own in enumerate(named(sheet)):
        if own is not None:
            found.append(own)
        elif row and numbers[row] == numbers[row - 1] + 1:
            found.append(found[-1])
        else:
            found.append(above.get(numbers[row], ""))
    return found
