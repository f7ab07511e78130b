"""Which rows are the same product or variant, and what a variant without a SKU of its own is called."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

MAX_SKU = 255

_NOT_IN_SKU = re.compile(r"[^\w.]+")
_NOT_IN_TITLE = re.compile(r"[\W_]+")


@lru_cache(maxsize=65_536)
def _slug(text: str) -> str:
    return _NOT_IN_SKU.sub("-", text.strip()).strip("-")


def derived_sku(product_key: str, option_values: Sequence[str | None]) -> str:
    """The SKU of a variant that has none: readable, and the same for the same product and options."""
    parts = [_slug(value) or "-" for value in option_values if value]
    return "-".join([_slug(product_key) or "-", *parts])[:MAX_SKU]


def distinct_sku(sku: str, product_key: str, option_values: Sequence[str | None]) -> str:
    """The same, told apart by the exact identity where two derived SKUs would read alike."""
    identity = "\x1f".join([product_key, *(value or "" for value in option_values)])
    mark = hashlib.sha256(identity.encode()).hexdigest()[:6]
    return f"{sku[: MAX_SKU - 7]}~{mark}"


def title_fingerprint(title: str) -> int | None:
    """Equal, within one process, for titles that differ only in case, accents' form, spaces and punctuation."""
    text = title if title.isascii() else unicodedata.normalize("NFKC", title)
    letters = _NOT_IN_TITLE.sub("", text.casefold())
    return hash(letters) if letters else None
