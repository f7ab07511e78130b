"""What headers say of their columns, where a word among others is enough to know.

The headers that a table is read by without any profile stand in `formats.table`; these find the word in
"Artikelbezeichnung 1" and "EK-Preis netto (EUR)" as well, since a person looks at what is proposed.
"""

import re
import unicodedata
from functools import lru_cache

from royal_cli.commerce.feeds.headers import clean, fold
from royal_cli.commerce.feeds.values import LENGTH_UNITS, WEIGHT_UNITS

_CAMEL = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z]{2})")
_PLAIN = {**dict.fromkeys("łŁ", "l"), **dict.fromkeys("øØ", "o"), **dict.fromkeys("ıİ", "i"), "ß": "ss", "æ": "ae"}


@lru_cache(maxsize=1024)
def spoken(header: str) -> str:
    """The words of a header in small letters without accents: "vkBrutto (€)" is "vk brutto"."""
    plain = "".join(_PLAIN.get(letter, letter) for letter in _CAMEL.sub(" ", clean(header)))
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    return fold(bare)


#: Word of a profile -> how headers speak of it, with a comma between. The first that matches counts.
_SPOKEN = {
    "gtin": r"""
        \bean, \bgtin, \bupc, \bisbn, barcode, bar code, strichcode, code a? ?barres?, codigo de barras,
        codice a barre, kod kreskowy, streepjescode, barkod""",
    "mpn": r"""
        \bmpn\b,
        (hersteller|manufacturer|fabrikant|producent|fabbricante|fabricante?) ?(art|part|n[ro]|num|code|ref|kod)""",
    "product": r"""
        \bmodell? ?(n[ro]|num|code|id), parent, \bstyle, design (n[ro]|code), item group, group id, hauptartikel,
        ^(modell?|vater ?artikel|master|artikelfamilie|handle)$""",
    "sku": r"""
        \bsku\b, \bart(ikel)? ?(n[ro]|num|code?|kod|id|#), article (n[ro]|num|code|id), item ?(n[ro]|num|code|id),
        produ[ck]t ?(n[ro]|num|kod|code|id)\b, best(ell)? ?(n[ro]|num), order (code|no), part (no|num), stock code,
        ^(art|reference|referencia|riferimento|ref|code|codigo|codice|cod|kod|indeks|symbol|nummer|id|n[ro])$,
        cod(ice)? (art|prod), kod (prod|tow|art), ref art, reference (prod|art|four), codigo (art|prod), stok kodu,
        urun kodu, varen(umme)?r, tuote ?(nro|num|koodi)""",
    "weight unit": r"(weight|gewichts?) ?(unit|einheit|uom), unit of weight",
    "weight": r"gewicht, weight, \bpoids, \bpeso, \bwaga, agirlik, \bvikt, \bvekt, \bpaino",
    "length": r"^(lange|laenge|length|lengte|longueur|largo|lunghezza|dlugosc|uzunluk|langd)\b",
    "width": r"^(breite|width|breedte|largeur|ancho|larghezza|szerokosc|genislik|bredd)\b",
    "height": r"^(hohe|hoehe|height|hoogte|hauteur|alto|altura|altezza|wysokosc|yukseklik|hojd)\b",
    "images": r"""
        \bbild, image, \bfoto, photo, picture, afbeelding, \bimagen, immagine, zdjeci, \bresim, gorsel, \bkuva""",
    "category": r"""
        kategori, categor, warengruppe, ^gruppe, produktgruppe, rubri, famille, famili, ^groep, productgroep,
        artikelgroep, famiglia, \bgrupa, sortiment, ^collection$""",
    "vendor": r"""
        marke\b, \bmarken?name, hersteller, \bmerk\b, fabrikant, \bbrand, manufacturer, \bmarque, fabricant,
        \bmarca\b, produttore, \bmarka, producent, varumarke, \bvendor, \bmerke\b""",
    "description": r"""
        beschreibung, langtext, long ?text, beskrivning, beskrivelse, lange omschrijving, omschrijving lang,
        description, descripcion, descrizione, descricao, \bopis, aciklama, kuvaus""",
    "title": r"""
        bezeichnung, (artikel|produkt|product) ?name, \bname\b, \btite?l, omschrijving, \bnaam, designation, libelle,
        intitule, \bnom\b, nombre, denominacion, titulo, \bnome\b, denominazione, titolo, \bnazwa, urun ad, \badi?\b,
        \bna[vm]n, benamning, \bnimi, artikel ?text, kurztext, ^artikel$,
        ^(produc?i?t|produc?to|prodotto|produkt|item|article|articulo|articolo|towar|urun)$""",
    "tags": r"^(tags|schlagworte|etiketten|etiquettes|etiquetas|tagi)$",
}
_FIELDS = {
    field: re.compile("|".join(f"(?:{way.strip()})" for way in ways.split(","))) for field, ways in _SPOKEN.items()
}

