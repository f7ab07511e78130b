"""A product in which nothing is wrong for any channel, and what is made wrong in copies of it."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session
from stdnum import ean

from tests.commerce.catalog.reading.made_catalogue import product, variant

IMAGE = {"alt_text": None, "position": 1, "is_primary": True}
ALL = "general amazon bol google shopify woocommerce"


def gtin(number: int, start: str = "87123456") -> str:
    """An EAN with the check digit that python-stdnum finds."""
    body = f"{start}{number:0{12 - len(start)}d}"
    return f"{body}{ean.calc_check_digit(body)}"


def images(*addresses: str) -> list[dict[str, Any]]:
    return [{"url": address, **IMAGE} for address in addresses]


def sound(number: int, **fields: Any) -> dict[str, Any]:
    """A variant for which there is nothing to say."""
    plain: dict[str, Any] = {
        "price": 12900,
        "compare_at_price": 14900,
        "cost_price": 6000,
        "weight": 18000,
        "weight_unit": "kg",
        "gtin": gtin(number),
        "stock": {"Main": 4},
    }
    return variant(**{"sku": f"TABLE-{number}", **plain, **fields})


def add(session: Session, number: int, variants: Sequence[dict[str, Any]] | None = None, **fields: Any) -> None:
    """A product for which there is nothing to say, but for the fields that a test gives it."""
    plain: dict[str, Any] = {
        "title": f"Oak table {number} cm",
        "description": "<p>Solid oak, oiled.</p>",
        "vendor": "Havenlicht",
        "category": "Living > Tables",
        "images": images(f"https://cdn.example/{number}.jpg"),
    }
    product(session, f"table-{number}", *(sound(number),) if variants is None else variants, **{**plain, **fields})


def of_variant(**fields: Any) -> dict[str, Any]:
    """For `Flaw`: the same product, with a variant that has other fields."""
    return {"variant": fields}


def _sizes(*variants: dict[str, Any]) -> dict[str, Any]:
    return {"several": variants}


#: What is made otherwise, and what then is wrong: code -> the channels that say so.
FLAWS: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({}, {}),
    ({"title": "  "}, {"missing_title": ALL, "title_spaces": "general"}),
    ({"description": None}, {"missing_description": ALL}),
    ({"images": None}, {"missing_image": ALL}),
    ({"images": []}, {"missing_image": ALL}),
    ({"category": None}, {"missing_category": "general bol google shopify woocommerce"}),
    ({"category": "Living"}, {"category_shallow": "google"}),
    ({"vendor": None}, {"missing_vendor": "general amazon bol google shopify"}),
    ({"vendor": "V" * 71}, {"vendor_too_long": "google"}),
    ({"vendor": "V" * 70}, {}),
    ({"title": "Oak table " + "x" * 60}, {}),
    ({"title": "Oak table " + "y" * 61}, {"title_hard_to_scan": "bol"}),
    ({"title": "Oak table " + "z" * 140}, {"title_hard_to_scan": "bol"}),
    ({"title": "Oak table " + "a" * 141}, {"title_hard_to_scan": "bol", "title_too_long": "general google"}),
    ({"title": "Oak table " + "b" * 191}, {"title_hard_to_scan": "bol", "title_too_long": "general google amazon"}),
    (
        {"title": "Oak table " + "c" * 246},
        {"title_hard_to_scan": "bol", "title_too_long": "general google amazon shopify"},
    ),
    (
        {"title": "Oak table " + "d" * 491},
        {"title_hard_to_scan": "bol", "title_too_long": "general google amazon shopify bol"},
    ),
    ({"title": "SOLID OAK TABLE 77"}, {"title_capitals": "general amazon bol google"}),
    ({"title": "GRÜNER STUHL"}, {"title_capitals": "general amazon bol google"}),
    ({"title": "Grüner STUHL"}, {}),
    ({"title": "LEGO 10497"}, {}),
    ({"title": "Table <b>oak</b> 1"}, {"title_html": "general"}),
    ({"title": "Table &amp; chair"}, {"title_html": "general"}),
    ({"title": "Table & chair < 2 m"}, {}),
    ({"title": "Oak  bench"}, {"title_spaces": "general"}),
    ({"title": " Oak desk"}, {"title_spaces": "general"}),
    ({"title": "Oak\u00a0stool"}, {"title_spaces": "general"}),
    ({"title": "BÃ¼cherregal"}, {"title_garbled": "general"}),
    ({"title": "Regal â€“ Eiche"}, {"title_garbled": "general"}),
    ({"title": "B\ufffdcherregal"}, {"title_garbled": "general"}),
    ({"title": "Ångström Ägir lamp Ålesund"}, {}),
    ({"vendor": "MÃ¶bel AG"}, {"vendor_garbled": "general"}),
    ({"title": "Free table!"}, {"title_characters": "amazon"}),
    ({"title": "Table table table for the room"}, {"title_repeats": "amazon"}),
    ({"title": "The desk for the room of the house with the view"}, {}),
    ({"images": images("/media/1.jpg")}, {"image_address": "general amazon bol google shopify woocommerce"}),
    ({"images": images("HTTPS://cdn.example/up.jpg")}, {}),
    ({"images": images(*(f"https://cdn.example/{n}.png" for n in range(251)))}, {"too_many_images": "shopify"}),
    ({"tags": ["oak", "t" * 256]}, {"tag_too_long": "shopify"}),
    ({"tags": ["oak", *("t" * 90 for _ in range(4))]}, {}),
    ({"seo_title": "s" * 71}, {"seo_title_too_long": "shopify"}),
    ({"seo_description": "s" * 161}, {"seo_description_too_long": "shopify"}),
    ({"description": "d" * 5_001}, {"description_too_long": "google"}),
    ({"description": f"<p style='{'x' * 4_990}'>Oak</p>"}, {}),
    ({"variants": []}, {"missing_variant": "general"}),
    (of_variant(price=None, compare_at_price=None), {"missing_price": ALL}),
    (of_variant(currency=None), {"missing_price": ALL, "missing_cost": "general"}),
    (of_variant(price=0, cost_price=None), {"zero_price": "general amazon google", "missing_cost": "general",
                                            "price_out_of_range": "bol"}),
    (of_variant(cost_price=None), {"missing_cost": "general"}),
    (of_variant(cost_price=12901), {"below_cost": "general"}),
    (of_variant(cost_price=12900), {}),
    (of_variant(compare_at_price=12900), {"compare_at": "general"}),
    (of_variant(compare_at_price=None), {}),
    (of_variant(price=99, cost_price=9), {"price_out_of_range": "bol"}),
    (of_variant(price=100, cost_price=9), {}),
    (of_variant(price=999900, compare_at_price=None), {}),
    (of_variant(price=9999001, price_scale=3, cost_price=9, compare_at_price=None), {"price_out_of_range": "bol"}),
    (of_variant(currency="USD"), {"price_currency": "bol"}),
    (of_variant(stock={}), {"missing_stock": "general amazon bol google shopify woocommerce"}),
    (of_variant(stock={"Main": -3}), {"negative_stock": "general amazon"}),
    (of_variant(stock={"Main": -3, "Gent": 3}), {}),
    (of_variant(stock={"Main": 0}, allow_backorder=True), {"backorder": "google"}),
    (of_variant(weight=None, weight_unit=None), {"missing_weight": "general google shopify woocommerce"}),
    (of_variant(gtin=None), {"missing_gtin": "general bol google shopify", "missing_identifier": "amazon google"}),
    (of_variant(gtin=None, mpn="M-1"), {"missing_gtin": "general bol google shopify", "missing_identifier": "amazon"}),
    (
        of_variant(gtin=None, mpn="M-1", asin="B0ABCDEFGH"),
        {"missing_gtin": "general bol google shopify"},
    ),
    (of_variant(asin="b0abcdefgh"), {"asin_malformed": "general"}),
    (of_variant(asin="080442957X"), {}),
    (of_variant(mpn="M" * 71), {"mpn_too_long": "google"}),
    (of_variant(gtin="8712345600001"), {"gtin_check_digit": "general amazon bol google"}),
    (of_variant(gtin="87A2345600001"), {"gtin_malformed": "general amazon bol google"}),
    (of_variant(gtin="871234"), {"gtin_malformed": "general amazon bol google"}),
    (of_variant(gtin=gtin(1, "2")), {"gtin_in_store": "general amazon google"}),
    (of_variant(gtin=gtin(1, "02")), {"gtin_in_store": "general amazon google"}),
    (of_variant(gtin=gtin(1, "04")), {"gtin_in_store": "general amazon google"}),
    (of_variant(gtin="40170725"), {}),
    (of_variant(gtin="20000004"), {"gtin_in_store": "general amazon google"}),
    (of_variant(gtin="14006381333938"), {}),
    (of_variant(gtin=gtin(1, "99")), {"gtin_coupon": "general google"}),
    (of_variant(gtin=gtin(1, "952")), {"gtin_example": "general"}),
    (of_variant(gtin=gtin(1, "978")), {}),
    (of_variant(sku="S" * 41), {"sku_too_long": "amazon"}),
    (of_variant(sku="S" * 51), {"sku_too_long": "amazon google"}),
    (of_variant(sku="S" * 101), {"sku_too_long": "amazon google bol woocommerce"}),
    (of_variant(option1_value="Red"), {"unnamed_option": "shopify woocommerce"}),
    (_sizes({"option1_name": "Size", "option1_value": "S"}, {"option1_name": "Size", "option1_value": "M"}), {}),
    (
        _sizes({"option1_name": "Size", "option1_value": "S"}, {"option1_name": "Maat", "option1_value": "M"}),
        {"uneven_options": "general shopify woocommerce"},
    ),
    (
        _sizes({"option1_name": "Size", "option1_value": "S"}, {}),
        {"uneven_options": "general shopify woocommerce"},
    ),
    (_sizes({}, {}), {"repeated_options": "general shopify woocommerce"}),
    (_sizes({}, {"status": "archived"}), {}),
    (
        _sizes(
            {"option1_name": "Size", "option1_value": "S"},
            {"option1_name": "Size", "option1_value": "M", "currency": "USD"},
        ),
        {"mixed_currencies": "general", "price_currency": "bol"},
    ),
    ({"status": "archived"}, {"archived_stock": "general"}),
    ({"status": "archived", "variant": {"stock": {"Main": 0}, "price": None, "compare_at_price": None}}, {}),
    ({"status": "draft"}, {}),
]  # fmt: skip


def add_flawed(session: Session, number: int, flaw: dict[str, Any]) -> None:
    fields = dict(flaw)
    of_it, several = fields.pop("variant", None), fields.pop("several", None)
    if of_it is not None:
        fields["variants"] = [sound(number, **of_it)]
    elif several is not None:
        fields["variants"] = [
            sound(number, gtin=gtin(number + 5_000 * place), sku=f"TABLE-{number}-{place}", **one)
            for place, one in enumerate(several, 1)
        ]
    add(session, number, **fields)
