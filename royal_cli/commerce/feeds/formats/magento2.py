"""Magento 2's product CSV, in which a configurable product names the SKUs of its variants and what tells them apart."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats import dates, fields, options, prices
from royal_cli.commerce.feeds.formats.declare import Format, Seen
from royal_cli.commerce.feeds.formats.sheet import Binding, Sheet
from royal_cli.commerce.feeds.headers import fold
from royal_cli.commerce.feeds.rows import SEPARATOR, RawChunk
from royal_cli.errors import FeedError

T = TypeVar("T")

COLUMNS = {
    "sku": "sku", "store view code": "store", "product type": "type", "name": "name",
    "description": "description", "short description": "short_description", "categories": "categories",
    "weight": "variant.weight", "product online": "online", "price": "variant.price", "cost": "variant.cost_price",
    "special price": "sale_price", "special price from date": "sale_start", "special price to date": "sale_end",
    "meta title": "product.seo_title", "meta description": "product.seo_description",
    "meta keywords": "product.meta_keywords", "meta keyword": "product.meta_keywords",
    "base image": "image", "base image label": "image_alt", "additional images": "images", "qty": "qty",
    "manufacturer": "product.vendor", "brand": "product.vendor", "ean": "variant.gtin", "gtin": "variant.gtin",
    "barcode": "variant.gtin", "upc": "variant.gtin", "mpn": "variant.mpn",
    "allow backorders": "backorders", "use config backorders": "usual_backorders",
    "manage stock": "managed", "use config manage stock": "usual_managed",
    "additional attributes": "attributes", "bundle price type": "bundle_price",
    "configurable variations": "variations", "configurable variation labels": "labels",
}  # fmt: skip

#: What only Magento calls so.
_OWN = (
    "attribute set code", "product websites", "store view code", "product online", "additional attributes",
    "configurable variations", "tax class name", "use config manage stock", "url key", "crosssell skus",
)  # fmt: skip

#: Magento 1 marks these with a line in front.
_FIRST = frozenset(["sku", "attribute set", "type", "product websites"])

#: Their parts are sold and counted, not they themselves. A bundle is sold as well, and made of counted parts.
_NOT_SOLD = frozenset(["configurable", "grouped"])
_NOT_COUNTED = _NOT_SOLD | {"bundle"}
_ONLINE = {"1": "active", "2": "draft", "0": "draft", "yes": "active", "no": "draft"}
_BACKORDERS = {"0": False, "1": True, "2": True, "no": False, "yes": True}
#: The root of all categories is none that a customer sees.
_ROOT = "Default Category"
_SLASH = "\ue000"

#: A comma may belong to a value; one that another attribute follows cannot.
_ATTRIBUTES = re.compile(r",(?=\s*\"?[A-Za-z]\w*=)")
_IMAGES = re.compile(r"\s*,\s*(?=/|https?:)")
_VARIATIONS = re.compile(r"\|(?=\s*\"?sku=)")


@dataclass(slots=True)
class Variants:
    """What the feed says of its variants in the rows of their products."""

    #: SKU of a variant -> SKU of its product, and its options.
    parents: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = field(default_factory=dict)
    #: The store view whose rows describe the product itself: that without a name, or else the first one.
    store: str | None = None


def _fits(seen: Seen) -> int:
    own = seen.count(*_OWN)
    if "sku" in seen.words and own >= 2:
        return min(98, 40 + 15 * own)
    return 90 if seen.words >= _FIRST else 0


def _check(binding: Binding, _is_asked_for: bool) -> None:
    if frozenset(map(fold, binding.header)) >= _FIRST:
        message = "This is an export of Magento 1, whose rows go on without a SKU; royal reads those of Magento 2."
        raise FeedError(message, hint="export a plain list of its products, with a row and a SKU for each")


def _prepare(chunk: RawChunk) -> RawChunk:
    """Part the lists of images where the next one is only a path of the shop, too."""
    for place, name in enumerate(chunk.header):
        if fold(name) == "additional images":
            for row in chunk.rows:
                row[place] = _IMAGES.sub(SEPARATOR, row[place])
    return chunk


def _survey(sheets: Iterable[Sheet]) -> Variants:
    found = Variants()
    for sheet in sheets:
        for store in dict.fromkeys(map(str.strip, sheet.cells("store"))):
            found.store = store if found.store is None or not store else found.store
        if not sheet.has("variations"):
            continue
        rows = zip(sheet.names("sku"), sheet.cells("variations"), sheet.cells("labels"), strict=True)
        for parent, variations, labels in rows:
            if variations.strip():
                for sku, stated in _variations(variations, labels):
                    if sku != parent:
                        found.parents.setdefault(sku, (parent, stated))
    return found


def _variations(cell: str, labels: str) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """The variants of a cell such as sku=TEE-S,size=S|sku=TEE-M,size=M: the SKU of each, and its options."""
    names = _attributes(labels)
    stated = [_attributes(variation) for variation in _VARIATIONS.split(cell)]
    return [
        (one["sku"], tuple((names.get(code, code), value) for code, value in one.items() if code != "sku" and value))
        for one in stated
        if one.get("sku")
    ]


@lru_cache(maxsize=8192)
def _attributes(cell: str) -> Mapping[str, str]:
    pairs = (part.strip().strip('"').partition("=") for part in _ATTRIBUTES.split(cell.strip().strip('"')))
    return {code.strip(): value.strip().strip('"').strip() for code, sign, value in pairs if sign}


def _surveyed(sheet: Sheet) -> Variants:
    return sheet.surveyed if isinstance(sheet.surveyed, Variants) else _survey([sheet])


def _keys(sheet: Sheet) -> list[str]:
    parents = _surveyed(sheet).parents
    return [parents[sku][0] if sku in parents else sku for sku in sheet.names("sku")]


def _shape(sheet: Sheet, batch: Batch) -> None:
    found = _surveyed(sheet)
    kinds = [cell.strip().casefold() for cell in sheet.cells("type")]
    translates = [cell.strip() != (found.store or "") for cell in sheet.cells("store")]
    is_variant = [sku in found.parents for sku in batch.skus]
    batch.sells = [not (kind in _NOT_SOLD or other) for kind, other in zip(kinds, translates, strict=True)]
    _describe(sheet, batch, is_variant)
    _publish(sheet, batch, is_variant)
    _count(sheet, batch, kinds)
    _show(batch, is_variant)
    options.put(batch, [list(found.parents[sku][1]) if sku in found.parents else [] for sku in batch.skus])
    _price_parts(sheet, batch, kinds)
    prices.sell_at_sale_price(sheet, batch, _sale_runs(sheet))
    _pass_over(sheet, batch, translates)


def _describe(sheet: Sheet, batch: Batch, is_variant: Sequence[bool]) -> None:
    """What a product is called and told of; a variant has a title of its own."""
    for name in list(batch.product):
        batch.product[name] = _unless(is_variant, batch.product[name])
    if sheet.has("name"):
        names = values.text(sheet.cells("name"), sheet.problems, sheet.header("name"))
        batch.product["title"] = _unless(is_variant, names)
        batch.variant["title"] = [name if is_one else None for name, is_one in zip(names, is_variant, strict=True)]
    texts = [
        values.html(sheet.cells(role), sheet.problems, sheet.header(role), clears="product.description")
        for role in ("description", "short_description") if sheet.has(role)
    ]  # fmt: skip
    if texts:
        described = [next(filter(None, both), None) for both in zip(*texts, strict=True)]
        batch.product["description"] = _unless(is_variant, described)
    if sheet.has("categories"):
        cells = values.text(sheet.cells("categories"), sheet.problems, sheet.header("categories"),
                            clears="product.category_path")  # fmt: skip
        batch.product["category_path"] = _unless(is_variant, [cell and _category(cell) for cell in cells])
    if sheet.has("attributes") and "vendor" not in batch.product:
        makers = [_attributes(cell) if "=" in cell else {} for cell in sheet.cells("attributes")]
        vendors = [one.get("manufacturer") or one.get("brand") for one in makers]
        batch.product["vendor"] = _unless(is_variant, vendors)


@lru_cache(maxsize=4096)
def _category(cell: str) -> str | None:
    """Of all categories of a product the first, or rather the most specific one below it."""
    paths = [_path(path) for path in _paths(cell.replace("\\/", _SLASH))]
    found = [path for path in paths if path]
    below = [path for path in found if f"{path} > ".startswith(f"{found[0]} > ")]
    return max(below, key=lambda path: path.count(" > ")) if below else None


def _paths(cell: str) -> list[str]:
    """The paths of a list; what begins with no root continues the name before it, which has a comma in it."""
    paths: list[str] = []
    for part in re.split(r"[,|]", cell):
        root = paths[0].partition("/")[0].strip() if paths else ""
        may_continue = "/" not in part or (part.startswith(" ") and root == _ROOT)
        if paths and "/" in paths[0] and may_continue and part.partition("/")[0].strip() != root:
            paths[-1] += f",{part}"
        else:
            paths.append(part)
    return paths


def _path(path: str) -> str | None:
    root, _, below = path.partition("/")
    found = fields.category_path(below if root.strip() == _ROOT else path, "/")
    return found and found.replace(_SLASH, "/")


def _publish(sheet: Sheet, batch: Batch, is_variant: Sequence[bool]) -> None:
    if sheet.has("online"):
        stated = values.choice(sheet.cells("online"), sheet.problems, sheet.header("online"), _ONLINE)
        batch.product["status"] = _unless(is_variant, stated)
        batch.variant["status"] = [one if own else None for one, own in zip(stated, is_variant, strict=True)]
    if sheet.has("backorders"):
        cells = _unless(_says_yes(sheet, "usual_backorders"), sheet.cells("backorders"))
        batch.variant["allow_backorder"] = values.choice(
            [cell or "" for cell in cells], sheet.problems, sheet.header("backorders"), _BACKORDERS
        )


def _count(sheet: Sheet, batch: Batch, kinds: Sequence[str]) -> None:
    """What Magento does not count it writes as 0, and so it does for what is made of counted parts."""
    if sheet.has("qty"):
        usual, managed = _says_yes(sheet, "usual_managed"), [cell.strip() != "0" for cell in sheet.cells("managed")]
        counted = [
            kind not in _NOT_COUNTED and (default or own)
            for kind, default, own in zip(kinds, usual, managed, strict=True)
        ]
        cells = [cell if is_counted else "" for cell, is_counted in zip(sheet.cells("qty"), counted, strict=True)]
        location = sheet.options.default_location
        batch.stock[location] = fields.quantities(sheet, sheet.header("qty"), cells, location)


def _says_yes(sheet: Sheet, role: str) -> list[bool]:
    return [cell.strip() == "1" for cell in sheet.cells(role)]


def _show(batch: Batch, is_variant: Sequence[bool]) -> None:
    """The first image of a variant is its own; what else there is belongs to the product."""
    if batch.images:
        own = [found[0][0] if found else None for found in batch.images]
        batch.variant["image_url"] = [url if is_one else None for url, is_one in zip(own, is_variant, strict=True)]
        batch.images = [
            (found[1:] or None) if found and is_one else found
            for found, is_one in zip(batch.images, is_variant, strict=True)
        ]


def _sale_runs(sheet: Sheet) -> list[bool] | None:
    if not sheet.has("sale_price") or not sheet.has("sale_start", "sale_end"):
        return None
    on_sale = sheet.cells("sale_price")
    starts, ends = ([date if sale.strip() else "" for date, sale in zip(sheet.cells(role), on_sale, strict=True)]
                    for role in ("sale_start", "sale_end"))  # fmt: skip
    return dates.running(sheet, sheet.header("sale_start"), starts, ends)


def _price_parts(sheet: Sheet, batch: Batch, kinds: Sequence[str]) -> None:
    """What has variants costs what they do, whatever stands in its column, and so does a dynamic bundle with its parts.

    The special price of a bundle is a share of its price.
    """
    for row, (kind, how) in enumerate(zip(kinds, sheet.cells("bundle_price"), strict=True)):
        if kind in _NOT_SOLD:
            for name in {"price", "sale_price"} & batch.variant.keys():
                batch.variant[name][row] = None
        if kind == "bundle":
            _refuse(sheet, batch, row, "sale_price", "the special price of a bundle is a share of its price")
            if how.strip().casefold() == "dynamic":
                _refuse(sheet, batch, row, "variant.price", "this bundle costs what its parts do; royal adds none up")


def _refuse(sheet: Sheet, batch: Batch, row: int, role: str, hint: str) -> None:
    column = batch.variant.get(role.removeprefix("variant."))
    if column and column[row] is not None:
        column[row] = None
        sheet.problems.warn(row, sheet.header(role), sheet.cells(role)[row], "bundle_price", hint)


def _pass_over(sheet: Sheet, batch: Batch, translates: Sequence[bool]) -> None:
    """Rows of other store views say the same in another language, or for another market."""
    if not any(translates):
        return
    for columns in (batch.product, batch.variant, batch.stock):
        for name, column in columns.items():
            columns[name] = _unless(translates, column)
    batch.images = batch.images and _unless(translates, batch.images)
    for row, other in enumerate(translates):
        if other:
            sheet.problems.cleared.pop(row, None)
            hint = "royal keeps one text and price of a product, those of the main store view; this row is passed over"
            sheet.problems.warn(row, sheet.header("store"), sheet.cells("store")[row], "store_view", hint)


def _unless(mask: Sequence[bool], column: Sequence[T | None]) -> list[T | None]:
    return [None if drop else value for drop, value in zip(mask, column, strict=True)]


MAGENTO2 = Format(
    name="magento2", title="Magento 2 product export", columns=COLUMNS,
    fits=_fits, check=_check, prepare=_prepare, survey=_survey, keys=_keys, shape=_shape,
    key_roles=("sku",), key_words="a sku",
)  # fmt: skip
