"""Takes a header apart: the word that says what the column is, and what stands beside that word.

`Verkaufspreis inkl. MwSt (EUR)` is a price with VAT in euros, `Gewicht in g` a weight in grams, `Amazon price` the
price of a market, `vkNetto` a price without VAT.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from royal_cli.commerce.feeds.formats import royal
from royal_cli.commerce.feeds.formats.words import ROLES
from royal_cli.commerce.feeds.formats.words.marks import (
    CURRENCIES,
    GROSS,
    GROWN_TOGETHER,
    LEADING,
    MARKETS,
    NET,
    NO_MARKET,
    SIDES,
    SIGNS,
    TAX,
    WEIGHTS,
    WITH,
    WITHOUT,
)
from royal_cli.commerce.feeds.headers import clean, fold

#: Folded header -> role: our own words, and those of all languages.
WORDS = {**royal.COLUMNS, **ROLES}

_OPTIONS = frozenset({"color", "size", "material"})
_MONEY = frozenset({"variant.price", "sale_price", "variant.compare_at_price", "variant.cost_price"})
_WEIGHTS = frozenset({"variant.weight", "net_weight", "gross_weight"})
_SIDES = frozenset({"length", "width", "height"})

#: Prices that only a market's name makes clear: of India's MRP a shop has one for each, elsewhere it is recommended.
_OF_MARKETS = {
    "mrp": "variant.price",
    **dict.fromkeys(["rrp", "msrp", "srp", "uvp"], "variant.compare_at_price"),
}  # fmt: skip

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[^\W\d_])(?=\d)")
_RECOMMENDED = frozenset(["rrp", "msrp", "srp", "uvp", "mrp", "adviesprijs", "conseillé", "recommended"])
_WORD = re.compile(r"[^\W_]+")
_FIGURE = re.compile(r"\d+")
_GROWN_TOGETHER = re.compile("|".join(GROWN_TOGETHER))
_CJK_VAT = re.compile("税込|税抜|不含税|未税|含税")
#: Arabic says "not with tax".
_NOT = "غير"
_ADDRESS = frozenset({"url", "link"})
_STEMS = (
    "price", "prices", "preis", "preise", "prix", "prezzo", "precio", "prijs", "cena", "ceny", "preço", "preco", "pris",
    "hinta", "fiyat", "fiyatı", "цена", "ціна", "τιμή", "preț", "السعر", "سعر", "价格", "價格", "価格", "rrp", "msrp",
    "srp", "uvp", "mrp", "pvp",
)  # fmt: skip
#: What makes of a word for a price something else that nobody sells at.
_NO_PRICE = frozenset(["date", "datum", "valid", "gültig", "updated", "currency", "list", "type", "stand"])
_POSTAGE = (
    "shipping",
    "delivery",
    "versand",
    "liefer",
    "livraison",
    "envío",
    "spedizione",
    "verzend",
    "frakt",
    "fragt",
)


class Heading(NamedTuple):
    """What a header says; `vat` is whether it is included, `name` that of an option, `currency` a code or a sign."""

    role: str
    word: str
    vat: bool | None = None
    unit: str = ""
    currency: str = ""
    market: str = ""
    name: str = ""


@lru_cache(maxsize=4096)
def heading(header: str) -> Heading | None:
    """The header taken apart; None where it is no word for a column."""
    text = clean(header)
    sign = next((letter for letter in text if letter in SIGNS), "")
    for written in dict.fromkeys((text, _CAMEL.sub(" ", text))):
        words = fold(written).split()
        if found := _whole(words, sign) or _measured(words) or _numbered(words) or _beside(words, sign):
            return _as_written(found, text)
    return None


def _as_written(found: Heading, text: str) -> Heading:
    market = " ".join(word for word in _WORD.findall(text) if found.market and fold(word) in found.market.split())
    return found._replace(name=text if found.role == "option" else "", market=market)


def may_be_price(header: str) -> bool:
    """Whether a column that has another meaning, or none that is known, could be a price all the same."""
    words = fold(header).split()
    if _NO_PRICE & set(words) or any(word.startswith(_POSTAGE) for word in words):
        return False
    return any(word.startswith(_STEMS) or word.endswith(_STEMS) for word in words)


def is_recommended(header: str) -> bool:
    """Whether a price is one that the maker recommends: nobody has to sell at it."""
    return not _RECOMMENDED.isdisjoint(words(header))


def words(header: str) -> list[str]:
    """The words of a header, those of `itemNumber` apart."""
    return fold(_CAMEL.sub(" ", clean(header))).split()


def _whole(words: Sequence[str], sign: str) -> Heading | None:
    role = _known(words)
    if role in _OPTIONS:
        return Heading("option", " ".join(words))
    return _fitting(Heading(role, " ".join(words), vat=_vat(words), currency=sign)) if role else None


def _beside(words: Sequence[str], sign: str) -> Heading | None:
    """The word between marks of VAT, a currency, a unit, a number or a market."""
    vat = _vat(words)
    rest = [bare for word in words if not _says_vat(word, words) and (bare := _CJK_VAT.sub("", word))]
    currency = next((CURRENCIES[word] for word in rest if word in CURRENCIES), sign)
    rest = [word for word in rest if CURRENCIES.get(word) != currency]
    if rest and (currency or vat is not None):
        rest = rest[:-1] if rest[-1] in LEADING else rest
    if found := _known(rest):
        return _fitting(Heading(found, " ".join(rest), vat=vat, currency=currency))
    return _of_market(rest, vat, currency)


def _known(words: Sequence[str]) -> str:
    return WORDS.get(" ".join(words), "")


def _fitting(found: Heading) -> Heading | None:
    """Only money has a currency or VAT; of a cost with VAT nobody knows what is left without."""
    if found.role not in _MONEY:
        return None if found.currency else found._replace(vat=None)
    return None if found.role == "variant.cost_price" and found.vat else found


def _measured(words: Sequence[str]) -> Heading | None:
    if len(words) < 2:
        return None
    unit = words[-1]
    role = _known(words[:-2] if words[-2] in LEADING else words[:-1])
    fits = (role in _WEIGHTS and unit in WEIGHTS) or (role in _SIDES and unit in SIDES)
    return Heading(role, " ".join(words[:-1]), unit=unit) if fits else None


def _numbered(words: Sequence[str]) -> Heading | None:
    """`Photo 2`, `image_url_3`, `Bild 1 Link`: images of which there are several."""
    bare = [word for word in words if not _FIGURE.fullmatch(word)]
    if len(bare) == len(words):
        return None
    roles = {_known(bare), _known([word for word in bare if word not in _ADDRESS])}
    return Heading("images", " ".join(bare)) if roles & {"image", "images"} else None


def _of_market(words: Sequence[str], vat: bool | None, currency: str) -> Heading | None:
    named = [word for word in words if word in MARKETS]
    rest = " ".join(word for word in words if word not in MARKETS)
    role = _OF_MARKETS.get(rest) or WORDS.get(rest, "")
    if role not in ("variant.price", "variant.compare_at_price") or not set(named) - NO_MARKET:
        return None
    return Heading(role, rest, vat=vat, currency=currency, market=" ".join(named))


def _vat(words: Sequence[str]) -> bool | None:
    """Whether VAT is included, as the words say; None where they do not, or contradict each other."""
    if set(words) & TAX:
        without, included = set(words) & WITHOUT, set(words) & WITH
        return None if bool(without) == bool(included) and _NOT not in without else not without
    said = {True for word in words if word in GROSS} | {False for word in words if word in NET}
    said |= {GROWN_TOGETHER[part] for word in words for part in _GROWN_TOGETHER.findall(word)}
    return said.pop() if len(said) == 1 else None


def _says_vat(word: str, words: Sequence[str]) -> bool:
    with_tax = bool(set(words) & TAX)
    alone = word in GROSS or word in NET
    return alone or (with_tax and (word in TAX or word in WITH or word in WITHOUT or bool(_FIGURE.fullmatch(word))))
