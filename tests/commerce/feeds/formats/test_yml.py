"""Yandex's YML: categories as a tree, offers of one group, the same offer again, names made of parts."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from royal_cli.errors import FeedError
from tests.commerce.feeds.formats.reading import Feed, read

TREE = """
<category id="1">Дом</category>
<category id="2" parentId="1">Посуда</category>
<category id="3" parentId="2"> Чашки
</category>
"""


def catalogue(folder: Path, *offers: str, categories: str = TREE, head: str = "") -> Feed:
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<yml_catalog date="2026-11-01 10:00"><shop><name>Cups</name>'
        f'<currencies><currency id="RUR" rate="1"/></currencies><categories>{categories}</categories>'
        f"<offers>\n{chr(10).join(offers)}</offers></shop></yml_catalog>"
    )
    return read(text, folder=folder, name="feed.yml")


def offer(id: str, *more: str, name: str = "<name>Cup</name>", group: str = "", price: str = "100") -> str:
    member = f' group_id="{group}"' if group else ""
    return (
        f'<offer id="{id}"{member} available="true">{name}<price>{price}</price><currencyId>RUR</currencyId>'
        f"<categoryId>3</categoryId>{''.join(more)}</offer>"
    )


def test_the_real_catalogue_has_what_was_counted(shared: Path) -> None:
    """Counted with ElementTree: offer elements, distinct ids, the sum of their price; paths followed by hand."""
    feed = read(shared / "data" / "products" / "yml_pharmacy.xml")

    assert feed.known.form.name == "yml"
    assert Counter(row.key for row in feed.rows) == {"8079": 1, "24271": 1, "48066": 3}
    assert sum(Decimal(str(row.price).removesuffix(" RUB")) for row in feed.rows) == Decimal("1386")
    assert feed.rows[0].product["category_path"] == "ТОВАРЫ ДЛЯ ЗДОРОВЬЯ > Наружные лечебно-профилактические средства"
    assert str(feed.rows[1].product["category_path"]).startswith("ЛЕКАРСТВЕННЫЕ СРЕДСТВА > Кроветворение и кровь > ")
    assert [len(row.images) for row in feed.rows] == [1, 1, 1, 0, 0]
    assert feed.rejects == []
    assert not any(batch.stock for batch in feed.batches)


def test_an_offer_that_comes_again_stays_the_same_offer(shared: Path) -> None:
    """For the catalogue to reject what contradicts the first of them."""
    rows = read(shared / "data" / "products" / "yml_pharmacy.xml").rows[2:]

    assert [row.sku for row in rows] == ["48066"] * 3
    assert len({row.variant["title"] for row in rows}) == 2
    assert [row.options for row in rows] == [[]] * 3


def test_a_category_is_the_path_of_names_from_the_top(tmp_path: Path) -> None:
    assert catalogue(tmp_path, offer("CUP"))["CUP"].product["category_path"] == "Дом > Посуда > Чашки"


@pytest.mark.parametrize(
    "categories",
    [
        "",
        '<category id="3" parentId="9">Чашки</category>',
        '<category id="3" parentId="2">Чашки</category><category id="2" parentId="3">Посуда</category>',
    ],
)
def test_a_category_whose_place_is_not_known_is_left_open(tmp_path: Path, categories: str) -> None:
    assert "category_path" not in catalogue(tmp_path, offer("CUP"), categories=categories)["CUP"].product


@pytest.mark.parametrize("parent", ['parentId=""', 'parentId="0"', ""])
def test_a_category_without_a_parent_is_at_the_top(tmp_path: Path, parent: str) -> None:
    feed = catalogue(tmp_path, offer("CUP"), categories=f'<category id="3" {parent}>Чашки</category>')

    assert feed["CUP"].product["category_path"] == "Чашки"


def test_categories_named_again_inside_offers_are_not_those_of_the_tree(tmp_path: Path) -> None:
    feed = catalogue(tmp_path, offer("CUP", "<category>Other</category>"), offer("MUG"))

    assert feed["MUG"].product["category_path"] == "Дом > Посуда > Чашки"


def test_offers_of_a_group_are_variants_told_apart_by_what_differs(tmp_path: Path) -> None:
    feed = catalogue(
        tmp_path,
        offer("TEE-S", '<param name="Размер" unit="RU">46</param><param name="Ткань">лён</param>', group="TEE"),
        offer("TEE-M", '<param name="Ткань">лён</param><param name="Размер" unit="RU">48</param>', group="TEE"),
        offer("CUP", '<param name="Цвет">белый</param>'),
    )

    assert [row.key for row in feed.rows] == ["TEE", "TEE", "CUP"]
    assert [row.options for row in feed.rows] == [["Размер: 46"], ["Размер: 48"], []]


def test_a_name_is_stated_or_made_of_kind_brand_and_model(tmp_path: Path) -> None:
    parts = "<typePrefix>Мороженица</typePrefix><vendor>Nordlys</vendor><model>3811</model>"
    feed = catalogue(tmp_path, offer("ICE", name=parts), offer("CUP", name="<name>Cup</name><vendor>Nordlys</vendor>"))

    assert feed["ICE"].product["title"] == "Мороженица Nordlys 3811"
    assert feed["CUP"].product["title"] == "Cup"
    assert feed["CUP"].product["vendor"] == "Nordlys"


def test_a_model_that_says_its_kind_and_brand_says_them_once(tmp_path: Path) -> None:
    parts = "<typePrefix>Простыня</typePrefix><vendor>Nordlys</vendor><model>Простыня натяжная Nordlys 120 см</model>"

    assert (
        catalogue(tmp_path, offer("SHEET", name=parts))["SHEET"].product["title"] == "Простыня натяжная Nordlys 120 см"
    )


def test_old_prices_codes_stock_and_weight(tmp_path: Path) -> None:
    row = catalogue(
        tmp_path,
        offer(
            "CUP", "<oldprice>120</oldprice><vendorCode>C-1</vendorCode><count>7</count><weight>0.35</weight>",
            "<barcode>4006381333931</barcode><barcode>96385074</barcode>", price="99.90",
        ),
    )["CUP"]  # fmt: skip

    assert (row.price, row.money("compare_at_price")) == ("99.90 RUB", "120.00 RUB")
    assert (row.variant["mpn"], row.variant["gtin"], row.stock) == ("C-1", "4006381333931", {"": 7})
    assert (row.variant["weight"], row.variant["weight_unit"]) == (350, "kg")


def test_an_old_price_of_nothing_is_none(tmp_path: Path) -> None:
    assert "compare_at_price" not in catalogue(tmp_path, offer("CUP", "<oldprice>0</oldprice>"))["CUP"].variant


def test_pictures_come_in_order_and_the_postage_is_no_price(tmp_path: Path) -> None:
    pictures = [f"https://cups.example/{n}.jpg" for n in (1, 2, 3)]
    row = catalogue(
        tmp_path,
        offer("CUP", *(f"<picture>{url}</picture>" for url in pictures),
              '<delivery-options><option cost="300" days="1"/></delivery-options>'),
    )["CUP"]  # fmt: skip

    assert [url for url, _ in row.images] == pictures
    assert row.price == "100.00 RUB"


def test_the_usual_document_type_is_no_obstacle(tmp_path: Path) -> None:
    feed = catalogue(tmp_path, offer("CUP"), head='<!DOCTYPE yml_catalog SYSTEM "shops.dtd">')

    assert feed["CUP"].price == "100.00 RUB"


def test_an_offer_without_an_id_is_rejected_and_several_prices_are_not_chosen_from(tmp_path: Path) -> None:
    feed = catalogue(tmp_path, offer("").replace(' id=""', ""), offer("CUP", "<price>90</price>"), offer("MUG"))

    assert [reject.line for reject in feed.rejects if reject.code == "missing_key"] == [feed.rejects[0].line]
    assert [row.sku for row in feed.rows] == ["MUG"]


def test_a_feed_of_offers_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="<offers>"):
        read("<offers><offer id='1'><nazwa>Kubek</nazwa></offer></offers>", folder=tmp_path, name="feed.xml")


@pytest.mark.parametrize(
    ("currencies", "price"),
    [
        ('<currency id="UAH" rate="1"/><currency id="USD" rate="NBU"/>', "100.00 UAH"),
        ('<currency id="BYN"/>', "100.00 BYN"),
        ("", "100.00 EUR"),
    ],
)
def test_an_offer_without_a_currency_is_in_the_main_one_of_the_feed(
    tmp_path: Path, currencies: str, price: str
) -> None:
    feed = read(
        f"<yml_catalog><shop><currencies>{currencies}</currencies><categories/><offers>"
        '<offer id="1"><name>Cup</name><price>100</price><price_old>120</price_old></offer>'
        '<offer id="2"><name>Jug</name><price>9</price><currencyId>USD</currencyId></offer>'
        "</offers></shop></yml_catalog>",
        folder=tmp_path, name="feed.xml",
    )  # fmt: skip

    assert [row.price for row in feed.rows] == [price, "9.00 USD"]
    assert feed["1"].money("compare_at_price") == price.replace("100", "120")
