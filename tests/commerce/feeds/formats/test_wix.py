"""Wix's CSV: products with variants below them, surcharges, discounts, choices of colour, media without an address."""

from pathlib import Path
from typing import Any

import pytest

from tests.commerce.feeds.formats.reading import Feed, read

HEADER = (
    "handleId,fieldType,name,productImageUrl,sku,price,surcharge,visible,discountMode,discountValue,inventory,"
    "productOptionName1,productOptionType1,productOptionDescription1"
)


def shop(folder: Path, *rows: str, header: str = HEADER, **options: Any) -> Feed:
    return read("\n".join([header, *rows]) + "\n", folder=folder, **options)


TEE = (
    "tee,Product,Tee,,,20,,true,,,0,Size,DROP_DOWN,S;M",
    "tee,Variant,,,TEE-S,,0.0,true,,,5,,,S",
    "tee,Variant,,,TEE-M,,-1.5,true,,,InStock,,,M",
)


def test_wix_is_recognised_by_the_kinds_of_its_rows(tmp_path: Path) -> None:
    assert shop(tmp_path, *TEE).known.form.name == "wix"


def test_a_variant_costs_what_its_product_does_and_its_surcharge(tmp_path: Path) -> None:
    feed = shop(tmp_path, *TEE, "cup,Product,Cup,,CUP,9,,true,,,3,,,")

    assert [(row.sku, row.sells, row.price) for row in feed.rows] == [
        (None, False, "20.00 EUR"),
        ("TEE-S", True, "20.00 EUR"),
        ("TEE-M", True, "18.50 EUR"),
        ("CUP", True, "9.00 EUR"),
    ]
    assert [row.product.get("base_price") for row in feed.rows] == [2000, None, None, None]
    assert feed["TEE-M"].options == ["Size: M"]


def test_a_surcharge_without_the_price_of_its_product_is_no_price(tmp_path: Path) -> None:
    feed = shop(tmp_path, "tee,Variant,,,TEE-S,,4,true,,,5,,,S", "tee,Variant,,,TEE-M,,,true,,,5,,,M")

    assert [row.price for row in feed.rows] == [None, None]
    assert feed.codes == ["no_base_price"]


@pytest.mark.parametrize(
    ("surcharge", "code"), [("-21", "negative"), ("2 USD", "currency_differs"), ("x", "not_a_number")]
)
def test_a_surcharge_that_gives_no_price_rejects_its_variant(tmp_path: Path, surcharge: str, code: str) -> None:
    feed = shop(tmp_path, TEE[0], f"tee,Variant,,,TEE-S,,{surcharge},true,,,5,,,S")

    assert [(reject.column, reject.value, reject.code) for reject in feed.rejects] == [("surcharge", surcharge, code)]


def test_the_currency_of_the_product_is_that_of_its_variants(tmp_path: Path) -> None:
    feed = shop(tmp_path, "tee,Product,Tee,,,20 USD,,true,,,0,Size,,S", "tee,Variant,,,TEE-S,,4,true,,,5,,,S")

    assert feed["TEE-S"].price == "24.00 USD"


@pytest.mark.parametrize(
    ("mode", "value", "price", "compared"),
    [
        ("PERCENT", "20.0", "19.20 EUR", "24.00 EUR"),
        ("AMOUNT", "4", "20.00 EUR", "24.00 EUR"),
        # To the last digit: what the shop rounds is its own affair.
        ("PERCENT", "12.55", "20.988 EUR", "24.000 EUR"),
        ("PERCENT", "0.0", "24.00 EUR", None),
        ("", "", "24.00 EUR", None),
    ],
)
def test_the_discount_of_a_product_holds_for_its_variants(
    tmp_path: Path, mode: str, value: str, price: str, compared: str | None
) -> None:
    product = f"tee,Product,Tee,,,20,,true,{mode},{value},0,Size,,S"
    feed = shop(tmp_path, product, "tee,Variant,,,TEE-S,,4,true,,,5,,,S")
    row = feed["TEE-S"]

    assert (row.price, row.money("compare_at_price")) == (price, compared)
    # The product itself has no price of its own, only the regular one that its variants add to.
    assert (feed.rows[0].price, feed.rows[0].money("compare_at_price")) == ("20.00 EUR", None)
    assert ("variant.compare_at_price" in row.clears) is (compared is None)


@pytest.mark.parametrize(("mode", "value"), [("AMOUNT", "25"), ("GIFT", "5"), ("PERCENT", "120")])
def test_a_discount_that_cannot_be_leaves_the_price_and_says_so(tmp_path: Path, mode: str, value: str) -> None:
    feed = shop(tmp_path, f"cup,Product,Cup,,CUP,20,,true,{mode},{value},3,,,")

    assert (feed["CUP"].price, feed.codes) == ("20.00 EUR", ["discount"])


