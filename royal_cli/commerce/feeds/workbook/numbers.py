"""What the numbers of a workbook are: every digit that is there, and what their format says beyond it.

A format may make a day of a number, or show it with leading zeros, as a percentage, or in a currency. How many
decimals it shows says nothing: a price is what the cell holds.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache

from royal_cli.commerce.feeds.rows import TYPED
from royal_cli.commerce.feeds.values import currency_word

#: The text of a number, given as it is written in the file.
Look = Callable[[str], str]

#: A spreadsheet keeps so many digits of a number; what stands behind them is noise.
_DIGITS = 15
_EXACT = Context(prec=_DIGITS)
_LOST = Decimal(10) ** _DIGITS
_TINY = Decimal(10) ** -_DIGITS

_LAST_DAY = Decimal(2_958_466)
_DAY_OF_1904 = 1_462
#: There was no 29 February in 1900, but there is one in spreadsheets.
_REAL_FROM = 60

#: Formats that have a number and no text, as far as they say more than a number.
BUILT_IN = {
    9: "0%", 10: "0.00%",
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 55), 57, 58), "yyyy-mm-dd"), 22: "yyyy-mm-dd hh:mm",
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), "hh:mm:ss"),
}  # fmt: skip

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
_BRACKETS = re.compile(r"\[([^\]]*)\]")
_MASK = re.compile(r'(?:0|"[^"]*"|\\.|[- ()])*00(?:0|"[^"]*"|\\.|[- ()])*')
_SIGN = re.compile(r"\$([^-]*)(?:-([0-9A-Fa-f]+|[A-Za-z]+-[A-Za-z]+))?")
_WORD = re.compile(r"[^\W\d_]{1,4}\.?|[^\w\s,.#0?/()%+;:-]")

_SHARED_SIGNS = frozenset(["$", "kr", "kr.", "¥", "￥"])
#: Places whose sign several currencies share: the last digits of their number at Microsoft, or their name.
_OF_PLACES = {
    "409": "USD", "1009": "CAD", "c0c": "CAD", "c09": "AUD", "1409": "NZD", "80a": "MXN", "4809": "SGD", "c04": "HKD",
    "404": "TWD", "411": "JPY", "804": "CNY", "41d": "SEK", "414": "NOK", "814": "NOK", "406": "DKK", "40f": "ISK",
    "en-us": "USD", "en-ca": "CAD", "fr-ca": "CAD", "en-au": "AUD", "en-nz": "NZD", "es-mx": "MXN", "en-sg": "SGD",
    "zh-hk": "HKD", "zh-tw": "TWD", "ja-jp": "JPY", "zh-cn": "CNY", "sv-se": "SEK", "nb-no": "NOK", "nn-no": "NOK",
    "da-dk": "DKK", "is-is": "ISK",
}  # fmt: skip


def plain(written: str) -> str:
    """A number without exponent and needless zeros; one whose digits are lost keeps its exponent, and is refused."""
    if len(written) <= _DIGITS and written.isascii() and written.isdigit() and written[0] != "0":
        return written
    number = _read(written)
    if number is None:
        return written
    text = _text(number)
    return text + TYPED if "." in text and "E" not in text else text


def look_of(code: str, *, from_1904: bool = False) -> Look:
    """How the numbers of cells with this format are to be read."""
    positive = _first_section(code)
    bare = _QUOTED.sub("", positive)
    letters = _BRACKETS.sub(_elapsed, bare)
    if re.search("[dmyhs]", letters, re.IGNORECASE) and "general" not in letters.casefold():
        return _moments(from_1904=from_1904, has_day=bool(re.search("[dy]|mmm", letters, re.IGNORECASE)))
    if "%" in bare:
        return _percent
    if _MASK.fullmatch(positive):
        return _masked(positive)
    if currency := _currency(positive):
        return _priced(currency)
    return plain


def _read(written: str) -> Decimal | None:
    try:
        number = Decimal(written)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _text(number: Decimal) -> str:
    rounded = _EXACT.plus(number)
    if not rounded:
        return "0"
    if not _TINY <= abs(rounded) < _LOST:
        return f"{rounded:.{_DIGITS - 1}E}"
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _first_section(code: str) -> str:
    """What holds for positive numbers."""
    return re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code, maxsplit=1)[0]


def _elapsed(match: re.Match[str]) -> str:
    """[h] and [mm] count hours and minutes; other brackets hold colours, conditions, currencies and places."""
    return match[1] if re.fullmatch("[hms]+", match[1], re.IGNORECASE) else ""


@lru_cache(maxsize=4)
def _moments(*, from_1904: bool, has_day: bool) -> Look:
    def show(written: str) -> str:
        number = _read(written)
        if number is None:
            return written
        days = number + _DAY_OF_1904 if from_1904 else number
        if not (0 <= days < _LAST_DAY) or (has_day and days < 1):
            return plain(written)
        return (_date(days) if has_day else _duration(number)) + TYPED

    return show


def _date(days: Decimal) -> str:
    """ISO 8601, with the time where there is one; to the second, which a spreadsheet's fractions stand for."""
    seconds = round(days * 86_400)
    start = datetime(1899, 12, 30 if days >= _REAL_FROM else 31)  # noqa: DTZ001
    moment = start + timedelta(seconds=seconds)
    return moment.date().isoformat() if seconds % 86_400 == 0 else moment.isoformat()


def _duration(days: Decimal) -> str:
    minutes, seconds = divmod(round(days * 86_400), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}"


def _percent(written: str) -> str:
    number = _read(written)
    if number is None:
        return written
    text = f"{_text(_EXACT.multiply(number, Decimal(100)))}%"
    return text + TYPED if "." in text else text


def _masked(mask: str) -> Look:
    """A whole number under a mask of zeros, as a person sees it: 42 under 00000 is 00042."""
    signs = [match[1] or match[2] or match[0] for match in re.finditer(r'"([^"]*)"|\\(.)|.', mask)]
    places = [place for place, match in enumerate(re.finditer(r'"[^"]*"|\\.|.', mask)) if match[0] == "0"]

    def show(written: str) -> str:
        bare = plain(written)
        if not bare.isdigit():
            return bare
        digits = bare.zfill(len(places))
        shown = list(signs)
        for place, digit in zip(reversed(places), reversed(digits), strict=False):
            shown[place] = digit
        shown[places[0]] = digits[: len(digits) - len(places) + 1]
        return "".join(shown)

    return show


def _priced(currency: str) -> Look:
    def show(written: str) -> str:
        number = _read(written)
        if number is None:
            return written
        text = f"{_text(number)} {currency}"
        return text + TYPED if "." in text else text

    return show


def _currency(code: str) -> str:
    """The currency that a format writes beside its numbers: a code, or a sign; "" for none."""
    for bracket in _BRACKETS.findall(code):
        if match := _SIGN.fullmatch(bracket):
            sign, place = match[1].strip(), (match[2] or "").casefold()
            place = place if "-" in place else place[-4:].lstrip("0")
            if sign:
                return _OF_PLACES.get(place, sign) if sign.casefold() in _SHARED_SIGNS else sign
    literal = _QUOTED.sub(lambda match: match[1] or match[2] or " ", _BRACKETS.sub("", code))
    return next((word for word in _WORD.findall(literal) if currency_word(word)), "")
