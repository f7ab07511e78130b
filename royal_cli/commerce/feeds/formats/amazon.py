"""Amazon's listings reports (all, active, inactive, open), in the languages of its European sites and Japan's."""

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats.declare import Format, Seen
from royal_cli.commerce.feeds.formats.sheet import Binding, Sheet

#: Role -> what the report calls it in English, German, French, Italian, Spanish and Japanese.
_WORDS = {
    "sku": "seller sku, händler sku, sku vendeur, sku venditore, sku del vendedor, 出品者sku",
    "variant.title": "item name, artikelbezeichnung, nom produit, nome dell articolo, título del producto, 商品名",
    "product_id": "product id, produkt id, id produit, identificativo del prodotto, identificador del producto, 商品id",
    "id_type": "product id type, produkt id typ, type id produit, tipo di identificativo del prodotto,"
               "tipo de identificador de producto, 商品idタイプ",
    "asin": "asin1, asin 1",
    "channel": "fulfillment channel, fulfilment channel, versender, canal traitement, canale di gestione,"
               "canal de gestión logística, フルフィルメント チャンネル",
}  # fmt: skip
_OWN = {word.strip(): role for role, words in _WORDS.items() for word in words.split(",")}

COLUMNS = {
    **_OWN,
    "sku": "sku", "asin": "asin", "item description": "product.description", "image url": "image",
    "price": "variant.price", "preis": "variant.price", "prix": "variant.price", "prezzo": "variant.price",
    "precio": "variant.price", "価格": "variant.price",
    "quantity": "quantity", "menge": "quantity", "quantité": "quantity", "quantità": "quantity",
    "cantidad": "quantity", "数量": "quantity", "status": "listing_status",
}  # fmt: skip

#: The report of open listings says no more than these of an article, and prices for businesses or for repricing.
_OPEN = frozenset(["sku", "asin", "price", "quantity"])
_OF_OPEN = ("business price", "quantity price", "quantity lower bound", "progressive",
                   "minimum seller allowed", "maximum seller allowed", "fulfillment channel")  # fmt: skip

_ASIN, _ISBN, _UPC, _EAN = "1", "2", "3", "4"


def _fits(seen: Seen) -> int:
    roles = {_OWN[word] for word in seen.words & _OWN.keys()}
    if "sku" in roles and len(roles) >= 3:
        return 98
    others = seen.words - _OPEN
    return 90 if seen.words >= _OPEN and all(word.startswith(_OF_OPEN) for word in others) else 0


def _listing(binding: Binding) -> str:
    """The report of open listings has no titles: it tells prices and quantities of what the catalogue knows."""
    return "" if "variant.title" in binding.places else "Amazon listings report"


def _keys(sheet: Sheet) -> list[str]:
    return sheet.names("sku")


def _shape(sheet: Sheet, batch: Batch) -> None:
    if "title" in batch.variant:
        batch.product["title"] = list(batch.variant["title"])
    _identify(sheet, batch)
    _count(sheet, batch)
    _mention_inactive(sheet)


def _identify(sheet: Sheet, batch: Batch) -> None:
    """An article's own number is a GTIN or an ASIN, as the type of it says."""
    numbers = list(zip(map(str.strip, sheet.cells("id_type")), sheet.cells("product_id"), strict=True))
    asins = zip(sheet.cells("asin"), numbers, strict=True)
    batch.variant["asin"] = values.identifier(
        [asin or (number if kind == _ASIN else "") for asin, (kind, number) in asins],
        sheet.problems, sheet.header("asin"), clears="variant.asin",
    )  # fmt: skip
    if sheet.has("product_id", "id_type"):
        printed = [number if _is_gtin(kind, number) else "" for kind, number in numbers]
        batch.variant["gtin"] = values.gtin(printed, sheet.problems, sheet.header("product_id"), clears="variant.gtin")


def _is_gtin(kind: str, number: str) -> bool:
    """An ISBN is one if it has thirteen digits; older ones have ten."""
    return kind in (_UPC, _EAN) or (kind == _ISBN and len(number.strip()) > 10)


def _count(sheet: Sheet, batch: Batch) -> None:
    """Units that the seller ships. Of those in Amazon's own warehouses (AMAZON_EU …) the report knows nothing."""
    if not sheet.has("quantity"):
        return
    owned = [not cell.strip().upper().startswith("AMAZON") for cell in sheet.cells("channel")]
    stated = [cell if own else "" for cell, own in zip(sheet.cells("quantity"), owned, strict=True)]
    location = sheet.options.default_location
    batch.stock[location] = values.quantity(
        stated, sheet.problems, sheet.header("quantity"), decimal_mark=sheet.options.decimal_mark,
        evidence=sheet.evidence(sheet.header("quantity")), clears=f"stock:{location}", strict=True,
    )  # fmt: skip


def _mention_inactive(sheet: Sheet) -> None:
    """That a listing is not shown concerns Amazon alone: the article may be sold elsewhere."""
    for row, cell in enumerate(sheet.cells("listing_status")):
        if cell.strip().casefold() in ("inactive", "incomplete"):
            hint = "Amazon does not show this listing; the status of the product stays as it is"
            sheet.problems.warn(row, sheet.header("listing_status"), cell, "listing_inactive", hint)


AMAZON = Format(
    name="amazon", title="Amazon listings report", columns=COLUMNS, fits=_fits, keys=_keys, shape=_shape,
    key_roles=("sku",), key_words="a seller-sku", listing=_listing,
)  # fmt: skip
