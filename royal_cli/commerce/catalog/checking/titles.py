"""Whether two titles of a vendor mean one article: only if what differs between them tells nothing.

Numbers always tell something (180 cm, 200 cm), and so does any word that only one of them has (red, large, XL). Nothing
is told by capitals, accents, punctuation, order, an ending in s, small words, the vendor's own name, a space within
a word, and one letter within a long word that is too many, missing, or has changed places with its neighbour; one that
is another letter (Marina, Marika) may be a name, unless the other word is in general use and this one nowhere else.
"""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple
from unicodedata import combining, normalize

from royal_cli.commerce.catalog.checking.small_words import SMALL_WORDS

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|\+")
#: Where one letter may be a slip of the pen.
_LONG = 6
#: A word is in general use when so many titles have it.
_COMMON = 3
#: Beyond these, a letter may be a word of its own.
_LAST_LETTER = "\u058f"


class Title(NamedTuple):
    """A title in parts: all its tokens as they come, then what it says."""

    tokens: tuple[str, ...]
    words: tuple[str, ...]
    numbers: tuple[str, ...]

    @property
    def joined(self) -> str:
        return "".join(self.words)


def parsed(title: str, vendor: str) -> Title:
    tokens = _tokens(title)
    vendors = _vendor(vendor)
    said = [token for token in tokens if not token[0].isdigit() and token not in SMALL_WORDS]
    words = [word for word in said if word not in vendors] or said
    numbers = (token.replace(",", ".") for token in tokens if token[0].isdigit())
    return Title(tokens, tuple(map(_singular, words)), tuple(numbers))


def is_long(word: str) -> bool:
    return len(word) >= _LONG and word[-1] <= _LAST_LETTER


def likeness(one: Title, other: Title, uses: Mapping[str, int]) -> tuple[str, int] | None:
    """Why the titles mean the same, and how alike they are in percent; None if something tells them apart.

    `uses` counts the titles in which a long word stands.
    """
    if one.numbers != other.numbers:
        return None
    why = _why(one, other, uses)
    if why is None:
        return None
    ratio = SequenceMatcher(None, " ".join(one.tokens), " ".join(other.tokens), autojunk=False).ratio()
    return why, int(100 * ratio)


def _why(one: Title, other: Title, uses: Mapping[str, int]) -> str | None:
    mine, theirs = set(one.words) - set(other.words), set(other.words) - set(one.words)
    if not mine and not theirs:
        return "the same words"
    if one.joined == other.joined:
        return "the same letters"
    if len(mine) == len(theirs) == 1:
        (word,), (its,) = mine, theirs
        if is_long(word) and is_long(its) and is_slip(word, its, uses):
            return f"{word}, {its}"
    return None


def is_slip(word: str, other: str, uses: Mapping[str, int]) -> bool:
    """Whether one word is probably the other, misspelt by one letter."""
    if len(word) != len(other):
        short, long = sorted((word, other), key=len)
        # At the end it may be another name: Daniel, Daniela.
        return any(long[:place] + long[place + 1 :] == short for place in range(len(long) - 1))
    places = [place for place, (mine, its) in enumerate(zip(word, other, strict=True)) if mine != its]
    if len(places) == 2 and places[1] == places[0] + 1:
        return word[places[0]] == other[places[1]] and word[places[1]] == other[places[0]]
    rare, common = sorted((uses.get(word, 0), uses.get(other, 0)))
    return len(places) == 1 and rare <= 1 and common >= _COMMON


def _tokens(text: str) -> tuple[str, ...]:
    plain = text.casefold()
    if not plain.isascii():
        plain = "".join(letter for letter in normalize("NFKD", plain) if not combining(letter))
    return tuple(_TOKEN.findall(plain))


@lru_cache(1_000)
def _vendor(name: str) -> frozenset[str]:
    return frozenset(_tokens(name))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word
