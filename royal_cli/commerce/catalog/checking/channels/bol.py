"""bol.

Sources: Offers API 11.3 (CreateOfferRequest: an EAN and a unit price of 1 to 9999 including VAT are required,
unknownProductTitle has up to 500 characters, reference up to 100) and Retailer API 10 (prices are in euro);
leveranciers.bol.com, "Structure and status of the content" (EAN, product group and name are needed to create a product;
description and images before it goes live) and "Rules that apply to your product information" (a brand is mandatory,
or `merkloos`); partnerplatform.bol.com, "Optimaliseren van productinformatie" (titles of up to 70 characters, no words
in capitals). Seen in November 2026.
"""

from sqlalchemy import and_, or_

from royal_cli.commerce.catalog.checking import demands
from royal_cli.commerce.catalog.checking.check import Rules, advice, error, warning
from royal_cli.commerce.catalog.checking.facts import PRICE, PRICE_SHOWN, P, longer, price_above, price_under
from royal_cli.commerce.catalog.checking.told import measured, money_text

_TITLE, _READABLE_TITLE, _REFERENCE = 500, 70, 100
_LEAST, _MOST = 1, 9_999

PRODUCT = (
    demands.missing_title(error),
    demands.title_too_long(error, _TITLE),
    advice(
        "title_hard_to_scan", "title", longer(P.title, _READABLE_TITLE),
        f"The title has more than {_READABLE_TITLE} characters, which bol advises against.",
        "keep what tells it apart: brand, series, kind, size", shows=(P.title,), told=measured,
    ),
    demands.title_capitals(warning),
    demands.missing_description(error),
    demands.missing_image(error),
    demands.image_address(error),
    demands.missing_category(warning),
    demands.missing_vendor(warning),
)  # fmt: skip

VARIANT = (
    demands.missing_gtin(error),
    demands.gtin_malformed(error),
    demands.gtin_check_digit(error),
    demands.gtin_shared(warning),
    demands.sku_too_long(error, _REFERENCE),
    demands.missing_price(error),
    error(
        "price_out_of_range", "price", and_(PRICE.currency == "EUR", or_(price_under(_LEAST), price_above(_MOST))),
        f"bol takes prices from {_LEAST} to {_MOST:,} EUR.", "correct the price, or sell it elsewhere",
        shows=PRICE_SHOWN, told=money_text,
    ),
    error(
        "price_currency", "price", and_(PRICE.known, PRICE.currency != "EUR"), "bol takes prices in euro only.",
        "set a price in euro", shows=PRICE_SHOWN, told=money_text,
    ),
    demands.missing_stock(warning),
)  # fmt: skip

RULES = Rules("bol", PRODUCT, VARIANT)
