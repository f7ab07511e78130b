"""Money in cells: amounts with or without a currency, exact, in the scale of their currency or a finer one."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple, TypeVar

from royal_cli.commerce.feeds.values.cells import Cells, Odd, read_column, without_odd
from royal_cli.commerce.feeds.values.numbers import (
    AMBIGUOUS,
    MOST_DIGITS,
    NEGATIVE,
    NOT_A_NUMBER,
    TOO_LARGE,
    UNDECIDED,
    ColumnEvidence,
    Number,
    look_up_in_groups,
    read_number,
    take_apart,
)
from royal_cli.commerce.feeds.values.problems import Problems
from royal_cli.money import exponent, is_currency, normal, rescale, to_text

T = TypeVar("T")

#: Signs and words that shops write for their currency. The first code is what they mean unless the feed's own
#: currency is another of the row; with "?" the feed has to state it.
_SIGNS = {
    sign: codes.split()
    for sign, codes in {
        "$": "? USD CAD AUD NZD HKD SGD TWD MXN ARS CLP COP BBD BMD BND BSD BZD FJD GYD JMD LRD NAD SBD SRD TTD XCD",
        "¥": "? JPY CNY", "￥": "? JPY CNY", "kr": "? SEK NOK DKK ISK", "rs": "? INR PKR LKR NPR MUR SCR",
        "fcfa": "? XOF XAF", "lei": "? RON MDL", "руб": "? RUB BYN", "р": "? RUB BYN", "fr": "? CHF XPF XOF XAF",
        "£": "GBP EGP FKP GIP SHP SSP SYP", "€": "EUR", "euro": "EUR", "euros": "EUR", "us$": "USD", "$us": "USD",
        "c$": "CAD", "ca$": "CAD", "a$": "AUD", "au$": "AUD", "nz$": "NZD", "hk$": "HKD", "s$": "SGD", "nt$": "TWD",
        "mx$": "MXN", "r$": "BRL", "₹": "INR", "₩": "KRW", "₫": "VND", "₽": "RUB", "rur": "RUB", "₴": "UAH",
        "грн": "UAH", "zł": "PLN", "kč": "CZK", "ft": "HUF", "лв": "BGN", "₺": "TRY", "tl": "TRY", "₪": "ILS",
        "฿": "THB", "₦": "NGN", "₱": "PHP", "rm": "MYR", "rp": "IDR", "dt": "TND", "sfr": "CHF", "₸": "KZT", "₾": "GEL",
    }.items()
}  # fmt: skip

#: The usual price, which needs no further look.
_PLAIN = re.compile(r"([0-9]{1,12})(?:\.([0-9]+))?")

_CURRENCY_UNKNOWN: Odd[Any] = Odd("currency_unknown", "write the currency as its three-letter code, such as EUR")
_CURRENCY_OPEN: Odd[Any] = Odd("currency_open", "several currencies use this sign; say which with --currency")
_CURRENCY_DIFFERS = "one row has one currency; state this value in the currency of the row's first price"


class Price(NamedTuple):
    """`amount` counts 10**-scale of `currency`; a currency of None is the feed's, which nobody has stated."""

    amount: int | None
    scale: int | None
    currency: str | None
    mark: str = ""


_NOTHING = Price(None, None, None)


class Prices(NamedTuple):
    """A column of money, one entry per row."""

    amount: list[int | None]
    scale: list[int | None]
    currency: list[str | None]


class RowPrices(NamedTuple):
    """Several columns of money in the one currency and the one scale of each row."""

    currency: list[str | None]
    scale: list[int | None]
    amounts: list[list[int | None]]


def money(
    cells: Sequence[str],
    problems: Problems,
    column: str,
    *,
    currency: str | Sequence[str | None] | None = None,
    decimal_mark: str | None = None,
    evidence: ColumnEvidence | None = None,
    negative: bool = False,
    clears: str | None = None,
    strict: bool = False,
) -> Prices:
    """Amounts such as "12.50", "1.234,50 €", "₹1,02,999", "USD 5", "(5.00)"; never rounded.

    `currency` is what a cell without its own means, for all rows or row by row. `negative` lets amounts below
    zero pass. A lone mark before three digits is read by the column's evidence or refused.
    """
    found = look_up_in_groups(cells, currency, partial(_prices, negative), decimal_mark, evidence)
    prices = [price or _NOTHING for price in without_odd(found, cells, problems, column, clears, strict)]
    return Prices([p[0] for p in prices], [p[1] for p in prices], [p[2] for p in prices])


