"""PrestaShop's import files: products, discounts, and combinations that know their product by its ID."""

from pathlib import Path
from typing import Any

import pytest

from tests.commerce.feeds.formats.reading import Feed, read

HEADER = "Product ID;Active (0/1);Name *;Categories (x,y,z...);Price tax excluded;Reference #;Quantity;"
DISCOUNT = "Discount amount;Discount percent;Discount from (yyyy-mm-dd);Discount to (yyyy-mm-dd)"
COMBINATIONS = (
    "Product ID*;Attribute (Name:Type:Position)*;Value (Value:Position)*;Reference;EAN13;UPC;Wholesale price;"
    "Impact on price;Quantity;Image URL"
)


def shop(folder: Path, header: str, *rows: str, **options: Any) -> Feed:
    return read("\n".join([header, *rows]) + "\n", folder=folder, **options)


@pytest.mark.parametrize("first", ["ID", "Product ID", "#Product ID"])
def test_products_and_combinations_know_a_product_by_its_id(tmp_path: Path, first: str) -> None:
    products = shop(tmp_path, f"{first};{HEADER.partition(';')[2].rstrip(';')}", "7;1;Tee;Home;20;TEE;3")
    combinations = shop(tmp_path, COMBINATIONS, "7;Size:select:0;S:0;TEE-S;;;;2;4;")

    assert {products.known.form.name, combinations.known.form.name} == {"prestashop"}
    assert products["TEE"].key == combinations["TEE-S"].key == "prestashop:7"


@pytest.mark.parametrize(("row", "key"), [(";1;Tee;Home;20;TEE;3;", "TEE"), ("0;1;Two Cups;Home;20;;3;", "two-cups")])
def test_without_an_id_the_reference_or_the_name_is_the_key(tmp_path: Path, row: str, key: str) -> None:
    assert shop(tmp_path, HEADER, row).rows[0].key == key


def test_what_a_combination_adds_to_the_price_is_not_its_price(tmp_path: Path) -> None:
    feed = shop(
        tmp_path, COMBINATIONS, "7;Size:select:0;S:0;TEE-S;;;;40;4;", "7;Size:select:0;M:1;TEE-M;;;;0;4;",
        "7;Size:select:0;L:2;TEE-L;;;;;4;",
    )  # fmt: skip

    assert [row.price for row in feed.rows] == [None, None, None]
    assert [(warning.value, warning.code) for warning in feed.warnings] == [
        ("40", "no_base_price"),
        ("0", "no_base_price"),
    ]
    assert [row.stock for row in feed.rows] == [{"": 4}] * 3


@pytest.mark.parametrize(
    ("names", "values", "options"),
    [
        ("Color:color:0, Size:select:1", "Blue:0, M:1", ["Color: Blue", "Size: M"]),
        ("Color:color:0, Size:select:1", "Red, dark:0, M:1", ["Color: Red, dark", "Size: M"]),
        ("Size:select:0", "10,5 cm:0", ["Size: 10,5 cm"]),
        ("Size:select", "M", ["Size: M"]),
        ("A:select:0, B:select:1, C:select:2, D:select:3", "1:0, 2:1, 3:2, 4:3", ["A: 1", "B: 2", "C / D: 3 / 4"]),
    ],
)
def test_the_attributes_of_a_combination_are_its_options(
    tmp_path: Path, names: str, values: str, options: list[str]
) -> None:
    assert shop(tmp_path, COMBINATIONS, f"7;{names};{values};TEE-S;;;;;4;")["TEE-S"].options == options


def test_names_without_values_reject_a_combination(tmp_path: Path) -> None:
    feed = shop(tmp_path, COMBINATIONS, "7;Color:color:0, Size:select:1;Blue:0;TEE-S;;;;;4;")

    assert [(reject.value, reject.code) for reject in feed.rejects] == [("Blue:0", "options")]


def test_a_combination_has_its_own_codes_costs_and_image(tmp_path: Path) -> None:
    url = "https://shop.example/s.jpg"
    feed = shop(
        tmp_path, COMBINATIONS, f"7;Size:select:0;S:0;TEE-S;4006381333931;;12.5;;4;{url}",
        "7;Size:select:0;M:1;TEE-M;;036000291452;0;;4;",
    )  # fmt: skip

    assert (feed["TEE-S"].variant["gtin"], feed["TEE-S"].money("cost_price")) == ("4006381333931", "12.50 EUR")
    assert (feed["TEE-S"].variant["image_url"], feed["TEE-S"].images) == (url, [])
    assert (feed["TEE-M"].variant["gtin"], feed["TEE-M"].money("cost_price")) == ("036000291452", None)


