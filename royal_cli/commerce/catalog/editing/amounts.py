"""What somebody wants of an amount: a new value, or a change of the one there is. Exact, rounded once.

    12.50       to 12.50
    +5% -5%     more or less of the amount, in percent
    +2.00 -2    more or less, in the currency of the amount
    *1.21 /1.21 times and divided by

A result has the digits of its currency, or of the amount it is made from where that has more; a half goes up, away
from zero. `Rounding` rounds to a multiple (0.05) or to the nearest amount with an ending (.99), halves up as well.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import floor

from royal_cli.commerce.feeds.values.numbers import MOST_DIGITS
from royal_cli.errors import UsageError
from royal_cli.money import exponent, normal

_CHANGE = re.compile(r"(?P<sign>[-+*/\u2212]?)\s*(?P<number>\d{1,15}(?:\.\d{1,9})?)\s*(?P<percent>%?)")
_ENDING = re.compile(r"\.\d{1,4}")
_STEP = re.compile(r"\d{1,9}(?:\.\d{1,4})?")


@dataclass(frozen=True, slots=True)
class Change:
    """`sign` is "" for a new value; `number` is a share of 1 where `percent`."""

    text: str
    sign: str
    number: Fraction
    percent: bool = False
    #: Digits after the point of a new value: an amount may have more than its currency.
    digits: int = 0

    @property
    def is_relative(self) -> bool:
        return self.sign != ""

    @property
    def is_money(self) -> bool:
        """Whether it states an amount, which needs a currency to mean anything."""
        return self.sign in ("", "+", "-") and not self.percent

    def of(self, value: Fraction) -> Fraction:
        step = value * self.number if self.percent else self.number
        match self.sign:
            case "":
                return self.number
            case "+":
                return value + step
            case "-":
                return value - step
            case "*":
                return value * self.number
        return value / self.number


def is_change(text: str) -> bool:
    return _CHANGE.fullmatch(text.strip()) is not None


def change(text: str, what: str = "price") -> Change:
    """UsageError for anything that is not written as above."""
    found = _CHANGE.fullmatch(text.strip())
    if found is None:
        hint = "Write it as 12.50, or a change of it: +5% -5% +2.00 -2.00 *1.21 /1.21"
        raise UsageError(f"{text!r} is no {what}.", hint=hint)
    sign, number, percent = found["sign"].replace("\u2212", "-"), Fraction(found["number"]), bool(found["percent"])
    if percent and sign not in ("+", "-"):
        raise UsageError(f"{text!r} is no {what}.", hint="A percentage is more or less of it: +5% or -5%")
    if sign == "/" and number == 0:
        raise UsageError("Nothing can be divided by 0.")
    digits = 0 if sign else len(found["number"].partition(".")[2])
    return Change(text.strip(), sign, number / 100 if percent else number, percent, digits)


@dataclass(frozen=True, slots=True)
class Rounding:
    """To a multiple of `step`, or to one more than a multiple by `ending`."""

    step: Fraction = Fraction(1)
    ending: Fraction = Fraction(0)
    digits: int = 0

    def of(self, value: Fraction) -> Fraction:
        """The nearest; nothing stays nothing, and what is more does not become nothing."""
        if value <= 0:
            return value
        rounded = _nearest((value - self.ending) / self.step) * self.step + self.ending
        return rounded if rounded > 0 else self.ending or self.step


def rounding(text: str) -> Rounding:
    digits = len(text.partition(".")[2])
    if _ENDING.fullmatch(text):
        return Rounding(ending=Fraction(f"0{text}"), digits=digits)
    if _STEP.fullmatch(text) and Fraction(text) > 0:
        return Rounding(step=Fraction(text), digits=digits)
    raise UsageError(f"{text!r} is nothing to round to.", hint="It is a step such as 0.05, or an ending such as .99")


@lru_cache(maxsize=65_536)
def result(
    wish: Change, amount: int, scale: int, currency: str, rounding: Rounding | None = None
) -> tuple[int, int] | None:
    """The amount that is wished for, with its scale, where there is `amount`; None where it cannot be kept: below 0,
    or with more digits than the database has."""
    value = wish.of(Fraction(amount, 10**scale))
    digits = max(exponent(currency), scale if wish.is_relative else wish.digits)
    if rounding:
        value, digits = rounding.of(value), max(digits, rounding.digits)
    figures = _nearest(value * 10**digits)
    return normal(figures, digits, currency) if 0 <= figures < 10**MOST_DIGITS else None


def _nearest(value: Fraction) -> int:
    """Halves away from zero."""
    whole = floor(abs(value) + Fraction(1, 2))
    return whole if value >= 0 else -whole
