"""Shopify's product and inventory CSV (the classic columns, those of 2024, and hand-made letter cases between them),
and its products.json."""

from typing import Any

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats import grams, locations, shopify_json
from royal_cli.commerce.feeds.formats.declare import Format, Seen, pattern
from royal_cli.commerce.feeds.formats.groups import fill_down, is_first
from royal_cli.commerce.feeds.formats.sheet import Binding, Sheet, has_any
from royal_cli.commerce.feeds.formats.slugs import slug
from royal_cli.commerce.feeds.headers import fold

COLUMNS = {
    "handle": "handle", "url handle": "handle", "title": "product.title",
    "body html": "product.description", "body": "product.description", "description": "product.description",
    "vendor": "product.vendor", "type": "product.product_type", "product type": "product.product_type",
    "custom product type": "product.product_type", "standardized product type": "product.category_path",
    "product category": "product.category_path", "tags": "product.tags", "status": "product.status",
    "published": "published", "published on online store": "published",
    "seo title": "product.seo_title", "seo description": "product.seo_description",
    "image src": "image", "product image url": "image", "image alt text": "image_alt",
    "image position": "image_position", "variant image": "variant.image_url", "variant image url": "variant.image_url",
    "variant sku": "sku", "sku": "sku", "variant barcode": "variant.gtin", "barcode": "variant.gtin",
    "google shopping mpn": "variant.mpn", "google shopping manufacturer part number mpn": "variant.mpn",
    "variant price": "variant.price", "price": "variant.price",
    "variant compare at price": "variant.compare_at_price", "compare at price": "variant.compare_at_price",
    "cost per item": "variant.cost_price", "variant cost": "variant.cost_price",
    "variant inventory qty": "stock", "variant inventory quantity": "stock", "inventory quantity": "stock",
    "variant inventory policy": "backorder", "continue selling when out of stock": "backorder",
    "variant grams": "grams", "weight value grams": "grams",
    "variant weight unit": "grams_unit", "weight unit for display": "grams_unit", "variant weight": "variant.weight",
    "location": "location", "available": "available", "available not editable": "available",
    "on hand": "on_hand", "on hand current": "on_hand", "on hand new": "on_hand_new", "hs code": "", "coo": "",
    "command": "command", "variant command": "variant_command", "image command": "image_command",
    "tags command": "tags_command",
    **{f"option{n} {part}": f"variant.option{n}_{part}" for n in (1, 2, 3) for part in ("name", "value")},
}  # fmt: skip

_MARKET = r" ?/ ?(?P<name>.+)"
PATTERNS = (
    pattern(rf"included{_MARKET}", "market.included"),
    pattern(rf"price{_MARKET}", "market.price"),
    pattern(rf"compare[- ]at price{_MARKET}", "market.compare_at_price"),
    pattern(r"(?:variant )?inventory available: ?(?P<name>.+)", "stock"),
)

#: What only a variant has. A row without any of it adds to its product, as the rows of further images do.
_OF_VARIANTS = (
    "sku", "variant.gtin", "variant.price", "stock", "available", "on_hand", "on_hand_new",
    "variant.option1_value", "variant.option2_value", "variant.option3_value",
)  # fmt: skip

#: Bulk tools put a command into each row: what royal does not do must not be taken for an update.
_REFUSED = {
    "DELETE": ("delete_command", "royal does not delete through a feed; take the row out, or archive the product"),
    "IGNORE": ("ignore_command", "the command of this row says to leave it alone"),
}

_BACKORDER = {"continue": True, "deny": False, "true": True, "false": False}


def _fits(seen: Seen) -> int:
    typical = seen.count(
        "title", "body html", "body", "variant sku", "variant price", "variant inventory qty", "option1 name",
        "option1 value", "product category", "published on online store", "image src", "product image url", "vendor",
        "variant barcode", "compare at price", "seo title", "variant inventory quantity", "variant grams", "location",
    )  # fmt: skip
    is_shopify = seen.count("handle", "url handle") or seen.count("body html", "variant sku", "variant price") == 3
    return min(98, 35 + 15 * typical) if is_shopify and typical >= 2 else 0


def _keys(sheet: Sheet) -> list[str]:
    """The handle; where a product has none yet, it is made from the title, as Shopify does."""
    handles = sheet.names("handle")
    if all(handles):
        return handles
    return [handle or slug(title) for handle, title in zip(handles, sheet.names("product.title"), strict=True)]


def _refine(binding: Binding) -> None:
    """The inventory CSV of available quantities has a column per location after the columns of customs."""
    _weigh_once(binding)
    names = [fold(name) for name in binding.header]
    if "coo" in names and not binding.places.keys() & {"location", "variant.price"}:
        for place in range(names.index("coo") + 1, len(names)):
            name = binding.header[place]
            if name in binding.unused:
                binding.unused.remove(name)
                binding.named.setdefault("stock", {})[name] = place