@pytest.mark.parametrize(
    ("header", "includes"),
    [
        ("Price tax excluded", False),
        ("Price tax included", True),
        ("Price tax excluded or Price tax included", None),
    ],
)
def test_the_header_says_whether_prices_are_without_tax(tmp_path: Path, header: str, includes: bool | None) -> None:
    row = shop(tmp_path, HEADER.replace("Price tax excluded", header), "7;1;Tee;Home;20;TEE;3;")["TEE"]

    assert (row.price, row.variant.get("price_includes_vat")) == ("20.00 EUR", includes)


@pytest.mark.parametrize(
    ("cells", "price", "compared", "codes"),
    [
        (";25;2026-11-01;2026-11-30", "15.00 EUR", "20.00 EUR", []),
        (";25;0000-00-00;0000-00-00", "15.00 EUR", "20.00 EUR", []),
        (";25;2013-06-01;2018-12-31", "20.00 EUR", None, []),
        ("5;;;", "20.00 EUR", None, ["discount"]),
        ("5;;2013-06-01;2018-12-31", "20.00 EUR", None, []),
        ("0;0;;", "20.00 EUR", None, []),
        (";120;;", "20.00 EUR", None, ["discount"]),
    ],
)
def test_a_share_is_taken_off_the_price_while_the_discount_runs(
    tmp_path: Path, cells: str, price: str, compared: str | None, codes: list[str]
) -> None:
    feed = shop(tmp_path, HEADER + DISCOUNT, f"7;1;Tee;Home;20;TEE;3;{cells}")

    assert (feed["TEE"].price, feed["TEE"].money("compare_at_price"), feed.codes) == (price, compared, codes)


def test_an_amount_with_tax_is_taken_off_a_price_with_tax(tmp_path: Path) -> None:
    header = (HEADER + DISCOUNT).replace("excluded", "included")

    assert shop(tmp_path, header, "7;1;Tee;Home;20;TEE;3;5;;;")["TEE"].price == "15.00 EUR"


@pytest.mark.parametrize(
    ("categories", "path"),
    [("Home,Women,Tops", "Women"), ("Home/Women/Tops,Sale", "Women > Tops"), ("Home", None), ("2,12", None)],
)
def test_the_root_of_the_categories_is_none(tmp_path: Path, categories: str, path: str | None) -> None:
    row = shop(tmp_path, HEADER, f"7;1;Tee;{categories};20;TEE;3;")["TEE"]

    assert row.product.get("category_path") == path


@pytest.mark.parametrize(("cell", "allowed"), [("0", False), ("1", True), ("2", None), ("", None)])
def test_the_shop_s_own_setting_for_back_orders_is_unknown(tmp_path: Path, cell: str, allowed: bool | None) -> None:
    row = shop(tmp_path, f"{HEADER}Out of stock", f"7;1;Tee;Home;20;TEE;3;{cell}")["TEE"]

    assert row.variant.get("allow_backorder") is allowed


def test_real_products_are_not_discounted_any_more(shared: Path) -> None:
    feed = read(shared / "data" / "products" / "prestashop_products_import.csv")

    # 100.00 less 5.5 %, and 1500.00 less 100.00, both until 2018.
    assert [feed["RP-demo_1"].price, feed["RP-demo_3"].price] == ["100.00 EUR", "1500.00 EUR"]


def test_real_combinations_with_one_reference_differ_in_their_options(shared: Path) -> None:
    feed = read(shared / "data" / "products" / "prestashop_combinations_import.csv")
    air = [row for row in feed.rows if row.sku == "RP-MacBookAir80GB-1.6MHz"]

    assert [row.options[2] for row in air] == ["ICU: 1.60GHz Intel Core 2 Duo", "ICU: 1.80GHz Intel Core 2 Duo"]


def test_of_two_columns_of_prices_that_without_tax_counts_and_where_it_is_empty_that_with_tax(tmp_path: Path) -> None:
    header = "ID;Active (0/1);Name *;Categories (x,y,z...);Price tax excluded;Price tax included;Discount amount"
    feed = shop(
        tmp_path, header, "1;1;Tee;Home;20;24.20;", "2;1;Cup;Home;;12.10;", "3;1;Cap;Home;0;6.05;1.05",
        "4;1;Box;Home;;;",
    )  # fmt: skip

    stated = [(row.price, row.variant.get("price_includes_vat")) for row in feed.rows]
    assert stated == [("20.00 EUR", False), ("12.10 EUR", True), ("5.00 EUR", True), (None, None)]
    assert feed.rows[2].money("compare_at_price") == "6.05 EUR"


