"""What an import has to say about single rows: rejects with their reasons, and warnings with counts."""

import json
import tempfile
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
        self.numbers: set[int] = set()
        self.examples: list[Reject] = []
        self._spool: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - see close

    def add(self, reject: Reject) -> None:
        self.counts[reject.code] += 1
        self.numbers.add(reject.number)
        if len(self.examples) < 20:
            self.examples.append(reject)
        self._spool.write(json.dumps(reject, ensure_ascii=False) + "\n")

    def extend(self, rejects: Iterable[Reject]) -> None:
        for reject in rejects:
            self.add(reject)

    def __len__(self) -> int:
        """How many rows were rejected; a row may have several reasons."""
        return len(self.numbers)

    def __iter__(self) -> Iterator[Reject]:
        self._spool.seek(0)
        for text in self._spool:
            yield Reject(*json.loads(text))
        self._spool.seek(0, 2)

    def close(self) -> None:
        self._spool.close()