_MEASURED = frozenset(["gtin", "weight", "length", "width", "height"])
_OF_A_CARTON = re.compile(r"karton|carton|\bcase\b|pallet|palette|\bouter|master|doos|cartone|caja|koli")

_STOCK = re.compile(
    r"bestand|\blager|verfugbar|voorraad|\bstock|\bqty|quantity|\bmenge|disponib|existencias|giacenza|quantita|"
    r"\bstan\b|\bilosc|magazyn|\bstok\b|\badet\b|lagersaldo|\bsaldo|\bon hand|available|inventory|\bvarasto|\bquantite"
)
_NOT_STOCK = re.compile(
    r"status|wert\b|value|\bdat|reserv|\bmin|\bmax|mindest|melde|bestell|order|incoming|zulauf|code|\bkodu|n(umme)?r\b|"
    r"num|platz|ort\b|from|wann|when|type|\bunit\b|einheit|pack|vpe|carton|karton|\bper\b|moq|staffel|preis|price|"
    r"discount|rabatt|sold|verkauf|out of|\blow\b|alert|reorder|threshold|safety"
)

_ORDER = re.compile(r"\bl\w* ?x ?[bw]\w* ?x ?h")

_NO_PLACE = frozenset(
    ["in", "im", "am", "an", "auf", "op", "en", "de", "du", "di", "of", "at", "pcs", "on", "hand", "current", "free"]
)

_OPTION = re.compile(
    r"^(farbe|grosse|groesse|kleur|maat|couleur|taille|colou?r|talla|colore|taglia|kolor|rozmiar|renk|beden|farge?|"
    r"storlek|storrelse|variante?|uitvoering|ausfuhrung|size|material)$"
)

_VAT_RATE = re.compile(
    r"(mwst|ust|vat|btw|tva|iva|kdv|moms|tax|steuer|gst|dph)( ?(satz|rate|tarief|taux|code|group|in))*"
)


def field_of(header: str) -> str:
    """The word of a profile that a header speaks of; "" where it speaks of none."""
    words = spoken(header)
    return next((field for field, pattern in _FIELDS.items() if pattern.search(words)), "")


def is_of_a_carton(header: str) -> bool:
    """A barcode, weight or size, but not that of a piece."""
    return field_of(header) in _MEASURED and bool(_OF_A_CARTON.search(spoken(header)))


def is_vat_rate(header: str) -> bool:
    return bool(_VAT_RATE.fullmatch(spoken(header)))


def is_option(header: str) -> bool:
    return bool(_OPTION.match(spoken(header)))


def speaks_of_stock(header: str) -> bool:
    words = spoken(header)
    return bool(_STOCK.search(words)) and not _NOT_STOCK.search(words)


def location(header: str) -> str:
    """What a header of stock says beside that: "Voorraad Almere" is in Almere."""
    words = [word for word in re.split(r"[\s_:,/()-]+", clean(header)) if word]
    return " ".join(word for word in words if not _STOCK.search(spoken(word)) and word not in _NO_PLACE)


def says_order_of_sides(header: str) -> bool:
    """A size whose sides are length, width and height, in this order."""
    return bool(_ORDER.search(spoken(header)))


def unit_in(header: str) -> str | None:
    """The unit of weight or length that a header names."""
    last = fold(header).split()[-1:] or [""]
    return unit_of(last[0])


def unit_of(word: str) -> str | None:
    """The unit that a word such as "lbs" or "gram" means."""
    return WEIGHT_UNITS.get(word.casefold()) or LENGTH_UNITS.get(word.casefold())