@pytest.mark.parametrize(
    ("cell", "path"),
    [
        ("Home,Women/Dresses", "Women > Dresses"),
        ("Home|Women|Dresses", "Women"),
        ("Home/Women", "Women"),
        ("Strona główna,Lampy", "Lampy"),
        ("Home", None),
    ],
)
def test_the_first_category_below_the_root_counts(tmp_path: Path, cell: str, path: str | None) -> None:
    (row,) = shop(tmp_path, HEADER, f"1;1;Tee;{cell};20;TEE;3;").rows

    assert row.product.get("category_path") == path


def test_a_price_of_zero_is_one(tmp_path: Path) -> None:
    feed = shop(tmp_path, "ID;Active (0/1);Name *;Categories (x,y,z...);Price tax included", "1;1;Chair;250, 257;0")
    (chair,) = feed.rows

    assert (chair.price, chair.variant["price_includes_vat"], chair.product.get("category_path")) == (
        "0.00 EUR", True, None,
    )  # fmt: skip


def test_polish_headers(tmp_path: Path) -> None:
    header = (
        "ID;Aktywny (0 lub 1);Nazwa*;Kategorie (x,y,z...);Cena bez podatku. (netto);Cena zawiera podatek. (brutto);"
        "Procent rabatu;Indeks #;Marka;kod EAN13;Ilość;Podsumowanie;Opis;Adresy URL zdjęcia (x,y,z...)"
    )
    feed = shop(
        tmp_path, header, "1;0;Lampa;Strona główna,Lampy;;123,00;10;L-1;Acme;5901234123457;7;K;D;https://e.test/1.jpg"
    )
    lamp = feed["L-1"]

    assert (lamp.key, lamp.price, lamp.money("compare_at_price")) == ("prestashop:1", "110.70 EUR", "123.00 EUR")
    assert (lamp.stock, lamp.variant["gtin"]) == ({"": 7}, "5901234123457")
    assert {name: lamp.product[name] for name in ("title", "status", "vendor", "description", "category_path")} == {
        "title": "Lampa", "status": "draft", "vendor": "Acme", "description": "D", "category_path": "Lampy",
    }  # fmt: skip


def test_polish_headers_of_combinations(tmp_path: Path) -> None:
    header = (
        "Identyfikator Produktu (ID);Indeks produktu;Atrybut (Nazwa:Typ:Pozycja)*;Wartość (Wartość:Pozycja)*;Indeks;"
        "Wpływ na cenę;Ilość"
    )
    feed = shop(tmp_path, header, "1;;Rozmiar:select:0;S:0;L-1-S;5;4")

    assert (feed["L-1-S"].key, feed["L-1-S"].options, feed["L-1-S"].price) == ("prestashop:1", ["Rozmiar: S"], None)
    assert feed.codes == ["no_base_price"]


def test_the_list_of_products_that_the_back_office_exports(tmp_path: Path) -> None:
    header = "Product ID;Image;Name;Reference;Category;Price (tax excl.);Price (tax incl.);Quantity;Status;Position"
    feed = shop(tmp_path, header, '1;https://e.test/1.jpg;Tee;TEE;Men;"23,900000";"28,919000";24;0;1')
    (tee,) = feed.rows

    assert (tee.key, tee.sku, tee.price, tee.variant["price_includes_vat"]) == (
        "prestashop:1",
        "TEE",
        "23.90 EUR",
        False,
    )
    assert (tee.stock, tee.product["status"], tee.product["category_path"]) == ({"": 24}, "draft", "Men")


def test_a_cost_of_zero_is_none(tmp_path: Path) -> None:
    feed = shop(
        tmp_path, "ID;Active (0/1);Name *;Categories (x,y,z...);Price tax excluded;Wholesale price",
        "1;1;Tee;Home;20;0", "2;1;Cup;Home;9;0.000000", "3;1;Cap;Home;9;4.5",
    )  # fmt: skip

    assert [row.money("cost_price") for row in feed.rows] == [None, None, "4.50 EUR"]
