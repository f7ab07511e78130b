"""Amazon's Inventory Loader: offers on articles that Amazon knows by ASIN, EAN or UPC, tabs between the cells.

It is uploaded in Seller Central; feeds of this kind through the API are gone since 2025-07-31. Chosen columns of only
sku, price and quantity are the Price & Quantity file instead, where an empty cell leaves what Amazon has.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from royal_cli.commerce.catalog.exporting import marketplace, offers
from royal_cli.commerce.catalog.exporting.block import Product, Variant
from royal_cli.commerce.catalog.exporting.marketplace import Told
from royal_cli.commerce.catalog.exporting.report import Report
from royal_cli.errors import UsageError

HEADER = ("sku", "product-id", "product-id-type", "price", "item-condition", "quantity", "add-delete")
_UPDATE = ("sku", "price", "quantity")
_CODES = {
    "new": "11", "used_like_new": "1", "used_very_good": "2", "used_good": "3", "used_acceptable": "4",
    "collectible_like_new": "5", "collectible_very_good": "6", "collectible_good": "7", "collectible_acceptable": "8",
    "refurbished": "10",
}  # fmt: skip
_ASIN, _UPC, _EAN = "1", "3", "4"
#: What every reader of the file takes for the same SKU.
_SKU = re.compile(r"[!#-~](?:[ !#-~]{0,38}[!#-~])?")


class AmazonOffers:
    header: Sequence[str] = HEADER
    delimiter = "\t"

    def __init__(self, told: Told) -> None:
        self._told = told

    def lacking(self, variant: Variant, units: int | None) -> str | None:
        if reason := no_sku(variant.sku):
            return reason
        if not variant.asin and (reason := marketplace.no_ean(variant.gtin, self._told)):
            return "it has neither an ASIN nor a GTIN" if not variant.gtin else reason
        if reason := marketplace.no_price(variant, self._told):
            return reason
        return "nothing is known of its stock" if units is None else None

    def row(self, product: Product, variant: Variant, units: int | None, report: Report) -> Sequence[str]:
        gtin = variant.gtin or ""
        identity = (
            (variant.asin, _ASIN)
            if variant.asin
            else (gtin, _UPC)
            if len(gtin) == 12
            else (marketplace.ean(gtin), _EAN)
        )
        sold = str(marketplace.units_to_sell(units or 0))
        return (variant.sku, *identity, offers.price(variant), _CODES[self._told.condition or ""], sold, "a")


class AmazonUpdates:
    """Prices and stock of offers that there are."""

    delimiter = "\t"

    def __init__(self, told: Told, header: Sequence[str]) -> None:
        self.header = header
        self._told = told

    def lacking(self, variant: Variant, units: int | None) -> str | None:
        unknown = self._unknown(variant, units)
        if len(unknown) == len(self.header) - 1:
            return " and ".join(unknown.values())
        return no_sku(variant.sku)

    def row(self, product: Product, variant: Variant, units: int | None, report: Report) -> Sequence[str]:
        unknown = self._unknown(variant, units)
        for name, reason in unknown.items():
            report.leave(name, reason, variant.sku)
        told = {
            "sku": variant.sku, "price": offers.price(variant),
            "quantity": str(marketplace.units_to_sell(units or 0)),
        }  # fmt: skip
        return ["" if name in unknown else told[name] for name in self.header]

    def _unknown(self, variant: Variant, units: int | None) -> dict[str, str]:
        reasons = {
            "price": marketplace.no_price(variant, self._told),
            "quantity": "nothing is known of its stock" if units is None else None,
        }
        return {name: reason for name, reason in reasons.items() if reason and name in self.header}


def no_sku(sku: str) -> str | None:
    return None if _SKU.fullmatch(sku) else "its SKU is longer than 40 characters or holds other than plain ones"


def offers_of(told: Told, currencies: Sequence[str | None], columns: Sequence[str]) -> AmazonOffers | AmazonUpdates:
    """The table with these columns, for a site with this currency."""
    told = replace(told, currency=offers.one_currency(currencies, told.currency))
    if not columns:
        return AmazonOffers(
            replace(told, condition=marketplace.stated("condition", told.condition, list(_CODES), "Amazon"))
        )
    if "sku" in columns and len(columns) > 1 and set(columns) <= set(_UPDATE) and len(set(columns)) == len(columns):
        return AmazonUpdates(told, columns)
    hint = "Without --fields there are all columns; of its Price & Quantity file: --fields sku,price,quantity"
    raise UsageError("Amazon has a table for offers and one for their prices and stock.", hint=hint)
