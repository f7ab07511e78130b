"""PrestaShop names the columns of its import in the language of the shop: here in Polish and French."""

#: Header in English -> the same header in other languages, all of them folded.
_WORDS = {
    "product id": "identyfikator produktu id, id du produit, id produit",
    "active 0 1": "aktywny 0 lub 1, aktywny 0 1, actif 0 1, activé 0 1",
    "name": "nazwa, nom",
    "categories x y z": "kategorie x y z, catégories x y z",
    "price tax excluded": "cena bez podatku netto, cena netto, cena bez podatku, prix ht, prix hors taxes",
    "price tax included": "cena zawiera podatek brutto, cena brutto, cena zawiera podatek, prix ttc,"
                          "prix toutes taxes comprises",
    "tax rules id": "id reguły podatku, id règle de taxes, id de la règle de taxe",
    "cost price": "koszt własny, cena hurtowa, prix d achat, prix d achat ht, prix de revient",
    "on sale 0 1": "w sprzedaży 0 lub 1, w promocji 0 lub 1, en solde 0 1, en promo 0 1",
    "discount amount": "wartość rabatu, montant de la remise, montant de la réduction",
    "discount percent": "procent rabatu, pourcentage de la remise, pourcentage de réduction, pourcentage de remise",
    "discount from yyyy mm dd": "rabat od dnia rrrr mm dd, remise à partir du aaaa mm jj, réduction du aaaa mm jj,"
                                "remise du aaaa mm jj",
    "discount to yyyy mm dd": "rabat do dnia rrrr mm dd, remise jusqu au aaaa mm jj, réduction au aaaa mm jj,"
                              "remise au aaaa mm jj",
    "reference": "indeks no, indeks, référence, référence no, référence n",
    "product reference": "indeks produktu, référence produit, référence du produit",
    "brand": "marka, producent, marque, fabricant",
    "ean13": "kod ean13, code ean13, code barres ean13",
    "upc": "kod kreskowy upc, code upc",
    "width": "szerokość, largeur",
    "height": "wysokość, hauteur",
    "depth": "głębokość, profondeur",
    "weight": "waga, poids",
    "quantity": "ilość, quantité",
    "summary": "podsumowanie, krótki opis, récapitulatif, résumé, description courte",
    "description": "opis",
    "tags x y z": "tagi x y z, mots clés x y z",
    "meta title": "meta tytuł, meta titre, titre meta, balise titre",
    "meta keywords": "słowa kluczowe meta, mots clés meta, meta mots clés",
    "meta description": "opis meta, description meta",
    "url rewritten": "przepisany url, url simplifiée, url réécrite",
    "image urls x y z": "adresy url zdjęcia x y z, adresy url zdjęć x y z, url zdjęcia x y z, url des images x y z",
    "image url": "adres url zdjęcia, url zdjęcia, url de l image",
    "feature name value position": "cecha nazwa wartość pozycja, cecha nazwa wartość pozycja indywidualne,"
                                   "caractéristique nom valeur position",
    "out of stock action": "gdy brak towaru, działanie gdy brak towaru, action en cas de rupture de stock",
    "attribute name type position": "atrybut nazwa typ pozycja, attribut nom type position",
    "value value position": "wartość wartość pozycja, valeur valeur position",
    "impact on price": "wpływ na cenę, impact sur le prix",
}  # fmt: skip

#: Header -> the English one.
ENGLISH = {word.strip(): english for english, words in _WORDS.items() for word in words.split(",")}
