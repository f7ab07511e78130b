"""Tables of offers for marketplaces, and what these ask of a variant: sold, and at a price known and in full."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from royal_cli.commerce.catalog.exporting.block import Block, Product, Variant
from royal_cli.commerce.catalog.exporting.lines import csv_line, csv_text
from royal_cli.commerce.catalog.exporting.report import Report
from royal_cli.commerce.feeds.values import has_right_check_digit
from royal_cli.errors import UsageError
from royal_cli.money import exponent, normal

#: Numbers for use inside a shop, and those of coupons; the first of 14 digits does not count.
_NOT_FOR_TRADE = re.compile(r"2|02|04|05|98|99")
#: Where consumers are shown prices without the tax.
_BEFORE_TAX = frozenset(["USD", "CAD"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What royal does not know of all that is offered. `with_vat` speaks for the prices of which it is not known
    whether they include VAT; `shared` are the GTINs that several variants bear, without zeros before them.
    """

    currency: str | None = None
    condition: str | None = None
    with_vat: bool = False
    shared: frozenset[str] = frozenset()


def stated(what: str, value: str | None, known: Sequence[str], marketplace: str) -> str:
    """One of the words that the marketplace has for it; royal does not know it of any article."""
    words = {word.casefold(): word for word in known}
    if value is None:
        raise UsageError(
            f"{marketplace} wants to know the {what} of what is offered, and royal does not.",
            hint=f"It reads: --{what.replace(' ', '-')} {known[0]}; it knows {', '.join(known)}.",
        )
    found = words.get(value.casefold().replace("-", "_")) or words.get(value.casefold())
    if found is None:
        raise UsageError(f"{marketplace} knows no {what} {value!r}.", hint=f"They are {', '.join(known)}.")
    return found


class Offers(Protocol):
    """The table of one marketplace."""

    @property
    def header(self) -> Sequence[str]: ...
    @property
    def delimiter(self) -> str: ...

    def lacking(self, variant: Variant, units: int | None) -> str | None:
        """What keeps a variant out of the table; None where nothing does."""

    def row(self, product: Product, variant: Variant, units: int | None, report: Report) -> Sequence[str]: ...


def offer_table(blocks: Iterable[Block], offers: Offers, report: Report) -> Iterator[str]:
    """The header, then one text per block."""
    yield csv_line(offers.header, offers.delimiter)
    for block in blocks:
        rows = list(_rows(block, offers, report))
        report.rows += len(rows)
        report.variants += len(rows)
        yield csv_text(list(zip(*rows, strict=True)), offers.delimiter)


def _rows(block: Block, offers: Offers, report: Report) -> Iterator[Sequence[str]]:
    for product, variants in block:
        offered = 0
        for variant in variants:
            units = block.units(variant.id)
            active = product.status == variant.status == "active"
            if reason := offers.lacking(variant, units) if active else "it is a draft or archived":
                report.leave("variant", reason, variant.sku)
                continue
            offered += 1
            yield offers.row(product, variant, units, report)
        report.products += offered > 0


def no_price(variant: Variant, told: Told) -> str | None:
    """Why its price cannot be that of an offer."""
    if variant.price is None:
        return "it has no price"
    if variant.currency != told.currency:
        return f"its price is in {variant.currency or 'an unknown currency'}"
    if variant.price <= 0:
        return "its price is not above 0"
    return has_fractions(variant) or no_vat(variant, told.with_vat)


def has_fractions(variant: Variant) -> str | None:
    """Why nobody can pay its price."""
    amounts = [amount for amount in (variant.price, variant.compare_at_price) if amount is not None]
    digits = (normal(amount, variant.price_scale or 0, variant.currency)[1] for amount in amounts)
    return (
        "its price has more decimals than its currency" if any(n > exponent(variant.currency) for n in digits) else None
    )


def no_vat(variant: Variant, with_vat: bool) -> str | None:
    """Why its price is, or may be, less than what consumers pay."""
    if variant.price_includes_vat or variant.currency in _BEFORE_TAX:
        return None
    if variant.price_includes_vat is None:
        return None if with_vat else "whether its price includes VAT is unknown; --with-vat says that it does"
    return "its price is without VAT"


def no_gtin(gtin: str | None) -> str | None:
    """Why this is not what an article is known by everywhere."""
    if not gtin:
        return "it has no GTIN"
    if not has_right_check_digit(gtin):
        return "its GTIN has a wrong check digit"
    if _NOT_FOR_TRADE.match(gtin if len(gtin) == 8 else gtin.zfill(14)[1:]):
        return "its GTIN is not one for trade"
    return None


def no_ean(gtin: str | None, told: Told) -> str | None:
    """Why an article for consumers cannot be told by this."""
    if reason := no_gtin(gtin):
        return reason
    if gtin and not ean(gtin):
        return "its GTIN is that of a case"
    return "another variant bears its GTIN" if (gtin or "").lstrip("0") in told.shared else None


def ean(gtin: str) -> str:
    """The same number with 13 digits; nothing for a GTIN-14 that is that of a case."""
    padded = gtin.zfill(14)
    return padded[1:] if padded.startswith("0") else ""


def units_to_sell(units: int) -> int:
    """Fewer than none are none."""
    return max(units, 0)
