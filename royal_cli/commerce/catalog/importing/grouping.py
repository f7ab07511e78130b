"""Rows of a feed that belong to one product, and what they say of it together."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, compress
from typing import Any

from royal_cli.commerce.feeds.batch import Batch


@dataclass(slots=True, frozen=True)
class Groups:
    """The products of a batch: consecutive rows with the same key. `single` when every row is its own product."""

    leads: list[bool]
    ids: list[int]
    of_row: list[int]
    single: bool

    def pick(self, column: Sequence[Any], *, first: bool = False) -> Sequence[Any]:
        """One value per product: the leading row's, or else the first that a further row of it states."""
        if self.single:
            return column
        picked = list(compress(column, self.leads))
        if first or None not in picked:
            return picked
        at = -1
        for lead, value in zip(self.leads, column, strict=True):
            at += lead
            if value is not None and picked[at] is None:
                picked[at] = value
        return picked

    def collect(self, column: Sequence[list[Any] | None]) -> Sequence[list[Any] | None]:
        if self.single:
            return column
        collected: list[list[Any]] = []
        for lead, items in zip(self.leads, column, strict=True):
            if lead:
                collected.append([])
            if items:
                collected[-1].extend(items)
        return collected

    def extras(self, batch: Batch) -> tuple[list[int], list[str | None]]:
        """Per product how many of its rows only add to it, and which."""
        if all(batch.sells):
            return [0] * len(self.ids), [None] * len(self.ids)
        numbers: list[list[int]] = []
        for number, lead, sells in zip(batch.numbers, self.leads, batch.sells, strict=True):
            if lead:
                numbers.append([])
            if not sells:
                numbers[-1].append(number)
        return [len(extra) for extra in numbers], [",".join(map(str, extra)) or None for extra in numbers]

    def cleared(self, batch: Batch) -> list[str | None]:
        if not batch.cleared:
            return [None] * len(self.ids)
        return list(self.pick(cleared_fields(batch, "product.")))


def group(batch: Batch) -> Groups:
    """The products of a batch, whose rows stand together."""
    keys = batch.keys
    leads = [True, *(key != before for key, before in zip(keys[1:], keys, strict=False))]
    if all(leads):
        return Groups(leads, batch.numbers, batch.numbers, single=True)
    ids = list(compress(batch.numbers, leads))
    positions = accumulate(leads)
    return Groups(leads, ids, [ids[position - 1] for position in positions], single=False)


def cleared_fields(batch: Batch, prefix: str) -> list[str | None]:
    """Per row the names of what it clears of its product or variant, each between commas."""
    column: list[str | None] = [None] * len(batch.numbers)
    for index, names in batch.cleared.items():
        own = sorted(name.removeprefix(prefix) for name in names if name.startswith(prefix))
        column[index] = f",{','.join(own)}," if own else None
    return column
