"""What tables call their columns in Polish."""

#: Role -> words for it.
WORDS = {
    "sku": (
        "kod produktu, kod towaru, kod artykułu, numer artykułu, nr artykułu, numer katalogowy, nr katalogowy, "
        "symbol, symbol produktu, indeks, indeks produktu, indeks towaru, kod katalogowy"
    ),
    "product": "kod rodzica, sku rodzica, kod modelu",
    "product.title": "nazwa, nazwa produktu, nazwa towaru, nazwa artykułu, tytuł",
    "product.description": "opis, opis produktu, długi opis, pełny opis",
    "product.product_type": "typ produktu, rodzaj produktu",
    "product.vendor": "marka",
    "product.category_path": "kategoria, kategorie, kategoria produktu",
    "product.tags": "tagi",
    "product.meta_keywords": "słowa kluczowe",
    "product.status": "status produktu",
    "images": (
        "zdjęcie, zdjęcia, obraz, obrazy, obrazek, obrazki, link do zdjęcia, adres zdjęcia, url zdjęcia, zdjęcie główne"
    ),
    "variant.gtin": "kod ean",
    "variant.mpn": "kod producenta, numer producenta",
    "variant.price": "cena, cena sprzedaży, cena detaliczna, cena jednostkowa, cena regularna",
    "sale_price": "cena promocyjna, cena promo",
    "variant.compare_at_price": "stara cena, poprzednia cena, cena przekreślona",
    "variant.cost_price": "cena zakupu, koszt, koszt zakupu",
    "currency": "waluta",
    "stock": "stan magazynowy, stany magazynowe, stany, ilość, ilość w magazynie, liczba sztuk, dostępna ilość",
    "variant.weight": "waga, masa",
    "weight_unit": "jednostka wagi",
    "length": "długość",
    "width": "szerokość",
    "height": "wysokość",
    "color": "kolor, barwa",
    "size": "rozmiar",
    "material": "materiał",
    "maker": "producent, wytwórca",
    "product_group": "grupa towarowa",
    "barcode": "kod kreskowy, kod paskowy",
    "net_weight": "waga netto",
    "gross_weight": "waga brutto",
    "summary": "krótki opis, opis skrócony",
    "active": "aktywny",
    "warehouse": "magazyn",
    "code": "kod",
}
