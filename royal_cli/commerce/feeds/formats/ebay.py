"""eBay's listings: the templates for drafts and file exchange, and the download of active listings."""

import re
from collections.abc import Sequence
from itertools import compress

from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats import below, options
from royal_cli.commerce.feeds.formats.declare import Format, Seen, pattern
from royal_cli.commerce.feeds.formats.fields import category_path
from royal_cli.commerce.feeds.formats.groups import fill_down
from royal_cli.commerce.feeds.formats.sheet import Binding, Sheet
from royal_cli.commerce.feeds.formats.slugs import slug
from royal_cli.commerce.feeds.headers import fold
from royal_cli.commerce.feeds.rows import RawChunk
from royal_cli.money import is_currency

COLUMNS = {
    "action": "action", "item number": "number", "itemid": "number", "item id": "number",
    "custom label sku": "sku", "customlabel": "sku", "custom label": "sku",
    "title": "product.title", "description": "product.description", "category name": "category",
    "ebay category 1 name": "category", "currency": "currency", "format": "format",
    "price": "price", "start price": "start_price", "startprice": "start_price", "current price": "current_price",
    "buy it now price": "buy_it_now", "buyitnowprice": "buy_it_now", "auction buy it now price": "buy_it_now",
    "quantity": "stock", "available quantity": "stock",
    "item photo url": "photos", "picurl": "photos", "pic url": "photos",
    "relationship": "relationship", "relationship details": "details", "relationshipdetails": "details",
    "variation details": "variation",
    **{f"{prefix} {word}": "product.vendor" for prefix in ("c", "p", "product")
       for word in ("brand", "marke", "marque", "marca", "merk")},
    **{f"{prefix} {word}": "mpn" for prefix in ("c", "p", "product") for word in ("mpn", "herstellernummer")},
    **{f"{prefix}{code}": "codes" for prefix in ("", "p ", "product ", "c ") for code in ("upc", "ean", "isbn")},
}  # fmt: skip

PATTERNS = (pattern(r"\*?Action ?\(.*\)", "action"),)

#: These take a listing away.
_ENDING = frozenset(["end", "delete"])
_AUCTIONS = frozenset(["auction", "chinese"])
#: What sellers have to write where an item has no such code.
_NOT_APPLICABLE = frozenset(
    ["does not apply", "n/a", "nicht zutreffend", "non applicabile", "non applicable", "no aplicable"]
)
_CURRENCY = re.compile(r"currency=([a-z]{3})\b", re.IGNORECASE)
_NUMBER = re.compile(r"\s*\(\d+\)\Z")
#: The photo of a variation: Red=https://…
_OF_VALUE = re.compile(r"[^|=]*=(?=https?:)", re.IGNORECASE)


#: Category templates say in rows what may stand in theirs.
_INFO = frozenset(["info", "#info"])


def _prepare(chunk: RawChunk) -> RawChunk:
    """Leave out the rows of a template that only explain it."""
    place = next((at for at, name in enumerate(chunk.header) if fold(name).split(" ")[0] == "action"), None)
    if place is None or not any(row[place].strip().casefold() in _INFO for row in chunk.rows):
        return chunk
    told = [row[place].strip().casefold() not in _INFO for row in chunk.rows]
    return RawChunk(
        chunk.header, list(compress(chunk.rows, told)), list(compress(chunk.numbers, told)),
        list(compress(chunk.lines, told)), chunk.ragged,
    )  # fmt: skip


def _fits(seen: Seen) -> int:
    if any(fold(name).startswith("action siteid") for name in seen.header):
        return 97
    own = seen.count("available quantity", "listing site", "relationship details", "start price", "variation details",
                     "current price", "buy it now price")  # fmt: skip
    return (
        92 if seen.count("custom label sku", "customlabel") and seen.count("item number", "action") and own >= 2 else 0
    )


def _refine(binding: Binding) -> None:
    """The header of the actions states the currency of the site: Action(SiteID=UK|Country=GB|Currency=GBP)."""
    for place in binding.places.get("action", ()):
        stated = _CURRENCY.search(binding.header[place])
        if stated and is_currency(stated[1].upper()) and "currency" not in binding.places:
            binding.constants["currency"] = stated[1].upper()


def _vary(sheet: Sheet) -> list[bool]:
    """Whether a row is a variation. The listing that has them names all values, or the one that a later row has."""
    stated = zip(*(sheet.cells(role) for role in ("relationship", "details", "variation")), strict=True)
    varies = [
        (bool(variation.strip()) or relationship.strip().casefold() == "variation") and ";" not in details + variation
        for relationship, details, variation in stated
    ]
    if sheet.has("variation"):
        later: set[tuple[str, str]] = set()
        named = list(zip(sheet.cells("number"), sheet.cells("variation"), strict=True))
        for row in reversed(range(sheet.size)):
            varies[row] = varies[row] and named[row] not in later
            later.add(named[row])
    return varies


def _named(sheet: Sheet) -> list[str | None]:
    """A listing is named by its number, else by its SKU or its title; a variation belongs to the one above it."""
    stated = zip(*(sheet.names(role) for role in ("number", "sku", "product.title")), _vary(sheet), strict=True)
    return [
        f"ebay:{number}" if number else None if varies else sku or slug(title) for number, sku, title, varies in stated
    ]


