"""Mapping profiles say what columns mean, and complain with file, line and key."""

from pathlib import Path

import pytest

from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.commerce.feeds.profile import load, parse
from royal_cli.errors import NotFound, UsageError
from tests.commerce.feeds.formats.reading import Feed, read

WHOLESALE = """\
title = "Wholesale list"
key = "Artikelnr"
product = "Modell"

[columns]
"Bezeichnung" = "title"
"VK" = "price"
"EK" = "cost"
"EAN" = ["gtin", "mpn"]
"Bild 1" = "images"
"Bild 2" = "images"
"Gewicht" = "weight"

[stock]
"Lager A" = "Utrecht"
"Lager B" = "Lille"

[markets."Norway"]
price = "VK NO"
currency = "NOK"

[constants]
vendor = "Nordlys"
status = "draft"
"price includes vat" = false

[values]
currency = "CHF"
decimal_mark = ","
weight_unit = "g"

[file]
encoding = "cp1252"
delimiter = ";"
"""

HEADER = "Artikelnr;Modell;Bezeichnung;VK;EK;EAN;Bild 1;Bild 2;Gewicht;Lager A;Lager B;VK NO;Notiz"


def mapped(folder: Path, profile: str, *lines: str) -> Feed:
    return read("\n".join(lines).encode("cp1252"), folder=folder, profile=parse(profile, "list.toml"))


def test_a_profile_says_what_every_column_is(tmp_path: Path) -> None:
    row = "TEE-M;TEE;Größe M;1.299,50;11,20;4006381333931;https://x.example/1.jpg;https://x.example/2.jpg;180;4;;399;x"
    feed = mapped(tmp_path, WHOLESALE, HEADER, row, "CUP;;Tasse;;4,10;;;;;;;;")
    tee = feed["TEE-M"]

    assert feed.known.describe() == ("table by profile (list.toml) · semicolon, Windows-1252 · 13 columns, 1 not used")
    assert feed.known.unused == ("Notiz",)
    assert tee.key == "TEE"
    assert (tee.price, tee.money("cost_price")) == ("1299.50 CHF", "11.20 CHF")
    assert (tee.variant["gtin"], tee.variant["mpn"]) == ("4006381333931", "4006381333931")
    assert tee.variant["price_includes_vat"] is False
    assert (tee.variant["weight"], tee.variant["weight_unit"]) == (180_000, "g")
    assert tee.product == {"title": "Größe M", "vendor": "Nordlys", "status": "draft"}
    assert len(tee.images) == 2
    assert tee.stock == {"Utrecht": 4}
    assert (feed.markets["Norway"].currency, feed.markets["Norway"].price) == ("NOK", [39_900, None])
    assert feed["CUP"].key == "CUP"


def test_a_flag_goes_before_the_profile_and_the_profile_before_the_settings(tmp_path: Path) -> None:
    feed = mapped(tmp_path, WHOLESALE, HEADER)
    settings = FeedOptions(currency="EUR", timezone="Europe/Oslo")

    assert feed.known.options(settings).currency == "CHF"
    assert feed.known.options(settings).currency_origin == "profile list.toml"
    assert feed.known.options(settings, currency="USD", decimal_mark=None).currency == "USD"
    assert feed.known.options(settings, currency=None).decimal_mark == ","
    assert feed.known.options(settings).timezone == "Europe/Oslo"


def test_a_profile_may_add_to_a_format_instead(tmp_path: Path) -> None:
    profile = 'feed = "shopify"\n[columns]\n"Our price" = "Variant Price"\n[markets.Norway]\ncurrency = "NOK"\n'
    feed = read(
        "Handle,Title,Variant SKU,Our price,Price / Norway\ntee,Tee,TEE,20,199\n",
        folder=tmp_path,
        profile=parse(profile, "shop.toml"),
    )

    assert feed["TEE"].price == "20.00 EUR"
    assert feed.markets["Norway"].currency == "NOK"


