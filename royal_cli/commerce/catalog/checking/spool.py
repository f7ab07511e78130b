"""Finds what shares a key among millions of keys, in little memory: they are parted by their hashes into files."""

import tempfile
from array import array
from collections import defaultdict
from collections.abc import Hashable, Iterator
from contextlib import ExitStack
from types import TracebackType
from typing import BinaryIO

_PARTS = 64
_AT_ONCE = 4_096


class Spool:
    """Takes (key, id) pairs; then gives the ids that share a key, where there are several, and `most` at most."""

    def __init__(self, most: int | None = None) -> None:
        self._most = most

    def __enter__(self) -> "Spool":
        self._stack = ExitStack()
        files = (tempfile.TemporaryFile() for _ in range(_PARTS))  # noqa: SIM115
        self._files: list[BinaryIO] = [self._stack.enter_context(file) for file in files]
        self._pending = [array("q") for _ in range(_PARTS)]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stack.close()

    def add(self, key: Hashable, id: int) -> None:
        """Two keys may have one hash: whoever compares what comes out has to compare all of it."""
        mark = hash(key)
        pending = self._pending[mark % _PARTS]
        pending.append(mark)
        pending.append(id)
        if len(pending) >= _AT_ONCE:
            pending.tofile(self._files[mark % _PARTS])
            del pending[:]

    def parts(self) -> Iterator[list[list[int]]]:
        """The groups of ids, each in order, a part at a time."""
        for file, pending in zip(self._files, self._pending, strict=True):
            pending.tofile(file)
            file.seek(0)
            pairs = array("q", file.read())
            ids = defaultdict(list)
            for mark, id in zip(pairs[::2], pairs[1::2], strict=True):
                ids[mark].append(id)
            yield [run for run in ids.values() if len(run) > 1 and (self._most is None or len(run) <= self._most)]
