"""WooCommerce writes its headers in the language of the shop: German, Dutch, French, Spanish, Italian, Portuguese,
Polish and Russian ones."""

from royal_cli.commerce.feeds.formats.declare import Pattern, pattern

#: Header in English -> the same header in other languages, all of them folded.
_WORDS = {
    "id": "identyfikator",
    "type": "typ, tipo, тип",
    "sku": "artikelnummer, ugs, артикул",
    "gtin upc ean or isbn": "gtin upc ean oder isbn, gtin upc ean of isbn, gtin upc ean ou isbn, gtin upc ean o isbn,"
                            "gtin upc ean lub isbn, gtin upc ean или isbn",
    "name": "naam, nom, nombre, nome, nazwa, имя",
    "parent": "übergeordnetes produkt, hoofd, superior, principal, genitore, produto ascendente, ascendente,"
              "element nadrzędny, nadrzędny, родительский",
    "published": "veröffentlicht, gepubliceerd, publié, publicado, pubblicato, opublikowano, opublikowany, опубликован",
    "is featured": "ist hervorgehoben, uitgelicht, mis en avant, está destacado, in primo piano, em destaque,"
                   "wyróżniony produkt, рекомендуемый",
    "visibility in catalog": "sichtbarkeit im katalog, zichtbaarheid in catalogus, visibilité dans le catalogue,"
                             "visibilidad en el catálogo, visibilità nel catalogo, visibilidade no catálogo,"
                             "widoczność w katalogu, видимость в каталоге",
    "short description": "kurzbeschreibung, korte beschrijving, korte omschrijving, description courte,"
                         "descripción corta, breve descrizione, descrição curta, krótki opis, короткое описание,"
                         "краткое описание",
    "description": "beschreibung, beschrijving, descripción, descrizione, descrição, opis, описание",
    "date sale price starts": "datum an dem angebotspreis beginnt, startdatum actieprijs, date de début de promo,"
                              "día en que empieza el precio rebajado, data di partenza del prezzo in saldo,"
                              "data de preço promocional, data de preço promocional começa em,"
                              "data rozpoczęcia promocji, дата начала действия скидки",
    # Older Portuguese headers call both dates the same, the end second.
    "date sale price ends": "datum an dem angebotspreis endet, einddatum actieprijs, date de fin de promo,"
                            "día en que termina el precio rebajado, data in cui termina l offerta,"
                            "data de preço promocional 2, data de preço promocional termina em,"
                            "data zakończenia promocji, дата окончания действия скидки",
    "regular price": "regulärer preis, reguliere prijs, tarif régulier, precio normal, prezzo di listino, preço, cena,"
                     "cena regularna, базовая цена",
    "sale price": "angebotspreis, actieprijs, tarif promo, precio rebajado, prezzo in offerta, preço promocional,"
                  "cena promocyjna, акционная цена",
    "stock": "lager, bestand, voorraad, inventario, magazzino, estoque, stan magazynowy, запасы",
    "backorders allowed": "lieferrückstande erlaubt, lieferrückstände erlaubt, nabestellingen toestaan,"
                          "autoriser les commandes de produits en rupture, permitir reservas de productos agotados,"
                          "abilita gli ordini arretrati, são permitidas encomendas,"
                          "pozwalać na zamówienia oczekujące na dostawę do magazynu, возможен ли предзаказ",
    "categories": "kategorien, categorieën, catégories, categorías, categorie, categorias, kategorie, категории",
    "tags": "schlagwörter, étiquettes, etiquetas, tag, tagi, метки",
    "images": "bilder, afbeeldingen, imágenes, immagine, immagini, imagens, obrazki, изображения",
    "position": "positie, posición, posizione, posição, pozycja, позиция",
    "brands": "marken, merken, marques, marcas, marchi, marki, бренды",
}  # fmt: skip

#: Header -> the English one.
ENGLISH = {word.strip(): english for english, words in _WORDS.items() for word in words.split(",")}

_NAMES = (
    "attribute # name", "attribut # name", "naam eigenschap #", "nom de l.attribut #", "nombre del atributo #",
    "nome dell.attributo #", "nome do atributo #", "nazwa atrybutu #", "название атрибута #",
)  # fmt: skip
_VALUES = (
    r"attribute # value\(?s?\)?", r"attribut # wert\(e\)", r"waarde(?:\(n\))? eigenschap #",
    r"valeur\(s\) de l.attribut #", r"valor\(es\) del atributo #", "valore dell.attributo #", "valores do atributo #",
    "wartości atrybutu #", "значения атрибутов #",
)  # fmt: skip
_WEIGHTS = r"(?:weight|gewicht|poids|peso|waga) \((?P<unit>kgs?|lbs?|g|oz)\)"
_SIDES = {
    "length": "length|länge|lengte|longueur|longitud|lunghezza|comprimento|długość",
    "width": "width|breite|breedte|largeur|anchura|ancho|larghezza|largura|szerokość",
    "height": "height|höhe|hoogte|hauteur|altura|altezza|wysokość",
}

PATTERNS: tuple[Pattern, ...] = (
    pattern(_WEIGHTS, "variant.weight"),
    *(pattern(rf"(?:{words}) \((?P<unit>mm|cm|m|in|yd)\)", side) for side, words in _SIDES.items()),
    *(pattern(words.replace("#", r"(?P<name>\d+)"), "attribute_name") for words in _NAMES),
    *(pattern(words.replace("#", r"(?P<name>\d+)"), "attribute_value") for words in _VALUES),
)
