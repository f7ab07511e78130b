"""bol's table of offers: articles that bol knows by their EAN, sold from the retailer's own stock (FBR).

The columns are those of bol's offer file, the limits those of its Retailer API 10 and Offers API 11. Condition and
delivery promise have no default there, and none here.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from royal_cli.commerce.catalog.exporting import marketplace, offers
from royal_cli.commerce.catalog.exporting.block import Product, Variant
from royal_cli.commerce.catalog.exporting.marketplace import Told
from royal_cli.commerce.catalog.exporting.report import Report

CURRENCY = "EUR"
CONDITIONS = ("NEW", "AS_NEW", "GOOD", "REASONABLE", "MODERATE")
DELIVERY_CODES = (
    *(f"24uurs-{hour}" for hour in range(23, 11, -1)), "1-2d", "2-3d", "3-5d", "4-8d", "1-8d",
    "MijnLeverbelofte", "VVB",
)  # fmt: skip
_LEAST_PRICE, _MOST_PRICE = 1, 9_999
_MOST_UNITS = 999
_REFERENCE, _TITLE = 100, 500


class BolOffers:
    header = (
        "EAN",
        "Condition",
        "Price",
        "Deliverycode",
        "Stock",
        "Publish",
        "Reference",
        "Title",
        "FulfillmentMethod",
    )
    delimiter = ","

    def __init__(self, told: Told, delivery_code: str) -> None:
        self._told = told
        self._delivery_code = delivery_code

    def lacking(self, variant: Variant, units: int | None) -> str | None:
        if reason := marketplace.no_ean(variant.gtin, self._told) or marketplace.no_price(variant, self._told):
            return reason
        if not _LEAST_PRICE <= Decimal(offers.price(variant)) <= _MOST_PRICE:
            return f"its price is not between {_LEAST_PRICE} and {_MOST_PRICE:,} {CURRENCY}"
        if len(variant.sku) > _REFERENCE:
            return f"its SKU has more than {_REFERENCE} characters"
        return "nothing is known of its stock" if units is None else None

    def row(self, product: Product, variant: Variant, units: int | None, report: Report) -> Sequence[str]:
        sold = marketplace.units_to_sell(units or 0)
        if sold > _MOST_UNITS:
            report.leave("stock", f"bol takes no more than {_MOST_UNITS} units, which stand there", variant.sku)
        return (
            marketplace.ean(variant.gtin or ""), self._told.condition or "", offers.price(variant), self._delivery_code,
            str(min(sold, _MOST_UNITS)), "TRUE", variant.sku, product.title[:_TITLE], "FBR",
        )  # fmt: skip


def offers_of(told: Told, delivery_code: str | None) -> BolOffers:
    condition = marketplace.stated("condition", told.condition, CONDITIONS, "bol")
    code = marketplace.stated("delivery code", delivery_code, DELIVERY_CODES, "bol")
    return BolOffers(replace(told, currency=CURRENCY, condition=condition), code)
