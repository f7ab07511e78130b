"""What a customer paid for each line of an order, to the cent: with its tax and its share of the order's discount.

All parts together are the order's total. What is shared out in proportion is shared out by running sums, each rounded
half up, so that the shares add up exactly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from royal_cli.commerce.orders.flow.at_hand import AtHand, Line


@dataclass(frozen=True, slots=True)
class Values:
    """Minor units of the order's currency, by line id, and for the shipping that is no line."""

    lines: Mapping[int, int]
    shipping: int


def values(order: AtHand) -> Values | None:
    """None where an amount of the order is unknown."""
    if any(line.total is None for line in order.lines):
        return None
    totals = {line.id: line.total or 0 for line in order.lines}
    priced = [line for line in order.lines if line.kind != "discount"]
    goods = [line for line in priced if line.is_product]
    discounts = sum(totals[line.id] for line in order.lines if line.kind == "discount")
    discount = (order.discount_total or 0) - discounts
    shares, rest = _discounts(discount, [totals[line.id] for line in goods])
    net = {line.id: totals[line.id] for line in priced}
    for line, share in zip(goods, shares, strict=True):
        net[line.id] -= share
    of_lines = sum(totals[line.id] for line in order.lines if line.kind == "shipping")
    shipping = (order.shipping_total or 0) - of_lines - rest
    if order.prices_include_vat:
        return Values(net, shipping)
    taxes, on_shipping = _taxes(order, priced, net, shipping)
    return Values({id: amount + taxes[id] for id, amount in net.items()}, shipping + on_shipping)


def _discounts(discount: int, totals: Sequence[int]) -> tuple[list[int], int]:
    """The share of each line, and what is left over where the discount is more than all of them cost."""
    there = sum(max(total, 0) for total in totals)
    given = min(max(discount, 0), there)
    return spread(given, [max(total, 0) for total in totals]), discount - given


def _taxes(order: AtHand, lines: Sequence[Line], net: Mapping[int, int], shipping: int) -> tuple[dict[int, int], int]:
    """The tax of each line, and of the shipping: what the source states, and the rest of it in proportion."""
    known = {line.id: line.tax for line in lines if line.tax is not None}
    unknown = [line.id for line in lines if line.id not in known]
    rest = (order.tax_total or 0) - sum(known.values())
    weights = [*(max(net[id], 0) for id in unknown), max(shipping, 0)]
    shares = spread(rest, weights) if any(weights) else [*(0 for _ in unknown), rest]
    return {**known, **dict(zip(unknown, shares, strict=False))}, shares[-1]


def spread(amount: int, weights: Sequence[int]) -> list[int]:
    """An amount in proportion to weights that are not negative; the shares add up to it. Nothing is spread over
    nothing."""
    whole = sum(weights)
    shares: list[int] = []
    running = given = 0
    for weight in weights:
        running += weight
        upto = _half_up(amount * running, whole) if whole else 0
        shares.append(upto - given)
        given = upto
    return shares


def _half_up(amount: int, divisor: int) -> int:
    """Halves away from zero."""
    rounded = (2 * abs(amount) + divisor) // (2 * divisor)
    return -rounded if amount < 0 else rounded


def of_units(value: int, quantity: int, *, before: int, refunded: int, units: int) -> int:
    """What `units` of a line's `quantity` are worth that together are worth `value`, after `before` units and
    `refunded` minor units were given back. Every unit is worth the same, rounded down; the last one takes the rest."""
    left = max(value - refunded, 0)
    return left if before + units >= quantity else min(value // quantity * units, left)
