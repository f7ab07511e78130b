"""The words of a header row: cleaned for people, folded for comparison."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

_JUNK = "\ufeff\u200b\xa0 \t\r\n\"'`"
_NOT_A_WORD = re.compile(r"[\W_]+")
#: Tables may write Google's attributes as XML does: g:id.
_NAMESPACE = re.compile(r"^g:\s*", re.IGNORECASE)
#: What is left above the capital İ of Turkish when it becomes small.
_DOT = "\u0307"


@lru_cache(maxsize=4096)
def clean(header: str) -> str:
    """The header without a byte order mark, quotes and spaces around it."""
    return " ".join(header.strip(_JUNK).split())


@lru_cache(maxsize=4096)
def fold(header: str) -> str:
    """Lower case words without punctuation: `Variant SKU`, `variant_sku` and `Variant-SKU ` are the same header."""
    words = _NAMESPACE.sub("", clean(header)).replace("#", " no ").casefold()
    if not words.isascii():
        words = unicodedata.normalize("NFKC", words.replace(_DOT, ""))
    return " ".join(_NOT_A_WORD.sub(" ", words).split())


def listed(headers: Iterable[str], limit: int = 12) -> str:
    """The headers in a sentence, cut where there are many."""
    names = [clean(header) or "(empty)" for header in headers]
    more = f" … and {len(names) - limit} more" if len(names) > limit else ""
    return ", ".join(names[:limit]) + more


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    found = get_close_matches(fold(word), {fold(name): name for name in known}, n=1, cutoff=0.6)
    return {fold(name): name for name in known}[found[0]] if found else None
