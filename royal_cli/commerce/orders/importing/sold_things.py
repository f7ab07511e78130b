"""What a file calls the things that it sells: every code once, whatever its letter case."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from royal_cli.db.orders import CODE_LENGTH

#: So many codes are known at a time; of one that was forgotten another row is staged, which does no harm.
_MOST = 200_000
_TITLE = "title:"


@dataclass(slots=True)
class SoldThings:
    """Numbers the codes of a file, in the order in which they come up."""

    _known: dict[tuple[str | None, str | None], int | None] = field(default_factory=dict)
    _keys: dict[str, int] = field(default_factory=dict)
    _last: int = 0
    _new: list[tuple[int, str, str | None, str | None, str | None, str]] = field(default_factory=list)

    def number(self, code: str | None, title: str | None, gtin: str | None, kind: str) -> int | None:
        """The number of what a line sells; None where the line says neither a code nor a title."""
        called = code or gtin
        cell = (called, None if called else title)
        found = self._known.get(cell, 0)
        if found == 0:
            found = self._number(called, title, gtin, kind)
            self._known[cell] = found
        return found

    def _number(self, code: str | None, title: str | None, gtin: str | None, kind: str) -> int | None:
        if not code and not title:
            return None
        if len(self._known) >= _MOST:
            self._known.clear()
            self._keys.clear()
        key = code_key(code, title)
        if key not in self._keys:
            self._last += 1
            self._keys[key] = self._last
            self._new.append((self._last, key, code, title, gtin, kind))
        return self._keys[key]

    def new(self) -> Iterator[tuple[int, str, str | None, str | None, str | None, str]]:
        """What has come up since the last time, as (id, code_key, code, title, gtin, kind)."""
        new, self._new = self._new, []
        return iter(new)


def code_key(code: str | None, title: str | None) -> str:
    """How a sold thing is known on its channel: 85123a and 85123A are one code."""
    key = code.lower() if code else f"{_TITLE}{(title or '').lower()}"
    if len(key) <= CODE_LENGTH:
        return key
    digest = sha256(key.encode()).hexdigest()
    return f"{key[: CODE_LENGTH - len(digest) - 1]}…{digest}"
