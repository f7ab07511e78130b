"""What lines come to: price times quantity, rounded once, less the line's own discount."""

from collections.abc import Sequence

from royal_cli.commerce.order_feeds.batch import OrderBatch
from royal_cli.commerce.order_feeds.sheet import OrderSheet
from royal_cli.money import exponent, power_of_ten, round_half_up, to_text

#: More units than anybody sells on one line: a price or a GTIN has slipped into the column.
MOST_UNITS = 10_000_000

_ZERO_HINT = "a line of 0 units sells nothing: write how many there were, or take the row out"
_MANY_HINT = f"no line has more than {MOST_UNITS:,} units; look whether this is the right column"


def total(sheet: OrderSheet, batch: OrderBatch) -> None:
    """Fill in what price, quantity and discount leave to be calculated; refuse a stated total that differs."""
    line = batch.line
    if "quantity" not in line or "price" not in line:
        return
    gross = _gross(sheet, line["price"], line["price_scale"], line["quantity"])
    discounts = line.get("discount")
    net = gross if discounts is None else [
        None if amount is None else amount - (less or 0) for amount, less in zip(gross, discounts, strict=True)
    ]  # fmt: skip
    stated = line.get("total")
    if stated is None:
        line["total"] = net
        return
    line["total"] = [own if own is not None else found for own, found in zip(stated, net, strict=True)]
    _refuse_differences(sheet, stated, net)


def _gross(
    sheet: OrderSheet, prices: Sequence[int | None], scales: Sequence[int | None], quantities: Sequence[int | None]
) -> list[int | None]:
    digits = {exponent(code) for code in set(sheet.currencies)}
    if set(scales) - {None} <= digits and len(digits) == 1:
        return [
            None if price is None or quantity is None else price * quantity
            for price, quantity in zip(prices, quantities, strict=True)
        ]
    rows = zip(prices, scales, quantities, sheet.row_currencies, strict=True)
    return [
        None if price is None or quantity is None else round_half_up(price * quantity, scale or 0, exponent(code))
        for price, scale, quantity, code in rows
    ]


def _refuse_differences(sheet: OrderSheet, stated: Sequence[int | None], found: Sequence[int | None]) -> None:
    """A cent more or less per unit at most is the rounding of others."""
    for row, (own, other) in enumerate(zip(stated, found, strict=True)):
        if own is not None and other is not None and abs(own - other) > 1:
            code = sheet.row_currencies[row]
            sums = f"{to_text(own, exponent(code))}, but price times quantity is {to_text(other, exponent(code))}"
            sheet.problems.reject(row, sheet.header("line.total"), sums, "line_total", "correct one of them")


def refuse_quantities(sheet: OrderSheet, batch: OrderBatch, *, zero: bool = True) -> None:
    """Refuse lines of nothing (`zero`), and of more than anybody sells."""
    quantities = batch.line.get("quantity", ())
    found = set(quantities)
    if not (0 in found and zero) and max((abs(one) for one in found if one is not None), default=0) <= MOST_UNITS:
        return
    header, cells = sheet.header("line.quantity"), sheet.cells("line.quantity")
    for row, quantity in enumerate(quantities):
        if quantity == 0 and zero:
            sheet.problems.reject(row, header, cells[row], "zero_quantity", _ZERO_HINT)
        elif quantity is not None and abs(quantity) > MOST_UNITS:
            sheet.problems.reject(row, header, cells[row], "too_many_units", _MANY_HINT)


def unit_price(total: int, digits: int, quantity: int) -> tuple[int, int]:
    """The price of one of several units, and its scale: exact where that takes no more than four further decimals."""
    scale = digits
    while scale < digits + 4 and total * power_of_ten(scale - digits) % quantity:
        scale += 1
    exact = total * power_of_ten(scale - digits)
    price = (2 * abs(exact) + abs(quantity)) // (2 * abs(quantity))
    return (price if (exact < 0) == (quantity < 0) else -price), scale
