"""Pages of a sorted list that stay where they are while rows are added: each begins after the last row of the last one.

A cursor holds the sort keys of that row, and of which list it is.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from zlib import crc32

from sqlalchemy import ColumnElement, and_, or_

from royal_cli.errors import UsageError

Value = str | int | float | datetime


@dataclass(frozen=True, slots=True)
class Key:
    """What a list is sorted by; its value is never NULL."""

    expression: ColumnElement[Any]
    kind: type[Value]
    descending: bool = False


def beyond(keys: Sequence[Key], columns: Sequence[ColumnElement[Any]], values: Sequence[Value]) -> ColumnElement[bool]:
    """Whether a row comes after the one with these values. `columns` hold the keys."""
    after = _strictly(keys[0], columns[0], values[0])
    if len(keys) == 1:
        return after
    # The bound on the first key says nothing new, but an index can use it.
    bound = columns[0] <= values[0] if keys[0].descending else columns[0] >= values[0]
    return and_(bound, or_(after, beyond(keys[1:], columns[1:], values[1:]) & (columns[0] == values[0])))


def _strictly(key: Key, column: ColumnElement[Any], value: Value) -> ColumnElement[bool]:
    return column < value if key.descending else column > value


def encode(values: Sequence[Value | Decimal], of: object) -> str:
    plain = [*map(_plain, values)]
    text = json.dumps([_mark(of, plain), *plain], separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(keys: Sequence[Key], cursor: str, of: object) -> list[Value]:
    """The values of the row where the page before ended; a usage error for the cursor of another list."""
    mark, values = _parts(cursor)
    if mark != _mark(of, values) or len(values) != len(keys):
        raise UsageError(
            "This cursor belongs to another list, with other filters or another order.",
            hint="Repeat the options of the list that gave it, or leave --cursor out.",
        )
    return [
        datetime.fromisoformat(value) if key.kind is datetime else value
        for key, value in zip(keys, values, strict=True)
    ]


def _plain(value: Value | Decimal) -> str | int | float:
    """A sum of integers is a decimal on PostgreSQL."""
    if isinstance(value, datetime):
        return value.isoformat()
    return int(value) if isinstance(value, Decimal) else value


def _mark(of: object, values: Sequence[object]) -> int:
    """Holds a cursor to its list, and every value in it to what it was."""
    return crc32(f"{of!r} {values!r}".encode(errors="replace"))


def _parts(cursor: str) -> tuple[object, list[Any]]:
    try:
        mark, *values = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError):
        raise UsageError(
            "This is not a cursor of royal.", hint="Take it from the page before, or leave --cursor out."
        ) from None
    return mark, values
