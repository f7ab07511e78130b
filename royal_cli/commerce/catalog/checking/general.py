"""The checks that hold wherever a product is sold."""

import re

from sqlalchemy import and_, func, not_, or_, select

from royal_cli.commerce.catalog.checking import demands, gtins
from royal_cli.commerce.catalog.checking.check import ELSEWHERE, Group, Rules, advice, error, others, warning
from royal_cli.commerce.catalog.checking.facts import (
    COST,
    LIVE,
    PRICE_SHOWN,
    SOLD,
    P,
    V,
    holds_any,
    some_variants,
)
from royal_cli.commerce.catalog.checking.told import has_markup, is_garbled, two_amounts
from royal_cli.commerce.catalog.reading.figures import LEVELS

#: The shortest of the limits that channels have for titles.
_TITLE = 150
_ASIN = re.compile(r"B[0-9A-Z]{9}|[0-9]{9}[0-9X]")
#: What two bytes of UTF-8 begin with, read one by one.
_GARBLED = ("Ã", "Â", "Ä", "Å", "â", "Ð", "Ñ", "\ufffd")
_READ_AGAIN = "import it again in the right encoding, or correct it"
_SUPPLIER = "ask the supplier for the GTIN"

_ALIKE = Group(
    "alike_skus",
    func.ltrim(func.replace(func.lower(V.sku), " ", ""), "0"),
    where=func.ltrim(func.replace(V.sku, " ", ""), "0") != "",
)
_several_currencies = (
    select(V.product_id)
    .where(LIVE, V.price.is_not(None))
    .group_by(V.product_id)
    .having(func.min(V.currency) != func.max(V.currency))
)
_in_stock = select(V.product_id).join(LEVELS, LEVELS.c.product_variant_id == V.id).where(LEVELS.c.available > 0)
_compared = (V.price, V.price_scale, V.currency, V.compare_at_price, V.price_scale, V.currency)
_costing = (*PRICE_SHOWN, COST.amount, COST.scale, COST.currency)

DUPLICATE_TITLE = warning(
    "duplicate_title", "title", ELSEWHERE, "Another product of the vendor has the same title.",
    "merge them if they are one article; else say in the titles what differs",
)  # fmt: skip
NEAR_DUPLICATE = advice(
    "near_duplicate", "title", ELSEWHERE, "Another product of the vendor has nearly the same title.",
    "look whether both are the same article",
)  # fmt: skip

PRODUCT = (
    demands.missing_title(error),
    warning(
        "missing_variant", "variants", not_(some_variants()), "The product has no variant: nothing of it is sold.",
        "import its variants, or archive it",
    ),
    demands.missing_description(warning),
    demands.missing_image(warning),
    demands.missing_category(advice),
    demands.missing_vendor(advice),
    demands.title_too_long(advice, _TITLE),
    demands.title_capitals(advice),
    warning(
        "title_html", "title", holds_any(P.title, "<", "&"), "There is HTML in the title.", "write it as plain text",
        shows=(P.title,), confirm=has_markup,
    ),
    advice(
        "title_spaces", "title", or_(P.title != func.trim(P.title), holds_any(P.title, "  ", "\t", "\n", "\u00a0")),
        "The title has spaces around it, two in a row, or other than plain ones.", "leave single spaces",
        shows=(P.title,), told=repr,
    ),
    warning(
        "title_garbled", "title", holds_any(P.title, *_GARBLED), "The title was read in the wrong encoding.",
        _READ_AGAIN, shows=(P.title,), confirm=is_garbled,
    ),
    warning(
        "vendor_garbled", "vendor", holds_any(P.vendor, *_GARBLED), "The vendor was read in the wrong encoding.",
        _READ_AGAIN, shows=(P.vendor,), confirm=is_garbled,
    ),
    demands.image_address(warning),
    warning(
        "mixed_currencies", "currency", P.id.in_(_several_currencies),
        "The variants of the product are priced in several currencies.", "price them in one; markets have their own",
    ),
    demands.uneven(warning),
    warning(
        "archived_stock", "stock", and_(P.status == "archived", P.id.in_(_in_stock)),
        "The product is archived and still in stock.", "sell it off, or write the stock off", of_archived=True,
    ),
    DUPLICATE_TITLE,
    NEAR_DUPLICATE,
)  # fmt: skip

VARIANT = (
    demands.missing_price(error),
    demands.zero_price(warning),
    warning(
        "missing_cost", "cost", not_(COST.known), "The cost is unknown: there is no margin, and no price floor.",
        "ask the supplier, or take it from the last purchase",
    ),
    warning(
        "below_cost", "price", SOLD.margin_below(0, 0), "It is sold below its cost.",
        "raise the price, or correct the cost",
        shows=_costing, told=two_amounts("cost"),
    ),
    warning(
        "compare_at", "compare_at_price", and_(V.price.is_not(None), V.compare_at_price <= V.price),
        "The compare-at price is not above the price.", "raise it above the price, or empty it",
        shows=_compared, told=two_amounts("compare-at"),
    ),
    demands.missing_stock(advice),
    demands.negative_stock(warning),
    demands.missing_weight(advice),
    demands.missing_gtin(advice),
    demands.gtin_malformed(error),
    demands.gtin_check_digit(error),
    demands.gtin_in_store(warning),
    demands.gtin_coupon(warning),
    warning(
        "gtin_example", "gtin", and_(gtins.EXAMPLE, gtins.VALID),
        "The GTIN is one of GS1's examples: it begins with 952.",
        _SUPPLIER, shows=(V.gtin,),
    ),
    demands.gtin_shared(warning),
    warning(
        "asin_malformed", "asin", V.asin.is_not(None),
        "The ASIN is none: that is B and nine capitals or digits, or an ISBN-10.",
        "copy it from the product's page at Amazon",
        shows=(V.asin,), confirm=lambda asin: not _ASIN.fullmatch(asin),
    ),
    warning(
        "sku_alike", "sku", _ALIKE.several,
        "Another SKU differs from this one only by capitals, spaces, or zeros before it.",
        "merge what is one article; else rename one",
        group=_ALIKE, shows=_ALIKE.shows, told=lambda *group: f"as {others(*group)}",
    ),
    demands.repeated_options(warning),
)  # fmt: skip

RULES = Rules("general", PRODUCT, VARIANT)
