"""Google's feed holds what Google requires of an item, or not the item."""

from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.catalog.exporting.feed import Target
from royal_cli.commerce.catalog.exporting.google import plain_text
from royal_cli.commerce.catalog.exporting.report import Report
from royal_cli.db.database import transaction
from royal_cli.errors import UsageError
from tests.commerce.catalog.exporting.exported import exported, imported, left_out
from tests.commerce.catalog.made_feeds import rows
from tests.commerce.catalog.reading.made_catalogue import product, variant

LINK = "https://shop.example/p/{product}?v={sku}"
G = "{http://base.google.com/ns/1.0}"
FRONT, BACK = (
    {"url": f"https://img.example/{side}.jpg", "alt_text": None, "position": place, "is_primary": place == 1}
    for place, side in enumerate(("front", "back"), 1)
)


def item(**changes: Any) -> dict[str, Any]:
    """Fields of a variant that Google takes."""
    return {"sku": "TEE S", "price": 2_000, "gtin": "4006381333931", "stock": {"Main": 4}, **changes}


def tee(engine: Engine, *variants: dict[str, Any], **changes: Any) -> None:
    told = {
        "title": "Tee",
        "description": "<p>Soft &amp; heavy.</p><p>Washed</p>",
        "vendor": "Weber",
        "images": [FRONT, BACK],
    }
    with transaction(engine) as session:
        product(session, "TEE/1", *(variant(**each) for each in variants or (item(),)), **{**told, **changes})


def items(engine: Engine, report: Report | None = None) -> list[list[tuple[str, str]]]:
    root = ElementTree.fromstring(exported(engine, Target.google, report, link=LINK))
    assert (root.tag, root.get("version"), [part.tag for part in root]) == ("rss", "2.0", ["channel"])
    return [[(part.tag.removeprefix(G), part.text or "") for part in one] for one in root.iter("item")]


def test_an_item_says_what_google_requires(engine: Engine) -> None:
    tee(engine, item(compare_at_price=2_500, weight=250_000, weight_unit="g"), category="Clothes > Tees & tops")

    assert items(engine) == [
        [
            ("id", "TEE S"),
            ("title", "Tee"),
            ("description", "Soft & heavy. Washed"),
            ("link", "https://shop.example/p/TEE%2F1?v=TEE%20S"),
            ("image_link", "https://img.example/front.jpg"),
            ("additional_image_link", "https://img.example/back.jpg"),
            ("availability", "in_stock"),
            ("price", "25.00 EUR"),
            ("sale_price", "20.00 EUR"),
            ("brand", "Weber"),
            ("gtin", "4006381333931"),
            ("product_type", "Clothes > Tees & tops"),
            ("shipping_weight", "250 g"),
        ]
    ]


def test_variants_of_a_product_are_a_group(engine: Engine) -> None:
    told = {"option1_name": "Kleur", "option1_value": "Red", "option2_name": "Size", "option2_value": "S"}
    blue = item(**{**told, "option1_value": "Blue"}, sku="B", stock={"Main": 0})
    tee(engine, item(**told, image_url="https://img.example/red.jpg"), blue)

    red, other = map(dict, items(engine))

    assert (red["item_group_id"], red["color"], red["size"], red["title"]) == ("TEE/1", "Red", "S", "Tee - Red / S")
    assert red["image_link"] == "https://img.example/red.jpg"
    assert (other["item_group_id"], other["availability"]) == ("TEE/1", "out_of_stock")


def test_variants_that_differ_in_what_google_does_not_know_are_no_group(sqlite_engine: Engine) -> None:
    """They would be the same article twice."""
    scents = [item(sku=name, option1_name="Scent", option1_value=name) for name in ("Rose", "Pine")]
    tee(sqlite_engine, *scents)

    found = [dict(one) for one in items(sqlite_engine)]

    assert [one["title"] for one in found] == ["Tee - Rose", "Tee - Pine"]
    assert not any("item_group_id" in one for one in found)


def test_addresses_are_written_as_browsers_ask_for_them(sqlite_engine: Engine) -> None:
    image = {"url": "https://img.example/maße 1.jpg?v=1&s=%C3%9F", "alt_text": None}
    report = Report()
    tee(sqlite_engine, images=[image, {"url": "/2.jpg", "alt_text": None}])

    (found,) = items(sqlite_engine, report)

    assert dict(found)["image_link"] == "https://img.example/ma%C3%9Fe%201.jpg?v=1&s=%C3%9F"
    assert left_out(report) == {"it has no whole address": ["TEE S"]}


