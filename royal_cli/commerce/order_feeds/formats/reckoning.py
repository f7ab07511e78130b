"""Money that tables leave to be worked out: shares off the price, totals without a price, profits instead of costs."""

from collections.abc import Sequence
from functools import lru_cache

from royal_cli.commerce.feeds import values
from royal_cli.commerce.order_feeds import amounts, lines
from royal_cli.commerce.order_feeds.batch import OrderBatch
from royal_cli.commerce.order_feeds.dates import Survey
from royal_cli.commerce.order_feeds.sheet import OrderSheet
from royal_cli.money import exponent, from_text, power_of_ten, round_half_up


def reckon(sheet: OrderSheet, batch: OrderBatch) -> None:
    """Bring shares and percentages to money, and what a line comes to to the price of one unit."""
    shares = _shares(sheet)
    if not sheet.has("line.price") and "total" in batch.line and "quantity" in batch.line:
        _put_prices(sheet, batch, shares)
    elif shares and {"price", "quantity"} <= batch.line.keys():
        line = batch.line
        rows = zip(line["price"], line["price_scale"], line["quantity"], sheet.row_currencies, shares, strict=True)
        line["discount"] = [
            None if price is None or quantity is None or share is None
            else round_half_up(price * quantity * share[0], scale + share[1], exponent(code))
            for price, scale, quantity, code, share in rows
        ]  # fmt: skip
    elif sheet.has("discount") and not shares:
        batch.line["discount"] = amounts.of_rows(sheet, "discount")


def _shares(sheet: OrderSheet) -> list[tuple[int, int] | None] | None:
    """Discounts as shares of the price, each a number and its scale."""
    role = "discount percent" if sheet.has("discount percent") else "discount"
    told = sheet.options.discounts or (sheet.surveyed.discounts if isinstance(sheet.surveyed, Survey) else "")
    if not sheet.has(role) or (role == "discount" and told == "amount"):
        return None
    header, further = sheet.header(role), 2 if role == "discount percent" else 0
    cells = [cell.strip().removesuffix("%") for cell in sheet.cells(role)]
    found = values.decimal(cells, sheet.problems, header, decimal_mark=sheet.options.decimal_mark,
                           evidence=sheet.evidence(header), strict=True)  # fmt: skip
    return [_share(one, further) if one is not None else None for one in found]


@lru_cache(maxsize=1024)
def _share(written: str, further: int) -> tuple[int, int]:
    figures, scale = from_text(written)
    return figures, scale + further


def _put_prices(sheet: OrderSheet, batch: OrderBatch, shares: Sequence[tuple[int, int] | None] | None) -> None:
    """The table says what each line came to, to more decimals than money has: the price is what makes that of it."""
    line = batch.line
    totals, scales = amounts.prices(sheet, "line.total")
    if shares:
        before = list(map(_before, totals, scales, shares))
        totals, scales = [total for total, _ in before], [scale for _, scale in before]
    line["price"], line["price_scale"] = lines.unit_prices(totals, scales, line["quantity"], sheet.row_currencies)
    if shares:
        full = lines.gross(sheet, line["price"], line["price_scale"], line["quantity"])
        line["discount"] = [
            None if whole is None or share is None else whole - total
            for whole, share, total in zip(full, shares, line["total"], strict=True)
        ]


def _before(total: int | None, scale: int | None, share: tuple[int, int] | None) -> tuple[int | None, int | None]:
    """What a total was before a share of it went, with four further decimals where it takes them."""
    if total is None or scale is None or not share or not share[0]:
        return total, scale
    whole = power_of_ten(share[1])
    if share[0] >= whole:
        return total, scale
    return round_half_up(total * power_of_ten(8) * whole // (whole - share[0]), scale + 8, scale + 4), scale + 4


def put_cost(sheet: OrderSheet, batch: OrderBatch) -> None:
    line = batch.line
    if sheet.has("profit") and "total" in line:
        left = amounts.of_rows(sheet, "profit")
        line["cost"] = [None if a is None or b is None else a - b for a, b in zip(line["total"], left, strict=True)]
    elif sheet.has("unit cost") and "quantity" in line:
        costs, scales = amounts.prices(sheet, "unit cost")
        rows = zip(costs, scales, line["quantity"], sheet.row_currencies, strict=True)
        line["cost"] = [
            None if cost is None or scale is None or count is None
            else round_half_up(cost * count, scale, exponent(code))
            for cost, scale, count, code in rows
        ]  # fmt: skip
