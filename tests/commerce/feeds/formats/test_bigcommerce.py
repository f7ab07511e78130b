"""BigCommerce's CSV, the older columns and the newer ones: variants, images and rules in rows below their product."""

from pathlib import Path
from typing import Any

import pytest

from tests.commerce.feeds.formats.reading import Feed, read

NEWER = "Item,ID,Name,SKU,Options,Inventory Tracking,Current Stock,Price,Sale Price,Cost Price,Is Visible,Categories"
IMAGES = "Variant Image URL,Internal Image URL (Export),Image URL (Import),Image Description,Image Sort Order"
OLDER = (
    "Item Type,Product ID,Product Name,Product Code/SKU,Price,Sale Price,Track Inventory,Current Stock Level,Category,"
    "Product Visible?,Product Image File - 1,Product Image URL - 1,Product Image File - 2,Product Image URL - 2"
)


def shop(folder: Path, header: str, *rows: str, **options: Any) -> Feed:
    return read("\n".join([header, *rows]) + "\n", folder=folder, **options)


def test_variants_belong_to_the_product_above_them(tmp_path: Path) -> None:
    feed = shop(
        tmp_path,
        NEWER,
        "Product,111,Tee,TEE,,variant,0,20,,8,TRUE,23;24",
        "Variant,,,TEE-S,Type=Rectangle|Name=Size|Value=S,,4,,,,,",
        "Variant,,,TEE-M,Type=Rectangle|Name=Size|Value=M,,5,22,,,,",
        "Product,112,Cup,CUP,,product,3,9,,,FALSE,Home/Cups",
    )

    assert feed.known.form.name == "bigcommerce"
    assert [(row.key, row.sells, row.price, row.stock, row.options) for row in feed.rows] == [
        ("TEE", False, "20.00 EUR", {}, []),
        ("TEE", True, "20.00 EUR", {"": 4}, ["Size: S"]),
        ("TEE", True, "22.00 EUR", {"": 5}, ["Size: M"]),
        ("CUP", True, "9.00 EUR", {"": 3}, []),
    ]
    assert [row.product.get("status") for row in feed.rows] == ["active", None, None, "draft"]
    assert [row.product.get("category_path") for row in feed.rows] == [None, None, None, "Home > Cups"]


def test_the_product_above_may_stand_in_the_chunk_before(tmp_path: Path) -> None:
    variants = [f"Variant,,,TEE-{n},Type=Rectangle|Name=Size|Value={n},,1,20,,,," for n in range(6_000)]
    feed = shop(tmp_path, NEWER, "Product,111,Tee,TEE,,variant,0,20,,,TRUE,", *variants)

    assert {row.key for row in feed.rows} == {"TEE"}
    assert len(feed.rows) == 6_001


@pytest.mark.parametrize("above", [(), ("Product,111,Cup,CUP,,none,0,9,,,TRUE,", "Product,112,Tee")])
def test_a_variant_is_never_put_under_another_product(tmp_path: Path, above: tuple[str]) -> None:
    feed = shop(tmp_path, NEWER, *above, "Variant,,,TEE-S,Type=Rectangle|Name=Size|Value=S,,4,,,,,")

    assert [reject.code for reject in feed.rejects if reject.line == 2 + len(above)] == ["missing_key"]


@pytest.mark.parametrize(
    ("row", "key"),
    [("Product,7,Tee,,,none,0,20,,,,", "bigcommerce:7"), ("Product,,Two Cups,,,none,0,9,,,,", "two-cups")],
)
def test_a_product_without_a_sku_is_named_by_its_id_or_its_name(tmp_path: Path, row: str, key: str) -> None:
    assert shop(tmp_path, NEWER, row).rows[0].key == key


@pytest.mark.parametrize(
    ("options", "read_as"),
    [
        ("Type=Rectangle|Name=Color|Value=RedType=Rectangle|Name=Size|Value=S", ["Color: Red", "Size: S"]),
        ("Type=Swatch|Name=Color|Value=Red[#ff0000]", ["Color: Red"]),
        ('"Type=Dropdown|Name=Size|Value=10,5 cm"', ["Size: 10,5 cm"]),
    ],
)
def test_options_stand_in_one_cell(tmp_path: Path, options: str, read_as: list[str]) -> None:
    feed = shop(tmp_path, NEWER, "Product,1,Tee,TEE,,variant,0,20,,,,", f"Variant,,,TEE-1,{options},,4,,,,,")

    assert feed["TEE-1"].options == read_as


def test_options_that_cannot_be_read_reject_their_variant(tmp_path: Path) -> None:
    feed = shop(tmp_path, NEWER, "Product,1,Tee,TEE,,variant,0,20,,,,", "Variant,,,TEE-S,small,,4,,,,,")

    assert [(reject.value, reject.code) for reject in feed.rejects] == [("small", "options")]


