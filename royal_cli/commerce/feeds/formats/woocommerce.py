"""WooCommerce's product CSV: products, and variations that name their parent by SKU or as id:744."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats import dates, options, prices
from royal_cli.commerce.feeds.formats.declare import Format, Seen, pattern
from royal_cli.commerce.feeds.formats.fields import as_json, category_path
from royal_cli.commerce.feeds.formats.sheet import Sheet
from royal_cli.commerce.feeds.formats.slugs import slug

T = TypeVar("T")

COLUMNS = {
    "id": "id", "type": "type", "sku": "sku", "name": "name", "parent": "parent", "published": "published",
    "description": "description", "short description": "short_description",
    "brands": "product.vendor", "brand": "product.vendor", "gtin upc ean or isbn": "variant.gtin",
    "regular price": "variant.price", "sale price": "sale_price", "cost of goods": "variant.cost_price",
    "cost price": "variant.cost_price", "date sale price starts": "sale_start", "date sale price ends": "sale_end",
    "stock": "stock", "backorders allowed": "backorder", "categories": "categories", "tags": "tags",
    "images": "images", "position": "position",
    "meta yoast wpseo title": "product.seo_title", "meta yoast wpseo metadesc": "product.seo_description",
    "meta rank math title": "product.seo_title", "meta rank math description": "product.seo_description",
    "weight": "variant.weight", "length": "length", "width": "width", "height": "height",
}  # fmt: skip

PATTERNS = (
    pattern(r"weight \((?P<unit>kgs?|lbs?|g|oz)\)", "variant.weight"),
    *(pattern(rf"{side} \((?P<unit>mm|cm|m|in|yd)\)", side) for side in ("length", "width", "height")),
    pattern(r"attribute (?P<name>\d+) name", "attribute_name"),
    pattern(r"attribute (?P<name>\d+) value\(?s?\)?", "attribute_value"),
)

#: Neither of these is sold itself: its variations are, or the products that it groups.
_COLLECTIONS = frozenset(["variable", "grouped", "variable-subscription", "bundle", "composite"])
_VARIATIONS = frozenset(["variation", "subscription_variation"])
_PUBLISHED = {
    **dict.fromkeys(["1", "1.0", "true", "publish"], "active"),
    **dict.fromkeys(["0", "0.0", "-1", "-1.0", "false", "private", "draft"], "draft"),
}
_BACKORDER = {"1": True, "0": False, "notify": True, "yes": True, "no": False, "true": True, "false": False}
#: In lists a comma that belongs to the text has a backslash; this stands for it while the list is split.
_COMMA = "\ue000"


def _fits(seen: Seen) -> int:
    own = seen.count(
        "regular price", "sale price", "in stock", "published", "is featured", "visibility in catalog",
        "short description", "tax status", "backorders allowed", "attribute 1 name", "attribute 1 value s", "parent",
        "sold individually", "categories", "images", "date sale price starts", "cross sells", "upsells",
    )  # fmt: skip
    return min(98, 20 + 12 * own) if "type" in seen.words and seen.words & {"sku", "id"} and own >= 3 else 0


def _keys(sheet: Sheet) -> list[str]:
    """Variations belong to their parent; a product is named by its SKU, else its id, else its name."""
    skus, ids, names, parents = (sheet.names(role) for role in ("sku", "id", "name", "parent"))
    return [
        _parent(parent) if kind & _VARIATIONS else sku or (f"id:{number}" if number else slug(name))
        for kind, sku, number, name, parent in zip(_kinds(sheet), skus, ids, names, parents, strict=True)
    ]


def _parent(reference: str) -> str:
    return f"id:{reference[3:].strip()}" if reference[:3].casefold() == "id:" else reference


def _kinds(sheet: Sheet) -> list[frozenset[str]]:
    known = {cell: frozenset(cell.casefold().replace(" ", "").split(",")) for cell in set(sheet.cells("type"))}
    return [known[cell] for cell in sheet.cells("type")]


def _shape(sheet: Sheet, batch: Batch) -> None:
    kinds = _kinds(sheet)
    is_variation = [bool(kind & _VARIATIONS) for kind in kinds]
    batch.sells = [not kind & _COLLECTIONS for kind in kinds]
    batch.aliases = [
        f"id:{number}" if number and not variation else None
        for number, variation in zip(sheet.names("id"), is_variation, strict=True)
    ]
    _name(sheet, batch, is_variation)
    _describe(sheet, batch, is_variation)
    _publish(sheet, batch, is_variation)
    _show(batch, is_variation)
    _set_options(sheet, batch, is_variation)
    prices.sell_at_sale_price(sheet, batch, _sale_runs(sheet))


def _name(sheet: Sheet, batch: Batch, is_variation: Sequence[bool]) -> None:
    if sheet.has("name"):
        names = values.text(sheet.cells("name"), sheet.problems, sheet.header("name"))
        batch.product["title"] = _unless(is_variation, names)
        batch.variant["title"] = _only(is_variation, names)


def _describe(sheet: Sheet, batch: Batch, is_variation: Sequence[bool]) -> None:
    """Line breaks are written as a backslash and an n. Of a variation's own description royal keeps none."""
    texts = [
        values.html([cell.replace("\\n", "\n") if "\\" in cell else cell for cell in sheet.cells(role)],
                    sheet.problems, sheet.header(role), clears="product.description")
        for role in ("description", "short_description") if sheet.has(role)
    ]  # fmt: skip
    if texts:
        described = [next(filter(None, both), None) for both in zip(*texts, strict=True)]
        batch.product["description"] = _unless(is_variation, described)
    if sheet.has("tags"):
        cells = _without_commas(sheet.cells("tags"))
        tags = values.words(cells, sheet.problems, sheet.header("tags"), clears="product.tags")
        batch.product["tags"] = [text and text.replace(_COMMA, ",") for text in as_json(tags)]
    if sheet.has("categories"):
        lists = values.text(_without_commas(sheet.cells("categories")), sheet.problems, sheet.header("categories"),
                            clears="product.category_path")  # fmt: skip
        batch.product["category_path"] = [paths and _first_path(paths) for paths in lists]


