"""What one row becomes of several that describe the same thing: decided field by field, never by adding up."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from royal_cli.commerce.catalog.importing.images import images_json
from royal_cli.db.database import canonical_json

Fields = Mapping[str, Any]

#: Fields that only make sense together come from one row.
PRODUCT_GROUPS = (
    ("title",), ("description",), ("product_type",), ("vendor",), ("weight", "weight_unit"), ("dimensions",),
    ("seo_title",), ("seo_description",), ("meta_keywords",), ("search_keywords",), ("videos",),
    ("category_id", "subcategory_id"),
)  # fmt: skip
VARIANT_GROUPS = (
    ("title",), ("gtin",), ("asin",), ("mpn",), ("weight", "weight_unit"), ("dimensions",), ("image_url",),
)  # fmt: skip
PRODUCT_AMOUNTS = ("base_price", "compare_at_price", "cost_price")
VARIANT_AMOUNTS = ("price", "compare_at_price", "cost_price")
MARKET_FIELDS = ("currency", "price_scale", "price", "compare_at_price", "is_included")
_OF_MONEY = ("currency", "price_scale")


def merged_product(rows: Sequence[Fields]) -> dict[str, Any]:
    """The fields of a product out of several, the one that counts most first."""
    return {
        **_first_known(rows, PRODUCT_GROUPS),
        **_amounts(rows, PRODUCT_AMOUNTS),
        "tags": _united(row["tags"] for row in rows),
        "collection_ids": _united(row["collection_ids"] for row in rows),
        "images": _images([row["images"] for row in rows]),
    }


def merged_variant(rows: Sequence[Fields]) -> dict[str, Any]:
    """The same of a variant. Whether prices include VAT comes along with the price."""
    amounts = _amounts(rows, VARIANT_AMOUNTS)
    priced = next((row for row in rows if row["price"] is not None and row["price"] == amounts["price"]), rows[0])
    return {**_first_known(rows, VARIANT_GROUPS), **amounts, "price_includes_vat": priced["price_includes_vat"]}


def journalled(value: Any) -> str | None:
    """A value as the journal writes it down."""
    match value:
        case None | str():
            return value
        case bool():
            return str(int(value))
        case list() | dict():
            return canonical_json(value)
    return str(value)


def _first_known(rows: Sequence[Fields], groups: Iterable[tuple[str, ...]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for group in groups:
        row = next((row for row in rows if any(row[name] not in (None, "", [], {}) for name in group)), rows[0])
        found |= {name: row[name] for name in group}
    return found


def _amounts(rows: Sequence[Fields], names: Sequence[str]) -> dict[str, Any]:
    """Those of the first row that has any; what it lacks is filled from rows that count in the same money."""
    first = next((row for row in rows if any(row[name] is not None for name in names)), rows[0])
    alike = [first, *(row for row in rows if all(row[name] == first[name] for name in _OF_MONEY))]
    filled = {name: next((row[name] for row in alike if row[name] is not None), None) for name in names}
    return {name: first[name] for name in _OF_MONEY} | filled


def _united(lists: Iterable[list[Any] | None]) -> list[Any] | None:
    known = [found for found in lists if found is not None]
    return list(dict.fromkeys(chain.from_iterable(known))) if known else None


def _images(lists: Sequence[list[dict[str, Any]] | None]) -> Any:
    """Each address once; what nothing is added to stays word for word."""
    known = [images for images in lists if images]
    if not known:
        return lists[0]
    addresses = {image["url"] for image in known[0]}
    if all(image["url"] in addresses for image in chain.from_iterable(known)):
        return known[0]
    return images_json([(image["url"], image.get("alt_text")) for image in chain.from_iterable(known)])
