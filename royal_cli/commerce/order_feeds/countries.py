"""Countries as people write them: their ISO 3166 codes, or nothing where a word is no country."""

from functools import cache

from royal_cli.commerce.feeds.headers import fold

#: How shops call countries that Unicode's list calls otherwise. What is no country has no code.
_SPELLINGS = {
    "GB": "uk, great britain, england, scotland, wales, northern ireland, u k, united kingdom of great britain",
    "IE": "eire, republic of ireland, irish republic", "ZA": "rsa, republic of south africa",
    "US": "usa, u s a, u s, united states of america, america", "NL": "holland, the netherlands",
    "CZ": "czech republic", "TR": "turkey, türkiye",
    "KR": "south korea, korea, republic of korea", "KP": "north korea", "RU": "russian federation", "VN": "viet nam",
    "HK": "hong kong", "MO": "macau, macao", "TW": "taiwan, taiwan roc", "CI": "ivory coast", "AE": "uae, u a e",
    "MK": "macedonia", "CV": "cape verde", "SZ": "swaziland", "MM": "burma", "VA": "vatican", "CD": "dr congo",
    "IR": "iran, islamic republic of iran", "SY": "syrian arab republic", "MD": "republic of moldova", "LA": "lao pdr",
    "GR": "hellas", "DE": "brd, bundesrepublik deutschland", "CH": "schweiz, suisse, svizzera", "PS": "palestine",
}  # fmt: skip
_OWN = {name.strip(): code for code, names in _SPELLINGS.items() for name in names.split(",")}

#: What stands where a country should, and is none.
_NOWHERE = frozenset(
    ["unspecified", "unknown", "other", "european community", "channel islands", "international", "eu"]
)

#: What Unicode lists beside countries.
_NO_COUNTRIES = frozenset(["EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"])
_LANGUAGES = (
    "de",
    "fr",
    "nl",
    "es",
    "it",
    "pt",
    "pl",
    "sv",
    "da",
    "nb",
    "fi",
    "cs",
    "hu",
    "ro",
    "el",
    "tr",
    "ja",
    "zh",
)


@cache
def code(written: str) -> str | None:
    """The two letters of a country's name or code; None where it is none, such as "European Community"."""
    bare = written.strip(" .,;")
    if len(bare) in (2, 3) and bare.isascii() and bare.isalpha() and (found := _from_code(bare.upper())):
        return found
    words = fold(bare)
    if not words or words in _NOWHERE:
        return None
    return (
        _OWN.get(words)
        or _names("en").get(words)
        or next((found for language in _LANGUAGES if (found := _names(language).get(words))), None)
    )


@cache
def _from_code(letters: str) -> str | None:
    from babel.core import get_global

    if letters in _territories("en") and letters not in _NO_COUNTRIES:
        return letters
    now = get_global("territory_aliases").get(letters, [])
    return now[0] if len(now) == 1 and now[0] in _territories("en") else None


@cache
def _names(language: str) -> dict[str, str]:
    return {fold(name): letters for letters, name in _territories(language).items() if letters not in _NO_COUNTRIES}


@cache
def _territories(language: str) -> dict[str, str]:
    """Code -> name; Unicode lists continents as well, by numbers."""
    from babel import Locale

    return {letters: name for letters, name in Locale(language).territories.items() if letters.isalpha()}
