"""Shopify's CSV as shops export it, edit it in spreadsheets, and write it by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from royal_cli.errors import FeedError
from tests.commerce.feeds.formats.reading import Feed, read

CLASSIC = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty,Image Src"


def shop(folder: Path, header: str, *rows: str, **options: Any) -> Feed:
    return read("\n".join([header, *rows]) + "\n", folder=folder, form="shopify", **options)


@pytest.mark.parametrize(
    "header",
    [
        "Handle,Title,Body (HTML),Vendor,Variant SKU,Variant Price",
        "Variant Price,Variant sku,HANDLE,title,Body",
        '\ufeff"Handle","Title","Variant SKU","Some metafield (product.metafields.custom.some)"',
        "Title,URL handle,Description,SKU,Price,Compare-at price,Inventory quantity",
        "Handle,Title,Option1 Name,Option1 Value,SKU,HS Code,COO,Location,Available,On hand",
    ],
)
def test_shopify_is_recognised_by_its_headers_in_any_case_and_order(tmp_path: Path, header: str) -> None:
    assert read(f"{header}\n", folder=tmp_path).known.form.name == "shopify"


def test_the_columns_of_2024_mean_the_same_as_the_classic_ones(tmp_path: Path) -> None:
    header = (
        "Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Barcode,"
        "Option1 name,Option1 value,Price,Compare-at price,Cost per item,Inventory quantity,"
        "Continue selling when out of stock,Weight value (grams),Weight unit for display,Product image URL,"
        "Image position,Image alt text,Variant image URL,SEO title,SEO description"
    )
    cells = (
        'Linen Tee,linen-tee,<p>Airy.</p>,Nordlys,Apparel > Tops,Tees,"summer, linen",TRUE,Active,TEE-M,5901234123457,'
        "Size,M,29.50,39.00,11.20,8,CONTINUE,180,g,https://img.example/tee.jpg,1,Front,https://img.example/tee-m.jpg,"
        "Linen Tee | Nordlys,An airy tee"
    )
    row = shop(tmp_path, header, cells)["TEE-M"]

    assert row.key == "linen-tee"
    assert row.product == {
        "title": "Linen Tee",
        "description": "<p>Airy.</p>",
        "vendor": "Nordlys",
        "category_path": "Apparel > Tops",
        "product_type": "Tees",
        "tags": '["summer","linen"]',
        "status": "active",
        "seo_title": "Linen Tee | Nordlys",
        "seo_description": "An airy tee",
    }
    assert row.variant == {
        "gtin": "5901234123457",
        "option1_name": "Size",
        "option1_value": "M",
        "currency": "EUR",
        "price_scale": 2,
        "price": 2950,
        "compare_at_price": 3900,
        "cost_price": 1120,
        "allow_backorder": True,
        "weight": 180_000,
        "weight_unit": "g",
        "image_url": "https://img.example/tee-m.jpg",
    }
    assert row.images == [("https://img.example/tee.jpg", "Front")]
    assert row.stock == {"": 8}


def test_a_row_with_nothing_of_a_variant_only_adds_an_image(tmp_path: Path) -> None:
    feed = shop(
        tmp_path,
        CLASSIC,
        "tee,Tee,Size,S,TEE-S,20,1,https://img.example/1.jpg",
        "tee,,,M,TEE-M,20,2,https://img.example/2.jpg",
        "tee,,,,,,,https://img.example/3.jpg",
        "tee,Tee,,,,,,https://img.example/4.jpg",
        "cup,Cup,Title,Default Title,,,,https://img.example/5.jpg",
        "cup,,,,, ,,https://img.example/6.jpg",
    )

    assert [row.sells for row in feed.rows] == [True, True, False, False, True, False]
    assert [row.images[0][0][-5] for row in feed.rows] == ["1", "2", "3", "4", "5", "6"]


def test_a_feed_with_no_column_of_a_variant_sells_nothing_and_only_updates_products(tmp_path: Path) -> None:
    feed = shop(tmp_path, "Handle,Tags,Image Src", "tee,summer,https://img.example/1.jpg")

    assert [row.sells for row in feed.rows] == [False]


def test_a_bare_image_row_apart_from_its_product_is_no_variant(tmp_path: Path) -> None:
    feed = shop(
        tmp_path,
        CLASSIC,
        "tee,Tee,Size,S,TEE-S,20,1,https://img.example/1.jpg",
        "cup,Cup,,,CUP,9,4,",
        "tee,,,,,,,https://img.example/2.jpg",
    )

    assert [row.sells for row in feed.rows] == [True, True, False]


def test_option_names_of_the_first_row_hold_for_the_further_ones_also_when_those_stand_apart(tmp_path: Path) -> None:
    feed = shop(
        tmp_path,
        CLASSIC,
        "tee,Tee,Size,S,TEE-S,20,1,",
        "cup,Cup,Title,Default Title,CUP,9,4,",
        "tee,,,M,TEE-M,20,2,",
    )

    assert [row.options for row in feed.rows] == [["Size: S"], [], ["Size: M"]]


def test_an_option_called_title_with_values_of_its_own_is_an_option(tmp_path: Path) -> None:
    feed = shop(tmp_path, CLASSIC, "card,Card,Title,For Mum,CARD-M,4,,", "card,,,For Dad,CARD-D,4,,")

    assert [row.options for row in feed.rows] == [["Title: For Mum"], ["Title: For Dad"]]


def test_images_are_put_into_the_order_of_their_positions(tmp_path: Path) -> None:
    feed = shop(
        tmp_path,
        "Handle,Title,Variant SKU,Image Src,Image Position,Image Alt Text",
        "tee,Tee,TEE,https://img.example/back.jpg,3,Back",
        "tee,,,https://img.example/front.jpg,1,Front",
        "tee,,,https://img.example/side.jpg,2,",
    )

    assert [image for row in feed.rows for image in row.images] == [
        ("https://img.example/front.jpg", "Front"),
        ("https://img.example/side.jpg", None),
        ("https://img.example/back.jpg", "Back"),
    ]


def test_an_image_that_a_product_has_already_is_not_added_again(tmp_path: Path) -> None:
    feed = shop(
        tmp_path,
        "Handle,Title,Option1 Value,Image Src,Image Alt Text",
        "tee,Tee,S,https://img.example/1.jpg,Front",
        "tee,,M,https://img.example/1.jpg,",
    )

    assert [row.images for row in feed.rows] == [[("https://img.example/1.jpg", "Front")], []]


@pytest.mark.parametrize(
    ("grams", "unit", "weight"),
    [
        ("1500", "kg", (1_500, "kg")),
        ("589.670081", "lb", (1_300, "lb")),
        ("56.41555101875", "oz", (1_990, "oz")),
        ("283.4952313", "oz", (10_000, "oz")),
        ("559.959780765", "lb", (19_752, "oz")),
        ("145", "oz", (145_000, "g")),
        ("145.5", "", (145_500, "g")),
        ("0.0", "kg", (0, "kg")),
        ("20", "stone", (20_000, "g")),
        ("", "kg", None),
    ],
)
def test_grams_are_grams_and_the_unit_of_the_row_only_says_how_to_show_them(
    tmp_path: Path, grams: str, unit: str, weight: tuple[int, str] | None
) -> None:
    header = "Handle,Title,Variant SKU,Variant Grams,Variant Weight Unit"
    row = shop(tmp_path, header, f"tee,Tee,TEE,{grams},{unit}")["TEE"]

    assert (row.variant.get("weight"), row.variant.get("weight_unit")) == (weight or (None, None))


def test_a_weight_that_no_unit_can_say_exactly_is_refused_with_a_warning(tmp_path: Path) -> None:
    header = "Handle,Title,Variant SKU,Variant Grams,Variant Weight Unit"
    feed = shop(tmp_path, header, "tee,Tee,TEE,660.022257587,lb")

    assert feed.codes == ["weight_digits"]
    assert "weight" not in feed["TEE"].variant


@pytest.mark.parametrize(
    ("status", "published", "expected"),
    [
        ("active", "false", "active"),
        ("Draft", "TRUE", "draft"),
        ("archived", "", "archived"),
        ("", "TRUE", "active"),
        ("", "false", "draft"),
        ("", "", None),
    ],
)
def test_the_status_column_goes_before_published(
    tmp_path: Path, status: str, published: str, expected: str | None
) -> None:
    feed = shop(tmp_path, "Handle,Title,Variant SKU,Published,Status", f"tee,Tee,TEE,{published},{status}")

    assert feed["TEE"].product.get("status") == expected


@pytest.mark.parametrize(
    ("category", "path"),
    [
        ("Apparel & Accessories > Clothing > Dresses", "Apparel & Accessories > Clothing > Dresses"),
        ("Home>Garden", "Home > Garden"),
        ("Uncategorized", None),
        ("166", None),
        ("aa-1-2", None),
    ],
)
def test_a_category_is_a_path_and_not_a_code(tmp_path: Path, category: str, path: str | None) -> None:
    feed = shop(tmp_path, "Handle,Title,Variant SKU,Product Category", f"tee,Tee,TEE,{category}")

    assert feed["TEE"].product.get("category_path") == path


def test_without_a_handle_the_title_makes_one_as_shopify_does(tmp_path: Path) -> None:
    feed = shop(tmp_path, "URL handle,Title,SKU,Price", ',"Crème brûlée, 2 pcs",CB-2,12.50')

    assert feed["CB-2"].key == "creme-brulee-2-pcs"


def test_a_row_without_handle_and_title_is_rejected_and_says_what_to_fill_in(tmp_path: Path) -> None:
    feed = shop(tmp_path, "Handle,Title,Variant SKU,Variant Price", "tee,Tee,TEE,20", ",,CUP,9")
    (reject,) = feed.rejects

    assert (reject.number, reject.line, reject.column, reject.code) == (2, 3, "Handle", "missing_key")
    assert reject.hint == "fill in Handle or Title"
    assert [row.sku for row in feed.rows] == ["TEE"]


@pytest.mark.parametrize(
    ("sku", "code"), [("#REF!", "spreadsheet_error"), ("8.80609E+12", "scientific"), ("#N/A", "spreadsheet_error")]
)
def test_a_sku_that_a_spreadsheet_broke_rejects_its_row(tmp_path: Path, sku: str, code: str) -> None:
    feed = shop(tmp_path, "Handle,Title,Variant SKU", f"tee,Tee,{sku}", "cup,Cup,CUP")

    assert [(reject.column, reject.value, reject.code) for reject in feed.rejects] == [("Variant SKU", sku, code)]
    assert [row.sku for row in feed.rows] == ["CUP"]


def test_a_price_that_is_none_rejects_its_row_and_a_cost_that_is_none_only_itself(tmp_path: Path) -> None:
    header = "Handle,Title,Variant SKU,Variant Price,Cost per item"
    feed = shop(tmp_path, header, "tee,Tee,TEE,call us,9", "cup,Cup,CUP,9.00,cheap")

    assert [(reject.column, reject.value) for reject in feed.rejects] == [("Variant Price", "call us")]
    assert (feed["CUP"].price, feed["CUP"].money("cost_price")) == ("9.00 EUR", None)


def test_what_a_rejected_first_row_says_of_its_product_is_not_taken_but_its_option_names_are(tmp_path: Path) -> None:
    feed = shop(tmp_path, CLASSIC, "tee,Tee,Size,S,TEE-S,??,1,", "tee,,,M,TEE-M,20,2,")
    (row,) = feed.rows

    assert "title" not in row.product
    assert row.options == ["Size: M"]


@pytest.mark.parametrize(("policy", "allowed"), [("continue", True), ("deny", False), ("DENY", False), ("", None)])
def test_the_inventory_policy_says_whether_more_may_be_sold_than_there_is(
    tmp_path: Path, policy: str, allowed: bool | None
) -> None:
    feed = shop(tmp_path, "Handle,Title,Variant SKU,Variant Inventory Policy", f"tee,Tee,TEE,{policy}")

    assert feed["TEE"].variant.get("allow_backorder") is allowed


def test_markets_have_prices_and_are_included_for_all_variants(tmp_path: Path) -> None:
    header = (
        "Handle,Title,Option1 Name,Option1 Value,Variant Price,Included / United States,Price / United States,"
        "Compare At Price / United States,Included / International"
    )
    rows = ["tee,Tee,Size,S,20,TRUE,24.99,29.99,FALSE", "tee,,,M,20,,,,"]
    feed = shop(tmp_path, header, *rows, market_currencies={"united states": "USD"})

    assert feed.markets["United States"] == (
        "United States", "USD", [True, True], [2499, None], [2999, None], [2, None],
    )  # fmt: skip
    assert feed.markets["International"].included == [False, False]
    assert feed.markets["International"].currency is None


def test_the_inventory_csv_gathers_the_locations_of_a_variant(tmp_path: Path) -> None:
    feed = shop(
        tmp_path,
        "Handle,Title,Option1 Name,Option1 Value,SKU,HS Code,COO,Location,Incoming,Committed,Available,On hand",
        "tee,Tee,Size,S,TEE-S,,,Utrecht,0,1,4,5",
        "tee,Tee,Size,S,TEE-S,,,Ghent,0,0,not stocked,not stocked",
        "tee,Tee,Size,S,TEE-S,,,Lille,0,0,0,0",
        "tee,Tee,Size,M,TEE-M,,,Lille,0,0,7,7",
    )

    assert [(row.sells, row.stock) for row in feed.rows] == [
        (True, {"Utrecht": 4, "Lille": 0}),
        (False, {}),
        (False, {}),
        (True, {"Lille": 7}),
    ]
    assert feed.warnings == []


def test_a_stock_row_without_a_location_is_rejected(tmp_path: Path) -> None:
    header = "Handle,Title,Option1 Name,Option1 Value,SKU,Location,Available"
    feed = shop(tmp_path, header, "tee,Tee,Size,S,TEE-S,,4", "tee,Tee,Size,S,TEE-S,Lille,2")

    assert [reject.code for reject in feed.rejects] == ["missing_location"]
    assert feed["TEE-S"].stock == {"Lille": 2}


def test_the_inventory_csv_of_available_quantities_has_a_column_per_location(tmp_path: Path) -> None:
    header = "Handle,Title,Option1 Name,Option1 Value,SKU,HS Code,COO,Utrecht,Old Mill"
    feed = read(f"{header}\ntee,Tee,Size,S,TEE-S,,,4,not stocked\n", folder=tmp_path)

    assert feed["TEE-S"].stock == {"Utrecht": 4}
    assert "Utrecht" not in feed.known.unused


def test_columns_of_locations_go_before_their_sum(tmp_path: Path) -> None:
    header = "Handle,Title,Variant SKU,Variant Inventory Qty,Inventory Available: Utrecht,Inventory Available: Lille"
    feed = shop(tmp_path, header, "tee,Tee,TEE,9,4,5")

    assert feed["TEE"].stock == {"Utrecht": 4, "Lille": 5}


@pytest.mark.parametrize(("cell", "code"), [("5.5", "not_whole"), ("five", "not_a_number")])
def test_a_quantity_that_is_none_rejects_its_row(tmp_path: Path, cell: str, code: str) -> None:
    feed = shop(tmp_path, "Handle,Title,Variant SKU,Variant Inventory Qty", f"tee,Tee,TEE,{cell}")

    assert [reject.code for reject in feed.rejects] == [code]


def test_a_row_that_a_bulk_tool_wants_deleted_is_rejected(tmp_path: Path) -> None:
    feed = shop(tmp_path, "Handle,Command,Title,Variant SKU", "tee,DELETE,Tee,TEE", "cup,MERGE,Cup,CUP")

    assert [reject.code for reject in feed.rejects] == ["delete_command"]
    assert [row.sku for row in feed.rows] == ["CUP"]


def test_clear_empties_a_field_and_an_empty_cell_does_not(tmp_path: Path) -> None:
    header = "Handle,Title,Vendor,Tags,Variant SKU,Variant Price,Variant Compare At Price,Variant Barcode"
    feed = shop(tmp_path, header, "tee,Tee,__CLEAR__,__CLEAR__,TEE,20,__CLEAR__,__CLEAR__", "cup,Cup,,,CUP,9,,")

    assert feed["TEE"].clears == {"product.vendor", "product.tags", "variant.compare_at_price", "variant.gtin"}
    assert feed["CUP"].clears == set()
    assert feed.warnings == []


def test_what_cannot_be_emptied_through_a_feed_says_so(tmp_path: Path) -> None:
    feed = shop(tmp_path, "Handle,Title,Variant SKU,Variant Inventory Qty", "tee,Tee,TEE,__CLEAR__")

    assert feed["TEE"].clears == set()
    assert feed.codes == ["not_clearable"]


def test_columns_that_nobody_knows_are_listed_as_not_used(tmp_path: Path) -> None:
    feed = shop(
        tmp_path, "Handle,Title,Variant SKU,Gift Card,Fabric (product.metafields.custom.fabric)", "tee,Tee,TEE,,"
    )

    assert feed.known.unused == ("Gift Card", "Fabric (product.metafields.custom.fabric)")
    assert feed.known.describe() == "Shopify product export · comma, UTF-8 · 5 columns, 2 not used"


def test_a_damaged_option_rejects_its_row_because_the_variant_would_be_another(tmp_path: Path) -> None:
    feed = shop(tmp_path, CLASSIC, "tee,Tee,Size,S,TEE-S,20,1,", "tee,,,#REF!,TEE-M,20,1,", "tee,,,'38,TEE-38,20,1,")

    assert [(reject.line, reject.column, reject.code) for reject in feed.rejects] == [
        (3, "Option1 Value", "spreadsheet_error")
    ]
    assert feed["TEE-38"].options == ["Size: 38"]


def test_an_option_cannot_be_cleared(tmp_path: Path) -> None:
    feed = shop(tmp_path, CLASSIC, "tee,Tee,Size,__CLEAR__,TEE-S,20,1,")

    assert feed["TEE-S"].clears == set()
    assert feed.codes == ["not_clearable"]


BULK = "Handle,Command,Title,Tags,Tags Command,Variant Command,Option1 Value,Variant SKU,Image Src,Image Command"


def test_a_variant_that_a_bulk_tool_deletes_is_rejected_beside_the_command_of_its_product(tmp_path: Path) -> None:
    feed = shop(tmp_path, BULK, "mug,MERGE,Mug,,,MERGE,S,MUG-S,,", "mug,MERGE,,,,Delete,L,MUG-L,,")

    assert [(reject.line, reject.column, reject.code) for reject in feed.rejects] == [
        (3, "Variant Command", "delete_command")
    ]
    assert [row.sku for row in feed.rows] == ["MUG-S"]


@pytest.mark.parametrize(("command", "code"), [("IGNORE", "ignore_command"), ("DELETE", "delete_command")])
def test_the_command_of_a_product_holds_for_its_further_rows(tmp_path: Path, command: str, code: str) -> None:
    feed = shop(tmp_path, BULK, f"mug,{command},Mug,,,,S,MUG-S,,", "mug,,,,,,L,MUG-L,,", "cup,NEW,Cup,,,,,CUP,,")

    assert [(reject.line, reject.code) for reject in feed.rejects] == [(2, code), (3, code)]
    assert [row.sku for row in feed.rows] == ["CUP"]


def test_images_and_tags_that_are_to_be_taken_away_or_added_are_not_set(tmp_path: Path) -> None:
    feed = shop(
        tmp_path,
        BULK,
        "mug,MERGE,Mug,sale,MERGE,,,MUG,https://img.example/1.jpg,MERGE",
        "mug,MERGE,,,,,,,https://img.example/2.jpg,DELETE",
        "cup,MERGE,Cup,new,REPLACE,,,CUP,,",
    )

    assert "tags" not in feed["MUG"].product
    assert feed["CUP"].product["tags"] == '["new"]'
    assert [url for row in feed.rows for url, _ in row.images] == ["https://img.example/1.jpg"]
    assert feed.codes == ["part_command", "part_command"]


def test_a_weight_that_is_not_in_grams_is_in_the_unit_of_its_row(tmp_path: Path) -> None:
    header = "Handle,Title,Variant SKU,Variant Weight,Variant Weight Unit"
    feed = shop(tmp_path, header, "mug,Mug,MUG,0.35,kg", "cup,Cup,CUP,200,g")

    assert [(row.variant["weight"], row.variant["weight_unit"]) for row in feed.rows] == [(350, "kg"), (200_000, "g")]


def test_of_a_weight_and_the_same_in_grams_the_grams_count(tmp_path: Path) -> None:
    header = "Handle,Title,Variant SKU,Variant Weight,Variant Grams,Variant Weight Unit"
    feed = shop(tmp_path, header, "mug,Mug,MUG,0.35,350,kg")

    assert (feed["MUG"].variant["weight"], feed["MUG"].variant["weight_unit"]) == (350, "kg")
    assert feed.known.unused == ("Variant Weight",)
    assert feed.warnings == []


COUNTED = "Handle,Title,SKU,Location,Unavailable,Committed,Available (not editable),On hand (current),On hand (new)"


@pytest.mark.parametrize(
    ("figures", "stock"),
    [
        ("1,2,5,8,20", 17),
        ("1,2,5,8,", 5),
        ("0,0,4,4,0", 0),
        (",,,,20", 20),
        (",,,8,", 8),
        ("1,2,5,8,not stocked", None),
    ],
)
def test_what_was_counted_anew_is_available_but_for_what_is_committed(
    tmp_path: Path, figures: str, stock: int | None
) -> None:
    feed = shop(tmp_path, COUNTED, f"tee,Tee,TEE,Utrecht,{figures}")

    assert feed["TEE"].stock.get("Utrecht") == stock
    assert feed.warnings == []


def test_a_new_count_that_cannot_be_compared_with_the_one_before_is_refused_with_a_warning(tmp_path: Path) -> None:
    feed = shop(tmp_path, COUNTED, "tee,Tee,TEE,Utrecht,1,2,5,,20")

    assert feed["TEE"].stock == {}
    assert feed.codes == ["on_hand_before"]


def test_available_stock_without_a_location_is_that_of_the_default_location(tmp_path: Path) -> None:
    feed = shop(tmp_path, "Handle,Title,Variant SKU,Available,On hand", "tee,Tee,TEE,7,9", default_location="Utrecht")

    assert feed["TEE"].stock == {"Utrecht": 7}


def test_products_json_is_read_as_the_export_is(tmp_path: Path) -> None:
    products = [
        {
            "id": 1, "title": "Tee", "handle": "tee", "body_html": "<p>Soft</p>", "published_at": "2026-01-01",
            "vendor": "Loom", "product_type": "Shirts", "tags": ["cotton", "summer"],
            "variants": [
                {"id": 11, "title": "S / Red", "option1": "S", "option2": "Red", "option3": None, "sku": "TEE-S",
                 "available": True, "price": "12.50", "grams": 200, "compare_at_price": None,
                 "featured_image": {"id": 5, "src": "https://img.example/red.jpg", "variant_ids": [11, 12]}},
                {"id": 12, "title": "M / Red", "option1": "M", "option2": "Red", "option3": None, "sku": "TEE-M",
                 "available": False, "price": "13.50", "grams": 210, "compare_at_price": "15.00",
                 "featured_image": None},
            ],
            "images": [{"id": 3, "src": "https://img.example/1.jpg", "variant_ids": []},
                       {"id": 4, "src": "https://img.example/2.jpg", "variant_ids": [11]}],
            "options": [{"name": "Size", "position": 1, "values": ["S", "M"]},
                        {"name": "Color", "position": 2, "values": ["Red"]}],
        },
        {"id": 2, "title": "Cap", "handle": "cap", "vendor": "Loom", "tags": "hat, summer",
         "options": [{"name": "Title"}],
         "variants": [{"option1": "Default Title", "sku": "", "price": "9.00", "inventory_quantity": 4}]},
    ]  # fmt: skip
    feed = read(json.dumps({"products": products}), folder=tmp_path)
    small, medium, cap = feed.rows

    assert feed.known.describe().startswith("Shopify product export · JSON, list products · ")
    assert small.product == {
        "title": "Tee", "description": "<p>Soft</p>", "vendor": "Loom", "product_type": "Shirts",
        "tags": '["cotton","summer"]',
    }  # fmt: skip
    assert small.images == [("https://img.example/1.jpg", None), ("https://img.example/2.jpg", None)]
    assert (small.sku, small.key, small.options, small.price) == (
        "TEE-S",
        "tee",
        ["Size: S", "Color: Red"],
        "12.50 EUR",
    )
    assert (small.variant["image_url"], small.variant["weight"]) == ("https://img.example/red.jpg", 200_000)
    assert (medium.sku, medium.key, medium.options) == ("TEE-M", "tee", ["Size: M", "Color: Red"])
    assert (medium.price, medium.money("compare_at_price"), medium.product) == ("13.50 EUR", "15.00 EUR", {})
    assert (cap.sku, cap.key, cap.options, cap.stock) == (None, "cap", [], {"": 4})
    assert cap.product["tags"] == '["hat","summer"]'
    # Whether it is available says nothing of how many there are.
    assert (small.stock, medium.stock, feed.rejects, feed.codes) == ({}, {}, [], [])


def test_the_prices_of_a_themes_product_js_are_hundredths(tmp_path: Path) -> None:
    product = {"title": "Tee", "handle": "tee", "price": 1250, "price_min": 1250, "price_varies": False,
               "vendor": "Loom", "variants": [{"option1": "S", "sku": "TEE-S", "price": 1250}]}  # fmt: skip

    with pytest.raises(FeedError, match="whose prices are in hundredths"):
        read(json.dumps(product), folder=tmp_path)
