"""How a figure differs from the same figure of the period before."""

import math
from dataclasses import dataclass
from decimal import Decimal

from royal_cli.commerce.reports.page import Figure, Value
from royal_cli.money import Money


@dataclass(frozen=True, slots=True)
class Change:
    """`difference` is in the unit of the figure. `ratio` is it as a share of what was before, where that says
    something: not from 0, and not from less than 0."""

    difference: Decimal
    ratio: Decimal | None
    #: None where more is neither better nor worse, or nothing changed.
    is_better: bool | None


def change_of(figure: Figure) -> Change | None:
    """None where one of the two is unknown, or they are amounts of different currencies."""
    now, before = number(figure.value), number(figure.previous)
    if now is None or before is None or currency(figure.value) != currency(figure.previous):
        return None
    difference = now - before
    return Change(
        difference=difference,
        ratio=difference / before if before > 0 else None,
        is_better=None
        if figure.more_is_better is None or not difference
        else (difference > 0) == figure.more_is_better,
    )


def number(value: Value) -> Decimal | None:
    """The value as a number: money in whole units of its currency."""
    match value:
        case Money():
            return Decimal(value.amount).scaleb(-value.scale)
        case Decimal():
            return value
        case int() | float() if math.isfinite(value):
            return Decimal(str(value))
    return None


def currency(value: Value) -> str | None:
    return value.currency if isinstance(value, Money) else None
