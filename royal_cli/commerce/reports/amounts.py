"""Sums become money, averages and shares; what nothing is known of stays None."""

from royal_cli.money import Money, exponent

#: Digits of a share after the point: hundredths of a percent.
_DIGITS = 4


def money(amount: int, currency: str) -> Money:
    """Minor units of a currency."""
    return Money(amount, currency, exponent(currency))


def average(amount: int, count: int, currency: str) -> Money | None:
    """Rounded once, half away from zero; None of nothing."""
    return money(divided(amount, count), currency) if count else None


def divided(amount: int, count: int) -> int:
    whole = (abs(amount) * 2 + count) // (2 * count)
    return -whole if amount < 0 else whole


def share(part: int | float, whole: int | float) -> float | None:
    """A fraction of 1; None of nothing."""
    return round(part / whole, _DIGITS) if whole else None
