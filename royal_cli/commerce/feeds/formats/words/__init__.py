"""What tables call their columns: one table of words per language, and every way in which they are spelled."""

import unicodedata
from collections.abc import Iterator, Mapping

from royal_cli.commerce.feeds.formats.words import (
    arabic,
    chinese,
    czech,
    danish,
    dutch,
    english,
    finnish,
    french,
    german,
    greek,
    hungarian,
    italian,
    japanese,
    norwegian,
    polish,
    portuguese,
    romanian,
    russian,
    spanish,
    swedish,
    turkish,
)
from royal_cli.commerce.feeds.headers import fold

LANGUAGES: Mapping[str, Mapping[str, str]] = {
    language.__name__.rpartition(".")[2]: language.WORDS
    for language in (
        english, german, french, italian, spanish, dutch, polish, portuguese, czech, swedish, danish, norwegian,
        finnish, turkish, arabic, russian, greek, hungarian, romanian, chinese, japanese,
    )
}  # fmt: skip

#: Letters that keyboards without them write as several, or as others.
_WRITTEN = (
    str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "æ": "ae", "å": "aa", "ł": "l", "ı": "i"}),
    str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "ł": "l", "ı": "i", "đ": "d"}),
)

#: Without its accents so short a word is another one: ár, a price, and ar.
_SHORT = 2


def spellings(word: str) -> Iterator[str]:
    """A word as headers have it, folded: with and without accents, and grown together as in `ItemNumber`."""
    whole = fold(word)
    written = [whole]
    if len(whole) > _SHORT and not whole.isascii():
        umlauts, plain = (whole.translate(letters) for letters in _WRITTEN)
        written += [umlauts, without_accents(umlauts), without_accents(plain)]
    for spelled in dict.fromkeys(written):
        yield spelled
        yield spelled.replace(" ", "")


def without_accents(word: str) -> str:
    letters = (letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", "".join(letters))


def words_of(words: Mapping[str, str]) -> Mapping[str, str]:
    """Folded header -> role, of one language."""
    return {
        spelled: role for role, listed in words.items() for word in listed.split(",") for spelled in spellings(word)
    }


#: Folded header -> role, in all languages.
ROLES: Mapping[str, str] = {
    header: role for words in reversed(tuple(LANGUAGES.values())) for header, role in words_of(words).items()
}
