"""Amounts: which column is the price, and whether VAT is in it."""

from pathlib import Path

import pytest

from royal_cli.commerce.feeds.proposing import prices
from royal_cli.commerce.feeds.proposing.price_words import Kind, currency_of, includes_vat, kind_of
from tests.commerce.feeds.proposing.tables import sampled


def chosen(
    folder: Path, *lines: str, said: str | None = None, wants_vat: bool | None = None
) -> tuple[str | None, bool | None, dict[str, str]]:
    """The price, whether it is with VAT, and what the other columns are."""
    found = prices.choose(prices.amounts(sampled(folder, *lines).columns), said=said, wants_vat=wants_vat)
    others = {header: word for header, (word, _) in found.others.items()}
    return found.price.header if found.price else None, found.includes_vat, others


@pytest.mark.parametrize(("wants_vat", "price"), [(None, "Brutto"), (True, "Brutto"), (False, "Netto")])
def test_of_a_pair_the_price_like_the_shops_own_is_taken(tmp_path: Path, wants_vat: bool | None, price: str) -> None:
    rows = ("Netto;Brutto", "10,00;11,90", "20,00;21,40")

    assert chosen(tmp_path, *rows, wants_vat=wants_vat) == (price, wants_vat is not False, {})


def test_a_known_rate_tells_which_price_is_with_vat(tmp_path: Path) -> None:
    rows = ("Preis;Preis brutto", "10,00;11,90", "20,00;23,80", "99,00;117,81")

    assert chosen(tmp_path, *rows, wants_vat=False) == ("Preis", False, {})


def test_two_prices_that_no_rate_of_vat_connects_are_left_to_a_person(tmp_path: Path) -> None:
    rows = ("Preis;Preis brutto", "10,00;15,90", "20,00;27,80", "99,00;217,81")

    assert chosen(tmp_path, *rows) == (None, None, {})


def test_a_dealer_takes_the_price_without_vat_for_the_cost(tmp_path: Path) -> None:
    rows = ("EK netto;EK brutto;VK brutto", "10,00;11,90;29,90", "20,00;23,80;49,90")

    assert chosen(tmp_path, *rows) == ("VK brutto", True, {"EK netto": "cost"})


def test_a_cost_with_vat_would_spoil_the_margin_and_is_left_out(tmp_path: Path) -> None:
    assert chosen(tmp_path, "VK;EK brutto", "29,90;11,90", "49,90;23,80") == ("VK", None, {})


def test_a_price_before_that_differs_by_vat_is_left_out(tmp_path: Path) -> None:
    rows = ("Preis brutto;Statt-Preis netto", "10,00;11,90", "20,00;23,80")

    assert chosen(tmp_path, *rows) == ("Preis brutto", True, {})


@pytest.mark.parametrize("header", ["Réf.", "Modèle"])
@pytest.mark.parametrize("code", ["FR-", "EUR-"])
def test_codes_that_begin_like_a_currency_are_no_prices(tmp_path: Path, header: str, code: str) -> None:
    rows = (f"{header};PA HT;Prix public TTC", f"{code}1;12,00;39,90", f"{code}2;20,50;59,90")

    assert chosen(tmp_path, *rows) == ("Prix public TTC", True, {"PA HT": "cost"})


def test_what_is_known_of_one_price_is_not_said_of_another(tmp_path: Path) -> None:
    rows = ("VK;UVP netto;UVP brutto", "10,00;10,00;11,90", "20,00;20,00;23,80")

    assert chosen(tmp_path, *rows) == ("VK", None, {})


def test_a_price_a_cost_and_what_it_was_before(tmp_path: Path) -> None:
    rows = ("Price;Cost;Was;RRP", "10.00;4.00;12.00;13.00", "20.00;8.00;24.00;25.00")

    assert chosen(tmp_path, *rows) == ("Price", None, {"Cost": "cost", "Was": "compare at price"})


def test_prices_by_channel_are_never_chosen_from(tmp_path: Path) -> None:
    rows = ("Amazon MRP,Myntra MRP,TP", "100,100,50", "200,210,90")

    assert chosen(tmp_path, *rows) == (None, None, {"TP": "cost"})
    assert chosen(tmp_path, *rows, said="Myntra MRP") == ("Myntra MRP", None, {"TP": "cost"})


@pytest.mark.parametrize(
    ("header", "kind", "vat", "currency"),
    [
        ("vkBrutto", Kind.selling, True, None),
        ("Händler-EK netto (EUR)", Kind.cost, False, "EUR"),
        ("UVP inkl. MwSt", Kind.recommended, True, None),
        ("Prix d'achat HT", Kind.cost, False, None),
        ("PVP sin IVA €", Kind.recommended, False, "EUR"),
        ("Adviesprijs excl. btw", Kind.recommended, False, None),
        ("Grundpreis pro kg", Kind.other, None, None),
        ("Cena brutto zł", Kind.price, True, "PLN"),
        ("MRP Old", Kind.recommended, None, None),
        ("Was price", Kind.before, None, None),
        ("Gewicht", None, None, None),
        ("Top seller", None, None, None),
    ],
)
def test_headers_speak_of_amounts(header: str, kind: Kind | None, vat: bool | None, currency: str | None) -> None:
    assert (kind_of(header), includes_vat(header), currency_of(header)) == (kind, vat, currency)
