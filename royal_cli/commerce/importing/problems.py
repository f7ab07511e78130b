"""What an import has to say about single rows: rejects with their reasons, and warnings with counts."""

import json
import tempfile
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO

from royal_cli.commerce.feeds.batch import Reject, Warn

EXAMPLES_PER_CODE = 5


@dataclass(slots=True)
class Warnings:
    """Counts per code, with the first few examples of each."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[Warn]] = field(default_factory=dict)

    def add(self, warning: Warn) -> None:
        self.counts[warning.code] += 1
        examples = self.examples.setdefault(warning.code, [])
        if len(examples) < EXAMPLES_PER_CODE:
            examples.append(warning)

    def extend(self, warnings: Iterable[Warn]) -> None:
        for warning in warnings:
            self.add(warning)

    def count(self, code: str, found: int, examples: list[Warn]) -> None:
        self.counts[code] += found
        known = self.examples.setdefault(code, [])
        known.extend(examples[: EXAMPLES_PER_CODE - len(known)])


class Rejects:
    """Rejected rows and why, kept in a temporary file: a feed may be all wrong, memory must not tell."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        #: Code -> the reject of that kind that stands first in the feed.
        self.first: dict[str, Reject] = {}
        self._numbers = array("q")
        self._offsets = array("q")
        self._end = 0
        #: One byte per row of the feed: 1 where it was rejected.
        self._rejected = bytearray()
        self._rows = 0
        self._spool: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - see close

    def add(self, reject: Reject) -> None:
        self.counts[reject.code] += 1
        if reject.code not in self.first or reject.number < self.first[reject.code].number:
            self.first[reject.code] = reject
        self._mark(reject.number)
        self._numbers.append(reject.number)
        self._offsets.append(self._end)
        self._end += self._spool.write(json.dumps(reject).encode() + b"\n")

    def _mark(self, number: int) -> None:
        self._rejected.extend(bytes(max(0, number + 1 - len(self._rejected))))
        self._rows += not self._rejected[number]
        self._rejected[number] = 1

    def extend(self, rejects: Iterable[Reject]) -> None:
        for reject in rejects:
            self.add(reject)

    def __len__(self) -> int:
        """How many rows were rejected; a row may have several reasons."""
        return self._rows

    def __contains__(self, number: int) -> bool:
        return number < len(self._rejected) and self._rejected[number] == 1

    def in_order(self) -> Iterator[Reject]:
        """The first reason of every rejected row, in the order of the feed."""
        last = None
        for place in sorted(range(len(self._numbers)), key=self._numbers.__getitem__):
            if self._numbers[place] != last:
                last = self._numbers[place]
                self._spool.seek(self._offsets[place])
                yield Reject(*json.loads(self._spool.readline()))
        self._spool.seek(self._end)

    def close(self) -> None:
        self._spool.close()
