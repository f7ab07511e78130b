"""Category paths as rows: each path with all above it, parents first."""

from collections.abc import Iterable, Iterator
from itertools import accumulate

#: Path, name, level, path of the parent.
Branch = tuple[str, str, int, str | None]


def branches(paths: Iterable[str]) -> Iterator[Branch]:
    known: set[str] = set()
    for path in paths:
        steps = list(accumulate(path.split(" > "), lambda above, name: f"{above} > {name}"))
        for level, step in enumerate(steps):
            if step not in known:
                known.add(step)
                yield step, step.rpartition(" > ")[2], level, steps[level - 1] if level else None
