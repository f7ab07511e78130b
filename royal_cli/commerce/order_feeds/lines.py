"""Lines of which the file says what they come to, and not what one unit costs."""

from collections.abc import Sequence
from functools import lru_cache

from royal_cli.commerce.order_feeds.sheet import OrderSheet
from royal_cli.money import exponent, normal, power_of_ten, round_half_up

#: A third of a euro needs further decimals; times the quantity it is the total again, to the cent.
_FURTHER_DIGITS = 4


def unit_prices(
    totals: Sequence[int | None],
    scales: Sequence[int | None],
    quantities: Sequence[int | None],
    currencies: Sequence[str | None],
) -> tuple[list[int | None], list[int | None]]:
    """The prices of one unit, and their scales; None where a total or a quantity is unknown, or there are no units."""
    found = list(map(_unit_price, totals, scales, quantities, currencies))
    return [price for price, _ in found], [scale for _, scale in found]


@lru_cache(maxsize=1 << 16)
def _unit_price(
    total: int | None, scale: int | None, quantity: int | None, currency: str | None
) -> tuple[int | None, int | None]:
    if total is None or scale is None or not quantity:
        return None, None
    figures = total * power_of_ten(_FURTHER_DIGITS)
    whole, half = abs(figures), abs(quantity)
    price = (2 * whole + half) // (2 * half)
    return normal(price if (figures < 0) == (quantity < 0) else -price, scale + _FURTHER_DIGITS, currency)


def gross(sheet: OrderSheet, prices: Sequence[int | None], scales: Sequence[int | None],
          quantities: Sequence[int | None]) -> list[int | None]:  # fmt: skip
    """Price times quantity in minor units, rounded once."""
    digits = {code: exponent(code) for code in set(sheet.row_currencies)}
    rows = zip(prices, scales, quantities, sheet.row_currencies, strict=True)
    return [
        None if price is None or quantity is None else round_half_up(price * quantity, scale or 0, digits[code])
        for price, scale, quantity, code in rows
    ]
