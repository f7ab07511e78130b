"""Readable names for addresses and keys, made of a title."""

import re
import unicodedata

_APART = re.compile(r"[\W_]+")


def slug(title: str) -> str:
    """Lower case words joined by hyphens, without accents: "Crème brûlée, 2 pcs" is "creme-brulee-2-pcs"."""
    letters = title if title.isascii() else _without_accents(title)
    return _APART.sub("-", letters.casefold()).strip("-")


def _without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
