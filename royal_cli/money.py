"""Money as integers: an amount that counts 10**-scale of an ISO 4217 currency, never a float."""

from typing import NamedTuple

#: Digits after the point where ISO 4217 does not say two.
_DIGITS = {0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF", 3: "BHD IQD JOD KWD LYD OMR TND"}
_EXPONENTS = {code: digits for digits, codes in _DIGITS.items() for code in codes.split()}

_ACTIVE = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
    CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG
    HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA
    MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD
    RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX
    USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""

#: Currencies that a shop can charge in: the active national ones, and ANG and BGN, which left in 2025 and 2026.
CURRENCIES = frozenset(_ACTIVE.split())


class Money(NamedTuple):
    """`amount` counts 10**-scale of `currency`; the scale is never smaller than the currency's exponent."""

    amount: int
    currency: str
    scale: int

    def __str__(self) -> str:
        return f"{to_text(self.amount, self.scale)} {self.currency}"


def is_currency(code: str) -> bool:
    return code in CURRENCIES


def exponent(currency: str | None) -> int:
    """Digits after the point of a currency; two while the currency is not known."""
    return _EXPONENTS.get(currency, 2) if currency else 2


def to_text(amount: int, scale: int) -> str:
    """1250 with scale 2 is "12.50"."""
    if scale == 0:
        return str(amount)
    digits = str(abs(amount)).rjust(scale + 1, "0")
    return f"{'-' if amount < 0 else ''}{digits[:-scale]}.{digits[-scale:]}"


def from_text(text: str) -> tuple[int, int]:
    """The amount and scale of a plain decimal such as "-12.50"; ValueError for anything else."""
    digits = text.removeprefix("-")
    whole, point, fraction = digits.partition(".")
    figures = whole + fraction
    if not (whole and figures.isascii() and figures.isdigit()) or (point and not fraction):
        raise ValueError(f"not a plain decimal: {text!r}")
    return int(figures) * (-1 if digits != text else 1), len(fraction)


def power_of_ten(digits: int) -> int:
    return int(10**digits)


def rescale(amount: int, scale: int, to: int) -> int:
    """The same amount at another scale; ValueError where that would drop digits."""
    if to >= scale:
        return amount * power_of_ten(to - scale)
    kept, rest = divmod(amount, power_of_ten(scale - to))
    if rest:
        raise ValueError(f"{to_text(amount, scale)} does not fit {to} decimals")
    return kept


def normal(amount: int, scale: int, currency: str | None) -> tuple[int, int]:
    """The one way an amount is stored: the currency's own digits, and more only as far as they are not zero."""
    least = exponent(currency)
    if scale < least:
        return amount * power_of_ten(least - scale), least
    while scale > least and amount % 10 == 0:
        amount //= 10
        scale -= 1
    return amount, scale


def round_half_up(amount: int, scale: int, to: int) -> int:
    """Round to fewer digits, halves away from zero, as invoices do."""
    if to >= scale:
        return rescale(amount, scale, to)
    unit = power_of_ten(scale - to)
    rounded = (abs(amount) + unit // 2) // unit
    return -rounded if amount < 0 else rounded
