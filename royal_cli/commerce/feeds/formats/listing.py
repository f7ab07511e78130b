"""Tables that describe nothing: a key with stock or prices beside it, for what the catalogue already has."""

from royal_cli.commerce.feeds.formats.sheet import Binding

_KEYS = ("sku", "product", "variant.gtin")
_PRICES = ("variant.price", "sale_price", "variant.compare_at_price", "variant.cost_price")
#: What only those state who describe a product.
_DESCRIBES = ("product.title", "variant.title", "product.description", "images", "image")


def listing(binding: Binding) -> str:
    """What such a table is called; "" for all others."""
    stated = {*binding.places, *binding.named, *binding.constants}
    if not stated.intersection(_KEYS) or stated.intersection(_DESCRIBES):
        return ""
    stock = "stock" in stated
    prices = bool(stated.intersection(_PRICES)) or "market.price" in stated
    if stock and prices:
        return "stock and price list"
    return "stock list" if stock else "price list" if prices else ""
