"""What a line comes to: price times quantity, rounded once, less its own discount."""

from functools import lru_cache
from typing import NamedTuple

from royal_cli.money import exponent, rescale, round_half_up, to_text

#: Amounts beyond this are typing errors, and sums of many would leave the range of the database.
MOST = 10**15


class Total(NamedTuple):
    """A line's `total` and `discount` in minor units; `wrong` says why they cannot be, else it is empty."""

    total: int | None
    discount: int | None
    wrong: str = ""


@lru_cache(1 << 16)
def line_total(
    trusted: bool,
    currency: str | None,
    price: int | None,
    scale: int | None,
    quantity: int | None,
    discount: int | None,
    total: int | None,
) -> Total:
    """The total of a line, or the discount where price and total are stated and no discount is.

    A unit price is often the total divided and rounded; so much may be between them. More than that is `wrong`,
    unless it is `trusted`: then it is a discount. Nothing is worked out in an unknown currency.
    """
    if price is None or scale is None or quantity is None or currency is None:
        return _within(Total(total, discount))
    digits = exponent(currency)
    full = round_half_up(price * quantity, scale, digits)
    if total is None:
        return _within(Total(full - (discount or 0), discount))
    rest = full - total
    if rest == (discount or 0):
        return _within(Total(total, discount))
    if trusted or (discount is None and 2 * abs(rest) <= abs(quantity) * _last_digit(scale, digits)):
        return _within(Total(total, rest))
    stated = to_text(total, digits)
    return Total(total, discount, f"price and quantity come to {to_text(full - (discount or 0), digits)}, not {stated}")


def _last_digit(scale: int, digits: int) -> int:
    """What the last digit of a price is worth in minor units, at least one of them."""
    return rescale(1, scale, digits) if scale <= digits else 1


def _within(found: Total) -> Total:
    if abs(found.total or 0) > MOST or abs(found.discount or 0) > MOST:
        return Total(None, None, "the amount is too large to be true")
    return found
