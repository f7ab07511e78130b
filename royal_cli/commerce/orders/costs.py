"""What a line costs the merchant where nobody said: what its variant costs now, for all of its units."""

from itertools import groupby

from royal_cli.money import CURRENCIES, exponent

_MOST_DECIMALS = 9


def variant_cost(variant: str, line: str, currency: str, digits: str) -> str:
    """SQL for the cost of a line `l` of a variant `v`, in minor units of an order's currency that has so many digits;
    NULL where the variant's cost is unknown or in another currency."""
    amount, spare = f"{variant}.cost_price * {line}.quantity", f"{variant}.price_scale - {digits}"
    return f"CASE WHEN {variant}.currency = {currency} THEN {_rounded(amount, spare)} END"


def currency_digits(currency: str) -> str:
    """SQL for the digits that a currency has after the point."""
    by_digits = groupby(sorted(CURRENCIES, key=exponent), key=exponent)
    cases = {digits: ", ".join(f"'{code}'" for code in codes) for digits, codes in by_digits if digits != 2}
    return f"CASE {' '.join(f'WHEN {currency} IN ({codes}) THEN {n}' for n, codes in cases.items())} ELSE 2 END"


def _rounded(amount: str, digits: str) -> str:
    """An amount with so many digits less, halves away from zero; NULL where it would need more."""
    unit = " ".join(f"WHEN {n} THEN {10**n}" for n in range(_MOST_DECIMALS + 1))
    unit = f"(CASE {digits} {unit} END)"
    return f"(CASE WHEN {amount} < 0 THEN -1 ELSE 1 END * ((abs({amount}) * 2 + {unit}) / (2 * {unit})))"
