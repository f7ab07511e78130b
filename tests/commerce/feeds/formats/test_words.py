"""The words for columns, in every language and every spelling, mean one thing each."""

from itertools import combinations

import pytest

from royal_cli.commerce.feeds.formats.headings import heading
from royal_cli.commerce.feeds.formats.words import LANGUAGES, words_of

_ONE_LANGUAGE = [(name, words_of(words)) for name, words in LANGUAGES.items()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_within_a_language_a_word_stands_for_one_role(language: str) -> None:
    listed = [(word.strip(), role) for role, words in LANGUAGES[language].items() for word in words.split(",")]

    assert len({word for word, _ in listed}) == len(listed)
    assert {role: words_of(LANGUAGES[language])[word] for word, role in listed if word.isascii()} == {
        role: role for word, role in listed if word.isascii()
    }


def test_no_word_stands_for_two_roles_in_two_languages() -> None:
    doubled = {
        (word, one, other)
        for (one, words), (other, others) in combinations(_ONE_LANGUAGE, 2)
        for word in words.keys() & others.keys()
        if words[word] != others[word]
    }

    assert doubled == set()


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Größe", "option"), ("Groesse", "option"), ("GROSSE", "option"), ("Gro\u0308ße", "option"),
        ("Qté", "stock"), ("QTE", "stock"), ("Quantité en stock", "stock"),
        ("Stok Miktarı", "stock"), ("STOK MİKTARI", "stock"), ("Stok miktari", "stock"),
        ("Název", "product.title"), ("NAZEV", "product.title"), ("ItemNumber", "sku"), ("stockLevel", "stock"),
        ("Product_SKU", "sku"), ("Art.-Nr.", "sku"), ("ARTIKELNR", "sku"), ("N° article", "sku"),
        ("Lagerbestand", "stock"), ("Bezeichnung", "product.title"), ("EAN-Code", "variant.gtin"),
        ("Code-barres", "barcode"), ("Désignation", "product.title"), ("Marque", "product.vendor"),
        ("Codice articolo", "sku"), ("Giacenza", "stock"), ("Prezzo di acquisto", "variant.cost_price"),
        ("Código de barras", "barcode"), ("Existencias", "stock"), ("Voorraad", "stock"), ("Merk", "product.vendor"),
        ("Stan magazynowy", "stock"), ("Nazwa towaru", "product.title"), ("Kod kreskowy", "barcode"),
        ("Preço de custo", "variant.cost_price"), ("Estoque", "stock"), ("Počet kusů", "stock"),
        ("Nákupní cena", "variant.cost_price"), ("Lagersaldo", "stock"), ("Varenummer", "sku"),
        ("Kostpris", "variant.cost_price"),
        ("Antall på lager", "stock"), ("Varastosaldo", "stock"), ("Tuotenumero", "sku"), ("Stok Kodu", "sku"),
        ("رمز المنتج", "sku"), ("الكمية", "stock"), ("اسم المنتج", "product.title"), ("Артикул", "sku"),
        ("Остаток на складе", "stock"), ("Закупочная цена", "variant.cost_price"), ("Κωδικός προϊόντος", "sku"),
        ("Cikkszám", "sku"), ("Készlet", "stock"), ("Cod produs", "sku"), ("Preț", "variant.price"),
        ("商品编码", "sku"), ("库存", "stock"), ("商品コード", "sku"), ("在庫数", "stock"),
        ("販売価格", "variant.price"),
    ],
)  # fmt: skip
def test_suppliers_write_a_word_in_many_ways(header: str, role: str) -> None:
    found = heading(header)

    assert found
    assert found.role == role


@pytest.mark.parametrize("header", ["Art", "Stan", "Status magazynu", "Typ ceny", "Model", "Nummer", "Ar"])
def test_a_word_that_could_mean_several_things_means_none(header: str) -> None:
    assert heading(header) is None
