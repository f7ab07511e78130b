"""Heureka's XML, which Zboží.cz and other Czech and Slovak comparison sites read as well."""

from collections.abc import Callable, Sequence
from functools import partial
from urllib.parse import urlsplit

from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats import options, tell_apart
from royal_cli.commerce.feeds.formats.declare import Format, Seen
from royal_cli.commerce.feeds.formats.sheet import Sheet
from royal_cli.commerce.feeds.headers import fold
from royal_cli.commerce.feeds.rows import SEPARATOR, RawChunk
from royal_cli.commerce.feeds.source import Source

COLUMNS = {
    "item id": "sku", "sku": "own_sku", "stock": "stock", "itemgroup id": "group", "url": "url",
    "productname": "variant.title", "product": "long_title",
    "description": "product.description", "manufacturer": "product.vendor", "brand": "product.vendor",
    "categorytext": "product.category_path", "ean": "variant.gtin", "productno": "variant.mpn",
    "price vat": "variant.price", "price before discount": "variant.compare_at_price",
    "price includes vat": "variant.price_includes_vat",
    "currency of site": "usual_currency",
    "imgurl": "image", "imgurl alternative": "images", "video url": "product.videos",
    "param param name": "param_name", "param val": "param_value", "param unit": "param_unit",
}  # fmt: skip

#: Columns that `_prepare` adds.
_INCLUDES_VAT, _CURRENCY = "price includes VAT", "currency of site"
_ADDRESSES = frozenset(["imgurl", "imgurl alternative", "video url", "url"])
#: Each site shows prices in the currency of its country only.
_CURRENCIES = {"cz": "CZK", "sk": "EUR"}
_POSTS = {"CESKA_POSTA": "cz", "SLOVENSKA_POSTA": "sk"}
_ZBOZI = b"zbozi.cz/ns/"


def _fits(seen: Seen) -> int:
    """Shoptet's own export has the same root and rows, but neither the names nor the addresses of these."""
    named = seen.count("productname", "product") and seen.count("price vat", "price") and "url" in seen.words
    is_heureka = seen.root.casefold() == "shop" or seen.count("price vat", "imgurl", "categorytext") >= 2
    return 96 if is_heureka and named else 0


def _study(source: Source) -> Callable[[RawChunk], RawChunk]:
    """Zboží.cz, which shows prices in one currency only, is named by the namespace."""
    return partial(_prepare, at_home=_CURRENCIES["cz"] if _ZBOZI in source.head[:2048] else "")


def _prepare(chunk: RawChunk, at_home: str = "") -> RawChunk:
    """Take the net price where there is no other, say which it is, mend addresses, add the site's currency."""
    places = {fold(name): place for place, name in enumerate(chunk.header)}
    header = chunk.header if "price vat" in places else (*chunk.header, "PRICE_VAT")
    rows = [[*row, *[""] * (len(header) - len(row))] for row in chunk.rows]
    gross, net = places.get("price vat", len(chunk.header)), places.get("price")
    addresses = [place for name, place in places.items() if name in _ADDRESSES]
    for row in rows:
        includes = "true" if row[gross].strip() else ""
        if net is not None and not includes and row[net].strip():
            row[gross], includes = row[net], "false"
        for place in addresses:
            row[place] = _mended(row[place])
        row += [includes, _currency(row, places) or at_home]
    _share_currency(rows)
    return RawChunk((*header, _INCLUDES_VAT, _CURRENCY), rows, chunk.numbers, chunk.lines, chunk.ragged)


def _mended(cell: str) -> str:
    """Addresses without line breaks, and with %20 for a blank inside, as XML Schema's anyURI means them."""
    if not any(map(str.isspace, cell)):
        return cell
    return SEPARATOR.join("%20".join(part.split()) for part in cell.split(SEPARATOR))


def _currency(row: Sequence[str], places: dict[str, int]) -> str:
    """That of the site which the category names ("Heureka.sk | …"), else of the country of the shop's address.

    Else that of the country whose post delivers.
    """
    category, address, carriers = (
        row[places[name]] if name in places else "" for name in ("categorytext", "url", "delivery delivery id")
    )
    site = category.partition("|")[0].strip().casefold()
    country = site.removeprefix("heureka.") if site in _SITES else _host(address).rpartition(".")[2]
    delivers = {of for post, of in _POSTS.items() if post in carriers.upper()}
    return _CURRENCIES.get(country) or (_CURRENCIES[delivers.pop()] if len(delivers) == 1 else "")


def _share_currency(rows: Sequence[list[str]]) -> None:
    """A feed is for one site: what some of its items say of the currency holds for the others."""
    stated = {row[-1] for row in rows if row[-1]}
    if len(stated) == 1:
        for row in rows:
            row[-1] = row[-1] or next(iter(stated))


_SITES = frozenset(f"heureka.{country}" for country in _CURRENCIES)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _keys(sheet: Sheet) -> list[str]:
    """The group of an item, else the item; where it has no id, its page is what the site knows it by."""
    groups, items, pages = (sheet.names(role) for role in ("group", "sku", "url"))
    return [group or item or page for group, item, page in zip(groups, items, pages, strict=True)]


def _shape(sheet: Sheet, batch: Batch) -> None:
    if sheet.has("own_sku"):
        batch.skus = [own or item for own, item in zip(sheet.names("own_sku"), batch.skus, strict=True)]
    short = batch.variant.get("title") or [None] * sheet.size
    long = [" ".join(cell.split()) or None for cell in sheet.cells("long_title")]
    batch.variant["title"] = [name or full for name, full in zip(short, long, strict=True)]
    batch.product["title"] = list(batch.variant["title"])
    if "category_path" in batch.product:
        batch.product["category_path"] = [_below_site(path) for path in batch.product["category_path"]]
    if sheet.has("group"):
        _set_options(sheet, batch)


def _below_site(path: str | None) -> str | None:
    """The site's own name, above all of its categories, is none of them."""
    site, _, below = (path or "").partition(" > ")
    return (below or None) if site.casefold() in _SITES else path


def _set_options(sheet: Sheet, batch: Batch) -> None:
    columns = (sheet.cells(role) for role in ("param_name", "param_value", "param_unit"))
    stated = [tell_apart.pairs(*row) for row in zip(*columns, strict=True)]
    options.put(batch, tell_apart.options_of(batch.keys, batch.skus, stated))


HEUREKA = Format(
    name="heureka", title="Heureka feed", columns=COLUMNS, containers=frozenset({"delimited", "xml"}),
    items=("SHOPITEM",), fits=_fits, keys=_keys, shape=_shape, prepare=_prepare, study=_study,
    category_separators="|>", image_separators="\n", key_roles=("sku", "url"), key_words="an ITEM_ID or a URL",
)  # fmt: skip