def test_in_stock_is_no_quantity_and_only_what_sells_is_counted(tmp_path: Path) -> None:
    feed = shop(tmp_path, *TEE)

    assert [row.stock for row in feed.rows] == [{}, {"": 5}, {}]
    assert feed.codes == ["no_quantity"]


def test_hidden_products_are_drafts_and_so_are_hidden_variants(tmp_path: Path) -> None:
    feed = shop(
        tmp_path, "tee,Product,Tee,,,20,,false,,,0,Size,,S;M", TEE[1], "tee,Variant,,,TEE-M,,,false,,,1,,,M"
    )  # fmt: skip

    assert [(row.product.get("status"), row.variant.get("status")) for row in feed.rows] == [
        ("draft", None),
        (None, "active"),
        (None, "draft"),
    ]


@pytest.mark.parametrize(
    ("choice", "read_as"), [("#000:Black", "Black"), ("rgb(1, 2, 3):Night", "Night"), ("8:30 h", "8:30 h")]
)
def test_a_choice_of_colour_is_called_by_its_name(tmp_path: Path, choice: str, read_as: str) -> None:
    feed = shop(
        tmp_path, "tee,Product,Tee,,,20,,true,,,0,Colour,COLOR,x", f'tee,Variant,,,TEE-1,,,true,,,1,,,"{choice}"'
    )

    assert feed["TEE-1"].options == [f"Colour: {read_as}"]


def test_media_of_the_shop_get_the_address_under_which_they_are_shown(tmp_path: Path) -> None:
    name = "0a1b2c_0123456789abcdef0123456789abcdef"
    cell = f"{name}~mv2.jpg;{name};https://shop.example/a,b.png;cup.jpg"
    feed = shop(tmp_path, f'cup,Product,Cup,"{cell}",CUP,9,,true,,,3,,,')

    assert [url for url, _ in feed["CUP"].images] == [
        f"https://static.wixstatic.com/media/{name}~mv2.jpg",
        f"https://static.wixstatic.com/media/{name}",
        "https://shop.example/a,b.png",
    ]
    assert [(warning.value, warning.code) for warning in feed.warnings] == [("cup.jpg", "not_a_url")]


def test_a_weight_of_zero_is_one_that_nobody_has_stated(tmp_path: Path) -> None:
    header = "handleId,fieldType,name,price,weight"
    feed = shop(tmp_path, "cup,Product,Cup,9,0.0", "pot,Product,Pot,9,1.5", header=header, weight_unit="kg")

    assert [row.variant.get("weight") for row in feed.rows] == [None, 1500]


def test_a_row_of_another_kind_is_rejected(tmp_path: Path) -> None:
    feed = shop(tmp_path, "tee,Bundle,Tee,,,20,,true,,,0,,,")

    assert [(reject.value, reject.code) for reject in feed.rejects] == [("Bundle", "unknown_value")]


def test_the_newer_columns_have_media_in_rows_of_their_own_and_prices_on_variants(tmp_path: Path) -> None:
    header = (
        "handle,fieldType,name,visible,plainDescription,media,mediaAltText,brand,price,strikethroughPrice,inventory,"
        "sku,barcode,productOptionName1,productOptionType1,productOptionChoices1"
    )
    feed = shop(
        tmp_path,
        "tee,PRODUCT,Tee,TRUE,Soft,,,Royal,,,,,,Size,TEXT_CHOICES,S;M",
        "tee,VARIANT,,TRUE,,,,,18,20,4,TEE-S,4006381333931,Size,TEXT_CHOICES,S",
        "tee,VARIANT,,TRUE,,,,,19,,OUT_OF_STOCK,TEE-M,,Size,TEXT_CHOICES,M",
        "tee,MEDIA,,,,https://shop.example/tee.jpg,A tee,,,,,,,,,",
        header=header,
    )

    assert [row.sells for row in feed.rows] == [False, True, True, False]
    assert [(row.price, row.money("compare_at_price"), row.options, row.stock) for row in feed.rows[1:3]] == [
        ("18.00 EUR", "20.00 EUR", ["Size: S"], {"": 4}),
        ("19.00 EUR", None, ["Size: M"], {}),
    ]
    assert feed.rows[3].images == [("https://shop.example/tee.jpg", "A tee")]


def test_the_real_catalogue_says_of_a_product_what_a_person_reads_in_it(shared: Path) -> None:
    feed = read(shared / "data" / "products" / "wix_car_care.csv")
    wash = [row for row in feed.rows if row.key.endswith("be2b-3c9fce5f8572")]

    # 15.95, and 13.00 or 29.00 more.
    assert [(row.options, row.price, row.stock) for row in wash] == [
        ([], "15.95 EUR", {}),
        (["Size: 250ML"], "15.95 EUR", {"": 12}),
        (["Size: 500ML"], "28.95 EUR", {"": 6}),
        (["Size: 1 Liter"], "44.95 EUR", {"": 5}),
    ]
    assert feed.rows[0].product["title"] == "**Vitreo Polymeric Shield"
