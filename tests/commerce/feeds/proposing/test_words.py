"""Headers in the words of many languages."""

import pytest

from royal_cli.commerce.feeds.proposing.words import field_of, location, speaks_of_stock, spoken


def test_headers_are_heard_without_case_accents_and_signs() -> None:
    assert spoken("vkBrutto (€)") == "vk brutto"
    assert spoken("Größe_cm") == "grosse cm"
    assert spoken("MwSt") == "mwst"
    assert spoken("Długość") == "dlugosc"


@pytest.mark.parametrize(
    "header", ["Bestand", "Lager Köln", "Units in stock", "Qty", "Voorraad", "Stan magazynowy", "Verfügbare Menge"]
)
def test_columns_of_stock_are_heard(header: str) -> None:
    assert speaks_of_stock(header)


@pytest.mark.parametrize(
    "header",
    ["Lagerort", "Lagernummer", "Mindestbestand", "Meldebestand", "Bestellmenge", "Stock status", "Lagerwert",
     "Order quantity", "Qty per carton", "Mengeneinheit", "Verpackungsmenge", "Stock date", "Quantity sold",
     "out_of_stock", "low_stock_alert"],
)  # fmt: skip
def test_other_figures_around_stock_are_no_stock(header: str) -> None:
    assert not speaks_of_stock(header)


@pytest.mark.parametrize(
    ("header", "place"),
    [("Voorraad Almere", "Almere"), ("Stock (DE)", "DE"), ("Lager_2", "2"), ("Quantité en stock", ""), ("Bestand", ""),
     ("on_hand", "")],
)  # fmt: skip
def test_a_column_of_stock_names_its_place(header: str, place: str) -> None:
    assert location(header) == place


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Hersteller-Artikelnr.", "mpn"), ("Hersteller", "vendor"), ("Bestell-Nr.", "sku"), ("Art. nr", "sku"),
        ("Modellnummer", "product"),
        ("EAN-Code", "gtin"), ("Langtext", "description"), ("Kurztext", "title"),
        ("Gewichtseinheit", "weight unit"), ("Bruttogewicht", "weight"), ("Lieferzeit", ""), ("Ratings", ""),
    ],
)  # fmt: skip
def test_other_columns_are_heard_by_a_word_among_others(header: str, field: str) -> None:
    assert field_of(header) == field
