"""What channels demand, each in its own measure: they share codes, so that a finding reads the same everywhere."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_

from royal_cli.commerce.catalog.checking import gtins
from royal_cli.commerce.catalog.checking.check import Check, others
from royal_cli.commerce.catalog.checking.facts import (
    ALIKE_OPTIONS,
    IMAGES,
    OPTIONS,
    PICTURED,
    PRICE,
    PRICE_SHOWN,
    STOCK,
    VARIANT_PICTURED,
    P,
    V,
    blank,
    longer,
    price_unknown,
    uneven_options,
)
from royal_cli.commerce.catalog.checking.told import is_shouted, measured, money_text, not_whole

Declare = Callable[..., Check]

_IN_IMAGES = func.replace(IMAGES, '"url": ', '"url":')


def missing_title(of: Declare) -> Check:
    return of("missing_title", "title", blank(P.title), "The product has no title.", "give it a title")


def missing_description(of: Declare) -> Check:
    says = "The product has no description."
    return of("missing_description", "description", blank(P.description), says, "write one, or ask the supplier")


def missing_image(of: Declare) -> Check:
    return of("missing_image", "image", not_(PICTURED), "The product has no picture.", "add an image")


def missing_variant_image(of: Declare) -> Check:
    says = "Neither the variant nor its product has a picture."
    return of("missing_image", "image", not_(VARIANT_PICTURED), says, "add an image")


def missing_category(of: Declare) -> Check:
    missing = and_(P.category_id.is_(None), P.subcategory_id.is_(None))
    return of("missing_category", "category", missing, "The product is in no category.", "put it in one")


def missing_vendor(of: Declare) -> Check:
    return of("missing_vendor", "vendor", blank(P.vendor), "The vendor or brand is unknown.", "say whose brand it is")


def title_too_long(of: Declare, limit: int) -> Check:
    says = f"The title has more than {limit} characters."
    return of("title_too_long", "title", longer(P.title, limit), says, "shorten it", shows=(P.title,), told=measured)


def title_capitals(of: Declare) -> Check:
    says, todo = "The title is all in capitals.", "write it as a sentence or a name"
    capitals = P.title == func.upper(P.title)
    return of("title_capitals", "title", capitals, says, todo, shows=(P.title,), confirm=is_shouted)


def vendor_too_long(of: Declare, limit: int) -> Check:
    says = f"The vendor or brand has more than {limit} characters."
    return of(
        "vendor_too_long", "vendor", longer(P.vendor, limit), says, "shorten it", shows=(P.vendor,), told=measured
    )


def image_address(of: Declare) -> Check:
    """Cheaply, whether an address is left when all whole ones are taken away; then by looking at each."""
    rest = func.replace(func.replace(_IN_IMAGES, '"url":"http://', ""), '"url":"https://', "")
    says, todo = "An image has no whole http(s) address.", "give the address at which others can fetch it"
    return of(
        "image_address", "image", rest.contains('"url":'), says, todo,
        shows=(IMAGES,), told=not_whole, confirm=lambda images: not_whole(images) is not None,
    )  # fmt: skip


def uneven(of: Declare) -> Check:
    says, todo = "Not all variants of the product have the same options.", "give each variant a value of every option"
    return of("uneven_options", "options", uneven_options(), says, todo)


def repeated_options(of: Declare) -> Check:
    says = "Another variant of the product has the same options."
    todo = "say how they differ, or archive the one that is not sold"
    return of(
        "repeated_options", "options", ALIKE_OPTIONS.several, says, todo,
        group=ALIKE_OPTIONS, shows=ALIKE_OPTIONS.shows, told=lambda *group: f"as {others(*group)}",
    )  # fmt: skip


def unnamed_options(of: Declare) -> Check:
    unnamed = or_(*(and_(value.is_not(None), blank(name)) for name, value in OPTIONS))
    return of("unnamed_option", "options", unnamed, "One of its options has no name.", "name it, as Size or Colour")


def missing_price(of: Declare) -> Check:
    return of("missing_price", "price", price_unknown(), "The price is unknown, or its currency is.", "set a price")


def zero_price(of: Declare) -> Check:
    zero = and_(PRICE.known, PRICE.amount <= 0)
    return of("zero_price", "price", zero, "The price is 0 or less.", "set a price", shows=PRICE_SHOWN, told=money_text)


def missing_stock(of: Declare) -> Check:
    return of("missing_stock", "stock", STOCK.is_(None), "Nothing is known of its stock.", "import or count its stock")


def negative_stock(of: Declare) -> Check:
    return of("negative_stock", "stock", STOCK < 0, "The stock is below zero.", "count it", shows=(STOCK,))


def missing_weight(of: Declare) -> Check:
    missing = and_(V.weight.is_(None), P.weight.is_(None))
    return of("missing_weight", "weight", missing, "The weight is unknown.", "weigh it: shipping is charged by weight")


def missing_gtin(of: Declare, unless: ColumnElement[Any] | None = None) -> Check:
    missing = gtins.MISSING if unless is None else and_(gtins.MISSING, blank(unless))
    return of("missing_gtin", "gtin", missing, "It has no GTIN (EAN, UPC, ISBN).", "ask the supplier for it")


def gtin_check_digit(of: Declare) -> Check:
    says, todo = "The last digit of the GTIN does not fit the others.", "compare it with the label"
    return of("gtin_check_digit", "gtin", gtins.WRONG_DIGIT, says, todo, shows=(V.gtin,))


def gtin_malformed(of: Declare) -> Check:
    says, todo = "The GTIN has not 8, 12, 13 or 14 digits.", "compare it with the label"
    return of("gtin_malformed", "gtin", gtins.MALFORMED, says, todo, shows=(V.gtin,))


def gtin_in_store(of: Declare) -> Check:
    wrong = and_(gtins.IN_STORE, gtins.VALID)
    says = "The GTIN is a number for use within one shop: it begins with 02, 04 or 2."
    return of("gtin_in_store", "gtin", wrong, says, "ask the supplier for the GTIN", shows=(V.gtin,))


def gtin_coupon(of: Declare) -> Check:
    wrong = and_(gtins.COUPON, gtins.VALID)
    says = "The GTIN is that of a coupon or a refund: it begins with 05, 98 or 99."
    return of("gtin_coupon", "gtin", wrong, says, "ask the supplier for the GTIN", shows=(V.gtin,))


def gtin_shared(of: Declare) -> Check:
    says, todo = "Other variants have the same GTIN.", "find out whose it is; merge what is one article"
    return of(
        "gtin_shared", "gtin", gtins.SHARED.several, says, todo, group=gtins.SHARED,
        shows=(V.gtin, *gtins.SHARED.shows), told=lambda gtin, *group: f"{gtin}, as {others(*group)}",
    )  # fmt: skip


def sku_too_long(of: Declare, limit: int) -> Check:
    says = f"The SKU has more than {limit} characters."
    return of("sku_too_long", "sku", longer(V.sku, limit), says, "give it a shorter SKU", shows=(V.sku,), told=measured)
