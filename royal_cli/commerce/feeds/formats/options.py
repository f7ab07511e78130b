"""The up to three options that tell the variants of a product apart."""

from collections.abc import Iterable, Sequence

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats.sheet import Sheet
from royal_cli.commerce.feeds.rows import SEPARATOR

_FIELDS = tuple(f"option{number}_{part}" for number in (1, 2, 3) for part in ("name", "value"))
_MOST = 3

#: Name and value, in order.
Options = Sequence[tuple[str, str]]


def read(sheet: Sheet, columns: Iterable[tuple[str, str, Sequence[str]]]) -> list[list[tuple[str, str]]]:
    """The options that each row states, of columns with the name of an option, the header and the cells."""
    named = [(name, _values(sheet, header, cells)) for name, header, cells in columns]
    return [[(name, value) for name, column in named if (value := column[row])] for row in range(sheet.size)]


def _values(sheet: Sheet, header: str, cells: Sequence[str]) -> list[str | None]:
    """A damaged value rejects its row: without it, the variant would be another."""
    joined = [cell.replace(SEPARATOR, " / ") for cell in cells]
    return values.text(joined, sheet.problems, header, clears=f"option {header}", strict=True)


def put(batch: Batch, rows: Sequence[Options]) -> None:
    """Set the options of every row. Those beyond the third share it, so that no two variants look the same."""
    known: dict[tuple[tuple[str, str], ...], tuple[str | None, ...]] = {}
    flat = []
    for row in rows:
        stated = tuple(row)
        if stated not in known:
            known[stated] = _flat(stated)
        flat.append(known[stated])
    batch.variant |= {field: list(column) for field, column in zip(_FIELDS, zip(*flat, strict=True), strict=True)}


def _flat(options: Options) -> tuple[str | None, ...]:
    shared = options[_MOST - 1 :]
    if len(shared) > 1:
        options = [*options[: _MOST - 1], (" / ".join(n for n, _ in shared), " / ".join(v for _, v in shared))]
    parts = [part for option in options for part in option]
    return (*parts, *[None] * (len(_FIELDS) - len(parts)))