@lru_cache(maxsize=512)
def _prices(negative: bool, currency: str | None, decimal_mark: str) -> Cells[Price]:
    digits = exponent(currency)

    def read(cell: str) -> Price | Odd[Price]:
        if (plain := _PLAIN.fullmatch(cell)) and len(fraction := plain[2] or "") <= min(digits, 2):
            return Price(int(plain[1] + fraction.ljust(digits, "0")), digits, currency, "." if fraction else "")
        parts = take_apart(cell)
        if parts is None:
            return NOT_A_NUMBER
        number = read_number(parts.body, decimal_mark)
        own = _currency(parts.before, parts.after, currency)
        if isinstance(own, Odd):
            return number if isinstance(number, Odd) and number is not AMBIGUOUS else own
        if number is AMBIGUOUS and decimal_mark == UNDECIDED and own and _is_natural(own, parts.body):
            number = read_number(parts.body, ".")
        if isinstance(number, Odd):
            return number
        return _price(number, parts.negative, own, negative)

    return Cells(read, null_words=True)


def _is_natural(currency: str, body: str) -> bool:
    """Three digits after a point are thousandths of a dinar; three after a comma cannot be a fraction of a yen."""
    return (exponent(currency), "." in body) in ((3, True), (0, False))


def _price(number: Number, is_negative: bool, currency: str | None, negative: bool) -> Price | Odd[Price]:
    if is_negative and number.figures and not negative:
        return NEGATIVE
    amount, scale = normal(number.figures, number.scale, currency)
    if amount >= 10**MOST_DIGITS:
        return TOO_LARGE
    return Price(-amount if is_negative else amount, scale, currency, number.mark)


def _currency(before: str, after: str, default: str | None) -> str | Odd[Any] | None:
    """The currency that the words around an amount state; `default` where there are none."""
    words = [word for word in (before, after) if word]
    meanings = [_meaning(word) for word in words]
    if not meanings:
        return default
    if not all(meanings):
        return _CURRENCY_UNKNOWN if all(word.isalpha() and len(word) == 3 for word in words) else NOT_A_NUMBER
    common = [code for code in meanings[0] if all(code in meaning for meaning in meanings)]
    if default in common:
        return default
    return common[0] if common and common[0] != "?" else _CURRENCY_OPEN


def currency_word(word: str) -> bool:
    """Whether a word or sign stands for a currency, or for one of several."""
    return bool(_meaning(word))


def _meaning(word: str) -> list[str]:
    bare = word.strip(" .").replace(" ", "")
    return [bare.upper()] if is_currency(bare.upper()) else _SIGNS.get(bare.casefold(), [])


def currency_codes(
    cells: Sequence[str], problems: Problems, column: str, *, clears: str | None = None, strict: bool = False
) -> list[str | None]:
    """A column of currencies: three-letter codes, or signs that mean one currency only."""
    return read_column(cells, _CODES, problems, column, clears, strict)


def _code(cell: str) -> str | Odd[str]:
    code = _currency(cell, "", None)
    return _CURRENCY_UNKNOWN if code is NOT_A_NUMBER or code is None else code


_CODES: Cells[str] = Cells(_code, null_words=True)


def in_one_currency(problems: Problems, prices: Mapping[str, Prices]) -> RowPrices:
    """Bring the columns (by header, the main one first) of each row to one currency and one scale.

    An amount in another currency than the first of its row is refused with a warning.
    """
    columns = list(prices.values())
    stated = {pair for column in columns for pair in set(zip(column.scale, column.currency, strict=True))}
    if len(stated - {(None, None)}) > 1:
        return _row_by_row(problems, prices)
    return RowPrices(
        _first_known([column.currency for column in columns]),
        _first_known([column.scale for column in columns]),
        [column.amount for column in columns],
    )


def _first_known(columns: Sequence[list[T | None]]) -> list[T | None]:
    first, *others = columns
    for other in others:
        if None not in first:
            break
        first = [a if a is not None else b for a, b in zip(first, other, strict=True)]
    return first


def _row_by_row(problems: Problems, prices: Mapping[str, Prices]) -> RowPrices:
    headers = list(prices)
    shared = RowPrices([], [], [[] for _ in prices])
    for row, stated in enumerate(zip(*(zip(*column, strict=True) for column in prices.values()), strict=True)):
        known = [(amount, scale, code) for amount, scale, code in stated if amount is not None and scale is not None]
        currency = known[0][2] if known else None
        finest = max((scale for _, scale, code in known if code == currency), default=None)
        shared.currency.append(currency)
        shared.scale.append(finest)
        for header, kept, (amount, scale, code) in zip(headers, shared.amounts, stated, strict=True):
            differs = code != currency
            if differs and amount is not None:
                value = f"{to_text(amount, scale or 0)} {code or ''}".strip()
                problems.warn(row, header, value, "currency_differs", _CURRENCY_DIFFERS)
            kept.append(None if amount is None or differs else rescale(amount, scale or 0, finest or 0))
    return shared
