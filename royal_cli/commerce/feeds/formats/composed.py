"""Prices that follow from several cells: of a product's price and what a variant adds, of a price and its discount."""

from collections.abc import Sequence
from decimal import Decimal, localcontext

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats.sheet import Sheet
from royal_cli.money import from_text, normal, rescale, to_text

_MONEY = ("price", "sale_price", "compare_at_price", "cost_price")

#: An amount and its scale.
Figure = tuple[int, int]


def amount_of(batch: Batch, row: int, name: str = "price") -> Figure | None:
    """What a row states under a field of money."""
    amount = batch.variant[name][row] if name in batch.variant else None
    return None if amount is None else (amount, batch.variant["price_scale"][row])


def put_amount(batch: Batch, row: int, name: str, figure: Figure, currency: str | None) -> None:
    """Set an amount exactly; the other amounts of its row follow to a finer scale where that needs one."""
    size = len(batch.numbers)
    for column in (name, "price_scale", "currency"):
        batch.variant.setdefault(column, [None] * size)
    amount, scale = normal(*figure, currency)
    before = batch.variant["price_scale"][row]
    finest = scale if before is None else max(scale, before)
    if before is not None and finest > before:
        for other in _MONEY:
            if other in batch.variant and batch.variant[other][row] is not None:
                batch.variant[other][row] = rescale(batch.variant[other][row], before, finest)
    batch.variant[name][row] = rescale(amount, scale, finest)
    batch.variant["price_scale"][row], batch.variant["currency"][row] = finest, currency


def add_to_base(sheet: Sheet, batch: Batch, role: str, bases: Sequence[int | None]) -> None:
    """Give the rows without a price of their own that of their product and what they add to it.

    `bases` names the row of the product for each row that needs one. Where that has no price there is none: what
    a variant adds is never taken for its price.
    """
    added = _signed(sheet, batch, role, bases)
    for row, base in enumerate(bases):
        if base is None or amount_of(batch, row):
            continue
        price, surcharge, scale = amount_of(batch, base), added.amount[row], added.scale[row]
        if price is None:
            if surcharge is not None:
                refuse_without_base(sheet, row, role)
            continue
        currency = batch.variant["currency"][base]
        if _states_another(batch, row, currency) or (surcharge is not None and added.currency[row] != currency):
            _reject(sheet, row, role, "currency_differs", f"state it in the currency of the product, {currency}")
            continue
        total = _sum(price, (surcharge or 0, scale or 0))
        if total[0] < 0:
            _reject(sheet, row, role, "negative", f"with the {to_text(*price)} of its product this is less than zero")
            continue
        put_amount(batch, row, "price", total, currency)
        if "price_includes_vat" in batch.variant:
            batch.variant["price_includes_vat"][row] = batch.variant["price_includes_vat"][base]


def _states_another(batch: Batch, row: int, currency: str | None) -> bool:
    """Whether another amount of the row has its own currency."""
    return batch.variant["price_scale"][row] is not None and batch.variant["currency"][row] != currency


def refuse_without_base(sheet: Sheet, row: int, role: str) -> None:
    hint = "this is added to the price of the product, which stands in no row beside it; the price stays as it is"
    sheet.problems.warn(row, sheet.header(role), sheet.cells(role)[row], "no_base_price", hint)


def _reject(sheet: Sheet, row: int, role: str, code: str, hint: str) -> None:
    sheet.problems.reject(row, sheet.header(role), sheet.cells(role)[row], code, hint)


def _sum(one: Figure, other: Figure) -> Figure:
    finest = max(one[1], other[1])
    return rescale(*one, finest) + rescale(*other, finest), finest


def _signed(sheet: Sheet, batch: Batch, role: str, bases: Sequence[int | None]) -> values.Prices:
    stated = batch.variant.get("currency") or [sheet.options.currency] * sheet.size
    currencies = [
        sheet.options.currency if base is None or not amount_of(batch, base) else stated[base] for base in bases
    ]
    return values.money(
        sheet.cells(role), sheet.problems, sheet.header(role), currency=currencies,
        decimal_mark=sheet.options.decimal_mark, evidence=sheet.evidence(sheet.header(role)),
        negative=True, strict=True,
    )  # fmt: skip


def leave_sales_to_variants(batch: Batch) -> None:
    """Not every variant may be on sale: a product states its regular price, and what it costs now they say."""
    sale = batch.variant.get("sale_price")
    if sale:
        batch.variant["sale_price"] = [
            amount if sells else None for amount, sells in zip(sale, batch.sells, strict=True)
        ]


def take_off(batch: Batch, row: int, percent: str | None, amount: str | None) -> bool:
    """Set the sale price that a discount leaves, to the last digit; whether it is one that can be asked."""
    price = amount_of(batch, row)
    if price is None:
        return False
    currency = batch.variant["currency"][row]
    with localcontext(prec=50):
        full = Decimal(price[0]).scaleb(-price[1])
        left = full * (100 - Decimal(percent or 0)) / 100 - Decimal(amount or 0)
    if not 0 <= left <= full:
        return False
    put_amount(batch, row, "sale_price", _figure(left), currency)
    return True


def _figure(amount: Decimal) -> Figure:
    return from_text(f"{amount:f}")