def _weigh_once(binding: Binding) -> None:
    """Bulk tools state the weight in the unit of the row, some of them beside the same in grams."""
    places = binding.places
    if "grams" in places:
        binding.unused += [binding.header[place] for place in places.pop("variant.weight", ())]
    elif "variant.weight" in places and "grams_unit" in places:
        places["weight_unit"] = places.pop("grams_unit")


def _shape(sheet: Sheet, batch: Batch) -> None:
    _obey_commands(sheet, batch)
    batch.sells = _sells(sheet, batch)
    _name_options(batch)
    _set_status(sheet, batch)
    if sheet.has("backorder"):
        batch.variant["allow_backorder"] = values.choice(
            sheet.cells("backorder"), sheet.problems, sheet.header("backorder"), _BACKORDER,
            clears="variant.allow_backorder",
        )  # fmt: skip
    if sheet.has("grams"):
        grams.weigh(sheet, batch)
    if sheet.has("location"):
        locations.count(sheet, batch)
    elif not batch.stock:
        locations.count_in_one(sheet, batch)
    batch.markets = [market._replace(included=fill_down(batch.keys, market.included)) for market in batch.markets]


def _obey_commands(sheet: Sheet, batch: Batch) -> None:
    """The command of a product stands on its first row, or on each."""
    commands = fill_down(batch.keys, [cell.strip() or None for cell in sheet.cells("command")])
    for role, column in (("command", commands), ("variant_command", sheet.cells("variant_command"))):
        for row, command in enumerate(column if sheet.has(role) else ()):
            if refused := _REFUSED.get((command or "").strip().upper()):
                sheet.problems.reject(row, sheet.header(role), command or "", *refused)
    _refuse_parts(sheet, "image_command", {"DELETE"}, batch.images or [])
    _refuse_parts(sheet, "tags_command", {"DELETE", "MERGE"}, batch.product.get("tags", []))


def _refuse_parts(sheet: Sheet, role: str, refused: set[str], column: list[Any]) -> None:
    """Images and tags are set by a feed, and neither added to what there is nor taken from it."""
    for row, command in enumerate(sheet.cells(role) if column and sheet.has(role) else ()):
        if column[row] is not None and command.strip().upper() in refused:
            column[row] = None
            hint = "royal sets what the row lists and does nothing else with it; it is left as it is"
            sheet.problems.warn(row, sheet.header(role), command, "part_command", hint)


def _sells(sheet: Sheet, batch: Batch) -> list[bool]:
    """A row is a variant if it has something of one, or if it is what introduces its product."""
    is_variant = has_any(sheet, _OF_VARIANTS, named=("stock",))
    if not (sheet.has(*_OF_VARIANTS) or sheet.named("stock")):
        return is_variant
    titles = sheet.cells("product.title") if sheet.has("product.title") else batch.keys
    introduces = [first and bool(title) for first, title in zip(is_first(batch.keys), titles, strict=True)]
    return [own or first for own, first in zip(is_variant, introduces, strict=True)]


def _name_options(batch: Batch) -> None:
    """Names of options stand on the first row of a product; the option Title with one value stands for none."""
    for number in (1, 2, 3):
        value_field, name_field = f"option{number}_value", f"option{number}_name"
        if value_field in batch.variant:
            stated = batch.variant.get(name_field) or [None] * len(batch.keys)
            named = zip(fill_down(batch.keys, stated), batch.variant[value_field], strict=True)
            options = [(name if value else None, value) for name, value in named]
            options = [(None, None) if value == "Default Title" else (name, value) for name, value in options]
            batch.variant[name_field] = [name for name, _ in options]
            batch.variant[value_field] = [value for _, value in options]


def _set_status(sheet: Sheet, batch: Batch) -> None:
    if sheet.has("published"):
        published = values.boolean(sheet.cells("published"), sheet.problems, sheet.header("published"))
        stated = batch.product.get("status") or [None] * sheet.size
        batch.product["status"] = [
            status or (None if is_public is None else "active" if is_public else "draft")
            for status, is_public in zip(stated, published, strict=True)
        ]


SHOPIFY = Format(
    name="shopify", title="Shopify product export", columns=COLUMNS, patterns=PATTERNS,
    containers=frozenset({"delimited", "json"}), prepare=shopify_json.unfold, check=shopify_json.refuse_hundredths,
    fits=_fits, keys=_keys, shape=_shape, refine=_refine,
    key_roles=("handle", "product.title"), key_words="a Handle or a Title",
)  # fmt: skip
