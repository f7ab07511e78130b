"""Google Merchant Center.

Sources: product data specification, support.google.com/merchants/answer/7052112 (lengths, what is required);
6286293 and 6286302 (GTINs that begin with 02, 04, 2, 05, 981 to 984 or 99 are refused; the first of 14 digits is no
part of a prefix). Where a product is shown is not in the catalogue:
`royal product export --to google --link` says it.
"""

from sqlalchemy import and_, case, func

from royal_cli.commerce.catalog.checking import demands
from royal_cli.commerce.catalog.checking.check import Rules, advice, error, warning
from royal_cli.commerce.catalog.checking.facts import CATEGORY_LEVEL, STOCK, P, V, longer
from royal_cli.commerce.catalog.checking.told import measured
from royal_cli.commerce.catalog.exporting.google import plain_text

_ID, _TITLE, _DESCRIPTION, _BRAND, _MPN = 50, 150, 5_000, 70, 70

_long_description = longer(P.description, _DESCRIPTION)

PRODUCT = (
    demands.missing_title(error),
    demands.title_too_long(error, _TITLE),
    demands.title_capitals(warning),
    demands.missing_description(error),
    error(
        "description_too_long", "description", _long_description,
        f"The description has more than {_DESCRIPTION:,} characters, markup not counted.", "shorten it",
        shows=(case((_long_description, P.description)),), told=lambda html: measured(plain_text(html)),
        confirm=lambda html: len(plain_text(html)) > _DESCRIPTION,
    ),
    demands.missing_vendor(error),
    demands.vendor_too_long(error, _BRAND),
    demands.missing_category(advice),
    advice(
        "category_shallow", "category", CATEGORY_LEVEL == 0, "The category is one of the uppermost.",
        "put it in the category below that says what it is",
    ),
    demands.image_address(error),
)  # fmt: skip

VARIANT = (
    demands.sku_too_long(error, _ID),
    demands.missing_variant_image(error),
    demands.missing_price(error),
    demands.zero_price(error),
    demands.missing_stock(error),
    error(
        "backorder", "stock", and_(STOCK <= 0, V.allow_backorder),
        "It is sold out and can be ordered: for that Google wants a date, which is not known here.",
        "forbid back-orders, or wait until it is in stock", shows=(STOCK,),
    ),
    error(
        "missing_identifier", "gtin", and_(func.coalesce(V.gtin, "") == "", func.coalesce(V.mpn, "") == ""),
        "It has neither a GTIN nor an MPN.", "ask the supplier for the GTIN, or the maker's number",
    ),
    demands.missing_gtin(advice),
    demands.gtin_malformed(error),
    demands.gtin_check_digit(error),
    demands.gtin_in_store(error),
    demands.gtin_coupon(error),
    error("mpn_too_long", "mpn", longer(V.mpn, _MPN), f"The MPN has more than {_MPN} characters.", "shorten it",
          shows=(V.mpn,), told=measured),
    demands.missing_weight(advice),
)  # fmt: skip

RULES = Rules("google", PRODUCT, VARIANT)
