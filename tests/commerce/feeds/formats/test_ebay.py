"""eBay's listings: lines of information, the currency in a header, variations below their listing or beside it."""

from pathlib import Path
from typing import Any

import pytest

from tests.commerce.feeds.formats.reading import Feed, read

ACTION = "Action(SiteID=US|Country=US|Currency=USD|Version=1193|CC=UTF-8)"
DRAFTS = f"{ACTION},Custom label (SKU),Category ID,Title,UPC,Price,Quantity,Item photo URL,Description,Format"
INFO = (
    "#INFO,Version=0.0.2,Template= eBay-draft-listings-template_US,,,,,,,",
    "#INFO Action and Category ID are required fields. 1) Set Action to Draft 2) Please find the category ID,,,,,,,,,",
    "#INFO,,,,,,,,,",
)
EXCHANGE = (
    "*Action(SiteID=UK|Country=JP|Currency=GBP|Version=745|CC=UTF-8),CustomLabel,*Title,*StartPrice,*Quantity,PicURL,"
    "Relationship,RelationshipDetails,*Format,BuyItNowPrice,C:Brand,P:EAN"
)
REPORT = (
    "Item number,Title,Variation details,Custom label (SKU),Available quantity,Format,Currency,Start price,"
    "Auction Buy It Now price,Current price"
)
REVISE = (
    "Action,Category name,Item number,Title,Listing site,Currency,Start price,Buy It Now price,Available quantity,"
    "Relationship,Relationship details,Custom label (SKU)"
)


def shop(folder: Path, *lines: str, **options: Any) -> Feed:
    return read("\n".join(lines) + "\n", folder=folder, **options)


def test_drafts_stand_below_lines_of_information_and_are_in_the_currency_of_their_site(tmp_path: Path) -> None:
    feed = shop(
        tmp_path,
        *INFO,
        DRAFTS,
        "Draft,CUP,20625,Cup,036000291452,9.5,3,https://shop.example/1.jpg|https://shop.example/2.jpg,Clay,FixedPrice",
        "Draft,,20625,Two Pots,Does not apply,19,1,,Clay,FixedPrice",
    )

    assert feed.known.form.name == "ebay"
    assert "header on line 4" in feed.known.describe()
    assert [(row.key, row.price, row.stock, row.variant.get("gtin")) for row in feed.rows] == [
        ("CUP", "9.50 USD", {"": 3}, "036000291452"),
        ("two-pots", "19.00 USD", {"": 1}, None),
    ]
    assert [url for url, _ in feed["CUP"].images] == ["https://shop.example/1.jpg", "https://shop.example/2.jpg"]
    assert feed.warnings == []


def test_variations_belong_to_the_listing_above_them(tmp_path: Path) -> None:
    url = "https://shop.example"
    feed = shop(
        tmp_path,
        EXCHANGE,
        f"Add,TEE,Tee,,,{url}/tee.jpg,,Size=S;M|Color=Red,FixedPrice,,Royal,",
        f",TEE-S,Tee,20,4,Red={url}/s.jpg,Variation,Size=S|Color=Red,,,,4006381333931",
        ",TEE-M,Tee,21,0,,Variation,Size=M|Color=Red,,,,",
        "Add,CUP,Cup,9,3,,,,FixedPrice,,,",
    )

    assert [(row.key, row.sells, row.price, row.options) for row in feed.rows] == [
        ("TEE", False, None, []),
        ("TEE", True, "20.00 GBP", ["Size: S", "Color: Red"]),
        ("TEE", True, "21.00 GBP", ["Size: M", "Color: Red"]),
        ("CUP", True, "9.00 GBP", []),
    ]
    assert [row.product.get("title") for row in feed.rows] == ["Tee", None, None, "Cup"]
    assert (feed["TEE-S"].variant["image_url"], feed["TEE-S"].images) == (f"{url}/s.jpg", [])
    assert [row.images for row in feed.rows[::3]] == [[(f"{url}/tee.jpg", None)], []]


def test_a_variation_without_a_listing_above_it_is_rejected(tmp_path: Path) -> None:
    feed = shop(tmp_path, EXCHANGE, ",TEE-S,Tee,20,4,,Variation,Size=S,,,,")

    assert [reject.code for reject in feed.rejects] == ["missing_key"]


def test_a_variation_without_options_is_rejected(tmp_path: Path) -> None:
    feed = shop(tmp_path, EXCHANGE, "Add,TEE,Tee,,,,,Size=S;M,FixedPrice,,,", ",TEE-S,,20,4,,Variation,S,,,,")

    assert [(reject.value, reject.code) for reject in feed.rejects] == [("S", "options")]


@pytest.mark.parametrize(
    ("kind", "start", "at_once", "price"),
    [
        ("FixedPrice", "20", "", "20.00 GBP"),
        ("Auction", "1", "15", "15.00 GBP"),
        ("Chinese", "1", "", None),
    ],
)
def test_what_an_auction_starts_with_is_no_price(
    tmp_path: Path, kind: str, start: str, at_once: str, price: str | None
) -> None:
    feed = shop(tmp_path, EXCHANGE, f"Add,CUP,Cup,{start},1,,,,{kind},{at_once},,")

    assert feed["CUP"].price == price
    assert feed.codes == ([] if price else ["auction"])


