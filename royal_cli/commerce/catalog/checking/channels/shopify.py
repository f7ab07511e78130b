"""Shopify.

Sources: Admin GraphQL schema 2026-10 (ProductSetInput.productOptions: at most three; optionValues are required;
Product.variants: up to 2,048); help.shopify.com, "Adding keywords for SEO" (a page title of up to 70 characters,
descriptions under 160); matrixify.app/documentation/shopify-limits and lettercounter.org/blog/shopify-product-
description-length (titles and tags of 255 characters, 250 images). Seen in November 2026.
"""

from sqlalchemy import Text, cast

from royal_cli.commerce.catalog.checking import demands
from royal_cli.commerce.catalog.checking.check import Rules, advice, error, warning
from royal_cli.commerce.catalog.checking.facts import P, length_of_list, longer, variants_of_product
from royal_cli.commerce.catalog.checking.told import longest_of, measured

_TITLE, _TAG, _VARIANTS, _IMAGES, _SEO_TITLE, _SEO_DESCRIPTION = 255, 255, 2_048, 250, 70, 160

PRODUCT = (
    demands.missing_title(error),
    demands.title_too_long(error, _TITLE),
    error(
        "too_many_variants", "variants", variants_of_product() > _VARIANTS,
        f"The product has more than {_VARIANTS:,} variants.", "split the product", shows=(variants_of_product(),),
    ),
    error(
        "tag_too_long", "tags", longer(cast(P.tags, Text), _TAG), f"A tag has more than {_TAG} characters.",
        "shorten it", shows=(cast(P.tags, Text),), told=longest_of,
        confirm=lambda tags: len(longest_of(tags)) > _TAG,
    ),
    error(
        "too_many_images", "image", length_of_list(P.images) > _IMAGES, f"There are more than {_IMAGES} images.",
        "keep the best", shows=(length_of_list(P.images),),
    ),
    demands.image_address(error),
    demands.uneven(error),
    demands.missing_description(warning),
    demands.missing_image(warning),
    demands.missing_vendor(advice),
    demands.missing_category(advice),
    advice(
        "seo_title_too_long", "seo_title", longer(P.seo_title, _SEO_TITLE),
        f"The title for search engines has more than {_SEO_TITLE} characters.", "shorten it",
        shows=(P.seo_title,), told=measured,
    ),
    advice(
        "seo_description_too_long", "seo_description", longer(P.seo_description, _SEO_DESCRIPTION),
        f"The description for search engines has more than {_SEO_DESCRIPTION} characters, which they cut.",
        "shorten it", shows=(P.seo_description,), told=measured,
    ),
)  # fmt: skip

VARIANT = (
    demands.missing_price(error),
    demands.unnamed_options(error),
    demands.repeated_options(error),
    demands.missing_stock(advice),
    demands.missing_weight(advice),
    demands.missing_gtin(advice),
)

RULES = Rules("shopify", PRODUCT, VARIANT)
