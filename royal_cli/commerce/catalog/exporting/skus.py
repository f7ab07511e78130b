"""What stands in the SKU column of a feed of royal's own."""

from collections.abc import Sequence

from royal_cli.commerce.catalog.exporting.block import Block, Variant
from royal_cli.commerce.catalog.exporting.cells import identifier
from royal_cli.commerce.catalog.importing.identity import derived_sku, distinct_sku

_DERIVED = Variant._fields.index("sku_derived")
_SKU = Variant._fields.index("sku")


def stated_skus(block: Block, faithful: bool) -> Sequence[str]:
    """The SKU of each variant; if `faithful`, what its feed said instead of one that royal derives again from that."""
    if faithful and any(row[_DERIVED] for row in block.variants):
        keys = {row[0]: row[1] for row in block.products}
        skus = [
            _source(variant, keys[variant.product_id], block) if variant.sku_derived else variant.sku
            for variant in map(Variant._make, block.variants)
        ]
    else:
        skus = [row[_SKU] for row in block.variants]
    return [identifier(sku) for sku in skus] if "'" in "".join(skus) else skus


def _source(variant: Variant, key: str, block: Block) -> str:
    values = (variant.option1_value, variant.option2_value, variant.option3_value)
    plain = derived_sku(key, values)
    if variant.sku not in (plain, distinct_sku(plain, key, values)):
        return variant.sku
    if variant.source_sku is not None:
        return variant.source_sku
    return "" if _is_known_without(variant, block) else variant.sku


def _is_known_without(variant: Variant, block: Block) -> bool:
    """Whether a row without a SKU still says that it is sold."""
    told = (variant.gtin, variant.asin, variant.price, variant.cost_price, variant.option1_value)
    if any(value is not None for value in (*told, variant.option2_value, variant.option3_value)):
        return True
    in_stock = any(variant.id in level for level in block.stock.values())
    return in_stock or any(
        price is not None and price.price is not None
        for price in (prices.get(variant.id) for prices in block.markets.values())
    )