def _without_commas(cells: Sequence[str]) -> list[str]:
    return [cell.replace("\\,", _COMMA) if "\\" in cell else cell for cell in cells]


@lru_cache(maxsize=4096)
def _first_path(paths: str) -> str | None:
    """The first category, or rather the most specific one of those below it."""
    found = [path for path in map(category_path, paths.split(",")) if path]
    below = [path for path in found if f"{path} > ".startswith(f"{found[0]} > ")]
    return max(below, key=lambda path: path.count(" > ")).replace(_COMMA, ",") if below else None


def _publish(sheet: Sheet, batch: Batch, is_variation: Sequence[bool]) -> None:
    if sheet.has("published"):
        stated = values.choice(sheet.cells("published"), sheet.problems, sheet.header("published"), _PUBLISHED)
        batch.product["status"] = _unless(is_variation, stated)
        batch.variant["status"] = _only(is_variation, stated)
    if sheet.has("backorder"):
        batch.variant["allow_backorder"] = values.choice(
            sheet.cells("backorder"), sheet.problems, sheet.header("backorder"), _BACKORDER,
            clears="variant.allow_backorder",
        )  # fmt: skip
    if sheet.has("position"):
        places = values.quantity(sheet.cells("position"), sheet.problems, sheet.header("position"))
        batch.variant["position"] = _only(is_variation, places)


def _show(batch: Batch, is_variation: Sequence[bool]) -> None:
    """The first image of a variation is its own; what else there is belongs to the product."""
    if batch.images:
        own = [images[0][0] if images else None for images in batch.images]
        batch.variant["image_url"] = _only(is_variation, own)
        batch.images = [
            (images[1:] or None) if images and variation else images
            for images, variation in zip(batch.images, is_variation, strict=True)
        ]


def _set_options(sheet: Sheet, batch: Batch, is_variation: Sequence[bool]) -> None:
    """What a variation states of an attribute; a product only lists all values there are."""
    names, stated = sheet.named("attribute_name"), sheet.named("attribute_value")
    columns = [(number, *stated[number]) for number in names if number in stated]
    if columns:
        found = zip(options.read(sheet, columns), is_variation, strict=True)
        rows = [_named(names, row, said) if variation else [] for row, (said, variation) in enumerate(found)]
        options.put(batch, rows)


def _named(
    names: Mapping[str, tuple[str, Sequence[str]]], row: int, said: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """The options of a row by name instead of by the number of their attribute."""
    named = [(names[number][1][row].strip(), value.replace("\\,", ",")) for number, value in said]
    return [(name, value) for name, value in named if name]


def _sale_runs(sheet: Sheet) -> list[bool] | None:
    if not sheet.has("sale_price") or not sheet.has("sale_start", "sale_end"):
        return None
    on_sale = sheet.cells("sale_price")
    starts, ends = ([date if sale else "" for date, sale in zip(sheet.cells(role), on_sale, strict=True)]
                    for role in ("sale_start", "sale_end"))  # fmt: skip
    return dates.running(sheet, sheet.header("sale_start"), starts, ends)


def _only(mask: Sequence[bool], column: Sequence[T | None]) -> list[T | None]:
    return [value if keep else None for keep, value in zip(mask, column, strict=True)]


def _unless(mask: Sequence[bool], column: Sequence[T | None]) -> list[T | None]:
    return [None if drop else value for drop, value in zip(mask, column, strict=True)]


WOOCOMMERCE = Format(
    name="woocommerce", title="WooCommerce product CSV", columns=COLUMNS, patterns=PATTERNS,
    fits=_fits, keys=_keys, shape=_shape,
    key_roles=("sku", "id", "parent", "name"), key_words="a SKU, an ID or a Name",
)  # fmt: skip
