"""Yandex's YML, which marketplaces from Russia, Ukraine, Belarus and Kazakhstan read: categories, then offers."""

from collections.abc import Callable, Mapping
from functools import partial

from royal_cli.commerce.feeds import xml_items
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats import options, tell_apart
from royal_cli.commerce.feeds.formats.declare import Format, Seen
from royal_cli.commerce.feeds.formats.sheet import Binding, Sheet
from royal_cli.commerce.feeds.rows import SEPARATOR, RawChunk
from royal_cli.commerce.feeds.source import Source

COLUMNS = {
    "id": "sku", "group id": "group", "name": "variant.title", "typeprefix": "type_prefix", "model": "model",
    "vendor": "product.vendor", "vendorcode": "variant.mpn", "barcode": "variant.gtin",
    "description": "product.description", "categoryid": "product.category_path", "picture": "image",
    "price": "variant.price", **dict.fromkeys(["oldprice", "old price", "price old"], "variant.compare_at_price"),
    "purchase price": "variant.cost_price", "currencyid": "currency", "weight": "variant.weight",
    "count": "stock", "stock quantity": "stock", "quantity in stock": "stock",
    "param name": "param_name", "param": "param_value",
}  # fmt: skip

_CURRENCY = "currencyId"
#: The rate of the currency to which the others are related.
_ONE = frozenset(["1", "1.0", "1.00"])
#: More levels than these are a circle.
_DEEPEST = 50


def _fits(seen: Seen) -> int:
    """XML by its root; a table if it has the columns of offers, as one of rejected offers does."""
    is_yml = seen.root == "yml_catalog" or ("@id" in seen.header and seen.count("categoryid", "currencyid") == 2)
    return 97 if is_yml and seen.words & {"price", "name", "model"} else 0


def _study(source: Source) -> Callable[[RawChunk], RawChunk]:
    stated = xml_items.named_before(source, "category", "offer") if _is_xml(source) else ()
    tree = {about["id"]: (about.get("parentId", ""), " ".join(name.split())) for about, name in stated if "id" in about}
    return partial(_prepare, {id: _path(tree, id) for id in tree}, _currency(source))


def _currency(source: Source) -> str:
    """The currency that the others are reckoned in, which is that of offers without one."""
    stated = [about for about, _ in xml_items.named_before(source, "currency", "offer")] if _is_xml(source) else []
    main = [about["id"] for about in stated if "id" in about and (len(stated) == 1 or about.get("rate") in _ONE)]
    return main[0] if len(main) == 1 else ""


def _path(tree: Mapping[str, tuple[str, str]], id: str) -> str:
    """The names from the top down; none where the tree has a circle or a gap, which leave the place open."""
    names: list[str] = []
    while id and id != "0" and len(names) < _DEEPEST:
        if id not in tree:
            return ""
        id, name = tree[id]
        names.append(name.replace(">", "/"))
    return " > ".join(reversed(names)) if len(names) < _DEEPEST and all(names) else ""


def _is_xml(source: Source) -> bool:
    return xml_items.root_of(source) is not None


def _prepare(paths: Mapping[str, str], currency: str, chunk: RawChunk) -> RawChunk:
    """Put the path of a category in the place of its number, keep the first of several barcodes, add the currency."""
    for place, name in enumerate(chunk.header):
        if name == "categoryId":
            for row in chunk.rows:
                row[place] = paths.get(row[place].partition(SEPARATOR)[0].strip(), "")
        elif name == "barcode":
            for row in chunk.rows:
                row[place] = row[place].partition(SEPARATOR)[0]
    return _in_currency(chunk, currency) if currency else chunk


def _in_currency(chunk: RawChunk, currency: str) -> RawChunk:
    if _CURRENCY in chunk.header:
        place = chunk.header.index(_CURRENCY)
        for row in chunk.rows:
            row[place] = row[place] if row[place].strip() else currency
        return chunk
    rows = [[*row, currency] for row in chunk.rows]
    return RawChunk((*chunk.header, _CURRENCY), rows, chunk.numbers, chunk.lines, chunk.ragged)


def _refine(binding: Binding) -> None:
    binding.units.setdefault("variant.weight", "kg")


def _keys(sheet: Sheet) -> list[str]:
    return [group or offer for group, offer in zip(sheet.names("group"), sheet.names("sku"), strict=True)]


def _shape(sheet: Sheet, batch: Batch) -> None:
    """An offer is named, or is of a kind, a brand and a model."""
    stated = batch.variant.get("title") or [None] * sheet.size
    brands = batch.product.get("vendor") or [None] * sheet.size
    parts = zip(sheet.cells("type_prefix"), brands, sheet.cells("model"), strict=True)
    composed = [_composed(prefix, brand or "", model) for prefix, brand, model in parts]
    batch.variant["title"] = [name or made for name, made in zip(stated, composed, strict=True)]
    batch.product["title"] = list(batch.variant["title"])
    if "compare_at_price" in batch.variant:
        # Generators write an old price of 0 where there is none.
        batch.variant["compare_at_price"] = [amount or None for amount in batch.variant["compare_at_price"]]
    if sheet.has("group"):
        columns = zip(sheet.cells("param_name"), sheet.cells("param_value"), strict=True)
        attributes = [tell_apart.pairs(*row) for row in columns]
        options.put(batch, tell_apart.options_of(batch.keys, batch.skus, attributes))


def _composed(prefix: str, brand: str, model: str) -> str | None:
    """Kind, brand and model, without what the model says already."""
    said = model.casefold()
    words = [word for word in (prefix, brand) if word.strip().casefold() not in said]
    return " ".join(" ".join([*words, model]).split()) if said.strip() else None


YML = Format(
    name="yml", title="Yandex YML catalogue", columns=COLUMNS, containers=frozenset({"delimited", "xml"}),
    items=("offer",), attributes=frozenset({"name"}), fits=_fits, keys=_keys, shape=_shape, study=_study,
    image_separators="\n", refine=_refine, key_roles=("sku",), key_words="offers with an id",
)  # fmt: skip