def test_the_condition_is_what_one_says_it_is(sqlite_engine: Engine) -> None:
    tee(sqlite_engine)

    assert "<g:condition>used</g:condition>" in exported(sqlite_engine, Target.google, link=LINK, condition="Used")
    assert "condition" not in exported(sqlite_engine, Target.google, link=LINK)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"price_includes_vat": False}, "its price is without VAT"),
        ({"price": 20_005, "price_scale": 3}, "its price has more decimals than its currency"),
        ({"option1_name": "Color", "option1_value": "c" * 101}, "its color has more than 100 characters"),
        ({"price": None}, "it has no price with a currency"),
        ({"price": 0}, "its price is 0"),
        ({"price": 0, "compare_at_price": 2_500}, "its price is 0"),
        ({"gtin": None}, "it has neither a GTIN nor an MPN"),
        ({"gtin": "4006381333932"}, "its GTIN has a wrong check digit"),
        ({"gtin": "2990017000019"}, "its GTIN is not one for trade"),
        ({"stock": {}}, "nothing is known of its stock"),
        (
            {"stock": {"Main": 0}, "allow_backorder": True},
            "it is sold out but can be ordered, for which Google wants a date",
        ),
        ({"sku": "S" * 51}, "its id has more than 50 characters"),
        ({"status": "draft"}, "it is a draft or archived"),
    ],
)
def test_a_variant_that_lacks_something_is_left_out(
    sqlite_engine: Engine, changes: dict[str, Any], reason: str
) -> None:
    tee(sqlite_engine, item(**changes))
    report = Report()

    assert items(sqlite_engine, report) == []
    assert left_out(report) == {reason: [changes.get("sku", "TEE S")]}
    assert (report.rows, report.products, report.variants) == (0, 0, 0)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"description": None}, "it has no description"),
        ({"description": "<br>"}, "it has no description"),
        ({"vendor": None}, "it has no vendor, which is the brand"),
        ({"images": None}, "it has no image link"),
        ({"images": [{"url": "//img.example/1.jpg", "alt_text": None}]}, "its image has no whole address"),
        ({"title": "T" * 151}, "its title has more than 150 characters"),
        ({"description": "d" * 5_001}, "its description has more than 5000 characters"),
        ({"status": "draft"}, "it is a draft or archived"),
    ],
)
def test_a_product_that_lacks_something_is_left_out(
    sqlite_engine: Engine, changes: dict[str, Any], reason: str
) -> None:
    tee(sqlite_engine, **changes)
    report = Report()

    assert items(sqlite_engine, report) == []
    assert left_out(report) == {reason: ["TEE S"]}


def test_an_mpn_will_do_where_there_is_no_gtin(sqlite_engine: Engine) -> None:
    tee(sqlite_engine, item(gtin=None, mpn="W-1"))

    assert dict(items(sqlite_engine)[0])["mpn"] == "W-1"


def test_what_xml_cannot_hold_is_not_in_it(sqlite_engine: Engine) -> None:
    tee(sqlite_engine, title="Tee\x0b <&> ]]>")

    assert dict(items(sqlite_engine)[0])["title"] == "Tee <&> ]]>"


@pytest.mark.parametrize("link", [None, "shop.example/{sku}", "https://shop.example/", "ftp://shop.example/{sku}"])
def test_without_the_address_of_products_there_is_no_feed(sqlite_engine: Engine, link: str | None) -> None:
    with pytest.raises(UsageError) as raised:
        exported(sqlite_engine, Target.google, link=link)

    assert "--link 'https://" in (raised.value.hint or "")


def test_what_goes_out_of_a_real_catalogue_has_its_prices(engine: Engine, shared: Path, tmp_path: Path) -> None:
    """100 of its 300 rows have an MPN, one of them that which the import rejects; none has a barcode."""
    feed = tmp_path / "feed.csv"
    feed.symlink_to(shared / "data" / "products" / "shopify_titlecase_headers.csv")
    imported(engine, feed)
    report = Report()

    found = items(engine, report)

    assert (len(found), [left.count for left in report.left_out]) == (99, [200])
    query = "SELECT sku, price, price_scale FROM product_variants"
    stored = {sku: Decimal(amount).scaleb(-scale) for sku, amount, scale in rows(engine, query)}
    for one in map(dict, found):
        assert Decimal((one.get("sale_price") or one["price"]).split()[0]) == stored[one["id"]]


def test_descriptions_are_text() -> None:
    assert plain_text("one\n two") == "one two"
    assert plain_text("<ul><li>A<b>B</b></li><li>C &lt; D</li></ul><script>x()</script>") == "AB C < D"
