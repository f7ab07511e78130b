"""WooCommerce.

Sources: its table wc_product_meta_lookup (a SKU has up to 100 characters); woocommerce/woocommerce pull requests 50501
and 50685 (a GTIN consists of digits and hyphens, and no two products have the same one). What has no price is shown and
cannot be bought. Seen in November 2026.
"""

from royal_cli.commerce.catalog.checking import demands
from royal_cli.commerce.catalog.checking.check import Rules, advice, error, warning

_SKU = 100

PRODUCT = (
    demands.missing_title(error),
    demands.image_address(error),
    demands.uneven(warning),
    demands.missing_description(warning),
    demands.missing_image(warning),
    demands.missing_category(advice),
)

VARIANT = (
    demands.sku_too_long(error, _SKU),
    demands.missing_price(error),
    demands.unnamed_options(error),
    demands.repeated_options(warning),
    demands.gtin_shared(error),
    demands.missing_stock(advice),
    demands.missing_weight(advice),
)

RULES = Rules("woocommerce", PRODUCT, VARIANT)
