"""Codes that stand for no product: postage, fees, discounts, corrections of the books.

A profile says what its own codes are. Without a word from it only those count that cannot be anything else: a code of
one or two letters has to bear a title that says the same.
"""

from collections.abc import Sequence

from royal_cli.commerce.feeds.headers import fold
from royal_cli.commerce.order_feeds.sheet import OrderSheet

_SHIPPING = (
    "post, postage, shipping, shipping cost, shipping costs, shipping fee, shipping and handling, freight, carriage,"
    "delivery, delivery charge, delivery costs, p p, dotcom postage, versand, versandkosten, porto, fracht,"
    "lieferkosten, verzending, verzendkosten, bezorgkosten, livraison, frais de port, frais de livraison,"
    "gastos de envío, envío, spedizione, spese di spedizione, wysyłka, koszty wysyłki, frakt, fragt"
)
_FEES = (
    "fee, bank charge, bank charges, amazon fee, amazonfee, payment fee, transaction fee, handling, handling fee,"
    "gift wrap, gift wrapping, cruk commission, commission, tip, tips, duties, gebühr, bankgebühren, trinkgeld,"
    "geschenkverpackung, transactiekosten, fooi, frais bancaires, pourboire"
)
_DISCOUNTS = "discount, coupon, voucher discount, rabatt, korting, remise, réduction, descuento, sconto, rabat"
_ADJUSTMENTS = (
    "adjust, adjustment, adjust bad debt, bad debt, manual, samples, manual adjustment, rounding, korrektur, correctie,"
    "correction, rundung, afronding"
)
_WORDS = {
    word.strip(): kind
    for kind, words in {
        "shipping": _SHIPPING, "fee": _FEES, "discount": _DISCOUNTS, "adjustment": _ADJUSTMENTS,
    }.items()
    for word in words.split(",")
}  # fmt: skip

#: Codes too short to mean one thing: they do so beside these titles, or none.
_WITH_TITLE = {
    "dot": ("shipping", "dotcom postage"), "c2": ("shipping", "carriage"), "d": ("discount", "discount"),
    "m": ("adjustment", "manual"), "s": ("adjustment", "samples"), "b": ("adjustment", "adjust bad debt"),
    "cruk": ("fee", "cruk commission"), "amazonfee": ("fee", "amazon fee"), "bank charges": ("fee", "bank charges"),
    "post": ("shipping", "postage"),
}  # fmt: skip


def kinds(sheet: OrderSheet, codes: Sequence[str | None], titles: Sequence[str | None]) -> list[str | None]:
    """What each line is instead of a product, else None; a line without a code is told by its title."""
    told: dict[str, str | None] = sheet.remember("kinds of codes", dict)
    for code in set(codes) - told.keys() - {None}:
        told[code or ""] = _kind(sheet, code or "")
    found = [told[code] if code else None for code in codes]
    if "?" in found or None in codes:
        return [
            _by_title(code, title) if kind == "?" or code is None else kind
            for kind, code, title in zip(found, codes, titles, strict=True)
        ]
    return found


def _kind(sheet: OrderSheet, code: str) -> str | None:
    """The kind of a code, None for a product; "?" where its title has to tell."""
    said = sheet.options.code_kinds.get(code.casefold())
    if said:
        return None if said == "product" else said
    words = fold(code)
    return "?" if words in _WITH_TITLE else _WORDS.get(words)


def _by_title(code: str | None, title: str | None) -> str | None:
    if code is None:
        return _WORDS.get(fold(title)) if title else None
    kind, expected = _WITH_TITLE[fold(code)]
    return kind if not title or fold(title) == expected or _WORDS.get(fold(title)) == kind else None
