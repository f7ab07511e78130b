"""A header says more than its word: VAT, a currency, a unit, a market."""

import pytest

from royal_cli.commerce.feeds.formats.headings import heading


@pytest.mark.parametrize(
    ("header", "role", "vat"),
    [
        ("Verkaufspreis inkl. MwSt", "variant.price", True),
        ("Preis (zzgl. 19 % USt.)", "variant.price", False),
        ("Bruttopreis", "variant.price", True),
        ("vkNetto", "variant.price", False),
        ("VK_Brutto", "variant.price", True),
        ("EK netto", "variant.cost_price", False),
        ("Prix TTC", "variant.price", True),
        ("Prix de vente HT", "variant.price", False),
        ("Prix d'achat HT", "variant.cost_price", False),
        ("Prezzo IVA inclusa", "variant.price", True),
        ("Prezzo IVA esclusa", "variant.price", False),
        ("P.V.P. con IVA", "variant.price", True),
        ("Precio sin IVA", "variant.price", False),
        ("Prijs incl. btw", "variant.price", True),
        ("Inkoopprijs excl. BTW", "variant.cost_price", False),
        ("Cena brutto", "variant.price", True),
        ("Cena sprzedaży netto", "variant.price", False),
        ("Cena s DPH", "variant.price", True),
        ("Cena bez DPH", "variant.price", False),
        ("Preço com IVA", "variant.price", True),
        ("Pris inkl. moms", "variant.price", True),
        ("Pris ekskl. moms", "variant.price", False),
        ("Pris eks. mva", "variant.price", False),
        ("Hinta sis. alv", "variant.price", True),
        ("Hinta alv 0", "variant.price", False),
        ("KDV Dahil Satış Fiyatı", "variant.price", True),
        ("Satış fiyatı (KDV hariç)", "variant.price", False),
        ("Цена с НДС", "variant.price", True),
        ("Цена без НДС", "variant.price", False),
        ("Τιμή με ΦΠΑ", "variant.price", True),
        ("Bruttó ár", "variant.price", True),
        ("Nettó ár", "variant.price", False),
        ("Preț cu TVA", "variant.price", True),
        ("Preț fără TVA", "variant.price", False),
        ("السعر شامل الضريبة", "variant.price", True),
        ("السعر غير شامل الضريبة", "variant.price", False),
        ("税込価格", "variant.price", True),
        ("不含税价格", "variant.price", False),
        ("Price (excl. 21% VAT)", "variant.price", False),
        ("Price tax excluded or tax included", None, None),
        ("Purchase price incl. VAT", None, None),
        ("MwSt", None, None),
        ("MwSt-Satz", None, None),
        ("Taux TVA", None, None),
    ],
)
def test_a_header_says_whether_vat_is_included(header: str, role: str | None, vat: bool | None) -> None:
    found = heading(header)

    assert (found and found.role, found and found.vat) == (role, vat)


@pytest.mark.parametrize(
    ("header", "role", "unit"),
    [
        ("Gewicht in g", "variant.weight", "g"),
        ("Poids (kg)", "variant.weight", "kg"),
        ("Waga netto [kg]", "net_weight", "kg"),
        ("Länge (mm)", "length", "mm"),
        ("weight_lbs", "variant.weight", "lbs"),
        ("Preis in EUR", "variant.price", "eur"),
        ("Prix €", "variant.price", "€"),
        ("Cena (PLN) brutto", "variant.price", "pln"),
        ("Name (kg)", None, None),
        ("Voorraad EUR", None, None),
    ],
)
def test_a_header_says_a_unit_that_fits_its_word(header: str, role: str | None, unit: str | None) -> None:
    found = heading(header)

    assert (found and found.role, found and (found.unit or found.currency)) == (role, unit)


@pytest.mark.parametrize(
    ("header", "market", "currency"),
    [
        ("Amazon FBA MRP", "Amazon FBA", ""),
        ("price_amazon", "amazon", ""),
        ("Preis AT", "AT", ""),
        ("Price Netherlands (EUR)", "Netherlands", "eur"),
        ("Amazon DE price", "Amazon DE", ""),
        ("UVP CH", "CH", ""),
    ],
)
def test_a_header_says_the_market_of_a_price(header: str, market: str, currency: str) -> None:
    found = heading(header)

    assert found
    assert (found.market, found.currency) == (market, currency)


@pytest.mark.parametrize("header", ["MRP Old", "Final MRP Old", "Price B2B", "Price 2", "Real price", "Stock NL"])
def test_what_is_no_name_of_a_market_is_none(header: str) -> None:
    assert heading(header) is None


@pytest.mark.parametrize("header", ["Photo 2", "image_url_3", "Bild 1", "Image 4 URL", "Imagen 2", "picture12"])
def test_images_may_be_numbered(header: str) -> None:
    found = heading(header)

    assert found
    assert found.role == "images"
