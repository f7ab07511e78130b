"""Stored values as the text that an import reads back as the same values."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import compress
from operator import not_
from typing import Any, Generic, TypeVar

from royal_cli.commerce.feeds.rows import SEPARATOR
from royal_cli.commerce.feeds.values.cells import special
from royal_cli.money import exponent, normal, to_text

Key = TypeVar("Key")

#: Stands in a column for a value that the feed has no way of saying.
UNSAYABLE = "\0"

_REMEMBERED = 32_768
#: How texts begin or end, or what they hold, that may be read as something else.
_SUSPICIOUS = ("\n'", "\n#", "\n__", "\nErr:", "\n ", " \n", "\t", "\u00a0\n", "\n\u00a0", SEPARATOR)
#: An apostrophe that is taken for a spreadsheet's.
_PROTECTED = re.compile(r"'(?:[=+\-@]|[\d\s.,/-]+\Z)")
#: Three decimals could be a thousands group, except in these units: a parcel weighs no tonnes.
_LARGE_UNITS = frozenset(["kg", "lb", "m"])
_UNUSUAL = re.compile(r"[\s|,;]")
_END = re.compile(r"[\s|]|[,;](?=(?:https?:)?//|\Z)")
#: Images as both databases write them, where a look at their text is enough.
_UNDESCRIBED = re.compile(
    r'\[(?:\{"url": ?"[^"\\]*", ?"alt_text": ?null, ?"position": ?\d+, ?"is_primary": ?(?:true|false)\}(?:, ?)?)*\]'
)
#: The one image of a product, whose address needs no closer look.
_ONLY = re.compile(
    r'\[\{"url": ?"([^"\\\s|,;]*)", ?"alt_text": ?null, ?"position": ?\d+, ?"is_primary": ?(?:true|false)\}\]'
)
_URL = re.compile(r'"url": ?"([^"]*)"')


class Written(dict[Key, str], Generic[Key]):
    """Value -> its text, written once however often it occurs; None is the empty cell."""

    def __init__(self, write: Callable[[Key], str]) -> None:
        super().__init__()
        self._write = write

    def __missing__(self, value: Key) -> str:
        if len(self) > _REMEMBERED:
            self.clear()
        self[value] = text = "" if value is None else self._write(value)
        return text


class Amounts:
    """Columns of money as decimals."""

    def __init__(self) -> None:
        self._any = Written(amount)
        self._of: dict[tuple[int | None, str | None], Written[int | None]] = {}

    def column(
        self, amounts: Sequence[int | None], scales: Sequence[int | None], currencies: Sequence[str | None]
    ) -> list[str]:
        kinds = set(zip(scales, currencies, strict=True)) - {(None, None)}
        if len(kinds) > 1:
            return list(map(self._any.__getitem__, zip(amounts, scales, currencies, strict=True)))
        return list(map(self._of_kind(*(kinds.pop() if kinds else (None, None))).__getitem__, amounts))

    def one(self, count: int | None, scale: int | None, currency: str | None) -> str:
        return self._any[count, scale, currency]

    def _of_kind(self, scale: int | None, currency: str | None) -> "Written[int | None]":
        if (scale, currency) not in self._of:
            self._of[scale, currency] = Written(lambda count: amount((count, scale, currency)))
        return self._of[scale, currency]


def amount(money: tuple[int | None, int | None, str | None]) -> str:
    """An amount with its scale and currency as a decimal; unknown is empty."""
    count, scale, currency = money
    if count is None or scale is None:
        return ""
    kept, digits = normal(count, scale, currency)
    text = to_text(kept, digits)
    return f"{text}0" if digits == 3 and exponent(currency) != 3 else text


def weight(measure: tuple[int | None, str | None]) -> str:
    thousandths, unit = measure
    return "" if thousandths is None or unit is None else measured(decimal(thousandths, 3), unit)


def decimal(figures: int, scale: int) -> str:
    """Without the zeros that say nothing."""
    text = to_text(figures, scale)
    return text.rstrip("0").rstrip(".") if "." in text else text


def measured(text: str, unit: str | None) -> str:
    """A fourth decimal says that the point is one, and changes nothing."""
    is_open = len(text.partition(".")[2]) == 3 and unit not in _LARGE_UNITS
    return f"{text}0" if is_open else text


@lru_cache(maxsize=8192)
def sides(document: str | None) -> tuple[str, str, str, str]:
    """Length, width, height and their unit."""
    found = json.loads(document) if document else {}
    unit = found.get("unit") or ""
    length, width, height = (measured(str(found.get(side) or ""), unit) for side in ("length", "width", "height"))
    return length, width, height, unit


def listed(document: str | None) -> list[str]:
    found: list[str] = json.loads(document) if document else []
    return found


def words(document: str) -> str:
    """A list of words with commas between them, if none of them has one."""
    found = json.loads(document)
    sayable = all(isinstance(word, str) and "," not in word and word == word.strip() for word in found)
    return ", ".join(found) if sayable and len(set(found)) == len(found) else UNSAYABLE


def addresses(document: str) -> str:
    """A list of web addresses with a comma between them."""
    found = json.loads(document)
    return ", ".join(found) if all(isinstance(url, str) and is_plain(url) for url in found) else UNSAYABLE


def is_plain(url: str) -> bool:
    """Whether a list of addresses can hold this one: nothing in it looks like the end of it."""
    return not _UNUSUAL.search(url) or not _END.search(url)


def pictures(document: str | None) -> str | None:
    """Images as a list of addresses; None where they are described, or such a list cannot hold them."""
    if document is None:
        return ""
    if only := _ONLY.fullmatch(document):
        return only[1]
    if _UNDESCRIBED.fullmatch(document):
        urls = _URL.findall(document)
    else:
        found = images(document)
        urls = [url for url, _ in found]
        if any(text for _, text in found):
            return None
    return " ".join(urls) if all(map(is_plain, urls)) else None


def images(document: str | None) -> list[tuple[str, str | None]]:
    """Addresses with the texts that describe them, in order."""
    if document and (only := _ONLY.fullmatch(document)):
        return [(only[1], None)]
    found: list[dict[str, Any]] = json.loads(document) if document else []
    return [(image["url"], image.get("alt_text")) for image in found]


def identifier(text: str) -> str:
    """A leading apostrophe is doubled, since one is taken for a spreadsheet's."""
    return f"'{text}" if text.startswith("'") else text


def are_plain(column: Iterable[str | None]) -> bool:
    """Whether none of the texts needs a closer look."""
    joined = "\n".join(["", *filter(None, column), ""])
    return not any(sign in joined for sign in _SUSPICIOUS)


def readable(
    column: Sequence[str | None], what: str, skus: Sequence[str], leave: Callable[[str, str, str], None]
) -> Sequence[str | None]:
    """Without texts that would be read as something else; `leave` is told column, reason and SKU of each."""
    if are_plain(column):
        return column
    told = [text is None or is_text(text) for text in column]
    for sku in compress(skus, map(not_, told)):
        leave(what, "it would be read as something else", sku)
    return [text if is_told else None for text, is_told in zip(column, told, strict=True)]


def is_text(text: str) -> bool:
    """Whether an import reads a cell with this text as just that."""
    return text == text.strip() and special(text) is None and not _PROTECTED.match(text) and SEPARATOR not in text