_keys = below.keys(_named)


def _choose(sheet: Sheet) -> None:
    varies, keys = _vary(sheet), _keys(sheet)
    if "currency" in sheet.binding.places:
        # A listing states it for its variations, too.
        stated = [cell if cell.strip() else None for cell in sheet.cells("currency")]
        sheet.state("currency", sheet.header("currency"), [cell or "" for cell in fill_down(keys, stated)])
    _choose_prices(sheet)
    listings = {key for key, one in zip(keys, varies, strict=True) if not one}
    repeats = [one and key in listings for key, one in zip(keys, varies, strict=True)]
    for role in ("product.title", "product.description"):
        if sheet.has(role):
            cells = ["" if again else cell for again, cell in zip(repeats, sheet.cells(role), strict=True)]
            sheet.state(role, sheet.header(role), cells)
    for role, columns in (("variant.gtin", sheet.every("codes")), ("variant.mpn", sheet.every("mpn"))):
        if columns:
            rows = zip(*(cells for _, cells in columns), strict=True)
            sheet.state(role, columns[0][0], [next(filter(_applies, row), "") for row in rows])
    if sheet.has("photos"):
        cells = [_OF_VALUE.sub("", cell) if "=http" in cell.lower() else cell for cell in sheet.cells("photos")]
        sheet.state("images", sheet.header("photos"), cells)


def _applies(cell: str) -> bool:
    return bool(cell.strip()) and cell.strip().casefold() not in _NOT_APPLICABLE


def _choose_prices(sheet: Sheet) -> None:
    """What a listing costs now. An auction starts with a bid, which is no price; to buy it at once costs one."""
    fixed = [role for role in ("price", "current_price", "start_price") if sheet.has(role)]
    if not (fixed or sheet.has("buy_it_now")):
        return
    chosen = []
    for row, kind in enumerate(sheet.cells("format")):
        roles = ["buy_it_now"] if kind.strip().casefold() in _AUCTIONS else [*fixed, "buy_it_now"]
        stated = next((cell for role in roles if (cell := sheet.cells(role)[row]).strip()), "")
        if not stated and roles == ["buy_it_now"]:
            hint = "this is an auction: what it starts with is a bid and no price"
            sheet.problems.warn(row, sheet.header("format"), kind, "auction", hint)
        chosen.append(stated)
    sheet.state("variant.price", sheet.header(fixed[0] if fixed else "buy_it_now"), chosen)


def _shape(sheet: Sheet, batch: Batch) -> None:
    varies = _vary(sheet)
    varied = {key for key, one in zip(batch.keys, varies, strict=True) if one}
    lists_values = [";" in cell for cell in map("".join, zip(*_details(sheet), strict=True))]
    batch.sells = [
        one or not (key in varied or lists) for key, one, lists in zip(batch.keys, varies, lists_values, strict=True)
    ]
    _refuse_endings(sheet)
    _set_options(sheet, batch, varies)
    if sheet.has("category"):
        batch.product["category_path"] = [
            _path(cell) if not one else None for one, cell in zip(varies, sheet.cells("category"), strict=True)
        ]
    if batch.images:
        own = [found[0][0] if found and one else None for one, found in zip(varies, batch.images, strict=True)]
        batch.variant["image_url"] = own
        batch.images = [None if one else found for one, found in zip(varies, batch.images, strict=True)]


def _details(sheet: Sheet) -> tuple[Sequence[str], Sequence[str]]:
    return sheet.cells("details"), sheet.cells("variation")


def _refuse_endings(sheet: Sheet) -> None:
    for row, action in enumerate(sheet.cells("action")):
        if action.strip().casefold() in _ENDING:
            hint = "royal does not end a listing through a feed; take the row out, or archive the product"
            sheet.problems.reject(row, sheet.header("action"), action, "delete_command", hint)


def _set_options(sheet: Sheet, batch: Batch, varies: Sequence[bool]) -> None:
    """Options such as Size=S|Color=Red."""
    rows: list[list[tuple[str, str]]] = []
    stated = zip(varies, *_details(sheet), strict=True)
    for row, (one, details, variation) in enumerate(stated):
        found = _pairs(details or variation) if one else []
        if one and not found:
            hint = "a variation needs its options, such as Size=S|Color=Red"
            sheet.problems.reject(row, sheet.header("details"), details or variation, "options", hint)
        rows.append(found)
    options.put(batch, rows)


def _pairs(cell: str) -> list[tuple[str, str]]:
    pairs = (part.partition("=") for part in cell.split("|"))
    return [(name.strip(), value.strip()) for name, _, value in pairs if name.strip() and value.strip()]


def _path(cell: str) -> str | None:
    """A category such as /Clothing/Shirts, or Athletic Shoes (15709)."""
    name = _NUMBER.sub("", cell.strip())
    return category_path(name, "/" if name.startswith("/") else ">") if name else None


EBAY = Format(
    name="ebay", title="eBay listings export", columns=COLUMNS, patterns=PATTERNS,
    fits=_fits, prepare=_prepare, survey=below.survey(_named), refine=_refine, choose=_choose, keys=_keys, shape=_shape,
    several=frozenset({"codes", "mpn"}), image_separators=";| \n",
    key_roles=("sku", "number", "product.title"), key_words="a Custom label, an Item number or a Title",
)  # fmt: skip