@pytest.mark.parametrize("action", ["End", "Delete"])
def test_a_listing_is_not_ended_through_a_feed(tmp_path: Path, action: str) -> None:
    feed = shop(tmp_path, EXCHANGE, f"{action},CUP,Cup,9,1,,,,FixedPrice,,,")

    assert [(reject.value, reject.code) for reject in feed.rejects] == [(action, "delete_command")]


def test_the_report_of_active_listings_has_the_number_of_the_listing_on_every_row(tmp_path: Path) -> None:
    feed = shop(
        tmp_path,
        REPORT,
        "227000000001,Paint,Color=Red;Blue,PAINT,40,FIXED_PRICE,USD,19.99,,19.99",
        "227000000001,Paint,Color=Red,PAINT-RED,1,FIXED_PRICE,USD,19.99,,19.99",
        "227000000001,Paint,Color=Blue,PAINT-BLUE,39,FIXED_PRICE,USD,21.99,,21.99",
        "227000000002,Brush,,BRUSH,7,FIXED_PRICE,USD,9.99,,9.99",
        "227000000003,Easel,,EASEL,1,AUCTION,USD,0.99,,5.50",
    )

    assert feed.known.form.name == "ebay"
    assert [(row.key, row.sells, row.price, row.options) for row in feed.rows] == [
        ("ebay:227000000001", False, "19.99 USD", []),
        ("ebay:227000000001", True, "19.99 USD", ["Color: Red"]),
        ("ebay:227000000001", True, "21.99 USD", ["Color: Blue"]),
        ("ebay:227000000002", True, "9.99 USD", []),
        ("ebay:227000000003", True, None, []),
    ]


def test_a_listing_with_a_single_variation_is_told_from_it(tmp_path: Path) -> None:
    feed = shop(
        tmp_path,
        REPORT,
        "227000000001,Tee,Size=L,,2,FIXED_PRICE,USD,20,,20",
        "227000000001,Tee,Size=L,TEE-L,2,FIXED_PRICE,USD,20,,20",
        "227000000002,Cap,Size=L,CAP-L,2,FIXED_PRICE,USD,9,,9",
    )

    assert [(row.sku, row.sells, row.options) for row in feed.rows] == [
        (None, False, []),
        ("TEE-L", True, ["Size: L"]),
        ("CAP-L", True, ["Size: L"]),
    ]


def test_a_download_for_revision_leaves_the_number_to_the_listing(tmp_path: Path) -> None:
    feed = shop(
        tmp_path,
        "#INFO,Version=1.0.0,Template= eBay-active-revise-price-quantity-download_US,,,,,,,,,",
        REVISE,
        'Revise,"Athletic Shoes (15709)","327090839752",Runner,US,USD,,,,,Size=9;10,',
        ',,,,,,"85.0",,"1","Variation",Size=9,RUNNER-9',
        ",,,,,,150,,2,Variation,Size=10,RUNNER-10",
    )

    assert {row.key for row in feed.rows} == {"ebay:327090839752"}
    assert feed.rows[0].product["category_path"] == "Athletic Shoes"
    assert [(row.options, row.stock) for row in feed.rows[1:]] == [(["Size: 9"], {"": 1}), (["Size: 10"], {"": 2})]
    assert [row.price for row in feed.rows[1:]] == ["85.00 USD", "150.00 USD"]


def test_rows_that_explain_a_template_are_none_of_its_listings(tmp_path: Path) -> None:
    feed = shop(
        tmp_path,
        "Info,Version=1.0.0,Template=fx_category_template_EBAY_DE,,,,,",
        "*Action(SiteID=Germany|Country=DE|Currency=EUR|Version=1193),CustomLabel,*Title,C:Marke,C:Herstellernummer,"
        "PicURL,*StartPrice,*Quantity",
        ",,,,,,,",
        "Info,>>> For categoryId:  261328,,,,,,",
        "Add,CUP,Tasse,Acme,A-7,https://e.test/1.jpg | https://e.test/2.jpg,12.50,3",
    )
    (cup,) = feed.rows

    assert (feed.known.form.name, feed.rejects, cup.line, cup.price) == ("ebay", [], 5, "12.50 EUR")
    assert (cup.product["vendor"], cup.variant["mpn"]) == ("Acme", "A-7")
    assert [url for url, _ in cup.images] == ["https://e.test/1.jpg", "https://e.test/2.jpg"]


def test_a_fixed_price_is_what_a_listing_costs_now(tmp_path: Path) -> None:
    feed = shop(
        tmp_path, REPORT, "1,Drill,,DRILL,1,FIXED_PRICE,GBP,123.53,,99.99", "2,Saw,,SAW,1,FIXED_PRICE,GBP,50.00,,",
        "3,Nail,,NAIL,1,AUCTION,GBP,0.99,25.00,3.50",
    )  # fmt: skip

    assert [row.price for row in feed.rows] == ["99.99 GBP", "50.00 GBP", "25.00 GBP"]


def test_a_variation_without_the_row_of_its_listing_keeps_the_title(tmp_path: Path) -> None:
    feed = shop(tmp_path, REPORT, "3,Tee,Size=L,TEE-L,1,FIXED_PRICE,USD,29.99,,29.99")

    assert (feed["TEE-L"].product["title"], feed["TEE-L"].options) == ("Tee", ["Size: L"])