@pytest.mark.parametrize(
    ("profile", "message", "hint"),
    [
        ("key = =", "list.toml is not valid TOML: Invalid value (at line 1, column 7).", "quotes"),
        ('key = "A"\ntitel = "x"', "list.toml, line 2: titel is not known here.", "did you mean title?"),
        ('[values]\n\ncurency = "EUR"', "list.toml, line 3: curency is not known here.", "did you mean currency?"),
        ('[values]\ncurrency = "EURO"', "list.toml, line 2: currency must be a currency code such as EUR,", ""),
        ("[values]\nprice_includes_vat = 1", "list.toml, line 2: price_includes_vat must be true or false, not 1.", ""),
        ('create = "yes"', "list.toml, line 1: create must be true or false, not 'yes'.", ""),
        ('[values]\ntimezone = "Mars"', "list.toml, line 2: timezone must be a time zone such as", ""),
        ('[values]\ndecimal_mark = "."\nweight_unit = "stone"', "list.toml, line 3: weight_unit must be one of", ""),
        ('[file]\ndelimiter = ";;"', "list.toml, line 2: delimiter must be one of", ""),
        ('[file]\nheader_line = "2"', "list.toml, line 2: header_line must be a number of a line,", ""),
        ('columns = "title"', "list.toml, line 1: columns is a section; write [columns]", ""),
        ('[columns]\n"EAN" = 5', "list.toml, line 2: EAN must be a text in quotes, not 5.", ""),
        ('[columns]\n"EAN" = "gtin"\n"ean " = "gtin"', "list.toml, line 3: \"ean \" is said to be gtin twice.", ""),
        ('[markets]\nNorway = "VK"', 'list.toml, line 2: write [markets."Norway"]', ""),
        ('[markets.Norway]\nprize = "VK"', "list.toml, line 2: prize is not known here.", "did you mean price?"),
        ('key = ""', "list.toml, line 1: key must be a text in quotes, not ''.", ""),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(profile: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as wrong:
        parse(profile, "list.toml")

    assert wrong.value.message.startswith(message)
    assert hint in str(wrong.value.hint)


@pytest.mark.parametrize(
    ("change", "message", "hint"),
    [
        (('"VK" = "price"', '"VK" = "prise"'), "list.toml, line 7: prise is no column", "did you mean price?"),
        (('"VK" = "price"', '"Vk-Preis" = "price"'), 'list.toml, line 7: the feed has no column "Vk-Preis".', "VK"),
        (('key = "Artikelnr"', 'key = "Artikel-Nummer"'), "list.toml, line 2: the feed has no column", "Artikelnr"),
        (('"EK" = "cost"', '"EK" = "price"'), "list.toml, line 7: VK, EK cannot all be the price.", ""),
        (('vendor = "Nordlys"', 'vendro = "Nordlys"'), "list.toml, line 23: vendro is no col", "did you mean vendor?"),
        (('vendor = "Nordlys"', 'title = "Tee"'), "list.toml, line 22: there is a column for title,", ""),
    ],
)  # fmt: skip
def test_a_profile_that_does_not_fit_its_feed_is_refused(
    tmp_path: Path, change: tuple[str, str], message: str, hint: str
) -> None:
    with pytest.raises(UsageError) as wrong:
        mapped(tmp_path, WHOLESALE.replace(*change), HEADER)

    assert wrong.value.message.startswith(message)
    assert hint in str(wrong.value.hint)


def test_three_sides_may_stand_in_one_cell(tmp_path: Path) -> None:
    profile = (
        'key = "Nr"\n[columns]\n"Size" = "dimensions"\n[values]\ndimension_unit = "cm"\n[file]\nencoding = "cp1252"\n'
    )
    feed = mapped(
        tmp_path, profile, "Nr;Size", "A;10 x 20,5 x 30 mm", "B;10×20×30", "C;10cm * 20cm * 3 m", "D;30 x 40 cm", "E;"
    )  # fmt: skip

    assert [row.variant.get("dimensions") for row in feed.rows] == [
        '{"length":"10","width":"20.5","height":"30","unit":"mm"}',
        '{"length":"10","width":"20","height":"30","unit":"cm"}',
        None, None, None,
    ]  # fmt: skip
    assert [(warning.line, warning.code) for warning in feed.warnings] == [(5, "not_three_sides"), (4, "units_differ")]


def test_a_profile_is_loaded_from_a_file_and_a_missing_one_says_so(tmp_path: Path) -> None:
    (tmp_path / "list.toml").write_text(WHOLESALE, encoding="utf-8")

    assert load(tmp_path / "list.toml").title == "Wholesale list"
    with pytest.raises(NotFound, match="There is no profile"):
        load(tmp_path / "other.toml")
    (tmp_path / "latin.toml").write_bytes('title = "Größe"'.encode("cp1252"))
    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path / "latin.toml")
