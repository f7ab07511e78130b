"""Magento 2's CSV: variants in rows far from their product, store views, bundles, attributes in one cell."""

from pathlib import Path
from typing import Any

import pytest

from royal_cli.errors import FeedError
from tests.commerce.feeds.formats.reading import Feed, read

HEADER = (
    "sku,store_view_code,attribute_set_code,product_type,name,price,qty,product_online,"
    "configurable_variations,configurable_variation_labels"
)
PARENT = 'TEE,,Default,configurable,Tee,,0,1,"sku=TEE-S,size=S,color=Red|sku=TEE-M,size=M,color=Red",size=Size'
SMALL = "TEE-S,,Default,simple,Tee S,20.0000,5,1,,"
MEDIUM = "TEE-M,,Default,simple,Tee M,21.5000,0,2,,"


def shop(folder: Path, *rows: str, header: str = HEADER, **options: Any) -> Feed:
    return read("\n".join([header, *rows]) + "\n", folder=folder, **options)


@pytest.mark.parametrize("rows", [(PARENT, SMALL, MEDIUM), (SMALL, MEDIUM, PARENT), (MEDIUM, PARENT, SMALL)])
def test_variants_belong_to_the_product_that_names_them_wherever_it_stands(tmp_path: Path, rows: tuple[str]) -> None:
    feed = shop(tmp_path, *rows)

    assert feed.known.form.name == "magento2"
    assert {row.key for row in feed.rows} == {"TEE"}
    assert {row.sku: row.sells for row in feed.rows} == {"TEE": False, "TEE-S": True, "TEE-M": True}
    assert [feed["TEE-S"].options, feed["TEE-M"].options] == [
        ["Size: S", "color: Red"],
        ["Size: M", "color: Red"],
    ]


def test_the_product_has_its_own_title_and_its_variants_theirs(tmp_path: Path) -> None:
    feed = shop(tmp_path, SMALL, MEDIUM, PARENT)

    assert [row.product.get("title") for row in feed.rows] == [None, None, "Tee"]
    assert [row.variant.get("title") for row in feed.rows] == ["Tee S", "Tee M", None]
    assert [row.variant.get("status") for row in feed.rows] == ["active", "draft", None]
    assert [row.product.get("status") for row in feed.rows] == [None, None, "active"]


def test_a_variant_far_from_its_product_is_found_in_a_feed_of_several_chunks(tmp_path: Path) -> None:
    others = [f"CUP-{n},,Default,simple,Cup {n},9,1,1,," for n in range(6_000)]
    feed = shop(tmp_path, SMALL, *others, MEDIUM, PARENT)

    assert {feed["TEE-S"].key, feed["TEE-M"].key, feed["CUP-5999"].key} == {"TEE", "CUP-5999"}


@pytest.mark.parametrize(
    ("variations", "options"),
    [
        ("sku=TEE-S,size=10,2 cm,color=Red", ["size: 10,2 cm", "color: Red"]),
        ('""sku=TEE-S,size=55 cm""|sku=TEE-M,size=M', ["size: 55 cm"]),
        ("sku=TEE-S,size=S|M,color=Red", ["size: S|M", "color: Red"]),
    ],
)
def test_commas_quotes_and_bars_may_belong_to_a_value(tmp_path: Path, variations: str, options: list[str]) -> None:
    feed = shop(tmp_path, SMALL, f'TEE,,Default,configurable,Tee,,0,1,"{variations}",')

    assert feed["TEE-S"].options == options


@pytest.mark.parametrize(
    ("kind", "sells", "stock"),
    [("simple", True, {"": 4}), ("virtual", True, {"": 4}), ("grouped", False, {}), ("bundle", True, {})],
)
def test_a_grouped_product_is_not_sold_and_what_has_parts_is_not_counted(
    tmp_path: Path, kind: str, sells: bool, stock: dict[str, int]
) -> None:
    row = shop(tmp_path, f"SET,,Default,{kind},Set,10,4,1,,")["SET"]

    assert (row.sells, row.stock) == (sells, stock)


def test_what_has_variants_costs_what_they_do(tmp_path: Path) -> None:
    feed = shop(tmp_path, PARENT.replace("Tee,,0", "Tee,0.0000,0"), SMALL, MEDIUM)

    assert [(row.sku, row.price, row.product.get("base_price")) for row in feed.rows] == [
        ("TEE", None, None),
        ("TEE-S", "20.00 EUR", None),
        ("TEE-M", "21.50 EUR", None),
    ]


def test_a_bundle_that_costs_what_its_parts_do_has_no_price_of_its_own(tmp_path: Path) -> None:
    header = "sku,attribute_set_code,product_online,product_type,name,price,special_price,bundle_price_type"
    feed = shop(tmp_path, "A,x,1,bundle,A,14,,dynamic", "B,x,1,bundle,B,14,80,fixed", header=header)

    assert [row.price for row in feed.rows] == [None, "14.00 EUR"]
    assert feed["B"].money("compare_at_price") is None
    assert [(warning.column, warning.value) for warning in feed.warnings] == [("price", "14"), ("special_price", "80")]


@pytest.mark.parametrize(
    ("managed", "usual", "stock"), [("1", "1", {"": 3}), ("0", "1", {"": 3}), ("0", "0", {}), ("1", "0", {"": 3})]
)
def test_stock_that_is_not_managed_is_unknown(tmp_path: Path, managed: str, usual: str, stock: dict[str, int]) -> None:
    header = "sku,attribute_set_code,product_online,product_type,qty,manage_stock,use_config_manage_stock"

    assert shop(tmp_path, f"CUP,x,1,simple,3,{managed},{usual}", header=header)["CUP"].stock == stock


