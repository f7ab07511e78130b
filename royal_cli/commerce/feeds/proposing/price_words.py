"""What headers say of amounts: a price to sell at, to pay, to compare with; with VAT or without; in which currency."""

import re
from enum import StrEnum

from royal_cli.commerce.feeds.headers import clean
from royal_cli.commerce.feeds.proposing.words import spoken


class Kind(StrEnum):
    #: Certainly what customers pay, or what is called a price and nothing else.
    selling = "selling"
    price = "price"
    cost = "cost"
    #: What the maker recommends.
    recommended = "recommended"
    before = "before"
    sale = "sale"
    #: An amount that is no price of one piece: deposits, postage, prices by weight or quantity.
    other = "other"


#: How headers speak of each kind, with a comma between. The first that matches counts.
_SPOKEN = {
    Kind.other: r"""
        grundpreis, basispreis, \bpro (kg|100|liter|l\b), \bper (kg|100|liter|unit of), staffel, \bab \d, pfand,
        deposit, versand, shipping, \bport[oi]\b, livraison, zuschlag, surcharge, rabatt ?(%|satz), discount rate,
        handling, ecotax, einheit, karton, \bpallet""",
    Kind.cost: r"""
        \bn?ek\b, \bhek\b, einkauf, ha?e?ndler, dealer, wholesale, \btrade\b, inkoop, achat, compra, acquisto, zakup,
        \bcost, kost(en)?prijs, purchase, grossist, \balis, kopspris, inkop, innkjop, distribut, \btp\b, buying,
        \bbuy price, hurtow, \b(your|ihr|uw|votre) (price|preis|prijs|prix)""",
    Kind.recommended: r"""
        \buvp\b, \brrp\b, \bmsrp\b, \bmrp\b, \bsrp\b, advies, empf, conseill, \bppc\b, \bpvpr\b, recom, consigl,
        listino, \blist(en)? ?(price|preis), katalog, suger, sugg, detalicz, veiledende, \bpvp\b, \bvejl""",
    Kind.before: r"\bold\b, \bwas\b, vorher, statt, streich, \bbarre, anterior, compare, precedente, \bvan ?prijs",
    Kind.sale: r"\bsale price, aktion, angebot, promo, special, solde, oferta, offerta, aanbieding, indirim",
    Kind.selling: r"""
        \bvk\b, verkauf, \bsell(ing)?\b, \bsales, \bvente, \bventa, vendita, verkoop, sprzeda, \bsatis, retail,
        endkunde, consumer, consument, forsalj, \bladen, shop""",
    Kind.price: r"""
        preis, price, \bprix, precio, prezzo, prijs, \bcena, fiyat, preco, \bpris\b, \bhinta, \btarif\b, \bamount\b,
        \bbetrag, montant, ^(netto|brutto|net|gross|bruto)$""",
}
_KINDS = {kind: re.compile("|".join(f"(?:{way.strip()})" for way in ways.split(","))) for kind, ways in _SPOKEN.items()}

_WITH_VAT = re.compile(
    r"brutto|\bbruto\b|gross|\bin[ck]l|\binc\b|\bttc\b|ivato|con iva|iva (in|comp)|z vat|dahil|med moms|mit (mwst|ust)|"
    r"tvac|sis alv"
)
_WITHOUT_VAT = re.compile(
    r"netto|\bneto\b|\bnet\b|\bex[ck]l|\bexc?\b|zzgl|\bohne (mwst|ust)|\bht\b|hors (tax|tva)|(sin|senza|sem) iva|s iva|"
    r"bez (vat|dph)|haric|utan moms|uden moms|plus (vat|mwst)|htva|alv 0"
)

#: Codes that are no words as well, as "ALL" and "TOP" are.
_CODES = "EUR USD GBP CHF SEK NOK DKK PLN CZK HUF RON BGN TRY AED SAR INR JPY CNY CAD AUD NZD UAH RUB ZAR BRL MXN ILS"
_CURRENCY = re.compile(rf"(?<![A-Za-z])({'|'.join(_CODES.split())})(?![A-Za-z])", re.IGNORECASE)
_SIGNS = {"€": "EUR", "£": "GBP", "zł": "PLN", "kč": "CZK", "₺": "TRY", "₹": "INR", "₪": "ILS", "₴": "UAH", "₽": "RUB",
          "euro": "EUR",
          "(tl)": "TRY", " tl": "TRY"}  # fmt: skip


def kind_of(header: str) -> Kind | None:
    """None where a header speaks of no amount."""
    words = spoken(header)
    return next((kind for kind, pattern in _KINDS.items() if pattern.search(words)), None)


def includes_vat(header: str) -> bool | None:
    """What a header says of VAT: None where it says nothing, or both."""
    words = spoken(header)
    included, excluded = _WITH_VAT.search(words), _WITHOUT_VAT.search(words)
    return bool(included) if bool(included) != bool(excluded) else None


def currency_of(header: str) -> str | None:
    if found := _CURRENCY.search(clean(header)):
        return found[1].upper()
    return next((code for sign, code in _SIGNS.items() if sign in clean(header).casefold()), None)
