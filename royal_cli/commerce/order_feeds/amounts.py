"""Money of orders: amounts in the minor units of the order's currency, prices with as many decimals as they have."""

from collections.abc import Sequence

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.values import Prices, Problems
from royal_cli.commerce.order_feeds.sheet import OrderSheet
from royal_cli.errors import UsageError
from royal_cli.money import exponent, round_half_up

Amounts = list[int | None]

_MISSING = "state the currency as a three-letter code, or give it with --currency"
_CHANGES = "an order has one currency; correct the row, or give it a number of its own"


def currencies(sheet: OrderSheet) -> list[str | None]:
    """The currency of each run: as the file states it, else as files of its kind do, else as the operator says.

    UsageError where neither the file nor anybody states one; an order without one, or with two, is refused.
    """
    usual = sheet.options.currency
    if not sheet.has("currency", "usual_currency"):
        if usual is None:
            raise UsageError("The file does not say in which currency it is.", hint="say it: --currency EUR")
        return [usual] * len(sheet.starts)
    rows, cells = sheet.stated("currency")
    stated = values.currency_codes(cells, sheet.problems_at(rows), sheet.header("currency"), strict=True)
    others = sheet.stated("usual_currency").cells if sheet.has("usual_currency") else [""] * len(rows)
    found = [code or other or usual for code, other in zip(stated, others, strict=True)]
    for row, code in zip(rows, found, strict=True) if None in found else ():
        if code is None:
            sheet.problems.reject(row, sheet.header("currency"), "", "currency_missing", _MISSING)
    _refuse_changes(sheet)
    return found


def _refuse_changes(sheet: OrderSheet) -> None:
    cells = sheet.cells("currency")
    if len(set(cells) - {""}) < 2:
        return
    for start, end in sheet.runs:
        said = [cell.strip().upper() for cell in cells[start:end]]
        first = next(filter(None, said), "")
        for row, one in enumerate(said, start):
            if one and one != first:
                sheet.problems.reject(row, sheet.header("currency"), one, "currency_changes", _CHANGES)


def of_runs(sheet: OrderSheet, role: str) -> Amounts:
    """Of every run the amount that is stated first."""
    rows, cells = sheet.stated(role)
    return _minor(_read(sheet, role, cells, sheet.currencies, sheet.problems_at(rows)))


def of_rows(sheet: OrderSheet, role: str) -> Amounts:
    return _minor(_read(sheet, role, sheet.cells(role), sheet.row_currencies, sheet.problems))


def sums(sheet: OrderSheet, role: str) -> Amounts:
    """What the rows of each run add up to; None where none of them says anything."""
    found = of_rows(sheet, role)
    return [_sum(found[start:end]) for start, end in sheet.runs]


def _sum(amounts: Amounts) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def prices(sheet: OrderSheet, role: str) -> tuple[Amounts, Amounts]:
    """Amounts and their scales."""
    found = _read(sheet, role, sheet.cells(role), sheet.row_currencies, sheet.problems)
    return found.amount, found.scale


def _read(
    sheet: OrderSheet, role: str, cells: Sequence[str], codes: Sequence[str | None], problems: Problems
) -> Prices:
    """An amount that cannot be read refuses its order, and so does one in another currency than the order's."""
    header = sheet.header(role)
    distinct = set(codes)
    one = next(iter(distinct)) if len(distinct) == 1 else codes
    found = values.money(
        cells, problems, header, currency=one, decimal_mark=sheet.options.decimal_mark,
        evidence=sheet.evidence(header), negative=True, strict=True,
    )  # fmt: skip
    if not set(found.currency) <= distinct | {None}:
        for place, (code, own) in enumerate(zip(found.currency, codes, strict=True)):
            if code not in (own, None):
                problems.reject(place, header, cells[place], "currency_changes", _CHANGES)
    return found


def _minor(found: Prices) -> Amounts:
    """Rounded once, halves up, to what the currency has."""
    least = {code: exponent(code) for code in set(found.currency)}
    if all(scale in (None, digits) for digits in set(least.values()) for scale in set(found.scale)):
        return found.amount
    return [
        None if amount is None or scale is None else round_half_up(amount, scale, least[code])
        for amount, scale, code in zip(*found, strict=True)
    ]
