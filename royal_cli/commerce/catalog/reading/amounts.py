"""Compares amounts of money exactly, whatever their scale, and puts price and cost together."""

from collections.abc import Iterable
from decimal import Decimal

from royal_cli.money import Money, normal, rescale


def money(amount: int | None, scale: int | None, currency: str | None) -> Money | None:
    """A stored amount; None while the amount or its currency is unknown."""
    if amount is None or scale is None or currency is None:
        return None
    kept, digits = normal(amount, scale, currency)
    return Money(kept, currency, digits)


def cheapest_first(amounts: Iterable[Money]) -> list[Money]:
    """Amounts of one currency, sorted by what they are worth."""
    known = list(amounts)
    finest = max((amount.scale for amount in known), default=0)
    return sorted(known, key=lambda amount: rescale(amount.amount, amount.scale, finest))


def gross_margin(price: Money | None, cost: Money | None) -> Decimal | None:
    """(price - cost) / price in percent, rounded down to two digits; None unless both are known and comparable."""
    if price is None or cost is None or price.currency != cost.currency or price.amount <= 0:
        return None
    finest = max(price.scale, cost.scale)
    whole, part = rescale(price.amount, price.scale, finest), rescale(cost.amount, cost.scale, finest)
    return Decimal((whole - part) * 10_000 // whole).scaleb(-2)
