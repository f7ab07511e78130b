"""WooCommerce's product CSV: products, and variations that name their parent by SKU or as id:744."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats import dates, options, prices
from royal_cli.commerce.feeds.formats.declare import Format, Seen
from royal_cli.commerce.feeds.formats.fields import as_json, category_path
from royal_cli.commerce.feeds.formats.sheet import Sheet
from royal_cli.commerce.feeds.formats.slugs import slug
from royal_cli.commerce.feeds.formats.woocommerce_words import ENGLISH, PATTERNS

T = TypeVar("T")

#: Number of an attribute -> header and cells of the column with its name.
Names = Mapping[str, tuple[str, Sequence[str]]]
#: Number, name and value.
Attribute = tuple[str, str, str]

_COLUMNS = {
    "id": "id", "type": "type", "sku": "sku", "name": "name", "parent": "parent", "published": "published",
    "description": "description", "short description": "short_description",
    "brands": "product.vendor", "brand": "product.vendor", "gtin upc ean or isbn": "variant.gtin",
    "regular price": "variant.price", "sale price": "sale_price", "cost of goods": "variant.cost_price",
    "cost price": "variant.cost_price", "date sale price starts": "sale_start", "date sale price ends": "sale_end",
    "stock": "stock", "stock quantity": "stock", "backorders allowed": "backorder", "backorders": "backorder",
    "status": "status", "post status": "status", "parent sku": "parent", "parent id": "parent_id", "mpn": "variant.mpn",
    "date on sale from": "sale_start", "date on sale to": "sale_end",
    "sale price dates from": "sale_start", "sale price dates to": "sale_end",
    "categories": "categories", "tags": "tags", "images": "images", "position": "position",
    "meta yoast wpseo title": "product.seo_title", "meta yoast wpseo metadesc": "product.seo_description",
    "meta rank math title": "product.seo_title", "meta rank math description": "product.seo_description",
    "weight": "variant.weight", "length": "length", "width": "width", "height": "height",
}  # fmt: skip
COLUMNS = {**_COLUMNS, **{word: _COLUMNS[english] for word, english in ENGLISH.items() if english in _COLUMNS}}

#: Neither of these is sold itself: its variations are, or the products that it groups.
_COLLECTIONS = frozenset(["variable", "grouped", "variable-subscription", "bundle", "composite"])
_VARIATIONS = frozenset(["variation", "subscription_variation"])
_PUBLISHED = {
    **dict.fromkeys(["1", "1.0", "true", "publish"], "active"),
    **dict.fromkeys(["0", "0.0", "-1", "-1.0", "false", "private", "draft", "pending", "future"], "draft"),
    "trash": "archived",
}
_BACKORDER = {"1": True, "0": False, "notify": True, "yes": True, "no": False, "true": True, "false": False}
#: In lists a comma that belongs to the text has a backslash; this stands for it while the list is split.
_COMMA = "\ue000"


def _fits(seen: Seen) -> int:
    """In other languages the headers are words that any feed may have; one has to be of WooCommerce alone."""
    translated = frozenset(ENGLISH.get(word, word) for word in seen.words)
    is_its_own = translated & {"published", "is featured", "visibility in catalog"}
    return max(_score(seen), _score(seen._replace(words=translated)) if is_its_own else 0)


def _score(seen: Seen) -> int:
    own = seen.count(
        "regular price", "sale price", "in stock", "published", "is featured", "visibility in catalog",
        "short description", "tax status", "backorders allowed", "attribute 1 name", "attribute 1 value s", "parent",
        "sold individually", "categories", "images", "date sale price starts", "cross sells", "upsells",
    )  # fmt: skip
    is_named = seen.words & {"sku", "id"} or ("name" in seen.words and own >= 5)
    return min(98, 20 + 12 * own) if "type" in seen.words and is_named and own >= 3 else 0


def _keys(sheet: Sheet) -> list[str]:
    """Variations belong to their parent; a product is named by its SKU, else its id, else its name.

    A feed without parents can only be about variations that the catalogue has, by their SKU.
    """
    skus, ids, names, parents = (sheet.names(role) for role in ("sku", "id", "name", "parent"))
    if sheet.has("parent"):
        parents = list(map(_parent, parents))
    elif sheet.has("parent_id"):
        parents = [f"id:{number}" if number.strip("0") else "" for number in sheet.names("parent_id")]
    else:
        parents = skus
    return [
        parent if kind & _VARIATIONS else sku or (f"id:{number}" if number else slug(name))
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
    _refuse_shared_stock(sheet, batch)
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
    role = "published" if sheet.has("published") else "status"
    if sheet.has(role):
        stated = values.choice(sheet.cells(role), sheet.problems, sheet.header(role), _PUBLISHED)
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
        said = options.read(sheet, columns)
        named = [_named(names, row, said[row]) if own else [] for row, own in enumerate(is_variation)]
        nameless = [row for row, attributes in enumerate(named) if not all(name for _, name, _ in attributes)]
        offered = _offered(batch, names, said, is_variation) if nameless else {}
        for row in nameless:
            named[row] = [_name_it(sheet, batch, row, attribute, offered) for attribute in named[row]]
        options.put(batch, [[(name, v.replace("\\,", ",")) for _, name, v in row if name] for row in named])


def _named(names: Names, row: int, said: options.Options) -> list[Attribute]:
    return [(number, names[number][1][row].strip(), value) for number, value in said]


def _name_it(
    sheet: Sheet, batch: Batch, row: int, attribute: Attribute, offered: Mapping[tuple[str, str, str], str]
) -> Attribute:
    """A value without a name has that of its product's attribute of the same number, if that lists the value."""
    number, name, value = attribute
    name = name or offered.get((batch.keys[row], number, value), "")
    if not name:
        header = sheet.named("attribute_name")[number][0]
        hint = f"name the attribute whose value is {value}; without a name it is not taken"
        sheet.problems.warn(row, header, "", "attribute_name", hint)
    return number, name, value


def _offered(
    batch: Batch, names: Names, said: Sequence[options.Options], is_variation: Sequence[bool]
) -> dict[tuple[str, str, str], str]:
    """Product (by its key and its alias), number and value of an attribute -> its name."""
    found: dict[tuple[str, str, str], str] = {}
    for row, (key, alias) in enumerate(zip(batch.keys, batch.aliases or batch.keys, strict=True)):
        for number, name, listed in () if is_variation[row] else _named(names, row, said[row]):
            for value in _without_commas([listed])[0].split(","):
                stated = value.strip().replace(_COMMA, "\\,")
                found |= {(product, number, stated): name for product in (key, alias) if product}
    return found


def _refuse_shared_stock(sheet: Sheet, batch: Batch) -> None:
    """What a product counts for all its variations together cannot be sold by any of them alone."""
    for units in batch.stock.values():
        for row, sells in enumerate(batch.sells):
            if not sells and units[row] is not None:
                hint = "variations share this stock; give each of them its own, the shared one is not taken"
                sheet.problems.warn(row, sheet.header("stock"), str(units[row]), "shared_stock", hint)
                units[row] = None


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
    name="woocommerce", title="WooCommerce product export", columns=COLUMNS, patterns=PATTERNS,
    fits=_fits, keys=_keys, shape=_shape,
    measures_apart=True, key_roles=("sku", "id", "parent", "name"), key_words="a SKU, an ID or a Name",
)  # fmt: skip
