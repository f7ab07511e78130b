"""bol's list of a retailer's offers: stock and prices of articles that the catalogue knows by reference or EAN."""

from collections import Counter
from collections.abc import Iterable

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats.declare import Format, Seen
from royal_cli.commerce.feeds.formats.sheet import Binding, Sheet
from royal_cli.errors import FeedError

COLUMNS = {
    "offerid": "offer", "ean": "variant.gtin", "referencecode": "sku",
    "bundlepricesprice": "variant.price", "price": "variant.price",
    "stockamount": "units", "retailerstock": "units", "fulfilmenttype": "fulfilment",
    "notpublishablereason": "reason",
}  # fmt: skip


def _fits(seen: Seen) -> int:
    """The list of offers, or that of those which are not shown, with the reasons."""
    told = seen.count("bundlepricesprice", "stockamount", "retailerstock", "fulfilmenttype", "notpublishablereason",
                      "onholdbyretailer", "conditionname", "mutationdatetime")  # fmt: skip
    return 98 if seen.words >= {"offerid", "ean"} and told else 0


def _check(binding: Binding, is_asked_for: bool) -> None:
    if not binding.places.keys() & {"variant.price", "units"}:
        message = "This list of offers says why bol does not show them, and nothing of prices or stock."
        raise FeedError(message, hint="import the list of all offers (offers/export) instead")


def _refine(binding: Binding) -> None:
    """bol sells in euros, and prices there are those that consumers pay."""
    binding.constants.setdefault("usual_currency", "EUR")
    binding.constants.setdefault("variant.price_includes_vat", "true")


def _keys(sheet: Sheet) -> list[str]:
    return [sku or ean for sku, ean in zip(sheet.names("sku"), sheet.names("variant.gtin"), strict=True)]


def _survey(sheets: Iterable[Sheet]) -> frozenset[str]:
    """The EANs of which there are several offers, as of new and used ones."""
    found = Counter(ean for sheet in sheets for ean in sheet.names("variant.gtin") if ean)
    return frozenset(ean for ean, offers in found.items() if offers > 1)


def _shape(sheet: Sheet, batch: Batch) -> None:
    _refuse_several(sheet)
    _count(sheet, batch)


def _refuse_several(sheet: Sheet) -> None:
    """Which of several offers of an EAN is the catalogue's article only a reference can say."""
    several = sheet.surveyed if isinstance(sheet.surveyed, frozenset) else _survey([sheet])
    for row, (sku, ean) in enumerate(zip(sheet.names("sku"), sheet.names("variant.gtin"), strict=True)):
        if not sku and ean in several:
            hint = "there are several offers of this EAN; give each a reference, or leave in the one that is meant"
            sheet.problems.reject(row, sheet.header("variant.gtin"), ean, "several_offers", hint)


def _count(sheet: Sheet, batch: Batch) -> None:
    """Units that the retailer keeps. What lies in bol's warehouse (FBB) is none of the retailer's stock."""
    if not sheet.has("units"):
        return
    owned = [cell.strip().upper() != "FBB" for cell in sheet.cells("fulfilment")]
    stated = [cell if own else "" for cell, own in zip(sheet.cells("units"), owned, strict=True)]
    location = sheet.options.default_location
    batch.stock[location] = values.quantity(
        stated, sheet.problems, sheet.header("units"), clears=f"stock:{location}", strict=True
    )


BOL = Format(
    name="bol", title="bol offer export", columns=COLUMNS, fits=_fits, survey=_survey, keys=_keys, shape=_shape,
    check=_check, refine=_refine, listing=lambda _: "bol offer export",
    key_roles=("sku", "variant.gtin"), key_words="an ean or a referenceCode",
)  # fmt: skip