@pytest.mark.parametrize(
    ("tracking", "product", "variant"), [("none", {}, {}), ("product", {}, {}), ("variant", {}, {"": 4})]
)
def test_only_what_is_tracked_is_counted(
    tmp_path: Path, tracking: str, product: dict[str, int], variant: dict[str, int]
) -> None:
    feed = shop(
        tmp_path, NEWER, f"Product,1,Tee,TEE,,{tracking},9,20,,,,",
        "Variant,,,TEE-S,Type=Rectangle|Name=Size|Value=S,,4,,,,,",
    )  # fmt: skip

    assert [row.stock for row in feed.rows] == [product, variant]


@pytest.mark.parametrize(
    ("product", "variant", "price", "compared"),
    [
        ("20,15", ",", "15.00 EUR", "20.00 EUR"),
        ("20,15", "22,", "22.00 EUR", None),
        ("20,15", "22,18", "18.00 EUR", "22.00 EUR"),
        ("20,0.00", ",", "20.00 EUR", None),
    ],
)
def test_a_variant_without_a_price_has_that_of_its_product_and_its_sale(
    tmp_path: Path, product: str, variant: str, price: str, compared: str | None
) -> None:
    feed = shop(
        tmp_path, NEWER, f"Product,1,Tee,TEE,,none,0,{product},,,",
        f"Variant,,,TEE-S,Type=Rectangle|Name=Size|Value=S,,,{variant},,,",
    )  # fmt: skip

    assert (feed["TEE-S"].price, feed["TEE-S"].money("compare_at_price")) == (price, compared)
    # The product itself is not on sale: not all of its variants are.
    assert (feed.rows[0].product["base_price"], feed.rows[0].product.get("compare_at_price")) == (2000, None)


def test_images_have_rows_of_their_own_and_an_order(tmp_path: Path) -> None:
    url = "https://shop.example"
    feed = shop(
        tmp_path,
        f"{NEWER},{IMAGES}",
        "Product,1,Tee,TEE,,none,0,20,,,,,,,,,",
        f"Variant,,,TEE-S,Type=Rectangle|Name=Size|Value=S,,,,,,,,{url}/s.jpg,,,,",
        f"Image,,,,,,,,,,,,,{url}/back.jpg,,Back,1",
        f"Image,,,,,,,,,,,,,{url}/stored.jpg,{url}/front.jpg,Front,0",
    )

    assert [image for row in feed.rows for image in row.images] == [
        (f"{url}/front.jpg", "Front"),
        (f"{url}/back.jpg", "Back"),
    ]
    assert feed["TEE-S"].variant["image_url"] == f"{url}/s.jpg"
    assert [row.sells for row in feed.rows] == [False, True, False, False]


def test_older_files_write_options_where_products_have_their_name(tmp_path: Path) -> None:
    url = "https://shop.example"
    feed = shop(
        tmp_path,
        OLDER,
        f"Product,7,Tee,TEE,20,0,by option,0,Clothes/Tees\\/Tops;Sale,Y,t/1.jpg,{url}/1.jpg,t/2.jpg,{url}/2.jpg",
        '  SKU,,"[S]Size=S,[CS]Color=Red:#ff0000",TEE-S,,,,4,,,,,,',
        '  SKU,,"[S]Size=M, long,[RB]Color=Blue",TEE-M,,,,0,,,,,,',
    )

    assert feed.known.form.name == "bigcommerce"
    assert [(row.product.get("title"), row.options, row.price, row.stock) for row in feed.rows] == [
        ("Tee", [], "20.00 EUR", {}),
        (None, ["Size: S", "Color: Red"], "20.00 EUR", {"": 4}),
        (None, ["Size: M, long", "Color: Blue"], "20.00 EUR", {"": 0}),
    ]
    assert feed.rows[0].product["category_path"] == "Clothes > Tees/Tops"
    assert [image for image, _ in feed.rows[0].images] == [f"{url}/1.jpg", f"{url}/2.jpg"]


def test_rules_that_change_prices_leave_them_unknown(tmp_path: Path) -> None:
    feed = shop(
        tmp_path,
        OLDER,
        "Product,7,Tee,TEE,20,,by option,0,,Y,,,,",
        "  SKU,,[S]Size=S,TEE-S,,,,4,,,,,,",
        "  Rule,,[S]Size=S,TEE-S,[ADD]5,,,,,,,,,",
        "Product,8,Cup,CUP,9,,by option,0,,Y,,,,",
        "  SKU,,[S]Size=S,CUP-S,,,,4,,,,,,",
        "  Rule,,[S]Size=S,CUP-S,,,,,,,,,,",
    )

    assert [row.price for row in feed.rows if row.sells] == [None, "9.00 EUR"]
    assert [row.product.get("base_price") for row in feed.rows[::3]] == [None, 900]
    assert [(warning.line, warning.code) for warning in feed.warnings] == [(3, "price_rules")]


def test_a_row_of_another_kind_is_rejected(tmp_path: Path) -> None:
    feed = shop(tmp_path, NEWER, "Product,1,Tee,TEE,,none,0,20,,,,", "Modifier,,,,,,,,,,,")

    assert [(reject.value, reject.code) for reject in feed.rejects] == [("Modifier", "unknown_value")]
