"""What every channel's feed asks of a product: a price in its currency, options that tell variants apart, weights."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from royal_cli.commerce.catalog.exporting.block import Block, Variant
from royal_cli.commerce.catalog.exporting.cells import amount
from royal_cli.commerce.catalog.exporting.report import Report
from royal_cli.errors import UsageError

_IN_GRAMS = {
    "mg": Decimal("0.001"), "g": Decimal(1), "kg": Decimal(1000), "lb": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}  # fmt: skip
_IN_CM = {
    "mm": Decimal("0.1"), "cm": Decimal(1), "m": Decimal(100), "in": Decimal("2.54"), "ft": Decimal("30.48"),
    "yd": Decimal("91.44"),
}  # fmt: skip


def one_currency(stored: Sequence[str | None], wanted: str | None) -> str | None:
    """Of a feed whose prices do not name theirs: the wanted one, or the only one there is."""
    if wanted in stored or not stored:
        return wanted
    if len(stored) == 1 and wanted is None:
        return stored[0]
    names = " and ".join(code or "an unknown currency" for code in stored)
    hint = f"Choose one of them, such as: --currency {next(filter(None, stored), 'EUR')}"
    raise UsageError(f"Prices are in {names}, and a feed of this kind has one currency.", hint=hint)


def sold(block: Block, currency: str | None, report: Report) -> Iterator[Sequence[int]]:
    """Of each product, the places of the variants that a shop can sell; tells of the others why it cannot."""
    of = block.of_variants
    priced = [price is not None and code == currency for price, code in zip(of["price"], of["currency"], strict=True)]
    options = _Options(block)
    for own, product in zip(block.spans, block.of_products["sku"], strict=True):
        if all(priced[own.start : own.stop]) and options.tell_apart(own):
            kept: Sequence[int] = own
        else:
            variants = [Variant._make(block.variants[place]) for place in own]
            ids = {variant.id for variant in told_apart(with_price(variants, currency, report), report)}
            kept = [place for place in own if of["id"][place] in ids]
        if not kept:
            report.leave("product", "it has no variant that can be sold", product)
        yield kept


class _Options:
    """The quick look at options, which is enough for nearly all products."""

    def __init__(self, block: Block) -> None:
        of = block.of_variants
        self._names, self._values = (
            list(zip(*(of[f"option{n}_{part}"] for n in (1, 2, 3)), strict=True)) for part in ("name", "value")
        )

    def tell_apart(self, own: range) -> bool:
        """Whether the variants have the same named options, and no two of them the same values."""
        names, values = set(self._names[own.start : own.stop]), set(self._values[own.start : own.stop])
        if len(own) == 1 and values == {_NO_VALUES}:
            return True
        if len(names) != 1 or len(values) != len(own):
            return False
        named = list(map(bool, *names))
        return any(named) and all([value is not None for value in each] == named for each in values)


_NO_VALUES = (None, None, None)


def with_price(variants: Sequence[Variant], currency: str | None, report: Report) -> list[Variant]:
    """Those with a price in that currency: a channel takes an empty price for nothing to pay."""
    kept = []
    for variant in variants:
        if variant.price is None:
            report.leave("variant", "it has no price", variant.sku)
        elif variant.currency != currency:
            report.leave("variant", f"its price is in {variant.currency or 'an unknown currency'}", variant.sku)
        else:
            kept.append(variant)
    return kept


def told_apart(variants: Sequence[Variant], report: Report) -> list[Variant]:
    """Those whose named options no other variant of the product has, if there are several."""
    if len(variants) == 1 and not variants[0].options:
        return list(variants)
    seen: set[tuple[str, ...]] = set()
    kept: list[Variant] = []
    for variant in variants:
        names, values = (tuple(part) for part in zip(*variant.options, strict=True)) if variant.options else ((), ())
        if not all(names) or not names:
            report.leave("variant", "it has no named option that tells it apart", variant.sku)
        elif kept and names != tuple(name for name, _ in kept[0].options):
            report.leave("variant", "its options are others than those of its product's first variant", variant.sku)
        elif values in seen:
            report.leave("variant", "another variant of its product has the same options", variant.sku)
        else:
            seen.add(values)
            kept.append(variant)
    return kept


def price(variant: Variant) -> str:
    return amount((variant.price, variant.price_scale, variant.currency))


def higher_price(variant: Variant) -> str:
    """The compare-at price of a variant that costs less than that, but costs something; else nothing."""
    if not variant.price or variant.compare_at_price is None or variant.compare_at_price <= variant.price:
        return ""
    return amount((variant.compare_at_price, variant.price_scale, variant.currency))


def grams(thousandths: int | None, unit: str | None) -> Decimal | None:
    if thousandths is None or unit not in _IN_GRAMS:
        return None
    return Decimal(thousandths).scaleb(-3) * _IN_GRAMS[unit]


def centimetres(text: str, unit: str) -> str:
    return plain(Decimal(text) * _IN_CM[unit]) if text and unit in _IN_CM else ""


def plain(number: Decimal | None) -> str:
    """Digits, without zeros at the end."""
    if number is None:
        return ""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
