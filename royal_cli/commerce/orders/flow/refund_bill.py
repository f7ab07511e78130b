"""What a refund comes to: of lines, of shipping, of an amount, or of all that is left. Nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from royal_cli.commerce.orders.flow.asked import Units, share_out
from royal_cli.commerce.orders.flow.at_hand import AtHand, Line
from royal_cli.commerce.orders.flow.prorating import Values, of_units, values
from royal_cli.errors import Refused, UsageError
from royal_cli.money import Money, exponent, from_text, rescale


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be given back: lines, an amount, the shipping; without any of them all that is left.

    `amount` is a plain decimal in the order's currency. With it, one line or the shipping is what it is given for.
    """

    lines: Sequence[Units] = ()
    amount: str | None = None
    shipping: bool = False

    def __post_init__(self) -> None:
        if self.amount and len(self.lines) + self.shipping > 1:
            raise UsageError(
                "An amount is for one line, for the shipping, or for the order.", hint="Refund them one after another."
            )

    @property
    def is_everything(self) -> bool:
        return not self.lines and not self.shipping and self.amount is None


@dataclass(frozen=True, slots=True)
class Item:
    line: Line
    units: int
    amount: int


@dataclass(slots=True)
class Bill:
    """Minor units of the order's currency. `whole` is for the order as such."""

    items: list[Item] = field(default_factory=list)
    shipping: int = 0
    whole: int = 0

    @property
    def amount(self) -> int:
        return sum(item.amount for item in self.items) + self.shipping + self.whole


def bill(order: AtHand, wish: Wish, *, left: int, shipping_refunded: int) -> Bill:
    """`left` is what was paid and not given back. Refused where what a line cost is unknown, or where more of it is
    wanted than it cost."""
    amount = None if wish.amount is None else amount_of(wish.amount, order.currency)
    if amount is not None and not wish.lines and not wish.shipping:
        return Bill(whole=amount)
    worth = values(order)
    if worth is None:
        if wish.is_everything:
            return Bill(whole=left)
        raise Refused(
            f"What the lines of order {order.number} cost is not known.", hint="Say how much it is: --amount 12.50"
        )
    if wish.is_everything:
        return _everything(order, worth, left, shipping_refunded)
    found = Bill(items=_items(order, worth, wish.lines))
    if wish.shipping:
        found.shipping = max(worth.shipping - shipping_refunded, 0)
    return found if amount is None else _exactly(order, worth, found, amount)


def amount_of(text: str, currency: str) -> int:
    """12.50 as minor units; UsageError for what is no amount above 0 in that currency."""
    number = text.strip().upper().removesuffix(currency).strip()
    digits = exponent(currency)
    try:
        amount, scale = from_text(number)
        if scale > digits:
            raise ValueError
        found = rescale(amount, scale, digits)
    except ValueError:
        written = f"with up to {digits} digits after the point, such as 12.50" if digits else "without cents"
        raise UsageError(f"{text!r} is no amount in {currency}.", hint=f"Write it {written}.") from None
    if found <= 0:
        raise UsageError(f"{text!r} is nothing that could be given back.")
    return found


def money(order: AtHand, amount: int) -> Money:
    return Money(amount, order.currency, exponent(order.currency))


def _items(order: AtHand, worth: Values, asked: Sequence[Units]) -> list[Item]:
    wanted = share_out(order, asked, lambda line: line.quantity - line.refunded, "left to refund", Refused)
    return [_item(order.line(id), worth, units) for id, units in wanted.items()]


def _item(line: Line, worth: Values, units: int) -> Item:
    amount = of_units(
        worth.lines.get(line.id, 0), line.quantity, before=line.refunded, refunded=line.refunded_amount, units=units
    )
    return Item(line, units, amount)


def _exactly(order: AtHand, worth: Values, found: Bill, amount: int) -> Bill:
    """The amount that was said, for the line or the shipping that was said."""
    if not found.items:
        if amount > found.shipping:
            raise _too_much(order, "The shipping", found.shipping)
        return Bill(shipping=amount)
    if len(found.items) > 1:
        raise UsageError(
            "An amount is for one line.", hint="Several lines have this SKU: name one by its place, as #2."
        )
    line, units = found.items[0].line, found.items[0].units
    most = max(worth.lines.get(line.id, 0) - line.refunded_amount, 0)
    if amount > most:
        raise _too_much(order, line.name, most)
    return Bill(items=[Item(line, units, amount)])


def _too_much(order: AtHand, what: str, most: int) -> Refused:
    return Refused(f"{what} in order {order.number}: at most {money(order, most)} of it can be given back.")


def _everything(order: AtHand, worth: Values, left: int, shipping_refunded: int) -> Bill:
    """Line by line and the shipping, as far as the money goes; what is over is for the order as such."""
    found = Bill()
    rest = left
    for line in order.lines:
        units = line.quantity - line.refunded
        if units > 0 and line.id in worth.lines:
            amount = min(_item(line, worth, units).amount, rest)
            found.items.append(Item(line, units, amount))
            rest -= amount
    found.shipping = min(max(worth.shipping - shipping_refunded, 0), rest)
    found.whole = rest - found.shipping
    return found
