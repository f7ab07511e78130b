"""Amazon.

Sources: sellercentral-europe.amazon.com/help/hub/reference/external/201100890, "Product title requirements" (200
characters; none of ! $ ? _ { } ^ ¬ ¦; since January 2025 no word more than twice, save articles, prepositions and
conjunctions); inventory template (a product ID and a brand are required; without an image it cannot be bought);
Listings Items API 2021-08-01 (a quantity is not below 0); help.lengow.com, "Amazon Erreur sku" (40 characters).
Media, which have other rules for titles, are not told apart. Seen in November 2026.
"""

import re
from collections import Counter

from sqlalchemy import and_, func

from royal_cli.commerce.catalog.checking import demands
from royal_cli.commerce.catalog.checking.check import Rules, error, warning
from royal_cli.commerce.catalog.checking.facts import P, V, holds_any, longer
from royal_cli.commerce.catalog.checking.small_words import SMALL_WORDS

_TITLE, _SKU, _TWICE = 200, 40, 2
_FORBIDDEN = "!$?_{}^¬¦"

PRODUCT = (
    demands.missing_title(error),
    demands.title_too_long(error, _TITLE),
    error(
        "title_characters", "title", holds_any(P.title, *_FORBIDDEN),
        f"The title has one of the characters {' '.join(_FORBIDDEN)}.", "leave it out", shows=(P.title,),
    ),
    error(
        "title_repeats", "title", longer(P.title, 8), "A word stands in the title more than twice.", "leave it out",
        shows=(P.title,), told=lambda title: repeated(title), confirm=lambda title: repeated(title) is not None,
    ),
    demands.title_capitals(warning),
    demands.missing_vendor(error),
    demands.missing_description(warning),
    demands.missing_image(error),
    demands.image_address(error),
)  # fmt: skip

VARIANT = (
    demands.sku_too_long(error, _SKU),
    error(
        "missing_identifier", "gtin", and_(func.coalesce(V.gtin, "") == "", func.coalesce(V.asin, "") == ""),
        "It has neither a GTIN nor an ASIN.", "ask the supplier for the GTIN, or look the ASIN up",
    ),
    demands.gtin_malformed(error),
    demands.gtin_check_digit(error),
    demands.gtin_in_store(error),
    demands.missing_price(error),
    demands.zero_price(error),
    demands.missing_stock(warning),
    demands.negative_stock(error),
)  # fmt: skip


def repeated(title: str) -> str | None:
    """A word that stands there too often."""
    words = Counter(word for word in re.findall(r"\w+", title.casefold()) if word not in SMALL_WORDS)
    return next((f"{word}, {count} times" for word, count in words.most_common(1) if count > _TWICE), None)


RULES = Rules("amazon", PRODUCT, VARIANT)
