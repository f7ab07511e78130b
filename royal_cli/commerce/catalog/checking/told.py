"""How values are told: money in its currency, addresses out of a list, text with its length."""

import json
import re
from collections.abc import Callable, Iterator

from royal_cli.commerce.catalog.reading.amounts import money

_WHOLE = re.compile(r"https?://[^/\s]", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^>]*>|&(?:[a-zA-Z]{2,8}|#\d{1,6});")
#: What UTF-8 looks like that somebody has read as cp1252 or latin-1, and the mark of a letter that was lost.
_GARBLED = re.compile("[ÂÃÄÅÐÑØÙâãåïð][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|\ufffd")


def money_text(amount: int | None, scale: int | None, currency: str | None, *_: object) -> str | None:
    known = money(amount, scale, currency)
    return None if known is None else str(known)


def two_amounts(between: str) -> Callable[..., str | None]:
    """Of a price and a second amount: `12.50 EUR, cost 14.00 EUR`."""

    def told(*values: object) -> str | None:
        first, second = money_text(*values[:3]), money_text(*values[3:6])  # type: ignore[arg-type]
        return f"{first}, {between} {second}"

    return told


def measured(text: str) -> str:
    return f"{len(text)} characters: {text[:60]}…"


def longest_of(words: str | None) -> str:
    """Of a list of tags."""
    return max(map(str, json.loads(words or "[]")), key=len, default="")


def addresses(images: str | None) -> Iterator[str]:
    """Of the list of images of a product."""
    return (str(image["url"]) for image in json.loads(images or "[]"))


def is_whole_address(address: str) -> bool:
    return bool(_WHOLE.match(address))


def not_whole(images: str | None) -> str | None:
    return next((url for url in addresses(images) if not is_whole_address(url)), None)


def has_markup(text: str) -> bool:
    return bool(_TAG.search(text))


def is_shouted(text: str) -> bool:
    """All in capitals, and more than a brand or a code: two words of four letters at least."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    return len(words) > 1 and not any(letter.islower() for letter in text)


def is_garbled(text: str) -> bool:
    """What was written down in the wrong encoding: what is left of it reads as UTF-8 after all, or a letter is lost."""
    if "\ufffd" in text:
        return True
    return any(_reads_as_utf8(text, encoding) for encoding in ("cp1252", "latin-1")) if _GARBLED.search(text) else False


def _reads_as_utf8(text: str, encoding: str) -> bool:
    return any(_repaired(found, encoding) for found in re.findall(r"[^\x00-\x7f]{2,}", text))


def _repaired(part: str, encoding: str) -> bool:
    try:
        return len(part.encode(encoding).decode()) < len(part)
    except UnicodeError:
        return False