@pytest.mark.parametrize(("allowed", "usual", "read_as"), [("1", "1", None), ("2", "0", True), ("0", "0", False)])
def test_back_orders_as_in_the_shop_s_settings_are_unknown(
    tmp_path: Path, allowed: str, usual: str, read_as: bool | None
) -> None:
    header = "sku,attribute_set_code,product_online,product_type,allow_backorders,use_config_backorders"

    assert (
        shop(tmp_path, f"CUP,x,1,simple,{allowed},{usual}", header=header)["CUP"].variant.get("allow_backorder")
        is read_as
    )


def test_other_store_views_do_not_change_the_main_one(tmp_path: Path) -> None:
    feed = shop(tmp_path, "CUP,,Default,simple,Cup,9,3,1,,", "CUP,nl,Default,simple,Kop,12,,,,", "CUP,de,,,Tasse,,,,,")

    assert [(row.sells, row.product.get("title"), row.price) for row in feed.rows] == [
        (True, "Cup", "9.00 EUR"),
        (False, None, None),
        (False, None, None),
    ]
    assert [(warning.code, warning.value) for warning in feed.warnings] == [("store_view", "nl"), ("store_view", "de")]


def test_where_every_row_names_a_store_view_the_first_one_counts(tmp_path: Path) -> None:
    feed = shop(tmp_path, "CUP,default,Default,simple,Cup,9,3,1,,", "POT,default,Default,simple,Pot,19,3,1,,")

    assert [row.price for row in feed.rows] == ["9.00 EUR", "19.00 EUR"]


@pytest.mark.parametrize(
    ("categories", "path"),
    [
        ("Default Category/Gear,Default Category/Gear/Fitness", "Gear > Fitness"),
        ("Default Category/Bags, Cases,Default Category/Sale", "Bags, Cases"),
        ("Default Category", None),
        ("Shop/A\\/B", "Shop > A/B"),
        ("Gear,Sale", "Gear"),
        ("Default Category/Gear|Default Category/Gear/Bags", "Gear > Bags"),
    ],
)
def test_the_first_category_counts_as_deep_as_it_goes(tmp_path: Path, categories: str, path: str | None) -> None:
    header = "sku,attribute_set_code,product_online,product_type,categories"
    row = shop(tmp_path, f'CUP,x,1,simple,"{categories}"', header=header)["CUP"]

    assert row.product.get("category_path") == path


def test_a_special_price_counts_between_its_dates(tmp_path: Path) -> None:
    header = (
        "sku,attribute_set_code,product_online,product_type,price,special_price,special_price_from_date,"
        "special_price_to_date"
    )
    feed = shop(
        tmp_path, "CUP,x,1,simple,9,7.5,2026-11-01 00:00:00,", "POT,x,1,simple,19,15,,2026-11-01", header=header
    )

    assert (feed["CUP"].price, feed["CUP"].money("compare_at_price")) == ("7.50 EUR", "9.00 EUR")
    assert (feed["POT"].price, feed["POT"].money("compare_at_price")) == ("19.00 EUR", None)


def test_the_maker_stands_among_the_attributes(tmp_path: Path) -> None:
    header = "sku,attribute_set_code,product_online,product_type,additional_attributes"
    row = shop(tmp_path, 'CUP,x,1,simple,"has_options=0,manufacturer=Pot, Pan & Co,size=L"', header=header)["CUP"]

    assert row.product == {"vendor": "Pot, Pan & Co", "status": "active"}


def test_the_first_image_of_a_variant_is_its_own(tmp_path: Path) -> None:
    header = "sku,attribute_set_code,product_online,product_type,base_image,additional_images,configurable_variations"
    url = "https://shop.example"
    feed = shop(
        tmp_path,
        f'TEE-S,x,1,simple,{url}/s.jpg,"{url}/s2.jpg,/m/b/own.jpg",',
        f'TEE,x,1,configurable,{url}/tee.jpg,,"sku=TEE-S,size=S"',
        header=header,
    )

    assert feed["TEE-S"].variant["image_url"] == f"{url}/s.jpg"
    assert [image for row in feed.rows for image, _ in row.images] == [f"{url}/s2.jpg", f"{url}/tee.jpg"]
    assert [(warning.code, warning.value) for warning in feed.warnings] == [("not_a_url", "/m/b/own.jpg")]


def test_the_real_catalogue_has_its_image_in_the_second_column(shared: Path) -> None:
    feed = read(shared / "data" / "products" / "magento2_catalog_product.csv")

    assert [url.rpartition("/")[2] for url, _ in feed["24-WG085"].images] == ["aupc-5356-w938-25.jpg"]
    assert feed["24-WG087"].product["category_path"] == "Gear > Fitness Equipment"
    assert feed["24-WG085_Group"].price is None


def test_a_comma_in_the_name_of_a_category_that_has_others_below_it(tmp_path: Path) -> None:
    feed = shop(
        tmp_path, 'CUP,,Default,simple,Cup,9,"Default Category/Plates, Cups/Clay,Default Category/Sale"',
        header="sku,store_view_code,attribute_set_code,product_type,name,price,categories",
    )  # fmt: skip

    assert feed["CUP"].product["category_path"] == "Plates, Cups > Clay"


def test_an_export_of_magento_1_is_refused(tmp_path: Path) -> None:
    header = "sku,_store,_attribute_set,_type,_category,_product_websites,name,price,qty,status,_super_products_sku"
    with pytest.raises(FeedError, match="Magento 1"):
        shop(tmp_path, "TEE,,Default,configurable,Tees,base,Tee,20,0,1,TEE-S", header=header)
