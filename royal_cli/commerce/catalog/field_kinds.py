"""Which fields of products and variants are stored alike: the stage, the difference, proposals and undo ask here."""

#: In minor units; how many decimals they have, and of which currency they are, stands beside them in the row.
AMOUNTS = ("base_price", "price", "compare_at_price", "cost_price")
#: The fields of one row that only make sense together: amounts, what they count, and of which currency.
MONEY_FIELDS = ("currency", "price_scale", *AMOUNTS)
JSON_FIELDS = frozenset({"tags", "dimensions", "meta_keywords", "search_keywords", "images", "videos"})
BOOLEANS = frozenset({"price_includes_vat", "allow_backorder", "sku_derived", "is_included"})
WHOLE = frozenset({"position", "available"})
