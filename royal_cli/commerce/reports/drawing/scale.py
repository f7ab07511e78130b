"""Where values stand on an axis, which of them are named, and which labels find room."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

Number = int | float | Decimal

#: Names of years, months, quarters, weeks and days: 2026, 2026-03, 2026-Q1, 2026-W12, 2026-03-14.
TIME = re.compile(r"\d{4}(-(\d\d|Q[1-4]|W\d\d)(-\d\d)?)?")
#: Pixels of a plot.
HEIGHT = 200.0
_MOST_TICKS = 6
#: The width of a letter of a label, in pixels.
LETTER = 6.6


@dataclass(frozen=True, slots=True)
class Scale:
    """From the lowest tick at the bottom, at `height` pixels, to the highest at 0."""

    ticks: Sequence[Decimal]
    height: float

    def y(self, value: Number) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return float((high - Decimal(str(value))) / (high - low)) * self.height

    @property
    def zero(self) -> float:
        return self.y(0)


def scale(values: Iterable[Number], height: float = HEIGHT) -> Scale:
    """An axis with 0 and every value on it."""
    exact = [Decimal(str(value)) for value in values]
    return Scale(ticks(min([Decimal(0), *exact]), max([Decimal(0), *exact])), height)


def ticks(lowest: Decimal, highest: Decimal) -> list[Decimal]:
    """Round numbers, 1, 2 or 5 times a power of ten apart, from below the lowest to above the highest."""
    if lowest == highest:
        highest = lowest + 1
    for step in _steps(highest - lowest):
        first = math.floor(lowest / step)
        last = math.ceil(highest / step)
        if last - first < _MOST_TICKS:
            return [step * place for place in range(first, last + 1)]
    raise AssertionError("a step as wide as the span has three ticks at most")


def _steps(span: Decimal) -> Iterable[Decimal]:
    """Ever wider steps, from one that is too narrow."""
    power = span.adjusted() - 1
    for exponent in range(power, power + 4):
        for digit in (1, 2, 5):
            yield Decimal(digit).scaleb(exponent)


def known(values: Iterable[Number | None]) -> list[Number]:
    """Those that can be drawn: unknown ones leave a gap, and so does what is no number at all."""
    return [value for value in values if value is not None and math.isfinite(value)]


def spacing(count: int, longest: int, rooms: Sequence[float], letter: float = LETTER) -> list[int]:
    """For each room, the widest first: name every so many-th label, so that none touches its neighbour.

    A room and the width of a letter are in pixels, or in columns of a terminal. Each number is a multiple of the one
    before it: what a narrow screen names, a wide one names, too.
    """
    found: list[int] = []
    for room in rooms:
        fitting = max(1, int(room // ((longest + 2) * letter)))
        before = found[-1] if found else 1
        found.append(before * math.ceil(math.ceil(count / fitting) / before))
    return found
