"""Pages of a sorted list that stay where they are while rows are added: each begins after the last row of the last one.

A cursor holds the sort keys of that row, and of which list it is.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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


def encode(keys: Sequence[Key], values: Sequence[Any], of: object) -> str:
    plain = [_plain(key, value) for key, value in zip(keys, values, strict=True)]
    text = json.dumps([_mark(of), *plain], separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _plain(key: Key, value: Any) -> str | int | float:
    """PostgreSQL adds integers up to a decimal."""
    return value.isoformat() if isinstance(value, datetime) else key.kind(value)


def decode(keys: Sequence[Key], cursor: str, of: object) -> list[Value]:
    """The values of the row where the page before ended; a usage error for the cursor of another list."""
    mark, values = _parts(cursor)
    if mark != _mark(of) or len(values) != len(keys):
        raise UsageError(
            "This cursor belongs to a list with other filters or another order.",
            hint="Repeat the options of the list that gave it, or leave --cursor out.",
        )
    return [_value(key, value) for key, value in zip(keys, values, strict=True)]


def _mark(of: object) -> int:
    return crc32(repr(of).encode(errors="replace"))


def _parts(cursor: str) -> tuple[object, list[object]]:
    try:
        mark, *values = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError):
        raise _not_a_cursor() from None
    return mark, values


def _value(key: Key, value: object) -> Value:
    if key.kind is datetime and isinstance(value, str):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            raise _not_a_cursor() from None
    if key.kind is float and type(value) is int:
        return float(value)
    if type(value) is not key.kind:
        raise _not_a_cursor()
    return value


def _not_a_cursor() -> UsageError:
    return UsageError("This is not a cursor of royal.", hint="Take it from the page before, or leave --cursor out.")
