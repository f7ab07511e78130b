"""Amounts of money on the command line."""

from royal_cli.cli.terminal import terminal
from royal_cli.errors import UsageError
from royal_cli.money import Money, exponent, from_text, is_currency, normal


def amount(text: str | None, option: str) -> Money | None:
    """An amount with its currency, which is the shop's where none is written."""
    if text is None:
        return None
    number, _, code = text.strip().partition(" ")
    currency = code.strip().upper() or terminal().settings.currency
    try:
        amount, scale = normal(*from_text(number), currency)
    except ValueError:
        scale = None
    if scale != exponent(currency) or not is_currency(currency):
        raise UsageError(f"{option} {text} is not an amount.", hint=f'It reads: {option} 100, or {option} "100 USD"')
    return Money(amount, currency, scale)
